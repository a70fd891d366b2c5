"""The kernel's C under a compiler's sanitizers: reading or writing elsewhere ends a program."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "kernel/src"
FLAGS = [
    *["-std=c99", "-D_ISOC11_SOURCE", "-Wall", "-Wextra", "-Werror", "-pedantic"],
    *["-ffp-contract=off", "-g1", "-fno-omit-frame-pointer"],
    *["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
]


def compile_checks(
    checks: str, sources: Iterable[Path], folder: Path, *, optimise: str = "-O1"
) -> Path:
    """Return the program of `tests/kernel/<checks>.c` with these sources, made in a folder."""
    compiler = shutil.which("gcc") or shutil.which("clang")
    assert compiler, "install gcc or clang: the kernel is tested under their sanitizers"
    program = folder / checks
    includes = [f"-I{ROOT}/kernel/include", f"-I{SOURCES}"]
    main = ROOT / f"tests/kernel/{checks}.c"
    subprocess.run(
        [compiler, *FLAGS, optimise, *includes, *sources, main, "-o", program], check=True
    )
    return program


def run_checks(
    program: Path, *words: str | Path, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run it; memory that it does not free is a mistake too."""
    return subprocess.run(
        [program, *words],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=1"},
    )
