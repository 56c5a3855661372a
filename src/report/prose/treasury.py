"""What the plan means to one ally's treasury."""

from __future__ import annotations

from report.facts import Fact, assumed, named, units, written
from report.outlook.financing import IMF
from report.outlook.treasury import ESCAPE_MARGIN, ESCAPE_SINCE
from report.pages import CountryPage
from report.pages.treasury import is_active
from report.prose import words
from report.prose.country_bill import adds_nothing
from report.prose.passage import Passage, Segment, paragraph, say

TRIFLE = 0.2
"""Points of GDP by which a deficit must be wider to be worth a sentence."""
GNI = "gross national income"
ACCOUNTS = (
    "Germany in 2024: 1.4 % of GDP in the Commission’s account (COFOG), by a secondary report, and 2.00 % in NATO’s"
)
INTEREST = "default of debt_path, a parameter; after Blanchard (2019), American Economic Review 109; multipliers are put at 0.6 to 1: Ramey and Zubairy (2018)"
IMF_POLICY = "IMF, World Economic Outlook, statistical appendix, on the assumptions of its fiscal projections"


def treasury(page: CountryPage) -> Passage | None:
    """The extra against revenue, spending and debt; one point in money; room under EU rules. None without forces."""
    if not page.has_forces:
        return None
    accounts = () if adds_nothing(page) else _accounts(page).paragraphs
    return paragraph(*accounts, *_point(page).paragraphs) + _room(page)


def _accounts(page: CountryPage) -> Passage:
    t = page.treasury
    return say(
        """In {horizon} the extra is {extra} of GDP, as the IMF counts it. That is {revenue} of what government takes in and {spending} of what it spends{held}. Were all of it
        borrowed, {interest}, debt would be {added} of GDP higher by then; it is {debt} in {last}. {paid}That is for the plan’s path alone, and {budgets}.""",
        horizon=words.horizon(page),
        extra=t.fact("extra_percent_gdp"),
        revenue=_fine(t.fact("extra_percent_revenue")),
        spending=_fine(t.fact("extra_percent_spending")),
        held=(", at the IMF’s ratios of ", _last(page)) if t.is_held else "",
        interest=assumed(
            "interest_less_growth",
            "interest on the added debt",
            "at interest equal to growth",
            units.TEXT,
            INTEREST,
        ),
        added=t.fact("added_pp"),
        debt=t.fact("debt").written_as(f"{written.decimal(float(t.fact('debt')))}%"),
        last=_last(page),
        paid=_paid(page),
        budgets=named(
            "imf_fiscal_path",
            "what the IMF’s fiscal path takes in",
            "the IMF’s path already counts announced budgets",
            IMF_POLICY,
        ),
    )


def _paid(page: CountryPage) -> tuple[Segment, ...]:
    """Interest and deficit of the last year, unless next to nothing, at the rate the ally's debt costs, in money where inflation leaves that certain enough."""
    t = page.treasury
    if abs(float(t.wider())) < TRIFLE:
        return ()
    own = t.paid["rate_source"].iloc[-1] == IMF
    rate: tuple[Segment, ...] = (
        ("At the ", t.rate(), " its debt costs on the IMF’s figures")
        if own
        else ("At ", t.rate(), ", the growth of its GDP, since it pays little net interest on the IMF’s figures")
    )
    interest = t.interest("interest_percent_gdp" if page.has_open_prices else "interest_ncu_m")
    base = " of GDP" if page.has_open_prices else ""
    prices: tuple[Segment, ...] = () if page.has_open_prices else (", ", words.national_prices(page, False))
    return (
        *rate,
        ", interest on it would be ",
        interest,
        base,
        " that year",
        *prices,
        ", and the deficit ",
        t.wider(),
        " of GDP wider. ",
    )


def _last(page: CountryPage) -> Fact:
    return words.year(
        "fiscal_year", page.treasury.fiscal_year, "last year of the plan that the macro vintage has fiscal ratios for"
    )


def _fine(fact: Fact) -> Fact:
    """Percentages below one need a second decimal."""
    return fact.written_as(f"{written.decimal(float(fact), 2)}%") if abs(float(fact)) < 1 else fact


def _point(page: CountryPage) -> Passage:
    t = page.treasury
    return say(
        "One point of {gdp} is {point} a year, {head} for each inhabitant, {prices}, in {year}.",
        gdp=_denominator(page),
        point=t.money("point_ncu_m"),
        head=t.money("per_head_ncu"),
        prices=words.prices(None, rates=False),
        year=page.when(int(t.point["base_year"])),
    )


def _denominator(page: CountryPage) -> tuple[Segment, ...]:
    """What NATO's share is of; how national income, where it is that, compares with the GDP that the ratios above are of."""
    t = page.treasury
    if not t.is_of_gni:
        return ("GDP",)
    return (
        f"{GNI}, of which NATO’s share is",
        *((" and which is ", t.gdp_ratio(), " of GDP,") if t.prints_gdp else (",")),
    )


def _room(page: CountryPage) -> Passage:
    """Room under the EU's escape clause in its last year, with how far another definition could move it."""
    t = page.treasury
    if t.room is None:
        return Passage(())
    return say(
        """{state} defence exceed the EU’s spending rules by up to {percent} of GDP a year until {last}, counted from {since}. On the plan’s path the rise is {rise} by then:
        {verdict}. The Commission counts equipment on delivery; its account and NATO’s {apart}.""",
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
        return f"The Council has activated the EU’s escape clause for {name}. It lets"
    return f"The EU’s escape clause is not activated for {name} on our record. If it were, it would let"


def _verdict(page: CountryPage) -> tuple[Segment, ...]:
    """Within or beyond the room, or what there would be of it; too near to say where another account could turn it round."""
    beyond, left = page.treasury.escape("beyond_pp"), page.treasury.escape("room_pp")
    over = float(beyond) >= 0.005
    if max(float(beyond), float(left)) < ESCAPE_MARGIN:
        return (beyond if over else left, f" {'beyond' if over else 'short of'} that limit, too little to be sure")
    if not over:
        return ("within that limit",)
    return (beyond, " beyond that limit")
