"""Where each ally stands against the plan: summary, changes since the edition before, the review, and the table."""

from __future__ import annotations

import pandas as pd

from report.burdens.pledges import pledges_add_up
from report.burdens.verification import STATUSES, TOLERANCE
from report.facts import Fact, assumed, named, units, written
from report.facts.rows import spending_rows
from report.pages import Page
from report.pages.scorecard import SYMBOLS
from report.prose import words
from report.prose.passage import Passage, bullets, say

MEANING = {
    "met": "at or above what the plan asks",
    "ahead": "above the path by more than the tolerance",
    "on path": "within the tolerance",
    "behind": "below the path by more than the tolerance",
    "exempt": "let off by the plan, measured against its own figure",
    "no forces": "a member without armed forces",
    "no figure": "no share for the last year in this edition",
}


def summary(page: Page) -> Passage:
    """What is measured, and how."""
    score = page.scorecard
    tolerance = assumed(
        "tolerance of the scorecard", TOLERANCE, units.POINTS, "what NATO’s figures move between editions"
    )
    if not score.is_measured:
        return say(
            """{plan} was agreed in {agreed} and this edition ends with {year}. Every ally’s path would start there, so that none can be ahead or behind;
            what can be read off is who had already reached the target.""",
            plan=page.plan_name_fact(),
            agreed=words.agreed(page),
            year=page.when(page.year),
        )
    return say(
        """No government’s annual plan under {plan} is published, but the path can be checked. From the share it had when the plan was agreed, each ally’s
        required path runs straight to what is asked of it in the end; {tolerance} either way counts as being on it. In {year} allies stand as follows.""",
        plan=page.plan_name_fact(),
        tolerance=tolerance.written_as(f"{TOLERANCE:g} points"),
        year=page.when(page.year),
    )


def headline(page: Page) -> Passage:
    """How many allies stand where, as the head of the page tells it."""
    score = page.scorecard
    counts = {status: score.having(status) for status in STATUSES}
    measured = [iso3 for status in ("met", "ahead", "on path", "behind", "exempt") for iso3 in counts[status]]
    if not score.is_measured:
        template = "Of {all} allies with a share in this edition, {met} had already reached what {plan} asks in {year}."
    else:
        template = """Of {all} allies measured against {plan}, {met} have reached its target in {year}, {ahead} are ahead of their path, {on} on it and {behind}
        behind."""
        template += " The plan lets {let_off} off its common target." if counts["exempt"] else ""
    return say(
        template,
        "lead",
        plan=page.plan_name_fact(),
        year=page.when(page.year),
        all=_counted(page, "measured", measured),
        met=_counted(page, "met", counts["met"]),
        ahead=_counted(page, "ahead", counts["ahead"]),
        on=_counted(page, "on path", counts["on path"]),
        behind=_counted(page, "behind", counts["behind"]),
        let_off=words.listed(
            page, f"allies let off by “{page.plan.title}”", counts["exempt"], "exemptions of the plan"
        ),
    )


def _counted(page: Page, status: str, allies: list[str]) -> Fact:
    return words.how_many(
        page,
        f"number of allies {status} under “{page.plan.title}”",
        allies,
        MEANING.get(status, "allies with a status"),
    )


def more(page: Page) -> Passage:
    """The way from the briefing to the page of the scorecard."""
    return say(
        "[The whole scorecard](scorecard.html) has a line for every ally: next step, precedent, pledge, and what has changed."
    )


def by_status(page: Page) -> Passage:
    """The allies of each status by name."""
    return bullets(*(_status(page, status) for status in STATUSES if page.scorecard.having(status)))


def _status(page: Page, status: str) -> Passage:
    allies = page.scorecard.having(status)
    begins = status == "on path" and not page.scorecard.is_measured
    return say(
        "**{symbol} {status}** ({meaning}): {names}.",
        symbol=SYMBOLS[status],
        status="Short of the target" if begins else status.capitalize(),
        meaning="the path begins here" if begins else MEANING[status],
        names=words.listed(page, f"allies {status} under “{page.plan.title}”", allies, MEANING[status]),
    )


def next_step(page: Page) -> Passage:
    """What it would take next year, at which pace, and what allies have pledged themselves."""
    card = page.scorecard.card
    due = card[card["next_step_pp"] > 0]
    if due.empty:
        return say("Nobody has a step left to take under this plan.")
    step = _money(page, due.index.tolist(), float(due["next_step_usd_m"].sum()))
    text = (
        _steps(page, due, step)
        if step.is_known
        else say("This edition prints no money in which next year’s step could be told.")
    )
    return text + _pledges(page)


