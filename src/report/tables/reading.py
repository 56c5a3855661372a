"""Reads a table's file and holds it against its description: every fault is named with row, column and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from . import cells
from .errors import BadTable
from .lines import Cells, rows_of, text_of
from .schema import Field, Table


def typed(field: Field, texts: Cells) -> Any:
    """A column in its type; empty numbers become NaN, empty dates NaT, empty whole numbers <NA>."""
    if field.type == "number":
        return np.array([text or "nan" for text in texts], dtype=np.float64)
    if field.type == "integer" and "" in texts:
        return pd.array([int(text) if text else None for text in texts], dtype="Int64")
    if field.type == "integer":
        return np.array(texts, dtype=np.int64)
    if field.type == "boolean":
        return np.array([text == "true" for text in texts], dtype=bool)
    if field.type == "date":
        return pd.to_datetime(pd.Series([text or None for text in texts], dtype=object), format="%Y-%m-%d")
    return pd.Series(texts, dtype="str")


def read(table: Table, folder: Path) -> pd.DataFrame:
    """The table as a frame, typed as described; faults raise BadTable with all of them."""
    rows = rows_of(table, text_of(table, folder))
    columns = {name: [row[place] for row in rows] for place, name in enumerate(table.columns)}
    problems = cells.columns(table, columns) + cells.duplicates(table, columns) + cells.units(table, columns)
    if problems:
        raise BadTable(problems)
    frame = pd.DataFrame({field.name: typed(field, columns[field.name]) for field in table.fields})
    problems = cells.values(table, columns, frame["value"].to_numpy()) if cells.coded(table) else []
    if problems:
        raise BadTable(problems)
    return frame
