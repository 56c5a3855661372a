"""The related part of the target, which nobody tabulates: what it is, what it could cost, what allies say of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from report.facts import Fact, combine, named, units, written
from report.pages import Page
from report.prose import words
from report.prose.briefing_bill import NOUGHT
from report.prose.passage import Passage, Segment, say
from report.prose.ranges import short, spread
from report.prose.table import Column, Table
from report.prose.words import ALL


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
        """Under {plan} related spending rises from an assumed {path}, {shape}, and {part} of it counts as new money{bound}: {upper} a year for the
        alliance in {horizon}{upper_spread}, beside {floor} for core{floor_spread}, {prices} and over {baseline}.{half} If allies only relabel
        what they spend already, the true addition is zero.""",
        plan=page.plan_name_fact(),
        path=path,
        shape=words.shape(page, "related"),
        part=_new_money(page),
        bound=", which makes it an upper bound" if page.plan.new_money == 1 else "",
        upper=upper,
        upper_spread=spread(upper),
        half=_were_half(upper) if page.plan.new_money == 1 else "",
        floor=floor,
        prices=words.price_words(page),
        baseline=words.baseline_words(page),
        floor_spread=short(floor),
        horizon=words.horizon(page),
    )


def _new_money(page: Page) -> Fact:
    """How much of the rise in related spending is new: ``all``, else percent."""
    part = page.plan.new_money
    return words.of_plan(
        page, "new_money", "part of the rise in related spending that is new money", part, units.RATIO
    ).written_as("all" if part == 1 else f"{100 * part:g}%")


def _were_half(upper: Fact) -> tuple[Segment, ...]:
    part = named("part that is new money", "half", "an example; the plan’s parameter new_money")
    return (" Were ", part, " of it new, it would be ", _half(upper), *short(_half(upper)), ".")


def _half(upper: Fact) -> Fact:
    formula = "related extra × new money of one half: the plan’s parameter new_money"
    half = combine(f"half of {upper.label}", float(upper) / 2, upper.unit, formula, (upper,))
    band = upper.band and replace(upper.band, low=upper.band.low / 2, high=upper.band.high / 2)
    return replace(half, band=band)


def claimed(page: Page) -> Passage | None:
    """What the table of allies' own figures for the related part is, and is not; nothing where none is on record."""
    if _claims(page).empty:
        return None
    return say(
        """{count} have put a figure on the related part that we could find. These are governments’ own statements, on definitions of
        their own: no one has checked what they count, and they enter no sum on this page.""",
        count=words.how_many(
            page, "allies with a figure for related spending", sorted(set(_claims(page)["iso3"])), "pledges on record"
        ).written_as(f"{written.number_word(_claims(page)['iso3'].nunique()).capitalize()} allies"),
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
    return Table(
        id="related-claims",
        caption="What allies say they count as related, or will",
        subtitle="Governments’ own figures for defence- and security-related spending, % of GDP; not measured by anyone",
        frame=frame.sort_values(["target_year", "ally"]),
        columns=(
            Column("ally", "Ally"),
            Column("target_share_gdp", "Figure", units.PERCENT_GDP, digits=1),
            Column("when", "By"),
            Column("kind", "Kind"),
            Column("said", "Said"),
            Column("source_title", "Source"),
        ),
        notes=("Statements, not data: definitions are national, and nobody tabulates or audits them.",),
        source="Own compilation of published statements; see the table of pledges",
        edition=f"record of {written.month(page.scorecard.recorded)}",
    )


def _claims(page: Page) -> pd.DataFrame:
    """Single allies' pledges on the related part that stand."""
    rows = page.d.pledges
    stands = (rows["component"] == "related") & rows["target_share_gdp"].notna() & rows["superseded_on"].isna()
    return rows[stands & (rows["confidence"] == "verified") & rows["iso3"].isin(page.names)]
