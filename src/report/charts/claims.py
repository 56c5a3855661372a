"""The chart of the page of claims: verdicts by text."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages.claims import FAMILIES, ClaimsPage

COLOURS = dict(zip(FAMILIES, (theme.DEEP, theme.BLUE, "#9c5810", "#5f6b77"), strict=True))
"""All dark enough for white figures, and so bright enough for dark ones on a dark page."""
NUMBERS = "#ffffff"
ROOM = 6
"""Claims from which a part of a bar is wide enough for its number, on a phone too."""


def verdicts(page: ClaimsPage) -> Figure:
    """Claims of each text by family of verdicts, as bars; the same order in every bar, each part with its number."""
    counts, total = page.counts, page.families
    order = counts["label"].drop_duplicates().tolist()
    wide = counts.pivot_table(index=["text", "label"], columns="family", values="claims", sort=False)
    return Figure(
        id="verdicts-by-text",
        title=f"Of {len(page.checkable)} different statements that can be checked, {_stand(total)}% stand as they were said",
        subtitle="Number of claims of each text, by verdict over all editions and bases",
        alt=f"One bar for each of {len(order)} texts, divided by verdict. Over all texts, each statement counted once, {_listed(total)}. {_ends(wide)}",
        source=f"Own records of the source texts; {page.origin.nato}",
        edition=page.span,
        chart=theme.finish(_bars(_placed(counts), order), 26 * len(order)),
        data=wide[list(FAMILIES)].astype(int).reset_index(),
        labels={"text": "Text", "label": "Source"},
        units=dict.fromkeys(FAMILIES, "claims"),
        note="As said: holds or came true. It depends: on the edition or the basis. Otherwise: fails, did not come true, superseded. "
        f"The {int(counts['claims'].sum())} claims in the bars are {int(total.sum())} different statements, as texts repeat and translate each other.",
    )


def _placed(counts: pd.DataFrame) -> pd.DataFrame:
    """Where each part of a bar begins and ends, and where its number stands."""
    end = counts.groupby("label", sort=False)["claims"].cumsum()
    start = end - counts["claims"]
    return counts.assign(start=start, end=end, middle=(start + end) / 2)


def _bars(frame: pd.DataFrame, order: list[str]) -> theme.Drawing:
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=190))
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


def _stand(total: pd.Series) -> str:
    return written.decimal(float(_part_that_stands(total)))


def _part_that_stands(counts: pd.Series | pd.DataFrame) -> pd.Series:
    """What stands as it was said, in percent of what can be checked."""
    return 100 * counts["as said"] / counts[[*FAMILIES][:-1]].sum(axis=counts.ndim - 1)


def _ends(wide: pd.DataFrame) -> str:
    """The texts of which the largest and the smallest part stands as it was said."""
    part = _part_that_stands(wide).sort_values()
    (_, low), (_, high) = part.index[0], part.index[-1]
    return f"Of what can be checked, the part that stands is largest in {high} with {written.decimal(part.iloc[-1])}% and smallest in {low} with {written.decimal(part.iloc[0])}%."


def _listed(total: pd.Series) -> str:
    return written.listing([f"{total[family]} {family}" for family in FAMILIES])
