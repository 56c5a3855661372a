"""A chart that cannot be shown without its message, statistics, source, edition and a text alternative."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from report.charts.theme import Drawing
from report.facts import written
from report.pages.head import Headed
from report.tables.errors import ReportError
from report.tables.texts import words_in

FIGURES = Path(__file__).with_name("figures.toml")
MIME = "application/vnd.burdenshare.figure+json"
_WORD = re.compile(r"\w+")
VEGA_MIME = "application/vnd.vegalite.v5+json"
"""JupyterLab draws Vega-Lite 6 charts under the version 5 type; it has no renderer for a version 6 type, and nbformat
refuses Altair's own."""
_MAY_BE_EMPTY = {"note", "how_to_read", "labels", "units", "hero"}


TEXTS = ("title", "subtitle", "alt", "source", "edition", "note", "how_to_read")


class IncompleteFigure(ReportError):
    """A figure lacks something its reader needs."""


ROWS = "burdenshare"
"""Our name among Altair's data transformers."""


def _plain(data: pd.DataFrame) -> list[list[Any]]:
    """Rows of plain numbers and texts, None where there is none."""
    columns = [
        [None if missing else value for value, missing in zip(column.tolist(), column.isna().tolist(), strict=True)]
        for _, column in data.items()
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _values(data: pd.DataFrame) -> dict[str, Any]:
    """A chart's frame as its specification holds it. Our columns are numbers and texts: Altair's own way, made for
    every kind of column and frame, takes two thirds of the time a country page spends on charts."""
    return {"values": [dict(zip(data.columns, map(_drawn, row), strict=True)) for row in _plain(data)]}


def _drawn(value: Any) -> Any:
    return written.drawn(value) if isinstance(value, float) else value


alt.data_transformers.register(ROWS, _values)


@dataclass(frozen=True)
class Figure:
    """One chart and all that goes with it.

    ``title`` is the message, ``subtitle`` what is measured, in which unit, price base and period; ``alt`` says what
    the chart looks like to somebody who cannot see it; ``data`` is the table behind it, with ``labels`` and ``units``
    by column. ``hero``: the one picture of the page's first screen.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    source: str
    edition: str
    chart: Drawing
    data: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    how_to_read: str = ""
    hero: bool = False

    def __post_init__(self) -> None:
        texts = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _MAY_BE_EMPTY | {"chart", "data"}}
        missing = [name for name, text in texts.items() if not str(text).strip()]
        if missing or self.data.empty:
            raise IncompleteFigure(
                f"figure {self.id or self.title!r} lacks {', '.join(missing or ['data'])}: "
                "give it before the chart is shown"
            )

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, without title: the page sets title, subtitle and source as text."""
        with alt.data_transformers.enable(ROWS):
            return lean(self.chart.to_dict(validate=False, context={"pre_transform": False}))

    def record(self) -> dict[str, Any]:
        """All but the drawing, as plain data for the page."""
        columns = [
            {"name": c, "label": self.labels.get(c, c), "unit": self.units.get(c, "")} for c in self.data.columns
        ]
        return {
            "id": self.id,
            **{name: getattr(self, name) for name in TEXTS},
            **({"hero": True} if self.hero else {}),
            "data": {"columns": columns, "rows": _plain(self.data)},
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {MIME: self.record(), VEGA_MIME: self.spec(), "text/plain": f"{self.title}\n{self.subtitle}\n{self.alt}"}


def lean(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification without the columns of its data that it never names: frames bring more than a chart shows.

    A column is kept if its name occurs anywhere in the rest of the specification (a field, an expression, a
    transform).
    """
    drawing = json.dumps({key: value for key, value in spec.items() if key != "datasets"}, ensure_ascii=False)
    named = set(_WORD.findall(drawing))
    datasets = {
        name: [{column: row[column] for column in row if named.issuperset(_WORD.findall(column))} for row in rows]
        for name, rows in spec.get("datasets", {}).items()
    }
    return {**spec, "datasets": datasets}


def described(id: str, page: Headed, chart: Drawing, data: pd.DataFrame, **words: Any) -> Figure:
    """A figure whose words are declared in ``figures.toml``; ``page`` and ``words`` fill them in.

    ``labels`` and ``units`` by column, where the columns depend on the page.
    """
    entry = {
        "source": "{page.origin.nato}",
        "edition": "{page.origin.edition}",
        "note": "",
        "how_to_read": "",
    } | words_in(FIGURES)[id]
    texts = {name: entry[name].format(page=page, **words) for name in TEXTS}
    declared = {
        name: (label, unit) for name, label, unit in (_column(one, entry, page, words) for one in entry["columns"])
    }
    columns = {name: declared.get(name, (name, entry.get("unit", "").format(page=page, **words))) for name in data}
    labels = {name: label for name, (label, _) in columns.items()} | words.get("labels", {})
    units = {name: unit for name, (_, unit) in columns.items()} | words.get("units", {})
    return Figure(id=id, **texts, chart=chart, data=data, labels=labels, units=units, hero=entry.get("hero", False))


def _column(declared: list[str], entry: Mapping[str, Any], page: Headed, words: Mapping[str, Any]) -> list[str]:
    """Name, label and unit of a column, the unit of the figure where it has none of its own."""
    name, label, unit = (*declared, entry.get("unit", ""))[:3]
    return [name, label.format(page=page, **words), unit.format(page=page, **words)]
