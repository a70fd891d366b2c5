import os
from pathlib import Path

import pytest

from takeback.cli.problems import OutOfReach
from takeback.cli.scanning.finding import find_places

FILES = ["a.jpg", "b/c.jpg", "b/c/d.png", "b/c/e[1].jpg", "b.jpg", "f.txt", ".g.jpg"]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "b")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*given: str, paths_file: Path | None = None) -> list[str]:
    return [place.name for place in find_places(given, paths_file=paths_file)]


def test_a_folder_is_searched_by_name_without_links_and_pipes(tree: Path) -> None:
    by_name = sorted(tree / name for name in FILES)

    assert names(str(tree)) == [str(path) for path in by_name]


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("*.jpg", [".g.jpg", "a.jpg", "b.jpg"]),
        ("**/*.jpg", [".g.jpg", "a.jpg", "b/c/e[1].jpg", "b/c.jpg", "b.jpg"]),
        ("b/*/*", ["b/c/d.png", "b/c/e[1].jpg"]),
        ("b/c/e[[]1].jpg", ["b/c/e[1].jpg"]),
        ("[ab].jpg", ["a.jpg", "b.jpg"]),
        ("[!a].jp?", ["b.jpg"]),
        ("b/**", ["b/c/d.png", "b/c/e[1].jpg", "b/c.jpg"]),
        ("?", ["b/c/d.png", "b/c/e[1].jpg", "b/c.jpg"]),  # the folder fits
    ],
)
def test_a_pattern_finds_what_fits_and_what_is_in_folders_that_fit(
    tree: Path, pattern: str, fitting: list[str]
) -> None:
    assert names(pattern) == fitting
    assert names(f"{tree}/{pattern}") == [f"{tree}/{name}" for name in fitting]


def test_what_is_there_under_a_name_that_looks_like_a_pattern_is_no_pattern(tree: Path) -> None:
    assert names("b/c/e[1].jpg") == ["b/c/e[1].jpg"]
    assert names(f"file://{tree}/a.jpg") == [f"{tree}/a.jpg"]


def test_what_is_given_twice_is_searched_once(tree: Path) -> None:
    del tree

    assert names("b/c", "b", "b/c.jpg") == ["b/c/d.png", "b/c/e[1].jpg", "b/c.jpg"]


@pytest.mark.parametrize("missing", ["none", "none/*.jpg", "*.gif", "a.jpg/x", "nul\0.jpg"])
def test_what_is_not_there_is_out_of_reach(tree: Path, missing: str) -> None:
    del tree

    with pytest.raises(OutOfReach):
        names(missing)


def test_a_paths_file_is_taken_line_by_line_and_a_missing_file_is_a_place(tree: Path) -> None:
    paths = tree / "paths.txt"
    paths.write_bytes(b"b/c\r\n\nnone.jpg\n*.jpg\n" + os.fsencode("od\udcff.jpg") + b"\na.jpg")

    assert names(paths_file=paths) == [
        "b/c/d.png", "b/c/e[1].jpg", "none.jpg", "*.jpg", "od\udcff.jpg", "a.jpg",
    ]  # fmt: skip


def test_a_folder_that_vanishes_or_cannot_be_read_is_a_place_with_a_problem(tree: Path) -> None:
    places = find_places(["b"])
    first = next(places)
    for name in FILES[2:4]:
        (tree / name).unlink()

    rest = list(places)

    assert first.name == "b/c/d.png"
    assert [place.name for place in rest] == ["b/c/e[1].jpg", "b/c.jpg"]
    (tree / "b" / "c").rmdir()
    with pytest.raises(OutOfReach, match="No such file"):
        names("b/c")
