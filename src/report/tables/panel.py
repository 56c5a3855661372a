"""Long tables made wide: one row per ally and year, one column per measure or indicator."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pandas as pd

from .cells import coded
from .schema import Table


def wide(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Index (iso3, year), one column per code in the order described, also for codes without figures."""
    field = coded(table)
    if field is None:
        raise TypeError(f"{table.name} has no coded column")
    columns = frame.set_index(["iso3", "year", field.name])["value"].unstack(field.name)
    return columns.reindex(columns=list(field.categories)).rename_axis(columns=None).sort_index()


def status(frame: pd.DataFrame) -> pd.Series:
    """Status of each ally and year; editions mark whole years (checked by the rule ``one_status``)."""
    return frame.drop_duplicates(["iso3", "year"]).set_index(["iso3", "year"])["status"]


def currencies(frame: pd.DataFrame) -> dict[str, str]:
    """ISO 4217 code of the national currency by ally, read from the units of its amounts at current prices."""
    column = "measure" if "measure" in frame else "indicator"
    amounts = frame.loc[frame[column].isin(["spend_ncu_current", "NGDP"])].drop_duplicates("iso3")
    return {
        iso3: unit.replace("million", "").replace("billion", "").strip()
        for iso3, unit in zip(amounts["iso3"], amounts["unit"], strict=True)
    }


class Lookup:
    """The rows of one table by ``(iso3, year, name)``; ``kind`` is the column that holds the names."""

    def __init__(self, frame: pd.DataFrame, kind: str) -> None:
        self._columns = {str(name): frame[name].tolist() for name in frame.columns}
        keys = zip(self._columns["iso3"], self._columns["year"], self._columns[kind], strict=True)
        self._places = {key: place for place, key in enumerate(keys)}

    def records(self, allies: Iterable[str], years: Iterable[int], names: Iterable[str]) -> list[dict[str, Any]]:
        """The rows the table holds of these allies, years and names, in the table's order, each once."""
        wanted = {self._places.get(key) for key in product(allies, [int(year) for year in years], list(names))}
        places = sorted(place for place in wanted if place is not None)
        return [{name: values[place] for name, values in self._columns.items()} for place in places]
