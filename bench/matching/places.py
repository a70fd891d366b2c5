"""Where the lists lie."""

import os
from pathlib import Path


def bits_folder() -> Path:
    """Return the folder of lists and queries; there is one afterwards."""
    folder = Path(os.environ.get("TAKEBACK_DATA", "var")) / "bench" / "bits"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
