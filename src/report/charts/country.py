"""Charts of one ally: its path, its place among the others, what it buys."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.charts.road import ARITHMETIC, ROOM, bands, bill_by_year, years_axis
from report.facts import Provenance, written
from report.pages import CountryPage
from report.pages.categories import CATEGORIES, breakdown, carried_over
from report.tables import AGGREGATES, guideline


def _guided(equipment: float) -> alt.Axis:
    """An axis that names the guideline for equipment, percent of spending, among its labels."""
    return alt.Axis(
        values=sorted({0.0, equipment, 40.0, 60.0, 80.0, 100.0}),
        labelExpr=f"datum.value == {equipment:g} ? 'guideline {equipment:g}' : format(datum.value, 'd')",
    )


def path(page: CountryPage) -> Figure | None:
    """The ally's share of GDP since the edition's first year and under the plan, beside the median ally; None without forces."""
    if not page.has_forces:
        return None
    history, median = _history(page), _median(page)
    name, origin, cost, plan_title = page.name, page.origin, page.own_cost, page.plan.title
    past = pd.DataFrame({"year": history.index, "share": history.to_numpy(), "series": name, "part": "NATO"}).dropna()
    middle = pd.DataFrame(
        {"year": median.index, "share": median.to_numpy(), "series": "median ally", "part": "NATO"}
    ).dropna()
    core = cost[cost["component"] == "core"].set_index("year")["share_gdp"]
    road = pd.DataFrame({"year": core.index, "share": core.to_numpy(), "series": name, "part": "plan"})
    now, last = past.iloc[-1], road.iloc[-1]
    checked = _checking_line(page)
    data = pd.concat([past, road[road["year"] > now["year"]], checked]).round(theme.DECIMALS)
    end = int(last["year"])
    room = alt.Scale(domain=[int(past["year"].iloc[0]), end + ROOM], nice=False)
    x = alt.X("year:Q", title=None, axis=years_axis(), scale=room)
    y = alt.Y("share:Q", title="% of GDP", scale=alt.Scale(domainMin=0))
    tips = [
        alt.Tooltip("year:Q", format="d"),
        alt.Tooltip("series:N"),
        alt.Tooltip("share:Q", title="% of GDP", format=".2f"),
    ]
    line = (
        alt.Chart(past)
        .mark_line(color=theme.BLUE, point=alt.OverlayMarkDef(size=30, color=theme.BLUE))
        .encode(x=x, y=y, tooltip=tips)
    )
    ahead = alt.Chart(road).mark_line(color=theme.BLUE, strokeDash=theme.DASH).encode(x=x, y=y, tooltip=tips)
    typical = alt.Chart(middle).mark_line(color=theme.MUTED, strokeWidth=1.5).encode(x=x, y=y, tooltip=tips)
    free = _free_end(float(now["share"]) - float(middle["share"].iloc[-1]))
    words = alt.Chart(middle.tail(1)).mark_text(color=theme.INK, **free).encode(x=x, y=y, text=alt.Text("series:N"))
    rules = theme.rules(*{ask.share: ask for ask in (page.ask(), page.ask("core", page.iso3))}.values())
    dotted = alt.Chart(checked).mark_line(color=theme.DARK, strokeWidth=1.4, strokeDash=[1, 3])
    dots = [dotted.encode(x=x, y=y, tooltip=tips)] if len(checked) else []
    chart = theme.Layers(*rules, typical, *dots, line, ahead, words)
    return Figure(
        id="path",
        title=_path_title(name, float(now["share"]), int(now["year"]), core, origin),
        subtitle=f"Core defence expenditure, % of GDP, {int(past['year'].iloc[0])}–{origin.year(int(now['year']))} (solid) and under “{plan_title}” to {end} (dashed: the costing path{_dotted(checked)})",
        alt=f"Line chart. {name}: {written.decimal(past['share'].iloc[0], 2)}% in {int(past['year'].iloc[0])}, {written.decimal(now['share'], 2)}% in {origin.year(int(now['year']))}, then a dashed line to {written.decimal(last['share'], 2)}% in {int(last['year'])}. "
        f"A thin grey line shows the median ally; dashed rules mark guidelines and what the plan asks, each named.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(chart, 260),
        data=data[["year", "share", "part"]],
        labels={"year": "Year", "share": "Share of GDP", "part": "From"},
        units={"share": "% of GDP"},
        note=ARITHMETIC,
    )


def _checking_line(page: CountryPage) -> pd.DataFrame:
    """What the scorecard requires year by year, from the year the plan was agreed; no rows where that line is the costing path."""
    own = page.scorecard.card.loc[page.iso3]
    columns = ["year", "share", "series", "part"]
    if own["status"] in ("met", "no figure", "no forces") or not own["start_year"] < page.year:
        return pd.DataFrame(columns=columns)
    line = page.scorecard.checked.lines[page.iso3]
    years = range(line.start_year, page.horizon + 1)
    rows = {"year": list(years), "share": [line.at(year) for year in years]}
    return pd.DataFrame({**rows, "series": page.name, "part": "checking line"})


def _dotted(checked: pd.DataFrame) -> str:
    """The words for the checking line in a subtitle, if it is drawn."""
    return "" if checked.empty else f"; dotted: the checking line from {int(checked['year'].iloc[0])}"


def _free_end(above: float) -> dict[str, Any]:
    """Where no line passes at the end of the median's, for an ally so many points above it: beside it, under it, or back over it."""
    if above > 0.2:
        return {"align": "left", "baseline": "middle", "dx": 6}
    return {"align": "left", "dx": 6, "dy": 15} if above > 0 else {"align": "right", "dx": -4, "dy": -9}


