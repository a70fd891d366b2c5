"""What the page loads: up to date, and the same bits as the native kernel."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from takeback.fingerprint.picture import VIEWS
from tests.kernel.vectors import FILE, read_vectors

ROOT = Path(__file__).parents[2]
PAGE_FOLDER = ROOT / "src/takeback/site/static/site/kernel"


@pytest.fixture(scope="module")
def report() -> Any:
    """What the page's module, run by node, says about the vectors."""
    folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
    node = shutil.which("node", path=os.pathsep.join(folders))
    if node is None:
        pytest.skip("no node here; the journeys run the same module in Chromium")
    files = [PAGE_FOLDER / "browser.js", PAGE_FOLDER / "kernel.wasm", FILE]
    command = [Path(node), ROOT / "tests/kernel/check_vectors.mjs", *files]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_the_page_agrees_with_every_vector_whole_and_from_sampled_rows(report: Any) -> None:
    assert report["compared"] == len(read_vectors())
    assert report["differences"] == []


def test_the_page_names_the_views_as_python_does(report: Any) -> None:
    assert tuple(report["views"]) == VIEWS


def test_a_thousand_pictures_need_no_more_memory_than_the_largest(report: Any) -> None:
    before, after = report["memory"]

    assert after == before > 0


def test_the_page_refuses_bad_sizes_in_words(report: Any) -> None:
    assert report["refusals"] == {
        "empty": "width and height must be whole numbers above 0",
        "short": "10 bytes; 2 rows of 2 pixels have 16",
        "fraction": "width and height must be whole numbers above 0",
        "long": "a side is longer than 1048576 pixels",
    }


def test_the_pages_module_is_a_copy_of_its_source() -> None:
    source = ROOT / "kernel/bindings/browser.js"

    assert (PAGE_FOLDER / "browser.js").read_text() == source.read_text()


def test_the_committed_build_has_its_checksum() -> None:
    digest = hashlib.sha256((PAGE_FOLDER / "kernel.wasm").read_bytes()).hexdigest()

    assert (PAGE_FOLDER / "kernel.wasm.sha256").read_text() == f"{digest}  kernel.wasm\n"


@pytest.mark.skipif(importlib.util.find_spec("ziglang") is None, reason="ziglang not installed")
def test_building_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    script = ROOT / "tools/build_wasm.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)

    assert (tmp_path / "kernel.wasm").read_bytes() == (PAGE_FOLDER / "kernel.wasm").read_bytes()
