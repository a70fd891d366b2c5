"""The browser and the command line give the same 256 bits from the same pixels."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from takeback.fingerprint.picture import fingerprint_pixels, make_views
from tests.site.start.pictures import drawn, encode, file_of
from tests.site.start.start_page import StartPage


@pytest.mark.parametrize(
    ("width", "height"),
    [(5, 5), (64, 64), (511, 512), (513, 300), (300, 513), (1001, 777), (4097, 600), (9000, 40)],
)
def test_browser_and_native_kernel_agree_on_the_same_pixels(
    maker: StartPage, width: int, height: int
) -> None:
    native: dict[str, dict[str, str]] = {}
    for made in make_views(drawn(width, height)):
        native.setdefault(made.recipe, {})[made.view] = made.fingerprint.hex

    done = maker.fingerprint(file_of(width, height))["done"]

    assert done["views"] == native
    assert done["quality"] == fingerprint_pixels(drawn(width, height)).quality


def test_digests_are_those_of_the_whole_file(maker: StartPage) -> None:
    noise = np.random.default_rng(7).integers(0, 256, (1500, 1600, 3), dtype=np.uint8)
    file = encode(Image.fromarray(noise), "PNG", compress_level=0)  # 7 MB: several pieces

    done = maker.fingerprint(file)["done"]

    assert done["md5"] == hashlib.md5(file, usedforsecurity=False).hexdigest()
    assert done["sha256"] == hashlib.sha256(file).hexdigest()
