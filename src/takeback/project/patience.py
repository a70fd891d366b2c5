"""How long the web server waits for a request that comes in slowly."""

import socket
import threading

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

# 64 KiB, the most that a request may carry, take 13 seconds on a slow phone's 40 kbit/s.
PATIENCE_SECONDS = 20.0


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads, of which a slow sender holds one for a while and not for ever.

    Without it eight connections that send a letter a second keep everybody else out.
    """

    patience_seconds = PATIENCE_SECONDS

    def handle(self, conn: TConn) -> object:
        """Answer a request; whatever has not come in after the patience counts as never sent."""
        clock = threading.Timer(self.patience_seconds, _stop_listening, (conn.sock,))
        clock.daemon = True
        clock.start()
        try:
            return super().handle(conn)
        finally:
            clock.cancel()


def _stop_listening(connection: socket.socket) -> None:
    """End the way in; an answer that is on its way out still goes."""
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:  # it is closed already
        return
