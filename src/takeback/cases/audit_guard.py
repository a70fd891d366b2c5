"""Triggers by which the database itself refuses to change or delete an audit row."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "cases_auditrow"

_SQLITE = {
    "create": [
        f"""CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE}
            BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END""",
        f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
            BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END""",
    ],
    "remove": [f"DROP TRIGGER {TABLE}_no_update", f"DROP TRIGGER {TABLE}_no_delete"],
}
_POSTGRESQL = {
    "create": [
        f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted'; END $$""",
        f"""CREATE TRIGGER {TABLE}_guard BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
    ],
    "remove": [f"DROP TRIGGER {TABLE}_guard ON {TABLE}", f"DROP FUNCTION {TABLE}_refuse()"],
}
_STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def create(editor: BaseDatabaseSchemaEditor) -> None:
    """Set the guard. Raises `KeyError` for a database that has none written for it."""
    _run(editor, "create")


def remove(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away: when a migration is undone, and between tests."""
    _run(editor, "remove")


def _run(editor: BaseDatabaseSchemaEditor, step: str) -> None:
    for statement in _STATEMENTS[editor.connection.vendor][step]:
        editor.execute(statement)
