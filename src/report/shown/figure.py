"""A chart that cannot be shown without its message, statistics, source, edition and a text alternative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from report.facts import written
from report.shown.output import Bundle, Incomplete, Setting, require, texts
from report.shown.table import MILLION, Cell, Column, Grid, check_rows, is_number

VEGA_LITE = "application/vnd.vegalite.v5+json"
"""JupyterLab draws Vega-Lite 6 charts under the version 5 type; it has no renderer for a version 6 type, and nbformat
refuses Altair's own."""
TEXTS = ("id", "title", "subtitle", "alt", "source", "edition", "note", "how_to_read")
_MOST_DECIMALS = 4
_PRINTED_TO_TWO = ("%", "points", "percent")
"""Units NATO prints with two decimals."""


@dataclass(frozen=True)
class Figure:
    """One chart and all that goes with it.

    ``title`` is the message, ``subtitle`` what is measured, in which unit, price base and period; ``alt`` says what
    the chart looks like to somebody who cannot see it; ``spec`` is its Vega-Lite specification, without title: the page
    sets title, subtitle and source as text; ``rows`` hold the numbers behind it. ``hero``: the one picture of the
    page's first screen. ``data``: in the notebook that makes it, the frame that is drawn.
    """

    MIME: ClassVar = "application/vnd.burdenshare.figure+json"

    id: str
    title: str
    subtitle: str
    alt: str
    source: str
    edition: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    spec: Mapping[str, Any] = field(repr=False)
    note: str = ""
    how_to_read: str = ""
    hero: bool = False
    data: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        thing = f"figure {self.id or self.title!r}"
        require(self, thing, "id", "title", "subtitle", "alt", "source", "edition")
        if not self.spec:
            raise Incomplete(f"{thing} has no chart: show it as a Figure, which brings its Vega-Lite specification")
        if self.alt.strip() == self.title.strip():
            raise Incomplete(f"{thing} repeats its title as text alternative: say in alt what the chart looks like")
        check_rows(self.columns, self.rows, thing)

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Figure:
        """The figure from an output of a notebook."""
        record, data = bundle[cls.MIME], bundle[cls.MIME].get("data") or {}
        columns = [*map(Column.read, data.get("columns", ()))]
        own = {"hero": record.get("hero", False), "spec": bundle.get(VEGA_LITE, {})}
        return cls(**texts(record, *TEXTS), columns=columns, rows=data.get("rows", ()), **own)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        data = {"columns": [column.record() for column in self.columns], "rows": self.rows}
        record = {**texts(vars(self), *TEXTS), **({"hero": True} if self.hero else {}), "data": data}
        words = f"{self.title}\n{self.subtitle}\n{self.alt}"
        return {self.MIME: record, VEGA_LITE: self.spec, "text/plain": words}

    @cached_property
    def grid(self) -> Grid:
        """The numbers behind the chart as readers see them."""
        columns = [_shown(column, [row[at] for row in self.rows]) for at, column in enumerate(self.columns)]
        lines = (zip(columns, row, strict=True) for row in self.rows)
        return Grid(columns, [[Cell(column.write(value), value) for column, value in line] for line in lines])

    @property
    def file(self) -> Grid:
        """What its download holds."""
        return self.grid


def _shown(column: Column, values: Sequence[Any]) -> Column:
    """The column with its decimals: those its numbers need, up to those that can be known; none for years, which are
    never grouped."""
    numbers = [float(value) for value in values if is_number(value) and value == value]
    texts = [f"{written.rounded(number, _MOST_DECIMALS):f}".rstrip("0") for number in numbers]
    needed = max((len(text.partition(".")[2]) for text in texts), default=0)
    is_year = "year" in (column.name, column.unit)
    digits = None if is_year else min(needed, _known(column.unit, numbers))
    return replace(column, digits=digits, align="right" if any(map(is_number, values)) else "left")


def _known(unit: str, numbers: Sequence[float]) -> int:
    """Decimals worth showing, two for percentages and points, none for millions, else as many as leave four figures."""
    size = max(map(abs, numbers), default=0.0)
    if unit.startswith(_PRINTED_TO_TWO):
        return 2
    if MILLION in unit and size >= 10:
        return 0
    return max(0, _MOST_DECIMALS - len(str(int(size)))) if size >= 1 else _MOST_DECIMALS
