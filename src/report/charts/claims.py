"""The chart of the page of claims: verdicts by text."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.facts import written
from report.pages.claims import FAMILIES, ClaimsPage, named, publisher
from report.shown import Figure

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
    return described(
        "verdicts-by-text",
        page,
        theme.finish(_bars(_placed(counts), order), ROW * len(order)),
        wide[list(FAMILIES)].astype(int).reset_index(),
        title=_ends(wide, {named(text): publisher(text) for text in page.texts}),
        count=len(order),
        bars=_listed(wide),
        claims=int(counts["claims"].sum()),
        statements=len(page.ledger.statements),
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
    room = base.transform_filter(f"datum.claims >= {ROOM}").encode(x=alt.X("middle:Q"), text=alt.Text("claims:Q"))
    bars = base.mark_bar(stroke=NUMBERS, strokeWidth=1).encode(
        x=alt.X("start:Q", title="claims", axis=alt.Axis(tickCount=5)),
        x2=alt.X2("end:Q"),
        color=alt.Color("family:N", scale=scale, legend=alt.Legend(title=None, orient="top", columns=2)),
        tooltip=theme.tips(("label:N", "Text"), ("family:N", "Verdict"), ("claims:Q", "Claims")),
    )
    return theme.Layers(bars, room.mark_text(color=NUMBERS, fontSize=12))


def _ends(wide: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The texts of which the largest and the smallest part holds; of one text, its part."""
    part = (100 * wide["holds"] / wide[[*FAMILIES][:-1]].sum(axis=1)).sort_values()
    low, high = (names[part.index[place][1]] for place in (0, -1))
    lowest, highest = (f"{written.decimal(part.iloc[place])}%" for place in (0, -1))
    if low == high:
        return f"Of what {low} said and can be checked, {highest} holds"
    return f"Of what can be checked, {highest} holds in {high} and {lowest} in {low}"


def _listed(wide: pd.DataFrame) -> str:
    """Each bar in words."""
    parts = {
        label: [f"{int(line[name])} {name}" for name in FAMILIES if line[name]] for (_, label), line in wide.iterrows()
    }
    return "; ".join(f"{label}: {written.listing(found)}" for label, found in parts.items()) + "."
