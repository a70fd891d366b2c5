"""What makes a set-up unsafe to open to the public, each with what to do about it.

`takeback check` and `takeback serve` run these. They change nothing.
"""

import stat
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

SAFETY = "takeback"  # the tag of checks about the set-up
RUNNING = "takeback_running"  # the tag of checks that mean something while the instance runs
REVIEWS = "takeback_reviews"  # the tag of what is told and stops nothing

SHORTEST_SECRET = 32  # characters; what is generated has 64
OTHERS = stat.S_IRWXG | stat.S_IRWXO
WORKER_PATIENCE = timedelta(minutes=5)  # the worker looks at the queue twice a second

Apps = Sequence[AppConfig] | None
Found = list[CheckMessage]


def sqlite_file() -> Path | None:
    """Return where the SQLite database is; `None` when the database is another."""
    default = settings.DATABASES["default"]
    if default["ENGINE"] != "django.db.backends.sqlite3":
        return None
    return Path(default["NAME"])


def missing_migrations() -> list[str]:
    """Return the names of the migrations that this version needs and the database lacks.

    Raises `DatabaseError` when it cannot be reached.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


@register(SAFETY, deploy=True)
def the_public_address_is_https(app_configs: Apps, **options: object) -> Found:
    """Over http anybody on the way could read codes and fingerprints."""
    del app_configs, options
    if settings.IS_HTTPS:
        return []
    return [
        Error(
            f"the public address is {settings.PUBLIC_URL}, which is not https",
            hint="put a proxy with a certificate in front and set TAKEBACK_PUBLIC_URL to its "
            "https address",
            id="takeback.E001",
        )
    ]


@register(SAFETY, deploy=True)
def debugging_is_off(app_configs: Apps, **options: object) -> Found:
    """Error pages for programmers show what was sent."""
    del app_configs, options
    if not settings.DEBUG:
        return []
    hint = "unset TAKEBACK_DEBUG, or set it to no"
    return [Error("debugging is on: error pages show what was sent", hint=hint, id="takeback.E002")]


@register(SAFETY, deploy=True)
def secrets_are_strong_and_differ(app_configs: Apps, **options: object) -> Found:
    """One secret used twice is lost twice."""
    del app_configs, options
    secrets = {
        "TAKEBACK_SECRET_KEY": settings.SECRET_KEY,
        "TAKEBACK_CODE_PEPPER": settings.CODE_PEPPER,
        "TAKEBACK_CODE_SALT": settings.CODE_SALT,
    }
    hint = (
        "before anybody has a case, unset it and remove the secrets in the data folder: "
        "`takeback serve` makes new ones. Afterwards no code would open its case any more"
    )
    found: Found = [
        Error(
            f"{name} has {len(secret)} characters; at least {SHORTEST_SECRET} are needed",
            hint=hint,
            id="takeback.E003",
        )
        for name, secret in secrets.items()
        if len(secret) < SHORTEST_SECRET
    ]
    if len(set(secrets.values())) < len(secrets):
        found.append(Error("two of the secrets are the same", hint=hint, id="takeback.E003"))
    return found


@register(SAFETY, deploy=True)
def the_data_folder_is_its_owners(app_configs: Apps, **options: object) -> Found:
    """The database and the secrets are in it."""
    del app_configs, options
    folder = settings.DATA_FOLDER
    return [_open_to_others(path, "takeback.E004") for path in _exposed([folder])]


@register(SAFETY, deploy=True)
def secret_files_are_their_owners(app_configs: Apps, **options: object) -> Found:
    """With them and a copy of the database, codes could be tried without end."""
    del app_configs, options
    folder = settings.DATA_FOLDER / "secrets"
    if not folder.is_dir():
        return []
    files = [folder, *sorted(folder.iterdir())]
    return [_open_to_others(path, "takeback.E005") for path in _exposed(files)]


@register(SAFETY, deploy=True)
def hosts_are_named(app_configs: Apps, **options: object) -> Found:
    """A request for another host's name could make links that lead there."""
    del app_configs, options
    host = urlsplit(settings.PUBLIC_URL).hostname
    if "*" not in settings.ALLOWED_HOSTS and host in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            f"the hosts answered for are {settings.ALLOWED_HOSTS}; expected {host} and no `*`",
            hint="let ALLOWED_HOSTS follow TAKEBACK_PUBLIC_URL",
            id="takeback.E006",
        )
    ]


@register(SAFETY, deploy=True)
def the_database_file_is_its_owners(app_configs: Apps, **options: object) -> Found:
    """A copy of it is a copy of every case."""
    del app_configs, options
    file = sqlite_file()
    if file is None:
        return []
    files = [file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))]
    return [_open_to_others(path, "takeback.E007") for path in _exposed(files)]


@register(SAFETY, deploy=True)
def page_assets_are_built(app_configs: Apps, **options: object) -> Found:
    """Without them the pages are bare and nothing can be fingerprinted."""
    del app_configs, options
    if settings.ASSET_VERSION != "unbuilt":
        return []
    hint = "run `make run` once, or build the assets as docs/how-to/run-in-public.md says"
    return [Error("the pages' styles and scripts are not built", hint=hint, id="takeback.E008")]


