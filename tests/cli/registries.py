"""A registry that answers from a script, in place of the network."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from takeback.cli.registry_client import Registry

Answer = httpx.Response | Exception
URL = "https://registry.example"
KEY = "tbk_0123456789ab_" + "x" * 43


@dataclass
class Scripted:
    """Answers each request with the next line of a script, and remembers what it was asked."""

    answers: Iterator[Answer]
    asked: list[httpx.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def registry(self) -> Registry:
        """The registry as the client sees it."""
        return Registry(URL, KEY, self.slept.append, httpx.MockTransport(self._answer))

    def cursors(self) -> list[str | None]:
        """The cursor of each request."""
        return [request.url.params.get("cursor") for request in self.asked]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def scripted(*answers: Answer) -> Scripted:
    """A registry with these answers, in this order."""
    return Scripted(iter(answers))


def ok(body: Any) -> httpx.Response:
    """An answer with this JSON."""
    return httpx.Response(200, json=body)


def error(status: int, code: str = "some_code", message: str = "what to do") -> httpx.Response:
    """An error of the documented form."""
    body = {"error": {"code": code, "field": None, "message": message}}
    return httpx.Response(status, json=body)


def served(pages: Callable[[str | None], Any]) -> Registry:
    """A registry that answers every request from its cursor."""

    def answer(request: httpx.Request) -> httpx.Response:
        return ok(json.loads(json.dumps(pages(request.url.params.get("cursor")))))

    return Registry(URL, KEY, lambda _: None, httpx.MockTransport(answer))
