"""The index and the store that keeps it, under sanitizers, against comparing bit by bit."""

from pathlib import Path

from tests.kernel.sanitized import SOURCES, compile_checks, compile_store_checks, run_checks

# What the choice of a path brings with it.
PATHS = [
    *["cells", "cosines", "dispatch", "luma", "path_avx2", "path_avx512", "path_plain"],
    *["shrink_plain", "threshold_plain", "transform_plain"],
]
SEARCHING = [*sorted(SOURCES.glob("index_*.c")), *(SOURCES / f"{name}.c" for name in PATHS)]


def test_searching_finds_what_comparing_all_finds_and_breaks_no_rule_of_memory(
    tmp_path: Path,
) -> None:
    result = run_checks(compile_checks("check_index", SEARCHING, tmp_path))

    assert (result.stdout, result.stderr) == (b"0 failures\n", b"")
    assert result.returncode == 0


def test_the_store_finds_what_comparing_all_finds_and_breaks_no_rule_of_memory(
    tmp_path: Path,
) -> None:
    program = compile_store_checks("check_store", SEARCHING, tmp_path)
    saved = tmp_path / "saved"
    saved.mkdir()

    result = run_checks(program, saved)

    assert (result.stdout, result.stderr) == (b"0 failures\n", b"")
    assert result.returncode == 0
