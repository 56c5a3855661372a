"""Checks of single columns and of rows against the description. Each returns a problem for every fault it finds."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import Problem, shown
from .lines import Cells
from .names import likely
from .schema import Category, Field, Table

Columns = Mapping[str, Cells]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)
"""A number with commas before every third digit, of which a single one may as well be a decimal comma."""


def is_number(text: str) -> bool:
    """Whether the text is a decimal number with a point, of a size a float can hold."""
    return NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, ISO 8601."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


#: type -> (test of one cell's text, what the cell should be)
TYPES: dict[str, tuple[Callable[[str], bool], str]] = {
    "string": (
        lambda text: text == text.strip() and text.isprintable(),
        "one line of plain text without spaces around it",
    ),
    "number": (is_number, "a number"),
    "integer": (lambda text: INTEGER.fullmatch(text) is not None, "a whole number"),
    "boolean": (lambda text: text in ("true", "false"), "true or false"),
    "date": (is_date, "a date such as 2026-07-10"),
}


def _report(
    table: Table, field: Field, cells: Cells, wrong: set[str], what: Callable[[str], str], remedy: Callable[[str], str]
) -> list[Problem]:
    """One problem for each cell whose text is among the wrong ones."""
    if not wrong:
        return []
    places = [(row, text) for row, text in enumerate(cells, start=2) if text in wrong]
    return [Problem(table.path, row, field.name, what(text), remedy(text)) for row, text in places]


def required(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    """Empty cells in a column that may have none."""
    wrong = {""} & distinct if field.required else set()
    return _report(table, field, cells, wrong, lambda _: "the cell is empty", lambda _: "Fill it, or remove the row.")


def typed(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    """Cells that are not of the column's type."""
    test, expected = TYPES[field.type]
    plain = field.type == "number" and _all_numbers(distinct)
    wrong = set() if plain else {text for text in distinct if text and not test(text)}
    what = lambda text: f"{shown(text)} is not {expected}"  # noqa: E731
    return _report(table, field, cells, wrong, what, lambda text: _type_remedy(field, expected, text))


def _all_numbers(distinct: set[str]) -> bool:
    """Whether all texts are numbers, told at once: most columns are sound, and cell by cell takes ten times as long."""
    if not set("".join(distinct)) <= set("0123456789.+-eE"):
        return False
    try:
        return all(math.isfinite(float(text)) for text in distinct if text)
    except ValueError:
        return False


def _type_remedy(field: Field, expected: str, text: str) -> str:
    pointed, bare = text.replace(",", "."), text.replace(",", "")
    decimal = field.type == "number" and pointed != text and is_number(pointed)
    if field.type in ("number", "integer") and GROUPED.fullmatch(text):
        return (
            f"Write {pointed} or {bare}, whichever is meant: decimal point, no comma."
            if decimal
            else f"Write {bare}: no comma."
        )
    if decimal:
        return f"Write {pointed}: decimal point, not comma."
    return f"Write {expected}."


