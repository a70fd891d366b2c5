"""Promise 7: what is acknowledged is kept."""

import random
from pathlib import Path

from tests.instance import running
from tests.kills import open_cases_while_killing, opens


def test_promise_7_every_code_shown_and_every_picture_added_is_there_after_kills(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)

    with running(tmp_path, TAKEBACK_TRUSTED_PROXIES="1") as instance:
        outcome = open_cases_while_killing(instance, chance, openings=15)

    assert outcome.kills >= 1
    assert len(outcome.shown) >= 5
    assert outcome.lost == []
    assert len(outcome.added) >= 4
    assert outcome.not_listed == []


def test_a_code_that_was_never_given_opens_nothing(tmp_path: Path) -> None:
    """The check above can fail: the same steps with other words do not open a case."""
    with running(tmp_path) as instance:
        assert opens(instance, "apple banana cherry apple banana cherry", random.Random(1)) is False
