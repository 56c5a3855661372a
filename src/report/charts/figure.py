"""A chart with its words, which are declared in ``figures.toml``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from report.charts.theme import Drawing
from report.facts import written
from report.pages.head import NATOS, Headed, filled
from report.shown import Column, Figure

FIGURES = Path(__file__).with_name("figures.toml")
_WORD = re.compile(r"\w+")
ROWS = "burdenshare"
"""Our name among Altair's data transformers."""


def plain(data: pd.DataFrame) -> list[list[Any]]:
    """Rows of plain numbers and texts, None where there is none."""
    columns = [
        [None if missing else value for value, missing in zip(column.tolist(), column.isna().tolist(), strict=True)]
        for _, column in data.items()
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _values(data: pd.DataFrame) -> dict[str, Any]:
    """A chart's frame as its specification holds it. Our columns are numbers and texts: Altair's own way, made for
    every kind of column and frame, takes two thirds of the time a country page spends on charts."""
    return {"values": [dict(zip(data.columns, map(_drawn, row), strict=True)) for row in plain(data)]}


def _drawn(value: Any) -> Any:
    return written.for_chart(value) if isinstance(value, float) else value


alt.data_transformers.register(ROWS, _values)


def spec(chart: Drawing) -> dict[str, Any]:
    """The Vega-Lite specification of a chart."""
    with alt.data_transformers.enable(ROWS):
        return slim(chart.to_dict(validate=False, context={"pre_transform": False}))


def slim(spec: Mapping[str, Any]) -> dict[str, Any]:
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
    entry = filled(FIGURES, id, NATOS | {"unit": ""}, page=page, **words)
    unit = entry.pop("unit")
    known = {name: [part.format(page=page, **words) for part in more] for name, *more in entry.pop("columns")}
    labels = {name: label for name, (label, *_) in known.items()} | words.get("labels", {})
    units = {name: own[0] for name, (_, *own) in known.items() if own} | words.get("units", {})
    columns = [Column(name, labels.get(name, name), units.get(name, unit)) for name in data]
    return Figure(id=id, **entry, columns=columns, rows=plain(data), spec=spec(chart), data=data)
