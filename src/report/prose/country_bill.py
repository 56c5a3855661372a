"""What the plan costs one ally: sentences and a table, each amount with its range."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.facts import Fact, Unit, combine, units, written
from report.facts.rows import macro_rows
from report.pages import CountryPage
from report.prose import words
from report.prose.passage import Passage, Segment, paragraph, run, say
from report.prose.ranges import HIGH, LOW, NOTE, short, spread
from report.prose.related import part_new
from report.prose.table import Column, Table

CURRENT = "At current prices inflation is uncertain too."
RELATED = "Related spending is an assumption, an upper bound: nobody measures it, and all of it is taken for new money."
TOO_UNCERTAIN = "Inflation makes amounts at current national prices too uncertain to range: national currency is at constant prices."


def extra(page: CountryPage, column: str = "extra", component: str = "core") -> Fact:
    """An amount of the plan in national currency and the page's price basis: extra a year at its end, or another kind of :func:`report.outlook.cost`."""
    return page.bill(page.iso3, component, page.own_column(column))


def own_prices(page: CountryPage) -> Fact:
    """The prices of :meth:`CountryPage.own_column`, as a phrase: those of the base year, or current ones."""
    return words.national_prices(page, page.own_column("extra").endswith("_constant"))


def adds_nothing(page: CountryPage) -> bool:
    """Whether the plan asks no more core spending of the ally than its baseline."""
    return abs(float(extra(page))) < 0.5


def moves(page: CountryPage) -> bool:
    """Whether the plan has the ally's share move at all."""
    core = page.own_cost[page.own_cost["component"] == "core"]["share_gdp"]
    return bool(abs(core.iloc[-1] - core.iloc[0]) >= 0.005)


def one_point(page: CountryPage) -> Fact:
    """One per cent of GDP at current US dollars, from the WEO, for an ally NATO tabulates no GDP of."""
    gdp = float(page.d.macro_panel.loc[(page.iso3, page.year), "NGDPD"]) * 1000
    rows = macro_rows(page.d, [page.iso3], [page.year], ["NGDPD"])
    return Fact(
        f"one_percent_gdp.{page.iso3}.{page.year}",
        f"one per cent of {written.possessive(page.name)} GDP, {page.year}",
        gdp / 100,
        units.USD_M,
        page.origin.macro,
        "projection",
        "computed",
        "GDP ÷ 100",
        rows=rows,
    )


def bill(page: CountryPage) -> Passage:
    """What the plan costs in all, per inhabitant and in dollars, and what related spending could add."""
    if not page.has_forces:
        return say(
            "Were {name} to spend up to the {related} of The Hague on related things, that would be {money} a year at its GDP of {year}, {prices}.",
            name=page.name_in_text,
            related=words.guideline("related"),
            prices=words.prices(None),
            money=_related_ceiling(page),
            year=words.year("last_year", page.year, "last year of the edition"),
        )
    core = () if adds_nothing(page) else (_in_all(page), _in_dollars(page))
    told = paragraph(*core, _related(page))
    if told.paragraphs:
        return told
    return say("Under this plan it need add nothing to defence or related spending.")


def _in_all(page: CountryPage) -> tuple[Segment, ...]:
    """The sum over the years of the plan, and the yearly amount per inhabitant."""
    total, head = extra(page, "cumulative_extra"), extra(page, "extra_per_head")
    return run(
        "Over {span} the plan adds {total} in all, {prices}{total_spread}. In {horizon} it is {head} for each inhabitant{head_spread}.",
        span=words.span(page),
        total=total,
        prices=own_prices(page),
        total_spread=spread(total),
        horizon=words.horizon(page),
        head=head,
        head_spread=short(head),
    )


def _in_dollars(page: CountryPage) -> tuple[Segment, ...]:
    """The extra a year in US dollars; nothing for the United States."""
    if page.profile["currency"] == "USD":
        return ()
    whole = page.bill(page.iso3, "core", page.money("extra"))
    return run(
        "In US dollars the extra of {horizon} is {whole}, {prices}{spread}.",
        horizon=words.horizon(page),
        prices=words.price_words(page),
        whole=whole,
        spread=short(whole),
    )


def at_the_common_target(page: CountryPage) -> tuple[Segment, ...]:
    """What the common target would cost an ally that the plan holds to a figure of its own; nothing for any other."""
    yearly, total = (
        page.bill_without_exemptions(page.iso3, page.own_column(f"{kind}extra")) for kind in ("", "cumulative_")
    )
    if not page.is_exempt or yearly is None or total is None:
        return ()
    return run(
        "At the target of the others{target} it would cost {yearly} a year more{spread} and {total} in all, {prices}.",
        target=words.common_target(page),
        yearly=yearly,
        spread=short(yearly),
        total=total,
        prices=own_prices(page),
    )


def _related(page: CountryPage) -> tuple[Segment, ...]:
    """What related spending could add, from nothing to all of it as new money."""
    amount = extra(page, component="related")
    if abs(float(amount)) < 0.05:
        return ()
    whole = part_new(page, amount, 1.0)
    return run(
        "The {target} for related spending could add nothing or up to {whole}{spread} a year by {horizon}, {prices}. That depends on how much of it is new money, which nobody measures.",
        target=words.target(page, "related"),
        whole=whole,
        spread=short(whole),
        horizon=words.horizon(page),
        prices=own_prices(page),
    )


