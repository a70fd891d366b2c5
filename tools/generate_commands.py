"""Write `docs/reference/commands.md` from the command line itself.

python tools/generate_commands.py
"""

import inspect
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from takeback.cli.examples import EXAMPLES  # noqa: E402
from takeback.cli.main import app  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "commands.md"

# typer hands out objects of a library that it carries inside and does not name for others.
Command = Any


def make_page() -> str:
    """Return the whole page."""
    root: Command = typer.main.get_command(app)
    lines = [
        "# Commands",
        "",
        "Generated from `src/takeback/cli/` by `tools/generate_commands.py`.",
        "",
        "Every command has `--help`. Lines for people go to standard output and problems to",
        "standard error; with `--json` standard output is one JSON object a line and nothing else.",
        "",
        *_exit_codes(),
    ]
    for name, command in root.commands.items():
        for full_name, each in _with_subcommands(f"takeback {name}", command):
            lines += ["", *_section(full_name, each)]
    return "\n".join(lines) + "\n"


def _exit_codes() -> list[str]:
    return [
        "| exit code | means |",
        "|---|---|",
        "| 0 | done |",
        '| 1 | the answer is "no" or "not safe": no match, a key refused, a set-up not safe |',
        "| 2 | wrong use: an option or a value that cannot be meant |",
        "| 3 | something could not be reached or read |",
        "| 70 | a fault in takeback itself: please report it |",
        "| 130 | stopped by Ctrl-C (`takeback serve` ends with 0) |",
        "| 141 | whoever read the output has gone, as `head` does when it has enough |",
    ]


def _with_subcommands(name: str, command: Command) -> Iterator[tuple[str, Command]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for each, subcommand in below.items():
        yield from _with_subcommands(f"{name} {each}", subcommand)


def _section(name: str, command: Command) -> list[str]:
    lines = [f"## {name}", "", *inspect.cleandoc(command.help).splitlines(), ""]
    lines += ["| argument or option | default | what it does |", "|---|---|---|"]
    lines += [_row(parameter) for parameter in command.params if parameter.name != "help"]
    examples = EXAMPLES[name.removeprefix("takeback ")]
    return [*lines, "", *(f"    {example}" for example in examples)]


def _row(parameter: Command) -> str:
    name = parameter.opts[0]
    if not name.startswith("-"):
        name = parameter.metavar or name.upper()
    words = f"{parameter.help or ''} {_choices(parameter)}"
    if parameter.envvar:
        words = f"{words.strip()} Also from `{parameter.envvar}`."
    return f"| `{name}` | {_default(parameter)} | {words.strip()} |"


def _choices(parameter: Command) -> str:
    kind = parameter.type_descriptor.annotation
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        return ""
    return "One of " + ", ".join(f"`{choice.value}`" for choice in kind) + "."


def _default(parameter: Command) -> str:
    if parameter.required:
        return "required"
    if parameter.default is None or parameter.default is False:
        return ""
    return f"`{parameter.default}`"


if __name__ == "__main__":
    TARGET.write_text(make_page(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
