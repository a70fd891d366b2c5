import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks import CheckMessage
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from takeback.cli.demo_data import make_demo
from takeback.cli.safety import reasons_against_opening
from takeback.jobs.queue import enqueue
from takeback.project import checks
from tests.cli.conftest import Takeback

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UseDatabase = Callable[[dict[str, object]], None]
POSTGRESQL = {"ENGINE": "django.db.backends.postgresql"}


@pytest.fixture(autouse=True)
def safe(settings: LazySettings, tmp_path: Path) -> LazySettings:
    """A set-up with nothing against it."""
    settings.DATA_FOLDER = tmp_path
    tmp_path.chmod(0o700)
    settings.PUBLIC_URL = "https://help.example.org"
    settings.IS_HTTPS = True
    settings.ALLOWED_HOSTS = ["help.example.org"]
    settings.TRUSTED_PROXIES = 1
    settings.ASSET_VERSION = "0123456789"
    file = checks.sqlite_file()
    if file is not None:
        for each in file.parent.glob(f"{file.name}*"):
            each.chmod(0o600)
    return settings


@pytest.fixture
def use_database(safe: LazySettings, monkeypatch: pytest.MonkeyPatch) -> UseDatabase:
    """Say in the settings that the database is another; nobody connects to it."""

    def use(database: dict[str, object]) -> None:
        monkeypatch.setitem(safe.DATABASES, "default", database)

    return use


def found(check: Callable[[None], list[CheckMessage]]) -> list[str]:
    """What a check finds: each reason with its remedy."""
    return [f"{message.id} {message.msg} | {message.hint}" for message in check(None)]


@pytest.mark.django_db
def test_a_safe_set_up_has_nothing_against_it(takeback: Takeback) -> None:
    ended = takeback("check")

    assert ended.code == 0
    assert ended.lines == ["safe to open to the public, as far as this machine can tell"]
    assert takeback("check", "--json").lines == []


@pytest.mark.django_db
def test_each_reason_is_shown_with_what_to_do(takeback: Takeback, safe: LazySettings) -> None:
    safe.DEBUG = True
    safe.TRUSTED_PROXIES = 0

    text, as_json = takeback("check"), takeback("check", "--json")

    assert text.code == as_json.code == 1
    assert text.lines[0] == "takeback.E002  debugging is on: error pages show what was sent"
    assert text.lines[1].strip() == "unset TAKEBACK_DEBUG, or set it to no"
    reasons = [json.loads(line) for line in as_json.lines]
    assert [reason["check"] for reason in reasons] == ["takeback.E002", "takeback.E011"]
    assert {frozenset(reason) for reason in reasons} == {frozenset({"check", "problem", "remedy"})}


def test_a_public_address_without_https_is_unsafe(safe: LazySettings) -> None:
    safe.IS_HTTPS = False
    safe.PUBLIC_URL = "http://help.example.org"

    (reason,) = found(checks.the_public_address_is_https)

    assert reason.startswith("takeback.E001 the public address is http://help.example.org, which")


def test_weak_secrets_are_unsafe(safe: LazySettings) -> None:
    safe.SECRET_KEY = "short"

    (reason,) = found(checks.secrets_are_strong_and_differ)

    assert reason.startswith("takeback.E003 TAKEBACK_SECRET_KEY has 5 characters; at least 32")
    assert "short" not in reason.split("|")[0]


def test_one_secret_for_two_purposes_is_unsafe(safe: LazySettings) -> None:
    safe.CODE_SALT = safe.CODE_PEPPER

    (reason,) = found(checks.secrets_are_strong_and_differ)

    assert reason.startswith("takeback.E003 two of the secrets are the same")


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_data_folder_that_others_can_enter_is_unsafe(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)

    (reason,) = found(checks.the_data_folder_is_its_owners)

    assert f"(mode {mode:o}) | chmod 700 {tmp_path}" in reason


