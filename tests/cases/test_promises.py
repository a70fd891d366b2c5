"""Promises 4 and 9, as far as cases keep them."""

from itertools import pairwise

import pytest
from django.apps import apps
from django.db import models

from takeback.cases.actions import open_case
from takeback.cases.codes import read_code
from takeback.cases.holding import find_by_code, open_case_key
from takeback.cases.keys import derive_keys
from takeback.cases.models import Case
from tests.cases.openings import NOW, REQUEST_KEY, opening

TELLING = ("ip", "address", "remote", "agent", "referrer", "device", "email", "phone", "time")


def everything_stored() -> bytes:
    """Return every value of every row of every table, text and bytes alike."""
    values: list[bytes] = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            values += [
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for value in row
            ]
    return b"\n".join(values)


@pytest.mark.django_db
def test_promise_9_a_dump_holds_neither_the_code_nor_a_key() -> None:
    answer = open_case(opening(1, 2, request_key=REQUEST_KEY), now=NOW)
    code = read_code(answer.code)
    held = find_by_code(code)
    assert held is not None
    private = bytes(open_case_key(held.case, held.key))

    stored = everything_stored()

    assert answer.case_name.encode() in stored  # the search sees what is stored
    assert derive_keys(code).stored_lookup in stored
    for secret in (held.key, private, REQUEST_KEY.encode(), bytes.fromhex(REQUEST_KEY)):
        assert secret not in stored
        assert secret.hex().encode() not in stored
    for first, second in pairwise(code.words):
        assert f"{first} {second}".encode() not in stored.lower()


@pytest.mark.django_db
def test_promise_9_two_cases_with_the_same_pictures_share_nothing() -> None:
    open_case(opening(1), now=NOW)
    open_case(opening(1), now=NOW)

    first, second = Case.objects.all()
    for field in ("origin", "stored_lookup", "public_key", "sealed_private_key"):
        assert bytes(getattr(first, field)) != bytes(getattr(second, field))


def test_promise_4_a_case_has_no_field_for_an_address_a_device_or_a_time() -> None:
    for model in apps.get_app_config("cases").get_models():
        for field in model._meta.get_fields():
            assert not set(field.name.split("_")) & set(TELLING), f"{model.__name__}.{field.name}"
            assert not isinstance(field, models.DateTimeField | models.GenericIPAddressField)
