"""Allies, plans or editions side by side, with differences: ``compare(d, allies=("DEU", "FRA"))``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import pandas as pd

from report.outlook.scenario import MONEY, RANGES, Scenario, figures
from report.tables import Dataset
from report.tables.errors import ReportError, unknown
from report.tables.groups import whos_in

LABELS = {"who": "iso3", "plan": "plan", "edition": "edition", "macro": "macro"}
"""Fields of a scenario that may hold several values, and the columns that tell its series apart."""
ROWS = ("share_now", "share_gdp", "level", "extra", "low", "high", "cumulative", "cumulative_low", "cumulative_high")
Names = str | Sequence[str]


def compare(
    d: Dataset,
    allies: Names = "NATO_EUR_CAN",
    plans: Names = "hague-2025",
    editions: Names | None = None,
    macros: Names | None = None,
    year: int | None = None,
    **changes: Any,
) -> pd.DataFrame:
    """One column per combination of allies (or groups), plans, editions and macro vintages, one row per quantity, in one year.

    Rows: ``share_now`` of the base year and ``share_gdp`` of the year, percent of GDP; ``level``, ``extra``, ``cumulative`` extra with the 80 % ranges
    ``low``, ``high``, ``cumulative_low``, ``cumulative_high``, in millions of ``unit``. After the series follow their differences from the first,
    ``FRA − DEU``, blank for ranges: the ends of a difference are not the differences of ends. ``year``: by default the plans' last. ``changes``: the explorer's, such as ``target=3, baseline="2%", growth=-0.5, unit="usd"``
    (:class:`report.outlook.scenario.Scenario`; ``year`` there, the target's, is ``by`` here); an own target takes the first plan's place and names its column. ``attrs``: ``year``, ``unit``, ``url``.

    Raises :class:`UnknownName` for unknown names, :class:`ReportError` for a year no series has.

    >>> import report
    >>> side = report.compare(report.load("2024-06", "2025-04"), allies="DEU, FRA", target=3.0, by=2030)
    >>> side.loc["share_now"].round(2).to_dict()
    {'DEU': 2.12, 'FRA': 2.06, 'FRA − DEU': -0.06}
    """
    asked = asked_for(d, allies, plans, editions, macros, **changes)
    frame = figures(asked, path=d.path)
    if asked.own:
        frame["plan"] = frame["plan"].mask(frame["plan"] == asked.plan[0], frame["title"])
    last = frame.groupby([*LABELS.values()], sort=False)["year"].max().min() if year is None else year
    table = _columns(asked, frame, int(last))
    first = table.columns[0]
    for name in table.columns[1:]:
        table[f"{name} − {first}"] = (table[name] - table[first]).drop([*RANGES])
    table.attrs = {**frame.attrs, "year": int(last)}
    return table


def asked_for(
    d: Dataset, allies: Names, plans: Names, editions: Names | None, macros: Names | None, **changes: Any
) -> Scenario:
    """The scenario of these names and changes; what is not named is ``d``'s own."""
    if "by" in changes:
        changes["year"] = changes.pop("by")
    for name in changes:
        if name not in (known := [f.name for f in fields(Scenario) if f.name not in LABELS]):
            raise unknown("change", name, known)
    whole = ", ".join([allies] if isinstance(allies, str) else allies)
    lists: dict[str, Any] = {
        "plan": _listed(plans),
        "edition": _listed(editions or d.edition),
        "macro": _listed(macros or d.vintage),
    }
    return Scenario(tuple(whos_in(whole)), **lists, **changes)


def _listed(names: Names) -> tuple[str, ...]:
    return tuple(names.replace(",", " ").split() if isinstance(names, str) else names)


def _columns(asked: Scenario, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    told = [column for field, column in LABELS.items() if len(getattr(asked, field)) > 1] or ["iso3"]
    found = {}
    for _, rows in frame.groupby([*LABELS.values()], sort=False):
        at = rows[rows["year"] == year]
        if at.empty:
            raise ReportError(f"no figures for {year}: give a year from {rows['year'].min()} to {rows['year'].max()}")
        line = at.iloc[0]
        found[" ".join(line[column] for column in told)] = pd.Series(
            {"share_now": rows["share_gdp"].iloc[0], **line[["share_gdp", *MONEY, *RANGES]]}
        )
    return pd.DataFrame(found).astype(float).loc[list(ROWS)].rename_axis("quantity")
