import io
from itertools import islice

import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from takeback.fingerprint.picture import fingerprint_pixels
from takeback.fingerprint.value import Fingerprint, ViewFingerprint, parse_fingerprint
from takeback.matching.guard import (
    BITS,
    LIMIT,
    TooCommon,
    guard_list,
    is_by_looks,
    leave_out_common,
    near_guard,
)
from tools.build_guard_list import (
    SAME_WITHIN,
    TARGET,
    drawings,
    guard_bytes,
    steady_fingerprints,
)
from tools.guard_drawings.patterns import Drawing

MD5 = ViewFingerprint("whole", parse_fingerprint("md5", "0f" * 16))
RARE = Fingerprint("pdq-1", int("0f3c5a96" * 8, 16))
SAMPLE_STEP = 18  # of 882 drawings; all of them take two seconds
DRAWN = dict(drawings())


def on_the_list(place: int) -> int:
    """Return the bits of one guard fingerprint, as a number."""
    bits, _, _ = guard_list()
    return int.from_bytes(bits[:, place].tobytes())


def views_of(picture: Image.Image) -> tuple[ViewFingerprint, ...]:
    return fingerprint_pixels(np.asarray(picture.convert("RGB"))).views


def saved_again(picture: Image.Image) -> Image.Image:
    """Return a copy as it comes around: of another size and shape, and recompressed."""
    file = io.BytesIO()
    picture.resize((700, 500), Image.Resampling.BICUBIC).save(file, "JPEG", quality=50)
    return Image.open(file)


def flipped(number: int, bits: list[int]) -> int:
    for bit in bits:
        number ^= 1 << bit
    return number


@given(
    st.integers(0, guard_list()[0].shape[1] - 1),
    st.lists(st.integers(0, BITS - 1), unique=True, max_size=60),
)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_near_is_what_a_plain_count_of_all_bits_or_of_the_steady_ones_says(
    place: int, changed: list[int]
) -> None:
    query = flipped(on_the_list(place), changed)
    bits, steady, _ = guard_list()
    expected = False
    for row, mask in zip(bits.T, steady.T, strict=True):
        counts = int.from_bytes(mask.tobytes())
        differing = query ^ int.from_bytes(row.tobytes())
        expected |= differing.bit_count() <= LIMIT
        expected |= (differing & counts).bit_count() <= LIMIT * counts.bit_count() // BITS

    found = near_guard([ViewFingerprint("crop", Fingerprint("pdq-1", query))])

    assert found.tolist() == [expected]


@pytest.mark.parametrize("place", range(0, guard_list()[0].shape[1], 400))
def test_what_a_partner_would_take_for_a_common_picture_is_near_however_it_was_made(
    place: int,
) -> None:
    counts = int.from_bytes(guard_list()[1][:, place].tobytes())
    steady = [bit for bit in range(BITS) if counts >> bit & 1]

    chosen = Fingerprint("pdq-1", flipped(on_the_list(place), steady[:LIMIT]))

    assert near_guard([ViewFingerprint("whole", chosen)]).all()


@pytest.mark.parametrize(
    "name",
    [
        "heart of 80",
        "letter R of 220",
        "tick of 110, inverted",
        "test card of 14",
        "face of 120 on 0, open eyes, smile",
        "flag of crosses 30-255-110",
        "chat 1",
        "home screen 2",
        "browser 1, inverted",
        "page of text, size 40, 1 columns",
        "code of 29 cells, 1",
    ],
)
def test_a_copy_of_a_common_picture_is_refused(name: str) -> None:
    with pytest.raises(TooCommon):
        leave_out_common(views_of(saved_again(DRAWN[name])))


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "camera", "rocket", "coins"])
def test_nothing_of_a_photograph_is_left_out(name: str) -> None:
    photograph = Image.fromarray(getattr(skimage.data, name)())
    width, height = photograph.size
    cut = photograph.crop((width // 10, height // 8, width * 9 // 10, height * 7 // 8))
    views = [*views_of(photograph), *views_of(cut)]

    assert not near_guard(views).any()


def test_a_view_that_is_common_is_left_out_and_the_others_stay() -> None:
    common = ViewFingerprint("middle", Fingerprint("pdq-mean-1", on_the_list(0)))
    frame = ViewFingerprint("frame-0001", Fingerprint("vpdq-1", on_the_list(7)))
    rare = ViewFingerprint("whole", RARE)

    assert leave_out_common([rare, common, frame, MD5]) == [rare, MD5]


@pytest.mark.parametrize(("recipe", "view"), [("pdq-1", "whole"), ("pdq-mean-1", "mean-whole")])
def test_a_picture_that_is_common_as_a_whole_is_refused(recipe: str, view: str) -> None:
    rare = ViewFingerprint("mirror", RARE)
    common = ViewFingerprint(view, Fingerprint(recipe, on_the_list(3)))

    with pytest.raises(TooCommon):
        leave_out_common([rare, common])


def test_a_video_of_which_no_frame_is_left_is_refused() -> None:
    frames = [
        ViewFingerprint(f"frame-{place:04}", Fingerprint("vpdq-1", on_the_list(place)))
        for place in (1, 2)
    ]

    with pytest.raises(TooCommon):
        leave_out_common([*frames, MD5])


def test_a_file_without_looks_has_nothing_to_leave_out() -> None:
    assert leave_out_common([MD5]) == [MD5]
    assert not is_by_looks([MD5])
    assert is_by_looks([MD5, ViewFingerprint("whole", RARE)])


def drawn_again(drawing: Drawing) -> list[int]:
    """Return how far each fingerprint of a drawing is from the list, in the bits that count."""
    bits, steady, _ = guard_list()
    apart = []
    for made, _ in steady_fingerprints(drawing[1]):
        row = np.frombuffer(made.tobytes(), np.uint64).reshape(-1, 1)
        apart.append(int(np.bitwise_count((bits ^ row) & steady).sum(axis=0).min()))
    return apart


def test_the_list_begins_with_what_the_script_makes_first_bit_for_bit() -> None:
    made = guard_bytes(islice(DRAWN.items(), 250))

    assert len(made) > 100 * 64
    assert TARGET.read_bytes().startswith(made)


def test_every_kind_of_drawing_is_on_the_list() -> None:
    sample = list(islice(DRAWN.items(), 0, None, SAMPLE_STEP))

    assert len(sample) == 49
    assert max(max(drawn_again(drawing)) for drawing in sample) <= SAME_WITHIN
