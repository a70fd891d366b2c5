"""What a lookup's snapshot says of itself: whose list it is, how far, and what its tags mean."""

import json
import zlib

from takeback.registry.lookup_rows import Reached, Views

MOST_BYTES = 2000  # the room a snapshot has for it
_FORM = 1


class NoteNotReadable(ValueError):
    """A snapshot that the lookup did not write."""


def write_note(reached: Reached, views: Views) -> bytes:
    """Return the note, compressed: some ninety names of views share most of their letters.

    Raises `ValueError` when it has no room, which takes several hundred views.
    """
    words = [_FORM, reached.registry, reached.sequence, views.names]
    note = zlib.compress(json.dumps(words, separators=(",", ":")).encode(), level=9)
    if len(note) > MOST_BYTES:
        raise ValueError(f"{len(note)} bytes about {len(views.names)} views; {MOST_BYTES} fit")
    return note


def read_note(note: bytes) -> tuple[Reached, Views]:
    """Return what `write_note` was given. Raises `NoteNotReadable` for anything else."""
    try:
        form, registry, sequence, names = json.loads(zlib.decompress(note))
    except (zlib.error, ValueError, TypeError) as error:
        raise NoteNotReadable("no snapshot of a lookup") from error
    if form != _FORM:
        raise NoteNotReadable(f"written in form {form}; this version reads form {_FORM}")
    return Reached(registry, sequence), Views([(recipe, view) for recipe, view in names])
