"""Gather thousands of harmless pictures that have nothing to do with each other.

Run as `python -m bench.reshare.gather` on Debian or a relative of it; it takes minutes and about
1.5 GB of downloads, which are deleted again. The pictures are wallpapers, photographs, stamps,
clip art and game art out of Debian packages. They stay in the data folder's `bench/pictures`, at
most 800 pixels on a side, with a manifest of where each comes from; none of it is in the
repository, and the licences are those of the packages.
"""

import csv
import io
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from takeback import _kernel
from takeback.fingerprint.picture import MIN_QUALITY

# Photographs and paintings first: of two near-duplicates the first one stays.
PACKAGES = (
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "ukui-wallpapers",
    "gnome-backgrounds",
    "plasma-workspace-wallpapers",
    "gcompris-qt-data",
    "tuxpaint-stamps-default",
    "stellarium-data",
    "wesnoth-1.16-data",
    "supertuxkart-data",
    "openclipart-png",
)
TRANSLATED = "/l10n/"  # the same screenshot in many languages
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
MOST_SIDE = 800
LEAST_SIDE = 128  # smaller ones are icons and tiles
MOST_PIXELS = 60_000_000
# Unrelated pictures lie 85 bits apart and more; what is nearer is another version of a drawing.
NEAR = 60
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,  # what Pillow raises for a broken PNG
    ValueError,
)
COLUMNS = ("file", "package", "path", "width", "height")


@dataclass
class Kept:
    """The fingerprints kept so far, as rows of 256 bits."""

    bits: NDArray[np.uint8]
    count: int = 0

    def take(self, pixels: NDArray[np.uint8]) -> bool:
        """Keep a picture's fingerprint; `False` when too little is in it, or it is there."""
        quality, views = _kernel.fingerprint(pixels)
        if quality < MIN_QUALITY:
            return False
        turned = np.frombuffer(b"".join(views), np.uint8).reshape(8, 32)
        apart = np.bitwise_count(self.bits[: self.count, None] ^ turned).sum(axis=2, dtype=np.int32)
        if self.count and apart.min() <= NEAR:
            return False
        if self.count == len(self.bits):
            self.bits = np.concatenate([self.bits, np.zeros_like(self.bits)])
        self.bits[self.count] = turned[0]
        self.count += 1
        return True


def folder() -> Path:
    """Return where the pictures are kept."""
    return Path(os.environ.get("TAKEBACK_DATA", "var")) / "bench" / "pictures"


def unpack(package: str, into: Path) -> None:
    """Fetch a package with the system's own client and unpack it, without installing it."""
    subprocess.run(["apt-get", "download", "-q", package], cwd=into, check=True)
    for archive in into.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, into / "files"], check=True)
        archive.unlink()


def thumbnail(path: Path | io.BytesIO) -> Image.Image | None:
    """Return a picture as it is seen on white, small; `None` when it is none, or an icon."""
    name = getattr(path, "name", "inside a bundle")
    try:
        with Image.open(path) as image:
            if min(image.size) < LEAST_SIDE or image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (MOST_SIDE, MOST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except UNREADABLE as problem:
        print(f"  left out: {name}: {problem}")
        return None
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def bundled(path: Path) -> Iterator[io.BytesIO]:
    """Yield the WebP files that stand uncompressed in a bundle of Qt resources."""
    data = path.read_bytes()
    start = -1
    while (start := data.find(b"RIFF", start + 1)) >= 0:
        if data[start + 8 : start + 12] == b"WEBP":
            length = 8 + int.from_bytes(data[start + 4 : start + 8], "little")
            yield io.BytesIO(data[start : start + length])


def found_in(root: Path) -> Iterator[tuple[str, Path | io.BytesIO]]:
    """Yield whatever may be a picture below a folder, with its path there, in order."""
    for path in sorted(root.rglob("*")):
        if path.is_symlink() or not path.is_file() or TRANSLATED in str(path):
            continue
        if path.suffix.lower() in SUFFIXES:
            yield str(path.relative_to(root)), path
        if path.suffix == ".rcc":
            for number, file in enumerate(bundled(path)):
                yield f"{path.relative_to(root)}#{number}", file


def pictures_in(package: str) -> Iterator[tuple[str, Image.Image]]:
    """Yield each picture of a package with its path inside it, in order."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)  # the client fetches as another user
        unpack(package, root)
        for path, file in found_in(root / "files"):
            if image := thumbnail(file):
                yield path, image


def main() -> None:
    """Fetch, make small, drop duplicates, and write the manifest."""
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    kept = Kept(np.zeros((1024, 32), np.uint8))
    with (target / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        manifest = csv.writer(file)
        manifest.writerow(COLUMNS)
        for package in PACKAGES:
            before = kept.count
            for path, image in pictures_in(package):
                if kept.take(np.asarray(image)):
                    name = f"p{kept.count:05}.jpg"
                    image.save(target / name, quality=88)
                    manifest.writerow([name, package, path, *image.size])
            print(f"{package}: {kept.count - before} pictures")
    print(f"{kept.count} pictures in {target}")


if __name__ == "__main__":
    main()
