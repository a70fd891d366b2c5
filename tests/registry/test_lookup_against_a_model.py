"""Whatever happens to entries, and while it happens, a lookup says what a plain list would say."""

import random
import threading
from pathlib import Path
from typing import Self

import pytest
from django.db import connections

from takeback.registry import entries
from takeback.registry.lookup import Lookup, Sought
from takeback.registry.lookup_file import FILE_NAME, LookupFile
from tests.registry.pictures import NOW, bits_of, picture

VIEWS = ("whole", "mirror")
STEPS = 80


class Model:
    """Which pictures are active, by number; each has an origin of its own."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.active: dict[int, str] = {}
        self._suspended: dict[int, str] = {}
        self._next = 0

    def change(self) -> None:
        """Do one thing to one entry, or put a new one in force."""
        change = self._chance.choice([self.put_in_force, self.withdraw, self.suspend, self.resume])
        change()

    def put_in_force(self) -> None:
        number, self._next = self._next, self._next + 1
        (entry,) = entries.put_in_force(_origin(number), [picture(number, views=VIEWS)], now=NOW)
        self.active[number] = entry

    def withdraw(self) -> None:
        for number in self._some(self.active) + self._some(self._suspended):
            self.active.pop(number, None)
            self._suspended.pop(number, None)
            entries.withdraw(_origin(number), now=NOW)

    def suspend(self) -> None:
        for number in self._some(self.active):
            self._suspended[number] = self.active.pop(number)
            entries.suspend(self._suspended[number], now=NOW)

    def resume(self) -> None:
        for number in self._some(self._suspended):
            entries.resume(self._suspended[number], now=NOW)
            self.active[number] = self._suspended.pop(number)

    def expected(self) -> list[list[str]]:
        """Return what looking every picture up must find."""
        return [
            [self.active[number]] if number in self.active else [] for number in range(self._next)
        ]

    def sought(self) -> list[Sought]:
        """Return a fingerprint of every picture, some bits off."""
        return [_sought(number, self._chance.choice(VIEWS)) for number in range(self._next)]

    def _some(self, numbers: dict[int, str]) -> list[int]:
        return self._chance.sample(sorted(numbers), 1) if numbers else []


def _origin(number: int) -> bytes:
    return number.to_bytes(16)


def _sought(number: int, view: str) -> Sought:
    bits = int(bits_of(number, view), 16) ^ 0b11111 << number % 200
    return Sought("pdq-1", bits.to_bytes(32))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_every_process_finds_what_a_plain_list_would(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    model = Model(chance)
    path = tmp_path / FILE_NAME
    processes = [Lookup(LookupFile(path)) for _ in range(2)]

    for _ in range(STEPS):
        model.change()
        if chance.random() < 0.1:
            processes[0].keep_snapshot()
        if chance.random() < 0.1:
            processes[1].take_replaced()
        if chance.random() < 0.1:
            processes[1] = Lookup(LookupFile(path))
        process = chance.choice(processes)
        found = process.near(model.sought())
        assert [[near.entry for near in some] for some in found.neighbours] == model.expected()


class Askers:
    """Threads that look everything up again and again, and write down what was wrong."""

    def __init__(self, asked: Lookup) -> None:
        self._asked = asked
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(2)]
        # What is listed, what is about to leave, and what has left, as of the writer's commits.
        self.listed: set[int] = set()
        self.leaving: set[int] = set()
        self.left: set[int] = set()
        self.wrong: list[str] = []
        self.rounds = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def _ask(self) -> None:
        while not self._is_over.is_set():
            left, listed = set(self.left), set(self.listed)
            numbers = sorted(left | listed)
            found = self._asked.near([_sought(number, "whole") for number in numbers]).neighbours
            named = {number for number, some in zip(numbers, found, strict=True) if some}
            self.wrong.extend(f"{number} was named" for number in named & left)
            # What was leaving meanwhile may be missing.
            missing = listed - named - self.leaving
            self.wrong.extend(f"{number} was missed" for number in missing)
            self.rounds += 1
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_promise_8_while_many_ask_nothing_that_left_before_is_named_and_nothing_is_missed(
    tmp_path: Path,
) -> None:
    asked, keeper = (Lookup(LookupFile(tmp_path / FILE_NAME)) for _ in range(2))

    with Askers(asked) as askers:
        for number in range(30):
            entries.put_in_force(_origin(number), [picture(number, views=VIEWS)], now=NOW)
            askers.listed.add(number)
            if number % 2:
                askers.leaving.add(number)
                entries.withdraw(_origin(number), now=NOW)
                askers.left.add(number)
                askers.listed.remove(number)
            if number % 10 == 9:
                keeper.keep_snapshot()
                asked.take_replaced()

    assert askers.wrong == []
    assert askers.rounds > 0
