"""What each ally carries in one year: ``burden(d, year)``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.burdens import measures as m
from report.tables import Dataset, guideline
from report.tables.errors import unknown

ABILITY_COLUMNS = {"spend_usd_m": "spend_share", "gdp_usd_m": "gdp_share", "population_m": "population_share"}
PUBLISHED = {
    "share_gdp": "share_gdp",
    "spend_usd_current": "spend_usd_m",
    "spend_usd_constant": "spend_usd_m_constant",
    "spend_ncu_current": "spend_ncu_m",
    "gdp_usd_current": "gdp_usd_m",
    "gdp_usd_constant": "gdp_usd_m_constant",
    "spend_per_capita_usd_constant": "per_capita_usd_constant",
    "equipment_share": "equipment_share",
    "personnel_share": "personnel_share",
    "infrastructure_share": "infrastructure_share",
    "other_share": "other_share",
    "personnel_thousand": "personnel_thousand",
    "real_change": "real_change",
}
"""NATO's measures as they enter the frame, by the column they become."""


def burden(d: Dataset, year: int | None = None) -> pd.DataFrame:
    """One row per ally (32): what it carried in ``year``, by default the last year of the edition.

    Published columns are NATO's own; the others are computed from them by the formulas of :mod:`report.burdens.measures`:

    - ``share_gdp`` NATO's share of real GDP, ``share_gdp_current`` 100·E/Y at current prices, ``k`` their ratio (percent, percent, ratio)
    - ``spend_usd_m``, ``gdp_usd_m`` current US$ million; ``…_constant`` at the edition's constant prices; ``spend_ncu_m`` national currency
    - ``spend_share``, ``gdp_share``, ``population_share`` percent of the members with forces that year; ``burden_ability`` their e/y
    - ``per_capita_usd`` current US$ per inhabitant (population: WEO); ``per_capita_usd_constant`` as NATO publishes it
    - ``gap_pp_2 | _core | _5`` points to 2, 3.5 and 5 %; ``gap_usd_m_…`` the same in current US$ million of that year
    - ``years_at_2`` years since 2014 at 2 % or more; ``arrears_usd_m`` Σ max(0, 2 − b)/100·Y since 2014 or accession, constant US$ million
    - ``pace_pp``, ``pace_pp_5`` points a year over three and five years; ``required_pp`` points a year to reach The Hague’s 3.5 % by 2035, whatever the plan:
      what a plan requires is :func:`report.verification`’s column of that name
    - ``personnel_per_thousand`` forces per 1,000 inhabitants; ``rank`` by published share, ties share the better place

    ``status`` is ``actual``, ``estimate``, ``no figure`` or ``no forces`` (Iceland). Allies that had not yet joined keep their own figures
    and have no part in the alliance's sums (``member`` is False). Raises :class:`UnknownName` for a year the edition does not hold.
    """
    chosen = _year(d, year)
    frame = _published(d, chosen)
    _add_ratios(frame)
    _add_alliance_shares(frame)
    _add_gaps(frame, chosen)
    _add_history(frame, d, chosen)
    return frame.reset_index()


def _year(d: Dataset, year: int | None) -> int:
    years = sorted(d.panel.index.get_level_values("year").unique())
    if year is None:
        return d.last_year
    if year not in years:
        raise unknown("year", year, [str(known) for known in years])
    return int(year)


def _published(d: Dataset, year: int) -> pd.DataFrame:
    allies = d.allies.set_index("iso3")
    cells = d.panel.reindex(pd.MultiIndex.from_product([allies.index, [year]], names=["iso3", "year"])).droplevel(
        "year"
    )
    frame = pd.DataFrame(
        {
            "ally": allies["name"],
            "year": year,
            "member": allies.index.isin(d.members(year)),
            "forces": allies["has_forces"],
        }
    )
    frame["status"] = _status(cells, allies["has_forces"])
    for measure, column in PUBLISHED.items():
        frame[column] = cells.get(measure, np.nan)
    frame["population_m"] = _population(d, year, frame.index)
    return frame