def test_secret_files_that_others_can_read_are_unsafe(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    for name, mode in (("kept", 0o600), ("shown", 0o644)):
        (folder / name).touch()
        (folder / name).chmod(mode)

    (reason,) = found(checks.secret_files_are_their_owners)

    assert f"chmod 600 {folder / 'shown'}" in reason


def test_secrets_from_elsewhere_need_no_files() -> None:
    assert found(checks.secret_files_are_their_owners) == []


def test_answering_for_every_host_is_unsafe(safe: LazySettings) -> None:
    for hosts in (["*", "help.example.org"], ["another.example"]):
        safe.ALLOWED_HOSTS = hosts

        assert found(checks.hosts_are_named)[0].startswith("takeback.E006")


def test_a_database_file_that_others_can_read_is_unsafe(
    use_database: UseDatabase, tmp_path: Path
) -> None:
    file, journal = tmp_path / "takeback.sqlite3", tmp_path / "takeback.sqlite3-wal"
    use_database({"ENGINE": "django.db.backends.sqlite3", "NAME": file})
    for path in (file, journal):
        path.touch()
        path.chmod(0o640)

    reasons = found(checks.the_database_file_is_its_owners)

    assert [reason.split("chmod ")[1] for reason in reasons] == [f"600 {file}", f"600 {journal}"]


def test_pages_without_their_assets_are_not_for_the_public(safe: LazySettings) -> None:
    safe.ASSET_VERSION = "unbuilt"

    assert found(checks.page_assets_are_built)[0].startswith("takeback.E008")


def test_a_missing_database_is_said_and_not_made(use_database: UseDatabase, tmp_path: Path) -> None:
    file = tmp_path / "nothing.sqlite3"
    use_database({"ENGINE": "django.db.backends.sqlite3", "NAME": file})

    (reason,) = found(checks.the_database_is_ready)

    assert reason.startswith(f"takeback.E009 there is no database at {file}")
    assert not file.exists()
    assert found(checks.nothing_is_left_of_a_demo) == found(checks.the_worker_is_alive) == []


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_: object) -> None:
        raise OperationalError("password of tom is wrong")

    monkeypatch.setattr(checks, "MigrationExecutor", silent)

    (reason,) = found(checks.the_database_is_ready)

    assert "cannot be reached (OperationalError)" in reason
    assert "tom" not in reason


@pytest.mark.django_db
def test_missing_migrations_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "missing_migrations", lambda: ["one", "two"])

    assert "2 migrations are missing" in found(checks.the_database_is_ready)[0]


@pytest.mark.django_db
def test_a_demo_is_not_for_the_public() -> None:
    assert found(checks.nothing_is_left_of_a_demo) == []

    make_demo(now=NOW)

    (reason,) = found(checks.nothing_is_left_of_a_demo)
    assert reason.startswith("takeback.E010")
    assert reason.endswith("run `takeback demo --remove`")


def test_https_without_a_declared_proxy_is_unsafe(safe: LazySettings) -> None:
    safe.TRUSTED_PROXIES = 0

    assert found(checks.the_proxy_in_front_is_declared)[0].startswith("takeback.E011")


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "reasons"), [(4, 0), (6, 1)])
def test_work_that_waits_too_long_shows_that_no_worker_is_there(minutes: int, reasons: int) -> None:
    enqueue("carry_feedback")
    since = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.update(enqueued_at=since)

    assert len(found(checks.the_worker_is_alive)) == reasons
    # While `serve` starts there is no worker yet.
    assert reasons_against_opening(is_running=False) == []


@pytest.mark.parametrize(
    ("database", "reasons"),
    [
        (POSTGRESQL | {"HOST": ""}, 0),
        (POSTGRESQL | {"HOST": "/run/postgresql"}, 0),
        (POSTGRESQL | {"HOST": "127.0.0.1"}, 0),
        (POSTGRESQL | {"HOST": "db.example"}, 1),
        (POSTGRESQL | {"HOST": "db.example", "OPTIONS": {"sslmode": "prefer"}}, 1),
        (POSTGRESQL | {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}, 0),
    ],
)
def test_a_database_on_another_machine_is_reached_encrypted(
    use_database: UseDatabase, database: dict[str, object], reasons: int
) -> None:
    use_database(database)

    assert len(found(checks.the_way_to_the_database_is_sealed)) == reasons


@pytest.mark.django_db
def test_what_was_not_read_again_in_time_is_told_and_stops_nothing() -> None:
    assert checks.reviews_past(date(2026, 11, 22)) == []

    found = checks.reviews_past(date(2030, 1, 1))

    assert {message.id for message in found} == {"takeback.W001"}
    assert {str(message.msg).split()[0] for message in found} == {
        "statement",
        "service",
        "provider",
        "law",
        "figure",
        "rule",
    }
    assert str(found[0].hint).endswith("see docs/how-to/correct-the-guidance.md")
    assert checks.what_we_rely_on_was_read_in_time(None) == checks.reviews_past(
        timezone.localdate()
    )
    assert not {reason.check for reason in reasons_against_opening(is_running=False)} & {
        "takeback.W001"
    }


@pytest.mark.django_db
def test_what_to_read_again_is_listed_and_changes_no_exit_code(
    takeback: Takeback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2030, 1, 1))

    ended = takeback("check")

    assert ended.code == 0
    assert ended.lines == ["safe to open to the public, as far as this machine can tell"]
    lines = ended.errors.splitlines()
    assert len(lines) == 21
    assert all(line.startswith("takeback.W001  ") for line in lines[:20])
    assert lines[20].endswith("`tools/list_reviews.py` has them all")
