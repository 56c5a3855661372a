"""A frame for people: heads with units, thousands set apart, no more decimals than can be read."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pandas as pd

from report.facts import written
from report.frames.columns import UNITS, refuse_missing

WIDTH, MOST, WIDE, FEW = 110, 60, 12, 4
"""Letters of a line at least; rows printed; columns, and rows at most, of a frame that is turned on its side."""


@dataclass(frozen=True)
class Shown:
    """What :func:`show` returns: text in a terminal, a table in a notebook. ``table`` holds the texts."""

    table: pd.DataFrame

    def __repr__(self) -> str:
        width = max(WIDTH, shutil.get_terminal_size().columns)
        return self.table.to_string(index=False, line_width=width, max_rows=MOST)

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, border=0, max_rows=MOST))


def show(frame: pd.DataFrame, *columns: str) -> Shown:
    """A frame of this library as people read it: all its columns or those named, under each its unit.

    Amounts of a thousand and more come without decimals, others with two. A wide frame of few rows is turned on its
    side. The frame itself is left as it is; ``show(...).table`` holds the texts.

    >>> import report
    >>> report.show(report.burden(report.load("2024-06"), allies="EST"), "ally", "share_gdp", "spend_usd_m")
       ally share_gdp                 spend_usd_m
             % of GDP US$ million, current prices
    Estonia      3.43                       1,437
    """
    refuse_missing(frame, columns)
    chosen = frame[list(columns)] if columns else frame
    if chosen.empty:
        return Shown(chosen)
    units = frame.attrs.get(UNITS, {})
    told = chosen.reset_index(drop=chosen.index.names == [None])
    texts = pd.DataFrame({name: _texts(told[name], units.get(name, "")) for name in told})
    if len(told) <= FEW and told.shape[1] > WIDE:
        across = told["ally"] if "ally" in told else range(1, len(told) + 1)
        turned = texts.T.set_axis(list(across), axis=1)
        turned.insert(0, "unit", [units.get(name, "") for name in told])
        return Shown(turned.rename_axis("column").reset_index())
    plain = ("text", "code", "year", "id")
    heads = [(name, unit if (unit := units.get(name, "")) not in plain else "") for name in texts]
    return Shown(texts.set_axis(pd.MultiIndex.from_tuples(heads), axis=1))


def _texts(column: pd.Series, unit: str) -> list[str]:
    """The cells of a column as texts; of one that mixes quantities, and so has no unit, each by its own size."""
    if not pd.api.types.is_float_dtype(column):
        return ["–" if pd.isna(value) else str(value) for value in column]
    whole = unit in ("number", "years", "year") or bool(unit and column.abs().max() >= 1000)
    digits = [0 if whole or (not unit and abs(value) >= 1000) else 2 for value in column]
    return ["–" if pd.isna(value) else written.decimal(value, n) for value, n in zip(column, digits, strict=True)]
