"""Where each ally stands against the plan: summary, changes since the edition before, the review, and the table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from report.burdens.verification import STATUSES, TOLERANCE
from report.facts import Fact, assumed, named, names, units, written
from report.facts.rows import spending_rows
from report.pages import Page
from report.pages.scorecard import SYMBOLS
from report.prose import words
from report.prose.passage import Passage, Segment, bullets, say

EDGE = 0.01
"""Points of GDP from the tolerance within which a status is a close case: one unit of the last digit that NATO prints."""
MEANING = {
    "met": "at or above what the plan asks",
    "ahead": "above the path by more than the tolerance",
    "on path": "within the tolerance",
    "behind": "below the path by more than the tolerance",
    "exempt": "treated here as exempt, measured against its own figure",
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
        template += "{exempt}"
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
        exempt=_exempt(page, counts["exempt"]),
    )


def _exempt(page: Page, allies: list[str]) -> tuple[Segment, ...]:
    """Who is treated as exempt, and on what ground."""
    if not allies:
        return ()
    who = words.listed(page, f"allies treated as exempt under “{page.plan.title}”", allies, "exemptions of the plan")
    verb = " is treated here as exempt" if len(allies) == 1 else " are treated here as exempt"
    return (" ", who.written_as(written.sentence_case(str(who))), verb, *ground(page, allies[0], len(allies) == 1), ".")


def ground(page: Page, iso3: str, told: bool = True) -> tuple[Segment, ...]:
    """Why an ally is treated as exempt, as a clause; nothing where the plan gives no reason."""
    reason = str(page.plan.exemptions[iso3].get("reason") or "").strip().rstrip(".")
    label = f"ground on which {page.names_in_text[iso3]} is treated as exempt"
    return (", ", named(label, reason, f"plan {page.plan.id}")) if told and reason else ()


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


def close(page: Page) -> Passage | None:
    """Which allies lie so near the tolerance that one revision could move them; None where none does."""
    card = page.scorecard.card
    near = card[card["status"].isin(["ahead", "on path", "behind"])]
    near = near[((near["drift_pp"].abs() - TOLERANCE).abs() <= EDGE + 1e-9)]
    if near.empty or not page.scorecard.is_measured:
        return None
    groups = {str(status): group for status, group in near.groupby("status", sort=False)}
    told = " and ".join(
        f"{{{status.replace(' ', '_')}}} {words.plural(len(group), 'counts', 'count')} as {status}"
        for status, group in groups.items()
    )
    edge = assumed("nearness to the tolerance", EDGE, units.POINTS, "the last digit of published shares")
    facts: dict[str, Any] = {status.replace(" ", "_"): _near(page, status, group) for status, group in groups.items()}
    return say(
        f"Some cases are close: {told}, within {{edge}} of the tolerance. One revision of the figures could move them.",
        edge=edge.written_as(f"{EDGE:g} points"),
        **facts,
    )


def _near(page: Page, status: str, near: pd.DataFrame) -> Fact:
    """Allies with their distance from the path, which the third decimal decides."""
    own = [f"{page.names_in_text[iso3]} ({written.signed(drift, 3)})" for iso3, drift in near["drift_pp"].items()]
    rows = spending_rows(page.d, near.index.tolist(), [page.year], ["share_gdp"])
    formula = f"distance from the path within {EDGE:g} points of the tolerance of {TOLERANCE:g}"
    return names(f"close cases {status}", own, formula, page.origin.edition, page.origin.status(page.year), rows)


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
        the path: {names}.{turned} That is a yardstick and not a forecast: nobody expects the recent pace of the frontier states to last.""",
        when=when,
        met=words.how_many(page, "allies that would have met the target at the review", groups["met"], _PACE),
        behind=words.how_many(page, "allies that would be behind at the review", groups["behind"], _PACE),
        names=words.listed(page, "allies that would be behind at the review, by name", groups["behind"], _PACE),
        turned=_turned(page),
    )


def _turned(page: Page) -> tuple[Segment, ...]:
    """Who is behind now and would not be at the review, and why that is no contradiction."""
    then = page.scorecard.review["status"]
    turned = [iso3 for iso3 in page.scorecard.having("behind") if then[iso3] in ("met", "ahead", "on path")]
    if not turned:
        return ()
    who = words.listed(page, "allies behind now and not at the review", turned, _PACE)
    why = " now and would no longer be: over the last three years as a whole the share rose faster than the path does."
    verb = words.plural(len(turned), "is behind", "are behind")
    return (" ", who.written_as(written.sentence_case(str(who))), f" {verb}{why}")


_PACE = "share + pace of three years × years to the review, against the required path"
