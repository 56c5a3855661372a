"""The pace that is still needed, ally by ally, as the scorecard's table has it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.burdens.verification import STEP_RULE
from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages import Page
from report.pages.scorecard import SYMBOLS, Scorecard


def needed(page: Page) -> Figure | None:
    """Points of GDP a year that each ally still needs to reach what the plan asks of it, beside its own recent pace; None where none needs any.

    The pace is the table's: :func:`~report.burdens.verification.verification`, with exempt allies (§) on the line of their own figure.
    """
    frame = _paces(page.scorecard, page.now)
    if frame.empty:
        return None
    order, year = frame["label"].tolist(), page.origin.year(page.year)
    base = alt.Chart(frame.round(4)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    tips = [alt.Tooltip("label:N", title="Ally"), alt.Tooltip("share:Q", title="% of GDP now", format=".2f")]
    tips += [alt.Tooltip("target_share:Q", title="% of GDP asked", format=".2f")]
    tips += [alt.Tooltip("required_pp:Q", title="needed a year", format=".2f")]
    tips += [alt.Tooltip("pace_pp:Q", title="last three years", format=".2f")]
    scale = alt.X("required_pp:Q", title="percentage points of GDP a year", axis=alt.Axis(orient="top", grid=True))
    bars = base.mark_bar(color=theme.BLUE, height=9).encode(x=scale, tooltip=tips)
    lately = base.mark_tick(color=theme.AMBER, thickness=3, size=14).encode(x=alt.X("pace_pp:Q"), tooltip=tips)
    rule = theme.guideline(STEP_RULE, f"{STEP_RULE:g} a year", axis="x")
    return Figure(
        id="pace",
        title=_pace_title(frame),
        subtitle=f"Percentage points of GDP a year from {year} to what “{page.plan.title}” asks of each ally (bar), and the pace of the last three years (tick)",
        alt=f"Bar chart of {len(frame)} allies below what is asked of them, ordered by the yearly step they need, from {order[0]} to {order[-1]}; ticks mark how fast each moved in the last three years.",
        source=page.origin.nato,
        edition=page.origin.edition,
        chart=theme.finish(alt.layer(bars, rule, lately), alt.Step(theme.HEIGHT_OF_ROW)),
        data=frame[["ally", "status", "share", "target_share", "required_pp", "pace_pp"]],
        labels={
            "ally": "Ally",
            "status": "Status",
            "share": f"Share in {year}",
            "target_share": "Asked in the end",
            "required_pp": "Needed a year",
            "pace_pp": "Last three years",
        },
        units={
            "share": "% of GDP",
            "target_share": "% of GDP",
            "required_pp": "points a year",
            "pace_pp": "points a year",
        },
        note=_own_figures(frame),
        how_to_read="Where the tick lies beyond the bar’s end, an ally has lately moved faster than it must from now on.",
    )


def _paces(score: Scorecard, now: pd.DataFrame) -> pd.DataFrame:
    """Allies that something is still required of, the fastest pace first; ``label`` marks the exempt."""
    frame = score.card[score.card["required_pp"] > 0].sort_values("required_pp", ascending=False)
    mark = (frame["status"] == "exempt").map({True: f" {SYMBOLS['exempt']}", False: ""})
    lately = now.set_index("iso3")["pace_pp"].reindex(frame.index)
    return frame.assign(label=frame["ally"] + mark, pace_pp=lately).reset_index(drop=True)


def _pace_title(frame: pd.DataFrame) -> str:
    first, above = frame.iloc[0], int(frame["above_0_2_rule"].sum())
    begins = f"{first['ally']} has furthest to go: {written.decimal(first['required_pp'], 2)} points a year"
    if above == 1:
        return f"{begins}, the only ally that needs more than {STEP_RULE:g}"
    who = f"{written.number_word(above)} allies need" if above else "no ally needs"
    return f"{begins}; {who} more than {STEP_RULE:g}"


def _own_figures(frame: pd.DataFrame) -> str:
    """What the exempt allies of the chart are drawn against."""
    own = frame[frame["status"] == "exempt"]
    told = [f"{row['ally']} to its own {written.decimal(row['target_share'], 1)}%" for _, row in own.iterrows()]
    return f"{SYMBOLS['exempt']} Treated here as exempt: {written.listing(told)}." if told else ""