def _related_ceiling(page: CountryPage) -> Fact:
    point = one_point(page)
    return combine(
        f"related_ceiling_usd_m.{page.iso3}.{page.year}",
        f"related ceiling in {written.possessive(page.name)} money",
        float(words.guideline("related")) * float(point),
        units.USD_M,
        "the ceiling × one per cent of GDP",
        (point, words.guideline("related")),
    )


def bill_table(page: CountryPage) -> Table | None:
    """Year by year: share, extra and sum with their ranges in the ally's own currency; the file has levels, dollars and related spending too. None without forces."""
    if not page.has_forces:
        return None
    shown = _amounts(page)
    money = "usd_m" if page.profile["currency"] == "USD" else "ncu_m"
    path = money + "_constant" * page.own_column("extra").endswith("_constant")
    read = [one for one in shown if one[1] in (f"extra_{path}", f"cumulative_extra_{path}")] or shown[:1]
    frame = pd.concat([_shares(page), *(_with_ends(page, *one[:2]) for one in shown)], axis=1).reset_index(drop=True)
    return Table(
        id="bill",
        caption=f"{written.possessive(page.name)} bill under “{page.plan.title}”, year by year",
        subtitle=f"Defence spending over {words.baseline_words(page)}; money in millions",
        frame=frame,
        columns=_columns(read),
        notes=(
            f"{_first_line(page, page.base_year)} Shares follow the plan as written and have no range. The file has more columns.",
            NOTE,
            TOO_UNCERTAIN if page.has_open_prices else CURRENT,
            *((RELATED,) if page.ask("related").is_something else ()),
            *_dollar_note(page.own_cost, page.base_year),
            *_fiscal_note(page),
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
        layout="closed",
        download=(frame, _columns(shown)),
    )


Amount = tuple[str, str, str, Unit]
"""Component, column, label and unit of an amount, which has its two ends beside it."""


def _columns(amounts: Sequence[Amount]) -> tuple[Column, ...]:
    ranged = (column for one in amounts for column in _ranged(*one))
    return (Column("label", "Year"), Column("share_gdp", "Share", units.PERCENT_GDP), *ranged)


def _first_line(page: CountryPage, base: int) -> str:
    """Whose figure the base year's amount is, or what it is made of in an edition that prints no spending at current prices."""
    if page.treasury.prints_spending(base):
        return "The first line is NATO’s own figure."
    return "The first line is NATO’s share of the IMF’s GDP, since this edition does not print the amount."


def _shares(page: CountryPage) -> pd.DataFrame:
    """The path's shares, by year."""
    core = page.own_cost[page.own_cost["component"] == "core"].set_index("year")
    return core[["share_gdp"]].assign(
        label=[page.origin.year(year) if year <= page.year else str(year) for year in core.index]
    )


def _amounts(page: CountryPage) -> list[Amount]:
    """The amounts of the table: in national currency, unless that is the dollar, and in dollars; at current prices where inflation leaves those open to say."""
    currency, base = str(page.own_cost["currency"].iloc[0]), page.base_year
    national = (
        {}
        if currency == "USD"
        else {"ncu_m_constant": units.ncu_m(currency, base)}
        | ({} if page.has_open_prices else {"ncu_m": units.ncu_m(currency)})
    )
    moneys = national | {"usd_m_constant": units.usd_m_constant(base), "usd_m": units.USD_M}
    kinds = (
        {"level": "Level"} if adds_nothing(page) else {"extra": "Extra", "cumulative_extra": "In all", "level": "Level"}
    )
    own = [("core", f"{kind}_{money}", label, unit) for money, unit in moneys.items() for kind, label in kinds.items()]
    related = [("related", "extra_usd_m_constant", "Related, upper bound", units.usd_m_constant(base))]
    return own + related * page.ask("related").is_something


def _with_ends(page: CountryPage, component: str, name: str) -> pd.DataFrame:
    """An amount by year with its two ends, named after component and column."""
    own = page.own_cost[page.own_cost["component"] == component].set_index("year")[[name]]
    ends = page.ranges.yearly(page.iso3, component, name).rename(columns=lambda end: f"{name}_{end}")
    return own.join(ends).add_prefix("" if component == "core" else f"{component}_")


def _ranged(component: str, name: str, label: str, unit: Unit) -> tuple[Column, Column, Column]:
    """A column of money with its two ends."""
    name = name if component == "core" else f"{component}_{name}"
    return Column(name, label, unit), Column(f"{name}_low", LOW, unit), Column(f"{name}_high", HIGH, unit)


def _dollar_note(frame: pd.DataFrame, base: int) -> tuple[str, ...]:
    """Why amounts at current dollars can lie below those at constant ones: the IMF's own dollar path of GDP."""
    low = frame.loc[frame["level_usd_m"] < frame["level_usd_m_constant"] * (1 - 1e-9)]
    if low.empty:
        return ()
    first, last = int(low["year"].min()), int(low["year"].max())
    dearer = (low["level_ncu_m"] > low["level_ncu_m_constant"]).all()
    cause = "the currency loses more against the dollar than prices at home rise" if dearer else "prices at home fall"
    span = str(first) if first == last else f"{first} to {last}"
    return (
        f"In {span} amounts in current US$ lie below those at {base} prices: on the IMF’s path {cause}, so that GDP in dollars grows less than real GDP.",
    )


def _fiscal_note(page: CountryPage) -> tuple[str, ...]:
    return (
        (f"Fiscal years: {page.profile['fiscal_year']}.",) if page.profile["fiscal_year"] != "January-December" else ()
    )
