"""The lines of a scan -> a Parquet file."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from takeback.cli.problems import OutOfReach
from takeback.cli.scanning.places import Line

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 50_000  # in memory at a time, some 30 MB
# What a row holds: the file, then one match of it as its line has it, then why it has none.
COLUMNS = {
    "file": "string",
    "entry": "string",
    "distance": "int32",
    "view": "string",
    "effort": "int32",
    "verification": "float64",
    "orientation": "string",
    "clip_share": "float64",
    "query_share": "float64",
    "unreadable": "string",
}


def check_can_write() -> None:
    """Raise `OutOfReach` when what writes Parquet is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415
    except ImportError as error:
        raise OutOfReach(
            "Parquet needs a package that is not installed: install takeback[parquet]"
        ) from error


def write_parquet(lines: Iterable[Line], path: Path, asked: dict[str, object]) -> None:
    """Write one row a match, and one row for a file without; replace the file in one move.

    How the scan was `asked` is in the file's metadata, as `takeback`. A file name that is not UTF-8
    has a backslash, `udc` and two digits for each odd byte. Raises `OutOfReach`.
    """
    # Here and not above: an extra.
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = _schema(asked)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                with pq.ParquetWriter(file, schema, compression="zstd") as writer:
                    for table in _tables(lines, schema):
                        writer.write_table(table)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutOfReach(f"{path} cannot be written ({error.strerror or error})") from error


def _schema(asked: dict[str, object]) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415

    fields = [pa.field(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()]
    return pa.schema(fields, metadata={"takeback": json.dumps(asked)})


def _tables(lines: Iterable[Line], schema: "pa.Schema") -> "Iterator[pa.Table]":
    import pyarrow as pa  # noqa: PLC0415

    rows = (row for line in lines for row in _rows(line))
    while some := list(islice(rows, ROWS)):
        yield pa.Table.from_pylist(some, schema=schema)


def _rows(line: Line) -> list[Line]:
    """Return a line's rows; what a row does not say is null."""
    name = str(line["file"]).encode("utf-8", "backslashreplace").decode()
    if "unreadable" in line:
        reason = str(line["unreadable"]).encode("utf-8", "backslashreplace").decode()
        return [{"file": name, "unreadable": reason}]
    matches = line["matches"]
    if not isinstance(matches, list) or not matches:
        return [{"file": name}]
    return [{"file": name, **match} for match in matches]
