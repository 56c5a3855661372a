"""Checks that count allies against a threshold, at published precision."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.burdens.measures import meets
from report.facts import Fact, counted, names
from report.ledger.checks.registry import check, finding, in_each_edition, where_covered
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Finding, Values, share
from report.ledger.record import Claim
from report.ledger.vocabulary import basis_words

MEMBERS, WITH_FORCES = "members", "with forces"


def reaching(shares: pd.Series, threshold: float) -> list[str]:
    """Allies whose share reaches the threshold as NATO prints it: 1.996 is printed 2.00 and reaches 2."""
    known = shares.dropna()
    return list(known.index[meets(known, threshold)])


def short_of(shares: pd.Series, threshold: float) -> list[str]:
    """Allies whose share, where there is one, does not reach the threshold."""
    known = shares.dropna()
    return list(known.index[~meets(known, threshold)])


def without_figure(shares: pd.Series) -> list[str]:
    """Allies for which the edition prints no share."""
    return list(shares.index[shares.isna()])


def majority(part: int, whole: int) -> bool:
    """More than half: 16 of 31, but not 16 of 32."""
    return 2 * part > whole


@where_covered
def count_below(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    """How many allies were below a threshold; of members, those without forces (Iceland) are added and named apart."""
    threshold, year = float(claim.arguments["threshold"]), claim.in_year
    shares = edition.shares(year, claim.measure)
    short, armed = short_of(shares, threshold), edition.with_forces(year)
    unarmed = sorted(set(edition.d.members(year)) - set(armed)) if basis == MEMBERS else []
    also = " and members without armed forces" if unarmed else ""
    label = f"number of {basis_words(basis)} below {threshold:g}%{also} in {year}"
    outside = ("without_forces", "members without armed forces")
    values = _values(claim, evidence, edition, basis, threshold) | {
        "armed": how_many(edition, claim, short, f"number of allies with armed forces below {threshold:g}% in {year}"),
        "armed_of": _denominator(edition, year, WITH_FORCES, shares),
        "without_forces": _named(evidence, edition, year, unarmed, claim, *outside),
    }
    measured = how_many(edition, claim, short + unarmed, label)
    remarks = ("missing",) * bool(without_figure(shares))
    template = MEMBERS if unarmed else WITH_FORCES
    return finding(claim, measured, values, edition, basis=basis, remarks=remarks, template=template)


def _values(claim: Claim, evidence: Evidence, edition: Edition, basis: str, threshold: float) -> dict[str, Fact]:
    """What a sentence about a count may name."""
    year, shares = claim.in_year, edition.shares(claim.in_year, claim.measure)
    short, missing, below = short_of(shares, threshold), without_figure(shares), f"allies below {threshold:g}%"
    return edition.at(year) | {
        "threshold": share(claim, threshold),
        "names": _named(evidence, edition, year, short, claim, "below", below),
        "missing": _named(evidence, edition, year, missing, claim, "no_figure", "allies without a figure"),
        "of": _denominator(edition, year, basis, shares),
        "denominator": edition.fact("denominator", basis, basis_words(basis)),
    }


def _denominator(edition: Edition, year: int, basis: str, shares: pd.Series) -> Fact:
    """Of how many allies a count is."""
    number = len(edition.d.members(year)) if basis == MEMBERS else len(shares)
    formula = "allies that had acceded by the end of the year" + ("" if basis == MEMBERS else " and have armed forces")
    rows, at = edition.rows(list(shares.index), [year], "share_gdp"), f"{basis}.{year}.{shares.name}"
    return edition.fact("counted", at, number, formula=formula, rows=rows, words=basis_words(basis), of_year=year)


def _named(
    evidence: Evidence, edition: Edition, year: int, allies: Sequence[str], claim: Claim, name: str, label: str
) -> Fact:
    named, rows = evidence.names(allies), edition.rows(allies, [year], "share_gdp")
    return names(f"{claim.id}.{name}", f"{label}, {year}", named, label, edition.origin.edition, rows=rows)


def how_many(
    edition: Edition, claim: Claim, found: Sequence[str], label: str = "", name: str = "", formula: str = ""
) -> Fact:
    """The number of allies found in the claim's year, of those with forces."""
    year, label, where = claim.in_year, label or f"allies counted for claim {claim.id}", edition.origin
    rows = edition.rows(edition.with_forces(year), [year], claim.measure)
    own, how = f"{claim.id}.{name or label}", formula or "allies counted against the threshold at two decimals"
    return counted(own, label, len(found), how, where.edition, where.status(year), rows)


@where_covered
def most_below(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    """Whether more than half of the allies with forces were below the stated share in the year."""
    shares = edition.shares(claim.in_year)
    short = short_of(shares, claim.number)
    values, holds = _values(claim, evidence, edition, basis, claim.number), majority(len(short), int(shares.count()))
    return finding(claim, how_many(edition, claim, short), values, edition, holds)


@in_each_edition
def years_most_below(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """Whether in more than half of the edition's years more than half of the allies were below the stated share. Only
    years up to the text count, and only editions with several of them."""
    years = [year for year in edition.years("share_gdp") if year < claim.text.date.year]
    if len(years) < 2:
        return None
    by_year = [edition.shares(year).dropna() for year in years]
    short = [one for one in by_year if majority(len(short_of(one, claim.number)), len(one))]
    rows = edition.rows(edition.with_forces(years[-1]), years, "share_gdp")
    values = {
        "edition": edition.label,
        "threshold": share(claim, claim.number),
        "of": edition.fact("years_looked", "", len(years), of=claim.id, rows=rows),
        "first_year": edition.when(years[0]),
        "last_year": edition.when(years[-1]),
    }
    measured = edition.origin.counted("years_below", "", len(short), of=claim.id, rows=rows)
    return finding(claim, measured, values, edition, majority(len(short), len(years)))


@where_covered
def all_meet(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    """Whether every ally with forces reached the stated share; open with a figure missing and nobody short."""
    shares = edition.shares(claim.in_year, claim.measure)
    short, unknown = short_of(shares, claim.number), bool(without_figure(shares))
    values: Values = _values(claim, evidence, edition, basis, claim.number)
    remarks = ("core",) * (edition.d.edition_info["definition"] != "defence expenditure")
    template, holds = ("missing", False if short else None) if unknown else ("known", not short)
    measured = how_many(edition, claim, reaching(shares, claim.number))
    return finding(claim, measured, values, edition, holds, basis=basis, remarks=remarks, template=template)


@check
def none_reaches(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether nobody reached the stated share in the year, and then in the newest edition's last year: a claim that was
    right for its year and is so no longer is superseded."""
    findings, label = [], "allies at or above the threshold"
    for edition, year in evidence.then_and_now(claim):
        found = reaching(edition.shares(year), claim.number)
        rows = edition.rows(edition.with_forces(year), [year], "share_gdp")
        measured = edition.origin.counted("reaching", year, len(found), year, of=claim.id, rows=rows)
        names_ = _named(evidence, edition, year, found, claim, f"reaching_names.{year}", label)
        values = edition.at(year) | {"threshold": share(claim, claim.number), "names": names_}
        verdict = "superseded" if year > claim.in_year and found else ""
        findings.append(finding(claim, measured, values, edition, not found, verdict=verdict))
    return findings