def listed(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    """Cells outside the column's list of values: unknown allies, measures, statuses."""
    if "enum" not in field.constraints:
        return []
    allowed = [str(value) for value in field.constraints["enum"]]
    wrong = distinct - set(allowed) - {""}
    return _report(
        table,
        field,
        cells,
        wrong,
        lambda text: f"unknown {field.name} {shown(text)}",
        lambda text: one_of(text, allowed),
    )


def one_of(text: str, allowed: Sequence[str]) -> str:
    """Remedy for an unknown value: the nearest valid one, else the whole list."""
    close = likely(text, allowed)
    return f"Did you mean {close}?" if close else f"Use one of: {', '.join(allowed)}."


def patterned(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    """Cells whose text has not the form the column asks for."""
    if "pattern" not in field.constraints:
        return []
    pattern = re.compile(field.constraints["pattern"], re.ASCII)
    wrong = {text for text in distinct if text and not pattern.fullmatch(text)}
    what = lambda text: f"{shown(text)} has the wrong form"  # noqa: E731
    return _report(table, field, cells, wrong, what, lambda _: f"It must match {pattern.pattern}.")


def bounded(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    """Cells below the column's minimum or above its maximum."""
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    if low is None and high is None:
        return []
    wrong = {text for text in distinct if text and TYPES[field.type][0](text) and not _within(field, text, low, high)}
    what = lambda text: f"{text} is out of range"  # noqa: E731
    return _report(table, field, cells, wrong, what, lambda _: range_remedy(low, high))


def _within(field: Field, text: str, low: Any, high: Any) -> bool:
    order: Callable[[Any], Any] = str if field.type == "date" else float
    return (low is None or order(low) <= order(text)) and (high is None or order(text) <= order(high))


def range_remedy(low: Any, high: Any) -> str:
    """Remedy for a value out of range; a missing bound is left out."""
    if high is None:
        return f"It must not be below {low}."
    return f"It must lie between {low} and {high}." if low is not None else f"It must not be above {high}."


def unique(table: Table, field: Field, cells: Cells, distinct: set[str]) -> list[Problem]:
    """Cells that repeat in a column that may not."""
    if not field.constraints.get("unique") or len(distinct) == len(cells):
        return []
    wrong = {text for text, count in Counter(cells).items() if count > 1 and text}
    what = lambda text: f"{shown(text)} occurs more than once"  # noqa: E731
    return _report(table, field, cells, wrong, what, lambda _: "Keep it in one row.")


COLUMN_CHECKS = (required, typed, listed, patterned, bounded, unique)


def columns(table: Table, found: Columns) -> list[Problem]:
    """Faults of every column."""
    problems: list[Problem] = []
    for field in table.fields:
        cells = found[field.name]
        distinct = set(cells)
        for check in COLUMN_CHECKS:
            problems += check(table, field, cells, distinct)
    return problems


def duplicates(table: Table, found: Columns) -> list[Problem]:
    """Rows whose primary key is already taken by an earlier row."""
    keys = list(zip(*(found[name] for name in table.key), strict=True))
    if len(set(keys)) == len(keys):
        return []
    first: dict[tuple[str, ...], int] = {}
    taken = [(row, key, first[key]) for row, key in enumerate(keys, start=2) if first.setdefault(key, row) != row]
    place = ", ".join(table.key)
    return [
        Problem(table.path, row, place, f"{' '.join(key)} is already in row {earlier}", "Keep one of the two rows.")
        for row, key, earlier in taken
    ]


def coded(table: Table) -> Field | None:
    """The column that holds measures or indicators, if the table has one."""
    return next((field for field in table.fields if field.categories), None)


def units(table: Table, found: Columns) -> list[Problem]:
    """Rows whose unit is not the one described for their measure or indicator."""
    field = coded(table)
    if field is None or "unit" not in found:
        return []
    pairs = list(zip(found[field.name], found["unit"], strict=True))
    wrong = {
        pair for pair in set(pairs) if pair[0] in field.categories and not field.categories[pair[0]].takes(pair[1])
    }
    return [
        Problem(table.path, row, "unit", f"{unit!r} is not the unit of {code}", _unit_remedy(field.categories[code]))
        for row, (code, unit) in enumerate(pairs, start=2)
        if (code, unit) in wrong
    ]


def _unit_remedy(category: Category) -> str:
    if "NCU" in category.unit:
        return f"Use {category.unit!r} with the currency's ISO 4217 code in place of NCU."
    return f"Use {category.unit!r}."


def values(table: Table, found: Columns, numbers: npt.NDArray[np.float64]) -> list[Problem]:
    """Values outside the bounds described for their measure or indicator."""
    field = coded(table)
    if field is None:
        return []
    codes = found[field.name]
    low, high = (np.array(list(map(bound, codes))) for bound in _bounds(field.categories))
    outside: Iterable[int] = map(int, np.flatnonzero((numbers < low) | (numbers > high)))
    return [
        Problem(
            table.path,
            place + 2,
            "value",
            f"{found['value'][place]} is out of range for {codes[place]}",
            _range(field, codes[place]),
        )
        for place in outside
    ]


def _bounds(categories: Mapping[str, Category]) -> tuple[Callable[[str], float], Callable[[str], float]]:
    low = {code: category.minimum for code, category in categories.items()}
    high = {code: category.maximum for code, category in categories.items()}
    return low.__getitem__, high.__getitem__


def _range(field: Field, code: str) -> str:
    low, high = field.categories[code].minimum, field.categories[code].maximum
    shown = [f"{bound:g}" if np.isfinite(bound) else None for bound in (low, high)]
    return range_remedy(*shown)
