from pathlib import Path

import pytest

from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, listed_fingerprints, open_list
from takeback.matching.listed_arrays import listed_arrays
from tests.matching.pages import bits, change, page, whole

URL = "https://registry.example"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.sqlite3"


def test_arrays_say_the_same_as_the_plain_reading(path: Path) -> None:
    changes = [
        change(
            "one", whole(1), ListedFingerprint("md5", "whole", bits(9)[:16]), whole(2, "mirror")
        ),
        change("two", whole(3, "mirror")),
        change("three", ListedFingerprint("pdq-mean-1", "cell-1", bits(4))),
        change("four", whole(5), ListedFingerprint("pdq-1", "short", bits(6)[:8])),
    ]
    with open_list(path, create=True) as connection:
        apply_page(connection, page(*changes), url=URL)

        made = listed_arrays(connection, "pdq-1")
        plain = list(listed_fingerprints(connection, "pdq-1"))

    read = [
        (
            made.entries[owner],
            ListedFingerprint("pdq-1", made.names[view], made.bits[number].tobytes()),
        )
        for number, (owner, view) in enumerate(zip(made.owners, made.views, strict=True))
    ]
    # What is not 32 bytes long cannot be compared.
    assert read == [(entry, item) for entry, item in plain if len(item.bits) == 32]
    assert len(read) == 4


def test_a_recipe_that_nobody_lists_gives_empty_arrays(path: Path) -> None:
    with open_list(path, create=True) as connection:
        made = listed_arrays(connection, "pdq-mean-1")

    assert (made.entries, made.names) == ((), ())
    assert made.bits.shape == (0, 32)
    assert (made.owners.shape, made.views.shape) == ((0,), (0,))
