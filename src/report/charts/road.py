"""Charts of the road ahead: the bill by year and by ally, and the paths. All take frames of ``outlook.cost``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import HIGH, LOW, Provenance, likely, written
from report.outlook.ask import Ask
from report.pages import Page
from report.pages.ranges import ENDS as RANGE_ENDS
from report.pages.ranges import Ranges

PARTS = {"core": "core", "related": "related (upper bound)"}
ENDS = ("low", "high")
DRAWN = {"core": -3, "total": 3}
"""The parts of a column that carry a range, with the pixels by which it stands beside the column's middle."""
RANGES = (
    f"That is the {likely()}: drawn from the errors of growth forecasts since 1990, centred where outcomes have come out rather than on the IMF’s path, on which the amounts are, and widened "
    "until past ranges would have held what they claim; the plan carried out as written. Ranges too small to draw are in the data."
)
ARITHMETIC = (
    "From the dashed part on: projection, the plan’s arithmetic and not a forecast. Shares follow the plan as written and have no range: "
    "whether governments deliver is not a matter of growth or prices."
)
ROOM = 2
"""Years of empty plot behind the last of a path, for the names of the guidelines."""
END_LABELS = {
    f"{part}_{end}": f"{name}, {words}"
    for part, name in (("core", "Core"), ("related", "Related"), ("total", "Together"))
    for end, words in (("low", LOW), ("high", HIGH))
}
_COLORS = alt.Scale(domain=list(PARTS.values()), range=[theme.BLUE, theme.PALE])


def bands(ranges: Ranges, who: str) -> dict[str, pd.DataFrame]:
    """The likely range of the extra a year of each part of the bill and of their sum, constant prices, by year."""
    return {part: ranges.yearly(who, part, "extra_usd_m_constant") for part in (*PARTS, "total")}


def bill_by_year(
    cost: pd.DataFrame,
    plan_title: str,
    baseline: str,
    origin: Provenance,
    iso3: str = "NATO_TOTAL",
    who: str = "All allies",
    band: Mapping[str, pd.DataFrame] | None = None,
) -> Figure:
    """Extra spending a year under a plan, core and related, constant prices; ``band``: the ranges of :func:`bands`."""
    frame = cost[(cost["iso3"] == iso3) & cost["component"].isin(PARTS)].copy()
    base, horizon = int(frame["year"].min()), int(frame["year"].max())
    frame["part"] = frame["component"].map(PARTS)
    frame["usd_bn"] = (frame["extra_usd_m_constant"] / 1000).round(theme.DECIMALS)
    wide = _by_year(cost[cost["iso3"] == iso3], band)
    last = wide.iloc[-1]
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("usd_bn:Q", title=f"US$ billion, {base} prices"),
            color=alt.Color("part:N", scale=_COLORS),
            order=alt.Order("component:O"),
            tooltip=[
                alt.Tooltip("year:O"),
                alt.Tooltip("part:N"),
                alt.Tooltip("usd_bn:Q", title="US$ billion", format=",.1f"),
            ],
        )
    )
    lines = (
        [mark for part, shift in DRAWN.items() for mark in whiskers(_of_part(wide, part), shift, x=x)] if band else []
    )
    shown = ["year", *(name for part in (*PARTS, "total") for name in (part, *_names(part, bool(band))))]
    return Figure(
        id="bill-by-year",
        title=_bill_title(who, float(last["core"]), horizon),
        subtitle=f"Extra spending a year under “{plan_title}” over {baseline}, US$ billion at {base} prices and exchange rates, {base}–{horizon}",
        alt=f"Stacked columns by year, from {base} to {horizon}, when they stand for {written.money(last['core'], 'USD')} of core and {written.money(last['related'], 'USD')} of related spending, "
        f"{written.money(last['total'], 'USD')} together.",
        source=origin.nato_imf,
        edition=f"{origin.edition}; {origin.macro}",
        chart=theme.finish(theme.Layers(bars, *lines) if lines else bars, 250),
        data=wide[shown],
        labels={
            "year": "Year",
            "core": "Core",
            "related": "Related, upper bound",
            "total": "Core and related, upper bound",
        }
        | END_LABELS,
        units=dict.fromkeys([name for name in shown if name != "year"], f"US$ million, {base} prices"),
        note="Projection. Related spending is tabulated by nobody: the upper part assumes that all of it is new money, so a column’s top is an upper bound and no total of measured things.",
        how_to_read=f"In each column the line on the left is the growth-only range of core, that on the right the range of core and related together. {RANGES}"
        if lines
        else "",
    )


