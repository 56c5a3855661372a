"""Checks of columns and rows against the description: a problem for every fault."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import Problem, shown
from .lines import Cells
from .names import hint
from .schema import Field, Table

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
        either = f"{pointed} or {bare}, whichever is meant: decimal point, no comma"
        return f"Write {either}." if decimal else f"Write {bare}: no comma."
    return f"Write {pointed}: decimal point, not comma." if decimal else f"Write {expected}."


def _within(field: Field, text: str, low: Any, high: Any) -> bool:
    order: Callable[[Any], Any] = str if field.type == "date" else float
    return (low is None or order(low) <= order(text)) and (high is None or order(text) <= order(high))


def range_remedy(low: Any, high: Any) -> str:
    """Remedy for a value out of range; a missing bound is left out."""
    if high is None:
        return f"It must not be below {low}."
    return f"It must lie between {low} and {high}." if low is not None else f"It must not be above {high}."


Words = Callable[[str], str]


def _faults(field: Field, cells: Cells) -> Iterator[tuple[set[str], Words, Words]]:
    """For each thing that can be wrong with a column: the texts at fault, what is wrong with one, and the remedy."""
    distinct, limits = set(cells), field.constraints
    test, expected = TYPES[field.type]
    if field.required:
        yield {""} & distinct, lambda _: "the cell is empty", lambda _: "Fill it, or remove the row."
    if not (field.type == "number" and _all_numbers(distinct)):
        wrong = {text for text in distinct if text and not test(text)}
        yield wrong, lambda text: f"{shown(text)} is not {expected}", lambda text: _type_remedy(field, expected, text)
    if "enum" in limits:
        allowed = [str(value) for value in limits["enum"]]
        wrong, every = distinct - {"", *allowed}, f"Use one of: {', '.join(allowed)}."
        yield wrong, lambda text: f"unknown {field.name} {shown(text)}", lambda text: hint(text, allowed, every)
    if "pattern" in limits:
        pattern = re.compile(limits["pattern"], re.ASCII)
        wrong = {text for text in distinct if text and not pattern.fullmatch(text)}
        yield wrong, lambda text: f"{shown(text)} has the wrong form", lambda _: f"It must match {pattern.pattern}."
    low, high = limits.get("minimum"), limits.get("maximum")
    if low is not None or high is not None:
        wrong = {text for text in distinct if text and test(text) and not _within(field, text, low, high)}
        yield wrong, lambda text: f"{text} is out of range", lambda _: range_remedy(low, high)
    if limits.get("unique") and len(distinct) < len(cells):
        wrong = {text for text, count in Counter(cells).items() if count > 1 and text}
        yield wrong, lambda text: f"{shown(text)} occurs more than once", lambda _: "Keep it in one row."


def columns(table: Table, found: Columns) -> list[Problem]:
    """Faults of every column, one for each cell at fault."""
    return [
        Problem(table.path, row, field.name, what(text), remedy(text))
        for field in table.fields
        for wrong, what, remedy in _faults(field, found[field.name])
        if wrong
        for row, text in enumerate(found[field.name], start=2)
        if text in wrong
    ]


def duplicates(table: Table, found: Columns) -> list[Problem]:
    """Rows whose primary key is already taken by an earlier row."""
    keys = list(zip(*(found[name] for name in table.key), strict=True))
    if len(set(keys)) == len(keys):
        return []
    first: dict[tuple[str, ...], int] = {}
    place, remedy = ", ".join(table.key), "Keep one of the two rows."
    return [
        Problem(table.path, row, place, f"{' '.join(key)} is already in row {first[key]}", remedy)
        for row, key in enumerate(keys, start=2)
        if first.setdefault(key, row) != row
    ]


def coded(table: Table) -> Field | None:
    """The column that holds measures or indicators, if the table has one."""
    return next((field for field in table.fields if field.categories), None)


def units(table: Table, found: Columns) -> list[Problem]:
    """Rows whose unit is not the one described for their measure or indicator."""
    field = coded(table)
    if field is None or "unit" not in found:
        return []
    pairs, known = list(zip(found[field.name], found["unit"], strict=True)), field.categories
    wrong = {(code, unit) for code, unit in set(pairs) if code in known and not known[code].takes(unit)}
    code_of = " with the currency's ISO 4217 code in place of NCU"
    remedies = {code: f"Use {one.unit!r}{code_of * ('NCU' in one.unit)}." for code, one in known.items()}
    return [
        Problem(table.path, row, "unit", f"{unit!r} is not the unit of {code}", remedies[code])
        for row, (code, unit) in enumerate(pairs, start=2)
        if (code, unit) in wrong
    ]


def values(table: Table, found: Columns, numbers: npt.NDArray[np.float64]) -> list[Problem]:
    """Values outside the bounds described for their measure or indicator."""
    field = coded(table)
    if field is None:
        return []
    ends = {code: (one.minimum, one.maximum) for code, one in field.categories.items()}
    low, high = np.array([ends[code] for code in found[field.name]]).reshape(-1, 2).T
    outside = np.flatnonzero((numbers < low) | (numbers > high)).tolist()
    return [_out_of_range(table, place, found["value"][place], found[field.name][place], ends) for place in outside]


def _out_of_range(table: Table, place: int, value: str, code: str, ends: Mapping[str, tuple[float, float]]) -> Problem:
    shown = [f"{bound:g}" if np.isfinite(bound) else None for bound in ends[code]]
    return Problem(table.path, place + 2, "value", f"{value} is out of range for {code}", range_remedy(*shown))
