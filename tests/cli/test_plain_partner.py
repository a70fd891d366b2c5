"""A partner with nothing of ours: the package `pdqhash`, the list's bits, and a limit of 31."""

import json
from pathlib import Path

import numpy as np
import pdqhash
import pytest
from PIL import Image

from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, listed_fingerprints, open_list
from tests.cli.conftest import Takeback
from tests.fingerprint.photographs import open_photograph
from tests.matching.pages import change, page

LISTED = ["chelsea.png", "coffee.png", "rocket.jpg"]


def plain_bits(path: Path) -> int:
    with Image.open(path) as picture:
        bits, _ = pdqhash.compute(np.asarray(picture.convert("RGB")))
    return int.from_bytes(np.packbits(bits).tobytes())


def saved(tmp_path: Path, name: str, longest_side: int, kind: str = "png") -> Path:
    picture = open_photograph(name)
    picture.thumbnail((longest_side, longest_side))
    path = tmp_path / f"{name}-{longest_side}.{kind}"
    picture.save(path, quality=60)  # says nothing to PNG
    return path


@pytest.mark.parametrize("name", LISTED)
def test_the_command_says_what_pdqhash_says(takeback: Takeback, tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, name, 512)

    (line,) = takeback("fingerprint", path, "--json").lines

    assert int(json.loads(line)["pdq"], 16) == plain_bits(path)


def test_plain_pdqhash_finds_recompressed_copies_by_the_listed_bits(
    takeback: Takeback, tmp_path: Path
) -> None:
    list_file = tmp_path / "list.sqlite3"
    lines = takeback(
        "fingerprint", *(saved(tmp_path, name, 512) for name in LISTED), "--json"
    ).lines
    views = [json.loads(line)["views"] for line in lines]
    changes = [
        change(name, *(ListedFingerprint("pdq-1", v["view"], bytes.fromhex(v["pdq"])) for v in of))
        for name, of in zip(LISTED, views, strict=True)
    ]
    with open_list(list_file, create=True) as connection:
        apply_page(connection, page(*changes), url="https://x.example")
        listed = list(listed_fingerprints(connection, "pdq-1"))

    for name in LISTED:
        copy = plain_bits(saved(tmp_path, name, 300, "jpg"))
        found = {
            entry for entry, item in listed if (int.from_bytes(item.bits) ^ copy).bit_count() <= 31
        }
        assert found == {name}
