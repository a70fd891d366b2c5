from fractions import Fraction
from itertools import pairwise

import pytest

from takeback.cli.videos.plan import MOST_FRAMES, Packet, make_plan

MILLISECOND = Fraction(1, 1000)
SECOND = Fraction(1)


def evenly(count: int, *, apart: int, key_every: int) -> list[Packet]:
    return [Packet(number * apart, number % key_every == 0) for number in range(count)]


def test_the_frame_nearest_to_each_second_is_wanted() -> None:
    plan = make_plan(evenly(100, apart=41, key_every=250), MILLISECOND, every=SECOND)

    assert [(wanted.number, wanted.at) for wanted in plan.wanted.values()] == [
        (0, 0.0),
        (24, 0.984),
        (49, 2.009),
        (73, 2.993),
        (98, 4.018),
    ]


def test_a_frame_that_stands_by_itself_is_taken_when_it_is_near() -> None:
    plan = make_plan(evenly(100, apart=41, key_every=26), MILLISECOND, every=SECOND)

    # Frame 26 stands 66 ms beside the first second, frame 52 132 ms beside the second.
    assert [wanted.number for wanted in plan.wanted.values()] == [0, 26, 49, 73, 98]


def test_only_what_wanted_frames_hang_on_is_needed() -> None:
    plan = make_plan(evenly(60, apart=50, key_every=20), MILLISECOND, every=SECOND)

    assert [number for number, needed in enumerate(plan.needed) if needed] == [0, 20, 40]


def test_runs_without_a_wanted_frame_are_not_needed() -> None:
    plan = make_plan(evenly(60, apart=50, key_every=7), MILLISECOND, every=SECOND)

    needed = [number for number, needed in enumerate(plan.needed) if needed]
    # Of 0 the first alone; 20 is nearer than 21 but does not stand by itself; 40 is near 42.
    assert needed == [0, 21, 42]


def test_what_is_shown_before_the_frame_it_follows_is_never_wanted() -> None:
    # In the order of the file: the second run begins with frames that are shown before its first.
    times = [0, 300, 600, 900, 1200, 1000, 1100, 1500, 2000]
    packets = [Packet(time, time in {0, 1200}) for time in times]

    plan = make_plan(packets, MILLISECOND, every=SECOND)

    assert [wanted.at for wanted in plan.wanted.values()] == [0.0, 0.9, 2.0]
    assert plan.needed == (True, True, True, True, True, False, False, True, True)


def test_frames_are_numbered_in_the_order_shown() -> None:
    packets = [Packet(time, time == 500) for time in (500, 2500, 1500)]

    plan = make_plan(packets, MILLISECOND, every=SECOND)

    assert [(wanted.number, wanted.at) for wanted in plan.wanted.values()] == [
        (0, 0.0),
        (1, 1.0),
        (2, 2.0),
    ]


@pytest.mark.parametrize(("minutes", "apart"), [(10, 1.0), (11, 2.0), (120, 12.0)])
def test_a_long_video_is_looked_at_evenly_and_less_often(minutes: int, apart: float) -> None:
    packets = evenly(minutes * 60 * 2, apart=500, key_every=4)

    plan = make_plan(packets, MILLISECOND, every=SECOND)

    times = [wanted.at for wanted in plan.wanted.values()]
    assert len(times) <= MOST_FRAMES
    assert {b - a for a, b in pairwise(times)} == {apart}
    assert times[-1] > minutes * 60 - 2 * apart


def test_what_comes_before_the_first_frame_that_stands_by_itself_is_left_out() -> None:
    packets = [Packet(0, is_key=False), Packet(40, is_key=True), Packet(80, is_key=False)]

    assert make_plan(packets, MILLISECOND, every=SECOND).needed == (False, True, False)


def test_without_a_word_on_what_stands_by_itself_all_is_decoded_from_the_start() -> None:
    packets = [Packet(time, is_key=False) for time in (0, 500, 1000, 1500)]

    assert make_plan(packets, MILLISECOND, every=SECOND).needed == (True, True, True, False)


def test_a_packet_of_no_time_is_decoded_with_the_ones_around_it() -> None:
    packets = [Packet(0, is_key=True), Packet(None, is_key=False), Packet(1000, is_key=False)]

    assert make_plan(packets, MILLISECOND, every=SECOND).needed == (True, True, True)


@pytest.mark.parametrize("packets", [[], [Packet(None, is_key=True)]])
def test_without_times_nothing_is_wanted(packets: list[Packet]) -> None:
    plan = make_plan(packets, MILLISECOND, every=SECOND)

    assert plan.wanted == {}
    assert not any(plan.needed)
