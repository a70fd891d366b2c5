"""`takeback plan`: what to do, in what order and why, from a file of facts."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.output import printable, say, say_json
from takeback.cli.problems import OutOfReach, WrongUse

if TYPE_CHECKING:
    from takeback.guidance.facts import Facts
    from takeback.guidance.plan import Plan, PlannedStep

STANDARD_INPUT = Path("-")
FactsFile = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        readable=False,
        allow_dash=True,
        help="What is known, as YAML or JSON; `-` reads standard input.",
        show_default=False,
    ),
]
OnDay = Annotated[
    datetime | None,
    typer.Option(
        metavar="DAY",
        formats=["%Y-%m-%d"],
        help="Which laws are in force is asked for this day; today if not said.",
        show_default=False,
    ),
]


def plan(
    *,
    facts: FactsFile = None,
    today: OnDay = None,
    list_facts: Annotated[
        bool, typer.Option("--list-facts", help="Say what each fact takes, and do nothing else.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on one line.")] = False,
) -> None:
    """Say what to do about a picture that was passed on, in order, and why.

    What is left out of the file, or is `null`, counts as not said. The file is read here; nothing
    is sent and nothing is kept.

    JSON: `{"urgency","steps","never","ask_next"}`, and for each step
    `{"step","urgency","providers"?,"because","sources"}`. Exit code 2 when the facts cannot be
    meant, with every problem and its line; 3 when the file could not be read.
    """
    # Here and not above: other subcommands start without the rules and YAML.
    from takeback.guidance.plan import make_plan  # noqa: PLC0415

    if list_facts:
        _list_facts(as_json=as_json)
        return
    if facts is None:
        raise WrongUse("no facts; give --facts FILE, or --facts - to read standard input")
    known = _read(facts)
    day = (today or datetime.now(UTC).astimezone()).date()
    made = make_plan(known, today=day)
    if as_json:
        say_json(as_contract(made))
    else:
        say(_in_words(made, known, today=day))


def as_contract(made: "Plan") -> dict[str, object]:
    """Return a plan as it stands in JSON, in the form that others script against."""
    return {
        "urgency": str(made.urgency),
        "steps": [_step(step) for step in made.steps],
        "never": list(made.never),
        "ask_next": list(made.ask_next),
    }


def _step(step: "PlannedStep") -> dict[str, object]:
    providers = {"providers": list(step.providers)} if step.providers else {}
    return {
        "step": step.step,
        "urgency": str(step.urgency),
        **providers,
        "because": list(step.because),
        "sources": list(step.sources),
    }


def _read(file: Path) -> "Facts":
    from takeback.guidance.facts_file import LONGEST, UnreadableFacts, parse_facts  # noqa: PLC0415

    is_piped = file == STANDARD_INPUT
    name = "standard input" if is_piped else printable(file)
    try:
        # One byte more than is allowed: enough to refuse what has no end.
        with open(0 if is_piped else file, "rb", closefd=not is_piped) as opened:
            content = opened.read(LONGEST + 1)
    except OSError as error:
        raise OutOfReach(f"{name} cannot be read ({error.strerror})") from error
    try:
        return parse_facts(content, name=name)
    except UnreadableFacts as error:
        raise WrongUse(f"these facts cannot be used\n{error}") from error


def _in_words(made: "Plan", known: "Facts", *, today: date) -> str:
    from takeback.guidance.explained import explain  # noqa: PLC0415
    from takeback.guidance.plain_text import as_text  # noqa: PLC0415

    return as_text(explain(made, known, today=today), today=today).rstrip("\n")


def _list_facts(*, as_json: bool) -> None:
    from takeback.guidance.fact_kinds import fact_kinds  # noqa: PLC0415
    from takeback.guidance.facts_file import what_it_takes  # noqa: PLC0415

    for kind in fact_kinds().values():
        if as_json:
            say_json({"fact": kind.name, "kind": kind.kind, "words": list(kind.words)})
        else:
            say(f"{kind.name}: {what_it_takes(kind)}")
