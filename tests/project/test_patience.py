import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn  # type: ignore[import-untyped]

from takeback.project.patience import PatientWorker

HEAD = b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 60000\r\n"


class HurriedWorker(PatientWorker):
    patience_seconds = 0.5


def application(environ: dict[str, object], start_response: object) -> list[bytes]:
    body = environ["wsgi.input"].read()  # type: ignore[attr-defined]
    start_response("200 OK", [("Content-Type", "text/plain")])  # type: ignore[operator]
    return [str(len(body)).encode()]


@contextmanager
def a_connection() -> Iterator[tuple[socket.socket, threading.Thread]]:
    """A visitor's end, and the thread that answers it."""
    config = Config()
    config.set("loglevel", "critical")
    worker = HurriedWorker(0, 0, [], None, 30, config, Logger(config))
    worker.wsgi = application
    worker.alive = True
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()) as visitor:
            theirs, address = listener.accept()
            conn = TConn(config, theirs, address, listener.getsockname())
            thread = threading.Thread(target=worker.handle, args=(conn,))
            thread.start()
            yield visitor, thread
            thread.join(timeout=10)
            theirs.close()
    worker.tmp.close()


@pytest.mark.parametrize("sent", [HEAD, HEAD + b"\r\nwor"], ids=["head", "body"])
def test_who_sends_a_letter_at_a_time_holds_a_thread_no_longer_than_the_patience(
    sent: bytes,
) -> None:
    with a_connection() as (visitor, thread):
        started = time.monotonic()
        visitor.sendall(sent)
        while thread.is_alive() and time.monotonic() < started + 60:
            visitor.send(b"a")
            time.sleep(0.05)

        assert not thread.is_alive()


def test_a_whole_request_is_answered() -> None:
    with a_connection() as (visitor, _):
        visitor.sendall(b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 4\r\n\r\nword")

        answer = b""
        while not answer.endswith(b"\r\n0\r\n\r\n"):
            answer += visitor.recv(4096)

    assert answer.endswith(b"\r\n\r\n1\r\n4\r\n0\r\n\r\n")
