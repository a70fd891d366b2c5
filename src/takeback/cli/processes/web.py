"""The web server's process: `python -m takeback.cli.processes.web PARENT SOCKET READY`.

SOCKET is an open socket to listen on; a byte is written to READY when visitors can be answered.
"""

import os
import sys
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from takeback.cli.processes.parent import end_with_parent
from takeback.project.logs import PlainFormatter

THREADS = 8  # requests answered at once; matches what one SQLite file can bear
FINISH_SECONDS = 5  # for requests in hand when it is time to stop


class QuietLogger(Logger):  # type: ignore[misc]
    """The web server's own log, without what it would tell of visitors: addresses and paths."""

    def _set_handler(self, log: Any, output: Any, fmt: Any, stream: Any = None) -> None:  # noqa: ANN401  gunicorn's own signature
        del fmt
        super()._set_handler(log, output, PlainFormatter(), stream)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Log a warning, unless it would name who sent something that is no request."""
        if msg.startswith("Invalid request from"):
            super().warning("refused something that is no HTTP request")
            return
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Log where an error happened; the message and its arguments may name a path."""
        del msg, args, kwargs
        self.error_log.error("a request failed in the web server", exc_info=True)


class WebServer(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings and nobody else's: no file or variable changes them."""

    def __init__(self, *, socket_number: int, ready: int) -> None:
        self._socket_number = socket_number
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults, and what a variable could change."""
        for name, value in self._settings().items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401  a WSGI application has no type of its own here
        """Return the application; called in the process that answers."""
        # Here and not above: the parent of that process stays small.
        from takeback.project.wsgi import application  # noqa: PLC0415

        return application

    def _settings(self) -> dict[str, object]:
        return {
            "bind": f"fd://{self._socket_number}",
            # One process: budgets and the queue for codes live in memory.
            "workers": 1,
            # gunicorn's threads, with an end to how long a slow sender holds one.
            "worker_class": "takeback.project.patience.PatientWorker",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": FINISH_SECONDS,
            "keepalive": 5,
            "limit_request_line": 2048,
            "limit_request_fields": 64,
            "limit_request_field_size": 8190,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "proc_name": "takeback",
            # What proxies say is read by our settings, and by nothing else.
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
            "post_fork": _end_with_master,
            "post_worker_init": self._tell_ready,
        }

    def _tell_ready(self, worker: object) -> None:
        del worker
        os.write(self._ready, b"1")


def _end_with_master(master: Arbiter, worker: object) -> None:
    del worker
    end_with_parent(master.pid)


def main() -> None:
    """Answer visitors until told to stop."""
    parent, socket_number, ready = (int(word) for word in sys.argv[1:4])
    end_with_parent(parent)
    WebServer(socket_number=socket_number, ready=ready).run()


if __name__ == "__main__":
    main()
