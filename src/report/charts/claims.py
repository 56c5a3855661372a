"""The chart of the page of claims: verdicts by text."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages.claims import FAMILIES, ClaimsPage

COLOURS = dict(zip(FAMILIES, (theme.DEEP, theme.PALE, theme.AMBER, theme.MUTED), strict=True))
ON_DARK = ("as said",)


def verdicts(page: ClaimsPage) -> Figure:
    """Claims of each text by family of verdicts, as bars; the same order in every bar, each part with its number."""
    frame = page.counts.assign(rank=[list(FAMILIES).index(family) for family in page.counts["family"]])
    total = frame.groupby("family")["claims"].sum()
    order = frame["label"].drop_duplicates().tolist()
    x = alt.X("claims:Q", title="claims", stack="zero", axis=alt.Axis(tickCount=5))
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=160))
    base = alt.Chart(frame).encode(x=x, y=y, order=alt.Order("rank:Q"))
    scale = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    bars = base.mark_bar().encode(
        color=alt.Color("family:N", scale=scale, legend=alt.Legend(title=None, orient="top", columns=2)),
        tooltip=[alt.Tooltip("label:N", title="Text"), alt.Tooltip("family:N", title="Verdict"), "claims:Q"],
    )
    return Figure(
        id="verdicts-by-text",
        title=f"{_part(total, 'as said')} claims in a hundred stand as they were said",
        subtitle="Claims of each text by verdict over all editions and bases",
        alt=f"One bar for each of {len(order)} texts, divided by verdict. Over all texts {_listed(total)}.",
        source="Own records of the source texts; NATO, all editions held; own calculations",
        edition=page.span,
        chart=theme.finish(alt.layer(bars, *_numbers(base)), 26 * len(order)),
        data=frame.pivot_table(index=["text", "label"], columns="family", values="claims", sort=False)[list(FAMILIES)]
        .astype(int)
        .reset_index(),
        labels={"text": "Text", "label": "Source"},
        units=dict.fromkeys(FAMILIES, "claims"),
        note="As said: holds or came true. It depends: on the edition or the basis. Not, or no longer: fails, did not come, superseded.",
    )


def _part(total: pd.Series, family: str) -> str:
    return written.decimal(100 * total[family] / total.sum())


def _listed(total: pd.Series) -> str:
    return written.listing([f"{total[family]} {family}" for family in FAMILIES])


def _numbers(base: alt.Chart) -> list[alt.Chart]:
    """The number in each part of a bar that has room for it, light on dark parts."""
    room = base.transform_filter("datum.claims > 2").encode(
        x=alt.X("claims:Q", stack="zero", bandPosition=0.5), text="claims:Q", detail="family:N"
    )
    dark = " || ".join(f"datum.family == '{family}'" for family in ON_DARK)
    return [
        room.transform_filter(condition).mark_text(color=colour, fontSize=12)
        for condition, colour in ((dark, "#ffffff"), (f"!({dark})", "#17202a"))
    ]
