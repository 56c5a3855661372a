"""Charts of how the burden is shared: Lorenz curves, burden against ability, and the ranks that weights can give."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from report.burdens.inequality import lorenz, lorenz_order
from report.burdens.ranks import spearman_rho
from report.charts import theme
from report.charts.figure import described
from report.charts.swarm import with_names
from report.facts import written
from report.pages import Page
from report.pages.burden_sharing import AID, AID_YEAR, MEASURES, BurdenSharing
from report.shown import Figure

US = "USA"
SIDE = 370
"""Pixels of the side of the square of Lorenz curves: a telephone shows it a little smaller."""


def lorenz_curves(page: Page) -> Figure | None:
    """Spending cumulated over GDP from the lightest burden to the heaviest, first year and last; None without money."""
    sharing = page.sharing
    if not sharing.is_known:
        return None
    years = dict.fromkeys((sharing.first, sharing.last))
    frame = pd.concat([_curve(sharing.allies(year), page.origin.year(year)) for year in years], ignore_index=True)
    first, last = page.origin.year(sharing.first), page.origin.year(sharing.last)
    gini = [float(sharing.fact("gini", year)) for year in (sharing.first, sharing.last)]
    moved = {year: written.decimal(float(sharing.fact("hoover", year))) for year in years}
    ticks = alt.Axis(values=[0, 25, 50, 75, 100], grid=False)
    axis: dict[str, Any] = {"scale": alt.Scale(domain=[0, 100]), "axis": ticks}
    x = alt.X("gdp:Q", title="% of allied GDP, lightest burdens first", **axis)
    y = alt.Y("spending:Q", title="% of allied spending", **axis)
    color = alt.Color("year:N", legend=None, scale=alt.Scale(domain=[first, last], range=[theme.AMBER, theme.BLUE]))
    tips = theme.tips(
        ("year:N", "Year"),
        ("ally:N", "Up to and with"),
        ("gdp:Q", "% of GDP", ".1f"),
        ("spending:Q", "% of spending", ".1f"),
    )
    lines = alt.Chart(frame).mark_line(interpolate="linear", point=alt.OverlayMarkDef(size=14))
    lines = lines.encode(x=x, y=y, color=color, order=alt.Order("gdp:Q"), detail=alt.Detail("year:N"), tooltip=tips)
    us = alt.Chart(frame[frame["us"]]).mark_line(strokeWidth=6, opacity=0.45)
    us = us.encode(x=x, y=y, color=color, detail=alt.Detail("year:N"))
    chart = theme.finish(theme.Layers(_diagonal(), us, lines, *_gaps(frame, x, y), *_names(frame, x, y)), SIDE)
    chart.width, chart.autosize = SIDE, alt.Undefined  # a square, whatever the page, or the diagonal would not be one
    prices = "current" if sharing.basis == "current" else page.origin.price_base
    return described(
        "lorenz",
        page,
        chart,
        frame.loc[frame["ally"] != "", ["year", "ally", "gdp", "spending"]],
        now=moved[sharing.last],
        then=moved[sharing.first],
        first=first,
        last=last,
        prices=f"{prices} prices and exchange rates",
        where="closer to it" if gini[-1] < gini[0] else "further still",
    )


def _curve(allies: pd.DataFrame, year: str) -> pd.DataFrame:
    """The points of one year's curve, two decimals; ``us`` marks both ends of the United States' stretch."""
    order = lorenz_order(allies["spending"], allies["gdp"])
    x, z = lorenz(allies["spending"], allies["gdp"])
    american = allies["iso3"].to_numpy()[order] == US
    return pd.DataFrame(
        {
            "year": year,
            "ally": ["", *allies["ally"].to_numpy()[order]],
            "gdp": (100 * x).round(theme.DECIMALS),
            "spending": (100 * z).round(theme.DECIMALS),
            "us": np.append(False, american) | np.append(american, False),
        }
    )


def _diagonal() -> alt.Chart:
    line = alt.Chart(pd.DataFrame({"gdp": [0, 100], "spending": [0, 100]}))
    line = line.mark_line(color=theme.MUTED, strokeDash=theme.DASH, strokeWidth=1.4)
    return line.encode(x=alt.X("gdp:Q"), y=alt.Y("spending:Q"))


def _gaps(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Each curve's widest gap as an upright rule that says year and size, above or below the curve."""
    widest = frame.loc[(frame["gdp"] - frame["spending"]).groupby(frame["year"]).idxmax()]
    gaps = widest.assign(gap=widest["gdp"] - widest["spending"]).sort_values("gap")[["year", "gdp", "spending", "gap"]]
    gaps["text"] = [f"{year}: widest gap {written.decimal(gap)}%" for year, gap in gaps[["year", "gap"]].to_numpy()]
    base = alt.Chart(gaps)
    rules = base.mark_rule(color=theme.DARK, strokeWidth=1.6).encode(x=x, y=y, y2=alt.Y2("gdp:Q"))
    said: dict[str, Any] = {"color": theme.DARK, "fontSize": 12.5, "fontWeight": "bold"}
    above = theme.words(gaps.head(1), x, alt.Y("gdp:Q"), align="right", dx=-2, dy=-10, **said)
    return [rules, above, theme.words(gaps.iloc[1:], x, y, align="left", dx=4, dy=14, **said)]


