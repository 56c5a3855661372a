"""The briefing's bill: what the plan costs, for whom, a year and in all."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, Unit, units, written
from report.facts.catalogue import declared
from report.pages import Page
from report.pages.agreed import since_agreed
from report.prose import words
from report.prose.passage import Passage, Segment, paragraph, say
from report.prose.promised import of_allies
from report.prose.ranges import HIGH, LOW, NOTE, short, spread
from report.prose.table import Column, Table
from report.prose.words import ALL, EUROPE, US

NOUGHT = 0.5
"""US$ million: an amount below this is printed as zero."""


def adds_nothing(page: Page) -> bool:
    """Whether the plan asks no more core spending than the baseline, in its last year, of any ally."""
    end = page.cost[(page.cost["component"] == "core") & (page.cost["year"] == page.horizon)]
    return bool((end[page.money("extra")].abs() < NOUGHT).all())


def bill(page: Page) -> Passage:
    """Who pays the bill, a year and in all, and what it leaves out."""
    if adds_nothing(page):
        return say(
            "Under {plan} no ally need add to defence spending over {baseline}: there is no bill to share.",
            plan=page.plan_name_fact(),
            baseline=words.baseline_words(page),
        )
    us, europe = (page.bill(who, "core", page.money("extra")) for who in (US, EUROPE))
    total = page.bill(ALL, "core", page.money("cumulative_extra"))
    text = say(
        """In {horizon} the United States would add {us} a year over {baseline}, {prices}{us_spread}; Europe and Canada {europe}{europe_spread}.
        Summed over {span} allies would add {total}{total_spread}, {prices}. {before}""",
        horizon=words.horizon(page),
        us=us,
        baseline=words.baseline_words(page),
        prices=words.price_words(page),
        us_spread=spread(us),
        europe=europe,
        europe_spread=short(europe) if us.band else spread(europe),
        span=words.span(page),
        total=total,
        total_spread=short(total),
        before=_before(page),
    )
    return paragraph(*text.paragraphs, *of_allies(page).paragraphs) + _starting_earlier(page)


def at_the_common_target(page: Page) -> tuple[Segment, ...]:
    """What the plan's last year would cost with the allies it exempts at the target of the others, in a sentence to follow; nothing where it exempts none."""
    whole = page.bill_without_exemptions(ALL, page.money("extra"))
    if whole is None:
        return ()
    exempt = [iso3 for iso3 in page.plan.exemptions if iso3 in page.names]
    own = ", ".join(f"{page.plan.exemptions[iso3]['core']:g}%" for iso3 in exempt)
    sentence = say(
        "That counts {allies} at {own}; at the target of the others{target} it would be {whole} a year{spread}.",
        allies=words.listed(page, "exempt_of_sum", exempt, page.plan.key, plan=page.plan.title),
        own=declared("own_figures", "", own, id=page.plan.id),
        target=words.common_target(page),
        whole=whole,
        spread=short(whole),
    )
    return (" ", *sentence.paragraphs[0])


def _starting_earlier(page: Page) -> Passage:
    """From when the bill of allies counts whose last share the edition withholds; nothing where it has all."""
    earlier = page.starting_before(page.year)
    if earlier.empty:
        return Passage(())
    return say(
        """This edition has no share of {allies} for {year}: the bill there starts from the share of {first}, {prices}. What it adds by
        {year} is in the amounts a year; sums over years start after {year} here as for the others.""",
        allies=words.listed(page, "earlier_base_year", earlier.index.tolist()),
        year=page.when(page.year),
        first=page.when(int(earlier.min())),
        prices=words.prices(int(earlier.min()) if page.prices == "constant" else None),
    )


def summed(page: Page, total: Fact) -> tuple[Segment, ...]:
    """The years an amount in all is summed over, to follow a headline number; nothing where nothing is asked."""
    return () if total.band is None else (", summed over ", words.span(page))


