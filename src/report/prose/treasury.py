"""What the plan means to one ally's treasury, and whether its pace has ever been kept."""

from __future__ import annotations

from report.facts import Fact, combine, names, units, written
from report.facts.rows import spending_rows
from report.outlook.treasury import ESCAPE_SINCE
from report.pages import CountryPage
from report.pages.treasury import ESCAPE_LAST, escape_percent, is_active
from report.prose import words
from report.prose.country_bill import adds_nothing
from report.prose.passage import Passage, Segment, say

APART = 0.02
"""The price-base factor k further than this from 1 is explained."""
FINE = 1.0
"""Percentages below this are written with two decimals."""


def treasury(page: CountryPage) -> Passage:
    """The extra against revenue, spending, balance and debt; one point in money; past increases; room under EU rules."""
    if not page.has_forces:
        return say("Core spending asks nothing of a treasury without forces to pay for.")
    own = _accounts(page) if not adds_nothing(page) else _nothing(page)
    return own + _point(page) + _room(page)


def _accounts(page: CountryPage) -> Passage:
    t = page.treasury
    return say(
        """In {horizon} the extra for core defence is {extra} of GDP, {revenue_part} of what government takes in and {spending_part} of what it
        spends. Borrowed, it would take the budget balance from {balance} to {borrowed} of GDP; if everything from now on is borrowed, at an
        interest rate equal to growth, debt is {added} of GDP higher by then, on top of the {debt} the IMF has. With related spending, were
        all of it new money, the extra is {extra_total} of GDP and {revenue_total} of revenue. Fiscal ratios are the IMF’s for {last}.""",
        horizon=words.year(page.horizon, "horizon of the plan"),
        extra=t.fact("extra_percent_gdp"),
        revenue_part=_fine(t.fact("extra_percent_revenue")),
        spending_part=_fine(t.fact("extra_percent_spending")),
        balance=t.fact("balance"),
        borrowed=t.fact("balance_if_borrowed"),
        added=t.fact("added_pp"),
        debt=_round(t.fact("debt")),
        extra_total=t.fact("extra_percent_gdp", "total"),
        revenue_total=_fine(t.fact("extra_percent_revenue", "total")),
        last=words.year(
            min(int(page.d.macro["year"].max()), page.horizon), "last year of the macro vintage, its ratios held"
        ),
    )


def _nothing(page: CountryPage) -> Passage:
    t = page.treasury
    return say(
        """Core spending asks nothing more of the treasury under this plan. Related spending, were all of it new money, would take {extra} of GDP
        in {horizon}, {revenue_part} of what government takes in.""",
        extra=t.fact("extra_percent_gdp", "total"),
        horizon=words.year(page.horizon, "horizon of the plan"),
        revenue_part=_fine(t.fact("extra_percent_revenue", "total")),
    )


def _fine(fact: Fact) -> Fact:
    return fact.written_as(f"{written.decimal(float(fact), 2)}%") if abs(float(fact)) < FINE else fact


def _round(fact: Fact) -> Fact:
    return fact.written_as(f"{written.decimal(float(fact))}%")


def _point(page: CountryPage) -> Passage:
    t = page.treasury
    text = say(
        "One point of NATO’s share of GDP is {point} a year, {head} for each inhabitant, in {year}.{why}",
        point=t.money("point_ncu_m"),
        head=t.money("per_head_ncu"),
        year=page.when(int(t.point["base_year"])),
        why=_why_not_one_percent(page),
    )
    return _joined(text, _increases(page)) if not adds_nothing(page) else text


def _why_not_one_percent(page: CountryPage) -> tuple[Segment, ...]:
    """Why a point of NATO's share is not one per cent of GDP, where the two differ by more than ``APART``."""
    k, point = page.ally(page.iso3, "k"), page.treasury.money("point_ncu_m")
    if not k.is_known or abs(float(k) - 1) <= APART:
        return ()
    one = combine(
        f"one per cent of {written.possessive(page.name)} GDP at current prices",
        float(point) / float(k),
        point.unit,
        "one point of NATO’s share ÷ k",
        (point, k),
    )
    sentence = say(
        """One per cent of GDP at current prices is {one}: NATO’s share is of real GDP, of which the same spending is {share}, against {current} of GDP at
        current prices.""",
        one=one,
        share=page.ally(page.iso3, "share_gdp"),
        current=page.ally(page.iso3, "share_gdp_current"),
    )
    return (" ", *sentence.paragraphs[0])


