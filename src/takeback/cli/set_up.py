"""An instance on this machine: its data folder, its settings, its database.

Only the subcommands that need an instance call this; the others start without Django.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from takeback.cli.problems import AnswerIsNo, OutOfReach, WrongUse

DEFAULT_DATA_FOLDER = Path("var")
ONLY_OWNER = 0o077  # what is created from now on can be read by nobody else


def set_up_django(data_folder: Path | None) -> None:
    """Load the settings of the instance in `data_folder`; `None` leaves that to the settings.

    Raises `WrongUse` naming the variable when a setting cannot be used.
    """
    # Here and not above: Django takes longer to load than most subcommands to run.
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    if settings.configured:
        return
    os.umask(ONLY_OWNER)
    if data_folder is not None:
        os.environ["TAKEBACK_DATA"] = str(data_folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "takeback.project.settings"
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise WrongUse(str(error)) from error


def create_instance(data_folder: Path) -> None:
    """Create the data folder and the secrets where they are missing, and load the settings."""
    from takeback.project.secret_files import ensure_secret_files  # noqa: PLC0415

    os.umask(ONLY_OWNER)
    try:
        ensure_secret_files(data_folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutOfReach(f"the data folder {data_folder} cannot be used ({reason})") from error
    set_up_django(data_folder)


def read_guidance() -> None:
    """Read all rules, sources and words. Raises `OutOfReach` naming file, line and reason."""
    from takeback.guidance.everything import read_everything  # noqa: PLC0415
    from takeback.sources.rows import UnusableRow  # noqa: PLC0415

    try:
        read_everything()
    except UnusableRow as error:
        raise OutOfReach(f"the guidance cannot be used: {error}") from error


def migrate() -> None:
    """Bring the database to this version's form."""
    from django.core.management import call_command  # noqa: PLC0415

    with database_answers():
        call_command("migrate", verbosity=0, interactive=False)


def open_instance(data_folder: Path | None) -> None:
    """Load the settings and see that the database is there and in this version's form.

    Nothing is created: a mistyped folder must not become a second, empty instance.
    """
    _check_folder(data_folder)
    set_up_django(data_folder)
    from takeback.project.checks import missing_migrations, sqlite_file  # noqa: PLC0415

    file = sqlite_file()
    if file is not None and not file.exists():
        raise OutOfReach(
            f"no database at {file}; is TAKEBACK_DATA or --data right? `takeback serve` creates it"
        )
    with database_answers():
        missing = missing_migrations()
    if missing:
        raise OutOfReach(
            f"the database is not in this version's form ({len(missing)} migrations are missing); "
            "start `takeback serve` once"
        )


def _check_folder(data_folder: Path | None) -> None:
    """Say which folder is missing, before the settings miss a secret in it.

    Raises `OutOfReach`.
    """
    from django.conf import settings  # noqa: PLC0415

    if settings.configured or "TAKEBACK_DATA_FILE" in os.environ:
        return
    folder = (data_folder or DEFAULT_DATA_FOLDER).resolve()
    try:
        is_there = folder.is_dir()
    except OSError as error:
        raise OutOfReach(f"the data folder {folder} cannot be read ({error.strerror})") from error
    if not is_there:
        raise OutOfReach(
            f"no data folder at {folder}; is --data or TAKEBACK_DATA right? "
            "`takeback serve` creates it"
        )


@contextmanager
def database_answers() -> Iterator[None]:
    """Turn what the database and the registry refuse into something a person can act on."""
    from django.db import DatabaseError, InterfaceError  # noqa: PLC0415

    from takeback.registry.refused import Refused  # noqa: PLC0415

    try:
        yield
    except Refused as refusal:
        raise AnswerIsNo(refusal.message) from refusal
    except (DatabaseError, InterfaceError) as error:
        raise OutOfReach(f"the database cannot be used: {str(error).strip()}") from error
