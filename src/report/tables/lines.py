"""The lines of a table's file as texts, held against its description: faults of shape are named with row and remedy.

Read without pandas: names of allies and guidelines are wanted early.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from report.folders import DESCRIPTOR, data_path

from .errors import BadTable, Problem, ReportError, nearest, shown
from .schema import DESCRIBE, Table, package
from .texts import Stamp, file_stamp, read_bytes

Cells = list[str]
RESTORE = "Restore the file from version control."
MEANT = f"If the change is meant, run: {DESCRIBE}"


def changed(table: Table, folder: Path) -> list[Problem]:
    """What is wrong with the bytes of a file that is a copy of published figures: they are not those described."""
    if not table.hash or f"sha256:{hashlib.sha256(read_bytes(folder / table.path)).hexdigest()}" == table.hash:
        return []
    remedy = f"{RESTORE} Corrections of published figures belong in oddities.csv. {MEANT}"
    return [Problem(table.path, 0, "", "the contents are not those described (sha256)", remedy)]


def text_of(table: Table, folder: Path) -> str:
    """The file's text; a missing or wrongly encoded file raises BadTable."""
    try:
        raw = read_bytes(folder / table.path)
    except ReportError as error:
        raise BadTable([Problem(table.path, 0, "", f"{error} in {folder}", RESTORE)]) from None
    if raw.startswith(codecs.BOM_UTF8):
        what, remedy = "the file begins with a byte order mark", "Save it as UTF-8 without one."
        raise BadTable([Problem(table.path, 1, "", what, remedy)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        what = f"byte {raw[error.start]:#04x} is not UTF-8"
        raise BadTable([Problem(table.path, row, "", what, "Save the file as UTF-8.")]) from None


def header(wanted: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Faults of the header, wrong separator, missing, extra, repeated or moved columns: column, fault and remedy."""
    extra = [name for name in found if name not in wanted]
    if len(found) == 1 and len(wanted) > 1 and re.search(r"[;\t|]", found[0]):
        yield "", "columns are not separated by commas", "Save the file as CSV with commas and decimal points."
    elif len(extra) == len(found) and len(wanted) > 1:
        yield "", f"none of its columns is there; it begins {shown(','.join(found))}", RESTORE
    elif len(set(found)) == len(found) and set(found) == set(wanted):
        if list(found) != list(wanted):
            yield "", f"columns out of order: {', '.join(found)}", f"Order them {', '.join(wanted)}."
    else:
        for name in [name for name in wanted if name not in found]:
            close = nearest(name, extra)
            yield name, "the column is missing", f"Rename {close} to {name}." if close else f"Add the column {name}."
        for name in extra:
            yield name, "a column the description does not have", "Remove it, or describe it."
        for name in [name for name, count in Counter(found).items() if count > 1]:
            yield name, "the column occurs twice", "Remove one of the two."


def ragged(table: Table, rows: Sequence[Cells]) -> list[Problem]:
    """Rows with too few or too many cells."""
    width = len(table.columns)
    remedy = "Give the row one cell for each column; put a cell that holds a comma in double quotes."
    wrong = [(place, len(row)) for place, row in enumerate(rows, start=2) if len(row) != width]
    kinds, first = Counter(count for _, count in wrong), {count: place for place, count in reversed(wrong)}
    return [
        Problem(table.path, place, "", f"{count} cells where {width} are expected{in_rows(kinds[count])}", remedy)
        for count, place in reversed(first.items())
    ]


def in_rows(count: int) -> str:
    """How often a fault occurs, where it is more than once."""
    return f" ({count:,} rows)" if count > 1 else ""


def length(table: Table, rows: Sequence[Cells], text: str) -> list[Problem]:
    """A file cut short or lengthened, told by its last byte and by the number of rows the descriptor gives."""
    if not rows and table.rows is None and not table.recomputed:
        return [Problem(table.path, 0, "", "the table has no rows", RESTORE)]
    if not text.endswith("\n"):
        return [Problem(table.path, len(rows) + 1, "", "the file ends in the middle of a row", RESTORE)]
    if table.rows is not None and len(rows) != table.rows:
        what = f"{len(rows)} rows where the descriptor says {table.rows}"
        return [Problem(table.path, 0, "", what, f"{RESTORE} {MEANT}")]
    return []


def rows_of(table: Table, text: str) -> list[Cells]:
    """All rows under the header; faults of the file's shape raise BadTable."""
    try:
        parsed = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise BadTable([Problem(table.path, 0, "", f"it cannot be read as CSV: {error}", RESTORE)]) from None
    if not parsed:
        raise BadTable([Problem(table.path, 0, "", "the file is empty", RESTORE)])
    rows = parsed[1:]
    problems = [Problem(table.path, 1, *fault) for fault in header(table.columns, parsed[0])]
    problems = problems or ragged(table, rows) + length(table, rows, text)
    if problems:
        raise BadTable(problems)
    return rows


@lru_cache(maxsize=16)
def _texts(table: Table, folder: Path, state: Stamp) -> tuple[dict[str, str], ...]:
    return tuple(dict(zip(table.columns, row, strict=True)) for row in rows_of(table, text_of(table, folder)))


def texts(name: str, folder: Path | None = None) -> tuple[dict[str, str], ...]:
    """The rows of the table of that name, cells as text. Raises BadTable for faults of the file's shape."""
    folder = folder or data_path()
    tables = package(folder).tables
    if name not in tables:
        raise BadTable([not_described(name)])
    return _texts(tables[name], folder, file_stamp(folder / tables[name].path))


def not_described(name: str) -> Problem:
    """What is wrong with the name of a table that the descriptor does not have."""
    return Problem(DESCRIPTOR, 0, "", f"no table {name!r} is described", RESTORE)
