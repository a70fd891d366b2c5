import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from takeback.registry import entries
from takeback.registry.feedback import take_feedback
from takeback.registry.lists import entries_of
from takeback.registry.models import Feedback, Partner
from takeback.registry.partners import add_partner
from takeback.registry.refused import Refused
from tests.registry.pictures import NOW, ORIGIN, picture

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def partners() -> list[Partner]:
    return [add_partner(name, now=NOW)[0] for name in ("Pictogram", "Wavelet", "Chatter")]


@pytest.fixture
def entry() -> str:
    return entries.put_in_force(ORIGIN, [picture(1)], now=NOW)[0]


def state() -> str:
    return entries_of(ORIGIN)[0].state


def test_an_answer_is_kept_unread_and_its_carrying_is_queued(
    partners: list[Partner], entry: str
) -> None:
    take_feedback(partners[0], entry, outcome="removed", count=3, note_code="other", now=NOW)

    kept = Feedback.objects.get()
    assert (kept.entry.public_id, kept.partner) == (entry, partners[0])
    assert (kept.outcome, kept.count, kept.note_code) == ("removed", 3, "other")
    assert (kept.received_at, kept.read_at) == (NOW, None)
    assert DBTaskResult.objects.get().args_kwargs["args"] == ["carry_feedback"]


def test_an_answer_is_about_one_copy_unless_it_says_more(
    partners: list[Partner], entry: str
) -> None:
    assert take_feedback(partners[0], entry, outcome="seen", now=NOW).count == 1


def test_the_same_answer_under_the_same_key_is_kept_once(
    partners: list[Partner], entry: str
) -> None:
    first = take_feedback(partners[0], entry, outcome="seen", idempotency_key="a", now=NOW)
    again = take_feedback(partners[0], entry, outcome="seen", idempotency_key="a", now=LATER)

    assert again == first
    assert Feedback.objects.get().received_at == NOW
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "count", "note"),
    [("removed", 1, None), ("seen", 2, None), ("seen", 1, "account_closed")],
)
def test_another_answer_under_the_same_key_is_refused(
    partners: list[Partner], entry: str, outcome: str, count: int, note: str | None
) -> None:
    take_feedback(partners[0], entry, outcome="seen", idempotency_key="a", now=NOW)
    other = partial(take_feedback, outcome=outcome, count=count, note_code=note)

    with pytest.raises(Refused) as refusal:
        other(partners[0], entry, idempotency_key="a", now=NOW)

    assert refusal.value.code == "idempotency_conflict"
    assert Feedback.objects.count() == 1


def test_two_partners_may_use_the_same_key(partners: list[Partner], entry: str) -> None:
    for partner in partners:
        take_feedback(partner, entry, outcome="seen", idempotency_key="a", now=NOW)

    assert Feedback.objects.count() == 3


def test_without_a_key_every_answer_counts(partners: list[Partner], entry: str) -> None:
    for _ in range(2):
        take_feedback(partners[0], entry, outcome="seen", now=NOW)

    assert Feedback.objects.count() == 2


def test_an_answer_about_an_unknown_entry_is_refused(partners: list[Partner]) -> None:
    with pytest.raises(Refused) as refusal:
        take_feedback(partners[0], "a" * 26, outcome="seen", now=NOW)

    assert refusal.value.code == "entry_unknown"


def test_an_answer_about_a_withdrawn_entry_is_kept(partners: list[Partner], entry: str) -> None:
    entries.withdraw(ORIGIN, now=NOW)

    kept = take_feedback(partners[0], entry, outcome="not_this", now=NOW)
    take_feedback(partners[1], entry, outcome="not_this", now=NOW)

    assert kept.entry.state == "withdrawn"
    assert state() == "withdrawn"


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_a_count_beyond_reason_is_a_mistake(
    partners: list[Partner], entry: str, count: int
) -> None:
    with pytest.raises(ValueError, match="it accepts 1 to 1000000"):
        take_feedback(partners[0], entry, outcome="seen", count=count, now=NOW)


