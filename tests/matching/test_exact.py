import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeback.matching.exact import CHUNK, LIMIT, Neighbour, near, pack
from takeback.matching.feed_pages import ListedFingerprint
from tests.matching.pages import bits, whole

Listed = list[tuple[str, ListedFingerprint]]


def near_in_plain_python(listed: Listed, query: bytes, limit: int) -> list[Neighbour]:
    """The same search as a person would do it by hand."""
    order = list(dict.fromkeys(entry for entry, _ in listed))
    best: dict[str, Neighbour] = {}
    for entry, item in listed:
        differing = int.from_bytes(item.bits) ^ int.from_bytes(query)
        distance = differing.bit_count()
        if distance <= limit and (entry not in best or distance < best[entry].distance):
            best[entry] = Neighbour(entry, distance, item.view)
    return sorted(best.values(), key=lambda found: (found.distance, order.index(found.entry)))


def with_flipped(original: bytes, places: Iterable[int]) -> bytes:
    number = int.from_bytes(original)
    for place in places:
        number ^= 1 << place
    return number.to_bytes(32)


def test_a_copy_is_found_with_its_distance_and_view() -> None:
    packed = pack([("one", whole(1)), ("two", whole(2)), ("two", whole(3, "mirror"))])

    found = near(packed, with_flipped(bits(3), [0, 100, 255]))

    assert found == [Neighbour("two", 3, "mirror")]


@pytest.mark.parametrize(("flipped", "found"), [(31, 1), (32, 0)])
def test_31_bits_are_a_match_and_32_are_not(flipped: int, found: int) -> None:
    packed = pack([("one", whole(1))])

    assert len(near(packed, with_flipped(bits(1), range(flipped)))) == found


def test_all_256_bits_are_counted() -> None:
    packed = pack([("one", whole(1))])

    assert near(packed, with_flipped(bits(1), range(256))) == []


def test_an_entry_is_named_once_with_its_nearest_view() -> None:
    close = ListedFingerprint("pdq-1", "flip", with_flipped(bits(1), [7]))
    packed = pack([("one", whole(1)), ("one", close)])

    found = near(packed, with_flipped(bits(1), [7, 8]))

    assert found == [Neighbour("one", 1, "flip")]


def test_of_views_equally_near_the_first_one_counts() -> None:
    packed = pack([("one", whole(1, "whole")), ("one", whole(1, "mirror"))])

    assert near(packed, bits(1)) == [Neighbour("one", 0, "whole")]


def test_nearer_entries_come_first() -> None:
    far = ListedFingerprint("pdq-1", "whole", with_flipped(bits(1), range(9)))
    packed = pack([("far", far), ("near", whole(1))])

    assert [found.entry for found in near(packed, bits(1))] == ["near", "far"]


def test_an_empty_list_has_no_neighbours() -> None:
    assert near(pack([]), bits(1)) == []


def test_entries_at_the_seams_of_chunks_are_found() -> None:
    listed = [(str(number), whole(number)) for number in range(CHUNK + 2)]
    packed = pack(listed)

    for number in (0, CHUNK - 1, CHUNK, CHUNK + 1):
        assert near(packed, bits(number)) == [Neighbour(str(number), 0, "whole")]


@given(
    seed=st.integers(0, 10_000),
    limit=st.integers(0, LIMIT),
    sizes=st.lists(st.integers(0, 40), max_size=30),
)
def test_the_search_agrees_with_one_in_plain_python(
    seed: int, limit: int, sizes: list[int]
) -> None:
    chance = random.Random(seed)
    query = chance.randbytes(32)
    listed: Listed = [
        (
            f"entry-{chance.randrange(1 + len(sizes) // 2)}",
            ListedFingerprint(
                "pdq-1",
                chance.choice(["whole", "mirror", "flip"]),
                with_flipped(query, chance.sample(range(256), size)),
            ),
        )
        for size in sizes
    ]

    assert near(pack(listed), query, limit=limit) == near_in_plain_python(listed, query, limit)


def test_a_fingerprint_of_another_length_is_not_packed() -> None:
    with pytest.raises(ValueError, match="16 bytes; a pdq-1 fingerprint has 32"):
        pack([("one", ListedFingerprint("pdq-1", "whole", bytes(16)))])


def test_a_query_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        near(pack([]), bytes(31))


@pytest.mark.parametrize("limit", [-1, 32])
def test_a_limit_outside_the_recipes_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="within 0 to 31 bits"):
        near(pack([]), bits(1), limit=limit)
