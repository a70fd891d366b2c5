from pathlib import Path

import numpy as np
import pytest

from bench.reshare import unrelated
from bench.reshare.photographs import Photograph
from bench.reshare.unrelated import MOST_PLAIN, Unrelated, plain_share, with_parts
from tests.fingerprint.photographs import open_photograph


def test_a_photograph_is_not_plain_and_a_drawing_on_white_is() -> None:
    drawing = np.full((240, 320, 3), 255, np.uint8)
    drawing[80:160, 100:200] = (200, 0, 0)

    assert plain_share(drawing) > MOST_PLAIN
    assert plain_share(np.asarray(open_photograph("chelsea.png"))) < MOST_PLAIN


def test_parts_are_the_picture_cut_into_nine() -> None:
    whole = Unrelated("grass", Photograph("grass.png", None), "plants")

    made = list(with_parts(whole))

    assert [each.name for each in made] == [
        "grass",
        *(f"grass-{number}" for number in range(1, 10)),
    ]
    rows = [
        np.concatenate([made[3 * row + column].pixels for column in (1, 2, 3)], 1)
        for row in range(3)
    ]
    assert np.array_equal(np.concatenate(rows), whole.pixels[:510, :510])
    assert {each.origin for each in made} == {"plants"}


def test_without_gathered_pictures_the_photographs_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKEBACK_DATA", str(tmp_path))
    monkeypatch.setenv("TAKEBACK_PHOTOS", str(tmp_path / "none"))

    names = [each.name for each in unrelated.wholes()]

    assert "coffee.png" in names
    assert "run python -m bench.reshare.gather" in unrelated.source()


def test_pictures_of_one_package_or_one_bundle_are_relatives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKEBACK_DATA", str(tmp_path))
    folder = tmp_path / "bench" / "pictures"
    folder.mkdir(parents=True)
    (folder / "manifest.csv").write_text(
        "file,package,path,width,height\n"
        "p1.jpg,art,usr/a/one.png,400,300\n"
        "p2.jpg,art,usr/b/two.png,400,300\n"
        "p3.jpg,school,usr/bundle.rcc#1,400,300\n"
        "p4.jpg,school,usr/gravity.rcc#2,400,300\n"
    )

    origins = {each.name: each.origin for each in unrelated.wholes()}

    assert origins == {
        "p1": "art",
        "p2": "art",
        "p3": "bundle.rcc",
        "p4": "solar_system.rcc",
    }
