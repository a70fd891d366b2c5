import pytest

from takeback.cases.spelling import nearest, slips_between

WORDS = ("buggy", "cabbage", "maple", "otter", "tiger", "utter", "violet")


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [
        ("otter", "otter", 0),
        ("otter", "utter", 1),
        ("otter", "oter", 1),
        ("otter", "ottter", 1),
        ("ottre", "otter", 1),
        ("", "otter", 5),
        ("tiger", "maple", 5),
    ],
)
def test_slips_are_letters_added_left_out_changed_or_swapped(a: str, b: str, slips: int) -> None:
    assert slips_between(a, b) == slips
    assert slips_between(b, a) == slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cabage", "cabbage"), ("tigre", "tiger"), ("oter", "otter"), ("m\u00e4ple", "maple")],
)
def test_the_nearest_word_is_found(typed: str, meant: str) -> None:
    assert nearest(typed, WORDS) == meant


def test_of_two_equally_near_the_one_with_the_same_first_letter_wins() -> None:
    assert nearest("uttr", WORDS) == "utter"
    assert nearest("ottr", WORDS) == "otter"


@pytest.mark.parametrize("typed", ["xylophone", "qqqqq", "o" * 13, "o" * 400])
def test_a_word_far_from_all_has_no_nearest(typed: str) -> None:
    assert nearest(typed, WORDS) is None
