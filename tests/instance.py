"""A real instance: `takeback serve` as a process of its own, on a free port."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

TAKEBACK = str(Path(sys.executable).with_name("takeback"))
START_SECONDS = 60  # migrations and collecting assets on a busy machine


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Instance:
    """A running service, and the command line that belongs to it."""

    data: Path
    port: int = field(default_factory=free_port)
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the service, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """What its processes see: nothing of the tests' own settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TAKEBACK_", "DJANGO_"))}
        return kept | {"TAKEBACK_DATA": str(self.data)} | self.variables

    def start(self) -> None:
        """Start serving and wait until it is ready."""
        command = [TAKEBACK, "serve", "--port", str(self.port), "--data", str(self.data)]
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if self._is_ready():
                return
            time.sleep(0.1)
        raise RuntimeError("the service did not start:\n" + self.log())

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def log(self) -> str:
        """Everything that the service has printed."""
        return (self.data / "serve.log").read_text(errors="replace")

    def stop(self) -> int:
        """Stop as Ctrl-C does, and return the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """Kill every process of the service at once, with no chance to tidy up."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def takeback(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the command line."""
        return subprocess.run(
            [TAKEBACK, *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def add_partner(self, name: str) -> str:
        """Add a partner and return its key."""
        done = self.takeback("partner", "add", name, "--json")
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["key"])


@contextmanager
def running(data: Path, **variables: str) -> Iterator[Instance]:
    """A running instance, stopped at the end whatever happens."""
    instance = Instance(data, variables=variables | _database(data))
    try:
        instance.start()
        yield instance
    finally:
        if instance.process is not None and instance.process.poll() is None:
            instance.kill()


def _database(data: Path) -> dict[str, str]:
    """A fresh database on the PostgreSQL of this test run, or SQLite in the data folder."""
    address = os.environ.get("TAKEBACK_DATABASE_URL")
    if address is None:
        return {}
    import psycopg  # noqa: PLC0415 - only a run on PostgreSQL needs it

    name = f"instance_{abs(hash(str(data))):x}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return {"TAKEBACK_DATABASE_URL": urlunsplit(urlsplit(address)._replace(path=f"/{name}"))}


def opening(chance: random.Random, *, pictures: int = 1) -> dict[str, object]:
    """What the page would send for pictures that nobody ever took: random bits."""
    return {
        "age_band": chance.choice(["under_13", "13_15", "16_17", "18_plus_was_under_18"]),
        "whose": "me",
        "consent": True,
        "pictures": [
            {"quality": 90, "pdq-1": {"whole": f"{chance.getrandbits(256):064x}"}}
            for _ in range(pictures)
        ],
    }
