from pathlib import Path

import pytest

from takeback.guidance.talks import Situation, for_situation, load_talks
from takeback.sources.rows import UnusableRow

SITUATION = '[[situation]]\nid = "told"\nnumber = 1\nname = "Told"\nfirst = "They came."\n'
PAGES = '[[page]]\nid = "calm"\ntitle = "Calm"\nlead = "Breathe."\nreader = "parent"\n'
SECTION = '[[section]]\nid = "first"\nheading = "First"\nkind = "text"\nlines = ["Sit down."]\n'


def write(folder: Path, *, situations: str = SITUATION, sections: str = SECTION) -> None:
    talks = folder / "en" / "talks"
    talks.mkdir(parents=True)
    (talks / "situations.toml").write_text(situations, encoding="utf-8")
    (talks / "pages.toml").write_text(PAGES, encoding="utf-8")
    (talks / "calm.toml").write_text(sections, encoding="utf-8")


def test_situations_and_pages_are_read(tmp_path: Path) -> None:
    write(tmp_path)

    talks = load_talks(folder=tmp_path)

    assert talks.situations == (Situation("told", 1, "Told", "They came."),)
    assert [section.id for section in talks.pages["calm"].sections] == ["first"]


@pytest.mark.parametrize("number", ["2", '"1"'])
def test_situations_are_numbered_from_one_on(tmp_path: Path, number: str) -> None:
    write(tmp_path, situations=SITUATION.replace("number = 1", f"number = {number}"))

    with pytest.raises(UnusableRow, match=r"situations.toml, line 3.*; here it takes 1"):
        load_talks(folder=tmp_path)


def test_a_section_for_a_situation_that_is_not_there_is_refused(tmp_path: Path) -> None:
    write(tmp_path, sections=SECTION + 'only = ["found"]\n')

    with pytest.raises(UnusableRow, match="only names 'found', which is unknown"):
        load_talks(folder=tmp_path)


def test_a_page_cites_only_statements_that_are_there(tmp_path: Path) -> None:
    write(tmp_path, sections=SECTION + 'sources = ["rumour"]\n')

    with pytest.raises(UnusableRow, match="sources names 'rumour', which is unknown"):
        load_talks(folder=tmp_path)


def test_without_a_situation_only_what_is_for_all_is_shown() -> None:
    page = for_situation(load_talks().pages["tonight"], None)

    assert not [section.id for section in page.sections if section.only]
    assert "do" in [section.id for section in page.sections]


@pytest.mark.parametrize("situation", load_talks().situations, ids=lambda one: one.id)
def test_every_situation_has_openers_for_three_ages(situation: Situation) -> None:
    page = for_situation(load_talks().pages["tonight"], situation)

    openers = [one for one in page.sections if one.kind == "say" and one.only == (situation.id,)]

    assert [one.heading for one in openers] == ["Under 13", "13 to 15", "16 and 17"]
    assert all(len(one.lines) >= 3 for one in openers)
    assert not [one.id for one in page.sections if one.only and situation.id not in one.only]


def test_threats_are_dealt_with_before_anything_is_said() -> None:
    talks = load_talks()
    pressed = next(one for one in talks.situations if one.id == "pressed")
    order = [section.id for section in for_situation(talks.pages["tonight"], pressed).sections]

    assert order.index("pressed-first") < order.index("words") < order.index("pressed-13-15")


@pytest.mark.parametrize(
    ("page", "section"),
    [("tonight", "pressed-first"), ("tonight", "signs"), ("pupil", "first"), ("tell", "pressed")],
)
def test_danger_comes_first_where_it_may_be(page: str, section: str) -> None:
    found = next(one for one in load_talks().pages[page].sections if one.id == section)

    assert "{emergency}" in (found.intro or "") + found.lines[0].says


def test_the_safe_order_of_dealing_with_threats_is_kept() -> None:
    sections = load_talks().pages["tonight"].sections
    steps = next(one for one in sections if one.id == "pressed-first").lines

    marks = ["feel safe", "Do not pay", "Write down", "Report", "Tell the police"]

    assert [mark for mark, line in zip(marks, steps, strict=False) if mark in line.says] == marks


def test_there_is_a_message_for_each_who_has_something_to_tell() -> None:
    messages = next(one for one in load_talks().pages["tell"].sections if one.kind == "copy")

    labels = [line.label for line in messages.lines]

    assert {"To a parent: short", "To a teacher: longer"} <= set(labels)
    assert {"I was sent something", "I passed it on", "Somebody is threatening me"} <= set(labels)