def _path_title(name: str, now: float, year: int, core: pd.Series, origin: Provenance) -> str:
    """Where the path leads, and when it is first there."""
    then = float(core.iloc[-1])
    there = core.index[(core - then).abs() < 0.005][0]
    if abs(then - now) < 0.005:
        return f"{name} stays at {written.decimal(now, 2)}% of GDP, its share in {origin.year(year)}"
    return f"{name} goes from {written.decimal(now, 2)}% of GDP in {origin.year(year)} to {written.decimal(then, 2)}% by {there}"


def _history(page: CountryPage) -> pd.Series:
    return page.d.panel["share_gdp"].xs(page.iso3).dropna()


def _median(page: CountryPage) -> pd.Series:
    """The median of all allies' own series, whatever year they joined; years with few figures are left out."""
    shares = page.d.panel["share_gdp"].drop(index=list(AGGREGATES), level="iso3", errors="ignore").unstack("iso3")
    return shares[shares.notna().sum(axis=1) > shares.shape[1] / 2].median(axis=1)


def position(page: CountryPage) -> Figure | None:
    """Every ally's share this year, the one in question marked; None without forces or a figure."""
    if not page.has_forces or not page.has_figure:
        return None
    now, iso3, origin = page.now, page.iso3, page.origin
    frame = (
        now.loc[now["share_gdp"].notna(), ["iso3", "ally", "share_gdp", "rank"]]
        .sort_values("share_gdp", ascending=False)
        .round(theme.DECIMALS)
    )
    frame["mark"] = frame["iso3"] == iso3
    own = frame[frame["mark"]].iloc[0]
    year = origin.year(int(now["year"].iloc[0]))
    order = frame["iso3"].tolist()
    x = alt.X("iso3:N", sort=order, title=None, axis=alt.Axis(labelAngle=-90, labelFontSize=10, ticks=False))
    base = alt.Chart(frame).encode(
        x=x,
        y=alt.Y("share_gdp:Q", title="% of GDP"),
        tooltip=[alt.Tooltip("ally:N"), alt.Tooltip("share_gdp:Q", title="% of GDP", format=".2f")],
    )
    bars = base.mark_bar().encode(
        color=alt.ColorValue(theme.MUTED, condition={"test": "datum.mark", "value": theme.BLUE})
    )
    text = (
        base.transform_filter("datum.mark")
        .mark_text(dy=-8, fontWeight="bold")
        .encode(text=alt.Text("share_gdp:Q", format=".2f"))
    )
    return Figure(
        id="position",
        title=f"{own['ally']} ranks {written.ordinal(int(own['rank']))} of {len(frame)} by share of GDP in {year}",
        subtitle=f"Core defence expenditure, % of GDP, {year}, all allies with forces",
        alt=f"Column chart of {len(frame)} allies from {frame['ally'].iloc[0]} ({written.decimal(frame['share_gdp'].iloc[0], 2)}%) to {frame['ally'].iloc[-1]} ({written.decimal(frame['share_gdp'].iloc[-1], 2)}%); {own['ally']} is marked at {written.decimal(own['share_gdp'], 2)}%.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(theme.Layers(bars, *theme.rules(), text), 230),
        data=frame[["ally", "share_gdp", "rank"]],
        labels={"ally": "Ally", "share_gdp": f"Share in {year}", "rank": "Rank"},
        units={"share_gdp": "% of GDP", "rank": "place"},
    )


