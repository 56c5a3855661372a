"""What came of what was said: the same method with an old edition and the WEO of its day, and pledges come due.

A trial takes an edition of NATO's tables and the World Economic Outlook before it, projects every ally's share and
spending with the rules the outlook uses today, and looks the years up in a later edition. Editions are compared, never
joined. Political uncertainty is drawn from two records: the guideline of Wales (2 % of GDP by 2024, agreed in 2014),
and national pledges (``data/pledges.csv``).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from report.outlook.base import base_figures
from report.outlook.cost import cost
from report.outlook.macro import GROWING
from report.outlook.plan import Plan, plan
from report.tables import Dataset, guideline, load
from report.tables.errors import unknown

RATE, ANCHOR = "BEL", "USA"
AHEAD = 5
DERIVED = "-derived"
"""End of the source of a level that was worked back from ratios."""


def past_path(d: Dataset, vintage: str, derived: bool = True) -> pd.DataFrame:
    """An earlier WEO vintage as an own macro path for :func:`report.outlook.cost`: ``iso3, year, indicator, value``,
    from the vintage's year to five years ahead.

    A series the copy holds in full is the IMF's; one with a gap is replaced as a whole by its rebuilt index.
    ``derived``: levels worked back from ratios count as held. Raises :class:`UnknownName` for a vintage not held.
    """
    known = sorted(d.past_macro["vintage"].unique())
    if vintage not in known:
        raise unknown("earlier vintage", vintage, known)
    published, rebuilt = published_series(d, vintage, derived), rebuilt_series(d, vintage)
    whole = {name: published[name].where(published[name].notna().all(axis=1)) for name in GROWING}
    paths = {name: whole[name].fillna(rebuilt[name]) if name in rebuilt else whole[name] for name in GROWING}
    long = [table.stack().rename("value").reset_index().assign(indicator=name) for name, table in paths.items()]
    return pd.concat(long, ignore_index=True)[["iso3", "year", "indicator", "value"]]


def published_series(d: Dataset, vintage: str, derived: bool = False) -> dict[str, pd.DataFrame]:
    """The series the copy holds, allies × years from the vintage's year on; blank where it has none. ``derived``: with
    levels worked back from ratios."""
    rows = d.past_macro.query("vintage == @vintage")
    rows = rows[derived | ~rows["source"].str.endswith(DERIVED)]
    years = range(int(vintage[:4]), int(vintage[:4]) + AHEAD + 1)
    axes = {"index": pd.Index(d.allies["iso3"], name="iso3"), "columns": pd.Index(years, name="year")}
    wide = rows.pivot(index=["indicator", "iso3"], columns="year", values="value")
    return {str(name): table.droplevel("indicator").reindex(**axes) for name, table in wide.groupby(level="indicator")}


def rebuilt_series(d: Dataset, vintage: str) -> dict[str, pd.DataFrame]:
    """Indices of GDP, 1 in the vintage's year, from real growth and deflator. Growth 2 and 3 %, deflator 100, 102, 104:
    NGDP 1, 1.0404, 1.0926.

    The copy of April 2019 lost every level of 1,000 billion and more. GDP in US$ of eight allies is worked back from
    ratios of the same vintage (source ``…-derived``, within 0.4 %); all other gaps are these indices: within 0.01 % of
    what is published in national currency, off by 2 % at the median and 14 at most in dollars.
    """
    rates = d.forecasts.query("vintage == @vintage and indicator == 'NGDP_RPCH'")
    growth = rates.pivot(index="iso3", columns="year", values="value")
    published = published_series(d, vintage)
    prices = published["NGDP_D"].div(published["NGDP_D"].iloc[:, 0], axis=0)
    pace = (1 + growth.reindex_like(prices) / 100).cumprod(axis=1)
    volume = pace.div(pace.iloc[:, 0], axis=0)
    nominal = volume * prices
    rate = (published["NGDPD"] / published["NGDP"]).loc[RATE]
    dollars = volume.mul(prices.loc[ANCHOR], axis=1)
    euro = d.allies.set_index("iso3")["euro_since"].dt.year.reindex(nominal.index) <= int(vintage[:4])
    return {"NGDP_R": volume, "NGDP": nominal, "NGDPD": dollars.where(~euro, nominal.mul(rate / rate.iloc[0], axis=1))}


TRIALS = {"2019-06": ("2019-04", (2024, 2025, 2026)), "2024-06": ("2024-04", (2025, 2026))}
"""Edition: the WEO of its day and the years looked up."""
METHODS = {
    "freeze": "the share stays where it was",
    "pace": "the share goes on changing as it did over the last three years",
    "pledge": "the plan on record, 2 % by 2024, is carried out in a straight line; who is late gets there next year",
}
PACE_YEARS = 3
PARTS = {
    "from_share": ("spent a larger part of GDP than projected", "spent a smaller part of GDP than projected"),
    "from_growth": ("the economy grew more than the IMF expected", "the economy grew less than the IMF expected"),
    "from_prices": (
        "prices and the exchange rate raised GDP in dollars",
        "prices and the exchange rate lowered GDP in dollars",
    ),
}
"""Parts of a miss in money, and what it means when each is up or down."""
UNKNOWN = "not known: the later edition does not print the ally's spending and GDP in US dollars"
SPECIAL = {"LUX": "since 2023 the share is of GNI, about a third below GDP"}
SPECIAL |= {"TUR": "the lira lost most of its value, and prices rose with it"}
"""What is known about an ally besides the arithmetic."""


def backtest(d: Dataset, edition: str = "2019-06", derived: bool = True) -> pd.DataFrame:
    """Every projection of one trial beside what ``d``'s edition reports, long: one row per method, ally and year.

    - ``edition``, ``vintage``, ``method`` (:data:`METHODS`), ``iso3``, ``year``, ``status`` of the later figure (actual
      or estimate)
    - ``projected_share``, ``actual_share`` published shares of GDP in percent; ``miss_pp`` = actual − projected
    - ``projected_usd_m``, ``actual_usd_m`` spending in current US$; ``miss_percent`` = 100·(actual ÷ projected − 1)
    - ``from_share`` + ``from_growth`` + ``from_prices`` = 100·ln(actual ÷ projected): the part of GDP spent, real
      growth since the base year, and prices with the exchange rate and later revisions of GDP. ``cause`` names the
      largest

    Projected 10, actual 12, GDP in dollars 10 % larger than projected of which 4 from growth (in logs): 18.2 = 8.7 +
    3.9 + 5.6. ``derived``: GDP of the vintage as :func:`past_path` takes it. Raises :class:`UnknownName` for an edition
    without a trial.
    """
    if edition not in TRIALS:
        raise unknown("trial", edition, TRIALS)
    vintage, years = TRIALS[edition]
    old, macro = load(edition, d.vintage, d.path), past_path(d, vintage, derived)
    plans = _plans(old, max(years))
    parts = [_projected(old, method, macro, years).assign(method=name) for name, method in plans.items()]
    rows = pd.concat(parts, ignore_index=True).assign(edition=edition, vintage=vintage)
    return _against(rows, d, macro)


def _plans(old: Dataset, horizon: int) -> dict[str, Plan]:
    """The methods as plans for one old edition."""
    stand = base_figures(old, None, "nato")
    shares = old.panel["share_gdp"]
    figures = {}
    for iso3, row in stand.iterrows():
        before = float(shares.get((iso3, row["base_year"] - PACE_YEARS), np.nan))
        yearly = (row["share"] - before) / PACE_YEARS if np.isfinite(before) else 0.0
        figures[str(iso3)] = {horizon: max(0.0, row["share"] + yearly * (horizon - row["base_year"]))}
    pace = Plan("pace", METHODS["pace"], shape="hold", allies=figures, may_cut=True, horizon=horizon)
    return {"freeze": plan("freeze", horizon=horizon), "pace": pace, "pledge": plan("wales-2014", horizon=horizon)}


def _projected(old: Dataset, method: Plan, macro: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """Share, spending and GDP of one method in the years looked up, with each ally's base year."""
    rows = cost(old, method, macro=macro).query("component == 'core'")
    base = rows.groupby("iso3")["year"].min().rename("base_year")
    rows = rows[rows["year"].isin(list(years))].join(base, on="iso3")
    names = {"share_gdp": "projected_share", "level_usd_m": "projected_usd_m", "gdp_usd_m": "projected_gdp"}
    return rows[["iso3", "year", "base_year", *names]].rename(columns=names)