def _increases(page: CountryPage) -> Passage:
    t = page.treasury
    yearly = t.increases("past_increase_usd_m")
    if not yearly.is_known:
        return Passage(())
    if float(yearly) <= 0:
        return say("Over the years of this edition its spending has not risen at constant prices.")
    years = t.increases("years_of_past_increases")
    return say(
        """Over the years of this edition its spending has risen by {yearly} a year at constant prices: the extra of {horizon} is worth {years}
        of such rises.""",
        yearly=yearly,
        horizon=words.year(page.horizon, "horizon of the plan"),
        years=years.written_as(_years(float(years))),
    )


def _years(number: float) -> str:
    if number < 0.95:
        return "less than a year"
    whole = round(number)
    return "a year" if whole == 1 else f"{written.number_word(whole)} years"


def _room(page: CountryPage) -> Passage:
    t = page.treasury
    if t.room is None:
        return Passage(())
    beyond = t.escape("beyond_pp")
    return say(
        """{state} Under it defence may exceed the EU’s spending rules by up to {percent} of GDP a year until {last}, counted from {since}. On the
        plan’s path the core share is {rise} above that by then: {verdict}{beyond}. NATO’s shares stand in for the Commission’s accounts here.""",
        state=f"The Council {'has activated' if is_active(page.iso3) else 'has not activated'} the EU’s escape clause for defence for {page.name_in_text}.",
        percent=escape_percent(),
        last=words.year(ESCAPE_LAST, "last year of the clause"),
        since=words.year(ESCAPE_SINCE, "our reading of the Commission’s communication of March 2025"),
        rise=t.escape("rise_pp"),
        verdict="within the room" if float(beyond) < 0.005 else "beyond the room by ",
        beyond=() if float(beyond) < 0.005 else (beyond,),
    )


def _joined(first: Passage, second: Passage) -> Passage:
    """Two one-paragraph passages as one paragraph."""
    if not second.paragraphs:
        return first
    return Passage(((*first.paragraphs[0], " ", *second.paragraphs[0]),), first.style)


def precedent(page: CountryPage) -> Passage | None:
    """Whether the pace the plan requires has ever been kept, by whom, and by the ally itself; None without a pace or a past."""
    if not page.has_forces or page.treasury.precedent["required_pp"] <= 1e-9 or "spans" not in page.treasury.precedent:
        return None
    t = page.treasury
    reached = t.pace("reached", "spans that reached the pace", units.COUNT)
    spans = t.pace("spans", "spans in all", units.COUNT)
    if float(reached) == 0:
        return say(
            "None of the {spans} spans of that length in this edition rose as fast: no ally has done it.", spans=spans
        )
    return say(
        """Of {spans} spans of {length} years in this edition {reached} rose that fast on average, the fastest that of {fastest}; {kept} did so in
        every single year.{own}""",
        spans=spans,
        length=_worded(t.pace("length", "length of a span", units.YEARS)),
        reached=reached,
        fastest=_fastest(page),
        kept=_worded(t.pace("kept", "spans that kept the pace every year", units.COUNT)),
        own=_own_best(page),
    )


def _own_best(page: CountryPage) -> tuple[Segment, ...]:
    """The ally's own best span; nothing where the edition has none of that length for it."""
    best = page.treasury.pace("own_best_pp", "own best mean rise over such a span", units.POINTS_A_YEAR)
    return (
        (f" The fastest such span of {page.name_in_text} itself averaged ", best, " a year.") if best.is_known else ()
    )


def _fastest(page: CountryPage) -> Fact:
    iso3 = str(page.treasury.precedent["which"])[:3]
    rows = spending_rows(page.d, [iso3], [int(year) for year in page.d.panel.index.unique("year")], ["share_gdp"])
    formula = "largest mean rise of the share over a span of that length"
    return names(
        f"ally with the fastest span, beside {page.name}",
        [page.names_in_text[iso3]],
        formula,
        page.origin.edition,
        "estimate",
        rows,
    )


def _worded(fact: Fact) -> Fact:
    return fact.written_as(written.number_word(int(float(fact))))
