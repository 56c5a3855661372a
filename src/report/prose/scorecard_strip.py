"""One ally's line of the scorecard: a strip of figures, and a sentence on what is needed and on its own pledge."""

from __future__ import annotations

from typing import Any

import pandas as pd

from report.facts import Fact, combine, units, written
from report.facts.rows import spending_rows
from report.outlook.scorecard.pledges import FINE
from report.outlook.scorecard.verification import STEP_RULE, TOLERANCE
from report.pages import CountryPage
from report.prose import words
from report.prose.passage import Passage, Segment, key_figures, say
from report.prose.scorecard import MEANING, ground, usual
from report.prose.scorecard_table import sign


def strip(page: CountryPage) -> Passage | None:
    """Status, required share, distance from the path and next step; None where there is no path to stand on."""
    if not _has_path(page):
        return None
    status = str(page.scorecard.card.loc[page.iso3, "status"])
    fact = _fact(page, "drift_pp")
    signed = fact.written_as(f"{written.signed(float(fact), 2)} points")
    return key_figures(
        (_status(page, status), "against the plan", (MEANING[status], *_close(page))),
        (_fact(page, "required_share"), "of GDP required by now", "on the checking line"),
        (signed, "from that line", "plus is ahead, minus is behind"),
        (_step(page), "to be added next year", _worth(page)),
    )


def _close(page: CountryPage) -> tuple[Segment, ...]:
    """That a usual revision could turn the status, where it could."""
    if not page.scorecard.is_close(page.iso3):
        return ()
    return ("; less than a usual revision, ", usual(page, "half"), " points, from another status")


def _worth(page: CountryPage) -> tuple[Segment, ...]:
    """The next step in money, where there is one."""
    money = _fact(page, "next_step_usd_m")
    if not float(money) > 0:
        return ("to be on the line then",)
    when = page.when(page.year)
    return ("to be on the line then: worth ", money, " at the GDP of ", when, ", ", words.prices(None))


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
    return combine(
        f"status.{page.iso3}.{page.year}.{page.plan.key}",
        label,
        sign(status, page.scorecard.is_close(page.iso3)),
        units.TEXT,
        MEANING[status],
        parts,
    )


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
    if not page.ask("core", page.iso3).is_something:
        return say(
            "{plan} asks nothing more of {name}: there is no path to measure it against.", **_names(page)
        ) + _pledge(page)
    return _introduction(page) + _needed(page) + _pledge(page)


def _names(page: CountryPage) -> dict[str, Any]:
    return {"plan": page.plan_name_fact(), "name": page.name_in_text}


