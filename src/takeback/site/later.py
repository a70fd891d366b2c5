"""Telling a visitor to come back: why, when, and with which status."""

import math
from dataclasses import dataclass
from http import HTTPStatus

from takeback.cases.queueing import Busy
from takeback.site.limits import TooMany


@dataclass(frozen=True)
class Later:
    """What a page and a program are told. `problem` is "busy" or "too_many", for templates."""

    problem: str
    status: HTTPStatus
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes, at least 1."""
        return math.ceil(self.seconds / 60)


def later(error: Busy | TooMany) -> Later:
    """Return when to come back after this."""
    if isinstance(error, Busy):
        return Later("busy", HTTPStatus.SERVICE_UNAVAILABLE, error.wait_seconds)
    return Later("too_many", HTTPStatus.TOO_MANY_REQUESTS, error.wait_seconds)
