import numpy as np
import pytest
from PIL import Image, ImageDraw

from takeback.matching.candidates import Pairs, choose, weighted
from takeback.matching.efforts import MOST_CANDIDATES, MOST_OF_AN_ENTRY
from takeback.matching.house_list import as_words, known_views, open_house_list
from tests.matching.copies import photograph, rows_of
from tests.matching.pages import bits


def test_views_whose_place_is_known_are_looked_up_but_cells_and_mirrored_ones_are_not() -> None:
    rows = rows_of("coffee", photograph("coffee"))

    listed = open_house_list(rows)
    names = {known_views().names[view] for view in listed.views}

    verify_only = {known_views().names[view] for view in listed.check_views} - names
    assert "mean-whole" in names
    assert not any(name.endswith("mirror") for name in names)
    assert {"whole", "cell-1"} <= verify_only
    assert all(name == "whole" or name.startswith("cell-") for name in verify_only)
    assert listed.plain.bits.shape[1] == sum(recipe == "pdq-1" for _, recipe, _, _ in rows)


def test_the_whole_by_pdq_1_is_looked_up_only_without_the_house_recipe() -> None:
    listed = open_house_list(
        [
            ("old", "pdq-1", "whole", bits(1)),
            ("new", "pdq-1", "whole", bits(2)),
            ("new", "pdq-mean-1", "mean-whole", bits(3)),
        ]
    )

    assert listed.owners.tolist() == [0, 1]
    assert listed.can_be_verified.tolist() == [False, True]
    assert (
        listed.words == as_words(np.frombuffer(bits(1) + bits(3), np.uint8).reshape(2, 32))
    ).all()


def test_views_of_a_later_day_are_looked_up_plainly_or_not_at_all() -> None:
    listed = open_house_list(
        [
            ("one", "pdq-1", "of-a-later-day", bits(1)),
            ("one", "pdq-mean-1", "of-a-later-day", bits(2)),
            ("one", "sha256", "whole", bits(3)),
        ]
    )

    assert listed.plain.views == ("of-a-later-day",)
    assert len(listed.checks) == 0


def test_parts_of_an_entry_stand_together_however_they_were_listed() -> None:
    listed = open_house_list(
        [
            ("a", "pdq-mean-1", "mean-whole", bits(1)),
            ("b", "pdq-mean-1", "mean-whole", bits(2)),
            ("a", "pdq-mean-1", "cell-1", bits(3)),
        ]
    )

    assert listed.starts.tolist() == [0, 2, 3]
    assert listed.checks[1].tobytes() == bits(3)


def test_a_fingerprint_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes; a pdq-1 fingerprint has 32"):
        open_house_list([("one", "pdq-1", "whole", bytes(16))])


def test_coarse_structure_counts_more() -> None:
    lowest = (1).to_bytes(32)  # the wave of one half period each way
    finest = (1 << 255).to_bytes(32)

    words = np.frombuffer(lowest + finest, np.uint64).reshape(2, 4)

    assert weighted(words).tolist() == [4, 1]


def test_candidates_are_few_of_an_entry_and_few_in_all() -> None:
    count = 400
    owners = np.repeat(np.arange(count // 4), 4)
    scores = np.arange(count)[::-1].copy()
    pairs = Pairs(np.zeros(count, np.int64), np.arange(count), np.zeros(count, np.int64))

    chosen = choose(pairs, scores=scores, owners=owners)

    assert len(chosen.listed) == MOST_CANDIDATES
    assert chosen.listed[:2].tolist() == [count - 1, count - 2]
    assert np.bincount(owners[chosen.listed]).max() == MOST_OF_AN_ENTRY


def test_a_disc_and_a_single_bar_have_little_to_be_told_by_and_a_photograph_has_not() -> None:
    disc = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(disc).ellipse((30, 30, 170, 170), fill="black")

    bar = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(bar).polygon((0, 199, 40, 150, 40, 199), fill="black")

    listed = open_house_list(
        [
            *rows_of("disc", disc),
            *rows_of("bar", bar),
            *rows_of("coffee", photograph("coffee")),
            ("old", "pdq-1", "whole", bits(1)),
        ]
    )

    assert listed.is_weak.tolist() == [True, True, False, True]


def test_parts_of_what_is_too_plain_as_a_whole_need_proof_too() -> None:
    listed = open_house_list(
        [("plain", "pdq-mean-1", "cell-1", bits(1)), ("old", "pdq-1", "whole", bits(2))]
    )

    assert listed.entries == ("plain", "old")
    assert listed.can_be_verified.tolist() == [True, False]
