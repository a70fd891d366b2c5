from dataclasses import replace

import pytest

from bench.reshare.copies import Copy
from bench.reshare.false_matches import FalseMatch, Pairs, upper_bound
from bench.reshare.recall import by, recall
from bench.reshare.targets import Target

MISSED = Copy(
    "mirror",
    "mirror",
    1,
    is_found_plain=False,
    is_found_in_eight=False,
    is_found_by_views=False,
    effort=None,
    others=0,
)


def test_what_a_smaller_effort_finds_a_larger_one_finds_too() -> None:
    copy = replace(MISSED, effort=2)

    assert [copy.is_found(f"effort {effort}") for effort in range(4)] == [False, False, True, True]
    assert not MISSED.is_found("effort 3")


def test_families_count_alike_however_many_copies_they_have() -> None:
    found = replace(MISSED, family="jpeg", is_found_plain=True)

    rows = recall(by([found, MISSED, MISSED, MISSED], lambda copy: copy.family))

    assert rows["jpeg"]["plain"] == 100
    assert rows["mirror"]["plain"] == 0
    assert rows["average"]["plain"] == 50


def test_none_in_ten_million_pairs_means_at_most_three() -> None:
    assert upper_bound(Pairs(10_000_000, ()), 3) == 3.0


def test_a_match_found_late_is_not_counted_for_smaller_efforts() -> None:
    pairs = Pairs(1_000, (FalseMatch("a", "b", 3),))

    assert [pairs.at(effort) for effort in range(4)] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("measured", "verdict"), [(95.0, "aim"), (94.9, "must"), (88.0, "must"), (87.9, "MISSED")]
)
def test_a_target_says_whether_it_is_reached(measured: float, verdict: str) -> None:
    assert Target("recall", must=88, aim=95, measured=measured).verdict == verdict


def test_of_milliseconds_fewer_are_better() -> None:
    fast = Target("query", must=150, aim=60, measured=61, unit=" ms", is_least=False)

    assert fast.verdict == "must"
