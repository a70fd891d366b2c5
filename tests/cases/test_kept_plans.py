import pytest
from nacl.utils import random

from takeback.cases.actions import Opening, end, erase, open_case
from takeback.cases.codes import read_code
from takeback.cases.holding import HeldCase, find_by_code
from takeback.cases.kept_plans import MOST_BYTES, forget_plan, keep_plan, read_plan
from takeback.cases.keys import WrongKey
from takeback.cases.lists import case_overview
from takeback.cases.models import AuditRow, Case, KeptPlan
from takeback.cases.sealing import BLOCK_BYTES, NotReadable, seal, unseal
from takeback.cases.status import Actor
from takeback.registry.refused import Refused
from tests.cases.openings import NOW, REQUEST_KEY, TODAY, days_later, opened
from tests.registry.pictures import picture

pytestmark = pytest.mark.django_db

PLAN = b'{"door": "you", "given": {"danger": ["none"]}, "done": []}'


def held(opening: Opening) -> HeldCase:
    found = find_by_code(read_code(open_case(opening, now=NOW).code))
    assert found is not None
    return found


def with_plan(plan: bytes = PLAN) -> HeldCase:
    return held(Opening("", "", (), plan=plan))


def verbs() -> list[str]:
    return list(AuditRow.objects.order_by("number").values_list("verb", flat=True))


def test_a_plan_is_kept_behind_a_code_without_any_picture_or_age() -> None:
    case = with_plan()

    assert read_plan(case.case, key=case.key) == PLAN
    assert (case.case.age_band, case.case.whose) == ("", "")
    overview = case_overview(case.case, today=TODAY)
    assert (overview.pictures, overview.has_plan) == (0, True)
    assert verbs() == ["opened", "kept"]


def test_a_plan_is_kept_beside_pictures() -> None:
    case = held(Opening("13_15", "me", (picture(1),), plan=PLAN))

    assert read_plan(case.case, key=case.key) == PLAN
    assert case_overview(case.case, today=TODAY).pictures == 1


def test_pictures_without_an_age_are_refused_also_beside_a_plan() -> None:
    with pytest.raises(ValueError, match="age band"):
        Opening("", "me", (picture(1),), plan=PLAN)


def test_a_case_with_neither_picture_nor_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="0 pictures; a case has 1 to 100, or a plan"):
        Opening("13_15", "me", ())


def test_the_same_request_with_another_step_ticked_off_opens_one_case() -> None:
    first = open_case(Opening("", "", (), request_key=REQUEST_KEY, plan=PLAN), now=NOW)
    again = open_case(Opening("", "", (), request_key=REQUEST_KEY, plan=PLAN + b" "), now=NOW)

    assert again == first
    assert Case.objects.count() == 1


def test_what_is_kept_later_takes_the_place_of_what_was_there() -> None:
    case = with_plan()

    keep_plan(case.case, b"later", by=Actor.VISITOR, now=NOW)

    assert read_plan(case.case, key=case.key) == b"later"
    assert KeptPlan.objects.count() == 1
    assert verbs() == ["opened", "kept"]


def test_nothing_kept_reads_as_nothing() -> None:
    case = held(Opening("13_15", "me", (picture(1),)))

    assert read_plan(case.case, key=case.key) is None
    assert not forget_plan(case.case, by=Actor.VISITOR, now=NOW)


def test_a_forgotten_plan_is_deleted_and_the_case_stays() -> None:
    case = with_plan()

    assert forget_plan(case.case, by=Actor.VISITOR, now=NOW)

    assert read_plan(case.case, key=case.key) is None
    assert Case.objects.count() == 1
    assert verbs() == ["opened", "kept", "forgotten"]


def test_an_erased_case_takes_its_plan_with_it() -> None:
    case = with_plan()

    erase(case.case, by=Actor.VISITOR, now=NOW)

    assert KeptPlan.objects.count() == 0
    assert not forget_plan(case.case, by=Actor.VISITOR, now=NOW)
    with pytest.raises(Refused) as refused:
        keep_plan(case.case, PLAN, by=Actor.VISITOR, now=NOW)
    assert refused.value.code == "has_ended"


def test_an_ended_case_keeps_no_plan() -> None:
    case = with_plan()

    end(case.case, by=Actor.TIME, now=days_later(91))

    assert KeptPlan.objects.count() == 0
    with pytest.raises(Refused):
        keep_plan(case.case, PLAN, by=Actor.VISITOR, now=days_later(91))


def test_a_plan_over_the_limit_is_refused_with_its_size() -> None:
    _, case = opened()

    with pytest.raises(ValueError, match=f"{MOST_BYTES + 1} bytes; a plan has at most"):
        keep_plan(case, bytes(MOST_BYTES + 1), by=Actor.VISITOR, now=NOW)


def test_promise_9_a_kept_plan_is_sealed_and_its_length_tells_little() -> None:
    short, long = with_plan(b"{}"), with_plan(PLAN)

    sealed = [bytes(kept.sealed) for kept in KeptPlan.objects.order_by("pk")]

    assert len(sealed[0]) == len(sealed[1])
    assert b"door" not in sealed[1]
    assert bytes(long.case.origin) not in sealed[1]
    assert read_plan(short.case, key=short.key) == b"{}"


def test_a_kept_plan_shows_whose_page_it_is_in_and_nothing_else() -> None:
    held = with_plan()

    assert str(KeptPlan.objects.get()) == f"plan of {held.case.name}"


def test_a_plan_does_not_open_with_the_key_of_another_case() -> None:
    mine, other = with_plan(), with_plan()

    with pytest.raises(WrongKey):
        read_plan(mine.case, key=other.key)


def test_what_was_sealed_for_another_purpose_or_case_is_not_read() -> None:
    mine, other = with_plan(), with_plan()
    for_mail = seal(mine.case, b"words", purpose=b"mail")

    with pytest.raises(NotReadable, match="another case or purpose"):
        unseal(mine.case, for_mail, key=mine.key, purpose=b"plan")
    other.case.public_key = mine.case.public_key
    moved = seal(other.case, b"words", purpose=b"mail")
    with pytest.raises(NotReadable, match="another case or purpose"):
        unseal(mine.case, moved, key=mine.key, purpose=b"mail")


@pytest.mark.parametrize("junk", [b"", b"short", random(BLOCK_BYTES)])
def test_what_was_changed_is_not_read(junk: bytes) -> None:
    mine = with_plan()

    with pytest.raises(NotReadable, match="has been changed"):
        unseal(mine.case, junk, key=mine.key, purpose=b"plan")
