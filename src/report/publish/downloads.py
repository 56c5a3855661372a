"""The data behind every figure and table: a CSV each, and its description for the data package."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from report.printable import inert
from report.shown import Cell, Column, Figure, Grid, Table
from report.shown.table import is_number, value_of

_MARKED = re.compile(r"\d\s*[A-Za-z*†‡]+$")
"""A number with a mark behind it, such as NATO's e for estimates; the mark must survive in the download."""

_YEAR = re.compile(r"(19|20)\d\de?")
"""A year as tables head it: ``2026e``."""
_MINUS = re.compile(r"−(?=\d)")

Field = tuple[dict[str, Any], Callable[[Cell], Any], int]


@dataclass(frozen=True)
class Download:
    """The data of a figure or table in the forms that readers get, each made once; ``path`` is its CSV in the build."""

    exhibit: Figure | Table
    path: str
    slug: str

    @property
    def title(self) -> str:
        """What readers know the exhibit by."""
        return self.exhibit.title if isinstance(self.exhibit, Figure) else self.exhibit.caption

    @cached_property
    def fields(self) -> list[Field]:
        """Its columns: how each is described, what is taken of its cells, and where they stand."""
        return _fields(self.exhibit.file)

    @cached_property
    def csv(self) -> bytes:
        """The data as CSV: a header of column names, numbers at full precision with a point, blanks for none."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([description["name"] for description, _, _ in self.fields])
        writer.writerows([_plain(take(row[index])) for _, take, index in self.fields] for row in self.exhibit.file.rows)
        return out.getvalue().encode()

    @property
    def values(self) -> tuple[list[str], list[list[Any]]]:
        """The data for a spreadsheet: heads with units, and rows in which numbers are numbers."""
        rows = [[_present(take(row[index])) for _, take, index in self.fields] for row in self.exhibit.file.rows]
        return [_head(about) for about, _, _ in self.fields], rows

    @property
    def resource(self) -> dict[str, Any]:
        """The Data Package resource that describes it; its path is relative to ``data/``."""
        return {
            "name": re.sub(r"[^a-z0-9.-]+", "-", f"{self.slug}-{self.exhibit.id}".lower()),
            "path": self.path.removeprefix("data/"),
            "title": self.title,
            "description": "; ".join(part for part in (self.exhibit.subtitle, self.exhibit.edition) if part),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(self.csv),
            "hash": f"sha256:{hashlib.sha256(self.csv).hexdigest()}",
            "schema": {"fields": [description for description, _, _ in self.fields]},
            "sources": [{"title": self.exhibit.source}],
        }


def sheet(resource: Mapping[str, Any], text: str) -> tuple[list[str], list[list[Any]]]:
    """A download read back from its CSV: heads with units, and rows in which numbers are numbers."""
    fields = resource["schema"]["fields"]
    numeric = [field["type"] in ("integer", "number") for field in fields]
    _, *lines = csv.reader(io.StringIO(text))
    rows = [[value_of(cell, number) for cell, number in zip(line, numeric, strict=True)] for line in lines]
    return [_head(field) for field in fields], rows


def _head(field: Mapping[str, Any]) -> str:
    return f"{field['title']} ({field['unit']})" if "unit" in field else str(field["title"])


def _present(value: Any) -> Any:
    """A value a spreadsheet can hold: nothing for none, words for anything but a number."""
    return None if value is None or value != value else value if is_number(value) else _plain(value)


def _fields(data: Grid) -> list[Field]:
    return [
        field
        for index, column in enumerate(data.columns)
        for field in _column_fields(column, [row[index] for row in data.rows], index)
    ]


def _column_fields(column: Column, cells: Sequence[Cell], index: int) -> list[Field]:
    values = [cell.value for cell in cells if cell.value is not None]
    years = bool(values) and all(isinstance(value, str) and _YEAR.fullmatch(value) for value in values)
    numbers = bool(values) and all(map(is_number, values))
    whole = years or all(isinstance(value, int) for value in values)
    kind = "string" if not (years or numbers) else "integer" if whole else "number"
    unit = column.unit_in_file or column.unit
    head: dict[str, Any] = {"name": column.name, "title": column.label, "type": kind}
    take: Callable[[Cell], Any] = _year if years else lambda cell: cell.value
    fields: list[Field] = [({**head, "unit": unit} if unit else head, take, index)]
    if kind != "string" and any(_MARKED.search(cell.text) for cell in cells):
        printed = {"name": f"{column.name}_printed", "title": f"{column.label}, as printed", "type": "string"}
        fields.append((printed, lambda cell: cell.text, index))
    return fields


def _year(cell: Cell) -> int | None:
    return None if cell.value is None else int(cell.value.removesuffix("e"))


def _plain(value: Any) -> str:
    """A value as text that no spreadsheet computes; a number kept as words has the minus sign that programs read."""
    return "" if value is None or value != value else str(inert(_MINUS.sub("-", str(value))))
