"""What a plan's extra cost means to a treasury: against revenue, spending, balance and debt, and in room under EU rules.

Fiscal ratios are the WEO's (general government, percent of its GDP); beyond its last year the last ratio is held. So that like is set beside like, extra
cost is here a share of the WEO's GDP too, not of NATO's, from which it can differ (:func:`gdp_ratio`; Luxembourg's is gross national income). Money is
national currency at current prices unless said otherwise. Extra cost is that of :func:`report.outlook.cost`, whose ``options`` these functions take.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report.outlook.base import chosen, standing
from report.outlook.cost import cost
from report.outlook.grid import COMPONENTS
from report.outlook.plan import Plan
from report.outlook.plan import plan as find
from report.tables import Dataset, guideline
from report.tables.errors import unknown

RATIOS = {"revenue": "GGR_NGDP", "spending": "GGX_NGDP", "balance": "GGXCNL_NGDP", "debt": "GGXWDG_NGDP"}
"""Government revenue, spending, net lending (+) or borrowing (−) and gross debt, percent of GDP."""
ESCAPE_SINCE = 2021
"""Year from which the rise is counted: our reading of the Commission's communication of 19 March 2025, which is not among the sources held."""
ESCAPE_MARGIN = 0.5
"""Points of GDP: nearer to the end of the room than this, the Commission's account of spending could say otherwise than NATO's."""
ESCAPE_ACTIVE = {
    2025: (
        "BEL",
        "BGR",
        "CZE",
        "DEU",
        "DNK",
        "EST",
        "FIN",
        "GRC",
        "HRV",
        "HUN",
        "LTU",
        "LVA",
        "POL",
        "PRT",
        "SVK",
        "SVN",
    ),
}
"""Allies for which the Council activated the clause, by year: fifteen on 8 July and Germany on 10 October 2025 (Council press releases)."""


def treasury(
    d: Dataset,
    plan: Plan | str | Path,
    allies: Iterable[str] | str | None = None,
    component: str = "total",
    **options: Any,
) -> pd.DataFrame:
    """One row per ally and year: the extra cost beside the government's accounts.

    ``extra_ncu_m``, ``currency``; ``extra_percent_gdp`` = extra ÷ the WEO's GDP; ``revenue``, ``spending``, ``balance``, ``debt`` in percent of that GDP;
    ``extra_percent_revenue`` = extra share ÷ revenue share, ``extra_percent_spending``; ``balance_if_borrowed`` = balance − extra share.

    What it supposes: the WEO's path holds defence as the baseline does. The IMF counts in what budgets and likely policies add, so where rises are in its
    path already, ``balance_if_borrowed`` counts them twice: an upper bound on the effect. Any effect on growth is left out.
    Extra 0.5 % of GDP where revenue is 40 %: 1.25 % of revenue. Luxembourg, 2035: 1.47 points of NATO's GNI are 1.47 · 0.664 = 0.98 % of GDP.
    """
    rows = extra_cost(d, plan, allies, component, **options).join(fiscal(d), on=["iso3", "year"])
    rows["extra_percent_revenue"] = 100 * rows["extra_percent_gdp"] / rows["revenue"]
    rows["extra_percent_spending"] = 100 * rows["extra_percent_gdp"] / rows["spending"]
    rows["balance_if_borrowed"] = rows["balance"] - rows["extra_percent_gdp"]
    return rows


def fiscal(d: Dataset, until: int = 2100) -> pd.DataFrame:
    """The WEO's fiscal ratios, index (iso3, year), the last known ratio held to ``until``."""
    wide = d.macro_panel[list(RATIOS.values())].rename(columns={code: name for name, code in RATIOS.items()})
    years = wide.index.get_level_values("year")
    full = pd.MultiIndex.from_product(
        [wide.index.unique("iso3"), range(int(years.min()), until + 1)], names=["iso3", "year"]
    )
    return wide.reindex(full).groupby(level="iso3").ffill()


