"""Vega-Lite specifications without the data they do not draw."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_WORD = re.compile(r"\w+")


def lean(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification without the columns of its data that it never names: frames bring along more than a chart shows.

    A column is kept if its name occurs anywhere in the rest of the specification (a field, an expression, a transform).
    """
    datasets: Mapping[str, Sequence[Mapping[str, Any]]] = spec.get("datasets", {})
    drawing = json.dumps({key: value for key, value in spec.items() if key != "datasets"}, ensure_ascii=False)
    named = set(_WORD.findall(drawing))
    return {**spec, "datasets": {name: [_drawn(row, named) for row in rows] for name, rows in datasets.items()}}


def _drawn(row: Mapping[str, Any], named: set[str]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if named.issuperset(_WORD.findall(column))}