def _names(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The diagonal and the lowest curve's stretch of the United States, named beside them."""
    even = pd.DataFrame({"gdp": [86.0], "spending": [86.0], "text": ["equal shares of GDP"]})
    named = [theme.words(even, x, y, align="right", dx=-6, dy=-8)]
    ends = frame[frame["us"]].sort_values("spending").groupby("year")[["gdp", "spending"]].mean()
    middle = ends.nsmallest(1, "spending").assign(text="United States")
    return named if ends.empty else [*named, theme.words(middle, x, y, align="left", dx=26, dy=18)]


def ability(page: Page) -> Figure | None:
    """Share of GDP spent on defence against GDP per head, allies on the eastern border marked; None without a share."""
    frame, year = _ability_frame(page), page.origin.year(page.year)
    if len(frame) < 2:
        return None
    border = int(frame["border"].sum())
    there = int(frame.nlargest(border, "share")["border"].sum())
    low, high = (frame.loc[place] for place in (frame["share"].idxmin(), frame["share"].idxmax()))
    ends = [min(TICKS[0], 0.9 * frame["head"].min()), max(TICKS[-1], 1.1 * frame["head"].max())]
    scale, axis = alt.Scale(type="log", domain=ends), alt.Axis(values=list(TICKS), format=",.0f", grid=False)
    x = alt.X("head:Q", title="GDP per inhabitant, US$ thousand (log scale)", scale=scale, axis=axis)
    room = alt.Scale(domainMin=_floor(frame), nice=False)
    y = alt.Y("share:Q", title="% of GDP on defence", scale=room, axis=alt.Axis(tickCount=6))
    tips = theme.tips(
        ("ally:N", "Ally"),
        ("head:Q", "GDP per inhabitant, US$ thousand", ",.1f"),
        ("share:Q", "% of GDP on defence", ".2f"),
    )
    points = alt.Chart(frame).mark_point(filled=True, size=90, opacity=1, stroke="white", strokeWidth=0.8)
    groups = list(GROUPS.values())
    color = alt.Color("group:N", scale=alt.Scale(domain=groups, range=[theme.RULE, theme.BLUE]))
    shape = alt.Shape("group:N", scale=alt.Scale(domain=groups, range=["diamond", "circle"]))
    points = points.encode(x=x, y=y, color=color, shape=shape, tooltip=tips)
    of_side = {side: frame[frame["side"] == side] for side in SIDES}
    names = [theme.words(of_side[side], x, y, "ally", fontSize=11.5, **place) for side, place in SIDES.items()]
    return described(
        "ability",
        page,
        theme.finish(theme.Layers(points, *names), 400),
        frame[["ally", "head", "share", "group"]].sort_values("share", ascending=False),
        found=written.sentence_case(written.number_word(there)),
        are="is" if there == 1 else "are",
        border=written.number_word(border),
        year=year,
        count=len(frame),
        tendency=_tendency(frame),
        highest=f"{high['ally']} is highest with {written.decimal(high['share'], 2)}",
        lowest=f"{low['ally']} lowest with {written.decimal(low['share'], 2)}",
        on_the_border=_border(frame),
        rho=written.signed(spearman_rho(frame["head"], frame["share"]), 2),
    )


TICKS = (10, 20, 50, 100, 150)
"""US$ thousand per inhabitant that the axis names."""
LARGE = 2
"""How many of the largest economies are named first; the others after the ends of both scales and the border."""
SIDES: dict[str, dict[str, Any]] = {
    "right": {"align": "left", "dx": 8},
    "left": {"align": "right", "dx": -8},
    "above": {"align": "center", "dy": -12},
    "below": {"align": "center", "dy": 13},
}
GROUPS = {True: "borders Russia or Belarus", False: "other allies"}


def _ability_frame(page: Page) -> pd.DataFrame:
    """The allies most worth naming first: the ends of both scales, the border, then by the size of the economy."""
    wealth = page.d.macro_panel[["NGDPD", "LP"]].xs(page.year, level="year")
    frame = page.now.loc[page.now["member"] & page.now["share_gdp"].notna(), ["iso3", "ally", "share_gdp"]]
    frame = frame.assign(
        share=frame["share_gdp"].round(theme.DECIMALS),
        head=frame["iso3"].map(wealth["NGDPD"] / wealth["LP"]).round(theme.DECIMALS),
        gdp=frame["iso3"].map(wealth["NGDPD"]),
    ).dropna(subset=["head"])
    frame["border"] = frame["iso3"].map(page.d.allies.set_index("iso3")["borders_russia_belarus"].astype(bool))
    frame["group"] = frame["border"].map(GROUPS)
    ends = [
        frame.nlargest(LARGE, "gdp"),
        frame.nlargest(1, "head"),
        frame.nsmallest(1, "share"),
        frame.nlargest(1, "share"),
        frame[frame["border"]],
    ]
    order = pd.concat([*ends, frame.nlargest(len(frame), "gdp")]).drop_duplicates("iso3")
    return with_names(order, np.log(order["head"]), _floor(order))


def _border(frame: pd.DataFrame) -> str:
    """Who borders Russia or Belarus, from the lightest burden to the heaviest, with the ends."""
    there = frame[frame["border"]].sort_values("share")
    if there.empty:
        return ""
    low, high = (written.decimal(float(there["share"].iloc[place]), 2) for place in (0, -1))
    return f"On the border, from {low} to {high}%: {written.listing(there['ally'].tolist())}. "


def _floor(frame: pd.DataFrame) -> float:
    """Where the upright axis starts: the whole per cent below the lightest burden. Points need no zero."""
    return float(np.floor(frame["share"].min()))


def _tendency(frame: pd.DataFrame) -> str:
    rho = spearman_rho(frame["head"], frame["share"])
    if abs(rho) < 0.3:
        return "The points show no clear slope: richer allies spend neither more nor less of their GDP."
    slope, more = ("upwards", "more") if rho > 0 else ("downwards", "less")
    return f"The points tend {slope}: richer allies spend {more} of their GDP."


VERDICTS = {"firm": "firm", "depends": "depends on weights", "any story": "any story"}
"""The verdicts of ``rank_intervals`` as the chart prints them."""


def rank_intervals(page: Page) -> Figure | None:
    """The interval of ranks that nine in ten weightings give each ally; None where the edition lacks the measures."""
    if page.sharing.ranks.empty:
        return None
    frame, year = _ranked(page), page.origin.year(page.year)
    names = frame["ally"].tolist()
    y = theme.rows("ally:N", names, labelFontSize=12, labelPadding=9)
    last = len(frame)
    scale = alt.Scale(domain=[0.5, last + 0.5], nice=False)
    axis = alt.Axis(orient="top", values=[1, 5, 10, 15, 20, 25, last], grid=True)
    x = alt.X("from:Q", title="place, from the first to the last", scale=scale, axis=axis)
    palette = alt.Scale(domain=list(VERDICTS.values()), range=[theme.DEEP, theme.PALE, theme.AMBER])
    tips = theme.tips(
        ("ally:N", "Ally"),
        ("rank:Q", "Place under our weights"),
        ("best:Q", "Best place"),
        ("worst:Q", "Worst place"),
        ("story:N", "Verdict"),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=tips)
    color = alt.Color("story:N", scale=palette, legend=alt.Legend(symbolType="square", columns=2))
    spans = base.mark_bar(height=9, cornerRadius=4).encode(x=x, x2=alt.X2("to:Q"), color=color)
    dots = base.mark_point(filled=True, size=46, color="white", stroke=theme.INK, strokeWidth=1.6, opacity=1)
    dots = dots.encode(x=alt.X("rank:Q"))
    return described(
        "rank-intervals",
        page,
        theme.finish(theme.Layers(spans, dots), alt.Step(theme.HEIGHT_OF_ROW)),
        frame[["ally", "rank", "best", "worst", "story"]],
        firm=_firm(frame),
        loose=written.number_word(int((frame["story"] == VERDICTS["any story"]).sum())),
        measures=written.number_word(len(page.sharing.weights)),
        year=year,
        last=last,
        best=names[0],
        worst=names[-1],
        longest=int((frame["worst"] - frame["best"]).max()) + 1,
        kiel=" Kiel Institute, Ukraine Support Tracker;" if AID in page.sharing.weights else "",
        weights=_weights(page.sharing),
        lacking=_lacking(page),
        few=last // 6,
        many=-(-last // 2),
    )


def _ranked(page: Page) -> pd.DataFrame:
    ranks = page.sharing.ranks.sort_values(["rank", "rank_p50"])
    columns = {"rank": "rank", "rank_p05": "best", "rank_p95": "worst"}
    frame = ranks[list(columns)].rename(columns=columns).astype(int)
    ends = {"from": frame["best"] - 0.5, "to": frame["worst"] + 0.5}
    named = {"ally": frame.index.map(page.names), "story": ranks["verdict"].map(VERDICTS)}
    return frame.assign(**ends, **named).reset_index(drop=True)


def _firm(frame: pd.DataFrame) -> str:
    """How many allies are robust, and how many places their intervals cover at most."""
    spans = (frame["worst"] - frame["best"] + 1)[frame["story"] == VERDICTS["firm"]]
    if spans.empty:
        return "No ally has a firm place under other weights"
    who = f"{written.number_word(len(spans))} {'ally stays' if len(spans) == 1 else 'allies stay'}"
    places = written.number_word(int(spans.max()))
    return f"{written.sentence_case(who)} within {places} places under nine in ten weightings"


def _weights(sharing: BurdenSharing) -> str:
    """Each measure with our weight; aid with its months and its denominator."""
    total, parts = sum(sharing.weights.values()), []
    for name, weight in sharing.weights.items():
        part = f"{MEASURES[name]} {written.decimal(100 * weight / total)}%"
        months = f" (all from {' to '.join(sharing.aid_months)}, over GDP in {AID_YEAR})" if name == AID else ""
        parts.append(part + months)
    return ", ".join(parts)


def _lacking(page: Page) -> str:
    """Who is ranked without which measure."""
    blank = [
        f"for {MEASURES[name]}, {written.listing(sorted(page.names[ally] for ally in allies))}"
        for name, allies in page.sharing.lacking.items()
    ]
    return f" Ranked on the rest for want of a figure: {'; '.join(blank)}." if blank else ""
