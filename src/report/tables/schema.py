"""What data/datapackage.json says about each table. Nothing about a table is known anywhere else in the code."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from report.folders import DESCRIPTOR, data_path

from .errors import BadTable, Problem, ReportError, shown
from .texts import Stamp, file_stamp, read_bytes

DESCRIBE = "python -m tools.curate describe --data FOLDER, in a clone of the project"
"""What describes a folder of tables anew."""
INSIDE = re.compile(r"(?!.*\.\.)[\w-][\w./-]*")
TYPES = ("string", "number", "integer", "boolean", "date")


@dataclass(frozen=True, eq=False)
class Category:
    """One value a coded column can take: a measure or an indicator with its unit and bounds."""

    value: str
    label: str
    unit: str
    prices: str
    minimum: float
    maximum: float

    def takes(self, unit: str) -> bool:
        """Whether a row may carry this unit: NCU stands for any ISO 4217 code."""
        return re.fullmatch(re.escape(self.unit).replace("NCU", "[A-Z]{3}"), unit) is not None


@dataclass(frozen=True, eq=False)
class Field:
    """One column: its type and constraints as in Table Schema."""

    name: str
    type: str
    description: str
    constraints: Mapping[str, Any]
    categories: Mapping[str, Category]

    @property
    def required(self) -> bool:
        """Whether a cell may not be empty."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True, eq=False)
class Reference:
    """A foreign key of one column: values must occur in another table's column."""

    column: str
    resource: str
    target: str


@dataclass(frozen=True, eq=False)
class Table:
    """One tabular resource of the descriptor."""

    name: str
    path: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: int | None
    hash: str | None
    ordered: tuple[tuple[str, str], ...] = ()
    ranges: tuple[Mapping[str, Any], ...] = ()
    recomputed: bool = False

    @property
    def columns(self) -> list[str]:
        """Names of the columns in order."""
        return [field.name for field in self.fields]


@dataclass(frozen=True, eq=False)
class Files:
    """A resource of the descriptor that is not a table: its files, and the keys they may have where it lists them."""

    name: str
    paths: tuple[str, ...]
    keys: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Package:
    """Everything the descriptor describes, by name."""

    tables: Mapping[str, Table]
    files: Mapping[str, Files]


def _category(spec: Mapping[str, Any]) -> Category:
    low, high = spec.get("minimum", float("-inf")), spec.get("maximum", float("inf"))
    return Category(spec["value"], spec["label"], spec["unit"], spec.get("prices", ""), low, high)


def _field(spec: Mapping[str, Any]) -> Field:
    categories = {item["value"]: _category(item) for item in spec.get("categories", [])}
    return Field(spec["name"], spec["type"], spec.get("description", ""), spec.get("constraints", {}), categories)


def _table(spec: Mapping[str, Any]) -> Table:
    schema = spec["schema"]
    keys = [(key["fields"], key["reference"]) for key in schema.get("foreignKeys", [])]
    table = Table(
        name=spec["name"],
        path=spec["path"],
        title=spec["title"],
        fields=tuple(map(_field, schema["fields"])),
        key=tuple(schema.get("primaryKey", [])),
        references=tuple(Reference(own[0], other["resource"], other["fields"][0]) for own, other in keys),
        rows=spec.get("rows"),
        hash=spec.get("hash"),
        ordered=tuple((first, last) for first, last in spec.get("ordered", [])),
        ranges=tuple(spec.get("ranges", [])),
        recomputed=spec.get("recomputed", False),
    )
    if what := next(_unsound(table), ""):
        raise ValueError(f"{table.name}: {what}")
    return table


def _descriptor(file: Path) -> dict[str, Any]:
    row, inner = 0, file.parent / "data"
    if not file.is_file() and (inner / DESCRIPTOR).is_file():
        raise BadTable([Problem(DESCRIPTOR, 0, "", f"it is not in {file.parent}", f"Name its data/: {inner}")])
    try:
        found: dict[str, Any] = json.loads(read_bytes(file).decode("utf-8"))
        return found
    except ReportError as error:
        what = f"{error} in {file.parent}"
    except RecursionError:
        what = "not JSON: it is nested too deeply"
    except ValueError as error:
        row, what = getattr(error, "lineno", 0), f"not JSON: {error}"
    remedy = f"Restore it, or write it anew with: {DESCRIBE}"
    raise BadTable([Problem(DESCRIPTOR, row, "", what, remedy)])


def _unsound(table: Table) -> Iterator[str]:
    """Why no table can be held to the description."""
    if not isinstance(table.path, str) or not INSIDE.fullmatch(table.path):
        yield f"path {shown(table.path)} is not inside the folder"
    for name in [*table.key, *(reference.column for reference in table.references)]:
        if name not in table.columns:
            yield f"{shown(name)}, of a key, is not among the columns"
    for name in [*sum(table.ordered, ()), *(rule[end] for rule in table.ranges for end in ("column", "where"))]:
        if name not in table.columns:
            yield f"{shown(name)}, of a rule, is not among the columns"
    yield from _untyped(table)
    for field in table.fields:
        re.compile(field.constraints.get("pattern", ""))
        ends = [field.constraints[end] for end in ("minimum", "maximum") if end in field.constraints]
        if field.type not in TYPES:
            yield f"{field.name}: unknown type {shown(field.type)}"
        if not all(isinstance(end, str if field.type == "date" else int | float) for end in ends):
            yield f"{field.name}: a bound is of another type"


def _untyped(table: Table) -> Iterator[str]:
    """Words that are no text and bounds that are no number."""
    units = [category for field in table.fields for category in field.categories.values()]
    words = [table.name, table.title, table.hash or "", *table.columns, *(one.unit for one in units)]
    if wrong := [word for word in words if not isinstance(word, str)]:
        yield f"{shown(wrong[0])} is not text"
    bounds: list[Any] = [end for one in units for end in (one.minimum, one.maximum)]
    bounds += [rule[end] for rule in table.ranges for end in ("minimum", "maximum")]
    if wrong := [end for end in bounds if not isinstance(end, int | float)]:
        yield f"{shown(wrong[0])}, a bound, is not a number"
    for field in table.fields:
        if field.categories and set(field.categories) != set(field.constraints.get("enum", ())):
            yield f"{field.name}: its categories are not its list of values"


def _files(spec: Mapping[str, Any]) -> Files:
    paths = spec["path"] if isinstance(spec["path"], list) else [spec["path"]]
    return Files(spec["name"], tuple(paths), spec.get("keys", {}))


@lru_cache(maxsize=8)
def _package(file: Path, state: Stamp) -> Package:
    try:
        specs = _descriptor(file)["resources"]
        tables = [_table(spec) for spec in specs if "schema" in spec]
        others = [_files(spec) for spec in specs if "schema" not in spec]
        if len({spec["name"] for spec in specs}) < len(specs):
            raise ValueError("a name is there twice")
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, re.error) as error:
        if isinstance(error, BadTable):
            raise
        known = isinstance(error, KeyError | ValueError | re.error)
        why = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        what = f"incomplete description: {why if known else 'it is not built as a data package is'}"
        raise BadTable([Problem(DESCRIPTOR, 0, "", what, f"Write it anew with: {DESCRIBE}")]) from None
    return Package({table.name: table for table in tables}, {other.name: other for other in others})


def package(folder: Path | None = None) -> Package:
    """What a data folder's descriptor describes (read anew when the file has changed)."""
    file = (folder or data_path()) / DESCRIPTOR
    if not file.is_file():
        _descriptor(file)
    return _package(file, file_stamp(file))