def _by_year(cost: pd.DataFrame, band: Mapping[str, pd.DataFrame] | None) -> pd.DataFrame:
    """One row per year: each part and the sum, with their ends named ``core_low``, ``core_high``, …"""
    wide = cost.pivot(index="year", columns="component", values="extra_usd_m_constant").rename_axis(columns=None)
    ends = [_ends((band or {}).get(part)).add_prefix(f"{part}_") for part in (*PARTS, "total")]
    return wide.join(ends).reset_index()


def _names(part: str, ranged: bool) -> tuple[str, ...]:
    return tuple(f"{part}_{end}" for end in ENDS) if ranged else ()


def _of_part(wide: pd.DataFrame, part: str) -> pd.DataFrame:
    """The rows of :func:`_by_year` with the ends of one part as ``low`` and ``high``; none where the part is all of the sum."""
    frame = wide.rename(columns={f"{part}_{end}": end for end in ENDS})
    return frame[frame["related"] > 0] if part == "total" else frame


def _ends(band: pd.DataFrame | None) -> pd.DataFrame:
    return pd.DataFrame(columns=list(ENDS), dtype=float) if band is None else band


def _is_wide(frame: pd.DataFrame) -> bool:
    """Whether any range in the frame is wide enough to see."""
    return bool((frame["high"] - frame["low"] > 0.5).any())


def whiskers(frame: pd.DataFrame, shift: int = 0, **position: Any) -> list[theme.Drawing]:
    """A thin line from ``low`` to ``high`` of each row, upright if ``position`` gives x, else lying; US$ million in, billion drawn.

    ``shift`` moves it so many pixels to the right.

    A range under a hundredth of the longest bar would be a dot, and is left to the data; nothing is drawn where all are.
    """
    ends = frame[frame["high"] - frame["low"] > 0.01 * _longest(frame)].assign(
        low_bn=lambda rows: (rows["low"] / 1000).round(theme.DECIMALS),
        high_bn=lambda rows: (rows["high"] / 1000).round(theme.DECIMALS),
    )
    if ends.empty:
        return []
    low, high = ("low_bn:Q", "high_bn:Q")
    along = (alt.Y(low), alt.Y2(high)) if "x" in position else (alt.X(low), alt.X2(high))
    tips = [
        alt.Tooltip("low_bn:Q", title=LOW, format=",.1f"),
        alt.Tooltip("high_bn:Q", title=HIGH, format=",.1f"),
    ]
    kept = ends[[*(name for name in ("year", "ally") if name in ends), "low_bn", "high_bn"]]
    drawn = alt.Chart(kept).encode(*along, **position, tooltip=tips)
    halo, line = (
        drawn.mark_rule(color=color, strokeWidth=width, xOffset=shift or alt.Undefined)
        for color, width in (("white", 4), (theme.DARK, 1.6))
    )
    return [theme.Layers(halo, line)]


def _longest(frame: pd.DataFrame) -> float:
    """The longest bar, related spending included where the frame has it."""
    return float((frame["core"] + frame["related"]).max() if "related" in frame else frame["core"].max())


def _bill_title(who: str, core: float, horizon: int) -> str:
    asked = f"{written.money(core, 'USD')} a year more" if core >= 0.05 else "nothing more"
    return f"{who}: {asked} for core defence in {horizon}"


