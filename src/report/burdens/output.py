"""The output side, a memo: what the money buys, as far as open tables say.

Readiness, deployability and how far capability targets are met are classified: there is no open figure to show, and none is made up here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.burdens.ally import burden
from report.tables import Dataset, guideline

YEARS = 3


def trailing_mean(values: pd.DataFrame, year: int, years: int = YEARS) -> pd.Series:
    """Mean of the last ``years`` years up to ``year``, years without a figure left out; allies down, years across.

    Equipment is bought in lumps: Norway's share goes from 26.8 % (2025e) to 17.9 % (2026e). Unit: that of the values. Source: our convention.
    What it is not: weighted by spending; a year of low spending counts as much as one of high.
    """
    return values.reindex(columns=range(year - years + 1, year + 1)).mean(axis=1)


def ukraine_aid_by_year(d: Dataset) -> pd.DataFrame:
    """Military aid allocated to Ukraine by each ally's government: ``iso3, year, military_eur_m, military_share_gdp, months``.

    Current EUR million, percent of the donor's GDP of 2021, and the months covered (the last year is part of one). A memo line inside core
    spending, never added to it: the aid a government gives is in its defence expenditure already. Source: Kiel Institute, Ukraine Support
    Tracker; allocations, not deliveries, EU institutions left out. Allies the tracker does not list are not in the frame.
    """
    aid = d.ukraine_aid
    first, last = pd.to_datetime(aid["first_month"]), pd.to_datetime(aid["last_month"])
    yearly = aid[aid["is_ally"] & (first.dt.year == last.dt.year) & aid["measure"].isin(["military", "military_share"])]
    keys = {"year": first.dt.year, "months": last.dt.month - first.dt.month + 1}
    wide = (
        yearly.assign(**keys).pivot(index=["iso3", "year", "months"], columns="measure", values="value").reset_index()
    )
    wide["military"] *= 1000
    wide = wide.rename(columns={"military": "military_eur_m", "military_share": "military_share_gdp"}).rename_axis(
        columns=None
    )
    return wide[["iso3", "year", "military_eur_m", "military_share_gdp", "months"]]


def output_memo(d: Dataset, year: int | None = None) -> pd.DataFrame:
    """The output side of one year, one row per ally: a memo beside the burden, not part of any sum.

    - ``equipment_share`` percent of spending, ``equipment_share_3y`` its three-year mean, ``above_20`` whether that mean is at the guideline
    - ``personnel_thousand``, ``personnel_per_thousand`` forces per 1,000 inhabitants, ``personnel_share`` percent of spending
    - ``ukraine_military_eur_m``, ``ukraine_military_share_gdp`` of the last full calendar year up to ``year``, which ``ukraine_year`` names
    """
    now = burden(d, year).set_index("iso3")
    when = int(now["year"].iloc[0])
    frame = now[
        ["ally", "year", "equipment_share", "personnel_thousand", "personnel_per_thousand", "personnel_share"]
    ].copy()
    mean = trailing_mean(d.panel["equipment_share"].unstack("year").reindex(frame.index), when)
    frame.insert(3, "equipment_share_3y", mean)
    frame["above_20"] = (mean.round(2) >= guideline("equipment").value).astype("boolean").mask(mean.isna())
    return frame.join(_last_full_year(ukraine_aid_by_year(d), when)).reset_index()


def _last_full_year(aid: pd.DataFrame, year: int) -> pd.DataFrame:
    full = aid[(aid["months"] == 12) & (aid["year"] <= year)]
    latest = full[full["year"] == (full["year"].max() if len(full) else year)].set_index("iso3")
    return (
        latest.drop(columns="months")
        .rename(columns={"year": "ukraine_year"})
        .rename(columns=lambda name: name.replace("military", "ukraine_military"))
    )


def composite_measures(d: Dataset, year: int | None = None) -> pd.DataFrame:
    """The measures of the default composite (:data:`report.burdens.composite.WEIGHTS`), allies with forces in the year down.

    Published share of GDP, three-year pace, three-year equipment share, forces per 1,000 inhabitants, and military aid to Ukraine in percent of
    GDP of 2021. The aid is also inside the first: it is counted once as money and once as a commitment kept, and the index says so.
    """
    now = burden(d, year).set_index("iso3")
    counted = now.index[now["member"] & now["forces"].astype(bool)]
    memo = output_memo(d, year).set_index("iso3")
    columns = [
        now[["share_gdp", "pace_pp"]],
        memo[["equipment_share_3y", "personnel_per_thousand", "ukraine_military_share_gdp"]],
    ]
    return pd.concat(columns, axis=1).loc[counted].astype(np.float64)
