"""What the page sends of pictures and videos, and sending it in several requests."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.test import Client

from takeback.cases.actions import withdraw
from takeback.cases.models import Case
from takeback.cases.status import Actor
from takeback.fingerprint.picture import make_views
from takeback.registry.models import Entry, EntryFingerprint
from takeback.site import limits
from tests.cases.openings import NOW
from tests.cli.drawings import draw
from tests.registry.pictures import bits_of
from tests.site.test_api import PDQ, REMOVE, body, error_of, send

pytestmark = pytest.mark.django_db

HOUSE = ("mean-whole", "cell-1", "cell-12")


@pytest.fixture(autouse=True)
def fresh_budgets() -> Iterator[None]:
    limits.forget_all()
    yield
    limits.forget_all()


def picture(number: int, **changes: object) -> dict[str, object]:
    return {"quality": 87, "pdq-1": {"whole": bits_of(number, "whole")}} | changes


def video(number: int, *qualities: int, **changes: object) -> dict[str, object]:
    frames = [
        {"at": place, "quality": quality, "bits": bits_of(number, f"frame {place}")}
        for place, quality in enumerate(qualities)
    ]
    return {"kind": "video", "frames": frames} | changes


def opened(*pictures: object) -> Any:
    return send(body(pictures=list(pictures or [picture(1)]))).json()


def add(token: object, *pictures: object, **headers: str) -> Any:
    content = {"add_to": token, "pictures": list(pictures)}
    content = {name: value for name, value in content.items() if value is not REMOVE}
    return Client().post(
        "/api/v1/cases/pictures",
        data=json.dumps(content, separators=(",", ":")),
        content_type="application/json",
        headers=headers,
    )


def kept() -> set[tuple[str, str, str]]:
    rows = EntryFingerprint.objects.values_list("recipe", "view", "bits")
    return {(recipe, view, bytes(bits).hex()) for recipe, view, bits in rows}


def test_house_views_and_cells_are_kept_beside_the_standard_ones() -> None:
    opened(picture(1, **{"pdq-mean-1": {view: bits_of(2, view) for view in HOUSE}}))

    house = {("pdq-mean-1", view, bits_of(2, view)) for view in HOUSE}
    assert kept() == {("pdq-1", "whole", bits_of(1, "whole"))} | house


def test_a_view_that_a_recipe_does_not_have_is_refused_with_those_it_has() -> None:
    cell_as_standard = picture(1, **{"pdq-1": {"whole": PDQ, "cell-1": PDQ}})

    _, _, _, message = error_of(send(body(pictures=[cell_as_standard])))

    assert message.startswith("a view that pdq-1 does not have; it has whole, mirror, flip, ")
    assert "cell" not in message
    assert len(message) < 1200


def test_everything_that_the_kernel_makes_of_a_picture_is_kept_by_its_name() -> None:
    made = make_views(np.asarray(draw()))
    views = {
        recipe: {view.view: view.fingerprint.hex for view in made if view.recipe == recipe}
        for recipe in ("pdq-1", "pdq-mean-1")
    }

    opened({"quality": 100, **views})

    assert kept() == {(view.recipe, view.view, view.fingerprint.hex) for view in made}
    assert len(made) > 50


def test_of_a_video_the_frames_with_enough_in_them_are_kept_and_the_digests() -> None:
    answer = opened(video(1, 80, 49, 50, md5="ab" * 16))

    assert kept() == {
        ("vpdq-1", "frame-0001", bits_of(1, "frame 0")),
        ("vpdq-1", "frame-0003", bits_of(1, "frame 2")),
        ("md5", "whole", "ab" * 16),
    }
    assert answer["entries"] == [Entry.objects.get().public_id]


def test_six_hundred_frames_fit_into_one_request() -> None:
    content = body(pictures=[video(1, *[100] * 600, md5="ab" * 16, sha256="cd" * 32)])
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 64 * 1024

    assert send(text).status_code == 201
    assert EntryFingerprint.objects.count() == 602


def test_a_black_video_is_kept_as_a_file() -> None:
    opened(video(1, 0, 0, sha256="cd" * 32))

    assert kept() == {("sha256", "whole", "cd" * 32)}


def test_a_black_video_without_digests_is_refused() -> None:
    status, code, field, message = error_of(send(body(pictures=[picture(1), video(1, 49, 3)])))

    assert (status, code, field) == (422, "too_plain", "pictures.1")
    assert message.startswith("picture 2 has quality 49; it needs 50")


def test_a_picture_that_everybody_has_is_refused_by_its_number() -> None:
    blank = picture(2, **{"pdq-1": {"whole": "0" * 64}})

    status, code, field, message = error_of(send(body(pictures=[picture(1), blank])))

    assert (status, code, field) == (422, "too_common", "pictures.1")
    assert message.startswith("picture 2: every phone has pictures like this one")
    assert not Case.objects.exists()


def test_a_case_is_opened_in_several_requests() -> None:
    answer = opened(picture(1))

    response = add(answer["add_more"], picture(2), video(3, 90))

    assert response.status_code == 201
    ids = list(Entry.objects.order_by("pk").values_list("public_id", flat=True))
    assert answer["entries"] + response.json()["entries"] == ids
    assert response.headers["Cache-Control"] == "no-store"
    assert Case.objects.count() == 1


@pytest.mark.parametrize("key", [{"Idempotency-Key": "0123456789abcdef" * 2}, {}])
def test_pictures_sent_again_get_the_same_answer_and_are_kept_once(key: dict[str, str]) -> None:
    token = opened(picture(1))["add_more"]

    first, again = add(token, picture(2), **key), add(token, picture(2), **key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "A" * 86])
def test_a_token_that_opens_nothing_is_not_found(token: str) -> None:
    opened(picture(1))

    assert error_of(add(token, picture(2)))[:2] == (404, "add_to_unknown")
    assert Entry.objects.count() == 1


def test_a_withdrawn_case_answers_as_an_unknown_one() -> None:
    token = opened(picture(1))["add_more"]
    withdraw(Case.objects.get(), by=Actor.VISITOR, now=NOW)

    assert add(token, picture(2)).content == add("A" * 86, picture(2)).content


def test_more_than_a_hundred_pictures_are_refused() -> None:
    token = opened(*[picture(number) for number in range(60)])["add_more"]

    status, code, _, _ = error_of(add(token, *[picture(number) for number in range(60, 101)]))

    assert (status, code) == (409, "case_full")
    assert Entry.objects.count() == 60


@pytest.mark.parametrize(
    ("token", "pictures", "field"),
    [
        (REMOVE, [picture(2)], "add_to"),
        (7, [picture(2)], "add_to"),
        ("A" * 201, [picture(2)], "add_to"),
        ("A" * 86, [], "pictures"),
        ("A" * 86, [{"quality": 87}], "pictures.0.pdq-1"),
    ],
)
def test_what_is_not_as_asked_is_refused_naming_the_place(
    token: object, pictures: list[object], field: str
) -> None:
    status, code, named, _ = error_of(add(token, *pictures))

    assert (status, code, named) == (422, "not_valid", field)


def test_a_plain_picture_is_refused_by_its_number_here_too() -> None:
    token = opened(picture(1))["add_more"]

    assert error_of(add(token, picture(2, quality=49)))[:2] == (422, "too_plain")


def test_a_page_of_another_site_cannot_add_pictures() -> None:
    token = opened(picture(1))["add_more"]

    response = add(token, picture(2), **{"Sec-Fetch-Site": "cross-site"})

    assert error_of(response)[:2] == (403, "cross_site")


def test_adding_has_a_budget_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    token = opened(picture(1))["add_more"]
    monkeypatch.setattr(limits.ADDINGS, "_most", 2)

    statuses = [add(token, picture(number)).status_code for number in (2, 3, 4)]

    assert statuses == [201, 201, 429]
    assert send(body()).status_code == 201
