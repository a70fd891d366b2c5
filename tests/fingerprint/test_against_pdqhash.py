"""The public package `pdqhash` is the measure of what pdq-1 is."""

from collections import Counter

import numpy as np
import pdqhash
import pytest
from numpy.typing import NDArray
from PIL import Image

from takeback.fingerprint.picture import fingerprint_pixels
from takeback.fingerprint.recipes import RECIPES
from takeback.fingerprint.value import Fingerprint, distance
from tests.fingerprint.photographs import NAMES, open_photograph, pixels_of

SIZES_EACH = 8  # of every photograph; 160 comparisons take two seconds
LARGE = [(1600, 1200), (1080, 1920), (2048, 513)]


def _public_fingerprint(pixels: NDArray[np.uint8]) -> tuple[Fingerprint, int]:
    bits, quality = pdqhash.compute(pixels)
    return Fingerprint("pdq-1", int.from_bytes(np.packbits(bits).tobytes())), quality


def _resized(sizes: list[tuple[int, int]]) -> list[NDArray[np.uint8]]:
    return [
        pixels_of(open_photograph(name).resize(size, Image.Resampling.LANCZOS))
        for name in NAMES
        for size in sizes
    ]


def test_up_to_512_pixels_a_side_the_bits_are_those_of_pdqhash() -> None:
    chance = np.random.default_rng(512)
    sizes = [(int(w), int(h)) for w, h in chance.integers(5, 513, (SIZES_EACH, 2))]
    distances: Counter[int] = Counter()

    for pixels in _resized([*sizes, (512, 512), (64, 64)]):
        made = fingerprint_pixels(pixels)
        public, quality = _public_fingerprint(pixels)
        distances[distance(made.whole, public)] += 1
        assert abs(made.quality - quality) <= 1

    assert max(distances) <= 2
    assert distances[0] >= 0.99 * distances.total()


@pytest.mark.parametrize("size", LARGE)
def test_nearly_all_larger_pictures_stay_within_the_limit_of_full_resolution_pdqhash(
    size: tuple[int, int],
) -> None:
    distances = [
        distance(fingerprint_pixels(pixels).whole, _public_fingerprint(pixels)[0])
        for pixels in _resized([size])
    ]

    within = [near <= RECIPES["pdq-1"].limit for near in distances]

    # Of these twenty, a wall of bricks passes the limit: its pattern is as fine as the sampling.
    assert np.median(distances) <= 12
    assert np.mean(within) >= 0.95


def test_of_a_larger_picture_only_the_sampled_pixels_count() -> None:
    pixels = pixels_of(open_photograph("coffee.png").resize((1300, 700)))
    index = np.arange(512)
    sampled = np.ascontiguousarray(pixels[index * 700 // 512][:, index * 1300 // 512])

    made = fingerprint_pixels(pixels)

    assert made.whole == _public_fingerprint(sampled)[0]
