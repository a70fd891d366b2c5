import pytest

from takeback.cases.actions import erase
from takeback.cases.codes import code_from, read_code
from takeback.cases.holding import find_by_code, find_by_key, open_case_key
from takeback.cases.status import Actor
from tests.cases.openings import NOW, opened

pytestmark = pytest.mark.django_db


def test_the_key_of_the_code_opens_the_case_and_its_key_pair() -> None:
    answer, case = opened()
    held = find_by_code(read_code(answer.code))
    assert held is not None

    assert find_by_key(case.pk, held.key) == case
    assert bytes(open_case_key(case, held.key).public_key) == bytes(case.public_key)


def test_a_code_that_never_was_opens_nothing() -> None:
    opened()

    assert find_by_code(code_from(bytes(32))) is None


def test_another_key_opens_nothing() -> None:
    _, case = opened()

    assert find_by_key(case.pk, bytes(32)) is None


def test_a_case_that_is_gone_is_not_found_by_its_key() -> None:
    answer, case = opened()
    held = find_by_code(read_code(answer.code))
    assert held is not None
    erase(case, by=Actor.VISITOR, now=NOW)

    assert find_by_key(held.case.pk, held.key) is None


def test_a_held_case_does_not_show_its_key() -> None:
    answer, _ = opened()

    assert repr(find_by_code(read_code(answer.code))) == f"HeldCase({answer.case_name})"