def extra_cost(
    d: Dataset, plan: Plan | str | Path, allies: Iterable[str] | str | None, component: str, **options: Any
) -> pd.DataFrame:
    """Extra cost of a component by ally and year, with its share of GDP and the GDP it is a share of: the WEO's, in the currency of the extra."""
    if component not in COMPONENTS:
        raise unknown("component", component, COMPONENTS)
    rows = cost(d, plan, allies=allies, **options)
    core = rows[rows["component"] == "core"].set_index(["iso3", "year"])
    rate = core["level_ncu_m"] / core["level_usd_m"]
    rows = rows[rows["component"] == component]
    rate = rate.reindex(pd.MultiIndex.from_frame(rows[["iso3", "year"]])).to_numpy()
    ratio = rows["iso3"].map(gdp_ratio(d, find(plan).base_year))
    rows = rows.assign(gdp_ncu_m=rows["gdp_usd_m"] * rate / ratio)
    rows["extra_percent_gdp"] = 100 * rows["extra_ncu_m"] / rows["gdp_ncu_m"]
    columns = ["iso3", "year", "component", "currency", "extra_ncu_m", "gdp_ncu_m", "extra_percent_gdp"]
    return rows[columns].reset_index(drop=True)


def gdp_ratio(d: Dataset, base_year: int | None = None) -> pd.Series:
    """NATO's GDP ÷ the WEO's, both at current prices in the base year, by iso3; both grow alike from there, so the ratio stays.

    In national currency, or in US$ where edition and vintage are in different currencies (Bulgaria before the euro). 1 where the edition prints no GDP and
    the WEO's stands in. Luxembourg 2026e: 62,180 of gross national income ÷ 93,636 of GDP = 0.664.
    """
    stand = standing(d, base_year)
    imf = d.macro_panel.reindex(pd.MultiIndex.from_arrays([stand.index, stand["base_year"]]))
    national = stand["gdp_ncu"] / (1000 * imf["NGDP"].to_numpy())
    dollars = stand["gdp_usd"] / (1000 * imf["NGDPD"].to_numpy())
    return national.where(_in_one_currency(d, stand.index), dollars)


def share_of_imf_gdp(d: Dataset, year: int) -> pd.Series:
    """NATO's spending of one year ÷ the WEO's GDP of it, percent, both at current prices, by iso3: one denominator for all years of all allies.

    National currency or US$ as in :func:`gdp_ratio`; NATO's published share where the edition prints no spending. Luxembourg 2021: 341 ÷ 73,040 = 0.467 %,
    2026e: 1,265 ÷ 93,636 = 1.351 %, where NATO's shares go from 0.47 (of GDP) to 2.03 (of gross national income).
    """
    nato = d.panel.reindex(columns=["spend_ncu_current", "spend_usd_current", "share_gdp"]).xs(year, level="year")
    nato = nato[nato.index.isin(d.allies["iso3"])]
    imf = d.macro_panel.reindex(pd.MultiIndex.from_product([nato.index, [year]]))
    national = nato["spend_ncu_current"] / (10 * imf["NGDP"].to_numpy())
    dollars = nato["spend_usd_current"] / (10 * imf["NGDPD"].to_numpy())
    return national.where(_in_one_currency(d, nato.index), dollars).fillna(nato["share_gdp"])


def break_years(d: Dataset) -> dict[str, int]:
    """First year of another denominator in NATO's series, by iso3, as this or an earlier edition shows it (oddities): Luxembourg 2023, from GDP to income."""
    known = d.oddities
    breaks = known[(known["test"] == "gdp_break") & (known["edition"] <= d.edition)]
    return {str(iso3): int(year) for iso3, year in breaks.groupby("iso3")["year"].min().items()}


def _in_one_currency(d: Dataset, allies: pd.Index) -> list[bool]:
    """Whether the edition and the vintage give an ally's amounts in the same currency."""
    nato, imf = d.currencies, d.macro_currencies
    return [nato.get(iso3) == imf.get(iso3) for iso3 in allies]


