"""Checks on the level of a share: of an ally, of a group, of the median ally, of those on the way to a threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from report.burdens.measures import as_published
from report.burdens.quantities import ally_fact
from report.facts import Fact, Unit, counted, written
from report.facts.catalogue import declared
from report.facts.rows import macro_rows
from report.ledger.checks.counting import reaching
from report.ledger.checks.registry import Measured, check, comparison
from report.ledger.evidence import AGGREGATE, ALLIANCE, COLUMNS, EUROPE_CANADA, GDP_PER_HEAD, Edition, Evidence
from report.ledger.finding import Finding, compare, from_record, share, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit
from report.outlook.treasury import break_years

CONSUMER_PRICES = "PCPIPCH"
UNIT_OF = {
    "share_gdp": "percent_gdp",
    "equipment_share": "percent",
    "real_change": "percent",
    "personnel_thousand": "thousand",
}


def figure(edition: Edition, iso3: str, year: int, measure: str = "share_gdp") -> Fact:
    """One published figure as a fact, with its row; an ally's as every other page has it."""
    value = edition.of(iso3, year, measure)
    if measure in UNIT_OF and iso3 in edition.names:
        cell = pd.Series({"iso3": iso3, "ally": edition.names[iso3], "year": year, measure: value})
        return ally_fact(edition.d, edition.origin, cell, measure)
    return Fact(
        f"{measure}.{iso3}.{year}",
        f"{measure} of {iso3} in {year}",
        value,
        _unit(measure, edition),
        edition.name,
        edition.status(year),
        "published",
        "as published",
        rows=edition.rows([iso3], [year], measure),
        text=f"US${written.decimal(1000 * value)}" if measure == GDP_PER_HEAD else "",
    )


def _unit(measure: str, edition: Edition) -> Unit:
    if measure == GDP_PER_HEAD:
        base = edition.d.edition_info["price_base"]
        return Unit(f"thousand_usd_a_head_{base}", f"US$ thousand, {base} prices", 1, f"thousand USD {base} per head")
    return unit(UNIT_OF[measure])


@comparison
def level(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Measured | None:
    """The stated figure of an ally or group against the published one; shares of GDP at two decimals."""
    code = AGGREGATE.get(claim.subject, claim.subject)
    measured = figure(edition, code, claim.in_year, claim.measure)
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "who": declared("who", code, evidence.name(code)),
        "stated": stated(claim),
    }
    return Measured(measured, values, compared=float(as_published(float(measured)))) if measured.is_known else None


