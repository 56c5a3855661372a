"""What the bill leaves out as it starts after the plan was agreed: the rise made between the two."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.facts import Fact, Row, combine, units
from report.facts.rows import spending_rows
from report.outlook.base import rise_left_out
from report.outlook.draws import quantiles_of
from report.outlook.range_facts import Drawn, band
from report.outlook.risk import DRAWS, SEED
from report.pages.page import Page
from report.pages.ranges import ENDS, GROUP_NAMES, Ranges

ALL = "NATO_TOTAL"
LEVEL, EXTRA = "level_usd_m_constant", "extra_usd_m_constant"


class SinceAgreed(NamedTuple):
    """The rise since the plan was agreed, and the bill's last year counted from then; US$ million, constant prices."""

    rise: Fact
    headline: Fact


def since_agreed(page: Page) -> SinceAgreed | None:
    """None where the bill does not start from last shares later than the agreement, all known."""
    agreed = page.plan.agreed_year or page.year
    bill = page.cost[page.cost["component"] == "core"]
    starts_later = agreed < page.year <= bill["year"].min() and agreed in page.shares.index
    if page.baseline != "freeze" or not starts_later:
        return None
    rises = {year: _rises(page, bill, agreed, year) for year in (page.year, page.horizon)}
    if rises[page.horizon].isna().any():
        return None
    return SinceAgreed(_rise(page, agreed, rises[page.year]), _headline(page, agreed, rises[page.horizon]))


def _rises(page: Page, bill: pd.DataFrame, agreed: int, year: int) -> pd.Series:
    """:func:`rise_left_out` of every ally at the GDP of one year."""
    rows = bill[bill["year"] == year].set_index("iso3")
    core = rows[["share_gdp"]].assign(level=rows[LEVEL], base_share=page.shares.loc[page.year])
    return rise_left_out(core, page.shares.loc[agreed])


def _rise(page: Page, agreed: int, rises: pd.Series) -> Fact:
    rows = spending_rows(page.d, rises.index.tolist(), [agreed, page.year], ("share_gdp", "spend_usd_current"))
    words = {"name": f"rise_since_{agreed}.NATO.{page.year}", "agreed": page.origin.year(agreed), "status": "estimate"}
    value, unit = float(rises.sum()), units.usd_m_constant(page.year)
    return page.origin.measured("rise_since_agreed", "", value, page.year, unit=unit, rows=rows, **words)


def _headline(page: Page, agreed: int, rises: pd.Series) -> Fact:
    """The extra of the last year over the shares of the year of agreement, with its range."""
    extra = page.bill(ALL, "core", EXTRA)
    label = f"extra core spending a year of the alliance, {page.horizon}, over the shares of {page.origin.year(agreed)}"
    formula = (
        f"extra over the shares of the base year + Σ over allies of the rows rise since {agreed}; "
        "each is (base-year share − earlier share) ÷ plan share × level"
    )
    table, key = f"cost/{page.plan.id}", f"{page.horizon} rise since {agreed}"
    rows = tuple(Row(table, f"{iso3} {key}", float(f"{rise:.9g}"), extra.unit.label) for iso3, rise in rises.items())
    rows += spending_rows(page.d, rises.index.tolist(), [agreed, page.year], ("share_gdp",))
    name = f"extra_over_{agreed}.NATO.{page.horizon}.{page.plan.key}.core"
    fact = combine(name, label, float(extra) + float(rises.sum()), extra.unit, formula, (extra,), rows)
    ends, beside = (_ends(page, ranges, rises) for ranges in (page.ranges, page.ranges.around_forecast))
    what = f"core extra over the shares of {page.origin.year(agreed)} under “{page.plan.title}”, summed over allies"
    of_what = f"{ALL}.core.extra_over_{agreed}.{page.plan.key}"
    of = Drawn(of_what, GROUP_NAMES[ALL], None, "usd_m_constant", page.horizon, what)
    factors = page.ranges.factors(of, np.array(ends) / float(fact))
    return replace(fact, band=band(page.d, ends, beside, "usd_m_constant", DRAWS, SEED, factors=factors))


def _ends(page: Page, ranges: Ranges, rises: pd.Series) -> tuple[float, float]:
    """The ends of the range of extra and rise together; each ally's rise moves as its extra does."""
    end = page.core_at_end[EXTRA]
    low, high = quantiles_of(ranges.drawn_sum(end.add(rises, fill_value=0.0), page.horizon), ENDS).round(6).tolist()
    return low, high
