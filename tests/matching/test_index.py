import copy
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from takeback import matching
from takeback._kernel import paths
from takeback.matching.index import Bits, Index
from tests.matching.plain_index import (
    PlainIndex,
    assert_same,
    flipped,
    random_bits,
    rows_of,
)


def one_bucket(random: np.random.Generator, count: int) -> Bits:
    bits = np.zeros((count, 32), dtype=np.uint8)
    bits[:, 30:] = random.integers(0, 256, (count, 2), dtype=np.uint8)
    return bits


def near_duplicates(random: np.random.Generator, count: int) -> Bits:
    pictures = random_bits(random, 20)
    return flipped(random, pictures[random.integers(0, 20, count)], 20)


KINDS: dict[str, Callable[[np.random.Generator, int], Bits]] = {
    "random": random_bits,
    "all-equal": lambda _, count: np.full((count, 32), 0xA5, dtype=np.uint8),
    "all-zero": lambda _, count: np.zeros((count, 32), dtype=np.uint8),
    "one-bucket": one_bucket,
    "near-duplicates": near_duplicates,
}


def few_queries(random: np.random.Generator, bits: Bits, most: int = 40) -> Bits:
    chosen = bits[random.integers(0, len(bits), 4)] if len(bits) else random_bits(random, 4)
    zeros = np.zeros((1, 32), dtype=np.uint8)
    return np.concatenate([flipped(random, chosen, most), random_bits(random, 1), zeros])


class Pair:
    """An index and its twin, to which the same is done."""

    def __init__(self, seed: int, kind: str, folder: Path) -> None:
        self.random = np.random.default_rng(seed)
        self.make = KINDS[kind]
        self.index = Index(compact=bool(seed % 2))
        self.twin = PlainIndex()
        self.folder = folder
        self.number = 0

    def add(self) -> None:
        # Now and then more than a tail is long, so that segments are made and merged.
        count = int(self.random.choice([0, 1, 2, 40, 300, 9000]))
        bits = self.make(self.random, count)
        ids, tags = None, None
        if self.random.random() < 0.5:
            ids = self.random.integers(0, 2000, count, dtype=np.int64)
        if self.random.random() < 0.5:
            tags = self.random.integers(0, 1 << 16, count, dtype=np.uint16)
        given = self.index.add(bits, ids, tags)
        self.twin.add(bits, given, tags if tags is not None else np.zeros(count, dtype=np.uint16))

    def withdraw(self) -> None:
        known = np.array(self.twin.ids, dtype=np.int64)
        chosen = self.random.choice(known, min(len(known), 30)) if len(known) else known
        ids = np.concatenate([chosen, [5_000_000_000]])
        assert self.index.withdraw(ids) == self.twin.withdraw({int(number) for number in ids})

    def search(self) -> None:
        listed = np.frombuffer(b"".join(self.twin.bits), dtype=np.uint8).reshape(-1, 32)
        queries = few_queries(self.random, listed)
        assert_same(self.index, self.twin, queries, int(self.random.integers(0, 32)))

    def build(self) -> None:
        self.index.build(threads=2)

    def save_and_open(self) -> None:
        self.number += 1
        path = self.folder / f"{self.number % 2}.snapshot"
        self.index.save(path, note=b"%d" % self.number)
        if self.random.random() < 0.7:
            self.index = Index.open(path, resident=self.number % 3 == 0)
            assert self.index.note == b"%d" % self.number


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_to_an_index_it_finds_what_comparing_everything_finds(
    seed: int, kind: str, tmp_path: Path
) -> None:
    pair = Pair(seed, kind, tmp_path)
    actions = [pair.add, pair.add, pair.withdraw, pair.search, pair.save_and_open, pair.build]

    for number in pair.random.choice(len(actions), 14, p=[0.25, 0.15, 0.2, 0.15, 0.15, 0.1]):
        actions[int(number)]()
    pair.search()


