"""Worked examples: each measure run on numbers small enough for a pocket calculator. They are data, the tests and the
methods page alike.

A file of ``pages/examples`` holds a family of measures. An example names a function of the rooms ``burdens`` or
``outlook``, its inputs, what comes out and the arithmetic that leads there. Formula, unit, source and what the measure
is not stand in the function's own docstring, or in the example where the docstring is silent. What is printed is what
the function returns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property, reduce
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import numpy as np
import pandas as pd

from report import burdens, outlook
from report.outlook import plan
from report.outlook.paths import Line
from report.outlook.pool import Links
from report.tables import load
from report.tables.errors import ReportError, unknown
from report.tables.texts import words_in

FOLDER = Path(__file__).parent / "examples"
ROOMS = (burdens, outlook)
"""Where examples may take functions from."""
SECTIONS = {"Unit": "unit", "Range": "span", "Source": "source", "What it is not": "is_not"}
"""Headings inside a measure's docstring, and the fields they fill."""
_HEADING = re.compile(rf"(?:^|(?<=\s))({'|'.join(SECTIONS)}): ")
_MARKUP = re.compile(r":(?:func|data|mod|class|attr):`~?\.?([^`]*)`|``([^`]*)``")


class BadExample(ReportError):
    """An example cannot be read or run."""


def _frame(given: Mapping[str, Any]) -> pd.DataFrame:
    """Columns by name; ``index`` names the rows, ``years`` turns column names into years."""
    columns = {name: values for name, values in given.items() if name not in ("index", "years")}
    frame = pd.DataFrame(columns, index=given.get("index"))
    return frame.rename(columns=int) if given.get("years") else frame


def _panel(iso3: str, first: int, indicator: str, levels: list[float]) -> pd.DataFrame:
    """A macro panel of one ally and one indicator from a year on."""
    years = range(first, first + len(levels))
    index = pd.MultiIndex.from_product([[iso3], years], names=["iso3", "year"])
    return pd.DataFrame({indicator: levels}, index=index)


READERS: Mapping[str, Callable[[Any], Any]] = {
    "tables": lambda given: load(*given),
    "plan": lambda given: plan(given["id"], **{name: value for name, value in given.items() if name != "id"}),
    "line": lambda given: Line(given[0], given[1], tuple((due, share) for due, share in given[2])),
    "series": lambda given: pd.Series(given if isinstance(given, list) else {int(year): given[year] for year in given}),
    "frame": _frame,
    "array": lambda given: np.array(given, dtype=float),
    "years": lambda given: np.array(given, dtype=int),
    "panel": lambda given: _panel(given["iso3"], given["from"], given["indicator"], given["levels"]),
    "links": lambda given: Links(np.array(given["vintage"], dtype=int), np.array(given["horizon"], dtype=int)),
    "path": lambda given: pd.Series(given["shares"], index=range(given["from"], given["from"] + len(given["shares"]))),
}
"""How an input that is no plain number, list or text is made: ``{plan = {id = "hague-2025"}}``."""


@dataclass(frozen=True)
class Example:
    """One worked example. ``args`` and ``inputs`` go in by place and by name. ``arithmetic``: one step a line, words
    before a colon are a label; the last side of the last step is the result, to ``digits`` decimals.

    ``given`` words for inputs that do not print well; ``where`` and ``take`` pick the result out of what the function
    returns; ``rows``: the rows of the tables that stand behind the inputs, ``table key``, each value of which is in
    the arithmetic.
    """

    name: str
    function: str
    inputs: Mapping[str, Any]
    expected: Any
    arithmetic: tuple[str, ...]
    args: tuple[Any, ...] = ()
    digits: int = 2
    given: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    take: tuple[Any, ...] = ()
    rows: tuple[str, ...] = ()
    result: str = ""
    formula: str = ""
    unit: str = ""
    span: str = ""
    source: str = ""
    is_not: str = ""

    @property
    def callable(self) -> Any:
        """The function. Raises :class:`UnknownName` for a module or name that is not there."""
        module, *names = self.function.split(".")
        found = (module for room in ROOMS for module in walk_packages(room.__path__, f"{room.__name__}."))
        known = {one.name.rpartition(".")[2]: one.name for one in found}
        if module not in known:
            raise unknown("module of examples", module, known)
        try:
            return reduce(getattr, names, import_module(known[module]))
        except AttributeError:
            raise BadExample(f"example “{self.name}”: there is no function {self.function}") from None

    @cached_property
    def described(self) -> dict[str, str]:
        """``formula``, ``unit``, ``span``, ``source``, ``is_not``: the example's own, else the docstring's."""
        said = sections(self.callable.__doc__ or "")
        return {name: getattr(self, name) or said.get(name, "") for name in ("formula", *SECTIONS.values())}

    @cached_property
    def found(self) -> Any:
        """What the function returns for the inputs, as far as ``where`` and ``take`` pick it out."""
        arguments = {name: _read(value) for name, value in self.inputs.items()}
        found = self.callable(*map(_read, self.args), **arguments)
        for column, value in self.where.items():
            found = found[found[column] == value]
        return plain(reduce(_taken, self.take, found))


def _read(value: Any) -> Any:
    """A plain value as it is, one with a reader made into what it stands for."""
    if isinstance(value, Mapping) and len(value) == 1 and (kind := next(iter(value))) in READERS:
        return READERS[kind](value[kind])
    return value


def _taken(found: Any, key: Any) -> Any:
    """A column of a frame, a place in a list or series, a name in a mapping."""
    if isinstance(found, pd.Series) and isinstance(key, int):
        return found.loc[key] if key in found.index else found.iloc[key]
    return found[key]


def plain(value: Any) -> Any:
    """Numbers, texts and lists of them, whatever they came in."""
    if isinstance(value, np.ndarray | pd.Series | tuple | list):
        return [plain(part) for part in value]
    return value.item() if isinstance(value, np.generic) else value


def sections(docstring: str) -> dict[str, str]:
    """A docstring's first paragraph as ``formula`` and what stands under its headings, without markup."""
    text = _MARKUP.sub(lambda match: match[1].rpartition(".")[2] if match[1] else match[2], docstring)
    found = {"formula": " ".join(text.strip().split("\n\n")[0].split())}
    joined = " ".join(text.split())
    marks = list(_HEADING.finditer(joined))
    ends = [*(mark.start() for mark in marks), len(joined)][1:]
    for mark, end in zip(marks, ends, strict=True):
        found[SECTIONS[mark[1]]] = joined[mark.end() : end].split(" Raises ")[0].strip().rstrip(".")
    return found


@cache
def families() -> dict[str, tuple[Example, ...]]:
    """All examples by family, in the order of their files' contents."""
    return {file.stem: _family(file) for file in sorted(FOLDER.glob("*.toml"))}


def _family(file: Path) -> tuple[Example, ...]:
    """The examples of one file. Raises :class:`BadExample` naming file and example."""
    known = {f.name for f in fields(Example)}
    found = []
    for record in words_in(file)["example"]:
        if extra := [name for name in record if name not in known]:
            raise BadExample(
                f"{file.name}, example {record.get('name')!r}: unknown key {extra[0]!r}; known: "
                f"{', '.join(sorted(known))}"
            )
        lists = {name: tuple(record[name]) for name in ("args", "arithmetic", "take", "rows") if name in record}
        found.append(Example(**record | lists))
    return tuple(found)


def family(name: str) -> tuple[Example, ...]:
    """The examples of one family. Raises :class:`UnknownName` with the nearest."""
    if name not in families():
        raise unknown("family of examples", name, families())
    return families()[name]
