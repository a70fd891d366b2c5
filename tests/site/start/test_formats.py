"""Every kind of file gives the fingerprint of what it shows, within the bits stated here.

The reference is `pdqhash` on pixels decoded by Pillow: another decoder and another PDQ.
"""

import io
import struct
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.site.start.pictures import bits_apart, cat, coffee, encode, over_white, see_through
from tests.site.start.start_page import StartPage

Encoder = Callable[[Image.Image], bytes]


def _sixteen_bits(image: Image.Image) -> bytes:
    grey = np.asarray(image.convert("L")).astype(np.uint16)
    return encode(Image.fromarray(grey * 257), "PNG")


def _strange_profile() -> bytes:
    """A colour profile that swaps red and green: applied, it would change every bit."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1)
    return swapped.replace(b"????", b"gXYZ", 1)


def _moving(image: Image.Image, kind: str) -> bytes:
    second = image.rotate(90)
    return encode(image, kind, save_all=True, append_images=[second], duration=100)


ENCODERS: dict[str, Encoder] = {
    "jpeg": lambda image: encode(image, "JPEG", quality=90),
    "jpeg, half colour": lambda image: encode(image, "JPEG", quality=60, subsampling=2),
    "jpeg, progressive": lambda image: encode(image, "JPEG", progressive=True),
    "jpeg, grey": lambda image: encode(image.convert("L"), "JPEG"),
    "jpeg, CMYK": lambda image: encode(image.convert("CMYK"), "JPEG", quality=90),
    "jpeg, profile": lambda image: encode(image, "JPEG", icc_profile=_strange_profile()),
    "png": lambda image: encode(image, "PNG"),
    "png, palette": lambda image: encode(image.quantize(64), "PNG"),
    "png, grey": lambda image: encode(image.convert("L"), "PNG"),
    "png, one bit": lambda image: encode(image.convert("1"), "PNG"),
    "png, profile": lambda image: encode(image, "PNG", icc_profile=_strange_profile()),
    "png, moving": lambda image: _moving(image, "PNG"),
    "gif": lambda image: encode(image.quantize(128), "GIF"),
    "gif, moving": lambda image: _moving(image.quantize(128), "GIF"),
    "webp": lambda image: encode(image, "WEBP", quality=80),
    "webp, lossless": lambda image: encode(image, "WEBP", lossless=True),
    "webp, moving": lambda image: _moving(image, "WEBP"),
    "avif": lambda image: encode(image, "AVIF", quality=80),
    "avif, profile": lambda image: encode(image, "AVIF", icc_profile=_strange_profile()),
    "heic": lambda image: encode(image, "HEIF", quality=80),
}


@pytest.mark.parametrize("kind", ENCODERS)
@pytest.mark.parametrize("picture", [coffee, cat])
def test_a_file_has_the_fingerprint_of_what_it_shows(
    maker: StartPage, kind: str, picture: Callable[[], Image.Image]
) -> None:
    file = ENCODERS[kind](picture())

    done = maker.fingerprint(file)["done"]

    assert done["kind"] == kind.split(",", maxsplit=1)[0]
    assert done["isAnimated"] == ("moving" in kind)
    # 0 bits were measured for every kind; 2 leaves room for a decoder's next version.
    assert bits_apart(done["views"]["pdq-1"]["whole"], Image.open(io.BytesIO(file))) <= 2


def test_sixteen_bits_a_pixel_are_scaled_and_not_cut_off(maker: StartPage) -> None:
    done = maker.fingerprint(_sixteen_bits(coffee()))["done"]

    assert bits_apart(done["views"]["pdq-1"]["whole"], coffee().convert("L")) <= 2


@pytest.mark.parametrize(
    ("kind", "options", "most_bits"),
    [
        ("PNG", {}, 0),
        ("WEBP", {"lossless": True, "exact": True}, 0),
        # Lossy alpha is rounded in another order; 4 bits were measured.
        ("AVIF", {"quality": 90}, 6),
    ],
)
def test_see_through_parts_are_laid_over_white(
    maker: StartPage, kind: str, options: dict[str, object], most_bits: int
) -> None:
    picture = see_through(coffee())

    done = maker.fingerprint(encode(picture, kind, **options))["done"]

    assert bits_apart(done["views"]["pdq-1"]["whole"], over_white(picture)) <= most_bits


def test_the_name_of_a_file_does_not_matter(start: StartPage) -> None:
    file = encode(cat(), "WEBP")

    assert start.choose(("letter.txt", file)) == ["ready"]


def test_a_profile_of_this_kind_would_be_seen_if_it_were_applied() -> None:
    strange = io.BytesIO(_strange_profile())
    applied = ImageCms.profileToProfile(coffee(), strange, ImageCms.createProfile("sRGB"))

    assert applied is not None
    assert struct.unpack_from(">I", _strange_profile())[0] == len(_strange_profile())
    assert np.abs(np.asarray(applied).astype(int) - np.asarray(coffee())).mean() > 10
