import numpy as np
import pytest

from takeback import _kernel
from takeback.matching import verification
from takeback.matching.house_list import known_views
from takeback.matching.orientations import CORNERS, done_to_the_original, shown_by
from takeback.matching.proposals import corners_of
from takeback.matching.verification import (
    Fit,
    Verification,
    compare,
    is_another,
    is_plausible,
    predict,
    verify,
)
from tests.matching.copies import NAMES, listed_photographs, part, photograph, pixels

WHOLE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)


def fit(entry: str, quad: np.ndarray = WHOLE, *, is_negative: bool = False) -> Fit:
    """The claim that the query's quad shows the whole of an entry."""
    return Fit(NAMES.index(entry), known_views().whole, quad.astype(np.float32), is_negative)


def plane(name: str) -> _kernel.Plane:
    return _kernel.Plane(pixels(photograph(name)))


def test_a_true_claim_is_verified_by_nearly_all_parts() -> None:
    verification = verify(plane("coffee"), listed_photographs(), fit("coffee"))

    assert verification is not None
    assert verification.score < 12
    assert verification.compared >= 20
    assert verification.agrees(0, is_weak=False)


def test_a_false_claim_is_not() -> None:
    listed = listed_photographs()
    for name in ("chelsea", "rocket", "camera"):
        verification = verify(plane(name), listed, fit("coffee"))

        assert verification is not None
        assert verification.score > 85
        assert not verification.agrees(0, is_weak=False)


def test_a_view_that_was_forced_to_fit_does_not_make_its_entry_match() -> None:
    listed = listed_photographs()
    shown = plane("camera")
    first, last = listed.starts[:2]
    targets = np.ascontiguousarray(listed.checks[first:last])
    quads, _ = _kernel.refine(shown, np.repeat(WHOLE[np.newaxis], len(targets), axis=0), targets)

    for view, quad in zip(listed.check_views[first:last], quads, strict=True):
        verification = verify(shown, listed, Fit(0, int(view), quad, is_negative=False))

        assert verification is None or not verification.agrees(0, is_weak=False)


def test_parts_outside_the_query_are_left_out() -> None:
    listed = listed_photographs()
    copy = _kernel.Plane(pixels(part(photograph("coffee"), 0, 0, 0.6, 1)))
    over_the_edge = WHOLE * np.array([1 / 0.6, 1])

    seen = verify(copy, listed, fit("coffee", over_the_edge))
    all_seen = verify(plane("coffee"), listed, fit("coffee"))

    assert seen is not None
    assert all_seen is not None
    assert 2 <= seen.compared < all_seen.compared
    assert seen.score < 20


def test_a_part_is_compared_though_a_strip_of_it_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = listed_photographs()
    # A third of the original ends at 67 of 100: a tenth of it is beyond the edge.
    copy = _kernel.Plane(pixels(part(photograph("coffee"), 0, 0, 0.635, 1)))
    over_the_edge = WHOLE * np.array([1 / 0.635, 1])

    with_strips, _ = compare(copy, listed, fit("coffee", over_the_edge))
    monkeypatch.setattr(verification, "LEAST_INSIDE", 2.0)
    inside_only, _ = compare(copy, listed, fit("coffee", over_the_edge))

    assert len(with_strips) >= len(inside_only) + 5
    assert with_strips.mean() < 30


def test_with_next_to_nothing_in_sight_nothing_is_known() -> None:
    far_away = WHOLE * 40 - 20

    assert verify(plane("coffee"), listed_photographs(), fit("coffee", far_away)) is None


def test_a_negative_is_compared_as_one() -> None:
    shown = _kernel.Plane(255 - pixels(photograph("coffee")))

    as_negative, _ = compare(shown, listed_photographs(), fit("coffee", is_negative=True))
    as_it_is, _ = compare(shown, listed_photographs(), fit("coffee"))

    assert np.median(as_negative) < 12
    assert np.median(as_it_is) > 240


@pytest.mark.parametrize(
    ("score", "compared", "quality", "most"),
    [
        (50.0, 16, 90.0, 30),
        (50.5, 16, 90.0, -1),
        (45.0, 15, 90.0, 33),
        (30.0, 7, 90.0, 32),
        (20.0, 3, 90.0, 24),
        (30.0, 16, 89.9, 15),
        (30.0, 7, 89.9, 0),
        (1.0, 3, 89.9, -1),
    ],
)
def test_the_fewer_and_plainer_parts_are_compared_the_better_they_must_agree(
    score: float, compared: int, quality: float, most: int
) -> None:
    verification = Verification(score, compared, quality)

    agreeing = [refined for refined in range(60) if verification.agrees(refined, is_weak=False)]

    assert max(agreeing, default=-1) == most


