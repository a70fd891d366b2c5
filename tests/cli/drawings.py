"""Pictures drawn by formula, and the files that cameras, phones and tools would make of them."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()

Pixels = npt.NDArray[np.uint8]


def draw(number: int = 0, *, width: int = 320, height: int = 240) -> Image.Image:
    """Return a drawing of soft blots, strong at every size that a fingerprint looks at.

    It looks different in all eight turns and mirrorings, and so does each number from another's.
    """
    blots = np.random.default_rng(number).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    return Image.fromarray(blots).resize((width, height), Image.Resampling.BICUBIC)


def encode(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the bytes of a picture file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def held_as(orientation: int) -> bytes:
    """Return EXIF that says how the camera was held, 1 to 8."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


# What a viewer does to the stored pixels, and so what a test undoes before storing them.
UNDONE = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored_as(picture: Image.Image, orientation: int) -> Image.Image:
    """Return the pixels that, shown with this orientation, look like the picture."""
    undone = UNDONE[orientation]
    return picture if undone is None else picture.transpose(undone)


def png(pixels: npt.NDArray[np.uint16], *, colour_type: int) -> bytes:
    """Return a PNG with 16 bits a value, which Pillow does not write in colour."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims to have this size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)
