import io
from typing import Any

import numpy as np
import pytest
from PIL import ExifTags, Image

from takeback.cli.pictures import decode as decoding
from takeback.cli.pictures.decode import UnreadablePicture, decode, decode_picture
from takeback.fingerprint.picture import fingerprint_pixels
from takeback.fingerprint.value import distance
from tests.cli.drawings import UNDONE, Pixels, draw, encode, held_as, png, png_header, stored_as

NEAR = 8  # bits; what compression with loss may change in these small drawings


def decoded(data: bytes) -> Pixels:
    return decode(io.BytesIO(data), size_bytes=len(data))


def gray(picture: Image.Image) -> Pixels:
    """Brightness alone, in the shape (height, width, 1)."""
    return np.asarray(picture.convert("L"))[:, :, np.newaxis]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def bits_from(picture: Image.Image, data: bytes) -> int:
    """How far is the file's fingerprint from the picture's?"""
    seen = fingerprint_pixels(decoded(data)).whole
    return distance(seen, fingerprint_pixels(np.asarray(picture.convert("RGB"))).whole)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "JPEG2000"])
def test_a_file_without_loss_gives_the_very_pixels(kind: str) -> None:
    assert np.array_equal(decoded(encode(draw(), kind)), np.asarray(draw()))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "HEIF", "GIF"])
def test_a_file_with_loss_gives_nearly_the_same_fingerprint(kind: str) -> None:
    assert bits_from(draw(), encode(draw(), kind)) <= NEAR


@pytest.mark.parametrize("orientation", UNDONE)
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_picture_is_seen_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    data = encode(stored_as(draw(), orientation), kind, exif=held_as(orientation))

    assert np.array_equal(decoded(data), np.asarray(draw()))


@pytest.mark.parametrize("orientation", UNDONE)
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "HEIF"])
def test_a_compressed_picture_is_seen_upright_too(kind: str, orientation: int) -> None:
    data = encode(stored_as(draw(), orientation), kind, exif=held_as(orientation))

    assert bits_from(draw(), data) <= NEAR


def test_a_heic_is_turned_by_its_own_rule_and_not_by_its_exif() -> None:
    said_twice = encode(stored_as(draw(), 6), "HEIF", exif=held_as(6))

    said_in_exif_alone = said_twice.replace(b"irot", b"free")

    assert decoded(said_twice).shape == (240, 320, 3)
    assert decoded(said_in_exif_alone).shape == (320, 240, 3)


def test_of_a_jpeg_the_brightness_is_decoded() -> None:
    data = encode(draw(), "JPEG", quality=95)

    seen = decoded(data)

    assert seen.shape == (240, 320, 1)
    shown = gray(Image.open(io.BytesIO(data)))
    assert np.abs(seen.astype(int) - shown).max() <= 3


def test_a_jpeg_that_holds_red_green_and_blue_is_decoded_as_such() -> None:
    data = encode(draw(), "JPEG", quality=95, keep_rgb=True)

    assert np.array_equal(decoded(data), np.asarray(Image.open(io.BytesIO(data))))


@pytest.mark.parametrize(
    ("size", "seen"),
    [
        ((2047, 2047), (2047, 2047)),
        ((2048, 2500), (1024, 1250)),
        ((4096, 4101), (1024, 1026)),
        ((2500, 8200), (1250, 4100)),
    ],
)
def test_of_a_large_jpeg_enough_pixels_are_decoded(
    size: tuple[int, int], seen: tuple[int, int]
) -> None:
    large = draw().resize(size)

    made = decode_picture(io.BytesIO(encode(large, "JPEG")), size_bytes=1)

    assert (made.width, made.height) == size
    assert made.pixels.shape == (seen[1], seen[0], 1)


def test_a_large_jpeg_is_seen_upright_and_told_with_its_own_size() -> None:
    large = draw().resize((2100, 2800))
    data = encode(stored_as(large, 6), "JPEG", exif=held_as(6))

    made = decode_picture(io.BytesIO(data), size_bytes=len(data))

    assert (made.width, made.height) == (2100, 2800)
    assert made.pixels.shape == (1400, 1050, 1)
    assert bits_from(large, data) <= NEAR


def test_a_large_jpeg_in_printing_colours_is_made_smaller_too() -> None:
    data = encode(draw().resize((2048, 2048)).convert("CMYK"), "JPEG")

    assert decoded(data).shape == (1024, 1024, 3)


def test_a_palette_is_looked_up() -> None:
    palette = draw().quantize(64)

    assert np.array_equal(decoded(encode(palette, "PNG")), np.asarray(palette.convert("RGB")))


def test_a_transparent_colour_of_a_palette_shows_white() -> None:
    palette = draw().quantize(16)
    corner = palette.getpixel((0, 0))

    pixels = decoded(encode(palette, "PNG", transparency=corner))

    assert pixels[0, 0].tolist() == [255, 255, 255]
    others = np.asarray(palette) != corner
    assert np.array_equal(pixels[others], np.asarray(palette.convert("RGB"))[others])


