from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_a_living_process_says_so(client: Client) -> None:
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.django_db
def test_ready_when_the_database_answers(client: Client) -> None:
    assert client.get("/readyz").json() == {"ready": True}


def test_not_ready_when_the_database_does_not_answer(client: Client) -> None:
    # The outside is what is faked here: a database server that is gone.
    with mock.patch.object(connection, "cursor", side_effect=OperationalError):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, "database")
