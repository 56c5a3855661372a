"""Charts of the United States beside Europe and Canada."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import Provenance, written


def us_share(years: pd.DataFrame, origin: Provenance) -> Figure | None:
    """The United States' share of allied spending in current and in constant prices; None without money. Takes an ``alliance`` frame."""
    frame = (
        years[["year", "us_share_current", "us_share_constant"]]
        .dropna(how="all", subset=["us_share_current", "us_share_constant"])
        .copy()
    )
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
            tooltip=[alt.Tooltip("label:O"), alt.Tooltip("basis:N"), alt.Tooltip("share:Q", format=".2f")],
            **style,
        )
    )
    half = theme.guideline(50, "half")
    return Figure(
        id="us-share",
        title=f"America’s share of allied spending: {written.decimal(_top(first))}% in {first['label']}, {written.decimal(_top(last))}% in {last['label']}",
        subtitle=f"United States’ part of NATO defence spending, %, by price base, {frame['label'].iloc[0]}–{last['label']}",
        alt=f"Two lines from {first['label']} to {last['label']}. In current prices the share is {written.decimal(last['us_share_current'], 1)}% in {last['label']}, "
        f"in {origin.price_base} prices {written.decimal(last['us_share_constant'], 1)}%; both stay above half.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(theme.Layers(half, lines), 250),
        data=frame[["label", "us_share_current", "us_share_constant"]].round(theme.DECIMALS),
        labels={
            "label": "Year",
            "us_share_current": "Current prices",
            "us_share_constant": f"{origin.price_base} prices",
        },
        units={"us_share_current": "% of allied spending", "us_share_constant": "% of allied spending"},
        how_to_read="Above the dashed rule the United States spends more than all other allies together. The axis does not start at zero.",
    )


def _top(row: pd.Series) -> float:
    """The current-price share, or the constant-price one where the edition prints no current-price figures."""
    return float(row["us_share_current"] if pd.notna(row["us_share_current"]) else row["us_share_constant"])
