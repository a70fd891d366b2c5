import json

import pytest

from takeback.registry.partners import authenticate
from tests.cli.conftest import Takeback

pytestmark = pytest.mark.django_db


def test_a_partner_is_added_and_its_key_shown_once(takeback: Takeback) -> None:
    ended = takeback("partner", "add", "Example Videos", "--json")

    made = json.loads(ended.lines[0])
    partner = authenticate(made["key"])
    assert ended.code == 0
    assert list(made) == ["partner", "key"]
    assert partner is not None
    assert partner.name == made["partner"] == "Example Videos"
    assert made["key"] not in "".join(takeback("partner", "list", "--json").lines)


def test_a_person_is_told_that_the_key_is_not_shown_again(takeback: Takeback) -> None:
    ended = takeback("partner", "add", "Example Videos")

    assert ended.lines[0] == "partner  Example Videos"
    assert ended.lines[1].startswith("key      tbk_")
    assert "not shown again" in ended.errors


def test_a_name_that_is_taken_is_refused(takeback: Takeback) -> None:
    takeback("partner", "add", "Example Videos")

    ended = takeback("partner", "add", "example videos")

    assert ended.code == 1
    assert "is a partner already" in ended.errors


@pytest.mark.parametrize("name", ["", "x", "y" * 61, "bell\a"])
def test_a_name_that_visitors_could_not_read_is_wrong_use(takeback: Takeback, name: str) -> None:
    assert takeback("partner", "add", name).code == 2


def test_keys_are_changed_by_adding_one_and_revoking_the_other(takeback: Takeback) -> None:
    old = json.loads(takeback("partner", "add", "Videos", "--json").lines[0])["key"]

    new = json.loads(takeback("partner", "add-key", "videos", "--json").lines[0])["key"]
    revoked = takeback("partner", "revoke", "Videos", "--key-id", old.split("_")[1], "--json")

    assert json.loads(revoked.lines[0]) == {"partner": "Videos", "revoked": [old.split("_")[1]]}
    assert authenticate(old) is None
    assert authenticate(new) is not None


def test_all_keys_are_revoked_when_none_is_named(takeback: Takeback) -> None:
    keys = [
        json.loads(takeback("partner", command, "Videos", "--json").lines[0])["key"]
        for command in ("add", "add-key")
    ]

    ended = takeback("partner", "revoke", "Videos")

    assert ended.code == 0
    assert [authenticate(key) for key in keys] == [None, None]


def test_the_list_shows_keys_by_id_and_since_when_they_are_useless(takeback: Takeback) -> None:
    takeback("partner", "add", "Videos")
    takeback("partner", "revoke", "Videos")

    text = takeback("partner", "list")
    as_json = json.loads(takeback("partner", "list", "--json").lines[0])

    (key,) = as_json["keys"]
    assert list(as_json) == ["partner", "added_on", "keys"]
    assert list(key) == ["key_id", "made_on", "revoked_on"]
    assert key["revoked_on"] is not None
    assert text.lines[1] == (
        f"  {key['key_id']}  made {key['made_on']}, revoked {key['revoked_on']}"
    )


def test_a_list_of_nobody_says_how_to_begin(takeback: Takeback) -> None:
    ended = takeback("partner", "list")

    assert ended.code == 0
    assert "`takeback partner add NAME`" in ended.errors


@pytest.mark.parametrize(
    "arguments",
    [("revoke", "Nobody"), ("add-key", "Nobody"), ("revoke", "Videos", "--key-id", "nokey")],
)
def test_what_does_not_exist_is_the_answer_no(
    takeback: Takeback, arguments: tuple[str, ...]
) -> None:
    takeback("partner", "add", "Videos")

    assert takeback("partner", *arguments).code == 1


def test_a_partner_whose_keys_are_all_revoked_has_none_to_revoke(takeback: Takeback) -> None:
    takeback("partner", "add", "Videos")
    takeback("partner", "revoke", "Videos")

    ended = takeback("partner", "revoke", "Videos")

    assert ended.code == 1
    assert "no such live key" in ended.errors
