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
LOW, HIGH = "80% low", "80% high"
HOW_TO_READ = (
    "Each thin line is the 80% range of the core part, drawn from the errors of growth forecasts since 1990 without their mean and with sizes pulled towards the typical ally’s; "
    "the plan carried out as written. Growth has more often come out below forecasts than above, so the lower part of a range deserves more weight. Ranges too small to draw are in the data."
)
END_LABELS = {"low": f"Core, {LOW}", "high": f"Core, {HIGH}"}
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
        title=_bill_title(who, float(last["core"]), horizon),
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
    ends = frame[frame["high"] - frame["low"] > 0.01 * _longest(frame)].assign(
        low_bn=lambda rows: (rows["low"] / 1000).round(4), high_bn=lambda rows: (rows["high"] / 1000).round(4)
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
    halo, line = drawn.mark_rule(color="white", strokeWidth=4), drawn.mark_rule(color=theme.DARK, strokeWidth=1.6)
    return [alt.layer(halo, line)]


def _longest(frame: pd.DataFrame) -> float:
    """The longest bar, related spending included where the frame has it."""
    return float((frame["core"] + frame["related"]).max() if "related" in frame else frame["core"].max())


def _bill_title(who: str, core: float, horizon: int) -> str:
    asked = f"{written.money(core, 'USD')} a year more" if core >= 0.05 else "nothing more"
    return f"{who}: {asked} for core defence by {horizon}"


def bill_by_ally(
    cost: pd.DataFrame,
    names: dict[str, str],
    in_text: dict[str, str],
    plan_title: str,
    baseline: str,
    origin: Provenance,
    band: pd.DataFrame | None = None,
) -> Figure:
    """Extra core spending of each ally in the last year of the plan, constant prices; ``band`` by iso3: its 80 % range."""
    horizon, base = int(cost["year"].max()), int(cost["year"].min())
    rows = cost[(cost["year"] == horizon) & (cost["component"] == "core") & cost["iso3"].isin(names)]
    frame = rows[["iso3"]].assign(ally=rows["iso3"].map(names), core=rows["extra_usd_m_constant"])
    frame = frame.join(_ends(band), on="iso3").sort_values(["core", "ally"], ascending=[False, True])
    frame["usd_bn"] = (frame["core"] / 1000).round(4)
    frame["end_bn"] = (frame[["core", "high"]].astype(float).max(axis=1) / 1000).round(4)
    ranged, order, top = _is_wide(frame), frame["ally"].tolist(), frame.head(3)
    leaders = written.sentence_case(written.listing([in_text[iso3] for iso3 in top["iso3"]]))
    y = alt.Y("ally:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    room = alt.Scale(domain=[0, max(1.1 * float(frame["end_bn"].max()), 0.1)])
    axis = alt.Axis(orient="top", grid=True)
    x = alt.X("usd_bn:Q", title=f"US$ billion a year, {base} prices", axis=axis, scale=room)
    tips = [alt.Tooltip("ally:N"), alt.Tooltip("usd_bn:Q", title="US$ billion", format=",.2f")]
    drawn = alt.Chart(frame[["ally", "usd_bn", "end_bn"]])
    bars = drawn.mark_bar(color=theme.BLUE).encode(y=y, x=x, tooltip=tips)
    values = drawn.mark_text(align="left", dx=5, fontSize=11)
    values = values.encode(y=y, x=alt.X("end_bn:Q"), text=alt.Text("usd_bn:Q", format=",.1f"))
    return Figure(
        id="bill-by-ally",
        title=f"{leaders} would carry {written.decimal(100 * top['core'].sum() / frame['core'].sum())}% of the core bill in {horizon}",
        subtitle=f"Extra core spending in {horizon} under “{plan_title}” over {baseline}, US$ billion at {base} prices and exchange rates",
        alt=f"Bar chart of allies ordered by extra core spending, from {order[0]} with {written.money(frame['core'].iloc[0], 'USD')} to {order[-1]} with {written.money(frame['core'].iloc[-1], 'USD')}.",
        source=origin.nato_imf,
        edition=f"{origin.edition}; {origin.macro}",
        chart=theme.finish(
            alt.layer(bars, *(whiskers(frame, y=y) if ranged else []), values), alt.Step(theme.HEIGHT_OF_ROW)
        ),
        data=frame[["ally", "core", *(ENDS if ranged else ())]],
        labels={"ally": "Ally", "core": "Core"} | END_LABELS,
        units=dict.fromkeys(("core", *ENDS), f"US$ million, {base} prices"),
        note="Projection. Allies already above the target add no core spending over the baseline. Related spending, an upper bound, is in the table.",
        how_to_read=HOW_TO_READ if ranged else "",
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