def _steps(page: Page, due: pd.DataFrame, step: Fact) -> Passage:
    fast = due.index[due["above_0_2_rule"]].tolist()
    largest = str(due["next_step_usd_m"].idxmax())
    return say(
        """To be on their paths next year, allies short of them would together have to spend {step} more than in {year}; the largest part, {most}, is that of
        {largest}. {fast} more than {rule} a year from here to the target, the pace proposed before the summit and not adopted.""",
        step=step,
        year=page.when(page.year),
        most=page.scorecard.fact(largest, "next_step_usd_m"),
        largest=page.names_in_text[largest],
        fast=_needing(page, fast),
        rule=words.proposed_pace(),
    )


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
        formula="Σ (required share of next year − share) ÷ 100 × GDP × k over allies short of it",
        rows=rows,
    )


def _pledges(page: Page) -> Passage:
    """What own pledges add up to against what the plan asks."""
    gdp = page.now.set_index("iso3")["gdp_usd_m"]
    card = page.scorecard.card.reset_index(drop=True)
    if gdp.reindex(card.loc[card["share"].notna(), "iso3"]).isna().any():
        return Passage(())
    sums = pledges_add_up(card, gdp)
    short = card[card["pledge_gap_pp"] < -0.005].sort_values("pledge_gap_pp")["iso3"].tolist()
    return say(
        """If every ally kept its own core pledge on record, joint spending would come to {pledged} of joint GDP, against {asked} that the plan asks and
        {now} today. On record are pledges that fall short of the plan from {short}.""",
        pledged=_joint(page, "at own pledges", sums["pledged"]),
        asked=_joint(page, "at what the plan asks", sums["asked"]),
        now=_joint(page, "today", sums["now"]),
        short=words.listed(page, "allies whose own pledge falls short", short, "own pledge under what the plan asks"),
    )


def _joint(page: Page, what: str, value: float) -> Fact:
    rows = spending_rows(page.d, page.d.with_forces(page.year), [page.year], ("share_gdp", "gdp_usd_current"))
    formula = "mean of shares weighted by GDP; today’s share where it is higher or no pledge is on record"
    label = f"joint share of GDP {what}, “{page.plan.title}”, {page.origin.year(page.year)}"
    return Fact(
        label, value, units.PERCENT_GDP, page.origin.edition, page.origin.status(page.year), formula=formula, rows=rows
    )


def changes(page: Page) -> Passage:
    """How many statuses changed since the edition before, and what that edition could tell."""
    before = page.scorecard.before
    if before is None:
        return say("There is no earlier edition that reaches the year of the plan: this is its first scorecard.")
    moved = _moved(page)["iso3"].tolist()
    begun = before.last_year <= (page.plan.agreed_year or before.last_year)
    return say(
        "Since the edition of {edition}, {count} allies have changed status.{caveat}",
        edition=named("edition before", written.month(before.edition), "table of editions", page.origin.edition),
        count=words.how_many(page, "allies that changed status", moved, "status in this edition and the one before"),
        caveat=" In that edition the path had only begun: whoever had not met the target was on it." if begun else "",
    )


def _moved(page: Page) -> pd.DataFrame:
    history = page.scorecard.history
    return history[history["changed"]]


def moves(page: Page) -> Passage | None:
    """Who went from which status to which since the edition before; None where nobody did."""
    if page.scorecard.before is None or _moved(page).empty:
        return None
    groups = _moved(page).groupby(["before", "status"])
    return bullets(*(_move(page, before, now, group["iso3"].tolist()) for (before, now), group in groups))


def _move(page: Page, before: str, now: str, allies: list[str]) -> Passage:
    names = words.listed(page, f"allies that went from {before} to {now}", allies, "status in the two editions")
    return say("From {before} to {now}: {names}.", before=before, now=now, names=names)


def review(page: Page) -> Passage:
    """What the file would look like at the review if every ally kept its present pace."""
    score = page.scorecard
    told = score.review[score.review["status"].isin(["met", "ahead", "on path", "behind"])]
    when = words.year(score.review_year, "review year of the plan, else of The Hague declaration")
    if told.empty:
        return say(
            "This edition holds too few years for a pace: what the file would show at the review in {when} cannot be told.",
            when=when,
        )
    groups = {status: told.index[told["status"] == status].tolist() for status in ("met", "behind")}
    return say(
        """**At the review in {when}**, if every ally kept the pace of its last three years, {met} would have met the target and {behind} would be behind
        the path: {names}. That is a yardstick and not a forecast: nobody expects the recent pace of the frontier states to last.""",
        when=when,
        met=words.how_many(page, "allies that would have met the target at the review", groups["met"], _PACE),
        behind=words.how_many(page, "allies that would be behind at the review", groups["behind"], _PACE),
        names=words.listed(page, "allies that would be behind at the review, by name", groups["behind"], _PACE),
    )


_PACE = "share + pace of three years × years to the review, against the required path"