def test_what_was_refined_towards_and_what_is_nearly_the_same_prove_nothing() -> None:
    known = np.array([0.2, 0.2, 0.8, 0.8], dtype=np.float32)
    boxes = np.array([known, [0.22, 0.2, 0.8, 0.8], [0.2, 0.2, 0.5, 0.8], [0.9, 0.9, 1, 1]])

    assert is_another(boxes.astype(np.float32), known).tolist() == [False, False, True, True]


def test_places_are_predicted_through_turns_and_perspective() -> None:
    boxes = np.array([[0, 0, 1, 1], [0, 0, 0.5, 0.5], [0.5, 0.5, 1, 1]], dtype=np.float32)
    half = boxes[1]
    tilted = np.array([[0.1, 0.1], [0.5, 0.15], [0.45, 0.5], [0.1, 0.4]], dtype=np.float32)

    assert predict(boxes, boxes[0], corners_of(boxes)[0]) == pytest.approx(corners_of(boxes))
    assert predict(boxes, half, tilted)[1] == pytest.approx(tilted)
    # A quarter turn against the clock: what was at the top left is now at the lower left.
    turned = predict(boxes, boxes[0], WHOLE[CORNERS[5]])
    assert turned[1, 0] == pytest.approx([0, 1])


def test_what_would_lie_behind_the_viewer_is_nowhere() -> None:
    boxes = np.array([[0, 0, 0.1, 0.1], [0, 0, 1, 1]], dtype=np.float32)
    receding = np.array([[0, 0], [1, 0], [0.75, 0.1], [0.25, 0.1]], dtype=np.float32)[[2, 3, 0, 1]]

    places = predict(boxes, boxes[0], receding)

    assert np.isnan(places[1]).any()


@pytest.mark.parametrize("orientation", range(8))
def test_corners_go_where_the_kernel_turns_them(orientation: int) -> None:
    shown = plane("chelsea")
    box = np.array([[0.1, 0.2, 0.8, 0.9]], dtype=np.float32)

    bits, _ = shown.fingerprint_boxes(box, (orientation,))
    quads = np.ascontiguousarray(corners_of(box)[:, CORNERS[orientation]])
    by_corners, _ = _kernel.fingerprint_quads(shown, quads)

    assert np.bitwise_count(bits[0] ^ by_corners).sum() <= 12


def test_every_change_is_undone_by_its_name() -> None:
    names = [done_to_the_original(number) for number in range(8)]

    assert names == [
        "whole", "mirror", "flip", "turn-270", "turn-180", "turn-90", "transpose", "transverse",
    ]  # fmt: skip
    assert shown_by("centre-86", is_mirrored=False) == "whole"
    assert shown_by("centre-86-mirror", is_mirrored=True) == "whole"
    assert shown_by("turn-90", is_mirrored=True) == "transverse"


def test_what_has_little_to_be_told_by_must_agree_in_many_parts_and_nearly_exactly() -> None:
    assert not Verification(1.0, 7, 100.0).agrees(0, is_weak=True)
    assert Verification(12.0, 30, 100.0).agrees(8, is_weak=True)
    assert not Verification(12.0, 30, 100.0).agrees(9, is_weak=True)


@pytest.mark.parametrize(
    ("corners", "is_one"),
    [
        ([[0, 0], [1, 0], [1, 1], [0, 1]], True),
        ([[0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]], True),
        ([[1, 0], [0, 0], [0, 1], [1, 1]], True),
        ([[0.05, 0], [0.95, 0], [1, 1], [0, 1]], True),
        ([[0, 0], [1, 0], [1.3, 1], [0.3, 1]], False),
        ([[0.1, 0], [0.9, 0], [1, 1], [0, 1]], False),
        ([[0.5, 0.5]] * 4, False),
    ],
)
def test_a_picture_is_shown_as_nearly_a_rectangle(
    corners: list[list[float]],
    is_one: bool,  # noqa: FBT001  a case of the table above
) -> None:
    assert is_plausible(np.array(corners, dtype=np.float32), 1.0) is is_one


def test_angles_are_those_of_the_picture_and_not_of_its_shares() -> None:
    turned = np.array([[0.25, 0], [0.75, 0.5], [0.25, 1], [-0.25, 0.5]], dtype=np.float32)

    assert is_plausible(turned, 1.0)
    assert not is_plausible(turned, 2.0)
