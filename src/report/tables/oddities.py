"""Exceptions held against data/oddities.csv: each must be listed, and each row listed must still be true."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from .errors import Problem

KEY = ["test", "edition", "iso3", "year", "measure"]
FILE = "oddities.csv"

Record = Mapping[Hashable, Any]
Place = Callable[[Record], tuple[str, int]]


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by rule, edition, ally, year and measure; year 0 stands for all years."""
    return frame.assign(year=frame["year"].astype("Int64").fillna(0).astype("int64")).set_index(KEY)


def unlisted(exceptions: pd.DataFrame, oddities: pd.DataFrame) -> pd.DataFrame:
    """Exceptions that no row of the list explains."""
    found = _keyed(exceptions)
    return found[~found.index.isin(_keyed(oddities).index)].reset_index()


def untrue(exceptions: pd.DataFrame, oddities: pd.DataFrame) -> pd.DataFrame:
    """Rows of the list that no longer hold: the source has mended itself, or is off by another amount. ``found`` is the
    discrepancy now, missing where there is none; ``row`` the line of the file."""
    listed = _keyed(oddities.assign(row=range(2, len(oddities) + 2)))
    now = _keyed(exceptions)["discrepancy"].reindex(listed.index)
    holds = (now - listed["expect"]).abs() <= listed["tolerance"]
    return listed.assign(found=now)[~holds].reset_index()


def problems(exceptions: pd.DataFrame, oddities: pd.DataFrame, place: Place) -> list[Problem]:
    """A problem for each exception not listed and each oddity that no longer holds; ``place``: file and line of one."""
    found, remedy = list[Problem](), f"Correct the figure, or list it in {FILE} with its reason."
    for row in unlisted(exceptions, oddities).to_dict("records"):
        file, line = place(row)
        cell = " ".join(str(row[name]) for name in ("iso3", "year", "measure") if row[name])
        what = f"{cell} breaks the rule {row['test']} by {row['discrepancy']:.6g} and is not among the oddities"
        found.append(Problem(file, line, "value" if line else "", what, remedy))
    remedy = "Remove the row if the source has mended itself, else correct it."
    for row in untrue(exceptions, oddities).to_dict("records"):
        now = "it is gone" if pd.isna(row["found"]) else f"it is {row['found']:.6g}"
        what = f"{row['id']} should be {row['expect']:.6g} and {now}"
        found.append(Problem(FILE, int(row["row"]), "expect", what, remedy))
    return found
