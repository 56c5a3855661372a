"""Charts of the United States beside Europe and Canada."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure, described
from report.facts import written
from report.pages import Page


def us_share(page: Page) -> Figure | None:
    """The United States' share of allied spending in current and in constant prices; None without money."""
    origin, bases = page.origin, ["us_share_current", "us_share_constant"]
    frame = page.years[["year", *bases]].dropna(how="all", subset=bases).copy()
    if frame.empty:
        return None
    frame["label"] = [origin.year(year) for year in frame["year"]]
    names = {"us_share_current": "current prices", "us_share_constant": f"{origin.price_base} prices"}
    long = (
        frame.rename(columns=names)
        .melt(id_vars=["year", "label"], value_vars=list(names.values()), var_name="basis", value_name="share")
        .dropna()
    )
    first, last = frame.iloc[0], frame.iloc[-1]
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    y = alt.Y("share:Q", title="% of allied spending", scale=alt.Scale(zero=False, domain=[45, 75]))
    style = {
        "color": alt.Color("basis:N", scale=alt.Scale(domain=list(names.values()), range=[theme.AMBER, theme.MUTED])),
        "strokeDash": alt.StrokeDash(
            "basis:N", scale=alt.Scale(domain=list(names.values()), range=[[1, 0], theme.DASH])
        ),
    }
    lines = (
        alt.Chart(long)
        .mark_line(point=alt.OverlayMarkDef(size=36))
        .encode(
            x=x,
            y=y,
            tooltip=theme.tips("label:O", "basis:N", ("share:Q", "", ".2f")),
            **style,
        )
    )
    return described(
        "us-share",
        page,
        theme.finish(theme.Layers(theme.guideline(50, "half"), lines), 250),
        frame[["label", *bases]].round(theme.DECIMALS),
        then=written.decimal(_top(first)),
        first=first["label"],
        now=written.decimal(_top(last)),
        last=last["label"],
        current=written.decimal(last["us_share_current"], 1),
        constant=written.decimal(last["us_share_constant"], 1),
    )


def _top(row: pd.Series) -> float:
    """The current-price share, or the constant-price one where the edition prints no current-price figures."""
    return float(row["us_share_current"] if pd.notna(row["us_share_current"]) else row["us_share_constant"])
