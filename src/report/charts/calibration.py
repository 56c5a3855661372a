"""How good the ranges have been: coverage by horizon and by vintage. Take frames of ``outlook.calibration.coverage``."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import likely, written
from report.outlook.calibration import FIRST_TESTED, PUBLISHED_METHOD
from report.pages.methods import MethodsPage

MEASURES = {"real": "real GDP", "nominal": "GDP at current prices"}
SUM = "the alliance’s bill"
SOURCE = "IMF, World Economic Outlook, forecasts and outturns since 1990; own calculations"
FARTHEST = 60.0
"""Percent beyond which a difference is drawn at the edge."""
RANGES = {80: "likely range", 50: "inner range"}


def by_horizon(page: MethodsPage) -> Figure:
    """Part of the outcomes inside the likely ranges of held-out vintages and their inner ranges, by years ahead: single allies and the alliance's sum."""
    frame = _by_horizon(page)
    x = alt.X("horizon:Q", title="years ahead", axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("coverage:Q", title="% of outcomes inside", scale=alt.Scale(domain=[40, 100]))
    scale = alt.Scale(domain=[*MEASURES.values(), SUM], range=[theme.BLUE, theme.AMBER, theme.RUST])
    tips = [
        alt.Tooltip("measure:N"),
        alt.Tooltip("range:N"),
        alt.Tooltip("horizon:Q", title="years ahead"),
        alt.Tooltip("coverage:Q", title="% inside", format=".1f"),
    ]
    lines = (
        alt.Chart(frame)
        .mark_line(point=alt.OverlayMarkDef(size=28))
        .encode(x=x, y=y, color=alt.Color("measure:N", scale=scale), detail=alt.Detail("range:N"), tooltip=tips)
    )
    names = pd.DataFrame({"horizon": 9, "coverage": [97.0, 63.0], "name": ["likely ranges", "their inner ranges"]})
    words = alt.Chart(names).mark_text(align="right", color=theme.INK).encode(x=x, y=y, text=alt.Text("name:N"))
    claimed = alt.Chart(pd.DataFrame({"coverage": list(RANGES)})).mark_rule(color=theme.RULE, strokeDash=[3, 2])
    chart = theme.Layers(claimed.encode(y=y), lines, words)
    far = page.covered("real", horizon=page.far, of_sums=True)
    return Figure(
        id="coverage-by-horizon",
        title=f"{written.sentence_case(written.number_word(page.far))} years ahead the likely ranges held {written.decimal(far)}% of the alliance’s sums and "
        f"{written.decimal(page.covered('real', horizon=page.far))}% of single allies’ outcomes",
        subtitle=f"Part of held-out outcomes inside the {likely()} and its inner range, by years ahead, vintages since {FIRST_TESTED}",
        alt=_alt(frame),
        source=SOURCE,
        edition=page.origin.macro,
        chart=theme.finish(chart, 280),
        data=_wide(frame),
        labels={"year": "Years ahead"} | {name: name for name in _wide(frame).columns if name != "year"},
        units={name: "% inside" for name in _wide(frame).columns if name != "year"},
        how_to_read="A line on its rule means that ranges held what they claim; above it they were too wide, below it too narrow. The sum has one outcome a vintage: few, and overlapping.",
        note="Beyond five years the IMF forecasts nothing: the growth of its last year is held, and the errors of that rule are counted.",
    )


def _by_horizon(page: MethodsPage) -> pd.DataFrame:
    sums = page.sum_coverage[page.sum_coverage["measure"] == "real"]
    rows = pd.concat([page.coverage.replace({"measure": MEASURES}), sums.assign(measure=SUM)])
    rows = rows[(rows["method"] == PUBLISHED_METHOD) & (rows["horizon_years"] != "one to five")]
    frame = rows.assign(range=rows["band"].map(RANGES), horizon=rows["horizon_years"].astype(int))
    return frame[["measure", "range", "horizon", "coverage"]].round(theme.DECIMALS)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    named = frame.assign(column=frame["measure"] + ", " + frame["range"])
    return (
        named.pivot(index="horizon", columns="column", values="coverage")
        .reset_index(names="year")
        .rename_axis(columns=None)
    )


def _alt(frame: pd.DataFrame) -> str:
    outer = frame[frame["range"] == RANGES[80]]
    allies, sums = outer[outer["measure"] != SUM]["coverage"], outer[outer["measure"] == SUM]["coverage"]
    return (
        f"Line chart of coverage against years ahead, zero to nine. Single allies’ likely ranges held between {written.decimal(allies.min())} and {written.decimal(allies.max())}% of outcomes, "
        f"those of the alliance’s bill between {written.decimal(sums.min())} and {written.decimal(sums.max())}%; the lines of the inner ranges lie below."
    )


def by_vintage(page: MethodsPage) -> Figure:
    """Part of the outcomes one to five years ahead inside the likely ranges for real GDP, vintage by vintage."""
    rows = page.coverage_by_vintage
    frame = rows[rows["measure"] == "real"][["vintage", "coverage", "below", "above"]].round(theme.DECIMALS)
    frame = frame.assign(label=frame["vintage"].str[:4])
    worst = frame.sort_values("coverage").iloc[0]
    bars = (
        alt.Chart(frame)
        .mark_bar(color=theme.BLUE)
        .encode(
            x=alt.X("label:O", title="vintage", axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("coverage:Q", title="% of outcomes inside", scale=alt.Scale(domain=[0, 100])),
            tooltip=[
                alt.Tooltip("vintage:N"),
                *(alt.Tooltip(f"{name}:Q", format=".1f") for name in ("coverage", "below", "above")),
            ],
        )
    )
    return Figure(
        id="coverage-by-vintage",
        title=f"The average hides the crisis: of the vintage of {worst['label']} only {written.decimal(worst['coverage'])}% came out inside",
        subtitle="Part of the outcomes for real GDP inside the likely range, one to five years ahead, by vintage",
        alt=f"Column chart by vintage from {frame['label'].iloc[0]} to {frame['label'].iloc[-1]}: lowest in {worst['label']} with {written.decimal(worst['coverage'])}%, above 90% in most vintages after {int(worst['label']) + 3}.",
        source=SOURCE,
        edition=page.origin.macro,
        chart=theme.finish(theme.Layers(bars, theme.guideline(80, "")), 220),
        data=frame[["vintage", "coverage", "below", "above"]],
        labels={"vintage": "Vintage", "coverage": "Inside", "below": "Below the range", "above": "Above the range"},
        units=dict.fromkeys(("coverage", "below", "above"), "% of outcomes"),
        how_to_read="Countries miss together: a vintage is one event, however many allies it covers. The dashed rule is what ranges claim.",
        note="The latest vintages have only their first years behind them.",
    )


def against_others(page: MethodsPage) -> Figure:
    """Other people's costings: how far ours is from each under its own assumptions, percent."""
    rows = page.comparisons[page.comparisons["difference_percent"].notna()]
    frame = rows.assign(
        estimate=rows["author"] + ", " + rows["published"].str[:7] + ": " + rows["quantity"] + ", " + rows["geography"]
    )
    frame = frame[["id", "estimate", "theirs", "ours", "unit", "difference_percent", "verdict"]].sort_values(
        "difference_percent"
    )
    drawn = frame.round({"difference_percent": theme.DECIMALS}).assign(
        shown=lambda own: own["difference_percent"].clip(-FARTHEST, FARTHEST)
    )
    told = {"within 5 %": theme.BLUE, "explained": theme.AMBER, "unexplained": theme.RUST}
    told = {verdict: colour for verdict, colour in told.items() if verdict in set(frame["verdict"])}
    scale = alt.Scale(domain=list(told), range=list(told.values()))
    tips = [
        alt.Tooltip("estimate:N"),
        alt.Tooltip("theirs:Q"),
        alt.Tooltip("ours:Q", format=",.4~f"),
        alt.Tooltip("unit:N"),
    ]
    tips.append(alt.Tooltip("difference_percent:Q", title="ours − theirs, %", format="+.1f"))
    x = alt.X("shown:Q", title=f"ours against theirs, % (beyond ±{FARTHEST:g} drawn at the edge)")
    y = alt.Y("id:N", sort=drawn["id"].tolist(), title=None, axis=alt.Axis(labels=False, ticks=False, domain=False))
    dots = (
        alt.Chart(drawn)
        .mark_circle(size=45, opacity=1)
        .encode(x=x, y=y, color=alt.Color("verdict:N", scale=scale), tooltip=tips)
    )
    zero = alt.Chart(pd.DataFrame({"shown": [0.0]})).mark_rule(color=theme.RULE).encode(x="shown:Q")
    close = int((frame["verdict"] == "within 5 %").sum())
    return Figure(
        id="against-others",
        title=f"Recomputed, {close} of {len(frame)} published figures come out within five per cent",
        subtitle="Our figure less the published one, percent of it; each dot is one published figure that states enough to try",
        alt=f"Dots along a line of percent: {close} of {len(frame)} between −5 and 5; the farthest is {frame['estimate'].iloc[-1]} at {written.decimal(frame['difference_percent'].iloc[-1])} percent.",
        source="Published costings as named; IMF, World Economic Outlook; own calculations",
        edition=page.origin.macro,
        chart=theme.finish(theme.Layers(zero, dots), 260),
        data=frame.drop(columns="id").reset_index(drop=True),
        labels={
            "estimate": "Estimate",
            "theirs": "Theirs",
            "ours": "Ours",
            "unit": "Unit",
            "difference_percent": "Difference",
            "verdict": "Verdict",
        },
        units={"theirs": "in the row’s unit", "ours": "in the row’s unit", "difference_percent": "%"},
        how_to_read="Blue within five per cent, amber further off with a cause that the table names.",
        note="Where a source leaves its basis open, the reading nearest to its figure was taken.",
    )
