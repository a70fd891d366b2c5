import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from takeback.cases.models import Case
from takeback.cli.demo_data import DRAWINGS, draw, make_demo, remove_demo
from takeback.fingerprint.picture import fingerprint_pixels
from takeback.fingerprint.value import distance
from takeback.registry.models import Entry, Feedback, Partner, PartnerKey, State
from takeback.registry.partners import authenticate
from tests.cli.conftest import Takeback

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA_FOLDER = tmp_path
    return tmp_path


def test_the_drawings_are_busy_and_far_from_each_other() -> None:
    made = [fingerprint_pixels(draw(number)) for number in range(DRAWINGS)]

    assert min(picture.quality for picture in made) >= 50
    assert distance(made[0].whole, made[1].whole) > 60
    assert distance(made[1].whole, made[2].whole) > 60


@pytest.mark.django_db
def test_a_demo_is_a_partner_two_cases_and_answers() -> None:
    made = make_demo(now=NOW)

    partner = authenticate(made.key)
    assert partner is not None
    assert len({case.code for case in made.cases}) == 2
    assert Case.objects.count() == 2
    assert Entry.objects.filter(state=State.ACTIVE).count() == DRAWINGS
    assert set(Feedback.objects.values_list("outcome", flat=True)) == {"seen", "removed", "blocked"}
    assert made.copy.is_file()


@pytest.mark.django_db
def test_a_demo_can_be_removed_without_a_trace_for_partners(data_folder: Path) -> None:
    made = make_demo(now=NOW)

    assert remove_demo(now=NOW) == 2

    assert authenticate(made.key) is None
    assert Case.objects.count() == 0
    assert not Entry.objects.exclude(state=State.WITHDRAWN).exists()
    assert not (data_folder / "demo").exists()


@pytest.mark.django_db
def test_removing_a_demo_leaves_real_partners_alone(takeback: Takeback, tmp_path: Path) -> None:
    key = json.loads(takeback("partner", "add", "Videos", "--json").lines[0])["key"]
    make_demo(now=NOW)

    remove_demo(now=NOW)

    assert authenticate(key) is not None


@pytest.mark.django_db
def test_a_second_demo_takes_the_place_of_the_first(takeback: Takeback, tmp_path: Path) -> None:
    takeback("demo", "--data", tmp_path)

    ended = takeback("demo", "--data", tmp_path, "--json")

    partner, first, second, copy = [json.loads(line) for line in ended.lines]
    assert ended.code == 0
    assert "removed the 2 cases of the demo before" in ended.errors
    assert list(partner) == ["partner", "key"]
    assert list(first) == list(second) == ["case_name", "code"]
    assert list(copy) == ["copy"]
    assert Case.objects.count() == 2
    assert Partner.objects.count() == 1
    assert PartnerKey.objects.filter(revoked_on=None).count() == 1


@pytest.mark.django_db
def test_a_demo_shows_what_to_do_with_it(takeback: Takeback, tmp_path: Path) -> None:
    ended = takeback("demo", "--data", tmp_path)

    text = "\n".join(ended.lines)
    assert "takeback list pull --url http://127.0.0.1:8000 --to list.sqlite3" in text
    assert f"takeback match {tmp_path}/demo/copy-of-drawing-1.jpg --list list.sqlite3" in text
    assert "not shown again" in ended.errors


@pytest.mark.django_db
def test_a_demo_is_not_made_where_the_public_comes(
    takeback: Takeback, tmp_path: Path, settings: LazySettings
) -> None:
    settings.IS_HTTPS = True

    ended = takeback("demo", "--data", tmp_path)

    assert ended.code == 1
    assert "is for real cases" in ended.errors
    assert Case.objects.count() == 0


@pytest.mark.django_db
def test_a_demo_that_slipped_in_can_be_removed_there(
    takeback: Takeback, tmp_path: Path, settings: LazySettings
) -> None:
    make_demo(now=NOW)
    settings.IS_HTTPS = True

    ended = takeback("demo", "--remove", "--data", tmp_path)
    again = takeback("demo", "--remove", "--data", tmp_path, "--json")

    assert ended.code == 0
    assert ended.lines == ["removed: 2 demo cases, and every key of the demo partner"]
    assert again.lines == ['{"removed": 0}']
