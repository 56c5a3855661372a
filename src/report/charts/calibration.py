"""How good the ranges have been: coverage by horizon and by vintage. Take frames of ``outlook.calibration.coverage``."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages.methods import MethodsPage

MEASURES = {"real": "real GDP", "nominal": "GDP at current prices"}
SOURCE = "IMF, World Economic Outlook, forecasts and outturns since 1990; own calculations"


def by_horizon(page: MethodsPage) -> Figure:
    """Part of the outcomes inside the 80 and 50 % bands of held-out vintages, by years ahead."""
    frame = _by_horizon(page)
    x = alt.X("horizon:Q", title="years ahead", axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("coverage:Q", title="% of outcomes inside", scale=alt.Scale(domain=[40, 100]))
    color = alt.Color("measure:N", scale=alt.Scale(domain=list(MEASURES.values()), range=[theme.BLUE, theme.AMBER]))
    tips = [
        alt.Tooltip("measure:N"),
        alt.Tooltip("band:Q", title="band, %"),
        alt.Tooltip("horizon:Q", title="years ahead"),
        alt.Tooltip("coverage:Q", title="% inside", format=".1f"),
    ]
    lines = (
        alt.Chart(frame)
        .mark_line(point=alt.OverlayMarkDef(size=28))
        .encode(x=x, y=y, color=color, detail=alt.Detail("band:N"), tooltip=tips)
    )
    names = pd.DataFrame({"horizon": 9, "coverage": [94.0, 71.0], "name": ["80% bands", "50% bands"]})
    words = alt.Chart(names).mark_text(align="right", color=theme.INK).encode(x=x, y=y, text=alt.Text("name:N"))
    promised = (
        alt.Chart(pd.DataFrame({"coverage": [80, 50]})).mark_rule(color=theme.RULE, strokeDash=[3, 2]).encode(y=y)
    )
    chart = theme.Layers(promised, lines, words)
    real, nominal = (page.covered(name) for name in MEASURES)
    return Figure(
        id="coverage-by-horizon",
        title=f"One to five years ahead the 80% bands held {written.decimal(real)}% of outcomes for real GDP and {written.decimal(nominal)}% at current prices",
        subtitle="Part of single allies’ outcomes inside the 80 and 50% bands, by years ahead, vintages held out one at a time since 2005",
        alt=_alt(frame),
        source=SOURCE,
        edition=page.origin.macro,
        chart=theme.finish(chart, 280),
        data=_wide(frame),
        labels={"year": "Years ahead"} | {name: name for name in _wide(frame).columns if name != "year"},
        units={name: "% inside" for name in _wide(frame).columns if name != "year"},
        how_to_read="A line on its rule means that bands held what they promised; above it they were too wide, below it too narrow.",
        note="Beyond five years the IMF forecasts nothing: the growth of its last year is held, and the errors of that rule are counted.",
    )


def _by_horizon(page: MethodsPage) -> pd.DataFrame:
    rows = page.coverage
    rows = rows[(rows["method"] == "vintages") & (rows["horizon_years"] != "one to five")]
    frame = rows.assign(measure=rows["measure"].map(MEASURES), horizon=rows["horizon_years"].astype(int))
    return frame[["measure", "band", "horizon", "coverage"]].round(theme.DECIMALS)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    named = frame.assign(column=frame["measure"] + ", " + frame["band"].astype(str) + "% band")
    return (
        named.pivot(index="horizon", columns="column", values="coverage")
        .reset_index(names="year")
        .rename_axis(columns=None)
    )


def _alt(frame: pd.DataFrame) -> str:
    eighty = frame[frame["band"] == 80]
    return (
        f"Line chart of coverage against years ahead, nought to nine. The lines of the 80% bands lie between {written.decimal(eighty['coverage'].min())} "
        f"and {written.decimal(eighty['coverage'].max())}%, near their rule up to five years and above it later; those of the 50% bands lie above theirs."
    )


def by_vintage(page: MethodsPage) -> Figure:
    """Part of the outcomes one to five years ahead inside the 80 % bands for real GDP, vintage by vintage."""
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
        subtitle="Part of the outcomes for real GDP inside the 80% band, one to five years ahead, by vintage",
        alt=f"Column chart by vintage from {frame['label'].iloc[0]} to {frame['label'].iloc[-1]}: lowest in {worst['label']} with {written.decimal(worst['coverage'])}%, above 90% in most vintages after {int(worst['label']) + 3}.",
        source=SOURCE,
        edition=page.origin.macro,
        chart=theme.finish(theme.Layers(bars, theme.guideline(80, "")), 220),
        data=frame[["vintage", "coverage", "below", "above"]],
        labels={"vintage": "Vintage", "coverage": "Inside", "below": "Below the band", "above": "Above the band"},
        units=dict.fromkeys(("coverage", "below", "above"), "% of outcomes"),
        how_to_read="Countries miss together: a vintage is one event, however many allies it covers. The dashed rule is 80%.",
        note="The latest vintages have only their first years behind them.",
    )