@register(SAFETY, deploy=True)
def the_database_is_ready(app_configs: Apps, **options: object) -> Found:
    """Reachable, and in this version's form."""
    del app_configs, options
    file = sqlite_file()
    if file is not None and not file.exists():
        # Asking would create an empty one.
        hint = "start `takeback serve` once; is TAKEBACK_DATA right?"
        return [Error(f"there is no database at {file}", hint=hint, id="takeback.E009")]
    try:
        missing = missing_migrations()
    except DatabaseError as error:
        hint = "is it running, and is TAKEBACK_DATABASE_URL right?"
        reason = f"the database cannot be reached ({type(error).__name__})"
        return [Error(reason, hint=hint, id="takeback.E009")]
    if not missing:
        return []
    return [
        Error(
            f"{len(missing)} migrations are missing in the database",
            hint="start `takeback serve` once with this version",
            id="takeback.E009",
        )
    ]


@register(SAFETY, deploy=True)
def nothing_is_left_of_a_demo(app_configs: Apps, **options: object) -> Found:
    """Its keys and codes were on a screen, and partners would search for drawings."""
    del app_configs, options
    if the_database_is_ready(None):
        return []
    # Here and not above: models can be imported only when the applications are loaded.
    from takeback.cli.demo_data import demo_origins, demo_partner_has_key  # noqa: PLC0415

    if not demo_partner_has_key() and not demo_origins():
        return []
    hint = "run `takeback demo --remove`"
    return [Error("the demo's partner or cases are here", hint=hint, id="takeback.E010")]


@register(SAFETY, deploy=True)
def the_proxy_in_front_is_declared(app_configs: Apps, **options: object) -> Found:
    """Otherwise every visitor seems to come from the proxy, and all share one budget."""
    del app_configs, options
    if not settings.IS_HTTPS or settings.TRUSTED_PROXIES:
        return []
    return [
        Error(
            "the public address is https, and no proxy is declared",
            hint="set TAKEBACK_TRUSTED_PROXIES to how many proxies of your own stand in front, "
            "each adding the visitor's address to X-Forwarded-For: usually 1",
            id="takeback.E011",
        )
    ]


@register(RUNNING, deploy=True)
def the_worker_is_alive(app_configs: Apps, **options: object) -> Found:
    """Without it visitors do not learn what partners answered."""
    del app_configs, options
    if the_database_is_ready(None):
        return []
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    since = timezone.now() - WORKER_PATIENCE
    if not DBTaskResult.objects.ready().filter(enqueued_at__lt=since).exists():
        return []
    return [
        Error(
            "work has been waiting for more than five minutes and no worker does it",
            hint="`takeback serve` runs the worker; start it, or look into its log",
            id="takeback.E012",
        )
    ]


@register(RUNNING, deploy=True)
def the_audit_trail_holds_together(app_configs: Apps, **options: object) -> Found:
    """Somebody with a way into the database may have changed who did what."""
    del app_configs, options
    if the_database_is_ready(None):
        return []
    from takeback.cases.audit import ChainBroken, verify_chain  # noqa: PLC0415

    try:
        verify_chain()
    except ChainBroken as broken:
        hint = "keep a copy of the database as it is, and find out who could write to it"
        return [Error(str(broken), hint=hint, id="takeback.E014")]
    return []


@register(RUNNING, deploy=True)
def the_lookup_snapshot_is_whole(app_configs: Apps, **options: object) -> Found:
    """Look-ups go on without it, but each process that starts has to build its index anew."""
    del app_configs, options
    # Here and not above: models can be imported only when the applications are loaded.
    from takeback.registry.lookup_file import FILE_NAME, fault_of  # noqa: PLC0415

    path = Path(settings.LOOKUP_FOLDER) / FILE_NAME
    fault = fault_of(path)
    if fault is None:
        return []
    return [
        Error(
            f"the lookup's snapshot {path} cannot be used: {fault}",
            hint="the worker replaces it within ten minutes; if it does not, remove the file and "
            "look at the disk and the folder's owner",
            id="takeback.E015",
        )
    ]


@register(SAFETY, deploy=True)
def the_way_to_the_database_is_sealed(app_configs: Apps, **options: object) -> Found:
    """Between machines everything the database holds would pass in clear."""
    del app_configs, options
    default = settings.DATABASES["default"]
    if sqlite_file() is not None:
        return []
    host = default.get("HOST", "")
    is_here = not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}
    if is_here or default.get("OPTIONS", {}).get("sslmode") in {
        "require",
        "verify-ca",
        "verify-full",
    }:
        return []
    return [
        Error(
            "the database is on another machine, and the way there need not be encrypted",
            hint="add ?sslmode=verify-full (or at least require) to TAKEBACK_DATABASE_URL",
            id="takeback.E013",
        )
    ]


@register(REVIEWS, deploy=True)
def what_we_rely_on_was_read_in_time(app_configs: Apps, **options: object) -> Found:
    """Numbers and laws change; but old advice is better than none, so this stops nothing."""
    del app_configs, options
    return reviews_past(timezone.localdate())


def reviews_past(today: date) -> Found:
    """Return a warning for each source and rule past its day, longest overdue first."""
    # Here and not above: `serve` starts without the rules.
    from takeback.guidance.reviews import overdue  # noqa: PLC0415

    return [
        Warning(
            f"{one.kind} {one.id} was to be read again by {one.review_by}",
            hint=f"{one.place}; see docs/how-to/correct-the-guidance.md",
            id="takeback.W001",
        )
        for one in overdue(today)
    ]


def _exposed(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield those that exist and that somebody else on this machine may use."""
    return (path for path in paths if path.exists() and path.stat().st_mode & OTHERS)


def _open_to_others(path: Path, identity: str) -> Error:
    mode = stat.S_IMODE(path.stat().st_mode)
    safe = "700" if path.is_dir() else "600"
    return Error(
        f"others on this machine can use {path} (mode {mode:o})",
        hint=f"chmod {safe} {path}",
        id=identity,
    )
