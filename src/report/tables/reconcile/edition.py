"""Rules inside one edition of NATO's tables."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pandas as pd

from ..agreements import guideline
from .precision import FLOOR
from .published import CATEGORIES, PRODUCT, SPENDING, Published, findings, of_aggregate, ratio, together

THRESHOLDS = ("wales", "core", "total")
BREAK = 25.0
MOST = 0.5
COVERED = (*SPENDING, "spend_per_capita_usd_constant", "share_gdp", "real_change")


def sum_of_allies(edition: Published) -> pd.DataFrame:
    """Members of the year add up to NATO's aggregate. Discrepancy: sum minus aggregate, in the measure's unit.
    Tolerance: half a unit of the last digit of every part and of the aggregate. Iceland is a part of GDP; where its row
    is missing the whole remainder shows."""
    found = []
    for name, measure in product(edition.aggregates, SPENDING + PRODUCT):
        total, slack = _total(edition, name, measure)
        whole, edge = (frame[measure].xs(name, level="iso3") for frame in (edition.values, edition.edge))
        found.append(findings(measure, of_aggregate(name, total - whole), of_aggregate(name, slack + edge)))
    return together(found)


def _total(edition: Published, aggregate: str, measure: str) -> tuple[pd.Series, pd.Series]:
    """Sum of an aggregate's parts by year, and how far rounding can have moved it."""
    parts, edges = edition.figures(aggregate, measure)
    return parts.sum(min_count=1), edges.sum()


def coverage(edition: Published) -> pd.DataFrame:
    """Every member with forces has a figure where the aggregate has one. Discrepancy: members without a figure."""
    found = []
    for name, measure in product(edition.aggregates, COVERED):
        parts, _ = edition.figures(name, measure)
        stated = edition.values[measure].xs(name, level="iso3").reindex(parts.columns).notna()
        absent = parts.isna() & edition.parts(name, measure)
        count = of_aggregate(name, absent.sum()[stated & parts.notna().any()].astype(float))
        found.append(findings(measure, count, 0 * count))
    return together(found)


def gap(edition: Published) -> pd.DataFrame:
    """Where most allies have a figure all have one. Discrepancy: 1 for a missing figure, else 0."""
    allies = [iso3 for iso3 in edition.forces[edition.years[-1]] if iso3 in edition.values.index.unique("iso3")]
    rows = edition.values.reindex(pd.MultiIndex.from_product([allies, edition.years], names=["iso3", "year"]))
    usual = rows.notna().groupby(level="year").transform("mean") >= MOST
    missing = rows.isna().astype(float).where(usual)
    return together([findings(measure, missing[measure], 0 * missing[measure]) for measure in missing.columns])


def share_of_real_gdp(edition: Published) -> pd.DataFrame:
    """Published share = spending / GDP at constant prices, NATO's own basis. Discrepancy in points of GDP."""
    return _share(edition, "constant")


def share_of_current_gdp(edition: Published) -> pd.DataFrame:
    """Published share against spending / GDP at current prices: differs as defence prices do. In points of GDP."""
    return _share(edition, "current")


def _share(edition: Published, prices: str) -> pd.DataFrame:
    spend, product = f"spend_usd_{prices}", f"gdp_usd_{prices}"
    values, edge = edition.values, edition.edge
    implied, slack = ratio(values[spend], values[product], edge[spend], edge[product])
    return findings("share_gdp", values["share_gdp"] - implied, edge["share_gdp"] + slack, FLOOR)


def real_change(edition: Published) -> pd.DataFrame:
    """Published real change = change of spending at constant prices on the year before. Discrepancy in points. Holds
    for aggregates too: theirs is the change of the sum, new members included."""
    found, stated, rounded = [], edition.values["real_change"], edition.edge["real_change"]
    for measure in ("spend_usd_constant", "spend_ncu_constant"):
        now, edge = edition.values[measure], edition.edge[measure]
        before, before_edge = (series.groupby(level="iso3").shift() for series in (now, edge))
        implied, slack = ratio(now, before, edge, before_edge)
        found.append(findings(measure, stated - (implied - 100), rounded + slack, FLOOR))
    return together(found)


