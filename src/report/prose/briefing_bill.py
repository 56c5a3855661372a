"""The briefing's bill: what the plan costs, for whom, a year and in all; and its related part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from report.facts import Fact, units, written
from report.facts.catalogue import combined, declared
from report.pages import Page, asked, rows
from report.pages.agreed import since_agreed
from report.prose import words
from report.prose.passage import paragraph
from report.prose.promised import of_allies
from report.prose.ranges import short, spread
from report.prose.table import described
from report.prose.words import ALL, EUROPE, US, run, say
from report.shown import Passage, Segment, Table

SMALLEST = 0.5
"""US$ million: an amount below this is printed as zero."""


def adds_nothing(page: Page) -> bool:
    """Whether the plan asks no more core spending than the baseline, in its last year, of any ally."""
    return bool((page.core_at_end[page.money("extra")].abs() < SMALLEST).all())


def bill(page: Page) -> Passage:
    """Who pays the bill, a year and in all, and what it leaves out."""
    if adds_nothing(page):
        return say(
            "Under {plan} no ally need add to defence spending over {baseline}: there is no bill to share.", of=page
        )
    us, europe = (page.bill(who, "core", page.money("extra")) for who in (US, EUROPE))
    total = page.bill(ALL, "core", page.money("cumulative_extra"))
    than = (" over " if float(us) >= 0 else " than ", words.baseline_words(page))
    text = say(
        """In {horizon} the United States would {us}, {prices}{us_spread}; Europe and Canada {europe}{europe_spread}.
        Summed over {span} allies would {total}{total_spread}, {prices}. {before}""",
        us=(*_adds(us), " a year", *than),
        us_spread=spread(us),
        europe=europe if min(float(us), float(europe)) >= 0 else ("would ", *_adds(europe)),
        europe_spread=short(europe) if us.band else spread(europe),
        total=_adds(total),
        total_spread=short(total),
        before=_before(page),
        of=page,
    )
    return paragraph(*text.paragraphs, *of_allies(page).paragraphs) + _starting_earlier(page)


def _adds(amount: Fact) -> tuple[Segment, ...]:
    """What somebody does who adds an amount to the baseline, or stays below it."""
    return ("add ", amount) if float(amount) >= 0 else ("spend ", words.unsigned(amount), " less")


def at_the_common_target(page: Page) -> tuple[Segment, ...]:
    """What the last year would cost with exempt allies at the common target; nothing where none is exempt."""
    whole = page.bill_without_exemptions(ALL, page.money("extra"))
    if whole is None:
        return ()
    exempt = [iso3 for iso3 in page.plan.exemptions if iso3 in page.names]
    own = ", ".join(f"{page.plan.exemptions[iso3]['core']:g}%" for iso3 in exempt)
    return run(
        " That counts {allies} at {own}; {others} it would be {whole} a year{spread}.",
        allies=words.listed(page, "exempt_of_sum", exempt, page.plan.key, plan=page.plan.title),
        own=declared("own_figures", "", own, id=page.plan.id),
        others=words.common_target(page),
        whole=whole,
        spread=short(whole),
    )


def _starting_earlier(page: Page) -> Passage:
    """From when the bill of allies counts whose last share the edition withholds; nothing where it has all."""
    earlier = page.starting_before(page.year)
    if earlier.empty:
        return Passage(())
    return say(
        """This edition has no share of {allies} for {year}: the bill there starts from the share of {first}{prices}.
        What it adds by {year} is in the amounts a year; sums over years start after {year} here as for the others.""",
        allies=words.listed(page, "earlier_base_year", earlier.index.tolist()),
        first=page.when(int(earlier.min())),
        prices=(", ", words.prices(int(earlier.min()))) if page.prices == "constant" else (),
        of=page,
    )


def _before(page: Page) -> tuple[Segment, ...]:
    """What the bill leaves out: the rise made since the plan began; nothing where it starts with the plan."""
    found = since_agreed(page)
    if found is None or page.plan.agreed_year is None:
        return ()
    return run(
        """Not in these sums is the rise already made since the plan began: from the shares of {agreed} to those of
        {year} it comes to {rise} a year, at the GDP of {year}. Counted from {agreed} the addition in {horizon} would
        be {headline} a year{spread}, {prices}.""",
        page,
        agreed=page.when(page.plan.agreed_year),
        prices=words.prices(page.year),
        rise=found.rise,
        headline=found.headline,
        spread=short(found.headline),
    )


def bill_table(page: Page) -> Table:
    """What the plan costs each ally, a year and in all; the file has current prices and the related part too."""
    frame, base = rows.bills(page), units.usd_m_constant(page.year)
    less = frame.loc[(frame["core_current"] < frame["core"] - 0.5) & (frame["core"] > 0), "iso3"].tolist()
    return described("bill", page, frame, units={"base": base}, span=words.span(page), below=_below(page, less))


def _below(page: Page, allies: list[str]) -> str:
    """Why the amount at current dollars is the smaller one for some allies; nothing where there are none."""
    who = written.listing(sorted(page.names_in_text[iso3] for iso3 in allies))
    why = "on the IMF’s path GDP in dollars grows less than real GDP there"
    return f"For {who} the amount at current prices is below that at constant ones: {why}." if allies else ""


def components(page: Page) -> Passage:
    """Core against related spending."""
    return say(
        """The Hague declaration joins two unlike things. {core} of GDP for core defence is a floor, measured by NATO
        on an agreed definition. Up to {related} for related spending (infrastructure, networks, resilience,
        innovation, industry) is a ceiling that nobody tabulates: no table of NATO’s reports it, so every figure for it
        on this page is an assumption and marked as one.""",
        core=words.guideline("core"),
        related=words.guideline("related"),
    ) + _what_it_adds(page)


def _what_it_adds(page: Page) -> Passage:
    """What related spending comes to; nothing where the plan asks none, or none of it is new money."""
    upper, ask = page.bill(ALL, "related", page.money("extra")), page.ask("related")
    if not ask.is_something:
        return say("{plan} asks no related spending, so that none is counted on this page.", of=page)
    path = (asked.start_fact(ask), " to ", words.target(page, "related"), *words.by_when(page, "related"))
    if abs(float(upper)) < SMALLEST:
        return say(
            "Under {plan} related spending rises from an assumed {path}; "
            "none of it counts as new money, so that it adds nothing.",
            path=path,
            of=page,
        )
    floor = page.bill(ALL, "core", page.money("extra"))
    return say(
        """{plan} {has} it rise from an assumed {path}, {shape}{departs}. What it adds depends on how much of it is new
        money, which nobody knows. In {horizon}, {prices} and over {baseline}, it would add to the alliance’s spending:
        {ways}. Core defence adds {floor}{floor_spread}. None of these is the figure; tables and charts show the last,
        an upper bound.""",
        has="has" if page.is_as_asked else "asks that",
        path=path,
        shape=words.shape(page, "related"),
        departs=_departs(page),
        ways=ways_to_count(page, upper),
        floor=floor,
        floor_spread=short(floor),
        of=page,
    )


def _departs(page: Page) -> tuple[Segment, ...]:
    """What related spending is in the last year where the plan's steps come late or in part, or another plan's."""
    if page.is_as_asked:
        return ()
    end = page.bill(ALL, "related", "share_gdp")
    return run(", but departs from that itself: in {horizon} it is {end} of joint GDP", end=end, of=page)


def ways_to_count(page: Page, extra: Fact, first: bool = False) -> tuple[Segment, ...]:
    """The related extra if none, half or all of it were new money; a run to end a sentence with.

    ``first``: no range stands before these, so that the first says what a range is.
    """
    treated = declared("related_elsewhere", "", "as Canada’s budget officer supposes")
    none = ("nothing if allies count what they spend already, ", treated)
    if not page.plan.new_money:
        return (*none, ", as this plan does")
    half, whole = (part_new(page, extra, part) for part in (0.5, 1.0))
    part, range_of_half = declared("new_money_example", "", "half"), spread(half) if first else short(half)
    in_half = (half, *range_of_half, " if ", part, " of it is new money; ")
    return (*none, "; ", *in_half, whole, *short(whole), " if all of it is")


def part_new(page: Page, extra: Fact, part: float) -> Fact:
    """The related extra if a part of it were new money: extra × part ÷ the plan's own part."""
    own = page.plan.new_money
    if part == own:
        return extra
    called: dict[str, Any] = {"name": f"{extra.name}.new_money.{part:g}", "unit": extra.unit, "what": extra.label}
    called |= {"part": f"{part:g}", "own": f"{own:g}"}
    fact = combined("extra_new_money", "", lambda extra: extra * (part / own), (extra,), **called)
    return replace(fact, band=extra.band and extra.band.scaled(part / own))


def claimed(page: Page) -> Passage | None:
    """What the table of allies' own figures for the related part is, and is not; nothing where none is on record."""
    allies = sorted(set(rows.related_claims(page)["iso3"]))
    if not allies:
        return None
    count = words.how_many(page, "related_on_record", allies)
    return say(
        """{count} have put a figure on the related part that we could find. These are what governments said or what
        was said of their plans, on definitions of their own: no one has checked what they count, and they enter no sum
        on this page.""",
        count=count.written_as(f"{written.number_word(len(allies)).capitalize()} allies"),
    )


def claimed_table(page: Page) -> Table | None:
    """Allies' own figures for related spending."""
    own = rows.related_claims(page)
    if own.empty:
        return None
    when, said = own["target_year"].astype("Int64").astype(str), own["announced"].astype(str).map(written.day_or_month)
    frame, recorded = own.assign(when=when, said=said), written.month(page.d.recorded("pledges"))
    return described("related-claims", page, frame, recorded=recorded)
