"""Each file that gives no fingerprint says why, and costs the others nothing."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.site.start.pictures import cat, coffee, encode
from tests.site.start.start_page import StartPage


def _png_header(width: int, height: int, *, colours: int = 2) -> bytes:
    """A PNG file that says it is so large, and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def _half(file: bytes) -> bytes:
    return file[: len(file) // 2]


def _spoilt_jpeg() -> bytes:
    """A whole JPEG whose tables make no sense."""
    file = bytearray(encode(cat(), "JPEG"))
    table = file.index(b"\xff\xc4")
    file[table + 5 : table + 21] = b"\xff" * 16
    return bytes(file)


def _endless_boxes() -> bytes:
    inner = struct.pack(">I4s", 0, b"ipco") * 3
    meta = struct.pack(">I4sI", 12 + len(inner), b"meta", 0) + inner
    return struct.pack(">I4s4sI4s", 20, b"ftyp", b"avif", 0, b"avif") + meta


BAD = {
    "empty": ("empty", b""),
    "one byte": ("not-a-picture", b"\xff"),
    "text": ("not-a-picture", b"hello there, this is a letter"),
    "random": ("not-a-picture", np.random.default_rng(1).bytes(5000)),
    "pdf": ("other-kind", b"%PDF-1.7 and so on"),
    "tiff": ("other-kind", encode(cat(), "TIFF")),
    "bmp": ("other-kind", encode(cat(), "BMP")),
    "svg": ("other-kind", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "mp4 of nothing": (
        "truncated",
        struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"mp41") + bytes(100),
    ),
    "webm of nothing": ("not-decoded", b"\x1a\x45\xdf\xa3" + bytes(100)),
    "jpeg cut": ("truncated", _half(encode(cat(), "JPEG"))),
    "jpeg start only": ("truncated", b"\xff\xd8\xff\xe0"),
    "jpeg without frame": ("truncated", b"\xff\xd8\xff\xd9"),
    "png cut": ("truncated", _half(encode(cat(), "PNG"))),
    "gif cut": ("truncated", _half(encode(cat(), "GIF"))),
    "gif head only": ("truncated", b"GIF89a"),
    "webp cut": ("truncated", _half(encode(cat(), "WEBP"))),
    "avif cut": ("truncated", _half(encode(cat(), "AVIF"))),
    "heic cut": ("truncated", _half(encode(cat(), "HEIF"))),
    "jpeg spoilt": ("not-decoded", _spoilt_jpeg()),
    "png spoilt": ("not-decoded", _png_header(400, 300, colours=9)),
    "gif of nothing": ("damaged", b"GIF89a\x05\0\x05\0\0\0\0\x99 and more"),
    "webp of nothing": ("damaged", b"RIFF\x20\0\0\0WEBPNONE" + bytes(30)),
    "no sides": ("damaged", _png_header(0, 10)),
    "avif of nothing": ("damaged", _endless_boxes()),
    # Nothing but a header: whoever tried to decode it would call it damaged.
    "200 megapixels": ("too-many-pixels", _png_header(20_000, 10_000)),
    "the most a png can say": ("too-many-pixels", _png_header(0x7FFFFFFF, 0x7FFFFFFF)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_what_is_wrong(maker: StartPage, name: str) -> None:
    reason, content = BAD[name]

    assert maker.fingerprint(content) == {"number": 1, "reason": reason}


def test_bad_files_leave_the_good_ones_alone(start: StartPage) -> None:
    good = encode(coffee(), "JPEG")
    plain = encode(Image.new("RGB", (300, 300), "grey"), "PNG")

    states = start.choose(good, b"", plain, _half(good), good, encode(cat(), "HEIF"))

    assert states == ["ready", "failed", "plain", "failed", "duplicate", "ready"]
    assert start.notes()[1].startswith("This file is empty.")
    assert start.notes()[3].startswith("The end of this file is missing.")
    assert start.notes()[4] == "This is the same file as Picture 1. Once is enough."
    assert start.page.locator("#start-count").inner_text() == (
        "2 pictures are ready. 4 not used: see below."
    )


def test_only_usable_files_are_numbered_as_they_will_be_answered(start: StartPage) -> None:
    start.choose(encode(coffee(), "JPEG"), b"", encode(cat(), "PNG"))

    names = start.page.locator("[data-name]").all_text_contents()

    assert names == ["Picture 1", "Not used", "Picture 2"]


def test_a_moving_picture_says_that_its_first_frame_was_used(start: StartPage) -> None:
    first = coffee().quantize(64)
    file = encode(first, "GIF", save_all=True, append_images=[cat().quantize(64)], duration=50)

    start.choose(file)

    assert start.notes() == ["This picture moves. The fingerprint is of its first frame."]


def test_spoilt_bytes_anywhere_never_stop_the_page(maker: StartPage) -> None:
    chance = np.random.default_rng(11)
    kinds = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"]
    for kind in kinds:
        file = bytearray(encode(cat().resize((120, 80)), kind))
        for position in chance.integers(0, len(file), 20):
            file[position] = chance.integers(0, 256)
        answer = maker.fingerprint(bytes(file))
        assert "done" in answer or "reason" in answer, kind

    assert "done" in maker.fingerprint(encode(cat(), "JPEG"))


def test_every_reason_has_a_sentence(start: StartPage) -> None:
    reasons = {reason for reason, _ in BAD.values()} | {
        "file-too-large", "not-opened", "no-memory", "needs-connection", "stopped-working",
        "too-slow", "stopped",
    }  # fmt: skip

    for reason in reasons:
        sentence = start.page.locator(f"#start-texts [data-text='note-{reason}']")
        assert len(sentence.text_content() or "") > 10, reason


def test_a_large_photograph_is_read_whatever_lies_behind_its_end(maker: StartPage) -> None:
    out = io.BytesIO()
    coffee().save(out, "JPEG")
    out.write(b"a phone's motion data" * 1000)

    assert "done" in maker.fingerprint(out.getvalue())
