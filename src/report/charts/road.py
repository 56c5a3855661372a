"""Charts of the road ahead: the bill by year and by ally, and the paths. All take frames of ``outlook.cost``."""

from __future__ import annotations

from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.facts import HIGH, LOW, likely, written
from report.outlook.range_facts import DRAWN
from report.pages import Page
from report.pages.ranges import ENDS as RANGE_ENDS
from report.pages.ranges import Ranges
from report.shown import Figure
from report.tables import guideline

PARTS = {"core": "defence spending", "related": "related spending"}
ENDS = ("low", "high")
ROOM = 2
"""Years of empty plot behind the last of a path, for the names of the guidelines."""
US = "USA"
STRIPES = 4
"""Stripes a year that hatch what nobody measures."""
CLOSE = 0.25
"""Two ends nearer than this part of the higher have no room for a name between them."""
OPEN = 0.3
"""Opacity of the part of a bar that no pledge covers."""
ROWS = 12
"""Rows of the waterfall: the allies that add most, and all the others in one."""


def about_ranges(path: str = "usd_m_constant") -> str:
    """What the range of amounts in a money path is, for whoever reads a chart."""
    drawn = DRAWN[path]
    return (
        f"It is the {likely(drawn)}: what the errors of past forecasts of {drawn} would make of the amount, "
        "the plan carried out as written. "
        "Its centre is how past forecasts turned out, the line is the IMF’s forecast: the line can leave the range."
    )


class Money(NamedTuple):
    """What a bill is drawn in: column of ``cost``, currency, prices as a phrase (empty: those of the base year)."""

    column: str = "extra_usd_m_constant"
    currency: str = "USD"
    prices: str = ""

    def write(self, millions: float) -> str:
        """An amount as a title writes it."""
        return written.money(millions, self.currency)

    @property
    def unit(self) -> str:
        """The unit of the axis: ``€ billion``."""
        return f"{written.symbol(self.currency).strip()} billion"


DOLLARS = Money()


def bill_by_year(page: Page, iso3: str = "NATO_TOTAL", money: Money = DOLLARS) -> Figure:
    """Extra spending a year under the page's plan, core and related, of all allies or of one, with its likely range."""
    wide = _by_year(page, iso3, money)
    base, horizon, last = int(wide["year"].min()), int(wide["year"].max()), wide.iloc[-1]
    prices = money.prices or f"at {base} prices and exchange rates"
    priced = prices.removesuffix(" and exchange rates")
    title = f"{money.unit} {priced}"
    measured, claimed = _fan(wide, title, money), _hatched(wide, title)
    core, related = (float(last[part]) for part in PARTS)
    low, high = (money.write(last[f"core_{end}"]) for end in ENDS)
    is_ranged = last["core_high"] > last["core_low"]
    return described(
        "bill-by-year",
        page,
        theme.finish(theme.Layers(*claimed, *measured), 240),
        wide[["year", *(name for part in (*PARTS, "total") for name in (part, *(f"{part}_{end}" for end in ENDS)))]],
        who=page.names.get(iso3, "All allies"),
        extra=f"{money.write(abs(core))} a year {'more' if core > 0 else 'less'}"
        if abs(core) >= 0.05
        else "nothing more",
        core=money.write(core),
        base=base,
        horizon=horizon,
        unit=money.unit,
        prices=prices,
        millions=f"{money.unit.replace('billion', 'million')}, {priced.removeprefix('at ')}",
        low=LOW,
        high=HIGH,
        fan=f", with an area about it that ends between {low} and {high}" if is_ranged else "",
        hatched=HATCHED.format(money.write(related)) if claimed else "",
        claimed=CLAIMED if claimed else "",
        about=f"The area about the line is the range. {about_ranges(money.column.removeprefix('extra_'))}",
    )


HATCHED = " Apart from it a hatched area of related spending, up to {}, that nobody measures."
CLAIMED = (
    " Hatched: related spending if all of it were new money, an assumption that nobody measures; "
    "it is not part of the line."
)


def _over_years() -> alt.X:
    return alt.X("year:Q", title=None, axis=years_axis(), scale=alt.Scale(zero=False, nice=False, padding=12))


