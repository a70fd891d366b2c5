"""Everything that guidance rests on, read once, so that a bad file is found before a visitor is."""

from takeback.guidance.question_words import load_question_words
from takeback.guidance.rulebook import load_rules
from takeback.guidance.shelf import load_shelf
from takeback.guidance.talks import load_talks
from takeback.guidance.wording import load_words
from takeback.sources.figures import load_figures
from takeback.sources.providers import load_providers
from takeback.sources.services import load_services


def read_everything(language: str = "en") -> None:
    """Read all rules, sources and words.

    Raises `UnusableRow`, naming file, line and reason, for the first that cannot be used.
    """
    load_services()
    load_providers()
    load_figures()
    load_rules()
    load_words(language)
    load_question_words(language)
    load_talks(language)
    load_shelf(language)