def _against(rows: pd.DataFrame, d: Dataset, macro: pd.DataFrame) -> pd.DataFrame:
    """The projections with the later edition's figures, the misses and their parts."""
    names = {"share_gdp": "actual_share", "spend_usd_current": "actual_usd_m", "gdp_usd_current": "actual_gdp"}
    names |= {"status": "status"}
    rows = rows.join(d.panel[list(names)].rename(columns=names), on=["iso3", "year"]).dropna(subset=["actual_share"])
    total = 100 * np.log(rows["actual_usd_m"] / rows["projected_usd_m"])
    gdp = 100 * np.log(rows["actual_gdp"] / rows["projected_gdp"])
    growth = _growth(rows, d.macro_panel["NGDP_R"]) - _growth(rows, _series(macro, "NGDP_R"))
    rows = rows.assign(
        miss_pp=rows["actual_share"] - rows["projected_share"],
        miss_percent=100 * (rows["actual_usd_m"] / rows["projected_usd_m"] - 1),
        from_share=total - gdp,
        from_growth=growth,
        from_prices=gdp - growth,
    )
    columns = ["edition", "vintage", "method", "iso3", "year", "status", "projected_share", "actual_share", "miss_pp"]
    columns += ["projected_usd_m", "actual_usd_m", "miss_percent", *PARTS]
    return rows[columns].assign(cause=[_cause(row) for row in rows.to_dict("records")]).reset_index(drop=True)


