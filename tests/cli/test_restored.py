import json

import pytest

from takeback.registry.models import Counter
from tests.cli.conftest import Takeback

pytestmark = pytest.mark.django_db


def test_after_a_restore_the_registry_has_a_new_id(takeback: Takeback) -> None:
    first = json.loads(takeback("restored", "--json").lines[0])["registry"]

    ended = takeback("restored", "--json")

    assert ended.code == 0
    (line,) = ended.lines
    assert json.loads(line) == {"registry": Counter.objects.get().registry}
    assert first not in line


def test_a_person_is_told_what_partners_do_next(takeback: Takeback) -> None:
    ended = takeback("restored")

    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines == ["done: every partner pulls the whole list when it comes next"]
