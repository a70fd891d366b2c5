"""An open picture file -> its pixels, as a person would see them."""

import logging
import os
import struct
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

# What cameras, phones, browsers and scanners write. Formats that run programs (EPS), hold
# documents (PDF) or are unknown to browsers are not tried.
FORMATS = tuple(
    reader.format
    for reader in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        GifImagePlugin.GifImageFile,
        AvifImagePlugin.AvifImageFile,
        TiffImagePlugin.TiffImageFile,
        BmpImagePlugin.BmpImageFile,
        Jpeg2KImagePlugin.Jpeg2KImageFile,
        PpmImagePlugin.PpmImageFile,
    )
)
# 100 megapixels take 1.0 GB while they are decoded, and 1.8 GB with transparency (measured).
MOST_PIXELS = 100_000_000
# Some decoders read the file whole; 100 megapixels of 16-bit colour with alpha are 800 MB.
MOST_BYTES = 1_000_000_000
# A JPEG is decoded at a half, a quarter or an eighth of its size when this many pixels are left of
# the shorter side; what that does to fingerprints is measured in docs/reference/pdq-1.md.
ENOUGH_PIXELS = 1024
# What puts a picture upright, by its orientation in EXIF.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
TURNED = frozenset({5, 6, 7, 8})  # orientations that exchange width and height
# The components of a JPEG that holds red, green and blue, by their letters.
RED_GREEN_BLUE = [ord(letter) for letter in "RGB"]
# The kinds of file (ISO 14496-12 brands) that need libheif.
HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
)
# What Pillow and its decoders raise for files that are damaged or made to do harm.
DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    SyntaxError,
    RuntimeError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
)

# One for all pictures: a logger keeps every handler it is given.
SILENT = logging.NullHandler()

Pixels = npt.NDArray[np.uint8]


class UnreadablePicture(ValueError):
    """The file is no picture, is damaged, or is larger than we decode."""


@dataclass(frozen=True)
class DecodedPicture:
    """What fingerprinting needs of a picture.

    `pixels` are upright and have the shape (height, width, 1), gray, or (height, width, 3), red,
    green and blue; 8 bits each. `width` and `height` are the picture's own, of which the pixels may
    be a half, a quarter or an eighth.
    """

    pixels: Pixels
    width: int
    height: int


def decode(file: BinaryIO, *, size_bytes: int) -> Pixels:
    """Return the pixels of `decode_picture` alone."""
    return decode_picture(file, size_bytes=size_bytes).pixels


def decode_picture(file: BinaryIO, *, size_bytes: int) -> DecodedPicture:
    """Decode what fingerprinting needs: brightness is enough, and a large JPEG may be made smaller.

    The first frame of several; turned as its EXIF says; what is transparent shows white. Raises
    `UnreadablePicture`; of a picture that is too large nothing but its header has been read.
    """
    if size_bytes == 0:
        raise UnreadablePicture("the file is empty")
    if size_bytes > MOST_BYTES:
        raise UnreadablePicture(
            f"{size_bytes:,} bytes; files of up to {MOST_BYTES:,} are read: make it smaller first"
        )
    try:
        with _unspoken_remarks():
            picture, (width, height) = _load(file)
            with picture:
                return DecodedPicture(_to_pixels(picture), width, height)
    except MemoryError as error:
        raise UnreadablePicture("there is not enough memory to decode it") from error


@contextmanager
def _unspoken_remarks() -> Iterator[None]:
    """Keep what decoders remark about odd files from the person: one line a file is ours to say.

    libtiff writes to standard error from below Python, so that is turned away for as long.
    """
    logging.getLogger("PIL").addHandler(SILENT)
    sys.stderr.flush()
    with Path(os.devnull).open("wb") as nowhere, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kept = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _load(file: BinaryIO) -> tuple[Image.Image, tuple[int, int]]:
    """Return the decoded picture, upright, and its own width and height."""
    # Our own limit is checked on the header; Pillow's would let twice as much pass with a warning.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(file, formats=_formats(file))
        _check_size(*picture.size)
        width, height = picture.size
        is_reduced = isinstance(picture, JpegImagePlugin.JpegImageFile) and _ask_for_less(picture)
        picture.load()
        orientation = picture.getexif().get(ExifTags.Base.Orientation)
        # Not Pillow's `exif_transpose`: it writes the whole EXIF anew, and fails over odd ones.
        upright = picture.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else picture
    except (UnreadablePicture, MemoryError):
        raise
    except UnidentifiedImageError as error:
        raise UnreadablePicture(
            "it is no picture of a kind that can be read, or its beginning is damaged"
        ) from error
    except DAMAGED as error:
        raise UnreadablePicture("it is damaged, or not the picture its name says") from error
    if not is_reduced:
        return upright, upright.size
    return upright, (height, width) if orientation in TURNED else (width, height)


def _ask_for_less(jpeg: JpegImagePlugin.JpegImageFile) -> bool:
    """Have brightness alone decoded where the file holds it apart; return whether also smaller."""
    shorter = min(jpeg.size)
    scale = max(scale for scale in (1, 2, 4, 8) if scale == 1 or shorter >= scale * ENOUGH_PIXELS)
    letters = [component[0] for component in jpeg.layer]
    is_stored_as_colours = jpeg.info.get("adobe_transform") == 0 or letters == RED_GREEN_BLUE
    mode = "L" if jpeg.mode == "RGB" and not is_stored_as_colours else jpeg.mode
    jpeg.draft(mode, (jpeg.width // scale, jpeg.height // scale))
    return scale > 1


def _formats(file: BinaryIO) -> tuple[str, ...]:
    """Return the formats to try; HEIC only for a file that begins like one."""
    start = file.read(12)
    file.seek(0)
    if start[4:8] != b"ftyp" or start[8:12] not in HEIF_BRANDS:
        return FORMATS
    # Here and not above: loading libheif takes longer than reading most pictures.
    from pillow_heif import register_heif_opener  # noqa: PLC0415

    register_heif_opener(thumbnails=False)
    return (*FORMATS, "HEIF")


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise UnreadablePicture(
            f"{width} x {height} is {width * height / 1e6:.0f} megapixels; up to "
            f"{MOST_PIXELS / 1e6:.0f} are read: make it smaller first"
        )


def _to_pixels(picture: Image.Image) -> Pixels:
    if picture.has_transparency_data:
        return _over_white(picture)
    if picture.mode == "L":
        return _as_gray(np.asarray(picture))
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        return _from_16_bit_gray(picture)
    # Palettes are looked up, CMYK and LAB converted. A CMYK JPEG is always stored inverted, as
    # Adobe began it and browsers read it; Pillow has turned it round already.
    return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))


def _as_gray(values: Pixels) -> Pixels:
    height, width = values.shape
    return values.reshape(height, width, 1)


def _from_16_bit_gray(picture: Image.Image) -> Pixels:
    values = np.asarray(picture)
    if picture.mode == "F" or values.min() < 0 or values.max() > 65_535:
        raise UnreadablePicture("its grays are 32-bit numbers; save it as an 8-bit picture first")
    return _as_gray(((values.astype(np.uint32) + 128) // 257).astype(np.uint8))


def _over_white(picture: Image.Image) -> Pixels:
    over = picture.convert("RGBA")
    white = Image.new("RGB", over.size, "white")
    white.paste(over, mask=over.getchannel("A"))
    return np.asarray(white)
