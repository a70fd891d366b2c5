"""Which frames of a video are looked at, and which packets must be decoded for them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_FRAMES = 600  # ten minutes at one a second; a longer video is looked at evenly, less often
# Of the time between two. A frame that can be decoded by itself is taken instead of the nearest
# when it is this near: cameras make one a second, and then nothing else has to be decoded.
NEAR_ENOUGH = Fraction(1, 10)


@dataclass(frozen=True)
class Packet:
    """What a file says about one frame before it is decoded.

    `time` is when the frame is shown, in the stream's units; `None` when it is not shown or the
    file does not say. `is_key` when it can be decoded without others.
    """

    time: int | None
    is_key: bool


@dataclass(frozen=True)
class Wanted:
    """A frame that is looked at: its number in the order shown, and seconds from the first."""

    number: int
    at: float


@dataclass(frozen=True)
class Plan:
    """`wanted` by the frames' time; for each packet in the file's order, whether it is needed."""

    wanted: dict[int, Wanted]
    needed: tuple[bool, ...]


def make_plan(
    packets: Sequence[Packet], unit: Fraction, *, every: Fraction, most: int = MOST_FRAMES
) -> Plan:
    """Choose the frame nearest to each `every` seconds, each frame at most once.

    `packets` come in the order of the file; `unit` is seconds. When `most` would not do, the frames
    are a whole number of times as far apart. Of frames equally near the earlier one is chosen.
    """
    runs = _runs(packets)
    keys = {packets[run.start].time for run in runs}
    times = sorted(
        {
            time
            for run in runs
            for packet in packets[run.start : run.stop]
            if (time := packet.time) is not None
        }
    )
    if not times:
        return Plan({}, (False,) * len(packets))
    may_be_chosen = sorted({time for run in runs for time in _trailing(packets, run)})
    key_times = [time for time in may_be_chosen if time in keys]
    chosen = _choose(may_be_chosen, key_times, unit, every=every, most=most)
    numbers = {time: number for number, time in enumerate(times)}
    wanted = {
        time: Wanted(numbers[time], round(float((time - times[0]) * unit), 6)) for time in chosen
    }
    return Plan(wanted, _needed(packets, runs, wanted))


def _runs(packets: Sequence[Packet]) -> list[range]:
    """Return the runs of packets that begin with one that needs no other."""
    starts = [number for number, packet in enumerate(packets) if packet.is_key]
    if not packets:
        return []
    if not starts:
        starts = [0]  # the file does not say; the decoder will find out
    return [
        range(start, stop) for start, stop in zip(starts, [*starts[1:], len(packets)], strict=True)
    ]


def _trailing(packets: Sequence[Packet], run: range) -> list[int]:
    """Return the times in a run that are not before its first frame.

    The ones before hang on the run before as well, most of which may not be decoded.
    """
    first = packets[run.start].time
    times = [time for number in run if (time := packets[number].time) is not None]
    return [time for time in times if first is None or time >= first]


def _choose(
    times: list[int], keys: list[int], unit: Fraction, *, every: Fraction, most: int
) -> list[int]:
    start = times[0]
    steps = int((times[-1] - start) * unit / every) + 1
    apart = every * -(-steps // most)
    near = NEAR_ENOUGH * apart / unit
    chosen: dict[int, None] = {}
    for number in range(int((times[-1] - start) * unit / apart) + 1):
        sought = start + number * apart / unit
        key = _nearest(keys, sought) if keys else None
        is_near = key is not None and abs(key - sought) <= near
        chosen[key if is_near and key is not None else _nearest(times, sought)] = None
    return list(chosen)


def _nearest(times: list[int], sought: Fraction) -> int:
    place = bisect_left(times, sought)
    around = times[max(place - 1, 0) : place + 1]
    return min(around, key=lambda time: abs(time - sought))


def _needed(
    packets: Sequence[Packet], runs: list[range], wanted: dict[int, Wanted]
) -> tuple[bool, ...]:
    """Mark each run from its beginning to its last wanted frame, but for the ones before it."""
    needed = [False] * len(packets)
    for run in runs:
        last = max((number for number in run if packets[number].time in wanted), default=None)
        if last is None:
            continue
        first = packets[run.start].time
        for number in range(run.start, last + 1):
            time = packets[number].time
            needed[number] = time is None or first is None or time >= first
    return tuple(needed)
