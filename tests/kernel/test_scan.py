"""Near pairs, on every path of this machine, against comparing bit by bit."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from takeback import _kernel


def _drawn(count: int, seed: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def _words(listed: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(listed.view(np.uint64).T)


def _pairs(listed: NDArray[np.uint8], queries: NDArray[np.uint8], limit: int) -> list[Any]:
    differing = np.unpackbits(queries[:, None] ^ listed[None], axis=2).sum(axis=2)
    return [(*place, differing[tuple(place)]) for place in np.argwhere(differing <= limit)]


def _scanned(
    listed: NDArray[np.uint8], queries: NDArray[np.uint8], limit: int, path: str | None = None
) -> list[Any]:
    return list(zip(*_kernel.scan(_words(listed), queries, limit, path=path), strict=True))


@pytest.mark.parametrize("path", _kernel.paths())
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 16, 203])
def test_each_path_finds_exactly_the_pairs_within_the_limit(path: str, count: int) -> None:
    listed = _drawn(count, seed=count)
    queries = np.concatenate([_drawn(5, seed=1000), listed[::3]])
    queries[5:, :4] ^= 0b101  # eight bits from the listed one

    for limit in (0, 7, 8, 31, 115, 128, 256):
        assert _scanned(listed, queries, limit, path) == _pairs(listed, queries, limit)


@pytest.mark.parametrize("path", _kernel.paths())
def test_every_bit_of_a_fingerprint_counts(path: str) -> None:
    ones = np.unpackbits(np.full(32, 255, np.uint8))
    one_off = np.packbits(np.abs(ones - np.eye(256, dtype=np.uint8)), axis=1)

    query, listed, distance = _kernel.scan(
        _words(one_off), np.full((1, 32), 255, np.uint8), 1, path=path
    )

    assert (query.tolist(), listed.tolist()) == ([0] * 256, list(range(256)))
    assert distance.tolist() == [1] * 256


def test_more_pairs_than_were_made_room_for_all_come() -> None:
    listed, queries = _drawn(301, seed=1), _drawn(40, seed=2)

    query, place, _ = _kernel.scan(_words(listed), queries, 256)

    assert query.tolist() == [i for i in range(40) for _ in range(301)]
    assert place.tolist() == list(range(301)) * 40


def test_without_queries_there_are_no_pairs() -> None:
    assert _scanned(_drawn(9, seed=1), _drawn(0, seed=1), 256) == []


@pytest.mark.parametrize("limit", [-1, 257])
def test_a_limit_that_no_distance_reaches_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="0 to 256"):
        _scanned(_drawn(9, seed=1), _drawn(1, seed=1), limit)


def test_a_path_that_this_machine_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="path"):
        _scanned(_drawn(9, seed=1), _drawn(1, seed=1), 31, path="abacus")


@pytest.mark.parametrize(
    ("words", "queries"),
    [
        (np.zeros((3, 8), np.uint64), np.zeros((1, 32), np.uint8)),
        (np.zeros((4, 8), np.int64), np.zeros((1, 32), np.uint8)),
        (np.zeros((8, 4), np.uint64).T, np.zeros((1, 32), np.uint8)),
        (np.zeros((4, 16), np.uint64)[:, ::2], np.zeros((1, 32), np.uint8)),
        (np.zeros(32, np.uint64), np.zeros((1, 32), np.uint8)),
        (np.zeros((4, 8), np.uint64), np.zeros((1, 31), np.uint8)),
        (np.zeros((4, 8), np.uint64), np.zeros((2, 64), np.uint8)[:, ::2]),
        (np.zeros((4, 8), np.uint64), np.zeros((1, 32), np.int8)),
    ],
)
def test_arrays_of_another_shape_type_or_order_are_refused(words: Any, queries: Any) -> None:
    with pytest.raises(TypeError):
        _kernel.scan(words, queries, 31)
