from datetime import date
from pathlib import Path

import pytest

from takeback.sources.figures import TOPICS, Figure, in_company, load_figures
from takeback.sources.rows import UnusableRow
from tests.sources.files import write

FIGURE = """
[[figure]]
id = "F1"
topic = "how_often"
says = "3% of pupils."
state = "final"
year = "2024"
sample = "100 pupils"
country = "Wales"
publisher = "A survey"
address = "https://example.org/survey"
note = "Small."
read_on = 2026-11-22
confidence = "checked"
review_by = 2027-11-22
"""
SECOND = FIGURE.replace('"F1"', '"F2"')


def load(folder: Path, text: str) -> dict[str, Figure]:
    return dict(load_figures(write(folder, "figures.toml", text=text)))


def test_a_figure_is_read_whole(tmp_path: Path) -> None:
    assert load(tmp_path, FIGURE)["F1"] == Figure(
        id="F1",
        topic="how_often",
        says="3% of pupils.",
        state="final",
        year="2024",
        sample="100 pupils",
        country="Wales",
        publisher="A survey",
        address="https://example.org/survey",
        note="Small.",
        beside=None,
        read_on=date(2026, 11, 22),
        confidence="checked",
        review_by=date(2027, 11, 22),
    )


def test_a_gap_has_neither_year_nor_sample_nor_country(tmp_path: Path) -> None:
    gap = FIGURE.replace('"final"', '"gap"')
    for line in ('year = "2024"\n', 'sample = "100 pupils"\n', 'country = "Wales"\n'):
        gap = gap.replace(line, "")

    figure = load(tmp_path, gap)["F1"]

    assert (figure.state, figure.year, figure.sample, figure.country) == ("gap", None, None, None)


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ('year = "2024"\n', "", 2, "year is missing; no figure stands without it"),
        ('sample = "100 pupils"\n', "", 2, "sample is missing; no figure stands without it"),
        ('country = "Wales"\n', "", 2, "country is missing; no figure stands without it"),
        ('"final"', '"gap"', 7, "year is given, but a gap has no number"),
        ('"final"', '"sure"', 6, "state is 'sure'; it takes one of final, draft, gap"),
        ('"how_often"', '"love"', 4, "topic is 'love'; it takes one of how_often, afterwards"),
        ("https://", "http://", 11, "it takes an https address"),
        ("2027-11-22", "2026-11-22", 15, "review_by is not after read_on"),
        ('"Small."', '"Small."\nbeside = "F1"', 13, "beside is 'F1'; it takes another figure's id"),
        ('"Small."', '"Small."\nbeside = "F9"', 13, "beside is 'F9'; it takes another figure's id"),
        ("says =", "say =", 5, "unknown key say; known are address, beside"),
    ],
)
def test_a_bad_figure_is_refused_by_file_line_entry_and_reason(
    tmp_path: Path, before: str, after: str, line: int, reason: str
) -> None:
    assert before in FIGURE

    with pytest.raises(UnusableRow) as refusal:
        load(tmp_path, FIGURE.replace(before, after))

    assert str(refusal.value).startswith(f"figures.toml, line {line}, entry 1 (F1): ")
    assert reason in str(refusal.value)


def test_a_figure_cannot_lean_on_one_that_leans_itself(tmp_path: Path) -> None:
    third = FIGURE.replace('"F1"', '"F3"')
    leaning = FIGURE + 'beside = "F2"\n' + SECOND + 'beside = "F3"\n' + third

    with pytest.raises(UnusableRow, match="beside is 'F2', which cannot stand alone itself"):
        load(tmp_path, leaning)


def test_what_must_be_shown_together_is_one_group_with_its_company_last(tmp_path: Path) -> None:
    third = FIGURE.replace('"F1"', '"F3"') + 'beside = "F1"\n'

    groups = in_company(load(tmp_path, FIGURE + SECOND + third))

    assert [[figure.id for figure in group] for group in groups] == [["F3", "F1"], ["F2"]]


def test_all_figures_and_the_one_stated_gap_are_there() -> None:
    figures = load_figures()

    assert set(figures) == {f"F{number:02}" for number in range(1, 30)}
    assert [name for name in figures if figures[name].state == "gap"] == ["F29"]
    assert [name for name in figures if figures[name].state == "draft"] == ["F16"]
    assert [name for name in figures if figures[name].confidence == "memory"] == ["F10"]
    assert {figure.topic for figure in figures.values()} == set(TOPICS)


def test_the_figure_that_comforts_never_stands_without_the_one_that_does_not() -> None:
    groups = [[figure.id for figure in group] for group in in_company(load_figures())]

    assert [group for group in groups if "F02" in group] == [["F02", "F08", "F12"]]
