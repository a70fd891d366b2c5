from pathlib import Path

import pytest

from bench.reshare.curves import by_severity
from bench.reshare.page import filled, table

PAGE = "before\n<!-- one -->\nold\n<!-- end -->\nafter\n<!-- two -->\n<!-- end -->\n"


def test_a_block_is_written_anew_and_the_rest_stays() -> None:
    page = filled(PAGE, {"one": "new", "two": "more"})

    assert page == (
        "before\n<!-- one -->\nnew\n<!-- end -->\nafter\n<!-- two -->\nmore\n<!-- end -->\n"
    )
    assert filled(page, {"one": "new", "two": "more"}) == page


def test_a_block_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="0 places for three"):
        filled(PAGE, {"three": "text"})


def test_a_table_has_a_line_for_each_row() -> None:
    assert table(["a", "b"], [[1, 2.5]]) == "| a | b |\n| --- | --- |\n| 1 | 2.5 |"


def test_the_same_figures_draw_the_same_file(tmp_path: Path) -> None:
    ways = ("plain", "eight", "views", "effort 1", "effort 2", "effort 3")
    rows = {str(severity): dict.fromkeys(ways, 100.0 / severity) for severity in (1, 2, 3, 4, 5)}

    for name in ("first.svg", "again.svg"):
        by_severity(rows, tmp_path / name)

    first, again = ((tmp_path / name).read_bytes() for name in ("first.svg", "again.svg"))
    assert first == again
    assert b"our matcher, effort 3" in first
