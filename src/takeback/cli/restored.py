"""`takeback restored`: the database was put back from a backup."""

from takeback.cli.options import AsJson, DataFolder
from takeback.cli.output import say, say_json
from takeback.cli.set_up import database_answers, open_instance


def restored(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Have every partner pull the whole list again, after the database came from a backup.

    Run it once after restoring and before `takeback serve`. Without it a partner that is ahead of
    the backup could miss changes that are made from now on. Run twice it does no harm.

    JSON: `{"registry"}`, the registry's new id, with which every cursor begins from now on.
    """
    open_instance(data)
    from takeback.registry.restoring import start_again  # noqa: PLC0415

    with database_answers():
        registry = start_again()
    if as_json:
        say_json({"registry": registry})
        return
    say("done: every partner pulls the whole list when it comes next")
