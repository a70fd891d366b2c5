"""Everything an instance has stored or printed, as bytes to search."""

import psycopg
from psycopg import sql

from tests.instance import Instance


def everything_stored(instance: Instance) -> bytes:
    """Return every byte of the data folder but the secrets, and every row of the database."""
    files = [
        path.read_bytes()
        for path in sorted(instance.data.rglob("*"))
        if path.is_file() and "secrets" not in path.parts and "static" not in path.parts
    ]
    address = instance.variables.get("TAKEBACK_DATABASE_URL")
    return b"\n".join(files) + (_rows(address) if address else b"")


def _rows(address: str) -> bytes:
    parts: list[bytes] = []
    with psycopg.connect(address) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            parts.extend(str(row[0]).encode() for row in connection.execute(query))
            # Binary columns are shown as hexadecimal: searched in that form too.
    return b"\n".join(parts)
