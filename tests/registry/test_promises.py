"""The promises that the registry keeps, by their numbers in the design."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

import takeback.registry
from takeback.registry import entries
from takeback.registry.models import EntryFingerprint
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture
from tests.registry.readers import Reader


@pytest.mark.django_db
def test_promise_8_withdrawn_means_withdrawn_everywhere() -> None:
    """Promise 8: it leaves the feed, partners are told to drop it, and no bit of it is kept."""
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    kept = entries.put_in_force(OTHER_ORIGIN, [picture(3)], now=NOW)
    early, late = Reader(), Reader()
    early.read_all()

    entries.withdraw(ORIGIN, now=NOW)
    early.read_all()
    late.read_all()

    assert list(early.list) == list(late.list) == kept
    assert [change.state for change in early.given[3:]] == ["withdrawn", "withdrawn"]
    assert set(EntryFingerprint.objects.values_list("entry__public_id", flat=True)) == set(kept)


@pytest.mark.django_db
def test_promise_8_no_table_holds_a_bit_of_a_withdrawn_picture() -> None:
    """Promise 8, on the rows themselves."""
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    assert bits_of(1, "mirror") in _dump()

    entries.withdraw(ORIGIN, now=NOW)

    assert bits_of(1, "mirror") not in _dump()


def _dump() -> str:
    """Return every value of every registry table, bytes as hexadecimal."""
    values = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("registry").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - our own names
            values += [value for row in cursor.fetchall() for value in row]
    return " ".join(
        bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
        for value in values
    )


def test_promise_10_the_registry_cannot_tell_whose_picture_an_entry_is() -> None:
    """Promise 10: no relation leaves the registry, and no field could hold who somebody is."""
    fields = [field for model in _models() for field in model._meta.get_fields()]
    reached = {field.related_model for field in fields if field.is_relation}
    texts = {
        f"{field.model.__name__}.{field.name}"
        for field in fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }

    assert reached <= set(_models())
    assert texts == {
        "Counter.registry",
        "Partner.name",
        "Partner.folded_name",
        "PartnerKey.key_id",
        "Entry.public_id",
        "EntryFingerprint.recipe",
        "EntryFingerprint.view",
        "Feedback.idempotency_key",
    }


def test_promise_10_the_registry_imports_nothing_that_knows_cases() -> None:
    """Promise 10: nor does it reach up by a dotted path."""
    folder = Path(takeback.registry.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not re.match(r"takeback\.(cases|site|exchange|staff)", node.module or "")
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert "takeback.cases" not in node.value


@pytest.mark.django_db
def test_promise_10_an_entry_carries_nothing_of_the_origin_that_made_it() -> None:
    """Promise 10: what partners read is drawn at random, not made from the origin."""
    first = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.forget_origin(ORIGIN, now=NOW)
    second = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert first != second


def _models() -> list[type[models.Model]]:
    return list(apps.get_app_config("registry").get_models())
