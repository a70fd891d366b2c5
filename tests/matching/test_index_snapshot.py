import errno
import fcntl
import os
import pickle
import resource
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from takeback.matching.index import Bits, Index, SnapshotRefused
from takeback.matching.index import open as open_index
from tests.matching.plain_index import flipped, random_bits, rows_of

LARGE = 400_000  # with its index more than the 32 MiB that are checked at opening
BLOCK = 64 << 10


def list_of(count: int, seed: int = 1) -> tuple[Index, Bits]:
    bits = random_bits(np.random.default_rng(seed), count)
    index = Index()
    index.add(bits, tags=np.arange(count).astype(np.uint16))
    return index, bits


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bits]:
    random = np.random.default_rng(2)
    bits = random_bits(random, LARGE)
    index = Index()
    index.add(bits, random.permutation(LARGE), np.arange(LARGE).astype(np.uint16))
    path = tmp_path_factory.mktemp("large") / "snapshot"
    index.save(path)
    assert path.stat().st_size > 32 << 20
    return path, bits


@pytest.mark.parametrize("copies", [1, 2, 4, 8])
def test_a_list_of_one_fingerprint_or_a_few_copies_is_found_after_saving(
    copies: int, tmp_path: Path
) -> None:
    index = Index()
    bits = np.repeat(random_bits(np.random.default_rng(3), 1), copies, axis=0)
    index.add(bits)
    index.save(tmp_path / "list")

    for opened in (open_index(tmp_path / "list"), open_index(tmp_path / "list", resident=True)):
        assert opened.search(bits[0].tobytes()).ids.tolist() == list(range(copies))
        assert opened.search(
            flipped(np.random.default_rng(4), bits[:1], 31)[0]
        ).ids.tolist() == list(range(copies))


def test_a_snapshot_opens_as_it_was_saved(large: tuple[Path, Bits]) -> None:
    path, bits = large
    queries = flipped(np.random.default_rng(5), bits[::40_000], 31)

    mapped = open_index(path)
    resident = open_index(path, resident=True)
    found = mapped.search_many(queries)
    mapped.verify()

    assert found.tags.tolist() == [place % 65536 for place in range(0, LARGE, 40_000)]
    assert rows_of(resident.search_many(queries)) == rows_of(found)
    assert rows_of(mapped.search_many(queries, threads=2)) == rows_of(found)
    assert mapped.withdraw(found.ids[:5]) == 5
    assert rows_of(mapped.search_many(queries)) == rows_of(found)[5:]


def test_a_snapshot_is_no_pickle_and_a_pickle_is_no_snapshot(tmp_path: Path) -> None:
    index, _ = list_of(3)
    index.save(tmp_path / "list")
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads((tmp_path / "list").read_bytes())  # noqa: S301
    (tmp_path / "pickle").write_bytes(pickle.dumps({"a": 1}))

    with pytest.raises(SnapshotRefused, match="pickle: not a snapshot"):
        open_index(tmp_path / "pickle")


def test_what_is_no_snapshot_is_refused_with_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("TBI")
    os.mkfifo(tmp_path / "pipe")

    for name, words in [
        ("empty", "it is empty"),
        ("text", "truncated: it has 3 bytes, less than a header"),
        ("pipe", "no ordinary file"),
        (".", "it is a folder"),
    ]:
        with pytest.raises(SnapshotRefused, match=words):
            open_index(tmp_path / name)
    with pytest.raises(FileNotFoundError, match="missing"):
        open_index(tmp_path / "missing")


def test_one_of_a_later_version_is_refused_with_both_versions(tmp_path: Path) -> None:
    index, _ = list_of(3)
    index.save(tmp_path / "list")
    held = bytearray((tmp_path / "list").read_bytes())
    held[8:12] = struct.pack("<I", 7)
    (tmp_path / "list").write_bytes(held)

    with pytest.raises(SnapshotRefused, match=r"list: made by a later version: form 7; this reads"):
        open_index(tmp_path / "list")