def bill(page: CountryPage) -> Figure | None:
    """The ally's extra spending a year under the plan; None without forces."""
    if not page.has_forces:
        return None
    band = bands(page.ranges, page.iso3)
    return bill_by_year(page.cost, page.plan.title, page.baseline_text, page.origin, page.iso3, page.name, band)


def _guideline(equipment: float) -> tuple[theme.Drawing, theme.Drawing]:
    """The guideline over the columns: red on a white edge, so that it stands out from the darkest of them; named on the axis."""
    base = alt.Chart(pd.DataFrame({"at": [equipment]})).encode(y=alt.Y("at:Q"))
    return base.mark_rule(color="white", strokeWidth=4.5), base.mark_rule(color=theme.RULE, strokeWidth=2)


def categories(page: CountryPage) -> Figure | None:
    """What the ally's spending buys, by NATO's four categories; None where the edition prints none."""
    frame = breakdown(page)
    if frame.empty:
        return None
    origin, equipment = page.origin, guideline("equipment").value
    long = frame.reset_index().melt(id_vars="year", var_name="category", value_name="percent").round(theme.DECIMALS)
    long["label"] = [origin.year(year) for year in long["year"]]
    long["position"] = long["category"].map({c: i for i, c in enumerate(CATEGORIES.values())})
    last_year = int(frame.index.max())
    last = frame.loc[last_year]
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    color = alt.Color(
        "category:N",
        sort=list(CATEGORIES.values()),
        scale=alt.Scale(domain=list(CATEGORIES.values()), range=[theme.DEEP, theme.BLUE, theme.AMBER, theme.PALE]),
    )
    bars = (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("percent:Q", title="% of spending", scale=alt.Scale(domain=[0, 100]), axis=_guided(equipment)),
            color=color,
            order=alt.Order("position:Q"),
            tooltip=[
                alt.Tooltip("label:O"),
                alt.Tooltip("category:N"),
                alt.Tooltip("percent:Q", title="% of spending", format=".1f"),
            ],
        )
    )
    return Figure(
        id="categories",
        title=f"Equipment takes {written.decimal(_equipment(page, last_year))}% of {written.possessive(page.name_in_text)} spending in {_told_year(page, last_year)}, against the {equipment:g}% of Wales",
        subtitle=f"Defence expenditure by category, % of the total, {origin.year(int(frame.index.min()))}–{origin.year(last_year)}",
        alt=f"Stacked columns by year. In {origin.year(last_year)}: "
        + ", ".join(f"{c.lower()} {written.decimal(last[c], 1)}%" for c in CATEGORIES.values())
        + ".",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(theme.Layers(bars, *_guideline(equipment)), 220),
        data=frame.reset_index().round(theme.DECIMALS),
        labels={"year": "Year"},
        units=dict.fromkeys(CATEGORIES.values(), "% of spending"),
        how_to_read="The red rule is the guideline for equipment, the part at the bottom of each column.",
        note="Equipment includes its research and development; personnel includes pensions. One year’s equipment share is lumpy: compare several."
        + _as_printed(page, frame),
    )


def _told_year(page: CountryPage, last: int) -> str:
    """The year the heading speaks of: that of the sentence above it, also where the full breakdown ends before."""
    return page.origin.year(page.year if pd.notna(page.own["equipment_share"]) else last)


def _equipment(page: CountryPage, last: int) -> float:
    """Equipment in that year, percent of spending."""
    now = page.own["equipment_share"]
    return float(now if pd.notna(now) else breakdown(page).at[last, "Equipment"])


def _as_printed(page: CountryPage, frame: pd.DataFrame) -> str:
    """What is odd about the last years of NATO's breakdown: a year without one, or shares carried over from the year before."""
    last, same = int(frame.index.max()), [name.lower() for name in carried_over(frame)]
    told = (
        f" NATO gives no full breakdown for {page.origin.year(page.year)}; the columns end in {page.origin.year(last)}."
        if last < page.year
        else ""
    )
    if same:
        years = f"{page.origin.year(last)} and {page.origin.year(int(frame.index[-2]))}"
        told += f" Shares of {written.listing(same)} are the same in {years} to the last digit: so NATO prints them."
    return told
