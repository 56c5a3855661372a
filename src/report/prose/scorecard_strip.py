"""One ally's line of the scorecard: a strip of figures, and a sentence on what is needed and on its own pledge."""

from __future__ import annotations

from typing import Any

from report.burdens.verification import STEP_RULE, TOLERANCE
from report.facts import Fact, combine, units, written
from report.pages import CountryPage
from report.prose import words
from report.prose.passage import Passage, Segment, key_figures, say
from report.prose.scorecard import MEANING, ground
from report.prose.scorecard_table import sign


def strip(page: CountryPage) -> Passage | None:
    """Status, required share, distance from the path and next step; None where there is no path to stand on."""
    if not _has_path(page):
        return None
    status = str(page.scorecard.card.loc[page.iso3, "status"])
    fact = _fact(page, "drift_pp")
    signed = fact.written_as(f"{written.signed(float(fact), 2)} points")
    figures = [
        (_status(page, status), "against the plan", MEANING[status]),
        (_fact(page, "required_share"), "of GDP required by now", "on the straight path to the target"),
        (signed, "from the path", "plus is ahead, minus is behind"),
        (_step(page), "to be added next year", "to be on the path then"),
    ]
    money = _fact(page, "next_step_usd_m")
    return key_figures(
        *figures,
        *([(money, "is that in money", "at this year’s GDP and prices, no growth in it")] if float(money) > 0 else []),
    )


def _step(page: CountryPage) -> Fact:
    fact = _fact(page, "next_step_pp")
    return fact.written_as("nothing") if float(fact) == 0 else fact


def _has_path(page: CountryPage) -> bool:
    known = page.scorecard.card.loc[page.iso3, "status"] not in ("no forces", "no figure")
    return bool(known and page.scorecard.is_measured)


def _fact(page: CountryPage, column: str) -> Fact:
    return page.scorecard.fact(page.iso3, column)


def _status(page: CountryPage, status: str) -> Fact:
    """The status as a fact: it rests on the share and the required share."""
    parts = (_fact(page, "share"), _fact(page, "required_share"), _fact(page, "target_share"))
    label = f"{written.possessive(page.name)} status under “{page.plan.title}”, {page.origin.year(page.year)}"
    return combine(label, sign(status), units.TEXT, MEANING[status], parts)


def strip_text(page: CountryPage) -> Passage:
    """What is still needed, and what the ally itself has pledged; how often such a pace was kept is told by the paragraph on precedent."""
    status = page.scorecard.card.loc[page.iso3, "status"]
    if status == "no forces":
        return say(
            "{plan} asks no core spending of {name}, which has no armed forces: there is no path to measure it against.",
            **_names(page),
        )
    if status == "no figure":
        return say(
            "This edition withholds the last share of {name}: there is nothing to measure against {plan}.",
            **_names(page),
        )
    return _introduction(page) + _needed(page) + _pledge(page)


def _names(page: CountryPage) -> dict[str, Any]:
    return {"plan": page.plan_name_fact(), "name": page.name_in_text}


def _introduction(page: CountryPage) -> Passage:
    """Editions that end before the plan was agreed, and allies treated as exempt, need a word first."""
    text = Passage(())
    if not page.scorecard.is_measured:
        text += say(
            "{plan} was agreed in {agreed} and this edition ends with {year}: the path of {name} would start there, and only what it asks can be told.",
            agreed=words.agreed(page),
            year=page.when(page.year),
            **_names(page),
        )
    if page.iso3 in page.plan.exemptions:
        text += say(
            "{name} is treated here as exempt from the common target of {plan}{ground}: its line is that of its own figure.",
            ground=ground(page, page.iso3),
            **_names(page),
        )
    return text


def _needed(page: CountryPage) -> Passage:
    row = page.scorecard.card.loc[page.iso3]
    if row["required_pp"] == 0:
        return say(
            "{name} is at or above the {target} that {plan} asks of it: nothing more is required, and nothing is assumed to be cut.",
            target=_fact(page, "target_share"),
            **_names(page),
        )
    return say(
        """From {share} in {year} {name} needs {pace} a year to reach {target} by {due}, {against} {rule} a year that were proposed before the
        summit.""",
        share=_fact(page, "share"),
        year=page.when(page.year),
        name=page.name_in_text,
        pace=_fact(page, "required_pp"),
        target=_fact(page, "target_share"),
        due=words.year(int(row["target_year"]), "year in which the plan’s target is due"),
        against=_against_rule(float(row["required_pp"])),
        rule=words.proposed_pace(),
    )


def _against_rule(pace: float) -> str:
    if pace <= STEP_RULE + 1e-9:
        return "within the"
    return "more than the" if round(pace, 2) > STEP_RULE else "a shade more than the"


def _pledge(page: CountryPage) -> Passage:
    row = page.scorecard.card.loc[page.iso3]
    if row["pledge_share"] != row["pledge_share"]:
        return say("No pledge of its own that speaks to the target is on our record.")
    due = int(row["pledge_year"])
    past = due <= page.year
    return say(
        "{begin} {share}{whole} by {due} ({kind}, {confidence}){against}.",
        begin="Its last own plan on record is past:" if past else "Its own plan on record:",
        share=page.scorecard.pledge(page.iso3),
        whole=" of GDP with related spending" if row["pledge_component"] == "total" else " of GDP",
        due=words.year(due, "table of pledges"),
        kind="its own figure" if row["pledge_kind"] == "exemption" else str(row["pledge_kind"]),
        confidence=str(row["pledge_confidence"]),
        against=_against(page, float(row["pledge_gap_pp"])),
    )


def _against(page: CountryPage, gap: float) -> tuple[Segment, ...]:
    """How the pledge compares with what the path asks in its year; nothing where the two cannot be compared."""
    if gap != gap:
        return ()
    asked = _fact(page, "pledge_asked")
    if abs(gap) < 0.005:
        return (", as the path asks by then",)
    if abs(gap) <= TOLERANCE + 1e-9:
        return (", about the ", asked, " that the path asks by then")
    return (f", {'above' if gap > 0 else 'below'} the ", asked, " that the path asks by then")
