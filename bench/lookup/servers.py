"""The servers that are measured, each on one core; whoever asks has another one."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.matching.workers import PEERS_PYTHON
from tests.instance import free_port, running

START_SECONDS = 60
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """Where one answers, the process that started it, and the key that it wants."""

    port: int
    process: int
    key: str = ""


@contextmanager
def ours(listed: Path, folder: Path) -> Iterator[Server]:
    """`takeback serve` with this list: web server and worker on one core."""
    data = folder / "data"
    command = [sys.executable, "-m", "bench.lookup.filling", str(data), str(listed)]
    environment = os.environ | {"TAKEBACK_DATA": str(data)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    with _on_core(0), running(data) as instance:
        assert instance.process is not None
        yield Server(instance.port, instance.process.pid, done.stdout.split()[-1])


@contextmanager
def peer(listed: Path) -> Iterator[Server]:
    """Gunicorn with one sync worker, as the peer is run."""
    port = free_port()
    application = "bench.lookup.peer_app:make()"
    command = ["-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", application]
    environment = os.environ | {"TAKEBACK_BENCH_LIST": str(listed), "PYTHONPATH": "."}
    with _on_core(0):
        process = subprocess.Popen(
            [str(PEERS_PYTHON), *command], env=environment, stderr=subprocess.DEVNULL
        )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def load(server: Server, requests: list[str], folder: Path, *, seconds: float) -> dict[str, float]:
    """Let four callers on another core ask for so long; return what came of it.

    `cpu_microseconds` is what the server's processes worked for each request.
    """
    file = folder / "requests.json"
    file.write_text(json.dumps(requests))
    command = [sys.executable, "-m", "bench.lookup.load", str(server.port), str(file), "4"]
    before = _worked(server.process)
    with _on_core(1):
        done = subprocess.run(
            [*command, str(seconds)], capture_output=True, text=True, check=False, timeout=120
        )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    worked = _worked(server.process) - before
    figures["cpu_microseconds"] = round(1e6 * worked / figures.pop("requests"), 1)
    return figures


@contextmanager
def _on_core(number: int) -> Iterator[None]:
    """Let what is started meanwhile stay on one core, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    cores = sorted(before)
    os.sched_setaffinity(0, {cores[number % len(cores)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the peer did not start")


def _worked(process: int) -> float:
    """Return the processor seconds of a process and all below it."""
    folder = Path(f"/proc/{process}")
    ticks = sum(int(word) for word in _after_name(folder).split()[11:13])
    below = (folder / "task" / str(process) / "children").read_text().split()
    return ticks / TICKS_A_SECOND + sum(_worked(int(child)) for child in below)


def _after_name(folder: Path) -> str:
    return (folder / "stat").read_text().rpartition(")")[2]
