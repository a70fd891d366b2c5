"""Any sequence of changes and reads, against a plain dictionary that says what must come out."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from takeback.registry import entries
from takeback.registry.refused import Refused
from tests.registry.pictures import NOW, bits_of, picture
from tests.registry.readers import Reader

CASES = st.integers(0, 3)
READERS = st.integers(0, 1)
STEPS = st.one_of(
    st.tuples(st.just("open"), CASES, st.integers(1, 3)),
    st.tuples(
        st.sampled_from(["withdraw", "forget", "suspend", "resume", "renew"]), CASES, st.just(0)
    ),
    st.tuples(st.just("read"), READERS, st.integers(1, 4)),
    st.tuples(st.just("restart"), READERS, st.just(0)),
)


class Model:
    """The registry without a database: entry -> state and picture, grouped by case."""

    def __init__(self) -> None:
        self.state: dict[str, str] = {}
        self.picture: dict[str, int] = {}
        self.of_case: dict[int, list[str]] = {}

    def list(self) -> dict[str, frozenset[tuple[str, str, str]]]:
        """Return what a partner's list must be."""
        return {
            entry: frozenset({("pdq-1", "whole", bits_of(self.picture[entry], "whole"))})
            for entry, state in self.state.items()
            if state == "active"
        }


def open_case(model: Model, case: int, count: int) -> None:
    numbers = [len(model.state) + extra for extra in range(count)]
    given_pictures = [picture(number, views=("whole",)) for number in numbers]
    ids = entries.put_in_force(origin_of(case), given_pictures, now=NOW)
    model.state |= dict.fromkeys(ids, "active")
    model.picture |= dict(zip(ids, numbers, strict=True))
    model.of_case.setdefault(case, []).extend(ids)


def change_case(model: Model, what: str, case: int) -> None:
    ids = model.of_case.get(case, [])
    if what in {"suspend", "resume"}:
        if ids:
            change_entry(model, what, ids[0])
        return
    {"withdraw": entries.withdraw, "forget": entries.forget_origin, "renew": entries.renew}[what](
        origin_of(case), now=NOW
    )
    if what != "renew":
        model.state |= dict.fromkeys(ids, "withdrawn")
    if what == "forget":
        model.of_case.pop(case, None)


def change_entry(model: Model, what: str, entry: str) -> None:
    before, after = ("active", "suspended") if what == "suspend" else ("suspended", "active")
    act = entries.suspend if what == "suspend" else entries.resume
    if model.state[entry] != before:
        with pytest.raises(Refused):
            act(entry, now=NOW)
        return
    act(entry, now=NOW)
    model.state[entry] = after


def origin_of(case: int) -> bytes:
    return bytes([case]) * 16


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(STEPS, max_size=30))
def test_any_sequence_of_changes_reaches_every_reader(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        model, readers = Model(), [Reader(), Reader()]
        for what, which, count in steps:
            if what == "open":
                open_case(model, which, count)
            elif what == "read":
                readers[which].read_page(count)
            elif what == "restart":
                readers[which] = Reader()
            else:
                change_case(model, what, which)
        for reader in readers:
            reader.read_all()
            assert reader.list == model.list()
        transaction.set_rollback(True)
