"""`takeback entry`: stop asking for an entry until somebody has checked it, and ask again."""

from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.examples import as_epilog
from takeback.cli.options import AsJson, DataFolder
from takeback.cli.output import complain, say, say_json
from takeback.cli.set_up import database_answers, open_instance

if TYPE_CHECKING:
    from takeback.registry.lists import SuspendedLine

app = typer.Typer(no_args_is_help=True, help="Entries that partners disagree about.")

Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, as in the feed.")]


@app.command("suspended", epilog=as_epilog("entry suspended"))
def suspended(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the suspended entries with what partners answered, longest suspended first.

    JSON: `{"entry","reason","suspended_on","answers":[{"partner","outcome","count"}]}`; the
    reason is `disagreement` or `by_hand`.
    """
    open_instance(data)
    from takeback.registry.lists import suspended_entries  # noqa: PLC0415

    with database_answers():
        lines = suspended_entries()
    for line in lines:
        if as_json:
            say_json(_as_json(line))
        else:
            say(_as_text(line))
    if not lines and not as_json:
        complain("no entry is suspended")


@app.command("suspend", epilog=as_epilog("entry suspend"))
def suspend(entry: Entry, *, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Stop asking partners to look for an entry. Its fingerprints are kept.

    JSON: `{"entry","state"}`. Exit code 1 when it is unknown or not active.
    """
    open_instance(data)
    from django.utils import timezone  # noqa: PLC0415

    from takeback.registry import entries  # noqa: PLC0415

    with database_answers():
        entries.suspend(entry, now=timezone.now())
    _tell(entry, "suspended", as_json=as_json)


@app.command("resume", epilog=as_epilog("entry resume"))
def resume(entry: Entry, *, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Ask partners again to look for a suspended entry: somebody has checked it.

    Answers received so far no longer count towards suspending it.

    JSON: `{"entry","state"}`. Exit code 1 when it is unknown or not suspended.
    """
    open_instance(data)
    from django.utils import timezone  # noqa: PLC0415

    from takeback.registry import entries  # noqa: PLC0415

    with database_answers():
        entries.resume(entry, now=timezone.now())
    _tell(entry, "active", as_json=as_json)


def _tell(entry: str, state: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"entry": entry, "state": state})
        return
    say(f"{entry}: {state}; partners learn it when they next ask")


def _as_json(line: "SuspendedLine") -> dict[str, object]:
    return {
        "entry": line.entry,
        "reason": line.reason,
        "suspended_on": line.suspended_on.isoformat(),
        "answers": [
            {"partner": answer.partner, "outcome": answer.outcome, "count": answer.count}
            for answer in line.answers
        ],
    }


def _as_text(line: "SuspendedLine") -> str:
    answers = "".join(
        f"\n  {answer.partner}: {answer.outcome} ({answer.count})" for answer in line.answers
    )
    return f"{line.entry}  {line.reason}, since {line.suspended_on.isoformat()}{answers}"
