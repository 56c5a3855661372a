"""The briefing's bill: what the plan costs, for whom, a year and in all."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, Unit, named, units, written
from report.pages import Page
from report.pages.agreed import since_agreed
from report.prose import words
from report.prose.passage import Passage, Segment, say
from report.prose.ranges import HIGH, LOW, NOTE, short, spread
from report.prose.table import Column, Table
from report.prose.words import ALL, EUROPE, US

NOUGHT = 0.5
"""US$ million: an amount below this is printed as nought."""
CURRENT = "At current prices inflation is uncertain too."


def adds_nothing(page: Page) -> bool:
    """Whether the plan asks no more core spending than the baseline, in its last year, of any ally."""
    end = page.cost[(page.cost["component"] == "core") & (page.cost["year"] == page.horizon)]
    return bool((end[page.money("extra")].abs() < NOUGHT).all())


def bill(page: Page) -> Passage:
    """What the plan costs, for whom, a year and in all."""
    if adds_nothing(page):
        return say(
            "Under {plan} no ally need add to core spending over {baseline}: there is no bill to part among them.",
            plan=page.plan_name_fact(),
            baseline=words.baseline_words(page),
        )
    column, total = page.money("extra"), page.money("cumulative_extra")
    ranked = page.cost[(page.cost["component"] == "core") & (page.cost["year"] == page.horizon)].sort_values(
        column, ascending=False
    )
    first, second = ranked["iso3"].iloc[0], ranked["iso3"].iloc[1]
    free = ranked.loc[ranked[column] <= 0, "iso3"].tolist()
    amounts = {
        "extra": page.bill(ALL, "core", column),
        "us_extra": page.bill(US, "core", column),
        "europe": page.bill(EUROPE, "core", column),
        "cumulative": page.bill(ALL, "core", total),
        "first_extra": page.bill(first, "core", column),
        "second_extra": page.bill(second, "core", column),
    }
    text = say(
        """Under {plan}, in {horizon} the alliance would spend {extra} a year more on core defence than {baseline}, {prices}{extra_spread}.
        The United States would add {us_extra}{us_extra_spread}, Europe and Canada {europe}{europe_spread}.{common} Summed over {span}
        the addition is {cumulative}{cumulative_spread}, {prices}. {before}

        The largest single addition is that of {first} with {first_extra} a year{first_extra_spread}{then}, {prices}.""",
        "p",
        plan=page.plan_name_fact(),
        horizon=words.horizon(page),
        baseline=words.baseline_words(page),
        prices=words.price_words(page),
        first=page.names_in_text[first],
        then=_then(page, second, amounts.pop("second_extra")),
        **amounts,
        span=words.span(page),
        before=_before(page),
        common=at_the_common_target(page),
        extra_spread=spread(amounts["extra"]),
        **{f"{name}_spread": short(fact) for name, fact in amounts.items() if name != "extra"},
    )
    return text + _starting_earlier(page) + (_free(page, free) if free else Passage(()))


def _then(page: Page, iso3: str, extra: Fact) -> tuple[Segment, ...]:
    """The second largest addition, with its prices where its bill starts in an earlier year; nothing where only one ally adds anything."""
    if float(extra) < NOUGHT:
        return ()
    start = int(page.cost.loc[page.cost["iso3"] == iso3, "year"].min())
    own = (", ", words.prices(start), "; the former") if page.prices == "constant" and start < page.year else ()
    return (f", then {page.names_in_text[iso3]} with ", extra, *short(extra), *own)


def at_the_common_target(page: Page) -> tuple[Segment, ...]:
    """What the plan's last year would cost with the allies it exempts at the target of the others, in a sentence to follow; nothing where it exempts none."""
    whole = page.bill_without_exemptions(ALL, page.money("extra"))
    if whole is None:
        return ()
    exempt = [iso3 for iso3 in page.plan.exemptions if iso3 in page.names]
    own = ", ".join(f"{page.plan.exemptions[iso3]['core']:g}%" for iso3 in exempt)
    sentence = say(
        "That counts {allies} at {own}; at the target of the others{target} it would be {whole} a year{spread}.",
        allies=words.listed(
            page,
            f"exempt_of_sum.{page.plan.key}",
            f"allies exempt under “{page.plan.title}”",
            exempt,
            "exemptions of the plan",
        ),
        own=named("own_figures", "own figures of exempt allies", own, f"exemptions of plan {page.plan.id}"),
        target=words.common_target(page),
        whole=whole,
        spread=short(whole),
    )
    return (" ", *sentence.paragraphs[0])


def _starting_earlier(page: Page) -> Passage:
    """From when the bill of allies counts whose last share the edition withholds; nothing where it has all."""
    starts = page.cost.groupby("iso3")["year"].min()
    earlier = starts[starts < page.year]
    if earlier.empty:
        return Passage(())
    return say(
        """This edition has no share of {allies} for {year}: the bill there starts from the share of {first}, {prices}. What it adds by
        {year} is in the amounts a year; sums over years start after {year} here as for the others.""",
        allies=words.listed(
            page,
            "earlier_base_year",
            "allies whose bill starts earlier",
            earlier.index.tolist(),
            "no share in the last year",
        ),
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


def _free(page: Page, allies: list[str]) -> Passage:
    return say(
        """{names} {add} nothing over the baseline, since {they} already at or above what the plan asks.""",
        names=words.listed(
            page,
            "adding_nothing",
            "allies that add nothing",
            allies,
            "extra core spending of zero at the end of the plan",
        ),
        add=words.plural(len(allies), "adds", "add"),
        they=words.plural(len(allies), "it is", "they are"),
    )


def bill_table(page: Page) -> Table:
    """What the plan costs each ally in its last year, with likely ranges."""
    base = units.usd_m_constant(page.year)
    columns = (
        Column("ally", "Ally"),
        Column("share", f"Core share in {page.horizon}", units.PERCENT_GDP),
        *_ranged("core", f"Core, {page.year} prices", base),
        *_ranged("core_current", "Core, current prices", units.USD_M),
        *_ranged("related", f"Related, upper bound, {page.year} prices", base),
    )
    return _table(page, "bill", "", f"US$ million a year in {page.horizon}", columns, CURRENT, *_below(page))


def bill_in_all_table(page: Page) -> Table:
    """What the plan costs each ally summed over its years, with likely ranges."""
    base = units.usd_m_constant(page.year)
    columns = (
        Column("ally", "Ally"),
        *_ranged("total", "Core, in all", base),
        *_ranged("both", "Core and related, in all", base),
    )
    period = f"{base.label}, summed over {words.span(page)}"
    return _table(page, "bill-in-all", ", in all", period, columns)


def _below(page: Page) -> tuple[str, ...]:
    """Allies of which the amount at current dollars is the smaller one, and why."""
    frame = _bill_frame(page)
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


def _table(page: Page, id: str, what: str, period: str, columns: tuple[Column, ...], *notes: str) -> Table:
    return Table(
        id=id,
        caption=f"The bill under “{page.plan.title}”{what}",
        subtitle=f"Extra spending over {words.baseline_words(page)}, {period}",
        frame=_bill_frame(page).sort_values("core", ascending=False),
        columns=columns,
        notes=(
            f"Constant prices and exchange rates of {page.year} unless the column says current.",
            NOTE,
            *notes,
            "Projection. Related spending is an assumption: nobody tabulates it; here all of it is new money. Core shares follow the plan as written and have no range.",
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


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