@pytest.mark.parametrize("share", [0.999999, 0.7, 0.01])
def test_a_truncated_one_is_refused_with_both_lengths(
    share: float, large: tuple[Path, Bits], tmp_path: Path
) -> None:
    whole = large[0].read_bytes()
    left = int(len(whole) * share)
    (tmp_path / "list").write_bytes(whole[:left])

    with pytest.raises(SnapshotRefused, match=f"truncated: it has {left} of {len(whole)} bytes"):
        open_index(tmp_path / "list")


def test_one_with_something_behind_its_end_is_refused(tmp_path: Path) -> None:
    index, _ = list_of(3)
    index.save(tmp_path / "list")
    with (tmp_path / "list").open("ab") as file:
        file.write(b"x")

    with pytest.raises(SnapshotRefused, match=r"damaged: it has .* of .* bytes"):
        open_index(tmp_path / "list")


def test_a_small_one_is_refused_whatever_byte_of_it_was_changed(tmp_path: Path) -> None:
    index, bits = list_of(2_500)
    index.add(bits, np.arange(2_500)[::-1])
    index.build()
    index.withdraw([4])
    path = tmp_path / "list"
    index.save(path, note=b"a note")
    held = path.read_bytes()
    random = np.random.default_rng(6)
    header = struct.unpack_from("<I", held, 12)[0]
    places = [*range(0, header, 5), *random.integers(0, len(held), 60), len(held) - 1]

    for place in places:
        damage(path, int(place), int(random.integers(1, 256)))
        with pytest.raises(SnapshotRefused, match=r"list: [a-z]"):
            open_index(path)
        path.write_bytes(held)
    assert len(open_index(path)) == 4_998


def damage(path: Path, place: int, bits: int) -> None:
    """Flip bits of one byte; again, and it is as it was."""
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ bits]))


def test_a_large_one_gives_the_right_answer_or_is_refused_whatever_byte_was_changed(
    large: tuple[Path, Bits],
) -> None:
    path, bits = large
    random = np.random.default_rng(7)
    queries = flipped(random, bits[random.integers(0, LARGE, 20)], 31)
    expected = rows_of(open_index(path).search_many(queries))
    refused = 0

    for place in random.integers(0, path.stat().st_size, 40):
        damage(path, int(place), 0x55)
        try:
            assert rows_of(open_index(path).search_many(queries)) == expected
        except SnapshotRefused:
            refused += 1
        with pytest.raises(SnapshotRefused, match=r"damaged|truncated|not a snapshot|version"):
            open_index(path).verify()
        damage(path, int(place), 0x55)

    assert 0 < refused < 40
    open_index(path).verify()


def sections_of(path: Path) -> dict[int, tuple[int, int]]:
    """Return where each section begins, and its length, by 16 * segment + kind."""
    held = path.read_bytes()[:4096]
    _, _, start = struct.unpack_from("<8sII", held)
    (count,) = struct.unpack_from("<I", held, 40)
    rows = [struct.unpack_from("<IIQQQ", held, 64 + 32 * number) for number in range(count)]
    return {row[0] + 16 * row[1]: (start + row[2], row[3]) for row in rows}


@pytest.mark.parametrize(
    ("kind", "name"), [(2, "bits"), (3, "ids"), (5, "order"), (6, "tags"), (7, "postings")]
)
def test_damage_to_any_section_is_found_by_what_relies_on_it(
    kind: int, name: str, large: tuple[Path, Bits], tmp_path: Path
) -> None:
    path, bits = large
    start, length = sections_of(path)[kind]
    copy = tmp_path / "copy"
    os.link(path, copy)
    # The first block is not this section's alone, and was relied on at opening.
    places = range(start + BLOCK, start + length, BLOCK)
    for place in places:
        damage(copy, place, 0xFF)
    index = open_index(copy)

    with pytest.raises(SnapshotRefused, match=f"copy: damaged: block [0-9]+ of section {name} is"):
        index.withdraw(list(range(0, LARGE, 4_000))) if name == "order" else index.search_many(
            bits[::4_000]
        )
    with pytest.raises(SnapshotRefused):
        index.save(tmp_path / "other")
    assert not (tmp_path / "other").exists()
    with pytest.raises(SnapshotRefused):
        open_index(copy, resident=True)
    for place in places:
        damage(copy, place, 0xFF)


