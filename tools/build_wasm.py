"""Build the kernel for the page: WebAssembly, its checksum, and the module that loads it.

Run as `python tools/build_wasm.py [FOLDER]`; FOLDER is where the page's files stand. The output is
committed, so that running takeback needs no compiler for it; the `ziglang` package of PyPI holds
the one used.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
KERNEL = ROOT / "kernel"
PAGE_FOLDER = ROOT / "src/takeback/site/static/site/kernel"

EXPORTS = [
    "tb_workspace_bytes",
    "tb_sampled_row",
    "tb_make_fingerprint",
    "tb_plane_workspace_bytes",
    "tb_plane_begin",
    "tb_plane_rows",
    "tb_plane_finish",
    "tb_trim",
    "tb_view_count",
    "tb_view_at",
    "tb_make_views",
    "__heap_base",
]
# The page makes fingerprints and never searches; plain steps are for the tests, and the versions
# for other machines would come out empty.
NOT_FOR_THE_PAGE = [
    *["index*", "quad*", "refine*", "scan*", "*_avx2.c", "*_avx512.c"],
    *["shrink_plain.c", "threshold_plain.c", "transform_plain.c"],
]
FLAGS = [
    "-target",
    "wasm32-freestanding",
    "-mcpu=generic+simd128+bulk_memory",
    "-std=c99",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-pedantic",
    "-ffp-contract=off",  # each rounding is part of the recipe
    "-Os",  # half of what -O3 weighs, compressed, and as quick as decoding needs
    "-DNDEBUG",
    "-nostdlib",
    "-Wl,--no-entry",
    "-Wl,--strip-all",
    "-Wl,--gc-sections",
    "-Wl,-z,stack-size=131072",  # the deepest call needs under 50 kB
]


def is_for_the_page(source: Path) -> bool:
    """Whether the page needs what this file of the kernel holds."""
    return not any(source.match(pattern) for pattern in NOT_FOR_THE_PAGE)


def build_wasm(folder: Path) -> Path:
    """Compile the kernel into `folder` and return the path of `kernel.wasm`.

    The same sources and the same release of `ziglang` give the same bytes on every machine.
    Raises `CalledProcessError` when the compiler refuses.
    """
    wasm = folder / "kernel.wasm"
    sources = sorted(p for p in (KERNEL / "src").glob("*.c") if is_for_the_page(p))
    command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, "-Ikernel/include", "-Ikernel/src"]
    command += [f"-Wl,--export={name}" for name in EXPORTS]
    # Paths are given from the root of the project, so that none of this machine's gets in.
    command += [str(path.relative_to(ROOT)) for path in sources]
    subprocess.run([*command, "-o", str(wasm)], check=True, cwd=ROOT)
    return wasm


def checksum_line(wasm: Path) -> str:
    """Return the line that `sha256sum --check` reads."""
    return f"{hashlib.sha256(wasm.read_bytes()).hexdigest()}  {wasm.name}\n"


def main() -> None:
    """Write the page's three files."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else PAGE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wasm = build_wasm(folder)
    (folder / "kernel.wasm.sha256").write_text(checksum_line(wasm))
    shutil.copyfile(KERNEL / "bindings/browser.js", folder / "browser.js")
    print(f"{wasm}: {wasm.stat().st_size} bytes")


if __name__ == "__main__":
    main()
