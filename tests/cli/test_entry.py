import json
from datetime import UTC, datetime

import pytest

from takeback.registry.entries import put_in_force
from takeback.registry.feedback import take_feedback
from takeback.registry.models import Entry
from takeback.registry.partners import add_partner
from tests.cli.conftest import Takeback
from tests.registry.pictures import picture

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _put_in_force() -> str:
    [entry] = put_in_force(bytes(16), [picture(1)], now=NOW)
    return entry


def _dispute(entry: str) -> None:
    for name in ("Example Videos", "Example Pictures"):
        partner, _ = add_partner(name, now=NOW)
        take_feedback(partner, entry, outcome="not_this", count=2, now=NOW)


def test_an_entry_that_partners_dispute_is_listed_with_their_answers(takeback: Takeback) -> None:
    entry = _put_in_force()
    _dispute(entry)

    ended = takeback("entry", "suspended", "--json")

    assert ended.code == 0
    assert [json.loads(line) for line in ended.lines] == [
        {
            "entry": entry,
            "reason": "disagreement",
            "suspended_on": "2026-11-22",
            "answers": [
                {"partner": "Example Pictures", "outcome": "not_this", "count": 2},
                {"partner": "Example Videos", "outcome": "not_this", "count": 2},
            ],
        }
    ]
    assert "Example Videos: not_this (2)" in "\n".join(takeback("entry", "suspended").lines)


def test_with_no_suspended_entry_a_person_is_told_so(takeback: Takeback) -> None:
    ended = takeback("entry", "suspended")

    assert (ended.code, ended.lines) == (0, [])
    assert "no entry is suspended" in ended.errors


def test_an_entry_is_suspended_and_resumed_by_hand(takeback: Takeback) -> None:
    entry = _put_in_force()

    suspended = takeback("entry", "suspend", entry, "--json")
    state_between = Entry.objects.get(public_id=entry).state
    resumed = takeback("entry", "resume", entry)

    assert json.loads(suspended.lines[0]) == {"entry": entry, "state": "suspended"}
    assert state_between == "suspended"
    assert "active" in resumed.lines[0]
    assert Entry.objects.get(public_id=entry).state == "active"


@pytest.mark.parametrize("command", ["suspend", "resume"])
def test_an_unknown_entry_is_answered_with_no(takeback: Takeback, command: str) -> None:
    ended = takeback("entry", command, "nothing")

    assert ended.code == 1
    assert "no entry has this id" in ended.errors


def test_an_active_entry_cannot_be_resumed(takeback: Takeback) -> None:
    ended = takeback("entry", "resume", _put_in_force())

    assert ended.code == 1
    assert "needs it to be suspended" in ended.errors