def bill_by_ally(
    cost: pd.DataFrame,
    names: dict[str, str],
    in_text: dict[str, str],
    plan_title: str,
    baseline: str,
    origin: Provenance,
    ranges: Ranges | None = None,
) -> Figure:
    """Extra core spending of each ally in the last year of the plan, constant prices, with the likely ranges of ``ranges``."""
    horizon, base = int(cost["year"].max()), int(cost["year"].min())
    rows = cost[(cost["year"] == horizon) & (cost["component"] == "core") & cost["iso3"].isin(names)]
    frame = rows[["iso3"]].assign(ally=rows["iso3"].map(names), core=rows["extra_usd_m_constant"])
    band = ranges and ranges.table("core", "extra_usd_m_constant", horizon)
    frame = frame.join(_ends(band), on="iso3").sort_values(["core", "ally"], ascending=[False, True])
    frame["usd_bn"] = (frame["core"] / 1000).round(theme.DECIMALS)
    frame["end_bn"] = (frame[["core", "high"]].astype(float).max(axis=1) / 1000).round(theme.DECIMALS)
    ranged, order, top = _is_wide(frame), frame["ally"].tolist(), frame.head(3)
    top = top[top["core"] > 0.5]
    leaders = written.sentence_case(written.listing([in_text[iso3] for iso3 in top["iso3"]]))
    y = alt.Y("ally:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    room = alt.Scale(domain=[0, max(1.1 * float(frame["end_bn"].max()), 0.1)])
    axis = alt.Axis(orient="top", grid=True, tickCount=5)
    x = alt.X("usd_bn:Q", title=f"US$ billion a year, {base} prices", axis=axis, scale=room)
    tips = [alt.Tooltip("ally:N"), alt.Tooltip("usd_bn:Q", title="US$ billion", format=",.2f")]
    drawn = alt.Chart(frame[["ally", "usd_bn", "end_bn"]])
    bars = drawn.mark_bar(color=theme.BLUE).encode(y=y, x=x, tooltip=tips)
    values = drawn.mark_text(align="left", dx=5, fontSize=11)
    values = values.encode(y=y, x=alt.X("end_bn:Q"), text=alt.Text("usd_bn:Q", format=",.1f"))
    return Figure(
        id="bill-by-ally",
        title=_leaders_title(leaders, frame["core"], horizon, _part_range(ranges, top["iso3"].tolist(), horizon)),
        subtitle=f"Extra core spending in {horizon} under “{plan_title}” over {baseline}, US$ billion at {base} prices and exchange rates",
        alt=f"Bar chart of allies ordered by extra core spending, from {order[0]} with {written.money(frame['core'].iloc[0], 'USD')} to {order[-1]} with {written.money(frame['core'].iloc[-1], 'USD')}.",
        source=origin.nato_imf,
        edition=f"{origin.edition}; {origin.macro}",
        chart=theme.finish(
            theme.Layers(bars, *(whiskers(frame, y=y) if ranged else []), values), alt.Step(theme.HEIGHT_OF_ROW)
        ),
        data=frame[["ally", "core", *(ENDS if ranged else ())]],
        labels={"ally": "Ally", "core": "Core", "low": f"Core, {LOW}", "high": f"Core, {HIGH}"},
        units=dict.fromkeys(("core", *ENDS), f"US$ million, {base} prices"),
        note="Projection. Allies already above the target add no core spending over the baseline. Related spending, an upper bound, is in the table.",
        how_to_read=f"Each thin line is the growth-only range of an ally’s bar. {RANGES}" if ranged else "",
    )


def _leaders_title(leaders: str, core: pd.Series, horizon: int, spread: str) -> str:
    """Which part of the bill falls to the three who add most; that nobody adds anything, where that is so."""
    if core.sum() < 0.5:
        return f"No ally would have to add core spending in {horizon}"
    return f"{leaders} would carry {written.decimal(100 * core.head(3).sum() / core.sum())}% of the core bill in {horizon}{spread}"


def _part_range(ranges: Ranges | None, allies: list[str], year: int) -> str:
    """`` (likely range, growth only: 49 to 53%)``: the part of the core bill that some allies carry, in the draws; nothing where nothing is asked."""
    if ranges is None:
        return ""
    column = "extra_usd_m_constant"
    drawn = {iso3: ranges.draws(iso3, "core", column, year) for iso3 in ranges.drawn.allies}
    whole, parts = np.sum([*drawn.values()], axis=0), np.sum([drawn[iso3] for iso3 in allies], axis=0)
    if not (whole > 0).all() or (parts == whole).all():
        return ""
    low, high = 100 * np.quantile(parts / whole, RANGE_ENDS)
    return f" (likely range, growth only: {written.decimal(low)} to {written.decimal(high)}%)"


def paths(page: Page) -> Figure:
    """Every ally's share of GDP, past and under the page's plan, and their median."""
    shares, cost, names, origin = page.shares, page.cost, page.names, page.origin
    core = cost[cost["component"] == "core"].pivot(index="year", columns="iso3", values="share_gdp")
    base, horizon = int(core.index.min()), int(core.index.max())
    past = shares.reindex(columns=core.columns)
    long = pd.concat([_long(past, names, "NATO"), _long(_corners(core), names, "plan")])
    middle = pd.concat([past.median(axis=1), core.loc[core.index > base].median(axis=1)])
    median = pd.DataFrame({"year": middle.index, "share": middle.to_numpy(), "ally": "Median ally"}).round(
        theme.DECIMALS
    )
    median["part"] = np.where(median["year"] > base, "plan", "NATO")
    # The dashed line starts where the solid one ends.
    stretches = pd.concat([median, median[median["year"] == base].assign(part="plan")])
    x = alt.X(
        "year:Q",
        title=None,
        axis=years_axis(),
        scale=alt.Scale(domain=[int(past.index.min()), horizon + ROOM], nice=False),
    )
    y = alt.Y("share:Q", title="% of GDP", scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=6))
    tips = [
        alt.Tooltip("ally:N"),
        alt.Tooltip("year:Q", format="d"),
        alt.Tooltip("share:Q", title="% of GDP", format=".2f"),
    ]
    dash = alt.StrokeDash("part:N", legend=None, scale=alt.Scale(domain=["NATO", "plan"], range=[[1, 0], theme.DASH]))
    lines = (
        alt.Chart(long)
        .mark_line(color=theme.MUTED, strokeWidth=1, opacity=0.75)
        .encode(x=x, y=y, detail=alt.Detail("ally:N"), strokeDash=dash, tooltip=tips)
    )
    bold = alt.Chart(stretches).mark_line(color=theme.BLUE, strokeWidth=3)
    bold = bold.encode(x=x, y=y, detail=alt.Detail("part:N"), strokeDash=dash, tooltip=tips)
    word = (
        alt.Chart(median[median["year"] == horizon - 2])
        .mark_text(align="right", dx=-2, dy=34, fontWeight="bold", color=theme.BLUE)
        .encode(x=alt.XValue("width"), y=y, text=alt.Text("ally:N"))
    )
    now, end = float(middle.loc[base]), float(middle.loc[horizon])
    return Figure(
        id="paths",
        title=_median_title(now, origin.year(base), end, horizon),
        subtitle=f"Core defence expenditure, % of GDP, all allies with forces (grey) and their median (blue), to {origin.year(base)} and under “{page.plan.title}” (dashed)",
        alt=f"Line chart of {core.shape[1]} allies. {_half_of(past.iloc[0], int(past.index.min()))}, "
        f"and then {_onward(page.ask())}. The median ends at {written.decimal(end, 2)}% in {horizon}.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(
            theme.Layers(lines, *theme.rules(page.ask()), bold, word),
            300,
        ),
        data=median[["year", "share", "part"]],
        labels={"year": "Year", "share": "Median share", "part": "From"},
        units={"share": "% of GDP"},
        note=ARITHMETIC,
    )