def test_results_come_by_query_then_by_distance_then_in_the_order_of_adding() -> None:
    index = Index()
    bits = np.zeros((5, 32), dtype=np.uint8)
    bits[:, 0] = [0b111, 0b1, 0b11, 0b1, 0b0]
    index.add(bits, np.array([9, 8, 7, 6, 5]), np.array([1, 2, 3, 4, 5], dtype=np.uint16))

    found = index.search_many(np.zeros((2, 32), dtype=np.uint8), limit=2)

    assert found.queries.tolist() == [0] * 4 + [1] * 4
    assert found.distances.tolist() == [0, 1, 1, 2] * 2
    assert found.ids.tolist() == [5, 8, 6, 7] * 2
    assert found.tags.tolist() == [5, 2, 4, 3] * 2


def test_the_limit_is_kept_to_the_bit() -> None:
    index = Index()
    query = bytes(32)
    for distance in range(34):
        index.add(np.packbits(np.arange(256) < distance)[np.newaxis])

    assert [len(index.search(query, limit).ids) for limit in (0, 1, 30, 31)] == [1, 2, 31, 32]


def test_one_fingerprint_may_be_given_as_bytes_or_as_an_array() -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(1), 3)
    index.add(bits)

    assert rows_of(index.search(bits[1].tobytes())) == [(0, 0, 1, 0)]
    assert rows_of(index.search(bits[1])) == [(0, 0, 1, 0)]


def test_an_empty_index_finds_nothing_and_can_be_built_and_saved(tmp_path: Path) -> None:
    index = Index()
    index.build()
    index.save(tmp_path / "empty")

    opened = Index.open(tmp_path / "empty")

    assert len(opened) == 0
    assert len(opened.search(bytes(32)).ids) == 0
    assert len(opened.search_many(np.empty((0, 32), dtype=np.uint8)).ids) == 0


def test_ids_number_on_from_the_largest_even_after_opening(tmp_path: Path) -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(2), 2)

    assert index.add(bits).tolist() == [0, 1]
    assert index.add(bits, np.array([7, 3])).tolist() == [7, 3]
    index.withdraw([7])
    index.save(tmp_path / "list")

    assert Index.open(tmp_path / "list").add(bits).tolist() == [8, 9]


def test_a_withdrawn_id_takes_all_its_fingerprints_with_it_and_can_come_again() -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(3), 3)
    index.add(bits, np.array([4, 4, 5]))

    assert index.withdraw([4, 4, 6]) == 2
    assert index.withdraw(np.array([4])) == 0
    assert index.search_many(bits).ids.tolist() == [5]
    index.add(bits[:1], np.array([4]))
    assert index.search_many(bits).ids.tolist() == [4, 5]


def test_ids_of_more_than_four_bytes_are_kept_beside_small_ones() -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(4), 3)
    index.add(bits[:1], np.array([12]))
    index.add(bits[1:], np.array([2**32, 2**63 - 1]))

    assert index.search_many(bits).ids.tolist() == [12, 2**32, 2**63 - 1]
    assert index.withdraw([2**63 - 1]) == 1
    with pytest.raises(ValueError, match="no numbers are left after 9223372036854775807; give ids"):
        index.add(bits)


def test_adding_one_rebuilds_nothing() -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(5), 150_000)
    index.add(bits[:-1])
    index.build()
    built = index.segments
    before = index.memory_bytes

    index.add(bits[-1:])
    found = index.search_many(bits[-2:])

    assert found.ids.tolist() == [149_998, 149_999]
    assert (built, index.segments) == (1, 1)
    assert index.memory_bytes - before < 100


def test_what_grows_by_little_is_indexed_in_few_segments() -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(6), 60_000)
    for first in range(0, 60_000, 1_000):
        index.add(bits[first : first + 1_000])
        index.search(bits[first])

    assert 1 <= index.segments <= 5
    assert index.search_many(bits[::1_000]).ids.tolist() == list(range(0, 60_000, 1_000))
    index.build()
    assert index.segments == 1
    assert index.search_many(bits[::1_000]).ids.tolist() == list(range(0, 60_000, 1_000))


