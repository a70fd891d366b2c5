"""Requests as a partner's program makes them."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

FEED = "/api/v1/feed"
FEEDBACK = "/api/v1/feedback"
MATCH = "/api/v1/match"


@dataclass(frozen=True)
class Answer:
    """Status, parsed body and headers."""

    status: int
    body: Any
    headers: Any


@dataclass(frozen=True)
class Calls:
    """Asks with one key. `None` asks without."""

    client: Client
    key: str | None

    def feed(self, **query: str | int) -> Answer:
        """Read a page."""
        return _answer(self.client.get(FEED, query, headers=self._headers()))

    def feedback(self, body: object, **headers: str) -> Answer:
        """Send an answer; `body` is bytes to send as they are, or anything JSON can say."""
        return self._post(FEEDBACK, body, headers)

    def match(self, body: object, **headers: str) -> Answer:
        """Look up; `body` as for `feedback`."""
        return self._post(MATCH, body, headers)

    def _post(self, address: str, body: object, headers: dict[str, str]) -> Answer:
        sent = self.client.post(
            address,
            data=body,
            content_type="application/json",
            headers=self._headers() | headers,
        )
        return _answer(sent)

    def _headers(self) -> dict[str, str]:
        return {} if self.key is None else {"Authorization": f"Bearer {self.key}"}


def _answer(response: Any) -> Answer:
    return Answer(response.status_code, response.json(), response.headers)
