"""Checks on who belongs to the alliance."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, Row, written
from report.facts.catalogue import declared
from report.ledger.checks.registry import check
from report.ledger.evidence import Evidence
from report.ledger.finding import Finding, compare, same
from report.ledger.record import Claim


def members_on(evidence: Evidence, claim: Claim) -> pd.DataFrame:
    """Allies that had acceded by the day of the text, in the order of their accession."""
    frame = evidence.allies
    return frame[frame["accession"] <= pd.Timestamp(claim.text.date)].sort_values("accession")


def _rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(Row("allies", iso3, locator=f"acceded {day:%Y-%m-%d}") for iso3, day in frame["accession"].items())


def _day(claim: Claim) -> Fact:
    return declared("day_text", "", written.day(claim.text.date), of=claim.id, id=claim.text.id)


@check
def members(claim: Claim, evidence: Evidence) -> list[Finding]:
    """How many members there were on the day of the text."""
    frame = members_on(evidence, claim)
    measured = declared("members_day_text", "", len(frame), of=claim.id, rows=_rows(frame))
    return [
        Finding(
            "", claim.bases[0], compare(len(frame), claim.comparator, claim.number, 0), measured, {"day": _day(claim)}
        )
    ]


@check
def newest_member(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Which ally had joined last by the day of the text; with ``among``, whether the ally is one of that many."""
    frame = members_on(evidence, claim)
    latest = frame.iloc[-int(claim.arguments.get("among", 1)) :]
    newest, rows = frame.iloc[-1], _rows(latest)
    measured = declared(
        "newest_member", "", str(newest["iso3"]), of=claim.id, rows=rows, text=str(newest["name_in_text"])
    )
    values = {
        "day": _day(claim),
        "joined": declared("day_accession", "", written.day(newest["accession"].date()), of=claim.id),
        "latest": declared("last_join", "", tuple(latest["name_in_text"]), of=claim.id, rows=rows),
    }
    holds = any(same(iso3, claim.value) for iso3 in latest["iso3"])
    return [Finding("", claim.bases[0], holds, measured, values, template="among" if len(latest) > 1 else "newest")]
