"""Charts of one ally: its path, its place among the others, what it buys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.charts.road import ROOM, Money, bill_by_year, years_axis
from report.facts import written
from report.outlook.paths import Ask
from report.pages import CountryPage
from report.pages.country import CATEGORIES, breakdown, carried_over
from report.pages.promised import FINE, OwnPlan
from report.shown import Figure
from report.tables import guideline


def path(page: CountryPage) -> Figure | None:
    """The ally's share of GDP, the plan's line and the ally's own pledges; None without forces."""
    if not page.has_forces:
        return None
    own, core = page.d.panel["share_gdp"].xs(page.iso3).dropna(), page.own_cost[page.own_cost["component"] == "core"]
    history = pd.DataFrame({"year": own.index, "share": own.to_numpy(), "part": PAST}).round(theme.DECIMALS)
    road = core[["year", "share_gdp"]].rename(columns={"share_gdp": "share"}).assign(part=PLAN).round(theme.DECIMALS)
    data = pd.concat([history, road, _pledged(page)], ignore_index=True)
    past, road, own = (data[data["part"] == part] for part in (PAST, PLAN, OWN))
    first, end, base = int(past["year"].iloc[0]), int(road["year"].iloc[-1]), page.origin.year(page.base_year)
    x = alt.X("year:Q", title=None, axis=years_axis(), scale=alt.Scale(domain=[first, end + ROOM], nice=False))
    rules = _rules(page)
    leads_to = round(float(road["share"].iloc[-1]), 2)
    top = max(float(data["share"].max()), *theme.references(*rules))
    y = alt.Y("share:Q", title="% of GDP", scale=alt.Scale(domain=[0, HEADROOM * top], nice=False))
    tips = theme.tips(("part:N", page.name), ("year:Q", "", "d"), ("share:Q", "% of GDP", ".2f"))

    def drawn(rows: pd.DataFrame) -> alt.Chart:
        return alt.Chart(rows).encode(x=x, y=y, tooltip=tips)

    layers = [
        *theme.rules(*rules, under=(leads_to - WORDS * top, leads_to)),
        drawn(road).mark_line(color=theme.INK, strokeDash=theme.DASH),
        *_own_marks(page, drawn, own),
        drawn(past).mark_line(color=theme.BLUE, strokeWidth=3),
        drawn(past.tail(1)).mark_point(color=theme.BLUE, filled=True, size=70),
        *_names(page, drawn, past, road, own, top),
    ]
    return described(
        "path",
        page,
        theme.finish(theme.Layers(*layers), 300),
        data,
        title=_path_title(page),
        past=f"{first}–{base}" if first < page.base_year else base,
        end=end,
        diamonds="; diamonds: its own pledges" if len(own) else "",
        from_first=_spoken(past.iloc[0]),
        from_now=_spoken(past.iloc[-1], page.origin.year(int(past["year"].iloc[-1]))),
        to_end=_spoken(road.iloc[-1]),
        marks=_marked(own),
        note=OWN_PLEDGES if len(own) else "",
    )


EARLY = 3
"""Years in which words that end at a point would run over the axis, or over today's share."""
NEAR = 0.25
"""Points of GDP between two rules whose names would cross."""
WORDS = 0.08
"""How high words stand, as a part of the highest share."""
HEADROOM = 1.15
"""Highest share or rule drawn times this: room for the words over it."""
PAST, PLAN, OWN = "NATO’s figure", "plan", "own pledge"
OWN_PLEDGES = (
    "Pledges follow national definitions. One below today’s share cuts nothing; after the last the share is held."
)


def _rules(page: CountryPage) -> list[Ask]:
    """What the plan asks of all and of the ally, each once, if its name does not cross that of Wales."""
    asks = {ask.share: ask for ask in (page.ask(), page.ask("core", page.iso3))}
    wales = guideline("wales").value
    return [ask for share, ask in asks.items() if share is None or share == wales or abs(share - wales) > NEAR]


def _pledged(page: CountryPage) -> pd.DataFrame:
    """The ally's own pledges for years ahead."""
    if page.own_plan is None:
        return pd.DataFrame({"year": [], "share": [], "part": []})
    own = page.own_plan.figures
    return pd.DataFrame({"year": own["pledge_year"].astype(int), "share": own["pledge_share"], "part": OWN})


def _own_line(page: CountryPage) -> pd.Series:
    """Percent of GDP by year as far as the ally's own pledges go; empty without any."""
    own = page.own_plan
    return own.shares.loc[: own.last_year] if own else pd.Series(dtype=float)


