"""Checks that count allies against a threshold, at published precision."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.burdens.measures import meets
from report.facts import Fact, counted, names
from report.ledger.checks.registry import Measured, check, comparison
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Finding, share
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


@comparison
def count_below(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Measured | None:
    """How many allies were below a threshold; a count of members adds those without forces (Iceland), of which no sentence says that they are below."""
    if not edition.covers(claim.measure, claim.in_year):
        return None
    threshold, year = float(claim.arguments["threshold"]), claim.in_year
    shares = edition.shares(year, claim.measure)
    short = short_of(shares, threshold)
    unarmed = _without_forces(edition, year) if basis == MEMBERS else []
    also = " and members without armed forces" if unarmed else ""
    measured = _how_many(
        edition, claim, short + unarmed, f"number of {basis_words(basis)} below {threshold:g}%{also} in {year}"
    )
    values = {
        **_count_values(claim, evidence, edition, short, threshold, f"allies below {threshold:g}%"),
        **_denominator(edition, year, basis, shares),
        "armed": _how_many(edition, claim, short, f"number of allies with armed forces below {threshold:g}% in {year}"),
        "armed_of": _denominator(edition, year, WITH_FORCES, shares)["of"],
        "without_forces": _named(
            evidence, edition, year, unarmed, f"{claim.id}.without_forces", "members without armed forces"
        ),
    }
    return Measured(measured, values, ("missing",) * bool(without_figure(shares)), MEMBERS if unarmed else WITH_FORCES)


def _without_forces(edition: Edition, year: int) -> list[str]:
    return sorted(set(edition.d.members(year)) - set(edition.with_forces(year)))


def _count_values(
    claim: Claim, evidence: Evidence, edition: Edition, found: Sequence[str], threshold: float, label: str
) -> dict[str, Fact]:
    shares = edition.shares(claim.in_year, claim.measure)
    return {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "threshold": share(claim, threshold),
        "names": _named(evidence, edition, claim.in_year, found, f"{claim.id}.below", label),
        "missing": _named(
            evidence, edition, claim.in_year, without_figure(shares), f"{claim.id}.no_figure", "allies without a figure"
        ),
    }


def _denominator(edition: Edition, year: int, basis: str, shares: pd.Series) -> dict[str, Fact]:
    number = len(edition.d.members(year)) if basis == MEMBERS else len(shares)
    formula = "allies that had acceded by the end of the year" + ("" if basis == MEMBERS else " and have armed forces")
    return {
        "of": edition.fact(
            "counted",
            f"{basis}.{year}.{shares.name}",
            number,
            formula=formula,
            rows=edition.rows(list(shares.index), [year], "share_gdp"),
            words=basis_words(basis),
            of_year=year,
        ),
        "denominator": edition.fact("denominator", basis, basis_words(basis)),
    }


def _named(evidence: Evidence, edition: Edition, year: int, allies: Sequence[str], name: str, label: str) -> Fact:
    rows = edition.rows(allies, [year], "share_gdp")
    return names(name, f"{label}, {year}", evidence.names(allies), label, edition.name, rows=rows)


def _how_many(edition: Edition, claim: Claim, found: Sequence[str], label: str = "") -> Fact:
    year = claim.in_year
    rows = edition.rows(list(edition.shares(year, claim.measure).index), [year], claim.measure)
    formula = "allies counted against the threshold at two decimals"
    name = label or f"allies counted for claim {claim.id}"
    return counted(f"{claim.id}.{name}", name, len(found), formula, edition.name, edition.status(year), rows)


@check
def most_below(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether more than half of the allies with forces were below the stated share in the year."""
    return [_most_below(claim, evidence, edition) for edition in evidence.covering(claim.measure, claim.in_year)]


def _most_below(claim: Claim, evidence: Evidence, edition: Edition) -> Finding:
    shares = edition.shares(claim.in_year)
    found = short_of(shares, claim.number)
    values = _count_values(
        claim, evidence, edition, found, claim.number, f"allies below {claim.number:g}%"
    ) | _denominator(edition, claim.in_year, claim.bases[0], shares)
    return Finding(
        edition.id, claim.bases[0], majority(len(found), int(shares.count())), _how_many(edition, claim, found), values
    )


@check
def years_most_below(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether in more than half of the edition's years more than half of the allies were below the stated share.

    Only years up to the text count, and only editions that hold several.
    """
    editions = [edition for edition in evidence.editions if len(_years_before(claim, edition)) > 1]
    return [_years_most_below(claim, edition) for edition in editions]


def _years_before(claim: Claim, edition: Edition) -> list[int]:
    return [year for year in edition.years("share_gdp") if year < claim.text.date.year]


def _years_most_below(claim: Claim, edition: Edition) -> Finding:
    years = _years_before(claim, edition)
    short = [
        year
        for year in years
        if majority(len(short_of(edition.shares(year), claim.number)), int(edition.shares(year).count()))
    ]
    rows = edition.rows(edition.with_forces(years[-1]), years, "share_gdp")
    values = {
        "edition": edition.label,
        "threshold": share(claim, claim.number),
        "of": edition.fact("years_looked", "", len(years), of=claim.id, rows=rows),
        "first_year": edition.when(years[0]),
        "last_year": edition.when(years[-1]),
    }
    measured = edition.origin.counted("years_below", "", len(short), of=claim.id, rows=rows)
    return Finding(edition.id, claim.bases[0], majority(len(short), len(years)), measured, values)


@check
def all_meet(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether every ally with forces reached the stated share; with a figure missing that is open, unless somebody is short."""
    editions = evidence.covering(claim.measure, claim.in_year)
    return [_all_meet(claim, evidence, edition, basis) for edition in editions for basis in claim.bases]


def _all_meet(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    shares = edition.shares(claim.in_year, claim.measure)
    short = short_of(shares, claim.number)
    met = reaching(shares, claim.number)
    values = _count_values(
        claim, evidence, edition, short, claim.number, f"allies below {claim.number:g}%"
    ) | _denominator(edition, claim.in_year, basis, shares)
    remarks = ("core",) * (edition.d.edition_info["definition"] != "defence expenditure")
    unknown = bool(without_figure(shares))
    template, holds = ("missing", None if not short else False) if unknown else ("known", not short)
    return Finding(edition.id, basis, holds, _how_many(edition, claim, met), values, remarks, template=template)


@check
def none_reaches(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether nobody reached the stated share in the year; then whether that still is so in the newest edition's last year.

    A claim that was right for its year and is so no longer is superseded.
    """
    said = [
        _none_reaches(claim, evidence, edition, claim.in_year)
        for edition in evidence.covering(claim.measure, claim.in_year)
    ]
    return [*said, _none_reaches(claim, evidence, evidence.newest, evidence.newest.d.last_year)]


def _none_reaches(claim: Claim, evidence: Evidence, edition: Edition, year: int) -> Finding:
    found = reaching(edition.shares(year), claim.number)
    later = year > claim.in_year
    rows = edition.rows(edition.with_forces(year), [year], "share_gdp")
    measured = edition.origin.counted("reaching", year, len(found), year, of=claim.id, rows=rows)
    values = {
        "edition": edition.label,
        "year": edition.when(year),
        "threshold": share(claim, claim.number),
        "names": _named(
            evidence, edition, year, found, f"{claim.id}.reaching_names.{year}", "allies at or above the threshold"
        ),
    }
    return Finding(
        edition.id, claim.bases[0], not found, measured, values, verdict="superseded" if later and found else ""
    )
