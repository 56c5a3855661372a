"""Every ally at once: where all stood and stand, with how much money, and where the plan leads."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.charts import swarm, theme
from report.charts.figure import described
from report.charts.road import middle_half
from report.facts import written
from report.pages import Page
from report.shown import Figure
from report.tables import guideline

US = "USA"
HEIGHT = 350
ROWS = (95, 255)
"""Pixels from the top at which the two years stand."""
_PAST_OR_NOW = dict(zip(ROWS, (theme.MUTED, theme.BLUE), strict=True))
SPREAD = 0.6
"""Percent of GDP of empty axis behind the highest share."""


def moved(page: Page) -> Figure:
    """Every ally then and now: place is the share of GDP, area the spending, rules what is asked."""
    years = _years(page)
    frames = dict(zip(years, (page.then, page.now)[-len(years) :], strict=True))
    largest = max(float(rows["spend_usd_m"].max()) for rows in frames.values())
    frame = pd.concat([_circles(rows, at, years[at], largest) for at, rows in frames.items()], ignore_index=True)
    domain = (0.0, float(frame["value"].max()) + SPREAD)
    x = alt.X("value:Q", title="% of GDP", scale=alt.Scale(domain=list(domain), nice=False), axis=alt.Axis(tickCount=6))
    placed = swarm.laid_out(frame, domain)
    tips = theme.tips("ally:N", "year:N", ("value:Q", "% of GDP", ".2f"), ("usd_bn:Q", "US$ billion", ",.1f"))
    circles = swarm.circles(placed, x, HEIGHT, tips)
    chart = theme.Layers(*theme.rules(page.ask(), axis="x"), *circles, *_heads(page, years))
    has_money = bool(frame["usd_m"].notna().any())
    return described(
        "everyone",
        page,
        theme.finish(chart, HEIGHT),
        **_table(frame, years),
        title=_title(frame, years),
        years=written.listing([*years.values()]),
        rows="one row a year" if len(years) > 1 else "in one row",
        ends=" ".join(_ends(frame[frame["row"] == row], year) for row, year in years.items()),
        area=", its area the spending in US dollars" * has_money,
        sizes="; the smallest circles are drawn larger, to be seen." * has_money
        or ". This edition prints no money: all circles are alike.",
    )


def _years(page: Page) -> dict[int, str]:
    """The years drawn, as the edition heads them, by their place from the top: one, in an edition that has but one."""
    first, last = (int(rows["year"].iloc[0]) for rows in (page.then, page.now))
    then = {ROWS[0]: page.origin.year(first)} if first < last else {}
    return {**then, ROWS[1]: page.origin.year(last)}


def _circles(burden: pd.DataFrame, row: int, year: str, largest: float) -> pd.DataFrame:
    """One year's circles. Names to print if there is room come first: the United States, the ends of the axis, the
    largest of the others."""
    frame = burden.loc[burden["share_gdp"].notna(), ["iso3", "ally", "share_gdp", "spend_usd_m"]]
    frame = frame.rename(columns={"share_gdp": "value", "spend_usd_m": "usd_m"}).sort_values("value", ascending=False)
    by_share, by_money = frame["iso3"].tolist(), frame.sort_values("usd_m", ascending=False)["iso3"].tolist()
    first = list(dict.fromkeys([US, by_share[0], by_share[-1], *by_money[1:5], *by_share[1:4]]))
    frame = frame.assign(
        name=frame["ally"].where(frame["iso3"].isin(first), ""),
        place=frame["iso3"].map({iso3: place for place, iso3 in enumerate(first)}).fillna(len(first)),
        year=year,
        row=row,
        usd_bn=frame["usd_m"] / 1000,
        radius=swarm.radii(frame["usd_m"], largest),
        colour=[theme.AMBER if iso3 == US else _PAST_OR_NOW[row] for iso3 in frame["iso3"]],
        ink=[theme.RUST if iso3 == US else theme.INK for iso3 in frame["iso3"]],
    )
    return frame.sort_values(["place", "value"], ascending=[True, False])


def _table(frame: pd.DataFrame, years: dict[int, str]) -> dict[str, Any]:
    """The data behind the circles, a row an ally: shares and spending of each year, with their labels and units."""
    wide = frame.pivot(index="ally", columns="year", values=["value", "usd_m"]).dropna(axis=1, how="all")
    wide.columns = [f"{quantity}_{year}" for quantity, year in wide.columns]
    kinds = {"value": ("Share of GDP", "% of GDP"), "usd_m": ("Spending", "US$ million, current prices")}
    named = {
        f"{kind}_{year}": (f"{label}, {year}", unit) for kind, (label, unit) in kinds.items() for year in years.values()
    }
    labels, units = ({column: named[column][at] for column in wide} for at in (0, 1))
    return {"data": wide.reset_index(), "labels": {"ally": "Ally", **labels}, "units": units}


def _heads(page: Page, years: dict[int, str]) -> list[theme.Drawing]:
    """Each year, above and left of its circles, and how many were at the guideline of Wales."""
    wales = guideline("wales").value
    met = [int(rows["meets_2"].sum()) for rows in (page.then, page.now)[-len(years) :]]
    frame = pd.DataFrame({"row": list(years), "year": list(years.values())}).assign(
        met=[f"{number} at {wales:g}%" for number in met]
    )
    text = alt.Chart(frame).encode(x=alt.XValue(2), y=alt.Y("row:Q"))
    look: dict[str, Any] = {"align": "left", "baseline": "middle"}
    year = text.mark_text(**look, yOffset=-78, fontSize=17, fontWeight="bold", color=theme.DARK).encode(text="year:N")
    return [year, text.mark_text(**look, yOffset=-58).encode(text="met:N")]


def _title(frame: pd.DataFrame, years: dict[int, str]) -> str:
    """How many allies spend a larger share than then; how many are at the guideline where only one year is known."""
    wide = frame.pivot(index="iso3", columns="row", values="value")
    now = wide[ROWS[1]].dropna()
    if len(years) == 1:
        wales = guideline("wales").value
        return f"{_capital(int((now.round(2) >= wales).sum()))} of {len(now)} allies spend {wales:g}% of GDP or more"
    both = wide.dropna()
    rose = int((both[ROWS[1]] > both[ROWS[0]]).sum())
    return f"{_capital(rose)} of {len(both)} allies spend a larger share of GDP than in {years[ROWS[0]]}"


def _ends(part: pd.DataFrame, year: str) -> str:
    ends, middle = (part["value"].idxmin(), part["value"].idxmax()), written.decimal(part["value"].median(), 2)
    low, high = (f"{part.at[end, 'ally']} with {written.decimal(part.at[end, 'value'], 2)}%" for end in ends)
    return f"In {year} from {low} to {high}, the ally in the middle at {middle}%."


def _capital(number: int) -> str:
    return written.sentence_case(written.number_word(number))


SLOPE, LINE = 360, 13.5
"""Pixels of the plot, and of a line of text."""
MANY = 5
"""Allies at one point from which their number is worth a label."""


def slope(page: Page) -> Figure:
    """A line an ally over the years known and the last, the United States' in its own colour; names where they fit."""
    core = page.plan_shares
    known, last = sorted({int(page.shares.index.min()), page.base_year}), int(core.index.max())
    heads = [*map(page.origin.year, known), str(last)]
    shares = pd.DataFrame([*(page.shares.loc[year] for year in known), core.loc[last]], index=heads).T.dropna()
    top, is_held = float(shares.to_numpy().max()), page.ask().is_something and not page.plan.may_cut
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
    ends = {head: _named_ends(shares[head], page.names, top).assign(year=head) for head in (heads[0], heads[-1])}
    names = [
        theme.words(ends[heads[0]], x, "share:Q", "name", align="right", dx=-8),
        theme.words(ends[heads[-1]], x, "share:Q", "name", align="left", dx=8),
    ]
    return described(
        "slope",
        page,
        theme.finish(theme.Layers(*drawn, *names), SLOPE),
        allies,
        halves=", ".join(f"{_half(shares[head])}% {'of GDP ' * (head == heads[0])}in {head}" for head in heads),
        years=written.listing(heads[:-1]),
        last=last,
        count=len(shares),
        above="; an ally already above the target stays where it is" * is_held,
        top=written.decimal(top, 2),
        missing=_missing(page, shares.index),
    )