@pytest.mark.parametrize(("outcome", "note"), [("lost", None), ("seen", "she said")])
def test_words_that_are_not_documented_are_a_mistake(
    partners: list[Partner], entry: str, outcome: str, note: str | None
) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        take_feedback(partners[0], entry, outcome=outcome, note_code=note, now=NOW)


def test_one_partner_alone_does_not_suspend_an_entry(partners: list[Partner], entry: str) -> None:
    for _ in range(3):
        take_feedback(partners[0], entry, outcome="not_this", now=NOW)

    assert state() == "active"


def test_two_partners_who_say_it_is_another_picture_suspend_the_entry(
    partners: list[Partner], entry: str
) -> None:
    take_feedback(partners[0], entry, outcome="not_this", now=NOW)
    kept = take_feedback(partners[1], entry, outcome="not_this", now=NOW)

    assert state() == "suspended"
    assert kept.entry.state == "suspended"
    assert kept.entry.suspension == "disagreement"


@pytest.mark.parametrize("found", ["seen", "removed", "blocked"])
def test_a_partner_who_found_it_keeps_the_entry_in_force(
    partners: list[Partner], entry: str, found: str
) -> None:
    take_feedback(partners[2], entry, outcome=found, now=NOW)
    take_feedback(partners[0], entry, outcome="not_this", now=NOW)
    take_feedback(partners[1], entry, outcome="not_this", now=NOW)

    assert state() == "active"


@pytest.mark.parametrize("outcome", ["not_prohibited", "unsure"])
def test_other_doubts_neither_suspend_nor_save_an_entry(
    partners: list[Partner], entry: str, outcome: str
) -> None:
    take_feedback(partners[2], entry, outcome=outcome, now=NOW)
    take_feedback(partners[0], entry, outcome=outcome, now=NOW)
    assert state() == "active"

    take_feedback(partners[0], entry, outcome="not_this", now=NOW)
    take_feedback(partners[1], entry, outcome="not_this", now=NOW)
    assert state() == "suspended"


def test_answers_from_before_somebody_looked_do_not_suspend_again(
    partners: list[Partner], entry: str
) -> None:
    take_feedback(partners[0], entry, outcome="not_this", now=NOW)
    take_feedback(partners[1], entry, outcome="not_this", now=NOW)
    entries.resume(entry, now=LATER)

    take_feedback(partners[2], entry, outcome="not_this", now=LATER + timedelta(minutes=1))
    assert state() == "active"

    take_feedback(partners[0], entry, outcome="not_this", now=LATER + timedelta(minutes=2))
    assert state() == "suspended"


@pytest.mark.parametrize(
    "wrong", [{"outcome": "lost"}, {"note_code": "free text"}, {"count": 0}, {"count": 1_000_001}]
)
def test_the_database_refuses_an_answer_that_is_not_documented(
    partners: list[Partner], entry: str, wrong: dict[str, object]
) -> None:
    take_feedback(partners[0], entry, outcome="seen", now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(**wrong)


def at_once(partners: list[Partner], entry: str, key: str | None) -> list[Exception]:
    """Let each partner say "not this" in a thread of its own, at the same moment."""
    together, failures = threading.Barrier(len(partners)), []

    def answer(partner: Partner) -> None:
        try:
            together.wait(timeout=10)
            take_feedback(partner, entry, outcome="not_this", idempotency_key=key, now=NOW)
        except Exception as error:  # noqa: BLE001 - the tests assert that there is none
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[partner]) for partner in partners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_two_partners_who_disagree_at_once_suspend_the_entry(
    partners: list[Partner], entry: str
) -> None:
    assert at_once(partners[:2], entry, None) == []

    assert state() == "suspended"


@pytest.mark.django_db(transaction=True)
def test_an_answer_sent_four_times_at_once_is_kept_once(
    partners: list[Partner], entry: str
) -> None:
    assert at_once([partners[0]] * 4, entry, "once") == []

    assert Feedback.objects.count() == 1