def _introduction(page: CountryPage) -> Passage:
    """Editions that end before the plan began, and allies treated as exempt, need a word first."""
    text = Passage(())
    if not page.scorecard.is_measured:
        text += say(
            (
                "{plan} dates from {agreed} and this edition ends with {year}: the"
                if page.plan.agreed_year
                else "{plan} names no year from which it counts, and this edition ends with {year}: the"
            )
            + " path of {name} would start there, and only what it asks can be told.",
            agreed=words.agreed(page) if page.plan.agreed_year else "",
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
    if row["target_year"] <= page.year:
        return say(
            "In {year} {name} is at {share}, {pace} short of the {target} that {plan} asked of it by {due}.",
            year=page.when(page.year),
            share=_fact(page, "share"),
            pace=_fact(page, "required_pp"),
            target=words.line_target(page, page.iso3),
            due=words.line_due(page, page.iso3),
            **_names(page),
        )
    return say(
        """From {share} in {year} {name} needs {pace} a year to reach {target} by {due}, {against} {rule} a year that were proposed before the
        summit of The Hague. The checking line used here starts in {start}{agreed}; the bill is counted along the costing path, which
        starts from the share of {year}.""",
        start=words.year("start_year", int(row["start_year"]), "year in which the ally’s checking line starts"),
        agreed=", when the plan began" if row["start_year"] == page.scorecard.agreed else "",
        share=_fact(page, "share"),
        year=page.when(page.year),
        name=page.name_in_text,
        pace=_fact(page, "required_pp"),
        target=words.line_target(page, page.iso3),
        due=words.line_due(page, page.iso3),
        against=_against_rule(float(row["required_pp"])),
        rule=words.proposed_pace(),
    )


def _against_rule(pace: float) -> str:
    if pace <= STEP_RULE + 1e-9:
        return "within the"
    return "more than the" if round(pace, 2) > STEP_RULE else "a shade more than the"


def _pledge(page: CountryPage) -> Passage:
    """The pledge that tells most, and those still to come beside it."""
    row = page.scorecard.card.loc[page.iso3]
    if row["pledge_share"] != row["pledge_share"]:
        only = page.iso3 in page.scorecard.proposed
        floated = "; a mere proposal is left out" if only else ""
        return say(f"No pledge of its own that speaks to the target is on our record{floated}.")
    held = page.scorecard.pledges
    own = held[(held["iso3"] == page.iso3) & (held["pledge_id"] != row["pledge_id"])]
    others = own[(own["pledge_year"] > page.year) & (own["pledge_year"] != row["pledge_year"])]
    past = row["pledge_year"] <= page.year
    begin = "Its last own plan on record came due:" if past else "Its own plan on record:"
    return say(
        "{begin} {pledge}.{also}",
        begin="Of its own plans on record the lowest against its path:"
        if row["pledge_test"] == "path" and len(others)
        else begin,
        pledge=_said(page, row, True),
        also=_also(page, others),
    )


def _also(page: CountryPage, others: pd.DataFrame) -> tuple[Segment, ...]:
    """The other pledges still to come."""
    told = [_said(page, row, False) for _, row in others.iterrows()]
    joined = [part for place, one in enumerate(told) for part in ((*one,) if place == 0 else ("; ", *one))]
    return (" Also on record: ", *joined, ".") if told else ()


def _said(page: CountryPage, pledge: pd.Series, fully: bool) -> tuple[Segment, ...]:
    """One pledge with its year and what it is held against; ``fully`` with its kind and whether we could verify it."""
    due = int(pledge["pledge_year"])
    total = pledge["pledge_component"] == "total"
    kind = "its own figure" if pledge["pledge_kind"] == "exemption" else str(pledge["pledge_kind"])
    return (
        page.scorecard.pledge(pledge),
        f" of GDP{' with related spending' if total else ''} {'in' if due <= page.year else 'by'} ",
        words.year("pledge_year", due, "table of pledges"),
        f" ({kind}, {pledge['pledge_confidence']})" if fully else f" ({kind})",
        *_against(page, pledge),
    )


def _against(page: CountryPage, pledge: pd.Series) -> tuple[Segment, ...]:
    """How the pledge compares with what it can be held against; nothing where with nothing."""
    test, gap = pledge["pledge_test"], float(pledge["pledge_gap_pp"])
    if test == "as agreed":
        return (", as the plan asks", *_below_now(page, pledge))
    if test == "due" and pledge["pledge_spent"] == pledge["pledge_spent"]:
        return _spent(page, pledge)
    if gap != gap:
        return ()
    asked = page.scorecard.asked_then(pledge)
    if abs(gap) < FINE:
        return (", as the path asks by then", *_below_now(page, pledge))
    if abs(gap) <= TOLERANCE + 1e-9:
        return (", about the ", asked, " that the path asks by then", *_below_now(page, pledge))
    return (
        f", {'above' if gap > 0 else 'below'} the ",
        asked,
        " that the path asks by then",
        *_below_now(page, pledge),
    )


def _below_now(page: CountryPage, pledge: pd.Series) -> tuple[Segment, ...]:
    """That a pledge for a year to come lies below what the ally spends already; nothing where it does not."""
    share = float(page.scorecard.card.at[page.iso3, "share"])
    if pledge["pledge_year"] <= page.year or float(pledge["pledge_share"]) >= share - FINE:
        return ()
    return (", though below the ", _fact(page, "share"), " of ", page.when(page.year))


def _spent(page: CountryPage, pledge: pd.Series) -> tuple[Segment, ...]:
    """What was spent in the year of a pledge that has come due; of an estimate it is not said that the pledge was kept."""
    due = int(pledge["pledge_year"])
    frame = page.shares
    spent = Fact(
        f"share_gdp_when_due.{page.iso3}.{due}",
        f"{written.possessive(page.name)} share of GDP in the year of its pledge, {page.origin.year(due)}",
        float(frame.at[due, page.iso3]),
        units.PERCENT_GDP,
        page.origin.edition,
        page.origin.status(due),
        formula="as NATO publishes it",
        rows=spending_rows(page.d, [page.iso3], [due], ["share_gdp"]),
    )
    if spent.status == "estimate":
        return (", for which NATO’s estimate is ", spent)
    kept = float(pledge["pledge_kept_pp"]) > -FINE
    return (", kept: it spent " if kept else ", and it spent ", spent, " on NATO’s figures")
