"""Long tables made wide: one row per ally and year, one column per measure or indicator."""

from __future__ import annotations

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