def _status(cells: pd.DataFrame, forces: pd.Series) -> pd.Series:
    known = cells["status"].where(cells["share_gdp"].notna(), "no figure")
    return known.where(forces, "no forces")


def _population(d: Dataset, year: int, allies: pd.Index) -> pd.Series:
    people = d.macro_panel["LP"]
    wanted = pd.MultiIndex.from_product([allies, [year]], names=["iso3", "year"])
    return people.reindex(wanted).droplevel("year")


def _add_ratios(frame: pd.DataFrame) -> None:
    frame["share_gdp_current"] = 100 * frame["spend_usd_m"] / frame["gdp_usd_m"]
    frame["k"] = m.price_base_factor(frame["spend_usd_m"], frame["gdp_usd_m"], frame["share_gdp"])
    frame["per_capita_usd"] = m.per_head(frame["spend_usd_m"], frame["population_m"])
    frame["personnel_per_thousand"] = frame["personnel_thousand"] / frame["population_m"]
    frame["rank"] = m.as_published(frame["share_gdp"]).where(frame["member"]).rank(ascending=False, method="min")


def _add_alliance_shares(frame: pd.DataFrame) -> None:
    counted = frame["member"] & frame["forces"]
    for amount, share in ABILITY_COLUMNS.items():
        frame[share] = m.share_of_total(frame.loc[counted, amount]).reindex(frame.index)
    frame["burden_ability"] = frame["spend_share"] / frame["gdp_share"]


def _add_gaps(frame: pd.DataFrame, year: int) -> None:
    wales, core = guideline("wales").value, guideline("core")
    for name, target in (("2", wales), ("core", core.value), ("5", guideline("total").value)):
        frame[f"gap_pp_{name}"] = m.gap_points(frame["share_gdp"], target)
        frame[f"gap_usd_m_{name}"] = m.gap_money(frame["share_gdp"], target, frame["gdp_usd_m"], frame["k"])
    frame["meets_2"] = m.meets(frame["share_gdp"], wales)
    frame["meets_core"] = m.meets(frame["share_gdp"], core.value)
    frame["required_pp"] = m.required_pace(frame["share_gdp"], core.value, year, core.due_year)


def _add_history(frame: pd.DataFrame, d: Dataset, year: int) -> None:
    wales = guideline("wales")
    shares = d.panel["share_gdp"].unstack("year").reindex(frame.index)
    frame["pace_pp"] = m.pace(frame["share_gdp"], _column(shares, year - 3), 3)
    frame["pace_pp_5"] = m.pace(frame["share_gdp"], _column(shares, year - 5), 5)
    since = shares[[y for y in shares if wales.agreed_year <= y <= year]]
    frame["years_at_2"] = m.meets(since, wales.value).sum(axis=1).where(frame["forces"]).astype(float)
    frame["arrears_usd_m"] = _arrears(since, d).where(frame["forces"])


def _column(shares: pd.DataFrame, year: int) -> pd.Series:
    return shares[year] if year in shares else pd.Series(np.nan, index=shares.index)


def gdp_constant(d: Dataset) -> pd.Series:
    """GDP at the edition's constant prices, US$ million; where the edition omits it, spending over its share of real GDP (an identity)."""
    panel = d.panel
    blank = pd.Series(np.nan, index=panel.index)
    implied = panel.get("spend_usd_constant", blank) / (panel["share_gdp"] / 100)
    return panel.get("gdp_usd_constant", blank).fillna(implied)


def _arrears(shares: pd.DataFrame, d: Dataset) -> pd.Series:
    """Sum of yearly shortfalls below 2 % since 2014 or accession; unknown when a counted year lacks a figure."""
    gdp = gdp_constant(d).unstack("year").reindex(index=shares.index, columns=shares.columns)
    joined = pd.to_datetime(d.allies.set_index("iso3")["accession"]).dt.year.reindex(shares.index)
    counted = pd.DataFrame({year: joined <= year for year in shares.columns})
    owed = m.shortfall(shares, gdp)
    return owed.where(counted, 0.0).sum(axis=1, skipna=False)
