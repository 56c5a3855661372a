"""Figures and tables from notebook outputs, refused where a reader would miss something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from report.facts import ditto, written
from report.publish.blocks import Cell, Column, Figure, Grid, Table
from report.publish.errors import Where
from report.publish.facts import Facts
from report.publish.markdown import plain, sentence, typeset

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_DECIMALS = 4
_NOTHING = "–"
_PRINTED_TO_TWO = ("%", "points", "percent")
"""Units NATO prints with two decimals."""


def required(record: Mapping[str, Any], names: Sequence[str], thing: str, where: Where) -> dict[str, str]:
    """The named texts of a record, none of them empty."""
    missing = [name for name in names if not str(record.get(name) or "").strip()]
    if missing:
        raise where.error(f"{thing} has no {' and no '.join(missing)}", "give it where the notebook makes it")
    return {name: str(record[name]) for name in names}


def figure(record: Mapping[str, Any], spec: Mapping[str, Any] | None, where: Where) -> Figure:
    """A chart with its texts and its data."""
    thing = f"figure {record.get('id') or record.get('title')!r}"
    texts = required(record, ("id", "title", "subtitle", "alt", "source", "edition"), thing, where)
    _check_id(texts["id"], thing, where)
    if not spec:
        raise where.error(f"{thing} has no chart", "show it as a Figure, which brings its Vega-Lite specification")
    if texts["alt"].strip() == texts["title"].strip():
        raise where.error(f"{thing} repeats its title as text alternative", "say in alt what the chart looks like")
    data = _data(record.get("data") or {}, thing, where)
    asides = {name: record.get(name) or "" for name in ("note", "how_to_read")}
    return Figure(**texts, **asides, data=data, spec=spec, hero=bool(record.get("hero")))


def table(record: Mapping[str, Any], where: Where, facts: Facts) -> Table:
    """A table with its texts and cells."""
    thing = f"table {record.get('id') or record.get('caption')!r}"
    texts = required(record, ("id", "caption", "source", "edition"), thing, where)
    _check_id(texts["id"], thing, where)
    described = record.get("columns", ())
    rows = [
        # As many cells as there are: whether they fit the columns is looked at later.
        [_cell(cell, column or {}, facts, where) for cell, column in zip_longest(row, described[: len(row)])]
        for row in record.get("rows", ())
    ]
    grid = Grid([*map(_column, described)], rows, int(record.get("row_header") or 0))
    _check_grid(grid, thing, where)
    notes, layout = tuple(record.get("notes") or ()), record.get("layout") or "grid"
    whole = download(record["download"]) if record.get("download") else None
    if whole:
        _check_grid(whole, f"the download of {thing}", where)
    return Table(**texts, subtitle=record.get("subtitle") or "", notes=notes, grid=grid, layout=layout, download=whole)


def _column(record: Mapping[str, Any]) -> Column:
    given = {name: record[name] for name in ("unit", "align", "small", "unit_in_file") if record.get(name)}
    return Column(record["name"], record["label"], **given)


def download(record: Mapping[str, Any]) -> Grid:
    """The rows of a table that is only downloaded, or whose download holds more than it shows: plain values."""
    numbers = [bool(column.get("number")) for column in record["columns"]]
    rows = [
        [Cell(cell, cell_value(cell, number)) for cell, number in zip(line, numbers, strict=True)]
        for line in ditto.read(record["csv"])
    ]
    return Grid([*map(_column, record["columns"])], rows)


def cell_value(cell: str, number: bool) -> Any:
    """A cell of a CSV as a value: None where it is empty, whole numbers as such."""
    if not number or not cell:
        return cell or None
    return int(cell) if cell.lstrip("-").isdigit() else float(cell)


def _check_id(id: str, thing: str, where: Where) -> None:
    if not _ID.fullmatch(id):
        raise where.error(f"the id of {thing} cannot be an address", "use small letters, digits and single hyphens")


def _check_grid(grid: Grid, thing: str, where: Where) -> None:
    if not grid.columns or not grid.rows:
        raise where.error(f"{thing} has no data", "give it columns and rows")
    _check_fit(grid.rows, grid.columns, thing, where)
    bare = [
        column.label
        for index, column in enumerate(grid.columns)
        if not column.unit and column.name != "year" and any(is_number(row[index].value) for row in grid.rows)
    ]
    if bare:
        raise where.error(f"{thing} gives no unit for {', '.join(bare)}", "name the unit of each column of numbers")


def _check_fit(rows: Sequence[Sequence[Any]], columns: Sequence[Any], thing: str, where: Where) -> None:
    if any(len(row) != len(columns) for row in rows):
        fault = f"{thing} has rows that do not fit its {len(columns)} columns"
        raise where.error(fault, "give each row one cell for each column")


def is_number(value: Any) -> bool:
    """Whether a value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(cell: Any, column: Mapping[str, Any], facts: Facts, where: Where) -> Cell:
    if is_number(cell) and "digits" in column:
        shown = cell / column.get("per", 1)
        return Cell(typeset(written.figure(shown, column["digits"], bool(column.get("plus")))), cell)
    if isinstance(cell, Mapping) and "segments" in cell:
        nodes = sentence(facts.parts(cell["segments"], where))
        return Cell(plain(nodes), plain(nodes), nodes=nodes)
    if isinstance(cell, Mapping):
        return Cell(typeset(str(cell["text"])), cell.get("value"), str(cell.get("fact") or ""))
    return Cell(typeset(str(cell)), str(cell))


def _data(record: Mapping[str, Any], thing: str, where: Where) -> Grid:
    described, rows = record.get("columns", ()), record.get("rows", ())
    _check_fit(rows, described, thing, where)
    columns, digits = [], []
    for index, column in enumerate(described):
        values = [row[index] for row in rows]
        columns.append(_column({**column, "align": "right" if any(map(is_number, values)) else "left"}))
        digits.append(_digits(columns[-1], values))
    grid = Grid(
        columns, [[Cell(_write(value, d), value) for value, d in zip(row, digits, strict=True)] for row in rows]
    )
    _check_grid(grid, thing, where)
    return grid


def _digits(column: Column, values: Sequence[Any]) -> int | None:
    """Decimals of a column: those its numbers need, up to those that can be known; None for years, never grouped."""
    if "year" in (column.name, column.unit):
        return None
    numbers = [float(value) for value in values if is_number(value) and value == value]
    texts = [f"{written.rounded(number, _MOST_DECIMALS):f}".rstrip("0") for number in numbers]
    needed = max((len(text.partition(".")[2]) for text in texts), default=0)
    return min(needed, _known(column.unit, numbers))


def _known(unit: str, numbers: Sequence[float]) -> int:
    """Decimals worth showing, two for percentages and points, none for millions, else as many as leave four figures."""
    size = max(map(abs, numbers), default=0.0)
    if unit.startswith(_PRINTED_TO_TWO):
        return 2
    if " million" in unit and size >= 10:
        return 0
    return max(0, _MOST_DECIMALS - len(str(int(size)))) if size >= 1 else _MOST_DECIMALS


def _write(value: Any, digits: int | None) -> str:
    """A value as a British reader expects it: thousands grouped, a true minus sign, a dash where there is none."""
    if value is None or value != value:
        return _NOTHING
    if not is_number(value):
        return str(value)
    return str(int(value)) if digits is None else written.decimal(value, digits)