def _fan(wide: pd.DataFrame, title: str, money: Money) -> list[theme.Drawing]:
    """The bill that is measured: a line, and its likely range as an area about it."""
    x = _over_years()
    amounts = {"core": "usd_bn", "core_low": "low_bn", "core_high": "high_bn"}
    frame = wide[["year", *amounts]].rename(columns=amounts)
    frame[[*amounts.values()]] = (frame[[*amounts.values()]] / 1000).round(theme.DECIMALS)
    tips = theme.tips(
        ("year:Q", "", "d"), ("usd_bn:Q", money.unit, ",.1f"), ("low_bn:Q", LOW, ",.1f"), ("high_bn:Q", HIGH, ",.1f")
    )
    drawn = alt.Chart(frame)
    y = alt.Y("usd_bn:Q", title=title)
    points = alt.OverlayMarkDef(color=theme.BLUE, size=36)
    line = drawn.mark_line(color=theme.BLUE, strokeWidth=3, point=points).encode(x=x, y=y, tooltip=tips)
    word = _named(wide, "core", PARTS["core"], fontWeight="bold", color=theme.BLUE)
    area = drawn.mark_area(color=theme.PALE, opacity=0.45).encode(x=x, y=alt.Y("low_bn:Q", title=title), y2="high_bn:Q")
    return [area, line, word]


def _hatched(wide: pd.DataFrame, title: str) -> list[theme.Drawing]:
    """What is claimed and not measured: stripes up to a dashed edge, and its name; nothing where none is assumed."""
    if not wide["related"].abs().max() > 0.5:
        return []
    x = _over_years()
    years = np.linspace(wide["year"].min(), wide["year"].max(), STRIPES * (len(wide) - 1) + 1)
    top = np.interp(years, wide["year"].astype(float), wide["related"] / 1000)
    frame = pd.DataFrame({"year": years, "top": top, "foot": 0.0}).round(theme.DECIMALS)
    is_straight = np.allclose(np.diff(top, 2), 0, atol=1e-6)
    y = alt.Y("top:Q", title=title)
    stripes = alt.Chart(frame).mark_rule(color=theme.MUTED, strokeWidth=1).encode(x=x, y=y, y2="foot:Q")
    edge = alt.Chart(frame.iloc[[0, -1]] if is_straight else frame)
    edge = edge.mark_line(color=theme.MUTED, strokeDash=theme.DASH).encode(x=x, y=y)
    word = _named(wide, "related", f"{PARTS['related']}, unmeasured", color=theme.INK)
    return [stripes, edge, word]


