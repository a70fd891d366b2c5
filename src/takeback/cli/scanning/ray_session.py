"""A Ray cluster to work on: one that is there already, or one of this machine alone for one run."""

import io
import logging
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from types import ModuleType
from typing import TextIO, cast

from takeback.cli.problems import OutOfReach, WrongUse

ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is reported to anybody
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # of its own processes; what matters is said by us
    # Otherwise a thread of Ray's that outlives the connection starts another cluster by itself.
    "RAY_ENABLE_AUTO_CONNECT": "0",
}
# Only names of files and lines of JSON pass through it. Ray takes no less than 75 MB; its own
# choice, a third of the memory, is more than a small machine's /dev/shm has.
STORE_BYTES = 100 * 2**20
PATIENCE_SECONDS = 10.0


@contextmanager
def on_a_cluster(address: str | None, *, workers: int) -> Iterator[ModuleType]:
    """Give Ray, connected to a cluster: that of the address, or one of this machine's own.

    What was started here is stopped at the end, and its files are removed. Raises `WrongUse`
    when Ray is not installed, `OutOfReach` when no cluster answers.
    """
    os.environ.update({key: os.environ.get(key, value) for key, value in ENVIRONMENT.items()})
    if not address:
        # Whoever reaches Ray's ports may run anything; on a cluster that is its operator's care.
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    ray = _import_ray()
    if ray.is_initialized():
        with _our_words_only():
            yield ray
        return
    with _our_words_only(), _connected(ray, address, workers=workers):
        yield ray


def check_address(address: str | None) -> None:
    """Raise `WrongUse` for an address of Ray's client: a scan runs inside of the cluster."""
    if address and address.startswith("ray://"):
        raise WrongUse(
            f"{address} is an address of Ray's client, which cannot run a scan; start the scan on "
            "a machine of the cluster, with --ray-address auto or host:6379"
        )


def _import_ray() -> ModuleType:
    try:
        import ray  # noqa: PLC0415 - an extra, and a second to load
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise WrongUse(
            "--engine ray needs Ray Data, which is not installed: pip install 'takeback[ray]'"
        ) from error
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    return ray


@contextmanager
def _connected(ray: ModuleType, address: str | None, *, workers: int) -> Iterator[None]:
    quiet: dict[str, object] = {"log_to_driver": False, "logging_level": "CRITICAL"}
    if address:
        _join(ray, address, quiet)
        try:
            yield
        finally:
            _leave(ray)
        return
    with _folder() as folder:
        try:
            with _hushed():
                ray.init(
                    address="local",
                    num_cpus=workers,
                    object_store_memory=STORE_BYTES,
                    include_dashboard=False,
                    _temp_dir=folder,
                    **quiet,
                )
            yield
        finally:
            _leave(ray)


def _join(ray: ModuleType, address: str, quiet: dict[str, object]) -> None:
    _check_somebody_listens(address)
    try:
        with _hushed():
            ray.init(address=address, **quiet)
    # Ray has no kind of its own for "not there" and for "of another version".
    except (ConnectionError, ValueError, RuntimeError, OSError, ImportError) as error:
        _leave(ray)
        raise OutOfReach(
            f"no Ray cluster can be used at {address}: {first_line(error)}; if it asks for a "
            "token, set RAY_AUTH_MODE=token, and RAY_AUTH_TOKEN or RAY_AUTH_TOKEN_PATH"
        ) from error


@contextmanager
def _folder() -> Iterator[str]:
    """Give a folder for Ray's files that is removed at the end, even when this process is killed.

    Not where temporary files usually go: Ray makes sockets in it, whose names have 107 bytes.
    """
    parent = os.environ.get("RAY_TMPDIR", "/tmp")  # noqa: S108 - a folder of our own is made in it
    folder = tempfile.mkdtemp(prefix="takeback-ray-", dir=parent)
    command = [sys.executable, "-m", "takeback.cli.scanning.ray_leftovers", folder]
    # Away from Ctrl-C, which is for this process alone.
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):  # noqa: S603
        yield folder


def _leave(ray: ModuleType) -> None:
    with redirect_stdout(io.StringIO()):  # where it would say what it has not yet said
        ray.shutdown()


def _check_somebody_listens(address: str) -> None:
    """Raise `OutOfReach` at once where Ray would wait for a minute."""
    host, _, port = address.rpartition(":")
    if not port.isdigit():
        return
    with suppress(ValueError):
        try:
            socket.create_connection((host.strip("[]"), int(port)), PATIENCE_SECONDS).close()
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutOfReach(f"no Ray cluster answers at {address} ({reason})") from error


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, or its kind when it says nothing."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)


class _OurWords:
    """Standard output for one thread; what others write goes nowhere.

    Ray prints what happens on a cluster to standard output, where lines of JSON are expected, from
    a thread of its own, and nothing that it offers turns that off.
    """

    def __init__(self, real: TextIO) -> None:
        self._real = real
        self._ours = threading.get_ident()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def write(self, text: str) -> int:
        """Write what comes from the thread that made this."""
        return self._real.write(text) if threading.get_ident() == self._ours else len(text)


@contextmanager
def _our_words_only() -> Iterator[None]:
    with redirect_stdout(cast("TextIO", _OurWords(sys.stdout))):
        yield


@contextmanager
def _hushed() -> Iterator[None]:
    """Send standard error nowhere for a moment: Ray's native part writes to it as it starts."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
