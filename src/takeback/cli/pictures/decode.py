"""An open picture file -> its pixels, as a person would see them."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
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
# The kinds of file (ISO 14496-12 brands) that need libheif.
HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
)
# What Pillow and its decoders raise for files that are damaged or made to do harm.
DAMAGED = (OSError, EOFError, ValueError, SyntaxError, RuntimeError, TypeError)

Pixels = npt.NDArray[np.uint8]


class UnreadablePicture(ValueError):
    """The file is no picture, is damaged, or is larger than we decode."""


def decode(file: BinaryIO, *, size_bytes: int) -> Pixels:
    """Return the picture's pixels, (height, width, 3), 8 bits of red, green and blue, upright.

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
        with _unspoken_remarks(), _load(file) as picture:
            return _to_rgb(picture)
    except MemoryError as error:
        raise UnreadablePicture("there is not enough memory to decode it") from error


@contextmanager
def _unspoken_remarks() -> Iterator[None]:
    """Keep what decoders remark about odd files from the person: one line a file is ours to say.

    libtiff writes to standard error from below Python, so that is turned away for as long.
    """
    logging.getLogger("PIL").addHandler(logging.NullHandler())
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


def _load(file: BinaryIO) -> Image.Image:
    """Return the decoded picture, upright."""
    # Our own limit is checked on the header; Pillow's would let twice as much pass with a warning.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(file, formats=_formats(file))
        _check_size(*picture.size)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
    except (UnreadablePicture, MemoryError):
        raise
    except UnidentifiedImageError as error:
        raise UnreadablePicture(
            "it is no picture of a kind that can be read, or its beginning is damaged"
        ) from error
    except DAMAGED as error:
        raise UnreadablePicture("it is damaged, or not the picture its name says") from error
    return picture


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


def _to_rgb(picture: Image.Image) -> Pixels:
    if picture.mode == "RGB" and not picture.has_transparency_data:
        return np.asarray(picture)
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        return _from_16_bit_grey(picture)
    if picture.has_transparency_data:
        return _over_white(picture)
    # Palettes are looked up, CMYK and LAB converted. A CMYK JPEG is always stored inverted, as
    # Adobe began it and browsers read it; Pillow has turned it round already.
    return np.asarray(picture.convert("RGB"))


def _from_16_bit_grey(picture: Image.Image) -> Pixels:
    values = np.asarray(picture)
    if picture.mode == "F" or values.min() < 0 or values.max() > 65_535:
        raise UnreadablePicture("its greys are 32-bit numbers; save it as an 8-bit picture first")
    grey = ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


def _over_white(picture: Image.Image) -> Pixels:
    over = picture.convert("RGBA")
    white = Image.new("RGB", over.size, "white")
    white.paste(over, mask=over.getchannel("A"))
    return np.asarray(white)
