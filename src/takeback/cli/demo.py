"""`takeback demo`: something to look at before the first real case."""

from typing import Annotated

import typer

from takeback.cli.options import AsJson, DataFolder
from takeback.cli.output import complain, say, say_json
from takeback.cli.problems import AnswerIsNo
from takeback.cli.set_up import DEFAULT_DATA_FOLDER, create_instance, database_answers, migrate


def demo(
    *,
    remove: Annotated[
        bool, typer.Option("--remove", help="Only remove what an earlier demo made.")
    ] = False,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Make a demo partner and two cases of drawings, with answers; print the key and codes once.

    What an earlier demo made is removed first, so there is never more than one. The drawings, and a
    smaller copy of one of them to be found, are put into `demo` in the data folder. Not on an
    instance with an https address: partners would search for drawings.

    JSON: `{"partner","key"}`, then `{"case_name","code"}` for each case, then `{"copy"}`; with
    --remove `{"removed"}`, the number of cases.
    """
    create_instance((data or DEFAULT_DATA_FOLDER).resolve())
    # Here and not above: models can be imported only when the settings are loaded.
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from takeback.cli.demo_data import make_demo, remove_demo  # noqa: PLC0415

    if settings.IS_HTTPS and not remove:
        raise AnswerIsNo(
            f"{settings.PUBLIC_URL} is for real cases; try the demo with a data folder of its own "
            "and without TAKEBACK_PUBLIC_URL"
        )
    migrate()
    with database_answers():
        removed = remove_demo(now=timezone.now())
        if remove:
            if as_json:
                say_json({"removed": removed})
            else:
                say(f"removed: {removed} demo cases, and every key of the demo partner")
            return
        made = make_demo(now=timezone.now())
    if removed:
        complain(
            f"removed the {removed} cases of the demo before; its codes and keys are no use now"
        )
    if as_json:
        say_json({"partner": made.partner, "key": made.key})
        for case in made.cases:
            say_json({"case_name": case.case_name, "code": case.code})
        say_json({"copy": str(made.copy)})
        return
    say(f"partner  {made.partner}\nkey      {made.key}\n")
    for case in made.cases:
        say(f"case     {case.case_name}\ncode     {case.code}\n")
    say(
        f"Codes open their pages at {settings.PUBLIC_URL}/return/ while `takeback serve` runs\n"
        "(with the port that you gave it, if you did).\n"
        "To be the partner, with the key in TAKEBACK_KEY:\n"
        f"  takeback list pull --url {settings.PUBLIC_URL} --to list.sqlite3\n"
        f"  takeback match {made.copy} --list list.sqlite3"
    )
    complain("The key and the codes are not shown again.")