def test_what_is_transparent_shows_white() -> None:
    picture = draw().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))

    pixels = decoded(encode(picture, "PNG"))

    alpha = np.asarray(picture)[:, :, 3:] / 255
    expected = np.asarray(picture)[:, :, :3] * alpha + 255 * (1 - alpha)
    assert np.abs(pixels - expected).max() <= 1


def test_gray_with_transparency_shows_white_too() -> None:
    picture = Image.new("LA", (8, 8), (40, 0))

    assert decoded(encode(picture, "PNG")).min() == 255


def test_the_first_frame_of_an_animation_counts() -> None:
    frames = [draw(1).quantize(200), draw(2).quantize(200)]

    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert bits_from(draw(1), data) <= NEAR


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_the_first_frame_counts_in_newer_animations_too(kind: str) -> None:
    data = encode(draw(1), kind, save_all=True, append_images=[draw(2)])

    assert bits_from(draw(1), data) <= NEAR


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_printing_colours_are_not_shown_inverted(kind: str) -> None:
    data = encode(draw().convert("CMYK"), kind)

    assert bits_from(draw(), data) <= NEAR


def test_a_lab_picture_is_converted() -> None:
    from PIL import ImageCms  # noqa: PLC0415  only this test needs it

    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    lab = ImageCms.profileToProfile(draw(), *profiles, outputMode="LAB")
    assert lab is not None

    assert bits_from(draw(), encode(lab, "TIFF")) <= NEAR


def test_gray_is_shown_as_it_is() -> None:
    assert np.array_equal(decoded(encode(draw().convert("L"), "PNG")), gray(draw()))


def test_black_and_white_is_shown_as_it_is() -> None:
    picture = draw().convert("1")

    assert np.array_equal(decoded(encode(picture, "PNG")), np.asarray(picture.convert("RGB")))


def test_gray_with_16_bits_keeps_its_shades() -> None:
    grey = np.asarray(draw().convert("L")).astype(np.uint16) * 257

    for data in (
        png(grey, colour_type=0),
        encode(Image.fromarray(grey), "TIFF"),
        encode(Image.fromarray(grey), "PPM"),
    ):
        assert np.array_equal(decoded(data), gray(draw()))


def test_colour_with_16_bits_keeps_its_shades() -> None:
    colour = np.asarray(draw()).astype(np.uint16) * 257

    assert np.array_equal(decoded(png(colour, colour_type=2)), np.asarray(draw()))


def test_numbers_that_are_no_shades_are_refused() -> None:
    data = encode(Image.fromarray(np.ones((8, 8), np.float32)), "TIFF")

    with pytest.raises(UnreadablePicture, match="save it as an 8-bit picture first"):
        decoded(data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty"),
        (b"GIF8", "no picture of a kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture of a kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture of a kind"),
        (bytes(1000), "no picture of a kind"),
        (cut(encode(draw(), "JPEG")), "damaged"),
        (cut(encode(draw(), "PNG")), "damaged"),
        (cut(encode(draw(), "WEBP")), "damaged"),
        (cut(encode(draw(), "HEIF")), "damaged"),
        (cut(encode(draw(), "AVIF")), "or its beginning is damaged"),
        (png_header(200_000, 1000), "200000 x 1000 is 200 megapixels; up to 100 are read"),
        (png_header(2**31 - 1, 2**31 - 1), "megapixels; up to 100 are read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadablePicture, match=problem):
        decoded(data)


def test_a_huge_file_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UnreadablePicture, match="2,000,000,000 bytes; files of up to"):
        decode(io.BytesIO(b""), size_bytes=2_000_000_000)


def test_running_out_of_memory_is_said_and_not_died_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: Any) -> Pixels:
        raise MemoryError

    monkeypatch.setattr(decoding, "_to_pixels", too_much)

    with pytest.raises(UnreadablePicture, match="not enough memory"):
        decoded(encode(draw(), "PNG"))


def test_odd_exif_does_not_keep_a_picture_from_being_seen_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "x" * 20
    # The maker's name is said to be the height, which nothing that writes EXIF takes text for.
    odd = exif.tobytes().replace(b"\x01\x0f\x00\x02", b"\x01\x01\x00\x02")
    data = encode(stored_as(draw(), 6), "JPEG", exif=odd)

    assert bits_from(draw(), data) <= NEAR


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF", "TIFF", "BMP"])
def test_a_damaged_file_is_read_or_refused_and_never_crashes(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = encode(draw(), kind)
    chance = np.random.default_rng(7)

    for _ in range(60):
        damaged = np.frombuffer(whole, np.uint8).copy()
        places = chance.integers(0, min(len(damaged), 600), 6)
        damaged[places] = chance.integers(0, 256, 6)
        try:
            pixels = decoded(damaged.tobytes())
        except UnreadablePicture:
            continue
        assert pixels.ndim == 3

    assert capfd.readouterr().err == ""
