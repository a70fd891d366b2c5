"""The index's C sources under sanitizers, against comparing bit by bit."""

from pathlib import Path

from tests.kernel.sanitized import SOURCES, compile_checks, run_checks

# What the choice of a path brings with it.
PATHS = [
    *["cells", "cosines", "dispatch", "luma", "path_avx2", "path_avx512", "path_plain"],
    *["shrink_plain", "threshold_plain", "transform_plain"],
]


def test_searching_finds_what_comparing_all_finds_and_breaks_no_rule_of_memory(
    tmp_path: Path,
) -> None:
    sources = [*sorted(SOURCES.glob("index_*.c")), *(SOURCES / f"{name}.c" for name in PATHS)]

    result = run_checks(compile_checks("check_index", sources, tmp_path))

    assert (result.stdout, result.stderr) == (b"0 failures\n", b"")
    assert result.returncode == 0
