from pathlib import Path

import pytest

from takeback.guidance.sections import Line, Section, WordsPage, filled, read_pages
from takeback.sources.rows import UnusableRow

PAGES = """[[page]]
id = "calm"
title = "Calm"
lead = "Breathe."
reader = "parent"
"""
SECTIONS = """[[section]]
id = "first"
heading = "First"
kind = "do"
level = 3
reader = "13_17"
folded = true
intro = "Call {emergency}."
only = ["told"]
sources = ["stay_calm"]
lines = ["Sit down.", { says = "Tell {police}.", why = "Not {emergency}.", label = "Today" }]
"""
NUMBERS = {"emergency": "999", "police": "101"}


def read(folder: Path, *, pages: str = PAGES, sections: str = SECTIONS) -> dict[str, WordsPage]:
    (folder / "pages.toml").write_text(pages, encoding="utf-8")
    (folder / "calm.toml").write_text(sections, encoding="utf-8")
    return read_pages(folder, statements={"stay_calm"}, situations={"told"})


def test_a_page_is_read_whole(tmp_path: Path) -> None:
    section = Section(
        id="first",
        heading="First",
        kind="do",
        lines=(Line("Sit down."), Line("Tell {police}.", "Not {emergency}.", "Today")),
        intro="Call {emergency}.",
        level=3,
        reader="13_17",
        is_folded=True,
        only=("told",),
        sources=("stay_calm",),
    )

    assert read(tmp_path) == {"calm": WordsPage("calm", "Calm", "Breathe.", "parent", (section,))}


def test_a_section_speaks_to_the_reader_of_its_page_and_stands_on_the_first_level(
    tmp_path: Path,
) -> None:
    plain = '[[section]]\nid = "first"\nheading = "First"\nkind = "text"\nlines = ["Sit down."]\n'

    section = read(tmp_path, sections=plain)["calm"].sections[0]

    assert (section.reader, section.level, section.intro) == ("parent", 2, None)
    assert not section.is_folded
    assert (section.only, section.sources) == ((), ())


def test_the_numbers_of_a_nation_are_filled_in(tmp_path: Path) -> None:
    section = filled(read(tmp_path)["calm"], NUMBERS).sections[0]

    assert section.intro == "Call 999."
    assert section.lines == (Line("Sit down."), Line("Tell 101.", "Not 999.", "Today"))


def test_each_source_of_a_page_is_named_once(tmp_path: Path) -> None:
    twice = SECTIONS + SECTIONS.replace('"first"', '"second"')

    assert read(tmp_path, sections=twice)["calm"].sources == ("stay_calm",)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('kind = "do"', 'kind = "must"', "line 4, entry 1 (first): kind is 'must'; it takes one"),
        ("level = 3", "level = 4", "line 5, entry 1 (first): level is 4; it takes 2 or 3"),
        ("folded = true", "folded = 1", "line 7, entry 1 (first): folded is 1; it takes true"),
        ('"13_17"', '"teen"', "line 6, entry 1 (first): reader is 'teen'; it takes one of"),
        ('{emergency}."\nonly', '{fire}."\nonly', "line 8, entry 1 (first): intro has {fire};"),
        ('{emergency}."\nonly', '{."\nonly', "line 8, entry 1 (first): intro has {; in braces"),
        ('"told"', '"heard"', "line 9, entry 1 (first): only names 'heard', which is unknown"),
        ('"stay_calm"', '"be_calm"', "sources names 'be_calm', which is unknown"),
        ('["stay_calm"]', '"stay_calm"', "sources is 'stay_calm'; it takes a list of words"),
        ("{police}", "{lawyer}", "lines has {lawyer}; in braces it takes {emergency}, {police}"),
        ("says =", "say =", "lines, number 2 is {'say': 'Tell {police}.'"),
        ("label =", "for =", "it takes words, or says with why and label beside it"),
        ('"Sit down."', "3", "lines, number 1, says is 3; it takes words"),
        ('"Sit down."', '" "', "lines, number 1, says is ' '; it takes words"),
        ('"Today"', "[]", "lines, number 2, label is []; it takes words"),
        ("heading =", "title =", "line 3, entry 1 (first): unknown key title"),
    ],
)
def test_a_bad_section_is_refused_by_file_line_entry_and_reason(
    tmp_path: Path, before: str, after: str, reason: str
) -> None:
    assert before in SECTIONS

    with pytest.raises(UnusableRow) as refusal:
        read(tmp_path, sections=SECTIONS.replace(before, after))

    assert str(refusal.value).startswith("calm.toml, line ")
    assert reason in str(refusal.value)


@pytest.mark.parametrize("lines", ["[]", '"Sit down."', "3"])
def test_a_section_without_lines_is_refused(tmp_path: Path, lines: str) -> None:
    bare = f'[[section]]\nid = "first"\nheading = "First"\nkind = "text"\nlines = {lines}\n'

    with pytest.raises(UnusableRow, match=r"calm.toml, line 5.*it takes a list of lines"):
        read(tmp_path, sections=bare)


def test_a_page_in_an_unknown_readers_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableRow, match=r"pages.toml, line 5, entry 1 \(calm\): reader is 'all'"):
        read(tmp_path, pages=PAGES.replace('"parent"', '"all"'))


def test_a_file_that_no_page_lists_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lost.toml").write_text(SECTIONS, encoding="utf-8")

    with pytest.raises(UnusableRow, match=r"lost\.toml: pages\.toml lists no page 'lost'"):
        read(tmp_path)


def test_a_page_without_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pages.toml").write_text(PAGES, encoding="utf-8")

    with pytest.raises(UnusableRow, match=r"calm\.toml: cannot be read"):
        read_pages(tmp_path, statements=set())
