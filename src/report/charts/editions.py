"""The chart of the page of editions: how far the estimates of each ally moved."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.facts import written
from report.pages.editions import EditionsPage
from report.shown import Figure

MOVES = {"low": "Lowest", "mean": "Mean", "high": "Highest"}


def estimates_by_ally(page: EditionsPage) -> Figure:
    """For each ally the range and mean of the moves of its estimated shares of GDP, ordered by the mean."""
    frame = _moves_by_ally(page)
    x = alt.X("low:Q", title="points of GDP", axis=alt.Axis(orient="top", grid=True, tickCount=6))
    tips = theme.tips(
        ("ally:N", "Ally"), ("count:Q", "Estimates"), *((f"{name}_text:N", MOVES[name]) for name in MOVES)
    )
    texts = {f"{name}_text": [written.signed(value, 2) for value in frame[name]] for name in MOVES}
    base = alt.Chart(frame.assign(**texts)).encode(y=theme.rows("ally:N", frame["ally"].tolist()))
    span = base.mark_rule(color=theme.PALE, strokeWidth=4).encode(x=x, x2=alt.X2("high:Q"))
    mean = base.mark_point(color=theme.BLUE, filled=True, size=70, opacity=1).encode(x=alt.X("mean:Q"), tooltip=tips)
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X("at:Q"))
    first, last = frame.iloc[0], frame.iloc[-1]
    return described(
        "estimates-by-ally",
        page,
        theme.finish(theme.Layers(zero, span, mean), alt.Step(theme.HEIGHT_OF_ROW)),
        frame,
        fell=int((frame["mean"] < 0).sum()),
        count=len(frame),
        first=first["ally"],
        lowest=written.signed(first["mean"], 2),
        last=last["ally"],
        highest=written.signed(last["mean"], 2),
        widest=frame.loc[(frame["high"] - frame["low"]).idxmax(), "ally"],
    )


def _moves_by_ally(page: EditionsPage) -> pd.DataFrame:
    sizes = page.estimated_shares.groupby("iso3")["size"]
    found = sizes.agg(count="size", low="min", mean="mean", high="max").reset_index()
    named = found.assign(ally=found["iso3"].map(page.names)).sort_values("mean")
    return named[["ally", "count", "low", "mean", "high"]].round(theme.DECIMALS).reset_index(drop=True)