def _named(wide: pd.DataFrame, part: str, name: str, **looks: Any) -> theme.Drawing:
    """A part's name above its line's end, or under its first half where the other's end lies close above."""
    other = wide["related" if part == "core" else "core"].iloc[-1]
    gap = round(other - wide[part].iloc[-1], theme.DECIMALS)
    below = gap < CLOSE * other and (gap > 0 or (gap == 0 and part == "related"))
    at = wide.iloc[[len(wide) // 3 if below else -1]].assign(
        name=name, at=lambda rows: (rows[part] / 1000).round(theme.DECIMALS)
    )
    where: dict[str, Any] = {"align": "left", "dx": 8, "dy": 12} if below else {"align": "right", "dx": -10, "dy": -12}
    return theme.rimmed(theme.words(at[["year", "at", "name"]], _over_years(), alt.Y("at:Q"), "name", **where, **looks))


def _by_year(page: Page, iso3: str, money: Money) -> pd.DataFrame:
    """One row per year: each part and the sum, with their ends named ``core_low``, ``core_high``, …"""
    cost = page.cost if iso3 in page.names else page.groups
    wide = cost[cost["iso3"] == iso3].pivot(index="year", columns="component", values=money.column)
    ends = [page.ranges.yearly(iso3, part, money.column).add_prefix(f"{part}_") for part in (*PARTS, "total")]
    return wide.rename_axis(columns=None).join(ends).reset_index()


def bill_by_ally(page: Page) -> Figure:
    """The alliance's bill in the last year, built up ally by ally: constant prices, the ranges in the data."""
    frame, is_frozen, earlier = _bills(page), page.baseline == "freeze", page.starting_before(page.base_year)
    older = f" {written.listing([page.names[iso3] for iso3 in earlier.index])} at {earlier.min()} prices."
    largest = frame["core"].abs().idxmax()
    is_above = not page.plan.may_cut and float(page.plan_shares.loc[page.base_year].max()) > (page.ask().share or 100)
    return described(
        "bill-by-ally",
        page,
        theme.finish(_waterfall(frame, page.base_year), alt.Step(theme.HEIGHT_OF_ROW + 2)),
        frame[["ally", "core", "covered", *ENDS]],
        title=_leaders_title(page, frame),
        whole=written.money(frame["core"].sum(), "USD"),
        first=frame.at[largest, "ally"],
        most=written.money(frame.at[largest, "core"], "USD"),
        low=LOW,
        high=HIGH,
        above=" Allies already above the target add nothing over the baseline." * (is_frozen and is_above),
        older="" if earlier.empty else older,
        spent="" if is_frozen else ", or spent already",
    )


def _bills(page: Page) -> pd.DataFrame:
    """What each ally adds in the last year, the largest first, with the ends of its range."""
    core = page.core_at_end["extra_usd_m_constant"]
    covered = page.frames.pledged.query("year == @page.horizon").set_index("iso3")["covered_usd_m_constant"]
    frame = pd.DataFrame({"iso3": core.index, "ally": core.index.map(page.names), "core": core, "covered": covered})
    frame = frame.join(page.ranges.table("core", "extra_usd_m_constant", page.horizon))
    return frame.sort_values(["core", "ally"], ascending=[False, True], ignore_index=True)


def _waterfall(frame: pd.DataFrame, base: int) -> theme.Layers:
    steps = _steps(frame)
    order = steps["ally"].tolist()
    promised = ("promised_bn:Q", "promised by allies themselves", ",.1f")
    tips = theme.tips("ally:N", ("usd_bn:Q", "US$ billion", ",.1f"), promised)
    y = theme.rows("ally:N", order)
    axis = alt.Axis(orient="top", grid=True, tickCount=5)
    least, most = min(float(steps[["start", "end"]].min().min()), 0.0), float(steps[["start", "end"]].max().max())
    room = alt.Scale(domain=[1.2 * least, max(1.2 * most, 0.1)], nice=False)
    x = alt.X("start:Q", title=f"US$ billion a year, {base} prices", axis=axis, scale=room)
    drawn = alt.Chart(steps)
    colour = alt.Color("colour:N", scale=None)
    stroke, amount = alt.Stroke("colour:N", scale=None), alt.Text("usd_bn:Q", format=",.1f")
    bars = drawn.mark_bar(fillOpacity=OPEN, strokeWidth=1)
    bars = bars.encode(y=y, x=x, x2="end:Q", color=colour, stroke=stroke, tooltip=tips)
    promised = drawn.mark_bar().encode(y=y, x=x, x2="promised:Q", color=colour, tooltip=tips)
    values = drawn.mark_text(align="left", dx=5, fontSize=12).encode(y=y, x=alt.X("end:Q"), text=amount)
    return theme.Layers(bars, promised, values)


def _steps(frame: pd.DataFrame) -> pd.DataFrame:
    """The bars: the allies that add or save most, all others as one, the sum; each from where the last one ended."""
    adding = frame[frame["core"].abs() > 0.5].sort_values("core", key=abs, ascending=False, kind="stable")
    shown, rest = adding.head(ROWS - 1), adding.iloc[ROWS - 1 :]
    parts = [*zip(shown["ally"], shown["core"], shown["covered"], shown["iso3"], strict=True)]
    if len(rest):
        parts.append((f"{len(rest)} others", float(rest["core"].sum()), float(rest["covered"].sum()), ""))
    steps = pd.DataFrame(parts, columns=["ally", "core", "covered", "iso3"])
    steps = steps.assign(usd_bn=steps["core"] / 1000, promised_bn=steps["covered"] / 1000)
    steps["end"] = steps["usd_bn"].cumsum()
    steps["start"] = steps["end"] - steps["usd_bn"]
    steps["promised"] = steps["start"] + steps["promised_bn"]
    steps["colour"] = steps["iso3"].map({US: theme.AMBER}).fillna(theme.BLUE)
    whole, promised = float(steps["usd_bn"].sum()), float(steps["promised_bn"].sum())
    total = {"ally": "All allies", "iso3": "", "usd_bn": whole, "start": 0.0, "end": whole, "colour": theme.DEEP}
    total |= {"promised_bn": promised, "promised": promised}
    return pd.concat([steps.drop(columns=["core", "covered"]), pd.DataFrame([total])], ignore_index=True).round(
        theme.DECIMALS
    )


def _leaders_title(page: Page, frame: pd.DataFrame) -> str:
    """Which part of the bill falls to the three who add most; or that nobody adds anything, or how many would spend
    less than the baseline: then no ally carries a part of one bill."""
    core, top, horizon = frame["core"], frame.loc[frame["core"] > 0.5, "iso3"].head(3).tolist(), page.horizon
    less = len(page.below_baseline("extra_usd_m_constant"))
    fewer = f"{written.number_word(less)} {'ally' if less == 1 else 'allies'} would spend less than the baseline"
    if not top:
        nobody = f"No ally would have to add defence spending in {horizon}"
        return f"{nobody}; {fewer}" if less else nobody
    leaders = written.sentence_case(written.listing([page.names_in_text[iso3] for iso3 in top]))
    if less:
        adding = f"Only {page.names_in_text[top[0]]} would add" if len(top) == 1 else f"{leaders} would add most"
        return f"{adding} in {horizon}; {fewer}"
    part = written.decimal(100 * core.head(3).sum() / core.sum())
    return f"{leaders} would carry {part}% of the bill in {horizon}{_part_range(page.ranges, top, horizon)}"


def _part_range(ranges: Ranges, allies: list[str], year: int) -> str:
    """`` (likely range, growth only: 49 to 53%)``: which part of the bill some allies carry in the draws."""
    column = "extra_usd_m_constant"
    drawn = {iso3: ranges.draws(iso3, "core", column, year) for iso3 in ranges.drawn.allies}
    whole, parts = np.sum([*drawn.values()], axis=0), np.sum([drawn[iso3] for iso3 in allies], axis=0)
    if not (whole > 0).all() or (parts == whole).all():
        return ""
    low, high = 100 * np.quantile(parts / whole, RANGE_ENDS)
    return f" (likely range, growth only: {written.decimal(low)} to {written.decimal(high)}%)"


def paths(page: Page) -> Figure:
    """Every ally's share of GDP, past and under the page's plan: a small chart each, all on one scale."""
    core = page.plan_shares
    past = page.shares.reindex(columns=core.columns)
    base, horizon, first = page.base_year, int(core.index.max()), int(past.index.min())
    bends = core.diff().diff().shift(-1).abs() > 1e-9  # where paths run straight on, the lines need no points
    bends.iloc[[0, -1]] = True
    long = pd.concat([_long(past, page.names, "NATO"), _long(core.where(bends), page.names, "plan")])
    order = core.iloc[-1:].rename(columns=page.names).columns.sort_values().tolist()
    top = float(np.ceil(10 * long["share"].max()) / 10)
    axis = alt.Axis(format="d", values=[first, horizon], grid=False)
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[first, horizon], nice=False), axis=axis)
    share, wales = page.ask().share, guideline("wales").value
    across = [mark for mark in sorted({0.0, wales, guideline("core").value if share is None else share}) if mark <= top]
    marks = alt.Axis(values=across, labelExpr="datum.value", domain=False, gridColor=theme.MUTED)
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=marks)
    tips = theme.tips("ally:N", ("year:Q", "", "d"), ("share:Q", "% of GDP", ".2f"))
    dash = alt.StrokeDash("part:N", legend=None, scale=alt.Scale(domain=["NATO", "plan"], range=[[1, 0], [3, 2]]))
    lines = alt.Chart(long).mark_line(color=theme.BLUE, strokeWidth=2).encode(x=x, y=y, strokeDash=dash, tooltip=tips)
    head = alt.Header(title=None, labelPadding=2, labelFontWeight="normal")
    facet, spacing = alt.Facet("ally:N", sort=order, header=head), {"row": 15, "column": 13}
    chart = lines.properties(width=76, height=50).facet(facet, columns=7, spacing=spacing)
    chart.config = alt.Config.from_dict(theme.config())
    middle = pd.concat([past.median(axis=1), core.loc[core.index > base].median(axis=1)])
    now, end = float(middle.loc[base]), float(middle.loc[horizon])
    year, (low, high) = page.origin.year(base), middle_half(past.iloc[0])
    return described(
        "paths",
        page,
        chart,
        _wide(past, core, page.names),
        title=_median_title(now, year, end, horizon),
        first=first,
        past=f"from {first} to {year}" if first < base else f"in {year}",
        horizon=horizon,
        count=core.shape[1],
        low=low,
        high=high,
        onward=_onward(page),
        end=written.decimal(end, 2),
    )


