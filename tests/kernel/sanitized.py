"""The kernel's C under a compiler's sanitizers: reading or writing elsewhere ends a program."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "kernel/src"
INCLUDES = [f"-I{ROOT}/kernel/include", f"-I{SOURCES}"]
CHECKED = [
    *["-Wall", "-Wextra", "-Werror", "-g1", "-fno-omit-frame-pointer"],
    *["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
]
FLAGS = ["-std=c99", "-D_ISOC11_SOURCE", "-pedantic", "-ffp-contract=off", *CHECKED]


def compile_checks(
    checks: str, sources: Iterable[Path], folder: Path, *, optimise: str = "-O1"
) -> Path:
    """Return the program of `tests/kernel/<checks>.c` with these sources, made in a folder."""
    program = folder / checks
    main = ROOT / f"tests/kernel/{checks}.c"
    subprocess.run(
        [_compiler("gcc", "clang"), *FLAGS, optimise, *INCLUDES, *sources, main, "-o", program],
        check=True,
    )
    return program


def compile_store_checks(checks: str, sources: Iterable[Path], folder: Path) -> Path:
    """Return the program of `tests/kernel/<checks>.cpp` with the store and these C sources."""
    program = folder / checks
    subprocess.run(
        [_compiler("gcc", "clang"), *FLAGS, "-O1", *INCLUDES, "-c", *sources],
        check=True,
        cwd=folder,
    )
    store = ROOT / "kernel/store"
    parts = [*store.glob("*.cpp"), ROOT / f"tests/kernel/{checks}.cpp", *folder.glob("*.o")]
    # Not optimised: compiling takes longer than running.
    flags = ["-std=c++17", "-O0", *CHECKED, *INCLUDES, f"-I{store}", "-pthread"]
    subprocess.run([_compiler("g++", "clang++"), *flags, *parts, "-o", program], check=True)
    return program


def _compiler(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"install {' or '.join(names)}: the kernel is tested under their sanitizers"
    return found


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
