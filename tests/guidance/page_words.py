"""The words of a page of sections, as they are read."""

from takeback.guidance.sections import Section, WordsPage, filled

NUMBERS = {"emergency": "999", "police": "101"}


def sentence(words: str) -> str:
    """Close what stands on a line of its own like a sentence."""
    return words if words[-1] in ".?!:" else f"{words}."


def section_words(section: Section) -> str:
    """Return everything that a section says, in order."""
    parts = [section.heading, section.intro]
    for line in section.lines:
        parts += [line.label, line.says, line.why]
    return " ".join(sentence(part) for part in parts if part)


def page_words(page: WordsPage) -> str:
    """Return everything that a page says, with the numbers of the United Kingdom."""
    whole = filled(page, NUMBERS)
    parts = [whole.title, whole.lead, *(section_words(section) for section in whole.sections)]
    return " ".join(sentence(part) for part in parts)
