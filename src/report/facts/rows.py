"""Pointers from a value back to the rows of the curated tables."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from report.facts.fact import Row
from report.tables import Dataset


def spending_rows(d: Dataset, allies: Iterable[str], years: Iterable[int], measures: Iterable[str]) -> tuple[Row, ...]:
    """The rows of the edition's expenditure table for these allies, years and measures; those it does not hold are left out."""
    return _rows(d.expenditure, f"expenditure/{d.edition}", "measure", allies, years, measures)


def macro_rows(d: Dataset, allies: Iterable[str], years: Iterable[int], indicators: Iterable[str]) -> tuple[Row, ...]:
    """The rows of the macro vintage for these allies, years and indicators."""
    return _rows(d.macro, f"macro/{d.vintage}", "indicator", allies, years, indicators)


def _rows(
    frame: pd.DataFrame, table: str, kind: str, allies: Iterable[str], years: Iterable[int], names: Iterable[str]
) -> tuple[Row, ...]:
    wanted = frame["iso3"].isin(list(allies)) & frame["year"].isin(list(years)) & frame[kind].isin(list(names))
    return tuple(_row(record, table, kind) for record in frame[wanted].to_dict("records"))


def _row(record: dict, table: str, kind: str) -> Row:
    key = f"{record['iso3']} {record['year']} {record[kind]}"
    return Row(table, key, record["value"], record["unit"], str(record["source"]), str(record.get("locator", "") or ""))