@pytest.mark.parametrize(("compact", "most"), [(False, 280), (True, 100)])
def test_memory_for_a_fingerprint_is_bounded(compact: bool, most: int) -> None:  # noqa: FBT001
    index = Index(compact=compact)
    index.add(random_bits(np.random.default_rng(7), 200_000))
    index.build()

    assert 36 <= index.memory_bytes / len(index) <= most


def test_searches_go_on_while_others_add_withdraw_and_build() -> None:
    random = np.random.default_rng(8)
    index = Index()
    lasting = random_bits(random, 4_000)
    index.add(lasting, np.arange(4_000))
    coming = random_bits(random, 40_000)

    def change() -> None:
        for first in range(0, 40_000, 2_000):
            index.add(coming[first : first + 2_000], np.arange(2_000) + 10_000 + first)
            index.withdraw(np.arange(500) + 10_000 + first)
        index.build()

    def search() -> int:
        rounds = 0
        while not changing.done() or rounds < 2:
            assert index.search_many(lasting[:200], 0).ids.tolist() == list(range(200))
            rounds += 1
        return rounds

    with ThreadPoolExecutor(3) as threads:
        changing = threads.submit(change)
        searching = [threads.submit(search) for _ in range(2)]
        changing.result()
        assert all(search.result() >= 2 for search in searching)
    assert len(index) == 4_000 + 40_000 - 20 * 500
    assert index.search_many(coming[::500], 0).ids.tolist() == [
        10_000 + place for place in range(0, 40_000, 500) if place % 2_000 >= 500
    ]


def test_what_is_withdrawn_while_segments_are_merged_stays_withdrawn() -> None:
    random = np.random.default_rng(9)
    index = Index()
    bits = random_bits(random, 300_000)
    index.add(bits[:150_000])
    index.withdraw([0])
    index.build()
    index.add(bits[150_000:])

    with ThreadPoolExecutor(1) as threads:
        building = threads.submit(index.build)
        gone = 0
        while not building.done() and gone < 299_000:
            index.withdraw(np.arange(100) + 1 + gone)
            gone += 100

    assert len(index) == 299_999 - gone
    assert index.search_many(bits[: gone + 1 : 101], 0).ids.tolist() == []
    assert index.search(bits[gone + 1], 0).ids.tolist() == [gone + 1]