def _before(page: Page) -> tuple[Segment, ...]:
    """What the bill leaves out: the rise made since the plan began; nothing where it starts with the plan."""
    found = since_agreed(page)
    if found is None or page.plan.agreed_year is None:
        return ()
    sentence = say(
        """Not in these sums is the rise already made since the plan began: from the shares of {agreed} to those of {year} it comes to {rise} a year, at the GDP of
        {year}. Counted from {agreed} the addition in {horizon} would be {headline} a year{spread}, {prices}.""",
        agreed=page.when(page.plan.agreed_year),
        year=page.when(page.year),
        prices=words.prices(page.year),
        rise=found.rise,
        horizon=words.horizon(page),
        headline=found.headline,
        spread=short(found.headline),
    )
    return sentence.paragraphs[0]


def bill_table(page: Page) -> Table:
    """What the plan costs each ally in its last year and in all, with likely ranges; the file has current prices and the related part too."""
    base = units.usd_m_constant(page.year)
    shown = (
        Column("ally", "Ally"),
        Column("share", f"Share of GDP in {page.horizon}", units.PERCENT_GDP),
        *_ranged("core", f"A year in {page.horizon}", base),
        *_ranged("total", f"In all, {words.span(page)}", base),
    )
    more = (
        *_ranged("core_current", f"A year in {page.horizon}, current prices", units.USD_M),
        *_ranged("related", f"Related, upper bound, {page.horizon}", base),
        *_ranged("both", "Core and related, in all, upper bound", base),
    )
    frame = _bill_frame(page).sort_values("core", ascending=False)
    return Table(
        id="bill",
        caption=f"The bill under “{page.plan.title}”, ally by ally",
        subtitle=f"Extra defence spending over {words.baseline_words(page)}, US$ million at {page.year} prices and exchange rates",
        frame=frame,
        columns=shown,
        notes=(
            NOTE,
            *_below(frame, page),
            "Projection. Shares follow the plan as written and have no range. The CSV holds current prices and the related part, which is an assumption: nobody tabulates it.",
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
        download=(frame, (*shown, *more)),
    )


def _below(frame: pd.DataFrame, page: Page) -> tuple[str, ...]:
    """Allies of which the amount at current dollars is the smaller one, and why."""
    below = frame.loc[frame["core_current"] < frame["core"] - 0.5, "iso3"].tolist()
    if not below:
        return ()
    who = written.listing(sorted(page.names_in_text[iso3] for iso3 in below))
    return (
        f"For {who} the amount at current prices is below that at constant ones: on the IMF’s path GDP in dollars grows less than real GDP there.",
    )


def _ranged(name: str, label: str, unit: Unit) -> tuple[Column, Column, Column]:
    """A column of money with its two ends."""
    return Column(name, label, unit), Column(f"{name}_low", LOW, unit), Column(f"{name}_high", HIGH, unit)


AMOUNTS = {
    "core": ("core", "extra_usd_m_constant"),
    "core_current": ("core", "extra_usd_m"),
    "related": ("related", "extra_usd_m_constant"),
    "total": ("core", "cumulative_extra_usd_m_constant"),
    "both": ("total", "cumulative_extra_usd_m_constant"),
}
"""Component and column of the cost frame behind each amount of the bill."""


def _bill_frame(page: Page) -> pd.DataFrame:
    """The bill of every ally at the end of the plan and in all, with the ends of its ranges."""
    at_end = page.cost[page.cost["year"] == page.horizon].pivot(index="iso3", columns="component")
    frame = pd.DataFrame(
        {"iso3": at_end.index, "ally": at_end.index.map(page.names), "share": at_end[("share_gdp", "core")]}
        | {name: at_end[(column, part)] for name, (part, column) in AMOUNTS.items()}
    )
    ends = {name: page.ranges.table(part, column, page.horizon) for name, (part, column) in AMOUNTS.items()}
    return frame.join([table.add_prefix(f"{name}_") for name, table in ends.items()])
