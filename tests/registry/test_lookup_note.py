import json
import zlib

import pytest

from takeback.fingerprint.views import VIEW_TABLE
from takeback.registry.lookup_note import MOST_BYTES, NoteNotReadable, read_note, write_note
from takeback.registry.lookup_rows import Reached, Views

REACHED = Reached("5f0c9a3e", 1841)


def test_a_note_with_every_view_there_is_fits_and_reads_back() -> None:
    names = [(view.recipe, view.name) for view in VIEW_TABLE] + [("md5", "whole")]

    note = write_note(REACHED, Views(names))

    assert len(note) < MOST_BYTES / 2
    assert read_note(note) == (REACHED, Views(names))


def test_a_note_without_room_is_refused_when_it_is_written() -> None:
    names = [("pdq-1", f"{number * 7919 % 999_983:06}") for number in range(2000)]

    with pytest.raises(ValueError, match="bytes about 2000 views; 2000 fit"):
        write_note(REACHED, Views(names))


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"a list of another kind",
        zlib.compress(b"\xff"),
        zlib.compress(b"7"),
        zlib.compress(b"[1]"),
        zlib.compress(json.dumps([2, "5f0c9a3e", 1, []]).encode()),
    ],
)
def test_another_note_is_not_readable(note: bytes) -> None:
    with pytest.raises(NoteNotReadable):
        read_note(note)


def test_a_view_keeps_its_tag() -> None:
    views = Views()

    tags = [views.tag("pdq-1", "whole"), views.tag("md5", "whole"), views.tag("pdq-1", "whole")]

    assert tags == [0, 1, 0]
    assert views.names == [("pdq-1", "whole"), ("md5", "whole")]
