"""Chart of the two sides of the Atlantic under a plan: when would Europe and Canada spend as much as the United States?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.burdens.parity import parity
from report.charts import theme
from report.charts.figure import Figure
from report.pages import Page

US, REST, HELD = "United States", "Europe and Canada", "US held flat"


def paths(page: Page) -> Figure:
    """Core spending of the United States and of Europe and Canada under the page's plan, constant prices."""
    path = page.parity
    base, horizon = int(path["year"].iloc[0]), int(path["year"].iloc[-1])
    billions = (path[["us", "rest"]] / 1000).round(3)
    wide = pd.DataFrame(
        {"year": path["year"], US: billions["us"], REST: billions["rest"], HELD: billions["us"].iloc[0]}
    )
    long = wide.melt("year", var_name="side", value_name="usd_bn")
    x = alt.X(
        "year:Q",
        title=None,
        axis=alt.Axis(format="d", values=_ticks(base, horizon)),
        scale=alt.Scale(domain=[base, horizon], nice=False),
    )
    y = alt.Y("usd_bn:Q", title=f"US$ billion, {base} prices", scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=5))
    sides = [US, REST, HELD]
    color = alt.Color(
        "side:N", legend=None, scale=alt.Scale(domain=sides, range=[theme.AMBER, theme.BLUE, theme.AMBER])
    )
    dash = alt.StrokeDash("side:N", legend=None, scale=alt.Scale(domain=sides, range=[[1, 0], [1, 0], theme.DASH]))
    tips = [
        alt.Tooltip("year:Q", format="d"),
        alt.Tooltip("side:N", title="Side"),
        alt.Tooltip("usd_bn:Q", title="US$ billion", format=",.0f"),
    ]
    lines = alt.Chart(long).mark_line().encode(x=x, y=y, color=color, strokeDash=dash, tooltip=tips)
    when, flat = parity(path).year, parity(path.assign(us=path["us"].iloc[0])).year
    return Figure(
        id="parity",
        title=_title(when, horizon),
        subtitle=f"Core defence spending under “{page.plan.title}”, US$ billion at {base} prices and exchange rates, {page.origin.year(base)}–{horizon}",
        alt=f"Lines from {base} to {horizon}. The United States goes from {wide[US].iloc[0]:,.0f} to {wide[US].iloc[-1]:,.0f} billion dollars, Europe and Canada from "
        f"{wide[REST].iloc[0]:,.0f} to {wide[REST].iloc[-1]:,.0f}. A dashed line holds American spending at its first figure; Europe and Canada {_crossing(flat)}.",
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
        chart=theme.finish(alt.layer(lines, *_words(long, x, y, color)), 280),
        data=wide[["year", US, REST, HELD]],
        labels={"year": "Year"},
        units=dict.fromkeys(sides, f"US$ billion, {base} prices"),
        note="Projection: the plan’s shares times the IMF’s path of GDP, not a forecast. Equal sums are not equal capability.",
    )


def _ticks(base: int, horizon: int) -> list[int]:
    """Every third year back from the horizon, where the axis ends."""
    return list(range(horizon, base - 1, -3))[::-1]


def _title(year: int | None, horizon: int) -> str:
    if year is None:
        return f"Under the plan, Europe and Canada would still spend less than the United States in {horizon}"
    return f"Under the plan, Europe and Canada would spend as much as the United States in {year}"


def _crossing(year: int | None) -> str:
    return "never reach it" if year is None else f"reach it in {year}"


def _words(long: pd.DataFrame, x: alt.X, y: alt.Y, color: alt.Color) -> list[alt.Chart]:
    """Each line's name where no other line passes: the lower side at its beginning, the others at their ends."""
    start, end = long[long["year"] == long["year"].min()], long[long["year"] == long["year"].max()]
    sums = end.set_index("side")["usd_bn"]
    places: tuple[tuple[pd.DataFrame, Any, int], ...] = (
        (start[start["side"] == REST], "left", 17),
        (end[end["side"] == US], "right", -12),
        (end[end["side"] == HELD], "right", 17 if sums[REST] > sums[HELD] else -10),
    )
    return [
        alt.Chart(chosen)
        .mark_text(align=align, dy=dy, fontWeight="bold")
        .encode(x=x, y=y, text=alt.Text("side:N"), color=color)
        for chosen, align, dy in places
    ]
