"""The chart of the page of editions: how far the estimates of each ally moved."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages.editions import EditionsPage

MOVES = {"low": "Lowest", "mean": "Mean", "high": "Highest"}


def estimates_by_ally(page: EditionsPage) -> Figure:
    """For each ally the range and mean of the moves of its estimated shares of GDP, ordered by the mean."""
    frame = _moves_by_ally(page)
    x = alt.X("low:Q", title="points of GDP", axis=alt.Axis(orient="top", grid=True, tickCount=6))
    y = alt.Y("ally:N", sort=frame["ally"].tolist(), title=None, axis=alt.Axis(ticks=False, domain=False))
    texts = {f"{name}_text": [written.signed(value, 2) for value in frame[name]] for name in MOVES}
    base = alt.Chart(frame.assign(**texts)).encode(y=y)
    span = base.mark_rule(color=theme.PALE, strokeWidth=4).encode(x=x, x2=alt.X2("high:Q"))
    mean = base.mark_point(color=theme.BLUE, filled=True, size=70, opacity=1).encode(
        x=alt.X("mean:Q"), tooltip=_tooltip()
    )
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X("at:Q"))
    fell = int((frame["mean"] < 0).sum())
    first, last = frame.iloc[0], frame.iloc[-1]
    return Figure(
        id="estimates-by-ally",
        title=f"For {fell} of {len(frame)} allies estimates came down later",
        subtitle="Shares of GDP marked as estimates, newest edition less the edition that estimated: range (line) and mean (dot), points",
        alt=f"One line for each of {len(frame)} allies. Means run from {written.signed(first['mean'], 2)} points for {first['ally']} to {written.signed(last['mean'], 2)} for {last['ally']}; "
        f"the widest range is that of {frame.loc[(frame['high'] - frame['low']).idxmax(), 'ally']}.",
        source=page.origin.nato,
        edition=page.span,
        chart=theme.finish(theme.Layers(zero, span, mean), alt.Step(theme.HEIGHT_OF_ROW)),
        data=frame,
        labels={"ally": "Ally", "count": "Estimates"} | MOVES,
        units={"count": "figures", "low": "points", "mean": "points", "high": "points"},
        how_to_read="A dot left of the line at zero: the ally’s estimates were on average higher than what the newest edition says of those years.",
        note="A year estimated by several editions counts with each of them.",
        hero=True,
    )


def _moves_by_ally(page: EditionsPage) -> pd.DataFrame:
    grouped = (
        page.estimated_shares.groupby("iso3")["size"]
        .agg(count="size", low="min", mean="mean", high="max")
        .reset_index()
    )
    named = grouped.assign(ally=grouped["iso3"].map(page.names)).sort_values("mean")
    return named[["ally", "count", "low", "mean", "high"]].round(theme.DECIMALS).reset_index(drop=True)


def _tooltip() -> list[alt.Tooltip]:
    told = [alt.Tooltip(f"{name}_text:N", title=title) for name, title in MOVES.items()]
    return [alt.Tooltip("ally:N", title="Ally"), alt.Tooltip("count:Q", title="Estimates"), *told]
