"""The worker's process: `python -m takeback.cli.processes.worker PARENT`."""

import signal
import sys
import threading

from takeback.cli.processes.parent import end_with_parent
from takeback.cli.set_up import set_up_django


def main() -> None:
    """Work until told to stop; then finish the job in hand."""
    end_with_parent(int(sys.argv[1]))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    set_up_django(None)
    # Here and not above: models can be imported only when the settings are loaded.
    from takeback.jobs.worker import run_worker  # noqa: PLC0415

    run_worker(stop)


if __name__ == "__main__":
    main()