@check
def level_above(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether shares lie above the stated one by the margin: every ally's, the median ally's, Europe and Canada's, NATO's."""
    editions = [
        edition
        for edition in evidence.covering("share_gdp", claim.in_year)
        if not math.isnan(edition.of(ALLIANCE, claim.in_year))
    ]
    return [_level_above(claim, edition, basis) for edition in editions for basis in claim.bases]


def yardsticks(edition: Edition, year: int) -> dict[str, Fact]:
    """The share of GDP in a year by each basis of ``level_above``: every ally stands for the one that spends least."""
    shares = edition.shares(year).dropna()
    rows = edition.rows(list(shares.index), [year], "share_gdp")

    def over_allies(name: str, label: str, value: float) -> Fact:
        return edition.fact("yardstick", "", value, year, name=f"{name}_share_gdp.NATO.{year}", rows=rows, what=label)

    return {
        "every ally": over_allies("lowest", "lowest share", float(shares.min())),
        "median ally": over_allies("median", "median share", float(shares.median())),
        "Europe and Canada": figure(edition, EUROPE_CANADA, year),
        "the alliance": figure(edition, ALLIANCE, year),
    }


def _level_above(claim: Claim, edition: Edition, basis: str) -> Finding:
    margin = float(claim.arguments["margin"])
    shares, by = edition.shares(claim.in_year), yardsticks(edition, claim.in_year)
    holds = compare(float(as_published(float(by[basis]))), "at_least", claim.number + margin, 2)
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "threshold": share(claim, claim.number),
        "margin": from_record(claim, "margin", "margin", margin, f"{margin:g} points", "points"),
        "of": _number(edition, claim, "with_figure", "allies with forces and a figure", list(shares.dropna().index)),
        "meeting": _number(edition, claim, "reaching", "allies at the threshold", reaching(shares, claim.number)),
        "clear": _number(
            edition,
            claim,
            "reaching_by_margin",
            "allies above it by the margin",
            reaching(shares, claim.number + margin),
        ),
        "median": by["median ally"],
        "europe_canada": by["Europe and Canada"],
        "alliance": by["the alliance"],
    }
    return Finding(edition.id, basis, holds, by[basis], values)


def _number(edition: Edition, claim: Claim, name: str, label: str, allies: Sequence[str]) -> Fact:
    year = claim.in_year
    rows = edition.rows(edition.with_forces(year), [year], "share_gdp")
    return counted(
        f"{claim.id}.{name}", f"{label} in {year}", len(allies), label, edition.name, edition.status(year), rows
    )


@comparison
def spread(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Measured | None:
    """The highest share of GDP, or GDP a head, over the lowest, among allies with forces."""
    if not edition.covers(claim.measure, claim.in_year):
        return None
    column = COLUMNS.get(claim.measure, claim.measure)
    shares = edition.shares(claim.in_year, column).dropna()
    low, high = str(shares.idxmin()), str(shares.idxmax())
    lowest, highest = (figure(edition, iso3, claim.in_year, column) for iso3 in (low, high))
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "lowest": lowest,
        "highest": highest,
        **{
            f"{end}_name": edition.fact(
                "end_of_spread",
                "",
                evidence.names([iso3]),
                name=f"{claim.id}.{basis}.{end}_ally",
                rows=found.rows,
                end=end,
            )
            for end, iso3, found in (("lowest", low, lowest), ("highest", high, highest))
        },
    }
    template = claim.measure
    if column == GDP_PER_HEAD:
        base = str(edition.d.edition_info["price_base"])
        values["base"] = edition.fact("price_base", "", base)
        changed = break_years(edition.d)
        held = [iso3 for iso3, since in changed.items() if iso3 in shares and since <= claim.in_year]
        values["by_income"] = declared("by_income", "", evidence.names(held))
        template = "by_income" if held else template
    times = float(highest) / float(lowest)
    measured = edition.fact(
        "highest_over_lowest",
        "",
        times,
        of=f"{claim.id}.{basis}",
        unit=unit("ratio"),
        inputs=(highest, lowest),
        column=column,
        in_year=claim.in_year,
    )
    return Measured(measured, values, template=template)


@check
def inflation(claim: Claim, evidence: Evidence) -> list[Finding]:
    """The median ally's yearly rise of consumer prices, by the newest macro data."""
    dataset = evidence.newest.d
    rows = macro_rows(dataset, evidence.newest.with_forces(claim.in_year), [claim.in_year], [CONSUMER_PRICES])
    median = float(pd.Series([row.value for row in rows], dtype=float).median())
    measured = declared("median_rise_consumer_prices", "", median, of=claim.id, rows=rows, in_year=claim.in_year)
    values = {
        "year": declared("year", "", str(claim.in_year), of=claim.id, in_year=claim.in_year, id=claim.id),
        "vintage": declared("macro_vintage", "", written.month(dataset.vintage)),
    }
    holds = compare(median, claim.comparator, claim.number, claim.decimals)
    return [Finding("", claim.bases[0], holds, measured, values)]


@check
def estimated(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the edition marks the claim's year as an estimate, in every edition that has it."""
    return [_estimated(claim, edition) for edition in evidence.covering("share_gdp", claim.in_year)]


def _estimated(claim: Claim, edition: Edition) -> Finding:
    marked = "yes" if edition.status(claim.in_year) == "estimate" else "no"
    rows = edition.rows(edition.with_forces(claim.in_year), [claim.in_year], "share_gdp")
    measured = edition.fact("marked_estimate", "", marked, of=claim.id, rows=rows, in_year=claim.in_year)
    year = declared("year", "", str(claim.in_year), of=claim.id, in_year=claim.in_year, id=claim.id)
    values = {"edition": edition.label, "plain_year": year}
    return Finding(edition.id, claim.bases[0], (marked == "yes") is claim.value, measured, values, template=marked)


@check
def group_above(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the median share of the allies bordering Russia or Belarus exceeds that of the other European allies."""
    return [_group_above(claim, evidence, edition) for edition in evidence.covering("share_gdp", claim.in_year)]


def _group_above(claim: Claim, evidence: Evidence, edition: Edition) -> Finding:
    shares = edition.shares(claim.in_year).dropna()
    bordering = evidence.allies["borders_russia_belarus"].reindex(shares.index).astype(bool)
    inside, outside = (
        _median(edition, claim, shares[bordering], "median_bordering", "bordering allies"),
        _median(edition, claim, shares[~bordering], "median_others", "other allies"),
    )
    values = {"edition": edition.label, "year": edition.when(claim.in_year), "others": outside}
    return Finding(edition.id, claim.bases[0], float(inside) > float(outside), inside, values)


def _median(edition: Edition, claim: Claim, shares: pd.Series, name: str, who: str) -> Fact:
    rows = edition.rows(list(shares.index), [claim.in_year], "share_gdp")
    median = float(shares.median())
    return edition.fact(
        "median_share",
        "",
        median,
        name=f"{claim.id}.{name}",
        rows=rows,
        text=f"{written.decimal(float(as_published(median)), 2)}%",
        who=who,
    )
