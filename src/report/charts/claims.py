"""The chart of the page of claims: verdicts by text."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages.claims import FAMILIES, ClaimsPage, named, publisher

COLOURS = dict(zip(FAMILIES, ("#1c6b3c", theme.BLUE, "#9c5810", theme.RULE, "#5f6b77"), strict=True))
"""All dark enough for white figures, and so bright enough for dark ones on a dark page."""
NUMBERS = "#ffffff"
ROOM = 6
"""Claims from which a part of a bar is wide enough for its number, on a phone too."""


ROW = 36
"""Height of a bar with its label of two lines, pixels."""
LABELS = alt.Axis(ticks=False, domain=False, labelLimit=150, labelOffset=-6, labelExpr="split(datum.label, ', ')")
"""Publisher and day one below the other: side by side they leave a phone no room for bars and legend."""


def verdicts(page: ClaimsPage) -> Figure:
    """Claims of each text by family of verdicts, as bars; the same order in every bar, each part with its number."""
    counts = page.counts
    order = counts["label"].drop_duplicates().tolist()
    wide = counts.pivot_table(index=["text", "label"], columns="family", values="claims", sort=False)
    return Figure(
        id="verdicts-by-text",
        hero=True,
        title=_ends(wide, {named(text): publisher(text) for text in page.texts}),
        subtitle="Number of claims of each text, by verdict over all editions and bases",
        alt=f"One bar for each of {len(order)} texts, divided by verdict. {_listed(wide)}",
        source=f"Own records of the source texts; {page.origin.nato}",
        edition=page.span,
        chart=theme.finish(_bars(_placed(counts), order), ROW * len(order)),
        data=wide[list(FAMILIES)].astype(int).reset_index(),
        labels={"text": "Text", "label": "Source"},
        units=dict.fromkeys(FAMILIES, "claims"),
        note=f"The {int(counts['claims'].sum())} claims in the bars are {len(page.ledger.statements)} different statements, as texts repeat and translate each other.",
    )


def _placed(counts: pd.DataFrame) -> pd.DataFrame:
    """Where each part of a bar begins and ends, and where its number stands."""
    end = counts.groupby("label", sort=False)["claims"].cumsum()
    start = end - counts["claims"]
    return counts.assign(start=start, end=end, middle=(start + end) / 2)


def _bars(frame: pd.DataFrame, order: list[str]) -> theme.Drawing:
    y = alt.Y("label:N", sort=order, title=None, axis=LABELS)
    base = alt.Chart(frame).encode(y=y)
    scale = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    told = [alt.Tooltip("label:N", title="Text"), alt.Tooltip("family:N", title="Verdict")]
    bars = base.mark_bar(stroke=NUMBERS, strokeWidth=1).encode(
        x=alt.X("start:Q", title="claims", axis=alt.Axis(tickCount=5)),
        x2=alt.X2("end:Q"),
        color=alt.Color("family:N", scale=scale, legend=alt.Legend(title=None, orient="top", columns=2)),
        tooltip=[*told, alt.Tooltip("claims:Q", title="Claims")],
    )
    return theme.Layers(bars, _numbers(base))


def _numbers(base: alt.Chart) -> alt.Chart:
    """The number in each part of a bar that has room for it."""
    room = base.transform_filter(f"datum.claims >= {ROOM}").encode(x=alt.X("middle:Q"), text=alt.Text("claims:Q"))
    return room.mark_text(color=NUMBERS, fontSize=12)


def _part_that_holds(counts: pd.DataFrame) -> pd.Series:
    """What holds, in percent of what can be checked."""
    return 100 * counts["holds"] / counts[[*FAMILIES][:-1]].sum(axis=1)


def _ends(wide: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The texts of which the largest and the smallest part holds; of one text, its part."""
    part = _part_that_holds(wide).sort_values()
    low, high = (names[part.index[place][1]] for place in (0, -1))
    lowest, highest = (f"{written.decimal(part.iloc[place])}%" for place in (0, -1))
    if low == high:
        return f"Of what {low} said and can be checked, {highest} holds"
    return f"Of what can be checked, {highest} holds in {high} and {lowest} in {low}"


def _listed(wide: pd.DataFrame) -> str:
    """Each bar in words."""
    bars = (
        f"{label}: {written.listing([f'{int(line[name])} {name}' for name in FAMILIES if line[name]])}"
        for (_, label), line in wide.iterrows()
    )
    return "; ".join(bars) + "."