def real_change_of_sum(edition: Published) -> pd.DataFrame:
    """Published real change of an aggregate = change of the sum of its members of each year. Discrepancy in points."""
    found = []
    for name in edition.aggregates:
        total, slack = _total(edition, name, "spend_usd_constant")
        implied, moved = ratio(total, total.shift(), slack, slack.shift())
        stated, edge = (frame["real_change"].xs(name, level="iso3") for frame in (edition.values, edition.edge))
        gap, slack = (of_aggregate(name, yearly) for yearly in (stated - (implied - 100), edge + moved))
        found.append(findings("real_change", gap, slack, FLOOR))
    return together(found)


def fixed_rate(edition: Published) -> pd.DataFrame:
    """At constant prices one exchange rate holds for all years. Discrepancy: rate off the most precise one, percent."""
    national, dollars = "spend_ncu_constant", "spend_usd_constant"
    values, edge = edition.values, edition.edge
    rate = values[national] / values[dollars]
    slack = edge[national] / values[national] + edge[dollars] / values[dollars]
    least = slack.groupby(level="iso3").transform("min")
    fixed = rate.where(slack == least).groupby(level="iso3").transform("first")
    return findings(national, 100 * (rate / fixed - 1), 100 * (slack + least), FLOOR)


def base_year(edition: Published) -> pd.DataFrame:
    """In the base year constant prices are current prices. Discrepancy: current minus constant, the measure's unit."""
    if edition.base not in edition.years:
        return together([])
    here = edition.values.index.isin([edition.base], level="year")
    values, edge = edition.values[here], edition.edge[here]
    pairs = [(f"{name}_current", f"{name}_constant") for name in ("spend_ncu", "spend_usd", "gdp_usd")]
    found = [findings(one, values[one] - values[fixed], edge[one] + edge[fixed]) for one, fixed in pairs]
    return together(found)


def categories(edition: Published) -> pd.DataFrame:
    """Equipment, personnel, infrastructure and other add up to 100. Discrepancy: sum minus 100, in points."""
    parts, edge = (frame[list(CATEGORIES)] for frame in (edition.values, edition.edge))
    return findings("all_categories", parts.sum(axis=1, skipna=False) - 100, edge.sum(axis=1, skipna=False), FLOOR)


def population(edition: Published) -> pd.DataFrame:
    """Spending per head and GDP per head imply the same population. Discrepancy in percent."""
    values, edge = edition.values, edition.edge
    pairs = [(f"{what}_usd_constant", f"{what}_per_capita_usd_constant") for what in ("spend", "gdp")]
    (spending, product) = (values[amount] / values[head] for amount, head in pairs)
    slack = sum((edge[name] / values[name] for pair in pairs for name in pair), start=0 * spending)
    return findings("population", 100 * (1000 * spending / product - 1), 100 * slack, FLOOR)


def rounding(edition: Published) -> pd.DataFrame:
    """Shares that meet a threshold only as printed, with two decimals. Discrepancy: share minus threshold, points."""
    share = edition.values["share_gdp"].dropna()
    levels = [guideline(name).value for name in THRESHOLDS]
    near = pd.concat([(share - level)[(share < level) & (share >= level - 0.005)] for level in levels])
    return findings("share_gdp", near, 0 * near)


def gdp_break(edition: Published) -> pd.DataFrame:
    """GDP at constant prices does not jump. Discrepancy: change on the year before, percent; tolerance 25."""
    product = edition.values["gdp_usd_constant"]
    change = 100 * (product / product.groupby(level="iso3").shift() - 1)
    return findings("gdp_usd_constant", change, 0 * change + BREAK)


RULES: dict[str, Callable[[Published], pd.DataFrame]] = {
    rule.__name__: rule
    for rule in (
        sum_of_allies,
        coverage,
        gap,
        share_of_real_gdp,
        share_of_current_gdp,
        real_change,
        real_change_of_sum,
        fixed_rate,
        base_year,
        categories,
        population,
        rounding,
        gdp_break,
    )
}
