"""Pictures for the tests, drawn by formula or carried by scikit-image, in every kind of file."""

import io
from typing import Any

import numpy as np
import pdqhash
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

from tests.fingerprint.photographs import open_photograph

pillow_heif.register_heif_opener()

Pixels = NDArray[np.uint8]


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a file of that kind."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def coffee() -> Image.Image:
    """A cup, 500 by 333, with detail everywhere and no symmetry."""
    return open_photograph("coffee.png").convert("RGB").resize((500, 333))


def cat() -> Image.Image:
    """A cat, 451 by 300."""
    return open_photograph("chelsea.png").convert("RGB")


def drawn(width: int, height: int) -> Pixels:
    """Waves of several lengths in three colours: detailed, and the same on every machine."""
    x = np.arange(width, dtype=np.int64)[None, :] * 4096 // width
    y = np.arange(height, dtype=np.int64)[:, None] * 4096 // height
    colours = [
        (x * x // 3001 + 5 * y) % 256,
        (x * y // 2039) % 256,
        ((x + 2 * y) ** 2 // 9973) % 256,
    ]
    return np.stack(colours, axis=-1).astype(np.uint8)


def file_of(width: int, height: int) -> bytes:
    """A drawn picture as a PNG file, quickly."""
    return encode(Image.fromarray(drawn(width, height)), "PNG", compress_level=1)


def see_through(image: Image.Image) -> Image.Image:
    """The picture fading out from right to left."""
    fade = np.tile(np.linspace(0, 255, image.width).astype(np.uint8), (image.height, 1))
    faded = image.convert("RGBA")
    faded.putalpha(Image.fromarray(fade))
    return faded


def over_white(image: Image.Image) -> Image.Image:
    """The picture laid on white."""
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def pdq(image: Image.Image) -> int:
    """The reference package's 256 bits of a picture."""
    bits, _ = pdqhash.compute(np.asarray(image.convert("RGB")))
    return int("".join(str(bit) for bit in bits), 2)


def bits_apart(fingerprint: str, image: Image.Image) -> int:
    """How many bits lie between 64 hexadecimal digits and a picture."""
    return (int(fingerprint, 16) ^ pdq(image)).bit_count()