def _series(macro: pd.DataFrame, indicator: str) -> pd.Series:
    """One indicator of an own path, index (iso3, year), its last growth rate held for four more years."""
    wide = macro[macro["indicator"] == indicator].pivot(index="iso3", columns="year", values="value")
    last = int(wide.columns.max())
    rate = wide[last] / wide[last - 1]
    for more in range(1, 5):
        wide[last + more] = wide[last] * rate**more
    series: pd.Series = wide.stack()
    return series


def _growth(rows: pd.DataFrame, volume: pd.Series) -> pd.Series:
    """Growth from the base year to the year of each row, in log points times 100."""
    then = volume.reindex(pd.MultiIndex.from_frame(rows[["iso3", "base_year"]])).to_numpy()
    now = volume.reindex(pd.MultiIndex.from_frame(rows[["iso3", "year"]])).to_numpy()
    return pd.Series(100 * np.log(now / then), index=rows.index)


def _cause(row: dict[str, float]) -> str:
    """The largest part of a miss in words, and what else is known of the ally; unknown without its later figures."""
    if any(np.isnan(row[part]) for part in PARTS):
        return UNKNOWN
    largest = max(PARTS, key=lambda part: abs(row[part]))
    said = PARTS[largest][int(row[largest] < 0)]
    extra = SPECIAL.get(str(row["iso3"]))
    return f"{said}; {extra}" if extra else said


def misses(tested: pd.DataFrame, top: int = 5) -> pd.DataFrame:
    """The largest misses in share of GDP by method and year, at most ``top`` each, largest first."""
    keys, sized = ["edition", "method", "year"], tested.assign(size=-tested["miss_pp"].abs())
    order = sized.sort_values([*keys, "size"])
    return order.groupby(keys).head(top).drop(columns="size").reset_index(drop=True)


