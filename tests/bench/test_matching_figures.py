import numpy as np
import pytest

from bench.matching import table, truth
from bench.matching.likeness import likeness

ENTRIES = np.zeros((3, 32), dtype=np.uint8)
ENTRIES[1, :4] = 255  # 32 bits away
ENTRIES[2, 0] = 1
PLANTED = np.array([[0, 0], [1, 0], [2, 32]])


def test_brute_force_finds_what_is_within_31() -> None:
    queries = np.stack([ENTRIES[0], ENTRIES[1]])

    pairs = truth.brute_force(ENTRIES, queries, np.array([0, 1]))

    assert pairs.tolist() == [[0, 0, 0], [0, 2, 1], [1, 1, 0], [1, 2, 31]]


def test_what_was_missed_and_what_is_wrong_is_told() -> None:
    there = np.array([[0, 0, 0], [1, 1, 0]])

    assert truth.recall(there, there, PLANTED) == truth.Recall(1, 1, 0)
    assert truth.recall(there[:1], there, PLANTED) == truth.Recall(0.5, 0.5, 0)
    found = truth.recall(np.array([[0, 0, 0], [0, 0, 0], [1, 1, 5]]), there, PLANTED)
    assert found == truth.Recall(0.5, 0.5, 2)
    assert not found.is_exact


def test_the_exponent_of_a_scan_is_one_and_of_a_lookup_zero() -> None:
    assert table.exponent({100: 50, 1_000: 5, 10_000: 0.5}) == pytest.approx(1)
    assert table.exponent({100: 50, 1_000: 50}) == pytest.approx(0)


@pytest.mark.parametrize(
    ("value", "said"),
    [(88_123.4, "88,100"), (0.012345, "0.0123"), (1.0, "1.00"), (0, "0"), (None, "-")],
)
def test_numbers_have_three_digits_that_count(value: float | None, said: str) -> None:
    assert table.number(value) == said


def test_thrown_bits_look_thrown() -> None:
    bits = np.random.default_rng(2).integers(0, 256, (20_000, 32), dtype=np.uint8)

    measured = likeness(bits, rounds=1)

    assert measured["within_one"] == pytest.approx(1, abs=0.05)
    assert measured["distance_sd"] == pytest.approx(8, abs=0.1)


def row(speed: float, **more: float) -> dict[str, float]:
    """Return the figures of an engine that finds so many a second, and everything."""
    return {
        "1_threads": speed,
        "2_threads": 2 * speed,
        "p50_ms": 1,
        "p95_ms": 2,
        "planted_found": 1,
        "pairs_found": 0.5,
        "bytes_an_entry": 32,
        "peak_bytes_an_entry": 64,
    } | more


def test_the_fastest_engine_stands_first_beside_how_many_times_flat_it_is() -> None:
    engines = {"IndexBinaryFlat": row(100, build_seconds=3), "takeback": row(6_000)}

    lines = table.speeds_table(engines).splitlines()[2:]

    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    found = ["100.0 %", "50.0 %"]
    assert cells == [
        ["takeback", "6,000", "60.0", "12,000", "1.00 / 2.00", *found, "-", "32.0", "64.0"],
        ["IndexBinaryFlat", "100", "1.00", "200", "1.00 / 2.00", *found, "3.00", "32.0", "64.0"],
    ]


def test_what_was_not_measured_with_one_list_is_a_dash() -> None:
    lists = {"small": {"takeback": row(1, save_seconds=2)}, "large": {"takeback": row(1)}}

    lines = table.own_table(lists, "takeback").splitlines()

    assert lines == [
        "| takeback | small | large |",
        "| --- | ---: | ---: |",
        "| save, s | 2.00 | - |",
    ]


def test_exponents_are_told_of_engines_with_two_sizes() -> None:
    lists = {"a": {"x": row(100), "y": row(1)}, "b": {"x": row(10)}}

    assert table.exponents(lists, {"a": 10, "b": 100}) == {"x": pytest.approx(1)}
