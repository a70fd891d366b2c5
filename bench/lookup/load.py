"""Sends requests as fast as they are answered: `python -m bench.lookup.load PORT FILE ...`.

FILE holds whole requests as a JSON list of texts. Each connection is a thread that sends the next
one when it has read the answer. Prints one line of JSON, and ends by itself.
"""

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
READ_BYTES = 1 << 18


class Connection:
    """One caller; connects again when the server has closed."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self._port = port
        self._requests = requests
        self._socket: socket.socket | None = None
        self.took: list[float] = []

    def repeat(self, until: float) -> None:
        """Ask until it is time to stop."""
        while (start := time.perf_counter()) < until:
            self._ask(next(self._requests))
            self.took.append(time.perf_counter() - start)

    def _ask(self, request: bytes) -> None:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head, body = b"", b""
        while not body and b"\r\n\r\n" not in head:
            head += self._read()
        head, _, body = head.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200 ") or length is None:
            raise SystemExit(f"answered {head[:40]!r}")
        missing = int(length[1]) - len(body)
        while missing > 0:
            missing -= len(self._read())
        if CLOSES.search(head):
            self._socket.close()
            self._socket = None

    def _read(self) -> bytes:
        assert self._socket is not None
        received = self._socket.recv(READ_BYTES)
        if not received:
            raise SystemExit("the server closed in the middle of an answer")
        return received


def main() -> None:
    """Load the server and say what came of it."""
    port, file, connections, seconds = sys.argv[1:5]
    requests = [text.encode() for text in json.loads(Path(file).read_text())]
    callers = [
        Connection(int(port), islice(cycle(requests), first * 7, None))
        for first in range(int(connections))
    ]
    until = time.perf_counter() + float(seconds)
    started = time.perf_counter()
    threads = [threading.Thread(target=caller.repeat, args=(until,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - started
    took = sorted(one for caller in callers for one in caller.took)
    if not took:
        raise SystemExit("nothing was answered")
    print(
        json.dumps(
            {
                "a_second": round(len(took) / spent, 1),
                "median_milliseconds": round(1000 * took[len(took) // 2], 2),
                "p99_milliseconds": round(1000 * took[len(took) * 99 // 100], 2),
                "requests": len(took),
            }
        )
    )


if __name__ == "__main__":
    main()
