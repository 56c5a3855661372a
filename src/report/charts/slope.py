"""Three years side by side: each ally's share of GDP when Wales was agreed, now, and at the end of the plan."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure, described
from report.charts.road import middle_half
from report.facts import written
from report.pages import Page

US = "USA"
HEIGHT, LINE = 360, 13.5
"""Pixels of the plot, and of a line of text."""
MANY = 5
"""Allies at one point from which their number is worth a label."""


def slope(page: Page) -> Figure:
    """A line an ally over three years, the United States' in its own colour; names at the ends where they fit."""
    core = page.plan_shares
    first, base, last = int(page.shares.index.min()), page.base_year, int(core.index.max())
    heads = [str(first), page.origin.year(base), str(last)]
    shares = pd.DataFrame([page.shares.loc[first], page.shares.loc[base], core.loc[last]], index=heads).T.dropna()
    top = float(shares.to_numpy().max())
    allies = shares.rename(index=page.names).rename_axis("ally").reset_index()
    long = allies.melt("ally", var_name="year", value_name="share").round(theme.DECIMALS)
    american = long["ally"] == page.names[US]
    axis = alt.Axis(labelAngle=0, orient="top", domain=False, ticks=False)
    x = alt.X("year:N", sort=heads, title=None, axis=axis, scale=alt.Scale(type="point", padding=1))
    y = alt.Y("share:Q", title="% of GDP", scale=alt.Scale(domain=[0, 1.05 * top], nice=False))
    tips = theme.tips("ally:N", "year:N", ("share:Q", "% of GDP", ".2f"))
    drawn = [
        alt.Chart(long[part])
        .mark_line(color=color, strokeWidth=width, point=alt.OverlayMarkDef(size=18, color=color), opacity=opacity)
        .encode(x=x, y=y, detail="ally:N", tooltip=tips)
        for part, color, width, opacity in ((~american, theme.BLUE, 1.4, 0.55), (american, theme.AMBER, 3, 1))
        if part.any()
    ]
    names = [
        alt.Chart(_ends(shares[head], page.names, top).assign(year=head))
        .mark_text(align=alt.Align(align), dx=dx)
        .encode(x=x, y="share:Q", text="name:N")
        for head, align, dx in ((heads[0], "right", -8), (heads[-1], "left", 8))
    ]
    return described(
        "slope",
        page,
        theme.finish(theme.Layers(*drawn, *names), HEIGHT),
        allies,
        halves=[_half(shares[head]) for head in heads],
        heads=heads,
        count=len(shares),
        top=written.decimal(top, 2),
        missing=_missing(page, shares.index),
    )


def _half(shares: pd.Series) -> str:
    """The shares of the middle half of allies: ``0.92 to 1.40``, or one figure where both ends print the same."""
    low, high = middle_half(shares)
    return low if low == high else f"{low} to {high}"


def _ends(shares: pd.Series, names: dict[str, str], top: float) -> pd.DataFrame:
    """Names beside one year's points, many at one by number; room goes to the United States, to many, to outliers."""
    points = [(share, list(same.index)) for share, same in shares.groupby(shares.round(2))]
    points = [(share, allies) for share, allies in points if len(allies) == 1 or len(allies) >= MANY]
    far = sorted(points, key=lambda point: -abs(point[0] - float(shares.median())))
    placed: list[tuple[float, str]] = []
    for share, allies in sorted(far, key=lambda point: US not in point[1] and len(point[1]) < MANY):
        if all(abs(share - other) * HEIGHT / top >= LINE for other, _ in placed):
            placed.append((share, names[allies[0]] if len(allies) == 1 else f"{len(allies)} allies"))
    return pd.DataFrame(placed, columns=["share", "name"])


def _missing(page: Page, shown: pd.Index) -> str:
    without = [page.names[iso3] for iso3 in page.shares.columns.difference(shown) if page.shares[iso3].notna().any()]
    return f" Not drawn for want of a figure: {', '.join(without)}." if without else ""
