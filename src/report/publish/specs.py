"""Vega-Lite specifications in less room: without saying anything twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def packed(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification as a page carries it: column names once a dataset. The page's script undoes it."""
    datasets = dict(spec.get("datasets", {}))
    for name, rows in datasets.items():
        columns = list(rows[0]) if rows else []
        if all(list(row) == columns for row in rows):
            datasets[name] = {"columns": columns, "rows": [list(row.values()) for row in rows]}
    return {**spec, "datasets": datasets}
