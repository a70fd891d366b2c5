import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeback.fingerprint.clip import ORIENTATIONS, ClipQuery
from takeback.matching.clips import ClipMatch, find_clips, pack_clips
from tests.matching.pages import bits
from tests.matching.test_exact import with_flipped


def query_of(*frames: bytes, mirrored: tuple[bytes, ...] = ()) -> ClipQuery:
    """Frames as they are, and beside them what they are in a mirror."""
    rows = [*frames, *mirrored]
    return ClipQuery(
        bits=np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, 32),
        frames=np.array([*range(len(frames)), *range(len(mirrored))], dtype=np.int64),
        orientations=np.array([0] * len(frames) + [1] * len(mirrored), dtype=np.int64),
        size=max(len(frames), len(mirrored)),
    )


def listed_clip(entry: str, *numbers: int) -> list[tuple[str, bytes]]:
    return [(entry, bits(number)) for number in numbers]


def test_a_short_clip_inside_a_long_video_is_found() -> None:
    listed = pack_clips([*listed_clip("one", *range(8)), *listed_clip("two", *range(100, 109))])

    found = find_clips(listed, query_of(*(bits(number) for number in range(300, 352)), bits(3), *(
        with_flipped(bits(number), range(10)) for number in range(8)
    )))  # fmt: skip

    assert found == [ClipMatch("one", 1.0, 9 / 61, 10, "whole")]


def test_a_long_clip_of_which_the_query_has_a_little_is_not() -> None:
    listed = pack_clips(listed_clip("one", *range(60)))

    assert find_clips(listed, query_of(*(bits(number) for number in range(8)))) == []


@pytest.mark.parametrize(("share", "count"), [(0.6, 1), (0.61, 0)])
def test_the_share_is_of_the_listed_clips_frames(share: float, count: int) -> None:
    listed = pack_clips(listed_clip("one", 1, 2, 3, 4, 5))

    found = find_clips(listed, query_of(bits(1), bits(2), bits(3)), clip_share=share)

    assert len(found) == count


@pytest.mark.parametrize(("flipped", "count"), [(31, 1), (32, 0)])
def test_frames_within_31_bits_are_found(flipped: int, count: int) -> None:
    listed = pack_clips(listed_clip("one", 1))

    assert len(find_clips(listed, query_of(with_flipped(bits(1), range(flipped))))) == count


def test_a_mirrored_copy_is_found_and_says_so() -> None:
    listed = pack_clips(listed_clip("one", 1, 2))

    found = find_clips(listed, query_of(bits(8), bits(9), mirrored=(bits(1), bits(2))))

    assert found == [ClipMatch("one", 1.0, 1.0, 0, "mirror")]


def test_frames_are_not_gathered_from_both_orientations() -> None:
    listed = pack_clips(listed_clip("one", 1, 2))

    assert find_clips(listed, query_of(bits(1), bits(9), mirrored=(bits(8), bits(2)))) == []


def test_the_better_orientation_is_told() -> None:
    listed = pack_clips(listed_clip("one", 1, 2))
    near = with_flipped(bits(2), [5])

    found = find_clips(listed, query_of(bits(1), near, mirrored=(bits(1), bits(2))))

    assert [match.orientation for match in found] == ["whole"]
    assert found[0].distance == 0


def test_better_shares_come_first_then_nearer_clips_then_the_order_listed() -> None:
    listed = pack_clips([
        *listed_clip("part", 1, 2, 3), *listed_clip("far", 4), *listed_clip("near", 5),
        *listed_clip("as near", 5),
    ])  # fmt: skip

    found = find_clips(listed, query_of(bits(1), bits(2), with_flipped(bits(4), [1]), bits(5)))

    assert [match.entry for match in found] == ["near", "as near", "far", "part"]


def test_nothing_listed_or_nothing_asked_finds_nothing() -> None:
    assert find_clips(pack_clips([]), query_of(bits(1))) == []
    assert find_clips(pack_clips(listed_clip("one", 1)), query_of()) == []


@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.2, 0.5, 0.6, 1.0]))
def test_shares_agree_with_a_count_in_plain_python(seed: int, share: float) -> None:
    chance = random.Random(seed)
    base = [bits(number) for number in range(4)]

    def some(count: int) -> list[bytes]:
        return [
            with_flipped(chance.choice(base), chance.sample(range(256), chance.randrange(40)))
            for _ in range(count)
        ]

    clips = {f"entry-{number}": some(chance.randrange(1, 6)) for number in range(3)}
    asked = {turn: some(chance.randrange(1, 6)) for turn in ORIENTATIONS}
    query = query_of(*asked["whole"], mirrored=tuple(asked["mirror"]))

    found = find_clips(
        pack_clips((entry, frame) for entry, frames in clips.items() for frame in frames),
        query,
        clip_share=share,
    )

    expected = {
        entry: max(share_in_plain_python(frames, asked[turn]) for turn in ORIENTATIONS)
        for entry, frames in clips.items()
    }
    assert {match.entry: match.clip_share for match in found} == {
        entry: best for entry, best in expected.items() if best >= share
    }


def share_in_plain_python(listed: list[bytes], query: list[bytes]) -> float:
    """The share of listed frames that have a query frame within 31 bits."""
    near = [
        any((int.from_bytes(a) ^ int.from_bytes(b)).bit_count() <= 31 for b in query)
        for a in listed
    ]
    return sum(near) / len(near)


@pytest.mark.parametrize("limit", [-1, 32])
def test_a_limit_outside_the_recipes_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="within 0 to 31 bits"):
        find_clips(pack_clips([]), query_of(bits(1)), limit=limit)


@pytest.mark.parametrize("share", [0, -0.5, 1.01])
def test_a_share_that_means_nothing_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        find_clips(pack_clips([]), query_of(bits(1)), clip_share=share)


def test_a_fingerprint_of_another_length_is_not_packed() -> None:
    with pytest.raises(ValueError, match="16 bytes; a vpdq-1 fingerprint has 32"):
        pack_clips([("one", bytes(16))])
