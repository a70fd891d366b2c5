"""Pictures that stand beside another one in a collage: drawn by formula, new by chance."""

import numpy as np
from PIL import Image

from bench.reshare.change import Chance, Picture

# A spectrum that falls like 1 / frequency ** 1.6 looks like clouds, hills and rooms do.
FALL = 1.6
SIDE = 256


def another(chance: Chance) -> Picture:
    """Return a picture with a photograph's mix of large and small detail, and some shapes."""
    frequency = np.fft.fftfreq(SIDE)
    radius = np.hypot(frequency[:, None], frequency[None, :])
    radius[0, 0] = 1.0
    layers = []
    shared = np.fft.fft2(chance.normal(size=(SIDE, SIDE)))
    for _ in range(3):
        own = np.fft.fft2(chance.normal(size=(SIDE, SIDE)))
        waves = (shared + 0.6 * own) / radius**FALL
        waves[0, 0] = 0
        layer = np.fft.ifft2(waves).real
        layers.append(chance.uniform(70, 180) + 50 * layer / layer.std())
    pixels = np.stack(layers, axis=2)
    for _ in range(int(chance.integers(2, 6))):
        x, y, wide, high = chance.uniform(0.05, 0.8, 4) * SIDE
        part = pixels[int(y) : int(y + high / 2), int(x) : int(x + wide / 2)]
        part += chance.uniform(-90, 90, 3)
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    shapes = ((640, 480), (480, 640), (600, 600))
    return image.resize(shapes[int(chance.integers(3))], Image.Resampling.BICUBIC)
