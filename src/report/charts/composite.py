"""Chart of the composite: each ally's place, and the places other weights would give it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure, described
from report.facts import written
from report.pages import Page
from report.pages.burden_sharing import AID, AID_YEAR, MEASURES, BurdenSharing

VERDICTS = {"firm": "firm", "depends": "depends on weights", "any story": "any story"}
"""The verdicts of ``rank_intervals`` as the chart prints them."""


def rank_intervals(page: Page) -> Figure | None:
    """The interval of ranks that nine in ten weightings give each ally; None where the edition lacks the measures."""
    if page.sharing.ranks.empty:
        return None
    frame, year = _frame(page), page.origin.year(page.year)
    names = frame["ally"].tolist()
    y = theme.rows("ally:N", names, labelFontSize=12, labelPadding=9)
    last = len(frame)
    x = alt.X(
        "from:Q",
        title="place, from the first to the last",
        scale=alt.Scale(domain=[0.5, last + 0.5], nice=False),
        axis=alt.Axis(orient="top", values=[1, 5, 10, 15, 20, 25, last], grid=True),
    )
    palette = alt.Scale(domain=list(VERDICTS.values()), range=[theme.DEEP, theme.PALE, theme.AMBER])
    tips = theme.tips(
        ("ally:N", "Ally"),
        ("rank:Q", "Place under our weights"),
        ("best:Q", "Best place"),
        ("worst:Q", "Worst place"),
        ("story:N", "Verdict"),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=tips)
    spans = base.mark_bar(height=9, cornerRadius=4).encode(
        x=x,
        x2=alt.X2("to:Q"),
        color=alt.Color("story:N", scale=palette, legend=alt.Legend(symbolType="square", columns=2)),
    )
    dots = base.mark_point(filled=True, size=46, color="white", stroke=theme.INK, strokeWidth=1.6, opacity=1).encode(
        x=alt.X("rank:Q")
    )
    return described(
        "rank-intervals",
        page,
        theme.finish(theme.Layers(spans, dots), alt.Step(theme.HEIGHT_OF_ROW)),
        frame[["ally", "rank", "best", "worst", "story"]],
        firm=_firm(frame),
        loose=written.number_word(int((frame["story"] == VERDICTS["any story"]).sum())),
        measures=written.number_word(len(page.sharing.weights)),
        year=year,
        last=last,
        best=names[0],
        worst=names[-1],
        longest=int((frame["worst"] - frame["best"]).max()) + 1,
        kiel=" Kiel Institute, Ukraine Support Tracker;" if AID in page.sharing.weights else "",
        weights=_weights(page.sharing),
        lacking=_lacking(page),
        few=last // 6,
        many=-(-last // 2),
    )


def _frame(page: Page) -> pd.DataFrame:
    ranks = page.sharing.ranks.sort_values(["rank", "rank_p50"])
    columns = {"rank": "rank", "rank_p05": "best", "rank_p95": "worst"}
    frame = ranks[list(columns)].rename(columns=columns).astype(int)
    ends = {"from": frame["best"] - 0.5, "to": frame["worst"] + 0.5}
    named = {"ally": frame.index.map(page.names), "story": ranks["verdict"].map(VERDICTS)}
    return frame.assign(**ends, **named).reset_index(drop=True)


def _firm(frame: pd.DataFrame) -> str:
    """How many allies are robust, and how many places their intervals cover at most."""
    spans = (frame["worst"] - frame["best"] + 1)[frame["story"] == VERDICTS["firm"]]
    if spans.empty:
        return "No ally has a firm place under other weights"
    number = len(spans)
    who = f"{written.number_word(number)} {'ally stays' if number == 1 else 'allies stay'}"
    return (
        f"{written.sentence_case(who)} within {written.number_word(int(spans.max()))} places under nine in ten "
        "weightings"
    )


def _weights(sharing: BurdenSharing) -> str:
    """Each measure with our weight; aid with its months and its denominator."""
    total, months = sum(sharing.weights.values()), " to ".join(sharing.aid_months) if AID in sharing.weights else ""
    parts = {
        name: f"{MEASURES[name]} {written.decimal(100 * weight / total)}%" for name, weight in sharing.weights.items()
    }
    return ", ".join(
        f"{part} (all from {months}, over GDP in {AID_YEAR})" if name == AID else part for name, part in parts.items()
    )


def _lacking(page: Page) -> str:
    """Who is ranked without which measure."""
    blank = [
        f"for {MEASURES[name]}, {written.listing(sorted(page.names[ally] for ally in allies))}"
        for name, allies in page.sharing.lacking.items()
    ]
    return f" Ranked on the rest for want of a figure: {'; '.join(blank)}." if blank else ""
