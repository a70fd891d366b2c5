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

WORD = b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 4\r\n\r\nword"


class HurriedWorker(PatientWorker):
    patience_seconds = 0.5
    next_milliseconds = 20_000


def application(environ: dict[str, object], start_response: object) -> list[bytes]:
    body = environ["wsgi.input"].read()  # type: ignore[attr-defined]
    start_response("200 OK", [("Content-Type", "text/plain")])  # type: ignore[operator]
    return [str(len(body)).encode()]


@contextmanager
def a_connection(*, threads: int = 1) -> Iterator[tuple[socket.socket, threading.Thread]]:
    """A visitor's end, and the thread that answers it."""
    config = Config()
    config.set("threads", threads)
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
    with a_connection() as (visitor, thread):
        visitor.sendall(WORD)

        assert _read_answer(visitor).endswith(b"\r\n\r\n1\r\n4\r\n0\r\n\r\n")
        # No other thread is left: the connection goes back to be waited for.
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_what_follows_at_once_is_answered_by_the_same_thread_while_another_is_to_spare() -> None:
    with a_connection(threads=2) as (visitor, thread):
        for _ in range(3):
            visitor.sendall(WORD)
            assert _read_answer(visitor).startswith(b"HTTP/1.1 200 OK\r\n")
            assert thread.is_alive()
        visitor.shutdown(socket.SHUT_WR)
        thread.join(timeout=10)

        assert not thread.is_alive()


def _read_answer(visitor: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\r\n0\r\n\r\n"):
        answer += visitor.recv(4096)
    return answer