def test_no_trace_of_a_withdrawn_fingerprint_is_left_in_the_file(tmp_path: Path) -> None:
    index, bits = list_of(30_000)
    index.build()
    path = tmp_path / "list"
    index.save(path)
    gone = [5, 17_001, 29_999]
    more = [6, 11_111]

    index.withdraw(gone)
    index.save(path)
    assert_no_trace(path, bits[gone])
    opened = open_index(path)
    opened.withdraw(more)
    opened.save(path)
    assert_no_trace(path, bits[gone + more])

    last = open_index(path)
    last.verify()
    assert len(last) == 29_995
    assert last.search_many(bits[gone + more]).ids.tolist() == []
    assert last.search_many(bits[::1_000]).ids.tolist() == list(range(0, 30_000, 1_000))
    assert last.search(bytes(32)).ids.tolist() == []


def test_no_trace_is_left_of_what_is_withdrawn_while_the_list_is_saved(tmp_path: Path) -> None:
    index, _ = list_of(30_000)
    index.build()
    index.withdraw([29_999])
    path = tmp_path / "list"
    stop = threading.Event()

    def withdraw() -> None:
        for number in range(7_000):
            index.withdraw([number])
            if stop.is_set():
                return

    other = threading.Thread(target=withdraw)
    other.start()
    for _ in range(4):
        index.save(path)
        sections = sections_of(path)
        gone = np.fromfile(path, np.uint8, offset=sections[8][0], count=sections[8][1])
        bits = np.fromfile(path, np.uint8, offset=sections[2][0], count=sections[2][1])
        places = np.flatnonzero(np.unpackbits(gone, bitorder="little"))
        assert not bits.reshape(-1, 32)[places].any()
    stop.set()
    other.join()


def assert_no_trace(path: Path, bits: Bits) -> None:
    """No eight bytes of them stand in the file."""
    held = path.read_bytes()
    for row in bits:
        assert not any(row[first : first + 8].tobytes() in held for first in range(0, 32, 8))


def test_a_mostly_withdrawn_list_is_written_without_what_was_withdrawn(tmp_path: Path) -> None:
    index, bits = list_of(30_000)
    index.save(tmp_path / "list")
    before = (tmp_path / "list").stat().st_size
    opened = open_index(tmp_path / "list")

    opened.withdraw(np.arange(20_000))
    opened.save(tmp_path / "list")

    assert (tmp_path / "list").stat().st_size < before - 20_000 * 36
    assert open_index(tmp_path / "list").search_many(bits[19_998:20_002]).ids.tolist() == [
        20_000,
        20_001,
    ]


def test_saving_an_opened_list_after_a_few_changes_builds_nothing_anew(
    large: tuple[Path, Bits], tmp_path: Path
) -> None:
    path, _ = large
    index = open_index(path)
    new = random_bits(np.random.default_rng(8), 10)
    index.add(new)
    index.save(tmp_path / "list")

    start, length = sections_of(path)[7]
    again, same = sections_of(tmp_path / "list")[7]
    before = np.fromfile(path, dtype=np.uint8, offset=start, count=length)
    after = np.fromfile(tmp_path / "list", dtype=np.uint8, offset=again, count=same)
    opened = open_index(tmp_path / "list")

    # The ten stand beside the index, not in it.
    assert np.array_equal(before, after)
    assert sections_of(tmp_path / "list")[2 + 16][1] == 10 * 32
    assert opened.search_many(new).ids.tolist() == list(range(LARGE, LARGE + 10))


