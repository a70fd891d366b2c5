"""A list of drawing 1, and drawings to be searched."""

from pathlib import Path

import pytest

from takeback.cli.scanning.looking import Looking
from tests.cli.drawings import draw, encode


@pytest.fixture(scope="session")
def drawings() -> list[bytes]:
    """Five drawings as files; the second is the one that is listed."""
    return [encode(draw(number), "PNG") for number in range(5)]


@pytest.fixture
def looking(list_file: Path) -> Looking:
    """The easiest search in that list."""
    return Looking(list_file, effort=0, limit=31, clip_share=0.5)
