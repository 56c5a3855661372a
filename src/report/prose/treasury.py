"""What the plan means to one ally's treasury, and whether its pace has ever been kept."""

from __future__ import annotations

from dataclasses import replace

from report.facts import Fact, assumed, combine, ends, named, names, units, written
from report.facts.rows import spending_rows
from report.outlook.treasury import ESCAPE_SINCE
from report.pages import CountryPage
from report.pages.treasury import is_active
from report.prose import words
from report.prose.country_bill import adds_nothing
from report.prose.passage import Passage, Segment, say

APART = 0.02
"""The price-base factor k further than this from 1 is explained."""
FINE = 1.0
"""Percentages below this are written with two decimals."""
GNI = "gross national income"
MARGIN = 0.5
"""Points of GDP: nearer to the end of the escape clause's room than this, the Commission's account of spending could say otherwise than NATO's."""
ACCOUNTS = (
    "Germany in 2024: 1.4 % of GDP in the Commission’s account (COFOG), by a secondary report, and 2.00 % in NATO’s"
)
INTEREST = "default of debt_path, a parameter; after Blanchard (2019), American Economic Review 109"
NO_EFFECT = "default of debt_path, a parameter; multipliers are put at 0.6 to 1: Ramey and Zubairy (2018), Journal of Political Economy 126"
IMF_POLICY = "IMF, World Economic Outlook, statistical appendix, on the assumptions of its fiscal projections"


def treasury(page: CountryPage) -> Passage:
    """The extra against revenue, spending, balance and debt; one point in money; past increases; room under EU rules."""
    if not page.has_forces:
        return say("Core spending asks nothing of a treasury without forces to pay for.")
    own = _accounts(page) + _limits(page) if not adds_nothing(page) else _nothing(page)
    return own + _point(page) + _room(page)


def _accounts(page: CountryPage) -> Passage:
    t = page.treasury
    return say(
        """In {horizon} the extra for core defence is {extra} of GDP. {at_ratios} that is {revenue_part} of what government takes in and
        {spending_part} of what it spends. That year’s extra borrowed, it would take a budget balance of {balance} of GDP to {borrowed}; if everything from now on is
        borrowed, {interest} and {no_effect}, debt is {added} of GDP higher by then, beside a ratio of {debt} in {last}.{related}""",
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        extra=t.fact("extra_percent_gdp"),
        at_ratios=_at_ratios(page),
        revenue_part=_fine(t.fact("extra_percent_revenue")),
        spending_part=_fine(t.fact("extra_percent_spending")),
        balance=t.fact("balance"),
        borrowed=t.fact("balance_if_borrowed"),
        interest=assumed(
            "interest_less_growth",
            "interest on the added debt",
            "at an interest rate equal to growth",
            units.TEXT,
            INTEREST,
        ),
        no_effect=assumed(
            "growth_effect", "effect of the extra on growth", "with no effect on growth", units.TEXT, NO_EFFECT
        ),
        added=t.fact("added_pp"),
        debt=_round(t.fact("debt")),
        last=_last(page),
        related=_with_related(page),
    )


def _with_related(page: CountryPage) -> tuple[Segment, ...]:
    """The extra with related spending; nothing where the plan asks none or counts none of it as new."""
    t = page.treasury
    whole = t.fact("extra_percent_gdp", "total")
    if abs(float(whole) - float(t.fact("extra_percent_gdp"))) < 0.005:
        return ()
    sentence = say(
        "With related spending, were {part} of it new money, the extra is {extra} of GDP and {revenue} of revenue.",
        part=new_part(page),
        extra=whole,
        revenue=_fine(t.fact("extra_percent_revenue", "total")),
    )
    return (" ", *sentence.paragraphs[0])


def new_part(page: CountryPage) -> Fact:
    """Which part of related spending the plan counts as new money: ``all``, or a share."""
    text = "all" if page.plan.new_money == 1 else f"{100 * page.plan.new_money:g}%"
    return named(
        f"new_money.{page.plan.key}",
        "part of related spending that is new money",
        text,
        f"new_money of plan {page.plan.id}",
    )


def _at_ratios(page: CountryPage) -> tuple[Segment, ...]:
    """Of which year the fiscal ratios are: of the plan's last, or of the last the IMF forecasts, held."""
    if page.treasury.is_held:
        return ("The IMF’s fiscal ratios end in ", _last(page), "; held from then on,")
    return ("At the IMF’s fiscal ratios for that year",)


def _last(page: CountryPage) -> Fact:
    return words.year(
        "fiscal_year", page.treasury.fiscal_year, "last year of the plan that the macro vintage has fiscal ratios for"
    )


def _limits(page: CountryPage) -> Passage:
    """Whose GDP, what the comparison supposes, and why there is no range."""
    return say(
        """{denominators} The balance leaves out interest on what was borrowed in the years before. Debt, and the extra in the balance, are an upper bound as far as the IMF’s path goes: they suppose that the path holds defence at
        the bill’s baseline, {baseline}, while {budgets}, in which part of the rise may stand already. None of this carries a range: points of GDP
        follow from the plan alone, as the extra grows with GDP, and no past forecasts of revenue, spending, balance or debt are held to draw one from.""",
        denominators=_denominators(page),
        baseline=words.baseline_words(page),
        budgets=named(
            "imf_fiscal_path",
            "what the IMF’s fiscal path takes in",
            "the IMF takes in announced budgets and likely measures",
            IMF_POLICY,
        ),
    )


