"""The rows of tables: frames that are put together for one table of a page, before prose words them."""

from __future__ import annotations

import pandas as pd

from report.facts import written
from report.outlook.past_errors import FAR
from report.outlook.risk import GROUPS
from report.pages.country import CountryPage
from report.pages.methods import IN_ALL, ON_FORECAST, PUBLISHED_METHOD, REAL, MethodsPage
from report.pages.page import Page

Frame, Line = pd.DataFrame, pd.Series
"""A frame, and one row or column of it, as prose reads them."""
AMOUNTS = {
    "core": ("core", "extra_usd_m_constant"),
    "core_current": ("core", "extra_usd_m"),
    "related": ("related", "extra_usd_m_constant"),
    "total": ("core", "cumulative_extra_usd_m_constant"),
    "both": ("total", "cumulative_extra_usd_m_constant"),
}
"""Component and column of the cost frame behind each amount of the bill."""
PEERS = 3
PER_HEAD = "extra_per_head_usd_constant"
WHAT = {"real": "real GDP", "nominal": "GDP at current prices"}
BAND = {80: "likely range", 50: "inner range"}


def bills(page: Page) -> pd.DataFrame:
    """The bill of every ally at the end of the plan and in all, with the ends of its ranges, the largest first."""
    at_end = page.cost[page.cost["year"] == page.horizon].pivot(index="iso3", columns="component")
    amounts = {name: at_end[(column, part)] for name, (part, column) in AMOUNTS.items()}
    names = {"iso3": at_end.index, "ally": at_end.index.map(page.names), "share": at_end[("share_gdp", "core")]}
    frame = pd.DataFrame(names | amounts)
    ends = {name: page.ranges.table(part, column, page.horizon) for name, (part, column) in AMOUNTS.items()}
    frame = frame.join([table.add_prefix(f"{name}_") for name, table in ends.items()])
    return frame.sort_values("core", ascending=False)


def related_claims(page: Page) -> pd.DataFrame:
    """Single allies' verified pledges on the related part that stand, the earliest due first, by ally."""
    rows = page.d.pledges
    stands = (rows["component"] == "related") & rows["target_share_gdp"].notna() & rows["superseded_on"].isna()
    own = rows[stands & (rows["confidence"] == "verified") & rows["iso3"].isin(page.names)]
    return own.assign(ally=own["iso3"].map(page.names)).sort_values(["target_year", "ally"])


def nearest(page: CountryPage) -> pd.DataFrame:
    """The other allies with a figure, the nearest in GDP first: the IMF’s, known in every edition."""
    now = page.now.merge(page.d.allies[["iso3", "region"]], on="iso3")
    others = now[(now["iso3"] != page.iso3) & now["share_gdp"].notna()]
    gdp = page.d.macro_panel["NGDPD"].xs(page.year, level="year")
    distance = (others["iso3"].map(gdp) / gdp[page.iso3]).map(lambda ratio: max(ratio, 1 / ratio))
    return others.assign(distance=distance).sort_values("distance")


def peers(page: CountryPage) -> pd.DataFrame:
    """The ally, the nearest of its region and of others, with what the plan adds a head (``head``) and its rise."""
    others, own = nearest(page), page.now[page.now["iso3"] == page.iso3]
    is_near = others["region"] == page.profile["region"]
    frame = pd.concat([own, others[is_near].head(PEERS), others[~is_near].head(PEERS)])
    frame = frame.sort_values("share_gdp", ascending=False)
    ends = page.ranges.table("core", PER_HEAD, page.horizon, frame["iso3"])
    return frame.assign(
        head=frame["iso3"].map(page.core_at_end[PER_HEAD]),
        head_low=frame["iso3"].map(ends["low"]),
        head_high=frame["iso3"].map(ends["high"]),
        points=frame["iso3"].map(page.core_at_end["share_gdp"]) - frame["share_gdp"],
    )


def coverage(page: MethodsPage) -> pd.DataFrame:
    """Coverage by years ahead of single allies and of sums, and around the IMF's path."""
    shape = {"index": "horizon_years", "columns": ["method", "measure", "band"]}
    allies, sums = (
        rows.pivot(**shape, values=["coverage", "vintages", "errors"]).reindex([*range(FAR), "one to five"])
        for rows in (page.coverage, page.sum_coverage)
    )
    single = {
        f"{measure}{'_half' * (band == 50)}": allies["coverage", PUBLISHED_METHOD, measure, band]
        for measure in WHAT
        for band in BAND
    }
    cells = {
        "sum": sums["coverage", PUBLISHED_METHOD, REAL, 80],
        "in_all": sums["coverage", PUBLISHED_METHOD, IN_ALL, 80],
        **single,
        "sum_forecast": sums["coverage", ON_FORECAST, REAL, 80],
        "real_forecast": allies["coverage", ON_FORECAST, REAL, 80],
        "vintages": allies["vintages", PUBLISHED_METHOD, REAL, 80],
        "errors": allies["errors", PUBLISHED_METHOD, REAL, 80],
    }
    return pd.DataFrame(cells).rename(index=str).rename_axis("ahead").reset_index()


def scores(page: MethodsPage) -> pd.DataFrame:
    """Interval scores and widths of each method, real GDP first, the wider range first."""
    wide = page.scores.pivot(index=["measure", "band"], columns="method", values=["score", "width"])
    wide = wide.sort_index(ascending=False)
    what = [f"{written.sentence_case(WHAT[measure])}, {BAND[band]}" for measure, band in wide.index]
    wide.columns = [f"{value}_{method}" for value, method in wide.columns]
    return wide.assign(what=what).reset_index(drop=True)


def factors_at_end(page: MethodsPage) -> pd.DataFrame:
    """Drawn factors of the plan's last year: a row per ally and sum."""
    rows = page.drawn_factors
    rows = rows[(rows["year"] == page.horizon) & rows["quantity"].isin(["GDP, spending, extra", "extra"])]
    by = {prices: part.set_index("iso3") for prices, part in rows.groupby("prices")}
    frame = by["constant prices"][["ally", "p10", "p25", "p50", "p75", "p90"]]
    for suffix, prices in (("usd", "current US$"), ("ncu", "current national prices")):
        frame = frame.join(by[prices][["p10", "p90"]].add_suffix(f"_{suffix}"))
    return frame.assign(group=frame.index.isin(GROUPS)).sort_values(["group", "ally"]).reset_index()
