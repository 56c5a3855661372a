"""Reads a table and holds it against its description: every cell is checked, every fault is named with its place."""

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .errors import BadTable, Problem, nearest
from .schema import Field, Table

Cells = list[str]
RESTORE = "Restore the file from version control."


def _whole(table: Table, what: str, remedy: str, row: int = 0, column: str = "") -> Problem:
    return Problem(table.path, row, column, what, remedy)


def _lines_before(text: bytes, position: int) -> int:
    return text[:position].count(b"\n") + 1


def _text(table: Table, folder: Path) -> str:
    """The file's text; a missing, empty or wrongly encoded file raises BadTable."""
    file = folder / table.path
    if not file.is_file():
        raise BadTable([_whole(table, f"there is no such file in {folder}", RESTORE)])
    raw = file.read_bytes()
    if raw.startswith(b"\xef\xbb\xbf"):
        raise BadTable([_whole(table, "begins with a byte order mark", "Save the file as UTF-8 without BOM.", 1)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = _lines_before(raw, error.start)
        raise BadTable([_whole(table, f"byte {raw[error.start]:#04x} is not UTF-8", "Save the file as UTF-8.", row)]) from None


def _header(table: Table, found: Sequence[str]) -> list[Problem]:
    """Faults of the header: wrong separator, missing, extra, repeated or moved columns."""
    if len(found) == 1 and len(table.columns) > 1 and re.search(r"[;\t|]", found[0]):
        return [_whole(table, "columns are not separated by commas", "Save the file as CSV with commas and decimal points.", 1)]
    missing = [name for name in table.columns if name not in found]
    extra = [name for name in found if name not in table.columns]
    problems = [_missing_column(table, name, extra) for name in missing]
    problems += [_whole(table, "a column the description does not have", "Remove it, or describe it in datapackage.json.", 1, name) for name in extra]
    problems += [_whole(table, "the column occurs twice", "Remove one of the two.", 1, name) for name, n in Counter(found).items() if n > 1]
    if not problems and list(found) != table.columns:
        problems = [_whole(table, f"columns out of order: {', '.join(found)}", f"Order them {', '.join(table.columns)}.", 1)]
    return problems


def _missing_column(table: Table, name: str, extra: Iterable[str]) -> Problem:
    close = nearest(name, extra)
    remedy = f"Rename the column {close} to {name}." if close else f"Add the column {name}."
    return _whole(table, "the column is missing", remedy, 1, name)


def _ragged(table: Table, rows: Sequence[Cells]) -> list[Problem]:
    """Rows with too few or too many cells; the last row of a cut file is one of them."""
    width = len(table.columns)
    remedy = "Give the row one cell for each column; put cells that hold a comma in double quotes."
    return [
        _whole(table, f"{len(row)} cells where {width} are expected", remedy, place)
        for place, row in enumerate(rows, start=2)
        if len(row) != width
    ]


def _count(table: Table, rows: Sequence[Cells], text: str) -> list[Problem]:
    """A file cut short or lengthened, told by its last byte and the number of rows the descriptor gives."""
    if not text.endswith("\n"):
        return [_whole(table, "the file ends in the middle of a row", RESTORE, len(rows) + 1)]
    if table.rows is not None and len(rows) != table.rows:
        remedy = RESTORE + " If the change is meant, run: python -m tools.curate describe"
        return [_whole(table, f"{len(rows)} rows where the descriptor says {table.rows}", remedy)]
    return []


def _rows(table: Table, text: str) -> list[Cells]:
    """All rows under the header; faults of the file's shape raise BadTable."""
    parsed = list(csv.reader(io.StringIO(text, newline="")))
    if not parsed:
        raise BadTable([_whole(table, "the file is empty", RESTORE)])
    problems = _header(table, parsed[0])
    rows = parsed[1:]
    problems = problems or _ragged(table, rows) + _count(table, rows, text)
    if problems:
        raise BadTable(problems)
    return rows


# ---------------------------------------------------------------- cells


def _where(cells: Cells, wrong: set[str]) -> Iterable[tuple[int, str]]:
    return ((place, cell) for place, cell in enumerate(cells, start=2) if cell in wrong)


def _report(table: Table, name: str, cells: Cells, wrong: set[str], what: Callable[[str], str], remedy: Callable[[str], str]) -> list[Problem]:
    """One problem for each cell whose text is among the wrong ones."""
    if not wrong:
        return []
    return [Problem(table.path, place, name, what(cell), remedy(cell)) for place, cell in _where(cells, wrong)]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text) is not None


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


#: type -> (test of one cell's text, what the cell should be)
TYPES: dict[str, tuple[Callable[[str], bool], str]] = {
    "string": (lambda text: text == text.strip(), "text without spaces around it"),
    "number": (_is_number, "a number"),
    "integer": (lambda text: re.fullmatch(r"[+-]?\d+", text) is not None, "a whole number"),
    "boolean": (lambda text: text in ("true", "false"), "true or false"),
    "date": (_is_date, "a date such as 2026-07-10"),
}


def _type_remedy(expected: str, text: str) -> str:
    if _is_number(text.replace(",", ".")):
        return f"Write {text.replace(',', '.')} (decimal point, not comma)."
    return f"Write {expected}."


def _typed(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    test, expected = TYPES[field.type]
    wrong = {text for text in distinct if text and not test(text)}
    return _report(table, field.name, cells, wrong, lambda text: f"{text!r} is not {expected}", lambda text: _type_remedy(expected, text))


def _required(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    wrong = {""} & distinct if field.required else set()
    return _report(table, field.name, cells, wrong, lambda _: "the cell is empty", lambda _: "Fill it, or remove the row.")


def _listed(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    if "enum" not in field.constraints:
        return []
    allowed = list(map(str, field.constraints["enum"]))
    wrong = distinct - set(allowed) - {""}
    return _report(table, field.name, cells, wrong, lambda text: f"unknown {field.name} {text!r}", lambda text: _one_of(text, allowed))


def _one_of(text: str, allowed: Sequence[str]) -> str:
    close = nearest(text, allowed)
    return f"Did you mean {close}?" if close else f"Use one of: {', '.join(allowed)}."


def _patterned(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    if "pattern" not in field.constraints:
        return []
    pattern = re.compile(field.constraints["pattern"])
    wrong = {text for text in distinct if text and not pattern.fullmatch(text)}
    return _report(table, field.name, cells, wrong, lambda text: f"{text!r} has the wrong form", lambda _: f"It must match {pattern.pattern}.")


def _as_ordered(field: Field, value: Any) -> Any:
    return str(value) if field.type in ("date", "string") else float(value)


def _bounded(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    low, high = (field.constraints.get(name) for name in ("minimum", "maximum"))
    if low is None and high is None:
        return []
    above = lambda text: low is None or _as_ordered(field, text) >= _as_ordered(field, low)  # noqa: E731
    below = lambda text: high is None or _as_ordered(field, text) <= _as_ordered(field, high)  # noqa: E731
    wrong = {text for text in distinct if text and TYPES[field.type][0](text) and not (above(text) and below(text))}
    return _report(table, field.name, cells, wrong, lambda text: f"{text} is out of range", lambda _: f"It must lie between {low} and {high}.")


def _unique(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    if not field.constraints.get("unique") or len(distinct) == len(cells):
        return []
    wrong = {text for text, count in Counter(cells).items() if count > 1}
    return _report(table, field.name, cells, wrong, lambda text: f"{text!r} occurs more than once", lambda _: "Keep it in one row.")


CELL_CHECKS = (_required, _typed, _listed, _patterned, _bounded, _unique)


def _cell_problems(table: Table, columns: dict[str, Cells]) -> list[Problem]:
    found: list[Problem] = []
    for field in table.fields:
        cells = columns[field.name]
        distinct = set(cells)
        for check in CELL_CHECKS:
            found += check(table, field, cells, distinct)
    return found


# ---------------------------------------------------------------- rows


def _duplicates(table: Table, columns: dict[str, Cells]) -> list[Problem]:
    keys = list(zip(*(columns[name] for name in table.key), strict=True))
    if not keys or len(set(keys)) == len(keys):
        return []
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for place, key in enumerate(keys, start=2):
        if first.setdefault(key, place) != place:
            what = f"{' '.join(key)} is already in row {first[key]}"
            problems.append(Problem(table.path, place, ", ".join(table.key), what, "Keep one of the two rows."))
    return problems


def _unit_problems(table: Table, columns: dict[str, Cells]) -> list[Problem]:
    """Rows whose unit is not the one described for their measure or indicator."""
    coded = next((field for field in table.fields if field.categories), None)
    if coded is None:
        return []
    pairs = list(zip(columns[coded.name], columns["unit"], strict=True))
    known = coded.categories
    wrong = {pair for pair in set(pairs) if pair[0] in known and not known[pair[0]].unit_pattern.fullmatch(pair[1])}
    return [
        Problem(table.path, place, "unit", f"{unit!r} is not the unit of {code}", f"Use {known[code].unit!r} (NCU: currency code).")
        for place, (code, unit) in enumerate(pairs, start=2)
        if (code, unit) in wrong
    ]


def _value_problems(table: Table, columns: dict[str, Cells], values: Any) -> list[Problem]:
    """Values outside the bounds described for their measure or indicator."""
    coded = next((field for field in table.fields if field.categories), None)
    if coded is None:
        return []
    codes = columns[coded.name]
    low = {code: item.minimum for code, item in coded.categories.items()}
    high = {code: item.maximum for code, item in coded.categories.items()}
    outside = (values < np.array([low[code] for code in codes])) | (values > np.array([high[code] for code in codes]))
    return [_outside(table, int(place), codes[place], columns["value"][place], low, high) for place in np.flatnonzero(outside)]


def _outside(table: Table, place: int, code: str, text: str, low: dict[str, float], high: dict[str, float]) -> Problem:
    what = f"{text} is out of range for {code}"
    return Problem(table.path, place + 2, "value", what, f"It must lie between {low[code]:g} and {high[code]:g}.")


# ---------------------------------------------------------------- frames


def _converted(field: Field, cells: Cells) -> Any:
    """A column in its type; empty numbers are NaN, empty dates NaT, empty whole numbers <NA>."""
    if field.type == "number":
        return np.array([text or "nan" for text in cells], dtype=float)
    if field.type == "integer":
        return pd.array([int(text) if text else None for text in cells], dtype="Int64") if "" in cells else np.array(cells, dtype=np.int64)
    if field.type == "boolean":
        return np.array([text == "true" for text in cells])
    if field.type == "date":
        return pd.to_datetime(pd.Series([text or None for text in cells]), format="%Y-%m-%d")
    return cells


def read(table: Table, folder: Path) -> pd.DataFrame:
    """The table as a frame, typed as described; any fault raises BadTable with every fault of the file."""
    rows = _rows(table, _text(table, folder))
    columns = dict(zip(table.columns, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in table.columns}
    problems = _cell_problems(table, columns) + _duplicates(table, columns)
    if not problems:
        frame = pd.DataFrame({field.name: _converted(field, columns[field.name]) for field in table.fields})
        problems = _unit_problems(table, columns) + (_value_problems(table, columns, frame["value"].to_numpy()) if "value" in frame else [])
    if problems:
        raise BadTable(problems)
    return frame
