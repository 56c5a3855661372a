"""The related part of the target, which nobody tabulates: what it is, what it could cost, what allies say of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from report.facts import Fact, combine, named, written
from report.facts.catalogue import declared
from report.pages import Page
from report.prose import words
from report.prose.briefing_bill import NOUGHT
from report.prose.passage import Passage, Segment, say
from report.prose.ranges import short, spread
from report.prose.table import Table, described
from report.prose.words import ALL

TREATED = "Parliamentary Budget Officer of Canada, Meeting NATO’s 5% target, February 2026: the related part assumed met by existing plans"


def components(page: Page) -> Passage:
    """Core against related spending."""
    return say(
        """The Hague declaration joins two unlike things. {core} of GDP for core defence is a floor, measured by NATO on an agreed definition.
        Up to {related} for related spending (infrastructure, networks, resilience, innovation, industry) is a ceiling that nobody tabulates:
        no table of NATO’s reports it, so every figure for it on this page is an assumption and marked as one.""",
        core=words.guideline("core"),
        related=words.guideline("related"),
    ) + _what_it_adds(page)


def _what_it_adds(page: Page) -> Passage:
    """What related spending comes to under the plan: nothing where the plan asks for none, or none of it is new money."""
    upper, ask = page.bill(ALL, "related", page.money("extra")), page.ask("related")
    if not ask.is_something:
        return say("{plan} asks no related spending, so that none is counted on this page.", plan=page.plan_name_fact())
    path = (words.start(page), " to ", words.target(page, "related"), *words.by_when(page, "related"))
    if abs(float(upper)) < NOUGHT:
        return say(
            "Under {plan} related spending rises from an assumed {path}; none of it counts as new money, so that it adds nothing.",
            plan=page.plan_name_fact(),
            path=path,
        )
    floor = page.bill(ALL, "core", page.money("extra"))
    return say(
        """{plan} has it rise from an assumed {path}, {shape}. What it adds depends on how much of it is new money, which nobody knows. In
        {horizon}, {prices} and over {baseline}, it would add to the alliance’s spending: {ways}. Core defence adds {floor}{floor_spread}. None of
        these is the figure; tables and charts show the last, an upper bound.""",
        plan=page.plan_name_fact(),
        path=path,
        shape=words.shape(page, "related"),
        horizon=words.horizon(page),
        ways=ways_to_count(page, upper),
        prices=words.price_words(page),
        baseline=words.baseline_words(page),
        floor=floor,
        floor_spread=short(floor),
    )


def ways_to_count(page: Page, extra: Fact, first: bool = False) -> tuple[Segment, ...]:
    """What the related extra of the plan, at its part of new money, would be if none, half or all of it were new money; a run to end a sentence with.

    ``first``: no range stands before these, so that the first says what a range is.
    """
    treated = named(
        "related_elsewhere", "how others treat related spending", "as Canada’s budget officer supposes", TREATED
    )
    none = ("nothing if allies count what they spend already, ", treated)
    if not page.plan.new_money:
        return (*none, ", as this plan does")
    half, whole = (part_new(page, extra, part) for part in (0.5, 1.0))
    part = declared("new_money_example", "", "half")
    return (
        *none,
        "; ",
        half,
        *(spread(half) if first else short(half)),
        " if ",
        part,
        " of it is new money; ",
        whole,
        *short(whole),
        " if all of it is",
    )


def part_new(page: Page, extra: Fact, part: float) -> Fact:
    """The related extra if a part of it were new money: extra × part ÷ the plan's own part."""
    factor = part / page.plan.new_money
    if factor == 1:
        return extra
    formula = f"related extra × {part:g} ÷ {page.plan.new_money:g}: the plan’s parameter new_money"
    fact = combine(
        f"{extra.name}.new_money.{part:g}",
        f"{extra.label}, were {part:g} of it new money",
        lambda extra: extra * factor,
        extra.unit,
        formula,
        (extra,),
    )
    return replace(fact, band=extra.band and extra.band.scaled(factor))


def claimed(page: Page) -> Passage | None:
    """What the table of allies' own figures for the related part is, and is not; nothing where none is on record."""
    if _claims(page).empty:
        return None
    return say(
        """{count} have put a figure on the related part that we could find. These are what governments said or what was said of their plans, on
        definitions of their own: no one has checked what they count, and they enter no sum on this page.""",
        count=words.how_many(page, "related_on_record", sorted(set(_claims(page)["iso3"]))).written_as(
            f"{written.number_word(_claims(page)['iso3'].nunique()).capitalize()} allies"
        ),
    )


def claimed_table(page: Page) -> Table | None:
    """Allies' own figures for related spending."""
    own = _claims(page)
    if own.empty:
        return None
    frame = own.assign(
        ally=own["iso3"].map(page.names),
        when=own["target_year"].astype("Int64").astype(str),
        said=own["announced"].astype(str).map(written.day_or_month),
    )
    return described(
        "related-claims",
        frame.sort_values(["target_year", "ally"]),
        source="Own compilation of published statements (see the table of pledges)",
        edition=f"record of {written.month(page.d.recorded('pledges'))}",
    )


def _claims(page: Page) -> pd.DataFrame:
    """Single allies' pledges on the related part that stand."""
    rows = page.d.pledges
    stands = (rows["component"] == "related") & rows["target_share_gdp"].notna() & rows["superseded_on"].isna()
    return rows[stands & (rows["confidence"] == "verified") & rows["iso3"].isin(page.names)]
