"""`takeback serve`: an instance, its web server and its worker, until Ctrl-C."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from takeback.cli.options import DataFolder
from takeback.cli.output import complain, say
from takeback.cli.problems import AnswerIsNo
from takeback.cli.processes.keeping import Child, keep_running
from takeback.cli.processes.listening import address_of, is_for_this_machine_only, listen
from takeback.cli.processes.stopping import StopRequest, stop_signals
from takeback.cli.safety import as_text, reasons_against_opening
from takeback.cli.set_up import DEFAULT_DATA_FOLDER, create_instance, migrate, read_guidance

THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    *,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Which port; 0 takes any that is free.")
    ] = 8000,
    data: DataFolder = None,
) -> None:
    """Run the web server and the worker until Ctrl-C.

    Makes the data folder and its secrets when they are missing, and brings the database to this
    version's form. When other machines can reach it, by --host or by TAKEBACK_PUBLIC_URL, it starts
    only if `takeback check` finds it safe.

    Exit code 0 after Ctrl-C, 1 when it is not safe, 3 when the port is taken or a process of it
    keeps ending.
    """
    folder = (data or DEFAULT_DATA_FOLDER).resolve()
    with stop_signals() as stop:
        try:
            with closing(listen(host, port)) as listener:
                _prepare(listener, folder)
                _run(listener, stop)
        except KeyboardInterrupt:
            # Asked while it was preparing: everything so far is whole, or will be made again.
            pass
    say("Stopped.")


def _prepare(listener: socket.socket, folder: Path) -> None:
    if "TAKEBACK_PUBLIC_URL_FILE" not in os.environ:
        os.environ.setdefault("TAKEBACK_PUBLIC_URL", address_of(listener))
    read_guidance()
    create_instance(folder)
    migrate()
    _check_may_open(listener)
    _collect_assets()


def _check_may_open(listener: socket.socket) -> None:
    """Refuse to open an unsafe instance to other machines. Raises `AnswerIsNo` with the reasons."""
    from django.conf import settings  # noqa: PLC0415

    is_private = urlsplit(settings.PUBLIC_URL).hostname in THIS_MACHINE
    if is_private and is_for_this_machine_only(listener):
        return
    reasons = reasons_against_opening(is_running=False)
    if reasons:
        raise AnswerIsNo(
            f"not started: others could reach it, and it is not safe ({len(reasons)} found)\n"
            f"{as_text(reasons)}"
        )


def _collect_assets() -> None:
    """Copy and compress the pages' styles and scripts, unless this version's are there already."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    collected = settings.DATA_FOLDER / "assets-collected"
    is_there = collected.is_file() and collected.read_text("ascii") == settings.ASSET_VERSION
    if is_there and settings.ASSET_VERSION != "unbuilt":
        return
    say("Preparing the pages; this happens once for each version.")
    collected.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    collected.write_text(settings.ASSET_VERSION, "ascii")


def _run(listener: socket.socket, stop: StopRequest) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    # The children open their own.
    connections.close_all()
    stop.is_noted_only = True
    with _pipe() as (ready_end, tell_end):
        is_announced = False

        def announce() -> None:
            nonlocal is_announced
            if not is_announced and _has_byte(ready_end):
                is_announced = True
                say(f"Takeback is at {settings.PUBLIC_URL}\nCtrl-C stops it.")

        web = Child(
            "the web server",
            "takeback.cli.processes.web",
            arguments=(str(listener.fileno()), str(tell_end)),
            descriptors=(listener.fileno(), tell_end),
        )
        worker = Child("the worker", "takeback.cli.processes.worker")
        keep_running([web, worker], is_to_stop=lambda: stop.is_asked, tell=complain, look=announce)


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        yield reading, writing
    finally:
        os.close(reading)
        os.close(writing)


def _has_byte(reading: int) -> bool:
    try:
        return bool(os.read(reading, 1))
    except BlockingIOError:
        return False
