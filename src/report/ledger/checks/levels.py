"""Checks on the level of a share: of GDP, of an ally, a group or the median ally, and of the alliance's spending."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from report.burdens.measures import as_published
from report.burdens.quantities import ALLY
from report.facts import Fact, Row, Unit, written
from report.facts.catalogue import declared
from report.facts.rows import macro_rows
from report.ledger.checks.counting import how_many, reaching
from report.ledger.checks.events import event_fact, in_unit
from report.ledger.checks.registry import check, finding, in_each_edition, on_record, where_covered
from report.ledger.evidence import ALLIANCE, COLUMNS, EUROPE_CANADA, GDP_PER_HEAD, Edition, Evidence, party
from report.ledger.finding import Details, Finding, compare, from_record, share, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit
from report.outlook.treasury import break_years

CONSUMER_PRICES = "PCPIPCH"
SPENDING = {"current prices": "spend_usd_current", "constant prices": "spend_usd_constant"}
GDP = "gdp_usd_current"
UNIT_OF = {
    "share_gdp": "percent_gdp",
    "equipment_share": "percent",
    "real_change": "percent",
    "personnel_thousand": "thousand",
}


def figure(edition: Edition, iso3: str, year: int, measure: str = "share_gdp") -> Fact:
    """One published figure as a fact, with its row; an ally's as every other page has it."""
    value = edition.figure(iso3, year, measure)
    if measure in UNIT_OF and (who := edition.d.names.get(iso3)):
        return ALLY.fact(edition.d, edition.origin, measure, iso3, year, value, who)
    name, label = f"{measure}.{iso3}.{year}", f"{measure} of {iso3} in {year}"
    text, status = f"US${written.decimal(1000 * value)}" if measure == GDP_PER_HEAD else "", edition.origin.status(year)
    rows, how = edition.rows([iso3], [year], measure), "as published"
    unit_ = _unit(measure, edition)
    return Fact(name, label, value, unit_, edition.origin.edition, status, "published", how, rows=rows, text=text)


def _unit(measure: str, edition: Edition) -> Unit:
    if measure == GDP_PER_HEAD:
        base = edition.d.edition_info["price_base"]
        return Unit(f"thousand_usd_a_head_{base}", f"US$ thousand, {base} prices", 1, f"thousand USD {base} per head")
    return unit(UNIT_OF[measure])


