import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeback.cases import codes
from takeback.cases.codes import Code, CodeNotReadable, code_from, code_words, make_code, read_code
from tools.clean_code_words import TARGET, clean, read_left_out

WORDS = ("pebble", "lantern", "otter", "violet", "walnut", "drum")
CODE = Code(WORDS)


def test_a_code_has_six_words_of_the_list() -> None:
    code = make_code()

    assert len(code.words) == 6
    assert set(code.words) <= set(code_words())
    assert code.text == " ".join(code.words)


def test_two_codes_differ() -> None:
    assert make_code() != make_code()


def test_the_same_seed_gives_the_same_code_and_another_seed_another() -> None:
    assert code_from(bytes(32)) == code_from(bytes(32))
    assert code_from(bytes(32)) != code_from(bytes(31) + b"\1")


def test_a_seed_picks_words_by_its_digits_in_the_base_of_the_list() -> None:
    words = code_words()
    seed = (3 + 5 * len(words)).to_bytes(32)

    assert code_from(seed).words == (words[3], words[5], words[0], words[0], words[0], words[0])


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="31 bytes; a seed has 32"):
        code_from(bytes(31))


@pytest.mark.parametrize(
    "typed",
    [
        "pebble lantern otter violet walnut drum",
        "  PEBBLE Lantern\totter\n\nviolet walnut drum \r\n",
        "pebble, lantern, otter, violet, walnut, drum.",
        "pebble-lantern-otter-violet-walnut-drum",
        "pebble\u2013lantern\u2014otter\u00a0violet walnut_drum",
        "1. pebble\n2. lantern\n3. otter\n4. violet\n5. walnut\n6. drum",
        "1pebble 2lantern 3otter 4violet 5walnut 6drum",
        "\u201cpebble lantern otter violet walnut drum\u201d",
        "p\u00e9bble lantern otter violet walnut drum",
        "\uff50\uff45\uff42\uff42\uff4c\uff45 lantern otter violet walnut drum",
        "peb\u00adble lan\u200btern otter violet walnut drum",
        "peb'ble lantern otter violet walnut drum",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("", 0),
        ("123 456", 0),
        ("pebble lantern otter violet walnut", 5),
        ("pebble lantern otter violet walnut drum drum", 7),
        ("\x00\ud800", 0),
    ],
)
def test_another_number_of_words_is_said(typed: str, count: int) -> None:
    with pytest.raises(CodeNotReadable) as caught:
        read_code(typed)

    assert (caught.value.reason, caught.value.count) == ("count", count)
    assert str(caught.value) == f"{count} words; a code has 6"


def test_an_unknown_word_is_named_with_the_nearest_one() -> None:
    with pytest.raises(CodeNotReadable) as caught:
        read_code("pebble lantern ottre violet walnut drum")

    problem = caught.value
    assert (problem.reason, problem.position, problem.word) == ("word", 3, "ottre")
    assert problem.suggestion == "otter"
    assert str(problem) == "word 3 is not in the list of words"


def test_a_word_like_no_other_gets_no_suggestion() -> None:
    with pytest.raises(CodeNotReadable) as caught:
        read_code("pebble lantern qqqqqq violet walnut drum")

    assert caught.value.suggestion is None


def test_a_very_long_text_is_cut_before_it_is_looked_at() -> None:
    with pytest.raises(CodeNotReadable) as caught:
        read_code("a " * 1_000_000)

    assert caught.value.count == codes.MOST_CHARACTERS // 2


@given(st.text(max_size=600))
def test_any_text_is_a_code_or_not_readable(text: str) -> None:
    try:
        code = read_code(text)
    except CodeNotReadable:
        return
    assert set(code.words) <= set(code_words())


@given(st.binary(min_size=32, max_size=32))
def test_every_code_is_read_back_as_itself(seed: bytes) -> None:
    code = code_from(seed)

    assert read_code(code.text) == code


def test_a_code_does_not_show_itself() -> None:
    assert repr(CODE) == "Code(hidden)"


def test_there_are_enough_plain_words() -> None:
    words = code_words()

    assert len(words) == 7022
    assert list(words) == sorted(set(words))
    assert all(re.fullmatch("[a-z]{3,9}", word) for word in words)


def test_no_word_that_was_left_out_is_in_the_list() -> None:
    assert not read_left_out() & set(code_words())


def test_cleaning_the_list_again_changes_nothing() -> None:
    assert tuple(clean(set(code_words()), left_out=read_left_out())) == code_words()


def test_of_two_long_words_one_letter_apart_one_is_kept() -> None:
    words = {"unheated", "unseated", "unseatedd", "cat", "cot", "yo-yo", "ax", "brand"}

    assert clean(words, left_out={"brand"}) == ["cat", "cot", "unheated", "unseatedd"]


def test_the_note_beside_the_list_tells_its_checksum() -> None:
    note = Path(TARGET).with_name("code_words.md").read_text(encoding="utf-8")

    assert hashlib.sha256(TARGET.read_bytes()).hexdigest() in note
