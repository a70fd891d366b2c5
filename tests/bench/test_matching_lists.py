import numpy as np

from bench.matching.blends import Blender, bits_of, views
from bench.matching.crops import quality, waves
from bench.matching.lists import FARTHEST, Listed, distances, label, plant
from takeback import _kernel

DRAW = np.random.default_rng(5)
GRID = DRAW.integers(0, 256, (64, 64), dtype=np.uint8)
CROP = np.array(waves() @ GRID @ waves().T, dtype=np.float32).reshape(1, 256)
CROPS = DRAW.normal(size=(4, 256)).astype(np.float32)


def test_bits_of_a_grid_are_those_of_the_kernel() -> None:
    seen, whole_first = _kernel.fingerprint(GRID[..., None])

    assert bits_of(CROP).tobytes() == whole_first[0]
    assert quality(GRID.astype(np.float32)) == seen


def test_the_views_of_one_crop_are_those_of_the_kernel() -> None:
    orders, signs = views()

    made = bits_of(CROP[0, orders] * signs)

    assert {row.tobytes() for row in made} == set(_kernel.fingerprint(GRID[..., None])[1])


def test_a_chunk_is_drawn_the_same_each_time_and_unlike_another() -> None:
    first, again, other = (Blender(CROPS).blend(number, 50) for number in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_half_of_the_bits_of_a_blend_are_set() -> None:
    assert set(np.bitwise_count(Blender(CROPS).blend(0, 50)).sum(axis=1)) == {128}


def test_a_planted_query_is_as_far_as_it_says() -> None:
    entries = DRAW.integers(0, 256, (500, 32), dtype=np.uint8)

    planted = plant(entries, distances(), np.random.default_rng(1))

    apart = np.bitwise_count(planted ^ entries).sum(axis=1)
    assert apart.tolist() == distances().tolist()
    assert set(apart) == set(range(FARTHEST + 1))


def test_sizes_are_called_shortly() -> None:
    assert [label(size) for size in (100_000, 50_000_000, 1_234)] == ["100k", "50m", "1234"]
    assert Listed("real", 10_000_000).path.name == "real-10m.npy"
