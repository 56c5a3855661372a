"""The scorecard's picture: how far each ally that has not reached the target is from its path."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure, described
from report.facts import written
from report.outlook.scorecard import TOLERANCE
from report.pages import Page
from report.pages.scorecard import CLOSE, SYMBOLS

COLOURS = {"ahead": theme.BLUE, "on path": theme.PALE, "behind": theme.AMBER, "exempt": theme.MUTED}
"""One colour a standing, as on the map; the side of the line and the sign say it again."""
MOST_NAMED = 8
"""Allies at the target that the note names; of more it says how many."""


def distance(page: Page) -> Figure | None:
    """Points of GDP between each ally's share and its path, the furthest ahead first; None where no path is under way.

    Allies at the target are named in the note: their distance is that from the target itself.
    """
    frame = _distances(page)
    if not page.scorecard.is_measured or frame.empty:
        return None
    order, year = frame["label"].tolist(), page.origin.year(page.year)
    return described(
        "distance",
        page,
        theme.finish(_bars(frame, order), alt.Step(theme.HEIGHT_OF_ROW)),
        frame[["ally", "status", "share", "required_share", "drift_pp", "margin_pp", "within_revision"]],
        title=_title(frame),
        year=year,
        first=_spoken(frame.iloc[0]),
        last=_spoken(frame.iloc[-1]),
        note=_note(page),
        tolerance=TOLERANCE,
        close=f" {CLOSE}: a usual revision, {written.decimal(page.scorecard.usual.half, 2)} points, could turn it."
        if page.scorecard.close
        else "",
    )


def _distances(page: Page) -> pd.DataFrame:
    """Allies on their way, with the sign of their standing behind their name."""
    card = page.scorecard.card
    frame = card[card["status"].isin([*COLOURS])].sort_values(["drift_pp", "ally"], ascending=[False, True])
    signs = frame["status"].map(SYMBOLS) + frame["within_revision"].map({True: f" {CLOSE}"}).fillna("")
    frame = frame.assign(
        label=frame["ally"] + " " + signs,
        colour=frame["status"].map(COLOURS),
        within_revision=frame["within_revision"].map({True: "yes", False: "no"}),
    )
    return frame.round({"drift_pp": theme.DECIMALS, "margin_pp": theme.DECIMALS}).reset_index(drop=True)


def _bars(frame: pd.DataFrame, order: list[str]) -> theme.Layers:
    """A bar from the path to each ally, and its length in figures beyond it."""
    tips = theme.tips(
        "ally:N", ("status:N", "kind"), ("share:Q", "% of GDP", ".2f"), ("drift_pp:Q", "points from the path", "+.2f")
    )
    axis = alt.Axis(orient="top", grid=True, tickCount=5, format="+~g")
    low, high = min(0.0, float(frame["drift_pp"].min())), max(0.0, float(frame["drift_pp"].max()))
    figures = 0.3 * (high - low) or TOLERANCE  # beyond the bars, for their figures
    room = alt.Scale(domain=[low - figures, high + figures], nice=False)
    x = alt.X("drift_pp:Q", title="points of GDP from the path", axis=axis, scale=room)
    base = alt.Chart(frame[["label", "ally", "status", "share", "drift_pp", "colour"]]).encode(
        y=theme.rows("label:N", order, labelPadding=4)
    )
    bars = base.mark_bar(height=10).encode(x=x, color=alt.Color("colour:N", scale=None), tooltip=tips)
    right = base.transform_filter("datum.drift_pp >= 0").mark_text(align="left", dx=5)
    left = base.transform_filter("datum.drift_pp < 0").mark_text(align="right", dx=-5)
    values = [side.encode(x=x, text=alt.Text("drift_pp:Q", format="+.2f")) for side in (right, left)]
    path = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=theme.RULE, strokeWidth=1.4).encode(x="at:Q")
    return theme.Layers(bars, *values, path)


def _title(frame: pd.DataFrame) -> str:
    high, low = frame.iloc[0], frame.iloc[-1]
    ahead = f"Short of the target, {high['ally']} is furthest ahead of its path"
    behind = f"{low['ally']} furthest behind"
    if high["drift_pp"] > 0:
        return f"{ahead}, {behind}" if low["drift_pp"] < 0 else ahead
    return f"{low['ally']} is furthest behind its path"


def _spoken(row: pd.Series) -> str:
    return f"{row['ally']} with {written.signed(float(row['drift_pp']), 2)}"


def _note(page: Page) -> str:
    score = page.scorecard
    met, exempt = ([str(score.card.loc[iso3, "ally"]) for iso3 in score.having(status)] for status in ("met", "exempt"))
    few = written.listing(met) if len(met) <= MOST_NAMED else f"{len(met)} allies"
    notes = [
        f"Not drawn, as they have reached the target: {few}." if met else "",
        f"{SYMBOLS['exempt']} Treated here as exempt, against its own figure: {written.listing(exempt)}."
        if exempt
        else "",
    ]
    return " ".join(filter(None, notes))
