"""An invented edition of 2027: the figures of 2026-07 carried one year on, at prices of 2025, so that every identity
holds."""

from __future__ import annotations

import pandas as pd

from report.intake.layouts import digits
from report.tables import Dataset, load
from report.tables.panel import currencies
from report.tables.reconcile.precision import places

BASE = 2025
GROWTH = {"spend": 1.06, "gdp": 1.02, "prices": 1.03}
"""Spending and GDP in real terms and prices from 2026 to 2027, the same for every ally."""
SAME = ("personnel_thousand", "equipment_share", "personnel_share", "infrastructure_share", "other_share")
MONEY = ("spend_ncu", "spend_usd", "gdp_usd")


def rows_of_2027(without: str) -> list[dict[str, str]]:
    """Rows of an expenditure table for 2014 to 2027, ``without`` one ally whom NATO's aggregates still count."""
    d = load("2026-07")
    single = _rebased(_carried_on(d.panel.drop(columns="status")))
    everyone = pd.concat([_shares(single, _heads(d)), *_aggregates(d, single)])
    kept = everyone.drop(index=without, level="iso3")
    starred = set(d.expenditure.loc[d.expenditure["note"].str.startswith("starred"), "iso3"])
    money = currencies(d.expenditure)
    printed = {measure: places(values) for measure, values in d.panel.drop(columns="status").items()}
    return [
        {
            "iso3": iso3,
            "year": str(year),
            "measure": measure,
            "value": digits(round(float(value), printed[measure])),
            "unit": f"million {money[iso3]}" if measure.startswith("spend_ncu") else "",
            "status": "estimate" if year >= 2026 else "actual",
            "note": "starred in NATO's table" if iso3 in starred and measure in ("spend_ncu_current",) else "",
        }
        for (iso3, year), figures in kept.iterrows()
        for measure, value in figures.dropna().items()
    ]


def _carried_on(panel: pd.DataFrame) -> pd.DataFrame:
    """Allies' figures with a year more."""
    allies = panel[~panel.index.get_level_values("iso3").str.startswith("NATO_")]
    last = allies.xs(2026, level="year", drop_level=False).rename(index={2026: 2027}, level="year").copy()
    for name in MONEY:
        real = GROWTH[name.partition("_")[0]]
        last[f"{name}_current"] *= real * GROWTH["prices"]
        last[f"{name}_constant"] *= real
    return pd.concat([allies, last]).sort_index()


def _rebased(single: pd.DataFrame) -> pd.DataFrame:
    """Constant prices of another year, in which they are the current ones."""
    single, who = single.copy(), single.index.get_level_values("iso3")
    at = single.xs(BASE, level="year")
    for name in ("spend_ncu", "gdp_usd"):
        single[f"{name}_constant"] *= (at[f"{name}_current"] / at[f"{name}_constant"]).reindex(who).to_numpy()
    rate = at["spend_ncu_current"] / at["spend_usd_current"]
    single["spend_usd_constant"] = single["spend_ncu_constant"] / rate.reindex(who).to_numpy()
    return single


def _heads(d: Dataset) -> pd.Series:
    """Population in millions, 2014 to 2027."""
    return d.macro_panel["LP"].rename("heads")


def _shares(frame: pd.DataFrame, heads: pd.Series) -> pd.DataFrame:
    """What follows from money and heads: share of GDP, real change, amounts per head."""
    frame = frame.copy()
    people = heads.reindex(frame.index)
    frame["share_gdp"] = 100 * frame["spend_usd_constant"] / frame["gdp_usd_constant"]
    frame["real_change"] = 100 * frame.groupby(level="iso3")["spend_usd_constant"].pct_change(fill_method=None)
    frame["gdp_per_capita_usd_constant"] = frame["gdp_usd_constant"] / people / 1000
    frame["spend_per_capita_usd_constant"] = frame["spend_usd_constant"] / people
    return frame


def _aggregates(d: Dataset, single: pd.DataFrame) -> list[pd.DataFrame]:
    """NATO's two aggregates, members of each year summed."""
    sums = [f"{name}_{prices}" for name in MONEY[1:] for prices in ("current", "constant")] + ["personnel_thousand"]
    found = []
    for code, left_out in (("NATO_EUR_CAN", {"USA"}), ("NATO_TOTAL", set())):
        rows, people = {}, {}
        for year in single.index.unique("year"):
            members = [iso3 for iso3 in d.with_forces(year) if iso3 not in left_out]
            rows[code, year] = single.xs(year, level="year").reindex(members)[sums].sum()
            people[code, year] = _heads(d).xs(year, level="year").reindex(members).sum()
        frame = pd.DataFrame(rows).T.rename_axis(["iso3", "year"])
        found.append(_shares(frame, pd.Series(people)))
    return found
