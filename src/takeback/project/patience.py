"""How long the web server waits for a request that comes in slowly."""

import select
import socket
import threading
import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

# 64 KiB, the most that a visitor's request may carry, take 13 seconds on a slow phone's 40 kbit/s.
PATIENCE_SECONDS = 20.0
LOOKS = 20  # at the clock while the patience lasts; it may last one of them longer
# How long a thread waits for the next request on a connection that it has just answered. A caller
# that asks again at once needs less; putting the connection back and fetching it again costs more.
NEXT_MILLISECONDS = 2


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads, of which a slow sender holds one for a while and not for ever.

    Without it eight connections that send a letter a second keep everybody else out. One clock
    looks after all of them: a timer for each request took a third of a short answer's time.

    A caller that asks one thing after the other stays with its thread while there are others to
    spare: handing a connection from thread to thread cost more than a look-up.
    """

    patience_seconds = PATIENCE_SECONDS
    next_milliseconds = NEXT_MILLISECONDS

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  gunicorn's own
        super().__init__(*given, **named)
        self._ends: dict[TConn, float] = {}
        self._starting = threading.Lock()
        self._clock: threading.Thread | None = None

    def run(self) -> None:
        """Answer until told to stop; what look-ups need is made ready meanwhile."""
        # Here and not above: models can be imported only when the applications are loaded.
        from takeback.project.short_way import get_ready  # noqa: PLC0415

        get_ready()
        super().run()

    def handle(self, conn: TConn) -> object:
        """Answer a request, and those that follow it at once.

        Whatever of a request has not come in after the patience counts as never sent.
        """
        if self._clock is None:
            self._start_clock()
        try:
            while True:
                self._ends[conn] = time.monotonic() + self.patience_seconds
                is_kept = super().handle(conn)
                if is_kept is not True or not self._goes_on(conn):
                    return is_kept
        finally:
            # The clock may have seen its end.
            self._ends.pop(conn, None)

    def _goes_on(self, conn: TConn) -> bool:
        """Tell whether the next request is there already, and no other connection waits for us."""
        if not self.alive or len(self._ends) >= self.cfg.threads:
            return False
        coming = select.poll()
        coming.register(conn.sock, select.POLLIN)
        return bool(coming.poll(self.next_milliseconds))

    def _start_clock(self) -> None:
        # Not before the first request: threads do not outlive the fork that makes a worker.
        with self._starting:
            if self._clock is None:
                self._clock = threading.Thread(target=self._watch, daemon=True)
                self._clock.start()

    def _watch(self) -> None:
        while True:
            time.sleep(self.patience_seconds / LOOKS)
            now = time.monotonic()
            for conn, end in list(self._ends.items()):
                if now > end:
                    self._ends.pop(conn, None)
                    _stop_listening(conn.sock)


def _stop_listening(connection: socket.socket) -> None:
    """End the way in; an answer that is on its way out still goes."""
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:  # it is closed already
        return
