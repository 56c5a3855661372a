"""Charts of the two sides of the Atlantic: the American part, and when Europe and Canada would spend as much."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.charts.road import about_ranges
from report.facts import HIGH, LOW, likely, written
from report.pages import Page
from report.pages.parity import Parity
from report.shown import Figure

US, REST, FLAT = "United States", "Europe and Canada", "US held flat"
GROUPS = {US: ("us", "USA"), REST: ("rest", "NATO_EUR_CAN")}
"""Each side with its column of the path and its group."""
PAINT = {US: theme.RUST, REST: theme.BLUE, FLAT: theme.RUST}
LEVEL = "level_usd_m_constant"


def paths(page: Page) -> Figure:
    """Core spending of both sides under the page's plan, constant prices, with their likely ranges."""
    wide = _wide(page)
    base, horizon = int(wide["year"].iloc[0]), int(wide["year"].iloc[-1])
    sides = list(PAINT)
    long = wide.melt("year", sides, var_name="side", value_name="usd_bn")
    axis = alt.Axis(format="d", values=list(range(horizon, base - 1, -3))[::-1])
    x = alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(domain=[base, horizon], nice=False))
    top = 1.02 * float(wide.drop(columns="year").max(axis=None))
    scale = alt.Scale(domain=[0, top], nice=True)
    y = alt.Y("usd_bn:Q", title=f"US$ billion, {base} prices", scale=scale, axis=alt.Axis(tickCount=5))
    color = alt.Color("side:N", legend=None, scale=alt.Scale(domain=sides, range=list(PAINT.values())))
    dash = alt.StrokeDash("side:N", legend=None, scale=alt.Scale(domain=sides, range=[[1, 0], [1, 0], theme.DASH]))
    tips = theme.tips(("year:Q", "", "d"), ("side:N", "Side"), ("usd_bn:Q", "US$ billion", ",.0f"))
    lines = alt.Chart(long).mark_line().encode(x=x, y=y, color=color, strokeDash=dash, tooltip=tips)
    when, flat = Parity(page).year, Parity(page, flat=True).year
    crossings = [mark for year in (when, flat) if year is not None for mark in _crossing(wide, year, x, y)]
    ends = ", ".join(
        f"{side} {wide[f'{side}_low'].iloc[-1]:,.0f} to {wide[f'{side}_high'].iloc[-1]:,.0f}" for side in GROUPS
    )
    shown = ["year", *(name for side in GROUPS for name in (side, f"{side}_low", f"{side}_high")), FLAT]
    equal = "spend as much as the United States"
    return described(
        "parity",
        page,
        theme.finish(theme.Layers(*_bands(wide, x, y), lines, *crossings, *_words(long, x, y, color)), 280),
        wide[shown],
        when=f"{equal} in {when}" if when else f"still spend less than the United States in {horizon}",
        base=base,
        horizon=horizon,
        first=page.origin.year(base),
        likely=likely(),
        us=[written.decimal(wide[US].iloc[place]) for place in (0, -1)],
        rest=[written.decimal(wide[REST].iloc[place]) for place in (0, -1)],
        point="A point marks where the line of Europe and Canada meets one of the American lines. " * bool(crossings),
        flat=f"reach it in {flat}, which is marked" if flat else "never reach it",
        ends=ends,
        low=LOW,
        high=HIGH,
        about=about_ranges(),
    )


def _wide(page: Page) -> pd.DataFrame:
    """One row per year: both sides with their ends and American spending held flat, US$ billion."""
    path = page.parity
    frame = pd.DataFrame({"year": path["year"].astype(int).to_numpy()}).set_index("year")
    for side, (column, group) in GROUPS.items():
        ends = page.ranges.yearly(group, "core", LEVEL)
        drawn = {side: path.set_index("year")[column], f"{side}_low": ends["low"], f"{side}_high": ends["high"]}
        frame = frame.assign(**{name: (values / 1000).round(theme.DECIMALS) for name, values in drawn.items()})
    return frame.assign(**{FLAT: frame[US].iloc[0]}).reset_index()


def _bands(wide: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The likely range of each side as a light band."""
    frames = {side: wide[["year"]].assign(usd_bn=wide[f"{side}_low"], high=wide[f"{side}_high"]) for side in GROUPS}
    return [
        alt.Chart(frame).mark_area(color=PAINT[side], opacity=0.16).encode(x=x, y=y, y2=alt.Y2("high"))
        for side, frame in frames.items()
    ]


def _crossing(wide: pd.DataFrame, year: int, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """A point on the line of Europe and Canada in the first year in which it is level, with the year."""
    at = pd.DataFrame({"year": [year], "usd_bn": wide.loc[wide["year"] == year, REST], "text": [f"level in {year}"]})
    point = alt.Chart(at).mark_point(filled=True, size=60, color=theme.DARK, opacity=1).encode(x=x, y=y)
    return [point, theme.words(at, x, y, dy=36, color=theme.INK, fontWeight="bold")]


def _words(long: pd.DataFrame, x: alt.X, y: alt.Y, color: alt.Color) -> list[alt.Chart]:
    """Each line's name where no other line passes: the lower side at its beginning, the others at their ends."""
    start, end = long[long["year"] == long["year"].min()], long[long["year"] == long["year"].max()]
    sums = end.set_index("side")["usd_bn"]
    places: tuple[tuple[pd.DataFrame, Any, int], ...] = (
        (start[start["side"] == REST], "left", 17),
        (end[end["side"] == US], "right", -12),
        (end[end["side"] == FLAT], "right", 17 if sums[REST] > sums[FLAT] else -10),
    )
    return [
        theme.words(chosen, x, y, "side", color, align=align, dy=dy, fontWeight="bold") for chosen, align, dy in places
    ]


def us_share(page: Page) -> Figure | None:
    """The United States' share of allied spending in current and in constant prices; None without money."""
    origin, bases = page.origin, ["us_share_current", "us_share_constant"]
    frame = page.years[["year", *bases]].dropna(how="all", subset=bases).copy()
    if frame.empty:
        return None
    frame["label"] = [origin.year(year) for year in frame["year"]]
    names = {"us_share_current": "current prices", "us_share_constant": f"{origin.price_base} prices"}
    long = frame.rename(columns=names).melt(["year", "label"], list(names.values()), "basis", "share").dropna()
    first, last = frame.iloc[0], frame.iloc[-1]
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    y = alt.Y("share:Q", title="% of allied spending", scale=alt.Scale(zero=False, domain=[45, 75]))
    both, tips = list(names.values()), theme.tips("label:O", "basis:N", ("share:Q", "", ".2f"))
    color = alt.Color("basis:N", scale=alt.Scale(domain=both, range=[theme.AMBER, theme.MUTED]))
    dash = alt.StrokeDash("basis:N", scale=alt.Scale(domain=both, range=[[1, 0], theme.DASH]))
    lines = alt.Chart(long).mark_line(point=alt.OverlayMarkDef(size=36))
    lines = lines.encode(x=x, y=y, tooltip=tips, color=color, strokeDash=dash)
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