def _denominators(page: CountryPage) -> tuple[Segment, ...]:
    """Whose GDP the ratios are of, and how NATO's compares."""
    return say(
        "GDP and fiscal ratios here are those of the {vintage}{nato}.",
        vintage=named("macro_vintage", "macro vintage", page.origin.macro, "page parameter “macro”"),
        nato=_nato_gdp(page),
    ).paragraphs[0]


def _nato_gdp(page: CountryPage) -> tuple[Segment, ...]:
    t = page.treasury
    own = f"NATO’s denominator for {page.name_in_text}, {GNI}" if t.is_of_gni else "NATO’s GDP"
    if not t.prints_gdp:
        return (f", which stands in for {own}: this edition does not print it",)
    year = page.when(int(t.point["base_year"]))
    return (
        f"; {own}{',' if t.is_of_gni else ''} is ",
        t.gdp_ratio(),
        " of that GDP in ",
        year,
        ", both at current prices",
    )


def _nothing(page: CountryPage) -> Passage:
    t = page.treasury
    if float(t.fact("extra_percent_gdp", "total")) == 0:
        return say("Neither core nor related spending asks anything more of the treasury under this plan.")
    return say(
        """Core spending asks nothing more of the treasury under this plan. Related spending, were {part} of it new money, would take {extra} of GDP
        in {horizon}, {revenue_part} of what government takes in{held}. {denominators} Neither carries a range: points of GDP follow from the plan
        alone, and no past forecasts of revenue are held to draw one from.""",
        part=new_part(page),
        extra=t.fact("extra_percent_gdp", "total"),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        revenue_part=_fine(t.fact("extra_percent_revenue", "total")),
        held=(" if the IMF’s ratio of ", _last(page), ", the last it forecasts, stays") if t.is_held else "",
        denominators=_denominators(page),
    )


def _fine(fact: Fact) -> Fact:
    return fact.written_as(f"{written.decimal(float(fact), 2)}%") if abs(float(fact)) < FINE else fact


def _round(fact: Fact) -> Fact:
    return fact.written_as(f"{written.decimal(float(fact))}%")


