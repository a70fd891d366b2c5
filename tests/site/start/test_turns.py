"""Pictures stored on their side are fingerprinted upright, and the views are really turned."""

import pytest
from PIL import Image

from tests.site.start.pictures import bits_apart, coffee, encode
from tests.site.start.start_page import StartPage

Turn = Image.Transpose

# How an upright picture was moved before it was stored with each mark.
STORED = {
    2: Turn.FLIP_LEFT_RIGHT,
    3: Turn.ROTATE_180,
    4: Turn.FLIP_TOP_BOTTOM,
    5: Turn.TRANSPOSE,
    6: Turn.ROTATE_90,
    7: Turn.TRANSVERSE,
    8: Turn.ROTATE_270,
}


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_a_picture_stored_on_its_side_is_fingerprinted_upright(
    maker: StartPage, kind: str, orientation: int
) -> None:
    mark = Image.Exif()
    mark[0x0112] = orientation
    stored = coffee().transpose(STORED[orientation])

    done = maker.fingerprint(encode(stored, kind, quality=95, exif=mark.tobytes()))["done"]

    assert bits_apart(done["views"]["pdq-1"]["whole"], coffee()) <= 4


@pytest.mark.parametrize(
    ("view", "turn"),
    [
        ("mirror", Turn.FLIP_LEFT_RIGHT),
        ("turn-90", Turn.ROTATE_90),
        ("turn-180", Turn.ROTATE_180),
        ("turn-270", Turn.ROTATE_270),
    ],
)
def test_each_view_is_close_to_the_picture_really_turned(
    maker: StartPage, view: str, turn: Turn
) -> None:
    done = maker.fingerprint(encode(coffee(), "PNG"))["done"]

    # The filter does not turn with the picture; PDQ's makers allow for this.
    assert bits_apart(done["views"]["pdq-1"][view], coffee().transpose(turn)) <= 16
    assert bits_apart(done["views"]["pdq-1"][view], coffee()) > 64
