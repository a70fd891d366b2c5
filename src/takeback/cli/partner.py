"""`takeback partner`: who may collect the list, and with which keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.examples import as_epilog
from takeback.cli.options import AsJson, DataFolder
from takeback.cli.output import complain, say, say_json
from takeback.cli.problems import AnswerIsNo, WrongUse
from takeback.cli.set_up import database_answers, open_instance

if TYPE_CHECKING:
    from takeback.registry.partners import KeyLine, PartnerLine

app = typer.Typer(no_args_is_help=True, help="Partners and their keys.")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As visitors read it: 2 to 60 characters.")
]


@app.command("add", epilog=as_epilog("partner add"))
def add(name: Name, *, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Add a partner and print its first key, which is not shown again.

    JSON: `{"partner","key"}`. Exit code 1 when the name is taken.
    """
    with _instance(data):
        from django.utils import timezone  # noqa: PLC0415

        from takeback.registry.partners import add_partner  # noqa: PLC0415

        partner, key = add_partner(name, now=timezone.now())
    _show_key(partner.name, key, as_json=as_json)


@app.command("add-key", epilog=as_epilog("partner add-key"))
def add_key(name: Name, *, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Make one more key for a partner: to change keys, add one, let it be used, revoke the old one.

    JSON: `{"partner","key"}`. Exit code 1 when there is no such partner.
    """
    with _instance(data):
        from django.utils import timezone  # noqa: PLC0415

        from takeback.registry import partners  # noqa: PLC0415

        partner = partners.partner_named(name)
        key = partners.add_key(partner, now=timezone.now())
    _show_key(partner.name, key, as_json=as_json)


@app.command("list", epilog=as_epilog("partner list"))
def list_all(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the partners and their keys, by key id; the keys themselves are not kept.

    JSON: `{"partner","added_on","keys":[{"key_id","made_on","revoked_on"}]}`; `revoked_on` is null
    while the key is live.
    """
    with _instance(data):
        from takeback.registry.partners import list_partners  # noqa: PLC0415

        lines = list_partners()
    for line in lines:
        if as_json:
            say_json(_as_json(line))
        else:
            say(_as_text(line))
    if not lines and not as_json:
        complain("no partners yet; `takeback partner add NAME` adds one")


@app.command("revoke", epilog=as_epilog("partner revoke"))
def revoke(
    name: Name,
    *,
    key_id: Annotated[
        str | None,
        typer.Option(help="Only this key; without it all of them.", show_default=False),
    ] = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Make a partner's keys useless from this moment on.

    JSON: `{"partner","revoked":["key ids"]}`. Exit code 1 when there is no such live key.
    """
    with _instance(data):
        from django.utils import timezone  # noqa: PLC0415

        from takeback.registry.partners import partner_named, revoke_key  # noqa: PLC0415

        partner = partner_named(name)
        live = partner.keys.filter(revoked_on=None).order_by("pk")
        key_ids = [key.key_id for key in live if key_id in {None, key.key_id}]
        if not key_ids:
            raise AnswerIsNo(f"{partner.name} has no such live key; `partner list` shows key ids")
        for each in key_ids:
            revoke_key(each, now=timezone.now())
    if as_json:
        say_json({"partner": partner.name, "revoked": key_ids})
        return
    say(f"{partner.name}: revoked {', '.join(key_ids)}")


@contextmanager
def _instance(data: Path | None) -> Iterator[None]:
    open_instance(data)
    from takeback.registry.partners import PartnerNameNotUsable  # noqa: PLC0415

    with database_answers():
        try:
            yield
        except PartnerNameNotUsable as error:
            raise WrongUse(str(error)) from error


def _show_key(partner: str, key: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"partner": partner, "key": key})
        return
    say(f"partner  {partner}\nkey      {key}")
    complain("Give the key to the partner on a safe way. It is not shown again.")


def _as_json(line: "PartnerLine") -> dict[str, object]:
    keys = [
        {
            "key_id": key.key_id,
            "made_on": key.made_on.isoformat(),
            "revoked_on": key.revoked_on.isoformat() if key.revoked_on else None,
        }
        for key in line.keys
    ]
    return {"partner": line.name, "added_on": line.added_on.isoformat(), "keys": keys}


def _as_text(line: "PartnerLine") -> str:
    keys = "".join(f"\n  {_key_as_text(key)}" for key in line.keys)
    return f"{line.name}, since {line.added_on.isoformat()}{keys}"


def _key_as_text(key: "KeyLine") -> str:
    ended = f", revoked {key.revoked_on.isoformat()}" if key.revoked_on else ""
    return f"{key.key_id}  made {key.made_on.isoformat()}{ended}"
