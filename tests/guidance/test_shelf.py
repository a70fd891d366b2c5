from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from takeback.guidance.shelf import app_checklists, load_shelf
from takeback.sources.providers import Provider, load_providers
from takeback.sources.rows import UnusableRow

TODAY = date(2026, 11, 22)
KNOWN: Provider = replace(
    next(iter(load_providers().values())),
    id="b-app",
    name="b app",
    kind="social",
    privacy="https://example.org/help",
    privacy_steps=("Make the account private.",),
    unsure=(),
    confidence="checked",
)


def lists(*providers: Provider) -> list[tuple[str, bool]]:
    found = app_checklists({one.id: one for one in providers}, today=TODAY)
    return [(one.provider.name, one.unsure) for one in found]


def test_a_checklist_carries_the_steps_and_the_help_page() -> None:
    (checklist,) = app_checklists({"b-app": KNOWN}, today=TODAY)

    assert checklist.steps == ("Make the account private.",)
    assert checklist.help_page == "https://example.org/help"


def test_checklists_stand_by_name_and_without_sites_for_adults() -> None:
    first = replace(KNOWN, id="a-app", name="A app")
    adult = replace(KNOWN, id="c-app", name="C app", kind="adult")

    assert lists(KNOWN, first, adult) == [("A app", False), ("b app", False)]


@pytest.mark.parametrize(
    "unsure",
    [
        replace(KNOWN, confidence="memory"),
        replace(KNOWN, review_by=date(2026, 11, 21)),
        replace(KNOWN, unsure=("privacy",)),
        replace(KNOWN, unsure=("privacy_steps",)),
    ],
    ids=["whole entry", "due for review", "help page", "steps"],
)
def test_what_is_from_memory_is_marked(unsure: Provider) -> None:
    assert lists(unsure) == [("b app", True)]


def test_other_doubts_do_not_make_a_checklist_unsure() -> None:
    assert lists(replace(KNOWN, unsure=("web_form",))) == [("b app", False)]


def test_an_app_with_a_help_page_alone_is_listed_and_one_with_nothing_is_not() -> None:
    page_alone = replace(KNOWN, privacy_steps=())
    nothing = replace(KNOWN, id="a-app", privacy=None, privacy_steps=())

    assert lists(page_alone, nothing) == [("b app", False)]


def test_the_shelf_has_its_pages_in_order() -> None:
    assert list(load_shelf()) == ["talks", "replies", "apps", "phones", "home"]


def test_a_page_of_the_shelf_is_for_every_situation(tmp_path: Path) -> None:
    shelf = tmp_path / "en" / "shelf"
    shelf.mkdir(parents=True)
    (shelf / "pages.toml").write_text(
        '[[page]]\nid = "home"\ntitle = "Home"\nlead = "Here."\nreader = "parent"\n'
    )
    (shelf / "home.toml").write_text(
        '[[section]]\nid = "a"\nheading = "A"\nkind = "tick"\nlines = ["B."]\nonly = ["told"]\n'
    )

    with pytest.raises(UnusableRow, match="only names 'told', which is unknown"):
        load_shelf(folder=tmp_path)


@pytest.mark.parametrize("section", ["stranger", "pressed"])
def test_there_are_no_answers_to_copy_for_strangers_adults_and_threats(section: str) -> None:
    sections = {one.id: one for one in load_shelf()["replies"].sections}

    assert sections[section].kind == "steps"
    assert any("{emergency}" in line.says for line in sections[section].lines)


def test_every_kind_of_sender_has_answers_in_several_tones() -> None:
    sections = load_shelf()["replies"].sections

    tones = {one.id: {line.label for line in one.lines} for one in sections if one.kind == "copy"}

    assert tones["dating"] == {"Funny", "Firm", "New subject", "Buy time", "Set a line"}
    assert {"Funny", "Firm", "Buy time", "Set a line"} <= tones["friend"]
    assert "Funny" not in tones["again"]
