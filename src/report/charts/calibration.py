"""How good the ranges have been: coverage by horizon and by vintage, and other people's costings."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.facts import likely, written
from report.outlook.calibration import FIRST_TESTED, PUBLISHED_METHOD
from report.pages.methods import MethodsPage
from report.pages.rows import BAND, WHAT
from report.shown import Figure

SUM = "the alliance’s bill"
FARTHEST = 60.0
"""Percent beyond which a difference is drawn at the edge."""


def by_horizon(page: MethodsPage) -> Figure:
    """Part of the held-out outcomes inside the ranges, by years ahead: single allies and the alliance's sum."""
    frame = _by_horizon(page)
    x = alt.X("horizon:Q", title="years ahead", axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("coverage:Q", title="% of outcomes inside", scale=alt.Scale(domain=[40, 100]))
    scale = alt.Scale(domain=[*WHAT.values(), SUM], range=[theme.BLUE, theme.AMBER, theme.RUST])
    tips = theme.tips("measure:N", "range:N", ("horizon:Q", "years ahead"), ("coverage:Q", "% inside", ".1f"))
    color = alt.Color("measure:N", scale=scale, legend=alt.Legend(title=None, columns=2))  # three run out of a phone
    detail = alt.Detail("range:N")
    lines = alt.Chart(frame).mark_line(point=alt.OverlayMarkDef(size=28))
    lines = lines.encode(x=x, y=y, color=color, detail=detail, tooltip=tips)
    names = pd.DataFrame({"horizon": 9, "coverage": [97.0, 63.0], "name": ["likely ranges", "their inner ranges"]})
    words = theme.words(names, x, y, "name", align="right", color=theme.INK)
    claimed = alt.Chart(pd.DataFrame({"coverage": list(BAND)})).mark_rule(color=theme.RULE, strokeDash=[3, 2])
    chart = theme.Layers(claimed.encode(y=y), lines, words)
    outer = frame[frame["range"] == BAND[80]]
    of_sum = outer["measure"] == SUM
    allies, sums = outer.loc[~of_sum, "coverage"], outer.loc[of_sum, "coverage"]
    return described(
        "coverage-by-horizon",
        page,
        theme.finish(chart, 280),
        _wide(frame),
        years=written.sentence_case(written.number_word(page.far)),
        sums=written.decimal(page.covered("real", horizon=page.far, of_sums=True)),
        allies=written.decimal(page.covered("real", horizon=page.far)),
        likely=likely(),
        first=FIRST_TESTED,
        allies_low=written.decimal(allies.min()),
        allies_high=written.decimal(allies.max()),
        sums_low=written.decimal(sums.min()),
        sums_high=written.decimal(sums.max()),
    )


def _by_horizon(page: MethodsPage) -> pd.DataFrame:
    sums = page.sum_coverage[page.sum_coverage["measure"] == "real"]
    rows = pd.concat([page.coverage.replace({"measure": WHAT}), sums.assign(measure=SUM)])
    rows = rows[(rows["method"] == PUBLISHED_METHOD) & (rows["horizon_years"] != "one to five")]
    frame = rows.assign(range=rows["band"].map(BAND), horizon=rows["horizon_years"].astype(int))
    return frame[["measure", "range", "horizon", "coverage"]].round(theme.DECIMALS)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    named = frame.assign(column=frame["measure"] + ", " + frame["range"])
    wide = named.pivot(index="horizon", columns="column", values="coverage")
    return wide.reset_index(names="year").rename_axis(columns=None)


def by_vintage(page: MethodsPage) -> Figure:
    """Part of the outcomes one to five years ahead inside the likely ranges for real GDP, vintage by vintage."""
    rows = page.coverage_by_vintage
    frame = rows[rows["measure"] == "real"][["vintage", "coverage", "below", "above"]].round(theme.DECIMALS)
    frame = frame.assign(label=frame["vintage"].str[:4])
    worst = frame.sort_values("coverage").iloc[0]
    bars = alt.Chart(frame).mark_bar(color=theme.BLUE)
    bars = bars.encode(
        x=alt.X("label:O", title="vintage", axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("coverage:Q", title="% of outcomes inside", scale=alt.Scale(domain=[0, 100])),
        tooltip=theme.tips("vintage:N", *((f"{name}:Q", "", ".1f") for name in ("coverage", "below", "above"))),
    )
    return described(
        "coverage-by-vintage",
        page,
        theme.finish(theme.Layers(bars, theme.guideline(80, "")), 220),
        frame[["vintage", "coverage", "below", "above"]],
        worst=worst["label"],
        low=written.decimal(worst["coverage"]),
        first=frame["label"].iloc[0],
        last=frame["label"].iloc[-1],
        later=int(worst["label"]) + 3,
    )


def against_others(page: MethodsPage) -> Figure:
    """Other people's costings: how far ours is from each under its own assumptions, percent."""
    rows = page.comparisons[page.comparisons["difference_percent"].notna()]
    frame = rows.assign(
        estimate=rows["author"] + ", " + rows["published"].str[:7] + ": " + rows["quantity"] + ", " + rows["geography"]
    )
    frame = frame[["id", "estimate", "theirs", "ours", "unit", "difference_percent", "verdict"]]
    frame = frame.sort_values("difference_percent")
    drawn = frame.round({"difference_percent": theme.DECIMALS})
    drawn = drawn.assign(shown=drawn["difference_percent"].clip(-FARTHEST, FARTHEST))
    colours = {"within 5 %": theme.BLUE, "explained": theme.AMBER, "unexplained": theme.RUST}
    colours = {verdict: colour for verdict, colour in colours.items() if verdict in set(frame["verdict"])}
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    difference = ("difference_percent:Q", "ours − theirs, %", "+.1f")
    tips = theme.tips("estimate:N", "theirs:Q", ("ours:Q", "", ",.4~f"), "unit:N", difference)
    x = alt.X("shown:Q", title=f"ours against theirs, % (beyond ±{FARTHEST:g} drawn at the edge)")
    y = alt.Y("id:N", sort=drawn["id"].tolist(), title=None, axis=alt.Axis(labels=False, ticks=False, domain=False))
    dots = alt.Chart(drawn).mark_circle(size=45, opacity=1)
    dots = dots.encode(x=x, y=y, color=alt.Color("verdict:N", scale=scale), tooltip=tips)
    zero = alt.Chart(pd.DataFrame({"shown": [0.0]})).mark_rule(color=theme.RULE).encode(x="shown:Q")
    return described(
        "against-others",
        page,
        theme.finish(theme.Layers(zero, dots), 260),
        frame.drop(columns="id").reset_index(drop=True),
        close=int((frame["verdict"] == "within 5 %").sum()),
        count=len(frame),
        farthest=frame["estimate"].iloc[-1],
        percent=written.decimal(frame["difference_percent"].iloc[-1]),
    )