@in_each_edition
def level(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """The stated figure of an ally or group against the published one; shares of GDP at two decimals."""
    code = party(claim)
    measured = figure(edition, code, claim.in_year, claim.measure)
    values = edition.at(claim.in_year) | {"who": evidence.who(code), "stated": stated(claim)}
    printed = float(as_published(float(measured)))
    return finding(claim, measured, values, edition, compared=printed, basis=basis) if measured.is_known else None


@in_each_edition
def level_above(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """Whether shares lie above the stated one by the margin: every ally's, the median's, a group's, by the basis."""
    year, least, margin = claim.in_year, claim.number, float(claim.arguments["margin"])
    if not edition.covers("share_gdp", year) or math.isnan(edition.figure(ALLIANCE, year)):
        return None
    shares, by = edition.shares(year), yardsticks(edition, year)

    def number(name: str, label: str, allies: Sequence[str]) -> Fact:
        return how_many(edition, claim, allies, f"{label} in {year}", name, label)

    values = edition.at(year) | {
        "threshold": share(claim, least),
        "margin": from_record(claim, "margin", "margin", margin, f"{margin:g} points", "points"),
        "of": number("with_figure", "allies with forces and a figure", list(shares.dropna().index)),
        "meeting": number("reaching", "allies at the threshold", reaching(shares, least)),
        "clear": number("reaching_by_margin", "allies above it by the margin", reaching(shares, least + margin)),
        "median": by["median ally"],
        "europe_canada": by["Europe and Canada"],
        "alliance": by["the alliance"],
    }
    holds = compare(float(as_published(float(by[basis]))), "at_least", least + margin, 2)
    return finding(claim, by[basis], values, edition, holds, basis=basis)


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


@where_covered
def spread(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    """The highest share of GDP, or GDP a head, over the lowest, among allies with forces."""
    year, at = claim.in_year, f"{claim.id}.{basis}"
    column = COLUMNS.get(claim.measure, claim.measure)
    shares = edition.shares(year, column).dropna()
    ends = {"lowest": str(shares.idxmin()), "highest": str(shares.idxmax())}
    found = {end: figure(edition, iso3, year, column) for end, iso3 in ends.items()}
    values, template = edition.at(year) | found, claim.measure
    for end, iso3 in ends.items():
        name, rows = f"{at}.{end}_ally", found[end].rows
        values[f"{end}_name"] = edition.fact("end_of_spread", "", evidence.names([iso3]), name=name, rows=rows, end=end)
    if column == GDP_PER_HEAD:
        values["base"] = edition.fact("price_base", "", str(edition.d.edition_info["price_base"]))
        by_income = [iso3 for iso3, since in break_years(edition.d).items() if iso3 in shares and since <= year]
        values["by_income"] = declared("by_income", "", evidence.names(by_income))
        template = "by_income" if by_income else template
    times, inputs = float(found["highest"]) / float(found["lowest"]), (found["highest"], found["lowest"])
    words: Details = {"unit": unit("ratio"), "inputs": inputs, "column": column, "in_year": year}
    measured = edition.fact("highest_over_lowest", "", times, of=at, **words)
    return finding(claim, measured, values, edition, basis=basis, template=template)


@on_record
def inflation(claim: Claim, evidence: Evidence) -> Finding:
    """The median ally's yearly rise of consumer prices, by the newest macro data."""
    d, year = evidence.newest.d, claim.in_year
    rows = macro_rows(d, evidence.newest.with_forces(year), [year], [CONSUMER_PRICES])
    median = float(pd.Series([row.value for row in rows], dtype=float).median())
    measured = declared("median_rise_consumer_prices", "", median, of=claim.id, rows=rows, in_year=year)
    vintage = declared("macro_vintage", "", written.month(d.vintage))
    return finding(claim, measured, {"year": _plain_year(claim), "vintage": vintage})


def _plain_year(claim: Claim) -> Fact:
    """The claim's year without NATO's mark of an estimate."""
    return declared("year", "", str(claim.in_year), of=claim.id, in_year=claim.in_year, id=claim.id)


@in_each_edition
def estimated(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """Whether the edition marks the claim's year as an estimate, in every edition that has it."""
    year = claim.in_year
    if not edition.covers("share_gdp", year):
        return None
    marked = "yes" if edition.origin.status(year) == "estimate" else "no"
    rows = edition.rows(edition.with_forces(year), [year], "share_gdp")
    measured = edition.fact("marked_estimate", "", marked, of=claim.id, rows=rows, in_year=year)
    values = {"edition": edition.label, "plain_year": _plain_year(claim)}
    return finding(claim, measured, values, edition, (marked == "yes") is claim.value, template=marked)


@where_covered
def group_above(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    """Whether the median share of the allies bordering Russia or Belarus exceeds that of the other European allies."""
    shares = edition.shares(claim.in_year).dropna()
    bordering = evidence.allies["borders_russia_belarus"].reindex(shares.index).astype(bool)
    inside = _median(edition, claim, shares[bordering], "median_bordering", "bordering allies")
    outside = _median(edition, claim, shares[~bordering], "median_others", "other allies")
    values = edition.at(claim.in_year) | {"others": outside}
    return finding(claim, inside, values, edition, float(inside) > float(outside))


def _median(edition: Edition, claim: Claim, shares: pd.Series, name: str, who: str) -> Fact:
    rows = edition.rows(list(shares.index), [claim.in_year], "share_gdp")
    median, name = float(shares.median()), f"{claim.id}.{name}"
    text = f"{written.decimal(float(as_published(median)), 2)}%"
    return edition.fact("median_share", "", median, name=name, rows=rows, text=text, who=who)


def money(edition: Edition, code: str, year: int, measure: str) -> float:
    """What a party spent or produced: its own row, else the sum of its members where NATO prints none, else NaN. GDP is
    not summed: Iceland belongs to it and has no row in most editions."""
    printed = edition.figure(code, year, measure)
    summed = math.isnan(printed) and code in (ALLIANCE, EUROPE_CANADA) and measure != GDP
    return edition.total(code, year, measure) if summed else printed


def share_of(edition: Edition, code: str, year: int, measure: str) -> Fact:
    """A party's part of the alliance's sum, percent."""
    value = 100 * money(edition, code, year, measure) / money(edition, ALLIANCE, year, measure)
    name, rows = f"part_of_{measure}.{code}.{year}", _rows(edition, code, year, measure)
    return edition.fact("part_of_alliance", "", value, year, name=name, rows=rows, code=code, measure=measure)


def _rows(edition: Edition, code: str, year: int, measure: str) -> tuple[Row, ...]:
    """Rows of the party and the aggregate; those of every member where the edition prints no aggregate."""
    printed = [iso3 for iso3 in (code, ALLIANCE) if not math.isnan(edition.figure(iso3, year, measure))]
    return edition.rows(printed if ALLIANCE in printed else edition.with_forces(year), [year], measure)


@check
def share_of_alliance(claim: Claim, evidence: Evidence) -> list[Finding]:
    """The stated share of allied spending, at current and constant prices, in every edition that has both sums;
    ``event`` names the record of what NATO itself said in an edition whose sums are not in the tables."""
    bases = [basis for basis in claim.bases if basis in SPENDING]
    found = [_share(claim, evidence, edition, basis) for edition in evidence.editions for basis in bases]
    known = [one for one in found if one.holds is not None]
    said = [_as_reported(claim, evidence, str(claim.arguments["event"]))] if "event" in claim.arguments else []
    return sorted([*known, *said], key=lambda one: one.edition)


def _share(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    code, year, last = party(claim), claim.in_year, edition.d.last_year
    then = {name: share_of(edition, code, year, measure) for name, measure in SPENDING.items()}
    now = {name: share_of(edition, code, last, measure) for name, measure in SPENDING.items()}
    values = edition.at(year) | {
        "who": evidence.who(code),
        "current": then["current prices"],
        "constant": then["constant prices"],
        "now": now[basis],
        "now_current": now["current prices"],
        "now_constant": now["constant prices"],
        "now_year": edition.when(last),
        "stated": stated(claim),
    }
    known = all(fact.is_known for fact in (*then.values(), *now.values()))
    template = "one" if not known else "latest" if year == last else "both"
    return finding(claim, then[basis], values, edition, basis=basis, template=template)


def _as_reported(claim: Claim, evidence: Evidence, event: str) -> Finding:
    """What NATO's own report said, where the claim appeals to it."""
    in_unit(claim, evidence, event, claim.unit)
    what = declared("on_record", "", str(evidence.events.at[event, "what"]), of=event)
    found = finding(claim, event_fact(evidence, event), {"what": what, "stated": stated(claim)})
    return replace(found, edition=claim.edition, basis="as published", template="on record")


@in_each_edition
def share_against_ability(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """e / y: share in spending over share in GDP, current prices, in the claim's year or the last before the text."""
    code, year = party(claim), claim.year or min(edition.d.last_year, claim.text.date.year - 1)
    spending, ability = (share_of(edition, code, year, measure) for measure in (SPENDING["current prices"], GDP))
    parts = {"spending": spending, "ability": ability}
    words: Details = {"unit": unit("ratio"), "inputs": (spending, ability), "code": code, "of_year": year}
    ratio = edition.fact("burden_over_ability", f"{code}.{year}", float(spending) / float(ability), **words)
    values = edition.at(year) | {"who": evidence.who(code), **parts, "stated": stated(claim)}
    return finding(claim, ratio, values, edition, decimals=2) if ratio.is_known else None