def _own_marks(page: CountryPage, drawn: Callable[[pd.DataFrame], alt.Chart], own: pd.DataFrame) -> list[alt.Chart]:
    """The pledges as diamonds on the line they make."""
    if own.empty:
        return []
    shares = _own_line(page)
    line = pd.DataFrame({"year": shares.index, "share": shares.to_numpy(), "part": "own plan"}).round(theme.DECIMALS)
    return [
        drawn(line).mark_line(color=theme.DEEP, strokeWidth=1.6),
        drawn(own).mark_point(shape="diamond", color=theme.DEEP, filled=True, size=110, opacity=1),
    ]


def _names(
    page: CountryPage,
    drawn: Callable[[pd.DataFrame], alt.Chart],
    past: pd.DataFrame,
    road: pd.DataFrame,
    own: pd.DataFrame,
    top: float,
) -> list[theme.Drawing]:
    """What each line is, beside it: today's share, where the plan leads, the last pledge."""
    now = past.tail(1)
    today = f"{written.decimal(float(now['share'].iloc[0]), 2)}% in {page.origin.year(int(now['year'].iloc[0]))}"
    left, right = {"dx": -8}, {"dx": 8, "align": "left"}
    first, place = int(past["year"].iloc[0]) + 2 * EARLY, left if len(past) > EARLY else right
    before = past["share"].tail(EARLY + 2) - float(now["share"].iloc[0])
    dy = 16 if before.min() > -WORDS / 4 * top and before.max() > WORDS / 4 * top else -10  # it came down to it
    labels = [(now, today, {"dy": dy, "color": theme.BLUE, **place}), _leading(page, road, own, top, place is right)]
    if len(own):
        last = own.iloc[-1]
        is_late = last["year"] > road["year"].iloc[-1] - 5
        is_near = -WORDS < (last["share"] - float(now["share"].iloc[0])) / top < WORDS / 2
        is_beside = last["year"] - road["year"].iloc[0] <= EARLY and is_near
        whose = f"own {page.own_plan.word if page.own_plan else 'plan'}"
        label = f"{whose}: {written.decimal(last['share'], 2)}% in {int(last['year'])}"
        dy = 18 if is_beside else -26 if is_late else -11
        labels.append(
            (own.tail(1), label, {"dy": dy, "color": theme.DEEP, **(left if last["year"] > first else right)})
        )
    look = {"align": "right", "fontWeight": "bold"}
    return [
        theme.rimmed(drawn(rows.assign(label=label)).mark_text(**look | own).encode(text="label:N"))
        for rows, label, own in labels
    ]


Label = tuple[pd.DataFrame, str, dict[str, Any]]
"""Where words stand in a chart, the words, and their look."""


