"""A real photograph for the walks through the pages."""

from pathlib import Path

import pytest
from sklearn.datasets import load_sample_image


@pytest.fixture(scope="session")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photograph of a temple, as a camera would save it: JPEG, turned by its EXIF note."""
    from PIL import Image  # noqa: PLC0415

    picture = Image.fromarray(load_sample_image("china.jpg"))
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by a quarter
    exif[0x010F] = "Telling Camera"
    path = tmp_path_factory.mktemp("photograph") / "temple-on-holiday.jpg"
    picture.transpose(Image.Transpose.ROTATE_90).save(path, quality=92, exif=exif)
    return path


@pytest.fixture(scope="session")
def copy_of_it(photograph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The photograph as somebody passed it on: upright, smaller, saved again, no notes."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    path = tmp_path_factory.mktemp("copy") / "copy.jpg"
    with Image.open(photograph) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.resize((upright.width * 2 // 3, upright.height * 2 // 3)).save(path, quality=55)
    return path
