"""Vega-Lite specifications in less room: without saying anything twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def packed(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification as a page carries it: column names once a dataset, not once a row. The page's script undoes
    it."""
    return {**spec, "datasets": {name: _as_columns(rows) for name, rows in spec.get("datasets", {}).items()}}


def _as_columns(rows: Sequence[Mapping[str, Any]]) -> Any:
    columns = list(rows[0]) if rows else []
    if any(list(row) != columns for row in rows):
        return rows
    return {"columns": columns, "rows": [list(row.values()) for row in rows]}