def _leading(page: CountryPage, road: pd.DataFrame, own: pd.DataFrame, top: float, is_taken: bool) -> Label:
    """The name of the plan's line: under it where that is free, else over it; the first years may be ``is_taken``."""
    look = {"color": theme.INK, "fontWeight": "normal"}
    end = float(road["share"].iloc[-1])
    if abs(end - float(road["share"].iloc[0])) < FINE:
        crossed = any(0 <= share - end < WORDS * top for share in theme.references(*_rules(page)))
        words = "the plan leaves it there" if page.starts_below else "no more is asked"
        return road.tail(1), words, {**look, "dy": 14 if crossed else -8}
    name = "straight line" if page.is_as_asked and page.ask("core", page.iso3).shape == "linear" else "plan"
    beside = _own_line(page)
    if (beside < road.set_index("year")["share"].reindex(beside.index) - FINE).any():
        return road.iloc[[2 * len(road) // 3]], name, {**look, "dx": -4, "dy": -10}
    if any(0 < end - share < WORDS * top for share in theme.references(*_rules(page))):  # whose name stands under it
        return road.iloc[[len(road) // 3]], name, {**look, "align": "left", "dy": -8}
    half = road.iloc[len(road) // 2 - 1 if is_taken else 1 : len(road) // 2]
    free = half[~((half["share"] - guideline("wales").value) / top - 0.05).between(-0.04, 0.09)]
    at = free.tail(1) if len(free) else road.iloc[[len(road) // 3]]
    return at, name, {**look, "align": "left", "dx": 4, "dy": 16}


def _spoken(row: pd.Series, year: str = "") -> str:
    return f"{written.decimal(row['share'], 2)}% in {year or int(row['year'])}"


def _marked(own: pd.DataFrame) -> str:
    """What the diamonds mark; nothing without pledges."""
    pledges = [f"{written.decimal(row.share, 2)}% for {int(row.year)}" for row in own.itertuples()]
    return f" Diamonds mark its own pledges: {written.listing(pledges)}." if pledges else ""


def _path_title(page: CountryPage) -> str:
    """What its own plan means beside what is asked, or else where the plan leads."""
    ask, own, road = page.ask("core", page.iso3), page.own_plan, page.path
    now, then, base = float(road.iloc[0]), float(road.iloc[-1]), page.origin.year(page.base_year)
    if abs(then - now) < FINE:
        return f"{page.name} stays at {written.decimal(now, 2)}% of GDP, its share in {base}"
    is_asked = ask.rule != "exempt" and ask.share is not None and ask.year is not None
    if own is None or not is_asked or then < now or own.shares.iloc[-1] - now < FINE:
        there = road.index[(road - then).abs() < FINE][0]
        from_now = f"{page.name} goes from {written.decimal(now, 2)}% of GDP in {base}"
        return f"{from_now} to {written.decimal(then, 2)}% by {there}"
    whose = written.sentence_case(written.possessive(page.name_in_text))
    return f"{whose} own {own.word} {_beside(own, ask.share or 0.0, ask.year or 0)}"


def _beside(own: OwnPlan, share: float, due: int) -> str:
    """When an own plan is at a share, beside the year it is due: ``reaches 3.5% in 2029, six years early``."""
    reached = own.reached(share)
    if reached is None:
        return f"stops at {written.decimal(float(own.last), 2)}% in {own.last_year}, short of {share:g}%"
    apart = abs(reached - due)
    years = f"{written.number_word(apart)} {'year' if apart == 1 else 'years'}"
    when = "as asked" if not apart else f"{years} {'early' if reached < due else 'late'}"
    return f"reaches {share:g}% in {reached}, {when}"


def bill(page: CountryPage) -> Figure | None:
    """The ally's extra spending a year, in its own currency; None without forces or an extra."""
    if not page.has_forces:
        return None
    column, currency = page.own_column("extra"), str(page.own_cost["currency"].iloc[0])
    if page.own_cost.loc[page.own_cost["component"] == "core", column].abs().max() < 0.5:
        return None
    prices = f"at {page.base_year} prices" if column.endswith("_constant") else "at current prices"
    return bill_by_year(page, page.iso3, Money(column, currency, prices))


def _guideline(equipment: float) -> tuple[theme.Drawing, theme.Drawing]:
    """The guideline over the columns: red on a white edge, to stand out from the darkest; named on the axis."""
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
    last, now = frame.loc[last_year], page.own["equipment_share"]
    known = pd.notna(now)  # the heading speaks of the year of the sentence above it, also beyond the full breakdown
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    named = alt.Axis(
        values=sorted({0.0, equipment, 40.0, 60.0, 80.0, 100.0}),
        labelExpr=f"datum.value == {equipment:g} ? 'guideline {equipment:g}' : format(datum.value, 'd')",
    )
    names, legend = list(CATEGORIES.values()), alt.Legend(title=None, columns=2)
    scale = alt.Scale(domain=names, range=[theme.DEEP, theme.PALE, theme.AMBER, theme.MUTED])
    color = alt.Color("category:N", sort=names, scale=scale, legend=legend)
    y = alt.Y("percent:Q", title="% of spending", scale=alt.Scale(domain=[0, 100]), axis=named)
    tips = theme.tips("label:O", "category:N", ("percent:Q", "% of spending", ".1f"))
    bars = alt.Chart(long).mark_bar().encode(x=x, y=y, color=color, order=alt.Order("position:Q"), tooltip=tips)
    return described(
        "categories",
        page,
        theme.finish(theme.Layers(bars, *_guideline(equipment)), 220),
        frame.reset_index().round(theme.DECIMALS),
        part=written.decimal(float(now if known else last["Equipment"])),
        whose=written.possessive(page.name_in_text),
        year=origin.year(page.year if known else last_year),
        equipment=equipment,
        first=origin.year(int(frame.index.min())),
        last=origin.year(last_year),
        parts=", ".join(f"{c.lower()} {written.decimal(last[c], 1)}%" for c in CATEGORIES.values()),
        odd=_as_printed(page, frame),
    )


def _as_printed(page: CountryPage, frame: pd.DataFrame) -> str:
    """What is odd about the last years: no full breakdown, or shares carried over from the year before."""
    year, last, odd = page.origin.year, int(frame.index.max()), ""
    if last < page.year:
        odd = f" NATO gives no full breakdown for {year(page.year)}; the columns end in {year(last)}."
    if same := [name.lower() for name in carried_over(frame)]:
        years = f"{year(last)} and {year(int(frame.index[-2]))}"
        odd += f" Shares of {written.listing(same)} are the same in {years} to the last digit: so NATO prints them."
    return odd
