"""Charts of the road ahead: the bill by year and by ally, and the paths. All take frames of ``outlook.cost``."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import Provenance, written

PARTS = {"core": "core", "related": "related (upper bound)"}
ENDS = ("low", "high")
END_LABELS = {"low": "Core, at least", "high": "Core, at most"}
HOW_TO_READ = "Each thin line is the 80% range of the core part: growth as uncertain as forecasts of it have been since 1990, the plan carried out as written. Ranges too small to draw are in the data."
_COLORS = alt.Scale(domain=list(PARTS.values()), range=[theme.BLUE, theme.PALE])


def bill_by_year(
    cost: pd.DataFrame,
    plan_title: str,
    baseline: str,
    origin: Provenance,
    iso3: str = "NATO_TOTAL",
    who: str = "All allies",
    band: pd.DataFrame | None = None,
) -> Figure:
    """Extra spending a year under a plan, core and related, constant prices; ``band`` by year: the 80 % range of the core part."""
    frame = cost[(cost["iso3"] == iso3) & cost["component"].isin(PARTS)].copy()
    base, horizon = int(frame["year"].min()), int(frame["year"].max())
    frame["part"] = frame["component"].map(PARTS)
    frame["usd_bn"] = (frame["extra_usd_m_constant"] / 1000).round(4)
    wide = frame.pivot(index="year", columns="component", values="extra_usd_m_constant").join(_ends(band)).reset_index()
    last = wide.iloc[-1]
    ranged = _is_wide(wide)
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
    return Figure(
        id="bill-by-year",
        title=_bill_title(who, float(last["core"]), float(last["related"]), horizon),
        subtitle=f"Extra spending a year under “{plan_title}” over {baseline}, US$ billion at {base} prices and exchange rates, {base}–{horizon}",
        alt=f"Stacked columns that rise each year from zero in {base} to {written.money(last['core'], 'USD')} of core and {written.money(last['related'], 'USD')} of related spending in {horizon}.",
        source=origin.nato_imf,
        edition=f"{origin.edition}; {origin.macro}",
        chart=theme.finish(alt.layer(bars, *whiskers(wide, x=x)) if ranged else bars, 250),
        data=wide[["year", "core", *(ENDS if ranged else ()), "related"]],
        labels={"year": "Year", "core": "Core", "related": "Related, upper bound"} | END_LABELS,
        units=dict.fromkeys(("core", "related", *ENDS), f"US$ million, {base} prices"),
        note="Projection. Related spending is tabulated by nobody: the upper part assumes that all of it is new money.",
        how_to_read=HOW_TO_READ if ranged else "",
    )


def _ends(band: pd.DataFrame | None) -> pd.DataFrame:
    return pd.DataFrame(columns=list(ENDS), dtype=float) if band is None else band


def _is_wide(frame: pd.DataFrame) -> bool:
    """Whether any range in the frame is wide enough to see."""
    return bool((frame["high"] - frame["low"] > 0.5).any())


def whiskers(frame: pd.DataFrame, **position: Any) -> list[theme.Drawing]:
    """A thin line from ``low`` to ``high`` of each row, upright if ``position`` gives x, else lying; US$ million in, billion drawn.

    A range under a hundredth of the longest bar would be a dot, and is left to the data; nothing is drawn where all are.
    """
    ends = frame[frame["high"] - frame["low"] > 0.01 * (frame["core"] + frame["related"]).max()].assign(
        low_bn=lambda rows: (rows["low"] / 1000).round(4), high_bn=lambda rows: (rows["high"] / 1000).round(4)
    )
    if ends.empty:
        return []
    low, high = ("low_bn:Q", "high_bn:Q")
    along = (alt.Y(low), alt.Y2(high)) if "x" in position else (alt.X(low), alt.X2(high))
    tips = [
        alt.Tooltip("low_bn:Q", title="at least", format=",.1f"),
        alt.Tooltip("high_bn:Q", title="at most", format=",.1f"),
    ]
    kept = ends[[*(name for name in ("year", "ally") if name in ends), "low_bn", "high_bn"]]
    drawn = alt.Chart(kept).encode(*along, **position, tooltip=tips)
    halo, line = drawn.mark_rule(color="white", strokeWidth=4), drawn.mark_rule(color=theme.DARK, strokeWidth=1.6)
    return [alt.layer(halo, line)]


def _bill_title(who: str, core: float, related: float, horizon: int) -> str:
    with_related = f"up to {written.money(core + related, 'USD')} with related spending"
    if core < 0.05:
        return f"{who}: nothing more for core defence by {horizon}, {with_related}"
    return f"{who}: {written.money(core, 'USD')} a year more for core defence by {horizon}, {with_related}"


def bill_by_ally(
    cost: pd.DataFrame,
    names: dict[str, str],
    in_text: dict[str, str],
    plan_title: str,
    baseline: str,
    origin: Provenance,
    band: pd.DataFrame | None = None,
) -> Figure:
    """Extra core and related spending of each ally in the last year of the plan, constant prices; ``band`` by iso3: the 80 % range of the core part."""
    horizon, base = int(cost["year"].max()), int(cost["year"].min())
    frame = cost[(cost["year"] == horizon) & cost["component"].isin(PARTS) & cost["iso3"].isin(names)].copy()
    frame["ally"] = frame["iso3"].map(names)
    frame["part"] = frame["component"].map(PARTS)
    frame["usd_bn"] = (frame["extra_usd_m_constant"] / 1000).round(4)
    wide = frame.pivot(index="ally", columns="component", values="extra_usd_m_constant").reset_index()
    wide = wide.join(_ends(band).rename(index=names), on="ally")
    ranged = _is_wide(wide)
    wide["both"] = wide["core"] + wide["related"]
    wide["core_bn"], wide["end_bn"] = (wide["core"] / 1000).round(4), (wide["both"] / 1000).round(4)
    wide["in_text"] = wide["ally"].map({names[iso3]: in_text[iso3] for iso3 in names})
    wide = wide.sort_values("core", ascending=False)
    order = wide["ally"].tolist()
    total = wide["core"].sum()
    top = wide.head(3)
    y = alt.Y("ally:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=y,
            x=alt.X("usd_bn:Q", title=f"US$ billion a year, {base} prices", axis=alt.Axis(orient="top", grid=True)),
            color=alt.Color("part:N", scale=_COLORS),
            order=alt.Order("component:O"),
            tooltip=[
                alt.Tooltip("ally:N"),
                alt.Tooltip("part:N"),
                alt.Tooltip("usd_bn:Q", title="US$ billion", format=",.2f"),
            ],
        )
    )
    values = alt.Chart(wide).mark_text(align="left", dx=4, fontSize=11)
    values = values.encode(y=y, x=alt.X("end_bn:Q"), text=alt.Text("core_bn:Q", format=",.1f"))
    return Figure(
        id="bill-by-ally",
        title=f"{written.sentence_case(written.listing(top['in_text'].tolist()))} would carry {written.decimal(100 * top['core'].sum() / total)}% of the core bill in {horizon}",
        subtitle=f"Extra spending in {horizon} under “{plan_title}” over {baseline}, US$ billion at {base} prices and exchange rates",
        alt=f"Bar chart of allies ordered by extra core spending, from {order[0]} with {written.money(wide['core'].iloc[0], 'USD')} to {order[-1]} with {written.money(wide['core'].iloc[-1], 'USD')}.",
        source=origin.nato_imf,
        edition=f"{origin.edition}; {origin.macro}",
        chart=theme.finish(
            alt.layer(bars, *(whiskers(wide, y=y) if ranged else []), values), alt.Step(theme.HEIGHT_OF_ROW)
        ),
        data=wide[["ally", "core", *(ENDS if ranged else ()), "related", "both"]],
        labels={"ally": "Ally", "core": "Core", "related": "Related, upper bound", "both": "Core and related"}
        | END_LABELS,
        units=dict.fromkeys(("core", "related", "both", *ENDS), f"US$ million, {base} prices"),
        note="Projection. Allies already above the target add no core spending over the baseline.",
        how_to_read=f"The figure at the end of each bar is the core part. {HOW_TO_READ if ranged else ''}".strip(),
    )


def paths(
    shares: pd.DataFrame, cost: pd.DataFrame, names: dict[str, str], plan_title: str, origin: Provenance
) -> Figure:
    """Every ally's share of GDP, past and under a plan, and their median. ``shares`` has a row per year and a column per ally."""
    core = cost[cost["component"] == "core"].pivot(index="year", columns="iso3", values="share_gdp")
    base, horizon = int(core.index.min()), int(core.index.max())
    past = shares.reindex(columns=core.columns)
    long = pd.concat([_long(past, names, "NATO"), _long(_corners(core), names, "plan")])
    middle = pd.concat([past.median(axis=1), core.loc[core.index > base].median(axis=1)])
    median = pd.DataFrame({"year": middle.index, "share": middle.to_numpy(), "ally": "Median ally"}).round(4)
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6), scale=alt.Scale(nice=False))
    y = alt.Y("share:Q", title="% of GDP", scale=alt.Scale(domainMin=0))
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
    bold = alt.Chart(median).mark_line(color=theme.BLUE, strokeWidth=3).encode(x=x, y=y, tooltip=tips)
    word = (
        alt.Chart(median[median["year"] == horizon - 2])
        .mark_text(align="left", dx=6, dy=16, fontWeight="bold", color=theme.BLUE)
        .encode(x=x, y=y, text=alt.Text("ally:N"))
    )
    now, end = float(middle.loc[base]), float(middle.loc[horizon])
    return Figure(
        id="paths",
        title=f"The median ally would go from {written.decimal(now, 2)}% of GDP in {origin.year(base)} to {written.decimal(end, 2)}% by {horizon}",
        subtitle=f"Core defence expenditure, % of GDP, all allies with forces (grey) and their median (blue), to {origin.year(base)} and under “{plan_title}” (dashed)",
        alt=f"Line chart of {core.shape[1]} allies. The lines lie mostly between 1 and 2% in {int(past.index.min())}, rise and spread out by {origin.year(base)}, "
        f"and converge under the plan; those already above its target stay flat. The median ends at {written.decimal(end, 2)}% in {horizon}.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(alt.layer(lines, theme.guideline(2.0, "2%"), theme.guideline(3.5, "3.5%"), bold, word), 300),
        data=median[["year", "share"]],
        labels={"year": "Year", "share": "Median share"},
        units={"share": "% of GDP"},
        note="From the dashed part on: projection, the plan’s arithmetic and not a forecast.",
    )


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
    return frame.dropna().assign(part=part).round(4)
