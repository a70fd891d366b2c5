"""The processes that are measured, told what to do one at a time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PEERS_PYTHON = Path("var/peers/bin/python")


class Worker:
    """One engine in a process of its own; ends with the `with` block."""

    def __init__(self, module: str, *arguments: str, python: str = sys.executable) -> None:
        self._process = subprocess.Popen(
            [python, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": "."},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What has gone wrong already is told; an answer still being worked on is not waited for.
        if kind is not None:
            self._process.kill()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def ask(self, do: str, **order: Any) -> dict[str, Any]:  # noqa: ANN401 - as JSON has it
        """Give an order and wait for the answer; `RuntimeError` when the process ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            code = self._process.wait()
            raise RuntimeError(f"{self._process.args!r} ended with {code} when told to {do}")
        parsed: dict[str, Any] = json.loads(answer)
        return parsed


def run(module: str, *arguments: str) -> dict[str, Any]:
    """Return what a process of our own says in its only line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": "."},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def free_bytes() -> int:
    """Return how much memory can be had without swapping."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith("MemAvailable:"))
    return int(line.split()[1]) * 1024
