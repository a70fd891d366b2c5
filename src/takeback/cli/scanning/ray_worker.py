"""What runs on a Ray cluster: workers that look at files, and the memory of what ended them."""

import json
import signal
import socket
import time
import traceback
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pyarrow as pa
import ray
from ray.actor import ActorHandle

from takeback.cli.problems import Problem
from takeback.cli.scanning.crew import TRIES
from takeback.cli.scanning.looking import Looker, Looking
from takeback.cli.scanning.places import Line, Place
from takeback.cli.scanning.ray_lists import check_same_list

Given = TypeVar("Given")
Made = TypeVar("Made")

# A worker that replaces a lost one is given again what was on its way to that: two blocks.
CAREFUL_BLOCKS = 4


class Tries:
    """Which files were begun, and not ended, by workers that replace lost ones.

    One for a run. Without it, a file that ends every process that reads it would be tried for
    ever: Ray repeats what a lost worker did, and does not know what it was lost over.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: dict[int, dict[str, float]] = {}

    def begin(self, number: int, mark: str, seconds: int) -> str:
        """Return why a file is not to be begun once more; nothing when it is.

        Ray may repeat the call: with the same mark it counts once.
        """
        begun = self._begun.setdefault(number, {})
        now = self._clock()
        if begun and mark not in begun and now - max(begun.values()) >= seconds:
            return f"it took longer than {seconds} seconds"
        begun[mark] = now
        return f"the process that read it ended, {TRIES} times" if len(begun) >= TRIES else ""

    def end(self, number: int) -> None:
        """Forget a file that ended nobody."""
        self._begun.pop(number, None)


class Worker:
    """One process on the cluster: opens the list once, looks at one block after another."""

    def __init__(
        self, looking: Looking, pulled_to: str, seconds: int, tries: ActorHandle[Tries]
    ) -> None:
        self._seconds, self._tries = seconds, tries
        is_again = ray.get_runtime_context().was_current_actor_reconstructed
        self._careful_blocks = CAREFUL_BLOCKS if is_again else 0
        # The list stays with the thread that opened it, and Ray calls from any.
        self._thread = ThreadPoolExecutor(max_workers=1)
        # Raised here, it would be repeated on another worker, and again; so it is kept.
        self._trouble = self._thread.submit(self._open, looking, pulled_to).result()

    def __call__(self, block: pa.Table) -> pa.Table:
        """Return a row a file, its `number` and `line`; or one without a number: what is wrong."""
        return self._trouble or self._thread.submit(_or_trouble, self._look_at, block).result()

    def _open(self, looking: Looking, pulled_to: str) -> pa.Table | None:
        def open_list(looking: Looking) -> None:
            check_same_list(looking.list_file, pulled_to)
            self._looker = Looker(looking)

        return _or_trouble(open_list, looking)

    def _look_at(self, block: pa.Table) -> pa.Table:
        numbers = block["number"].to_pylist()
        places = [Place(**json.loads(text)) for text in block["place"].to_pylist()]
        lines = [self._look(*each) for each in zip(numbers, places, strict=True)]
        self._careful_blocks = max(0, self._careful_blocks - 1)
        return _table(numbers, lines)

    def _look(self, number: int, place: Place) -> Line:
        if not self._careful_blocks:
            return self._look_in_time(place)
        begun: ray.ObjectRef[str] = self._tries.begin.remote(
            number, uuid.uuid4().hex, self._seconds
        )
        if reason := ray.get(begun):
            return {"file": place.name, "unreadable": reason}
        line = self._look_in_time(place)
        self._tries.end.remote(number)
        return line

    def _look_in_time(self, place: Place) -> Line:
        # Ends the process, whatever a decoder is doing.
        signal.alarm(self._seconds)
        try:
            return self._looker.look(place)
        finally:
            signal.alarm(0)


def _or_trouble(do: Callable[[Given], Made], given: Given) -> Made | pa.Table:
    """Return what is made, or one row that says what went wrong here.

    Of our own bug it says where it is and not its text, which may quote what is in a file.
    """
    try:
        return do(given)
    except Problem as problem:
        said: Line = {"problem": f"on the node {socket.gethostname()}: {problem}"}
    except Exception as error:  # noqa: BLE001 - heard where the lines are collected
        frames = traceback.extract_tb(error.__traceback__)
        where = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        said = {"fault": type(error).__name__, "frames": where}
    return _table([None], [said])


def _table(numbers: list[int | None], lines: list[Line]) -> pa.Table:
    texts = [json.dumps(line) for line in lines]
    return pa.table({"number": pa.array(numbers, pa.int64()), "line": pa.array(texts, pa.string())})