def miss_summary(tested: pd.DataFrame) -> pd.DataFrame:
    """How each method did, by edition, method and year.

    ``allies``; ``mean_miss_pp`` (above zero: more was spent than projected), ``mean_size_pp`` of the miss in share;
    ``within_quarter_percent``: allies no more than 0.25 points off; ``sum_miss_percent`` of all but the United States
    in current US$, and ``sum_miss_usa_percent``; blank where the later edition lacks the spending of any of them.
    """
    keys = ["edition", "method", "year"]
    sizes = tested.assign(size=tested["miss_pp"].abs(), near=100.0 * (tested["miss_pp"].abs() <= 0.25))
    table = sizes.groupby(keys).agg(
        allies=("iso3", "size"),
        mean_miss_pp=("miss_pp", "mean"),
        mean_size_pp=("size", "mean"),
        within_quarter_percent=("near", "mean"),
    )
    american = tested["iso3"] == "USA"
    for name, rows in (("sum_miss_percent", tested[~american]), ("sum_miss_usa_percent", tested[american])):
        by = rows.groupby(keys)
        sums = by[["actual_usd_m", "projected_usd_m"]].sum()
        percent = 100 * (sums["actual_usd_m"] / sums["projected_usd_m"] - 1)
        table[name] = percent.where(by["actual_usd_m"].count() == by.size())
    return table.reset_index()


DECIMALS = 2
"""Shares meet a target at published precision."""


def wales_record(d: Dataset) -> pd.DataFrame:
    """What became of the promised rise to 2 % by 2024, a row per ally that was a member in 2014 and stood below 2 %.

    ``share_then``, ``share_due`` percent of GDP in 2014 and 2024; ``promised_pp`` = 2 − share then; ``delivered_pp`` =
    the rise; ``delivered`` = rise ÷ promise; ``kept``: 2.00 or more in 2024; ``reached`` the first year at 2.00 or
    more, if any. 1.0 in 2014 and 1.6 in 2024: 0.6 delivered.
    """
    wales = guideline("wales")
    table = d.panel["share_gdp"].unstack("year").reindex(d.with_forces(wales.agreed_year)).round(DECIMALS)
    then, due, target = table[wales.agreed_year], table[wales.due_year], wales.value
    columns = {"share_then": then, "share_due": due, "promised_pp": target - then, "delivered_pp": due - then}
    rows = pd.DataFrame(columns)
    later = table.loc[:, table.columns > wales.agreed_year] >= target
    rows["delivered"] = rows["delivered_pp"] / rows["promised_pp"]
    rows["kept"] = due >= target
    rows["reached"] = later.idxmax(axis=1).where(later.any(axis=1)).astype("Int64")
    return rows[then < target].rename_axis("iso3").reset_index()


def past_delivery(d: Dataset) -> tuple[float, ...]:
    """The part of the promised step each ally delivered under the Wales guideline, sorted: the record for ``risk(…,
    delivery=…)``. A rise beyond the promise counts as 1, a fall as 0: no plan is more than delivered, or undone."""
    return tuple(sorted(wales_record(d)["delivered"].clip(0, 1).round(6)))


def national_record(d: Dataset) -> pd.DataFrame:
    """National core pledges whose year the edition covers, one row each: ``id, iso3, target, due, announced,
    confidence, superseded``, ``share`` in the due year with its ``status``, ``shortfall_pp`` = max(0, target − share),
    ``kept`` at published precision.

    Definitions differ: a pledge is on the national budget's terms, the share is NATO's. A pledge of 4.8, a share of
    4.68: not kept by 0.12.
    """
    rows = d.pledges.query("component == 'core'").dropna(subset=["target_share_gdp", "target_year"])
    past = (rows["target_year"] <= d.last_year) & (rows["kind"] != "proposal")
    rows = rows[rows["iso3"].isin(d.allies["iso3"]) & past]
    published = d.panel[["share_gdp", "status"]].rename(columns={"share_gdp": "share"})
    rows = rows.join(published, on=["iso3", "target_year"]).dropna(subset=["share"])
    share = rows["share"].round(DECIMALS)
    rows = rows.assign(
        superseded=rows["superseded_on"].notna(),
        shortfall_pp=(rows["target_share_gdp"] - share).clip(lower=0).round(DECIMALS),
        kept=share >= rows["target_share_gdp"],
    )
    names = {"target_share_gdp": "target", "target_year": "due"}
    columns = ["id", "iso3", "target", "due", "announced", "confidence", "superseded", "share", "status"]
    columns += ["shortfall_pp", "kept"]
    return rows.rename(columns=names)[columns].reset_index(drop=True)