def escape_room(
    d: Dataset, plan: Plan | str | Path, since: int = ESCAPE_SINCE, margin: float = ESCAPE_MARGIN, **options: Any
) -> pd.DataFrame:
    """Room under the EU's national escape clause for defence, allies of the edition that are in the EU, base year of the plan to 2028.

    ``percent_gdp`` core spending ÷ the WEO's GDP at current prices, percent; ``rise_pp`` = that of the year less that of ``since``
    (:func:`share_of_imf_gdp`), points; ``room_pp`` = 1.5 − rise, 0 to 1.5; ``beyond_pp`` = max(0, rise − 1.5), which the clause does not cover; ``active``:
    the Council has activated it, else the room is what there would be. ``share_gdp`` is NATO's share, whose denominator can change between the two years
    (Luxembourg's in 2023) and is real GDP (the Netherlands); the clause is about GDP as such. NATO's spending stands in for the Commission's
    accounts (COFOG, on delivery), which differ: ``verdict`` is ``within`` or ``beyond`` the room only where the rise is at least ``margin`` points away from its
    end, else ``too near``, or ``unknown`` where the edition has no share of 2021. ``ends``: the clause's last year, after which all of the rise counts again. ``safe_eur_bn``: the EU's SAFE loans to the ally, where on
    record (data/budgets.csv); they are repaid. 2.0 in 2021, 3.2 in 2027: a rise of 1.2, room 0.3, too near to say.

    ``since``: year the rise is counted from; ``margin`` points; ``options`` as in ``report.cost``. Raises :class:`UnknownName` for a year without a share.
    Source: NATO; IMF; European Commission, IP/25/1121; Council press releases.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.escape_room(d, "hague-2025", allies="LTU").query("year == 2028")[["rise_pp", "verdict"]].round(1).to_dict("list")
    {'rise_pp': [3.4], 'verdict': ['beyond']}
    """
    held = d.panel["share_gdp"].dropna().index.unique("year")
    if since != ESCAPE_SINCE and since not in held:
        raise unknown("year", str(since), [str(year) for year in held])
    rows = cost(d, plan, **options).query("component == 'core'")
    members, clause = d.allies.loc[d.allies["eu"], "iso3"], guideline("eu-escape")
    rows = rows[rows["iso3"].isin(members) & rows["year"].between(clause.agreed_year, clause.due_year)].reset_index(
        drop=True
    )
    ratio = rows["iso3"].map(gdp_ratio(d, find(plan).base_year))
    rows = rows.assign(percent_gdp=rows["share_gdp"] * rows["k"] * ratio)[["iso3", "year", "share_gdp", "percent_gdp"]]
    then = share_of_imf_gdp(d, since) if since in held else pd.Series(dtype=float)
    rise = rows["percent_gdp"] - rows["iso3"].map(then)
    active = rows["iso3"].isin([iso3 for group in ESCAPE_ACTIVE.values() for iso3 in group])
    loans = d.budgets[d.budgets["counts"] == "loan"].groupby("iso3")["value"].sum()
    over = rise - clause.value
    return rows.assign(
        rise_pp=rise,
        room_pp=(-over).clip(0, clause.value),
        beyond_pp=over.clip(lower=0),
        verdict=np.select([over.isna(), over <= -margin, over >= margin], ["unknown", "within", "beyond"], "too near"),
        active=active,
        ends=clause.due_year,
        safe_eur_bn=rows["iso3"].map(loans),
    )


def one_point(d: Dataset, allies: Iterable[str] | str | None = None) -> pd.DataFrame:
    """What one point of NATO's share of GDP is in money in the base year, one row per ally.

    ``point_usd_m`` = k·GDP/100 in current US$ million, ``point_ncu_m`` with ``currency``; ``per_head_usd``, ``per_head_ncu`` over the WEO's population.
    GDP 1,000 and k 1: a point is 10.
    """
    stand = chosen(d, standing(d, None, "nato"), allies, None)
    people = d.macro_panel["LP"].reindex(pd.MultiIndex.from_arrays([stand.index, stand["base_year"]])).to_numpy()
    point = stand[["gdp_usd", "gdp_ncu"]].mul(stand["k"] / 100, axis=0)
    frame = stand[["base_year", "currency"]].assign(point_usd_m=point["gdp_usd"], point_ncu_m=point["gdp_ncu"])
    heads = {"per_head_usd": frame["point_usd_m"] / people, "per_head_ncu": frame["point_ncu_m"] / people}
    return frame.assign(**heads).reset_index()