def test_an_opened_snapshot_outlives_its_file(tmp_path: Path) -> None:
    index, bits = list_of(LARGE)
    index.save(tmp_path / "list")
    opened = open_index(tmp_path / "list")
    other, _ = list_of(5, seed=9)
    other.save(tmp_path / "list")

    assert opened.search_many(bits[:5]).ids.tolist() == [0, 1, 2, 3, 4]
    (tmp_path / "list").unlink()
    opened.verify()
    opened.withdraw([0])
    opened.save(tmp_path / "list")
    assert len(open_index(tmp_path / "list")) == LARGE - 1


def test_a_snapshot_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    index, _ = list_of(5)
    (tmp_path / "list").touch(mode=0o666)

    index.save(tmp_path / "list")

    assert (tmp_path / "list").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["list"]


def test_what_a_killed_process_left_beside_is_written_over(tmp_path: Path) -> None:
    index, bits = list_of(5)
    (tmp_path / "list.new").write_bytes(bytes(1 << 20))

    index.save(tmp_path / "list")

    assert [file.name for file in tmp_path.iterdir()] == ["list"]
    assert open_index(tmp_path / "list").search_many(bits).ids.tolist() == [0, 1, 2, 3, 4]


def test_a_signal_does_not_end_the_waiting_for_another_who_saves(tmp_path: Path) -> None:
    index, bits = list_of(5)
    path = tmp_path / "list"
    other = os.open(tmp_path / "list.new", os.O_RDWR | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)
    done = threading.Timer(0.2, os.close, [other])
    rung: list[int] = []
    former = signal.signal(signal.SIGALRM, lambda number, _: rung.append(number))
    try:
        done.start()
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        index.save(path)
    finally:
        signal.signal(signal.SIGALRM, former)

    assert rung == [signal.SIGALRM]
    assert open_index(path).search_many(bits).ids.tolist() == [0, 1, 2, 3, 4]


def test_a_note_has_room_for_2000_bytes(tmp_path: Path) -> None:
    index, _ = list_of(5)
    index.save(tmp_path / "list", note=bytes(range(250)) * 8)

    with pytest.raises(ValueError, match="a note of 2001 bytes; 2000 have room"):
        index.save(tmp_path / "list", note=bytes(2001))
    assert open_index(tmp_path / "list").note == index.note == bytes(range(250)) * 8


def test_a_folder_that_is_not_there_or_cannot_be_replaced_is_said(tmp_path: Path) -> None:
    index, _ = list_of(5)
    (tmp_path / "folder").mkdir()

    with pytest.raises(FileNotFoundError, match=r"missing/list\.new"):
        index.save(tmp_path / "missing" / "list")
    with pytest.raises(IsADirectoryError):
        index.save(tmp_path / "folder")
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


FULL = """
import resource, sys, signal
from pathlib import Path
import numpy as np
from takeback.matching.index import Index
index = Index()
index.add(np.random.default_rng(1).integers(0, 256, (20_000, 32), dtype=np.uint8))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    index.save(Path(sys.argv[1]))
except OSError as failed:
    print(failed.errno, failed.filename, len(index.search(bytes(32)).ids))
"""


@pytest.mark.parametrize("room", [0, 100, 300_000])
def test_when_the_disk_is_full_the_old_file_stays_and_nothing_else(
    room: int, tmp_path: Path
) -> None:
    index, bits = list_of(5)
    path = tmp_path / "list"
    index.save(path)

    printed = subprocess.run(
        [sys.executable, "-c", FULL, path, str(room)], capture_output=True, check=True, text=True
    )

    assert printed.stdout == f"{errno.EFBIG} {path}.new 0\n"
    assert [file.name for file in tmp_path.iterdir()] == ["list"]
    assert open_index(path).search_many(bits).ids.tolist() == [0, 1, 2, 3, 4]


def test_opening_reads_little_of_a_large_one(large: tuple[Path, Bits]) -> None:
    path, _ = large
    before = resource.getrusage(resource.RUSAGE_SELF)

    index = open_index(path)

    after = resource.getrusage(resource.RUSAGE_SELF)
    assert len(index) == LARGE
    # Pages of 4 KiB: the file has more than 8,000.
    assert (after.ru_minflt + after.ru_majflt) - (before.ru_minflt + before.ru_majflt) < 1_000
