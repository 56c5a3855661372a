"""Checks on who carries how much of all allied spending."""

from __future__ import annotations

import math

from report.facts import Fact, Row
from report.facts.catalogue import declared
from report.ledger.checks.events import event_fact, in_unit
from report.ledger.checks.registry import check
from report.ledger.evidence import AGGREGATE, ALLIANCE, EUROPE_CANADA, Edition, Evidence
from report.ledger.finding import Finding, compare, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit

SPENDING = {"current prices": "spend_usd_current", "constant prices": "spend_usd_constant"}
GDP = "gdp_usd_current"


def money(edition: Edition, code: str, year: int, measure: str) -> float:
    """What a party spent or produced: its own row; where NATO prints no aggregate of spending, the sum of its members; else NaN.

    GDP is not summed: Iceland belongs to it and has no row in most editions.
    """
    printed = edition.of(code, year, measure)
    summed = math.isnan(printed) and code in (ALLIANCE, EUROPE_CANADA) and measure != GDP
    return edition.total(code, year, measure) if summed else printed


def share_of(edition: Edition, code: str, year: int, measure: str) -> Fact:
    """A party's part of the alliance's sum, percent."""
    value = 100 * money(edition, code, year, measure) / money(edition, ALLIANCE, year, measure)
    return edition.fact(
        "part_of_alliance",
        "",
        value,
        year,
        name=f"part_of_{measure}.{code}.{year}",
        rows=_rows(edition, code, year, measure),
        code=code,
        measure=measure,
    )


def _rows(edition: Edition, code: str, year: int, measure: str) -> tuple[Row, ...]:
    """Rows of the party and the aggregate; those of every member where the edition prints no aggregate."""
    printed = [iso3 for iso3 in (code, ALLIANCE) if not math.isnan(edition.of(iso3, year, measure))]
    return edition.rows(printed if ALLIANCE in printed else edition.with_forces(year), [year], measure)


@check
def share_of_alliance(claim: Claim, evidence: Evidence) -> list[Finding]:
    """The stated share of an ally or group in allied spending, at current and at constant prices, in every edition that has both sums.

    ``event`` names the record of what NATO itself said in an edition whose sums are not held.
    """
    code = AGGREGATE.get(claim.subject, claim.subject)
    pairs = [(edition, basis) for edition in evidence.editions for basis in claim.bases if basis in SPENDING]
    found = [_share(claim, evidence, edition, basis, code) for edition, basis in pairs]
    known = [finding for finding in found if finding.holds is not None]
    return sorted([*known, *_on_record(claim, evidence)], key=lambda finding: finding.edition)


def _share(claim: Claim, evidence: Evidence, edition: Edition, basis: str, code: str) -> Finding:
    year, last = claim.in_year, edition.d.last_year
    then = {name: share_of(edition, code, year, measure) for name, measure in SPENDING.items()}
    now = {name: share_of(edition, code, last, measure) for name, measure in SPENDING.items()}
    measured = then[basis]
    values = {
        "edition": edition.label,
        "year": edition.when(year),
        "who": declared("who", code, evidence.name(code)),
        "current": then["current prices"],
        "constant": then["constant prices"],
        "now": now[basis],
        "now_current": now["current prices"],
        "now_constant": now["constant prices"],
        "now_year": edition.when(last),
        "stated": stated(claim),
    }
    known = not any(math.isnan(float(fact)) for fact in (*then.values(), *now.values()))
    holds = compare(float(measured), claim.comparator, claim.number, claim.decimals)
    template = "one" if not known else "latest" if year == last else "both"
    return Finding(edition.id, basis, holds, measured, values, template=template)


def _on_record(claim: Claim, evidence: Evidence) -> list[Finding]:
    """What NATO's own report said, where the claim appeals to it."""
    if "event" not in claim.arguments:
        return []
    row = evidence.events.loc[claim.arguments["event"]]
    in_unit(claim, evidence, str(row["id"]), claim.unit)
    measured = event_fact(evidence, str(row["id"]))
    values = {
        "what": declared("on_record", "", str(row["what"]), of=row["id"]),
        "stated": stated(claim),
    }
    holds = compare(float(measured), claim.comparator, claim.number, claim.decimals)
    return [Finding(claim.edition, "as published", holds, measured, values, template="on record")]


@check
def share_against_ability(claim: Claim, evidence: Evidence) -> list[Finding]:
    """e / y: share in spending over share in GDP, at current prices, in the claim's year or the last one before the text."""
    code = AGGREGATE.get(claim.subject, claim.subject)
    found = [_against_ability(claim, evidence, edition, code) for edition in evidence.editions]
    return [finding for finding in found if finding.holds is not None]


def _against_ability(claim: Claim, evidence: Evidence, edition: Edition, code: str) -> Finding:
    year = claim.year or min(edition.d.last_year, claim.text.date.year - 1)
    spending, ability = share_of(edition, code, year, SPENDING["current prices"]), share_of(edition, code, year, GDP)
    ratio = float(spending) / float(ability)
    measured = edition.fact(
        "burden_over_ability",
        f"{code}.{year}",
        ratio,
        unit=unit("ratio"),
        inputs=(spending, ability),
        code=code,
        of_year=year,
    )
    values = {
        "edition": edition.label,
        "year": edition.when(year),
        "who": declared("who", code, evidence.name(code)),
        "spending": spending,
        "ability": ability,
        "stated": stated(claim),
    }
    return Finding(edition.id, claim.bases[0], compare(ratio, claim.comparator, claim.number, 2), measured, values)
