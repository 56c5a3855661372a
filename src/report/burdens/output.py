"""The output side, a memo: what the money buys, as far as open tables say.

Readiness, deployability and how far capability targets are met are classified: there is no open figure to show, and none is made up here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from report.burdens.ally import burden
from report.facts import Row
from report.tables import Dataset

YEARS = 3
AID_GDP = "gdp_2021"
"""The measure of the table of aid that its shares are of."""


def trailing_mean(values: pd.DataFrame, year: int, years: int = YEARS) -> pd.Series:
    """Mean of the last ``years`` years up to ``year``, years without a figure left out; allies down, years across.

    Equipment is bought in lumps: Norway's share goes from 26.8 % (2025e) to 17.9 % (2026e). Unit: that of the values. Source: our convention.
    What it is not: weighted by spending; a year of low spending counts as much as one of high.
    """
    return values.reindex(columns=range(year - years + 1, year + 1)).mean(axis=1)


def aid_share(amounts: Sequence[float], gdp: float) -> float:
    """100·Σ aid ÷ GDP: every period's allocations on record over one year's GDP, money of one unit.

    Unit: percent of the donor's GDP of 2021, the tracker's own denominator, for all years together. Source: Kiel Institute, Ukraine Support
    Tracker; allocations, not deliveries, without the aid of EU institutions. What it is not: a yearly rate, nor a sum to add to spending: the
    aid a government gives is in its defence expenditure already.
    """
    return 100 * sum(amounts) / gdp


def military_aid(d: Dataset, year: int) -> pd.DataFrame:
    """Military aid allocated to Ukraine since the tracker's record began, in all periods that start up to ``year``; index ``iso3``.

    ``eur_m`` current EUR million; ``share_gdp`` (:func:`aid_share`); ``first_month``, ``last_month`` of the periods added up. Allies the
    tracker does not list are not in the frame.
    """
    aid = d.ukraine_aid[d.ukraine_aid["is_ally"]]
    gdp = aid[aid["measure"] == AID_GDP].set_index("iso3")["value"]
    by_ally = aid_periods(d, year).groupby("iso3")
    amounts = by_ally["value"].agg(list)
    shares = [aid_share(values, gdp[iso3]) for iso3, values in amounts.items()]
    columns = {"eur_m": 1000 * amounts.map(sum), "share_gdp": pd.Series(shares, amounts.index, float)}
    return pd.DataFrame(columns).join(by_ally.agg(first_month=("first_month", "min"), last_month=("last_month", "max")))


def aid_periods(d: Dataset, year: int) -> pd.DataFrame:
    """The rows of the table that :func:`military_aid` adds up: one for each ally and calendar year, the last of which may be part of one."""
    aid = d.ukraine_aid[d.ukraine_aid["is_ally"] & (d.ukraine_aid["measure"] == "military")]
    first, last = aid["first_month"].str[:4], aid["last_month"].str[:4]
    return aid[(first == last) & (first.astype(int) <= year)]


def aid_rows(d: Dataset, iso3: str) -> tuple[Row, ...]:
    """The rows of the table of aid behind an ally's military aid to Ukraine up to the edition's last year."""
    gdp = d.ukraine_aid[d.ukraine_aid["measure"] == AID_GDP]
    used = pd.concat([table[table["iso3"] == iso3] for table in (aid_periods(d, d.last_year), gdp)])
    keys = [f"{iso3} {row.first_month} to {row.last_month} {row.measure}" for row in used.itertuples()]
    named = zip(keys, used["value"], used["unit"], used["source"], strict=True)
    return tuple(Row("ukraine_aid", *row) for row in named)


def composite_measures(d: Dataset, year: int | None = None) -> pd.DataFrame:
    """The measures of the default composite (:data:`report.burdens.composite.WEIGHTS`), allies with forces in the year down.

    Published share of GDP, three-year pace, three-year equipment share, forces per 1,000 inhabitants, and all military aid to Ukraine up to the
    year in percent of GDP of 2021. The aid is also inside the first: it is counted once as money and once as a commitment kept.
    """
    now = burden(d, year).set_index("iso3")
    when = int(now["year"].iloc[0])
    measures = now[["share_gdp", "pace_pp", "personnel_per_thousand"]].assign(
        equipment_share_3y=trailing_mean(d.panel["equipment_share"].unstack("year").reindex(now.index), when),
        ukraine_military_share_gdp=military_aid(d, when)["share_gdp"].reindex(now.index),
    )
    return measures.loc[now["member"] & now["forces"].astype(bool)].astype(np.float64)
