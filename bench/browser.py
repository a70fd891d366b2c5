"""Milliseconds and memory for one 12-megapixel photograph on the fingerprint page, in Chromium.

Run as `python -m bench.browser`. Counted from handing the file over to having all views and both
digests; the worker's own clock splits it into digests, decoding, and everything after decoding:
taking the pixels out in strips and making all views. Memory is by how much the page's process grew
at its peak over what it had before the first file.
"""

import base64
import io
import statistics
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.writing import write
from tests.fingerprint.photographs import NAMES, open_photograph
from tests.instance import running
from tests.site.start.start_page import StartPage

pillow_heif.register_heif_opener()

CHROMIUM = "/usr/bin/chromium"
SIZE = (4000, 3000)
KINDS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 85}, "WEBP": {"quality": 80}, "HEIF": {}}
RUNS = 7  # of each kind, after one that warms up
MUST_MILLISECONDS = 400  # after decoding
MUST_MEGABYTES = 300

MEASURE = """
async ([address, base64, runs]) => {
  const worker = new Worker(address, { type: "module" });
  await new Promise((resolve) => (worker.onmessage = resolve));
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const file = new File([bytes], "photograph");
  const results = [];
  let views;
  let longestFrame = 0;
  let last = performance.now();
  let isOver = false;
  requestAnimationFrame(function frame(now) {
    longestFrame = Math.max(longestFrame, now - last);
    last = now;
    if (!isOver) requestAnimationFrame(frame);
  });
  for (let number = 0; number <= runs; number += 1) {
    const start = performance.now();
    const answer = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ number, job: "fingerprint", file });
    });
    results.push({ all: performance.now() - start, ...answer.done.milliseconds });
    views = answer.done.views;
  }
  isOver = true;
  worker.terminate();
  return { results: results.slice(1), longestFrame, views };
}
"""


def photograph(kind: str, **options: object) -> bytes:
    """Return a sample photograph, enlarged to 12 megapixels, as a file of that kind.

    A camera's noise is added, without which the file would be a fifth as large as real ones.
    """
    image = open_photograph(NAMES[0]).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    noise = np.random.default_rng(12).normal(0, 6, (SIZE[1], SIZE[0], 1))
    pixels = (np.asarray(image) + noise).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def megabytes_of_page(browser: Browser, *, peak: bool = False) -> float:
    """Return what the largest page process has in memory now, or had at most so far."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    field = "VmHWM" if peak else "VmRSS"
    sizes = [
        int(line.split()[1])
        for process in processes
        if process["type"] == "renderer"
        for line in Path(f"/proc/{process['id']}/status").read_text("ascii").splitlines()
        if line.startswith(f"{field}:")
    ]
    return max(sizes) * 1024 / 1e6


def measure(page: Page, start: StartPage, file: bytes) -> dict[str, object]:
    """Return the median of each part in milliseconds, and by how much memory grew at most."""
    browser = page.context.browser
    assert browser is not None
    text = base64.b64encode(file).decode()
    before = megabytes_of_page(browser)
    measured = page.evaluate(MEASURE, [f"{start.static}worker.js", text, RUNS])
    megabytes = megabytes_of_page(browser, peak=True) - before
    parts = ("all", "digests", "decode", "kernel")
    medians = {part: statistics.median(run[part] for run in measured["results"]) for part in parts}
    return {
        "file_bytes": len(file),
        **{f"{part}_milliseconds": round(value, 1) for part, value in medians.items()},
        "longest_frame_milliseconds": round(measured["longestFrame"], 1),
        "views": sum(len(views) for views in measured["views"].values()),
        "megabytes": round(megabytes),
    }


def main() -> None:
    """Measure each kind of file in a browser of its own."""
    figures: dict[str, object] = {
        "pixels": SIZE[0] * SIZE[1],
        "runs": RUNS,
        "must": {"kernel_milliseconds": MUST_MILLISECONDS, "megabytes": MUST_MEGABYTES},
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data") as instance,
        sync_playwright() as playwright,
    ):
        for kind, options in KINDS.items():
            file = photograph(kind, **options)
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            figures["chromium"] = browser.version
            page = browser.new_page()
            start = StartPage(page, instance.url).open("you")
            figures[kind.lower()] = measure(page, start, file)
            browser.close()
    write("browser", figures)


if __name__ == "__main__":
    main()