def _point(page: CountryPage) -> Passage:
    t = page.treasury
    text = say(
        "One point of NATO’s share of {gdp} is {point} a year, {head} for each inhabitant, {prices}, in {year}.{why}",
        gdp=GNI if t.is_of_gni else "GDP",
        point=t.money("point_ncu_m"),
        head=t.money("per_head_ncu"),
        prices=words.prices(None, rates=False),
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
        f"one_percent_gdp_ncu_m.{page.iso3}.{page.year}",
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
    years = _ranged_years(page, t.increases("years_of_past_increases"), float(yearly))
    return say(
        """Over the years of this edition its spending has risen by {yearly} a year {prices}: the extra of {horizon}, at the same prices, is worth
        {years} of such rises{spread}.""",
        yearly=yearly,
        prices=_prices(page),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        years=years,
        spread=_spread_of_years(years),
    )


def _ranged_years(page: CountryPage, years: Fact, yearly: float) -> Fact:
    """The extra in years of past rises, in words, with the range of the extra: its ends ÷ the rise of a year."""
    told = years.written_as(_years(float(years)))
    band = page.bill(page.iso3, "core", "extra_usd_m_constant").band
    return replace(told, band=band.scaled(1 / yearly)) if band else told


def _spread_of_years(years: Fact) -> tuple[Segment, ...]:
    """Its range in brackets; nothing where the extra has none."""
    if years.band is None or not years.band.is_wide:
        return ()
    low, high = (_end_in_years(end) for end in ends(years))
    return (f" ({years.band.phrase} ", low, " to ", high, " years)")


def _end_in_years(end: Fact) -> Fact:
    """One end of a range of years, with a decimal; its unit follows the other end in the text and stands in the heading."""
    told = written.decimal(float(end), 1)
    return replace(end, text=told, heading=f"{told} years")


def _prices(page: CountryPage) -> Fact:
    """The prices that past rises and the extra are compared at: the base year's."""
    base, nato = int(page.treasury.point["base_year"]), page.origin.price_base
    how = f"NATO’s constant prices of {nato}, times spending of {base} at current prices over that at {nato} prices"
    return words.prices(base, "past_prices", "prices of past rises", how)


def _years(number: float) -> str:
    if number < 0.95:
        return "less than a year"
    return "a year" if round(number, 1) == 1 else f"{written.decimal(number, 1)} years"


def _room(page: CountryPage) -> Passage:
    """Room under the EU's escape clause in its last year, with how far another definition could move it, and what comes after."""
    t = page.treasury
    if t.room is None:
        return Passage(())
    return say(
        """{state} defence exceed the EU’s spending rules by up to {percent} of GDP a year until {last}, counted from {since}. On the plan’s path core
        spending is {rise} above that by then: {verdict}. What counts is the Commission’s account (COFOG), which records equipment on delivery; NATO’s
        spending stands in for it here, and both accounts {apart}. With {last} the clause ends on our record: what the plan asks after that year has to fit the rules
        without it. GDP is the IMF’s in both years, and the points, which follow from the plan alone, carry no range.""",
        state=_clause(page),
        percent=words.guideline("eu-escape"),
        last=words.guideline_due("eu-escape"),
        since=words.year("escape_since", ESCAPE_SINCE, "our reading of the Commission’s communication of March 2025"),
        rise=t.escape("rise_pp"),
        verdict=_verdict(page),
        apart=named(
            "accounts_apart", "how far the accounts differ", "have been half a point of GDP and more apart", ACCOUNTS
        ),
    )


def _clause(page: CountryPage) -> str:
    """Whether the clause lets the ally do anything, as the beginning of a sentence."""
    name = page.name_in_text
    if is_active(page.iso3):
        return f"The Council has activated the EU’s escape clause for defence for {name}. It lets"
    return f"The EU’s escape clause for defence is not activated for {name} on our record, so there is no room to use. If the Council activated it, it would let"


def _verdict(page: CountryPage) -> tuple[Segment, ...]:
    """Within or beyond the room, or what there would be of it; too near to say where another account could turn it round."""
    beyond, left = page.treasury.escape("beyond_pp"), page.treasury.escape("room_pp")
    over = float(beyond) >= 0.005
    if max(float(beyond), float(left)) < MARGIN:
        side = "beyond" if over else "within"
        return ("on NATO’s figures ", beyond if over else left, f" {side} the room, too near its end to say")
    if not over:
        return ("on NATO’s figures within the room" if is_active(page.iso3) else "that would be within the room",)
    return ("beyond the room by " if is_active(page.iso3) else "that would be beyond even this room by ", beyond)


def _joined(first: Passage, second: Passage) -> Passage:
    """Two one-paragraph passages as one paragraph."""
    if not second.paragraphs:
        return first
    return Passage(((*first.paragraphs[0], " ", *second.paragraphs[0]),), first.style)


def precedent(page: CountryPage) -> Passage | None:
    """Whether the pace the plan requires has ever been kept, by whom, and by the ally itself; None without a pace."""
    if not page.has_forces or page.treasury.precedent["required_pp"] <= 1e-9:
        return None
    if "spans" not in page.treasury.precedent:
        return no_spans()
    t = page.treasury
    reached = t.pace("reached", "spans that reached the pace", units.COUNT)
    spans = t.pace("spans", "spans in all", units.COUNT)
    if float(reached) == 0:
        return say(
            "None of the {spans} spans of that length in this edition rose as fast: no ally has done it.", spans=spans
        )
    return say(
        """Of {spans} spans of {length} in this edition {reached} rose that fast on average, the fastest that of {fastest}; {kept} did so in
        every single year.{own}""",
        spans=spans,
        length=_length(t.pace("length", "length of a span", units.YEARS)),
        reached=reached,
        fastest=_fastest(page),
        kept=_worded(t.pace("kept", "spans that kept the pace every year", units.COUNT)),
        own=_own_best(page),
    )


def _length(years: Fact) -> Fact:
    """``one year``, ``nine years``."""
    return years.written_as(f"{_worded(years)} {words.plural(years, 'year', 'years')}")


def no_spans() -> Passage:
    """What is said of precedents in an edition too short for any."""
    return say("Of most allies this edition holds one year: there is no span of years to look back on.")


def _own_best(page: CountryPage) -> tuple[Segment, ...]:
    """The ally's own best span; nothing where the edition has none of that length for it."""
    best = page.treasury.pace("own_best_pp", "own best mean rise over such a span", units.POINTS_A_YEAR)
    if not best.is_known:
        return ()
    return (f" The fastest such span of {page.name_in_text} itself averaged ", best, " a year", *_across(page), ".")


def _across(page: CountryPage) -> tuple[Segment, ...]:
    """That the span runs across a change of the series' denominator, where it does."""
    if not page.treasury.is_best_span_broken:
        return ()
    year = words.year("break_year", int(page.treasury.break_year or 0), "oddity of the edition: change of denominator")
    return (f", across NATO’s change from GDP to {GNI} in ", year, ", which by itself raised the share")


def _fastest(page: CountryPage) -> Fact:
    iso3 = str(page.treasury.precedent["which"])[:3]
    rows = spending_rows(page.d, [iso3], [int(year) for year in page.d.panel.index.unique("year")], ["share_gdp"])
    formula = "largest mean rise of the share over a span of that length"
    return names(
        f"fastest_ally.{page.iso3}.{page.plan.key}",
        f"ally with the fastest span, beside {page.name}",
        [page.names_in_text[iso3]],
        formula,
        page.origin.edition,
        "estimate",
        rows,
    )


def _worded(fact: Fact) -> Fact:
    return fact.written_as(written.number_word(int(float(fact))))