def _median_title(now: float, base: str, end: float, horizon: int) -> str:
    if round(now, 2) == round(end, 2):
        return f"The median ally would stay at {written.decimal(now, 2)}% of GDP, its share in {base}"
    return f"The median ally would go from {written.decimal(now, 2)}% of GDP in {base} to {written.decimal(end, 2)}% in {horizon}"


def _half_of(shares: pd.Series, year: int) -> str:
    """Between which shares the middle half of allies lies in a year."""
    low, high = shares.quantile([0.25, 0.75])
    return f"Half of the lines lie between {written.decimal(low, 2)} and {written.decimal(high, 2)}% in {year}"


def _onward(ask: Ask) -> str:
    """How the lines run on under the plan, in words."""
    if ask.is_something:
        return "move towards what the plan asks; those already above its target stay flat"
    return "follow each ally’s own figures" if ask.by_own else "run on flat under the plan"


def years_axis() -> alt.Axis:
    """Every fifth year."""
    return alt.Axis(format="d", tickCount=6)


def _corners(core: pd.DataFrame) -> pd.DataFrame:
    """Paths without the years in which they run straight on: the lines drawn are the same, with a third of the points."""
    bends = core.diff().diff().shift(-1).abs() > 1e-9
    bends.iloc[[0, -1]] = True
    return core.where(bends)


def _long(wide: pd.DataFrame, names: dict[str, str], part: str) -> pd.DataFrame:
    frame = (
        wide.rename(columns=names)
        .rename_axis(columns="ally")
        .reset_index()
        .melt(id_vars="year", var_name="ally", value_name="share")
    )
    return frame.dropna().assign(part=part).round(theme.DECIMALS)
