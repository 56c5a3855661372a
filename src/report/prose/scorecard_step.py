"""The next step and the pledges: what it would take next year, at which pace, and what allies have said themselves."""

from __future__ import annotations

import pandas as pd

from report.burdens.pledges import pledges_add_up
from report.burdens.verification import TOLERANCE
from report.facts import Fact, units, written
from report.facts.rows import spending_rows
from report.pages import Page
from report.prose import words
from report.prose.passage import Passage, Segment, say


def next_step(page: Page) -> Passage:
    """What it would take next year, at which pace, and what allies have pledged themselves."""
    late = _late(page)
    if late.empty:
        return say("Nobody has a step left to take under this plan.")
    step = _money(page, late.index.tolist(), float(late["next_step_usd_m"].sum()))
    text = (
        _steps(page, late, step)
        if step.is_known
        else say("This edition prints no money in which next year’s step could be told.")
    )
    return text + _pledges(page)


def _late(page: Page) -> pd.DataFrame:
    """Allies behind their paths; where nobody is, as when paths only begin, all that are short of next year's share."""
    card = page.scorecard.card
    behind = card[card["status"] == "behind"]
    return card[card["next_step_pp"] > 0] if behind.empty else behind


def _steps(page: Page, late: pd.DataFrame, step: Fact) -> Passage:
    card = page.scorecard.card
    fast = card.index[card["above_0_2_rule"] & (card["next_step_pp"] > 0)].tolist()
    largest = str(late["next_step_usd_m"].idxmax())
    alone, behind = len(late) == 1, bool((late["status"] == "behind").all())
    whose = f"now behind {'its' if alone else 'their'} path" if behind else "short of what the path asks next year"
    most: tuple[Segment, ...] = (
        "; the largest part, ",
        page.scorecard.fact(largest, "next_step_usd_m"),
        ", is that of ",
    )
    return say(
        """The {count} {whose}{only} would{together} have to spend {step} more than in {year} to be on it in {next}{most}. This is the required share of
        {next}, with what has been missed so far, less the share of {year}, applied to the GDP of {year} at the prices of that year: no growth of GDP is in
        it. {fast} more than {rule} a year from here to the target, the pace proposed before the summit and not adopted.""",
        count=_number(page, late, whose),
        whose=whose,
        only=f", {page.names_in_text[largest]}," if alone else "",
        together="" if alone else " together",
        most=() if alone else (*most, page.names_in_text[largest]),
        step=step,
        year=page.when(page.year),
        next=words.year(page.year + 1, "year after the last of the edition"),
        fast=_needing(page, fast),
        rule=words.proposed_pace(),
    )


def _number(page: Page, late: pd.DataFrame, whose: str) -> Fact:
    """How many allies are added up: ``one ally``, ``ten allies``."""
    count = words.how_many(page, "allies whose next step is added up", late.index.tolist(), f"allies {whose}")
    return count.written_as(f"{count} {words.plural(count, 'ally', 'allies')}")


def _needing(page: Page, allies: list[str]) -> Fact:
    label = "allies that need more than the proposed pace"
    if not allies:
        return words.how_many(page, label, allies, "points a year needed above 0.2").written_as("No ally needs")
    fact = words.listed(page, label, allies, "points a year needed above 0.2")
    return fact.written_as(f"{written.sentence_case(str(fact))} {'needs' if len(allies) == 1 else 'need'}")


def _money(page: Page, allies: list[str], total: float) -> Fact:
    rows = spending_rows(page.d, allies, [page.year], ("share_gdp", "spend_usd_current", "gdp_usd_current"))
    return Fact(
        f"next step of {len(allies)} allies under “{page.plan.title}”, {page.origin.year(page.year)}",
        total if total > 0 else float("nan"),
        units.USD_M,
        page.origin.edition,
        page.origin.status(page.year),
        formula="Σ (required share of next year − share) ÷ 100 × this year’s GDP × k over the allies named",
        rows=rows,
    )


def _pledges(page: Page) -> Passage:
    """What own pledges add up to against what the plan asks."""
    gdp = page.now.set_index("iso3")["gdp_usd_m"]
    card = page.scorecard.card.reset_index(drop=True)
    if gdp.reindex(card.loc[card["share"].notna(), "iso3"]).isna().any():
        return Passage(())
    sums = pledges_add_up(card, gdp)
    return say(
        """If every core pledge on record were kept, whatever its year, and every other ally stayed at today’s share, joint spending would come to {pledged}
        of joint GDP, against {asked} that the plan asks in the end{own} and {now} today.{short}""",
        pledged=_joint(page, "at own pledges", sums["pledged"]),
        asked=_joint(page, "at what the plan asks", sums["asked"]),
        now=_joint(page, "today", sums["now"]),
        own=" (with exempt allies at their own figure)" if page.scorecard.having("exempt") else "",
        short=_short(page),
    )


def _short(page: Page) -> tuple[Segment, ...]:
    """Who has pledged less than its path asks in the year of the pledge."""
    card = page.scorecard.card
    short = card[card["pledge_gap_pp"] < -TOLERANCE - 1e-9].sort_values("pledge_gap_pp")["iso3"].tolist()
    if not short:
        return ()
    formula = "own pledge under what the path requires in the pledge’s year, by more than the tolerance"
    who = words.listed(page, "allies whose own pledge is below their path", short, formula)
    told = words.plural(len(short), "has pledged less than its path asks", "have pledged less than their paths ask")
    return (" ", who.written_as(written.sentence_case(str(who))), f" {told} by the year of the pledge.")


def _joint(page: Page, what: str, value: float) -> Fact:
    rows = spending_rows(page.d, page.d.with_forces(page.year), [page.year], ("share_gdp", "gdp_usd_current"))
    formula = "mean of shares weighted by GDP; today’s share where it is higher or no pledge is on record"
    label = f"joint share of GDP {what}, “{page.plan.title}”, {page.origin.year(page.year)}"
    return Fact(
        label, value, units.PERCENT_GDP, page.origin.edition, page.origin.status(page.year), formula=formula, rows=rows
    )
