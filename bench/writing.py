"""How a benchmark tells what it measured: a JSON file, and lines on the screen."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def write(name: str, figures: dict[str, object]) -> None:
    """Write `figures` to `bench/<name>.json` in the data folder, and print them."""
    folder = Path(os.environ.get("TAKEBACK_DATA", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(about | figures, indent=2) + "\n", encoding="utf-8")
    for key, value in figures.items():
        print(f"  {key}: {value}")
    print(f"  written to {path}")
