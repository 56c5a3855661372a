"""Allies, plans or editions side by side, with differences: ``compare(d, allies=("DEU", "FRA"))``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import pandas as pd

from report.outlook.plan import plan as find
from report.outlook.plan import plans as plans_on_record
from report.outlook.scenario import MOST, RANGES, SEVERAL, SHOWN, TOO_MANY, Scenario, figures, parse, text_of
from report.tables import Dataset
from report.tables.errors import ReportError, unknown
from report.tables.groups import whos_in

LABELS = {"who": "iso3", "plan": "plan", "edition": "edition", "macro": "macro"}
"""Fields of a scenario that may hold several values, and the columns that tell its series apart; a plan with and
without its exemptions does, too."""
ROWS = ("share_gdp", "level", "extra", *RANGES[:2], "cumulative", *RANGES[2:])
"""Figures of a year, each amount before the ends of its range."""
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
    """One year, a column per combination of allies (or groups), plans, editions and vintages, a row per quantity.

    Rows: ``share_now`` of the base year and ``share_gdp`` of the year, percent of GDP; ``level``, ``extra``,
    ``cumulative`` extra with the 80 % ranges ``low``, ``high``, ``cumulative_low``, ``cumulative_high``, in millions of
    ``unit``. After the series follow their differences from the first, ``FRA − DEU``, blank for ranges, since the ends
    of a difference are not the differences of ends, and for amounts in different currencies or prices. With ``per`` its
    rows follow (:func:`report.outlook.scenario.scenario`). ``year``: by default the one the link answers, in which
    one's own target is due, else the last of the plans. ``changes``: the explorer's, such as ``target=3, baseline="2%",
    growth=-0.5, unit="usd"`` (:class:`report.outlook.scenario.Scenario`; ``year`` there, the target's, is ``by`` here);
    an own target takes the first plan's place and names its column; ``exempt="1,0"`` sets a plan beside itself without
    its exemptions. ``attrs``: ``year``, ``unit``, ``url``; ``money`` by series, ``EUR, 2026 prices``.

    Raises :class:`UnknownName` for unknown names, :class:`ReportError` for a year no series has.

    >>> import report
    >>> side = report.compare(report.load("2024-06", "2025-04"), allies="DEU, FRA", target=3.0, by=2030)
    >>> side.loc["share_now"].round(2).to_dict()
    {'DEU': 2.12, 'FRA': 2.06, 'FRA − DEU': -0.06}
    """
    state = asked_for(d, allies, plans, editions, macros, **changes)
    frame = figures(state, path=d.path)
    titles = {name: find(name).title for name in plans_on_record()["id"]}
    frame["plan"] = frame["plan"].where(frame["plan"].map(titles) == frame["title"], frame["title"])
    series = frame.groupby([*LABELS.values()], sort=False)
    at = max(state.due, int(series["year"].min().max()) + 1) if year is None else year
    table = _columns(state, frame, at)
    first = table.columns[0]
    for name in table.columns[1:]:
        table[f"{name} − {first}"] = (table[name] - table[first]).drop(_without_difference(table, first, name))
    table.attrs |= {**frame.attrs, "year": at}
    return table


def _without_difference(table: pd.DataFrame, first: str, name: str) -> list[str]:
    """Rows that do not subtract: ends of ranges, and amounts in other currencies or at prices of other years."""
    kinds, ends = table.attrs["money"], [row for row in table.index if "low" in row or "high" in row]
    if kinds[first] == kinds[name]:
        return ends
    money = [row for row in table.index if not (row.startswith("share") or "_share_" in row or "percent" in row)]
    return list(dict.fromkeys([*ends, *money]))


def asked_for(
    d: Dataset, allies: Names, plans: Names, editions: Names | None, macros: Names | None, **changes: Any
) -> Scenario:
    """The scenario of these names and changes; what is not named is ``d``'s own."""
    if "by" in changes:
        changes["year"] = changes.pop("by")
    for name in changes:
        if name not in (known := [f.name for f in fields(Scenario) if f.name not in LABELS]):
            raise unknown("change", name, known)
    given = {name: parse(name, text_of(value)) for name, value in changes.items() if value is not None}
    whole = ", ".join([allies] if isinstance(allies, str) else map(str, allies))
    named = {"plan": plans, "edition": d.edition if editions is None else editions}
    named["macro"] = d.vintage if macros is None else macros
    lists: dict[str, Any] = {
        key: tuple(names.replace(",", " ").split() if isinstance(names, str) else names) for key, names in named.items()
    }
    state = Scenario(parse("who", text_of(whos_in(whole))), **lists, **given)
    if (many := len(state.series)) > MOST:
        raise ReportError(f"{TOO_MANY}, {many}: leave some out")
    return state


def _columns(state: Scenario, frame: pd.DataFrame, year: int) -> pd.DataFrame:
    several = {field for field in SEVERAL if len(getattr(state, field)) > 1}
    several |= {"plan"} if "exempt" in several else set()
    shown = [column for field, column in LABELS.items() if field in several] or ["iso3"]
    names = dict.fromkeys((*ROWS, *SHOWN[state.per].values()))
    found, money = {}, {}
    for _, rows in frame.groupby([*LABELS.values()], sort=False):
        at = rows[rows["year"] == year]
        if at.empty:
            raise ReportError(f"no figures for {year}: give a year from {rows['year'].min()} to {rows['year'].max()}")
        line = at.iloc[0]
        label = " ".join(line[column] for column in shown)
        found[label] = pd.Series({"share_now": rows["share_gdp"].iloc[0], **line[[*names]]})
        base = f", {rows['year'].iloc[0]} prices" if state.unit.endswith("constant") else ""
        money[label] = f"{line['currency']}{base}"
    table = pd.DataFrame(found).astype(float).rename_axis("quantity")
    table.attrs["money"] = money
    return table