def _half(shares: pd.Series) -> str:
    """The shares of the middle half of allies: ``0.92 to 1.40``, or one figure where both ends print the same."""
    low, high = middle_half(shares)
    return low if low == high else f"{low} to {high}"


def _named_ends(shares: pd.Series, names: dict[str, str], top: float) -> pd.DataFrame:
    """Names beside one year's points, many at one by number; room goes to the United States, to many, to outliers."""
    points = [(share, list(same.index)) for share, same in shares.groupby(shares.round(2))]
    points = [(share, allies) for share, allies in points if len(allies) == 1 or len(allies) >= MANY]
    far = sorted(points, key=lambda point: -abs(point[0] - float(shares.median())))
    placed: list[tuple[float, str]] = []
    for share, allies in sorted(far, key=lambda point: US not in point[1] and len(point[1]) < MANY):
        if all(abs(share - other) * SLOPE / top >= LINE for other, _ in placed):
            placed.append((share, names[allies[0]] if len(allies) == 1 else f"{len(allies)} allies"))
    return pd.DataFrame(placed, columns=["share", "name"])


def _missing(page: Page, shown: pd.Index) -> str:
    without = [page.names[iso3] for iso3 in page.shares.columns.difference(shown) if page.shares[iso3].notna().any()]
    return f" Not drawn for want of a figure: {', '.join(without)}." if without else ""
