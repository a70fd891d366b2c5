"""`takeback feedback`: tell the registry what was done about an entry."""

import hashlib
import re
import time
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from takeback.cli.options import AsJson, Key, KeyFile, Url, read_key
from takeback.cli.output import say, say_json
from takeback.cli.problems import WrongUse

ENTRY = re.compile(r"[a-z2-7]{26}")
NAME_OF_ANSWER = re.compile(r"[A-Za-z0-9._~-]{1,64}")


class Outcome(StrEnum):
    """What a partner did, or found."""

    SEEN = "seen"
    REMOVED = "removed"
    BLOCKED = "blocked"
    NOT_THIS = "not_this"
    NOT_PROHIBITED = "not_prohibited"
    UNSURE = "unsure"


class NoteCode(StrEnum):
    """What a partner may add. There is no free text."""

    ACCOUNT_CLOSED = "account_closed"
    REPORTED_TO_AUTHORITY = "reported_to_authority"
    ALREADY_REMOVED = "already_removed"
    OTHER = "other"


def feedback(  # noqa: PLR0913  each is an option of the documented command
    *,
    url: Url,
    entry: Annotated[str, typer.Option(help="The entry, as the list or a match names it.")],
    outcome: Annotated[Outcome, typer.Option(help="What you did, or found.")],
    count: Annotated[
        int | None,
        typer.Option(min=1, max=1_000_000, help="How many copies it is about.", show_default=False),
    ] = None,
    note_code: Annotated[
        NoteCode | None, typer.Option(help="What else there is to say.", show_default=False)
    ] = None,
    idempotency_key: Annotated[
        str | None,
        typer.Option(
            help="Names this answer: sent twice it counts once. Made from the answer and the day "
            "if not given, so that a repeated command is harmless.",
            show_default=False,
        ),
    ] = None,
    key: Key = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Answer about an entry. Whoever asked for it sees the answer and your name, and the day.

    JSON: `{"entry","outcome","count"?,"note_code"?,"idempotency_key","state"}`: what was sent, and
    the entry's state now. Exit code 1 when the registry refuses the key or the answer, 3 when it
    cannot be reached.
    """
    # Here and not above: other subcommands start without the HTTP client.
    from takeback.cli.registry_client import Registry, check_url, send_feedback  # noqa: PLC0415

    if not ENTRY.fullmatch(entry):
        raise WrongUse("--entry takes the 26 letters and digits by which a match names the entry")
    if idempotency_key is not None and not NAME_OF_ANSWER.fullmatch(idempotency_key):
        raise WrongUse("--idempotency-key takes 1 to 64 letters, digits and . _ ~ -")
    registry = Registry(check_url(url), read_key(key, key_file), time.sleep)
    answer: dict[str, str | int] = {"entry": entry, "outcome": outcome.value}
    if count is not None:
        answer["count"] = count
    if note_code is not None:
        answer["note_code"] = note_code.value
    name = idempotency_key or name_of_answer(answer, today=datetime.now(UTC).date())
    state = send_feedback(registry, answer, key=name)
    if as_json:
        say_json(answer | {"idempotency_key": name, "state": state})
        return
    say(f"taken: {outcome.value} for entry {entry}, which is {state} now")


def name_of_answer(answer: dict[str, str | int], *, today: date) -> str:
    """Return the same 32 hex digits for the same answer on the same day."""
    parts = [f"{key}={answer[key]}" for key in sorted(answer)]
    return hashlib.sha256("\n".join([today.isoformat(), *parts]).encode()).hexdigest()[:32]