def _wide(past: pd.DataFrame, core: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The table behind the small charts: a row a year, a column an ally."""
    whole = pd.concat([past, core.loc[core.index > past.index.max()]]).rename(columns=names).sort_index(axis=1)
    return whole.rename_axis(index="year", columns=None).reset_index().round(theme.DECIMALS)


def _median_title(now: float, base: str, end: float, horizon: int) -> str:
    share, then = written.decimal(now, 2), written.decimal(end, 2)
    if round(now, 2) == round(end, 2):
        return f"The median ally would stay at {share}% of GDP, its share in {base}"
    return f"The median ally would go from {share}% of GDP in {base} to {then}% in {horizon}"


def middle_half(shares: pd.Series) -> tuple[str, str]:
    """Between which shares the middle half of allies lies, as they are printed."""
    low, high = (written.decimal(end, 2) for end in shares.quantile([0.25, 0.75]))
    return low, high


def _onward(page: Page) -> str:
    """How the lines run on under the plan, in words."""
    ask = page.ask()
    if ask.is_something:
        flat = "; those already above its target stay flat" * (not page.plan.may_cut)
        return f"move towards what the plan asks{flat}"
    return "follow each ally’s own figures" if ask.by_own else "run on flat under the plan"


def years_axis() -> alt.Axis:
    """Every fifth year."""
    return alt.Axis(format="d", tickCount=6)


def _long(wide: pd.DataFrame, names: dict[str, str], part: str) -> pd.DataFrame:
    long = wide.rename(columns=names).rename_axis(columns="ally").reset_index().melt("year", None, "ally", "share")
    return long.dropna().assign(part=part).round(theme.DECIMALS)
