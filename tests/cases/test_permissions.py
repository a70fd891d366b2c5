from itertools import product

import pytest

from takeback.cases.permissions import check_may_erase, check_may_move, may_move
from takeback.cases.status import MEANINGS, Actor, Status
from takeback.registry.refused import Refused

ALLOWED = {
    (Status.ACTIVE, Status.WITHDRAWN, Actor.VISITOR),
    (Status.ENDED, Status.WITHDRAWN, Actor.VISITOR),
    (Status.ACTIVE, Status.ENDED, Actor.TIME),
    (Status.WITHDRAWN, Status.ENDED, Actor.TIME),
}


@pytest.mark.parametrize(("before", "after", "by"), list(product(Status, Status, Actor)))
def test_only_the_written_moves_are_allowed(before: Status, after: Status, by: Actor) -> None:
    assert may_move(before, after, by=by) is ((before, after, by) in ALLOWED)


def test_a_refused_move_says_why() -> None:
    with pytest.raises(Refused, match="the case is already withdrawn") as already:
        check_may_move(Status.WITHDRAWN, Status.WITHDRAWN, by=Actor.VISITOR)
    with pytest.raises(Refused, match="visitor may not turn active into ended") as may_not:
        check_may_move(Status.ACTIVE, Status.ENDED, by=Actor.VISITOR)

    assert (already.value.code, may_not.value.code) == ("already_so", "may_not")


@pytest.mark.parametrize("before", list(Status))
def test_the_visitor_may_erase_at_any_time(before: Status) -> None:
    check_may_erase(before, by=Actor.VISITOR)


def test_time_removes_only_what_has_ended() -> None:
    check_may_erase(Status.ENDED, by=Actor.TIME)
    for before in (Status.ACTIVE, Status.WITHDRAWN):
        with pytest.raises(Refused, match=f"time may not erase a case that is {before.value}"):
            check_may_erase(before, by=Actor.TIME)


def test_every_state_has_a_meaning() -> None:
    assert set(MEANINGS) == set(Status)