# Later versions of Python warn of any fork beside other threads, as numpy has some.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_what_was_built_before_a_fork_is_searched_after_it() -> None:
    index = Index()
    bits = random_bits(np.random.default_rng(10), 20_000)
    index.add(bits)
    index.build(threads=2)

    child = os.fork()
    if child == 0:
        found = index.search_many(bits[:10], threads=2).ids.tolist()
        index.add(bits[:1])
        os._exit(0 if found == list(range(10)) and len(index) == 20_001 else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(index) == 20_000


BITS = np.zeros((2, 32), dtype=np.uint8)


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda i: i.add(BITS[0]), ValueError, r"bits of shape \(32,\); expected \(n, 32\)"),
        (lambda i: i.add(BITS[:, :31]), ValueError, r"bits of shape \(2, 31\)"),
        (lambda i: i.add(BITS.astype(np.int32)), TypeError, "bits of int32; expected .* uint8"),
        (lambda i: i.add([bytes(32)]), TypeError, "bits of list; expected an array of uint8"),
        (lambda i: i.add(BITS, np.arange(3)), ValueError, r"ids of shape \(3,\); expected \(2,\)"),
        (lambda i: i.add(BITS, np.array([0.0, 1.0])), TypeError, "ids of float64"),
        (lambda i: i.add(BITS, np.array([1, -1])), ValueError, "an id below 0"),
        (lambda i: i.add(BITS, None, np.arange(2)), TypeError, "tags of int64; expected .* uint16"),
        (lambda i: i.withdraw(np.array([[1]])), ValueError, r"ids of shape \(1, 1\)"),
        (lambda i: i.withdraw(["7"]), TypeError, "an id of str; expected a whole number"),
        (lambda i: i.withdraw([1.5]), TypeError, "an id of float; expected a whole number"),
        (lambda i: i.withdraw("12"), TypeError, "ids of str; expected whole numbers"),
        (lambda i: i.withdraw([2**63]), ValueError, "an id outside of 0 to 9223372036854775807"),
        (lambda i: i.search(bytes(31)), ValueError, "31 bytes; a fingerprint has 32"),
        (lambda i: i.search(BITS), ValueError, r"expected \(32,\)"),
        (lambda i: i.search(bytes(32), 32), ValueError, "limit 32; .* 0 to 31"),
        (lambda i: i.search(bytes(32), -1), ValueError, "limit -1"),
        (lambda i: i.search(bytes(32), 3.5), TypeError, "limit of float; expected a whole number"),
        (lambda i: i.build(threads=1.5), TypeError, "threads of float; expected a whole number"),
        (lambda i: i.save("list", note="text"), TypeError, "note of str; expected bytes"),
        (lambda i: i.save("li\0st"), ValueError, "a zero in the name of a file"),
        (lambda i: i.open("li\0st"), ValueError, "a zero in the name of a file"),
        (pickle.dumps, TypeError, "not pickled or copied; save it"),
        (copy.copy, TypeError, "not pickled or copied; save it"),
        (lambda i: i.search_many(BITS, threads=0), ValueError, "0 threads; at least 1"),
        (lambda i: i.build(threads=0), ValueError, "0 threads; at least 1"),
        (lambda i: i.search_many(BITS, by="guess"), ValueError, "by 'guess'"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_given_and_expected(
    call: Callable[[Any], object], kind: type[Exception], words: str
) -> None:
    index = Index()

    with pytest.raises(kind, match=words):
        call(index)
    assert len(index) == 0


def test_copies_by_the_thousand_are_all_found_though_few_queries_have_room_together() -> None:
    random = np.random.default_rng(13)
    bits = np.repeat(random_bits(random, 2), 5_000, axis=0)
    queries = np.concatenate([bits[4_850:5_150], random_bits(random, 2), bits[:1]])
    index = Index()
    index.add(bits)
    first, second = np.arange(5_000), np.arange(5_000, 10_000)

    for threads in (1, 3):
        found = index.search_many(queries, threads=threads)
        assert np.array_equal(found.queries, np.repeat([*range(300), 302], 5_000))
        expected = [*[first] * 150, *[second] * 150, first]
        assert np.array_equal(found.ids, np.concatenate(expected))
        assert not found.distances.any()


class RangOffError(Exception):
    pass


def test_a_long_search_ends_when_a_signal_says_so() -> None:
    def ring_off(*_: object) -> None:
        raise RangOffError

    bits = random_bits(np.random.default_rng(14), 20_000)
    queries = np.concatenate([bits] * 10)
    index = Index()
    index.add(bits)
    index.build()
    before = time.process_time()
    index.search_many(queries[:20_000], by="scan")
    tenth = time.process_time() - before
    former = signal.signal(signal.SIGVTALRM, ring_off)
    try:
        before = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
        with pytest.raises(RangOffError):
            index.search_many(queries, by="scan")
    finally:
        signal.signal(signal.SIGVTALRM, former)

    # A tenth of a second, and one turn of queries, of the time that all would take.
    assert time.process_time() - before < 5 * tenth + 0.2
    assert index.search_many(bits[:5]).ids.tolist() == [0, 1, 2, 3, 4]


def test_arrays_that_do_not_lie_packed_are_read_as_they_look() -> None:
    bits = random_bits(np.random.default_rng(11), 8)
    index = Index()

    index.add(bits[::2], np.arange(8)[::2])

    assert index.search_many(bits[::-1]).ids.tolist() == [6, 4, 2, 0]


def test_the_package_offers_the_index_without_loading_it() -> None:
    ask = "import sys; from takeback import matching; print('numpy' in sys.modules, matching.open)"
    printed = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, check=True, text=True
    )

    assert printed.stdout.startswith("False <function open")
    assert matching.Index is Index
    with pytest.raises(AttributeError, match="no attribute 'index_of'"):
        matching.index_of  # noqa: B018
    assert Index().path in paths()
