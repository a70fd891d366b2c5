"""The published document, and requests made up from it."""

from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from takeback.project.wsgi import application
from takeback.registry import entries
from tests.registry.pictures import NOW, ORIGIN, picture

DOCUMENT = "/api/v1/openapi.json"
MATCH = "/api/v1/match"
ROUTES = [("/api/v1/feed", "get"), ("/api/v1/feedback", "post"), (MATCH, "post")]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def published(db: None) -> dict[str, Any]:
    return dict(Client().get(DOCUMENT).json())


# Real commits: a whole request through the server's interface closes the connection at its end.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=["as documented", "not as documented"])
@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_made_up_requests_get_documented_answers(
    key: str, path: str, method: str, mode: GenerationMode
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    document = schemathesis.openapi.from_wsgi(DOCUMENT, application)

    @settings(
        max_examples=15 if path == MATCH else 30, deadline=None, derandomize=True, database=None
    )
    @given(case=document[path][method.upper()].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and path == "/api/v1/feedback":
            case.body["entry"] = entry
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)

    ask()


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_answer_of_a_route_is_documented(
    published: dict[str, Any], path: str, method: str
) -> None:
    route = published["paths"][path][method]

    assert {"401", "422", "503"} <= set(route["responses"])
    assert ("409" in route["responses"]) is (path != MATCH)
    assert route["security"] == [{"PartnerKeyBearer": []}]
    assert len(route["description"]) > 100


def test_everything_a_partner_sends_or_reads_is_described(published: dict[str, Any]) -> None:
    names = "ChangeOut FingerprintOut FeedbackIn ErrorDetail SoughtIn MatchIn NeighbourOut MatchOut"
    for name in names.split():
        for field, schema in published["components"]["schemas"][name]["properties"].items():
            assert schema.get("description"), f"{name}.{field}"


def test_the_key_is_documented_as_a_header_only(published: dict[str, Any]) -> None:
    scheme = published["components"]["securitySchemes"]["PartnerKeyBearer"]

    assert scheme == {"type": "http", "scheme": "bearer"}
