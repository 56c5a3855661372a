"""Chart of the composite: each ally's place, and the places other weights would give it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
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
    y = alt.Y(
        "ally:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12, labelPadding=9)
    )
    last = len(frame)
    x = alt.X(
        "from:Q",
        title="place, from the first to the last",
        scale=alt.Scale(domain=[0.5, last + 0.5], nice=False),
        axis=alt.Axis(orient="top", values=[1, 5, 10, 15, 20, 25, last], grid=True),
    )
    palette = alt.Scale(domain=list(VERDICTS.values()), range=[theme.DEEP, theme.PALE, theme.AMBER])
    tips = [
        alt.Tooltip("ally:N", title="Ally"),
        alt.Tooltip("rank:Q", title="Place under our weights"),
        alt.Tooltip("best:Q", title="Best place"),
        alt.Tooltip("worst:Q", title="Worst place"),
        alt.Tooltip("story:N", title="Verdict"),
    ]
    base = alt.Chart(frame).encode(y=y, tooltip=tips)
    spans = base.mark_bar(height=9, cornerRadius=4).encode(
        x=x,
        x2=alt.X2("to:Q"),
        color=alt.Color("story:N", scale=palette, legend=alt.Legend(symbolType="square", columns=2)),
    )
    dots = base.mark_point(filled=True, size=46, color="white", stroke=theme.INK, strokeWidth=1.6, opacity=1).encode(
        x=alt.X("rank:Q")
    )
    counts = frame["story"].value_counts()
    loose = int(counts.get(VERDICTS["any story"], 0))
    return Figure(
        id="rank-intervals",
        title=f"{_firm(frame)}; for {written.number_word(loose)}, any story can be told",
        subtitle=f"Place in an index of {written.number_word(len(page.sharing.weights))} measures, {year}: under our weights (dot) and under nine in ten of all possible weightings (bar)",
        alt=f"Chart with a horizontal bar of possible places for each of {last} allies, ordered by place under our weights from {names[0]} to {names[-1]}. "
        f"Bars are short at both ends and long in the middle, up to {int((frame['worst'] - frame['best']).max()) + 1} places.",
        source=f"{page.origin.nato};{_kiel(page.sharing)} IMF, World Economic Outlook",
        edition=page.origin.edition,
        chart=theme.finish(theme.Layers(spans, dots), alt.Step(theme.HEIGHT_OF_ROW)),
        data=frame[["ally", "rank", "best", "worst", "story"]],
        labels={
            "ally": "Ally",
            "rank": "Our weights",
            "best": "Best place",
            "worst": "Worst place",
            "story": "Verdict",
        },
        units=dict.fromkeys(("rank", "best", "worst"), "place"),
        note=f"Measures and our weights: {_weights(page.sharing)}. Iceland has no forces and no place.{_lacking(page)}",
        how_to_read=f"Firm: the bar covers at most {last // 6} places, a sixth of the allies. Any story: at least {-(-last // 2)}, half of them, so that an author can put the "
        "ally where he likes by choosing weights. Weightings are drawn evenly from all that add up to one.",
    )


def _frame(page: Page) -> pd.DataFrame:
    ranks = page.sharing.ranks.sort_values(["rank", "rank_p50"])
    columns = {"rank": "rank", "rank_p05": "best", "rank_p95": "worst"}
    frame = ranks[list(columns)].rename(columns=columns).astype(int)
    ends = {"from": frame["best"] - 0.5, "to": frame["worst"] + 0.5}
    told = {"ally": frame.index.map(page.names), "story": ranks["verdict"].map(VERDICTS)}
    return frame.assign(**ends, **told).reset_index(drop=True)


def _firm(frame: pd.DataFrame) -> str:
    """How many allies are robust, and how many places their intervals cover at most."""
    spans = (frame["worst"] - frame["best"] + 1)[frame["story"] == VERDICTS["firm"]]
    if spans.empty:
        return "No ally has a firm place under other weights"
    number = len(spans)
    return f"{_allies(number)} {_plural(number, 'stays', 'stay')} within {written.number_word(int(spans.max()))} places under nine in ten weightings"


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
    told = [
        f"for {MEASURES[name]}, {written.listing(sorted(page.names[ally] for ally in allies))}"
        for name, allies in page.sharing.lacking.items()
    ]
    return f" Ranked on the rest for want of a figure: {'; '.join(told)}." if told else ""


def _kiel(sharing: BurdenSharing) -> str:
    return " Kiel Institute, Ukraine Support Tracker;" if AID in sharing.weights else ""


def _allies(number: int) -> str:
    return written.sentence_case(f"{written.number_word(number)} {_plural(number, 'ally', 'allies')}")


def _plural(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
