"""Checks on how large a step is: from a year's share to a target, or from one year to another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from report.facts import Fact, Row, named, names, units, written
from report.facts.catalogue import declared
from report.facts.guidelines import guideline_fact
from report.ledger.checks.levels import figure
from report.ledger.checks.registry import Measured, check, comparison
from report.ledger.checks.sharing import money
from report.ledger.evidence import AGGREGATE, ALLIANCE, COLUMNS, EUROPE_CANADA, Edition, Evidence
from report.ledger.finding import Finding, from_record, share, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit
from report.tables import guideline

JOINT = "joint"
"""Template for a target that joins core and related spending, which is more than the core guideline: the share it is set against is core alone."""
HEADCOUNT = "as published"
"""The basis of a number of people, which has no prices."""
CODES = {"the alliance": ALLIANCE, "Europe and Canada": EUROPE_CANADA}


def kind_of(target: float) -> str:
    """Which template a target needs: ``joint`` above the core guideline, else ``core``."""
    return JOINT if target > guideline("core").value else "core"


def to_core(measured: Fact, value: float, now: Fact) -> dict[str, Fact]:
    """The core guideline, and what was measured to the joint target measured to it instead."""
    core = guideline_fact("core")
    alike = Fact(
        f"{measured.name}.to_core",
        f"{measured.label}, core alone",
        value,
        measured.unit,
        measured.edition,
        measured.status,
        formula=measured.formula.replace("target", "core guideline"),
        inputs=(now, core),
    )
    return {"core": core, "to_core": alike}


def largest_rise(shares: pd.Series) -> tuple[float, int, int]:
    """The largest rise between any two years of a series, with the years: {2014: 1.4, 2016: 1.3, 2018: 1.9} → 0.6, 2016, 2018."""
    known = shares.dropna().sort_index()
    lows = known.cummin()
    rises = known - lows
    end = int(rises.idxmax())
    start = int(known.loc[:end].idxmin())
    return float(rises.max()), start, end


@check
def largest_increase_since(claim: Claim, evidence: Evidence) -> list[Finding]:
    """The step from the year's share to the stated one against the largest rise in the tables up to that year.

    Where the tables begin after the year the claim reaches back to, nothing can be said about the time before: ``holds`` is None.
    """
    return [
        _largest(claim, evidence, edition, basis)
        for edition in evidence.editions
        for basis in claim.bases
        if _has(edition, basis, claim.in_year)
    ]


def _has(edition: Edition, basis: str, year: int) -> bool:
    return not math.isnan(edition.of(CODES[basis], year)) if basis in CODES else year in edition.years("share_gdp")


def _largest(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding:
    code, since = CODES[basis], int(claim.arguments["since"])
    series = edition.panel["share_gdp"].xs(code, level="iso3").loc[: claim.in_year]
    record, start, end = largest_rise(series)
    now = figure(edition, code, claim.in_year)
    step = claim.number - float(now)
    rows = edition.rows([code], [int(year) for year in series.index], "share_gdp")
    first = int(series.dropna().index.min())
    measured = edition.fact(
        "step", "", step, of=f"{claim.id}.{basis}", inputs=(now, stated(claim)), basis=basis, in_year=claim.in_year
    )
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "level": now,
        "stated": stated(claim),
        "record": edition.fact("largest_rise", "", record, of=f"{claim.id}.{basis}", rows=rows),
        "record_from": edition.when(start),
        "record_to": edition.when(end),
        "first_year": edition.when(first),
        "since_year": from_record(claim, "since", "year looked back to", since, str(since), "year"),
        "as_far": edition.fact("is_larger", "", "it is" if step > record else "it is not", of=f"{claim.id}.{basis}"),
    }
    values |= to_core(measured, guideline("core").value - float(now), now)
    reaches_back = first <= since
    holds = step > record if reaches_back else None
    joined = joining(evidence, edition, start, end)
    values |= joined
    remarks = ("since",) * (not reaches_back) + ("joined",) * bool(joined)
    return Finding(edition.id, basis, holds, measured, values, remarks, template=kind_of(claim.number))


@comparison
def order_of_magnitude(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Measured | None:
    """The target over the year's share, against the stated factor."""
    if not _has(edition, basis, claim.in_year):
        return None
    code = CODES.get(basis) or str(edition.shares(claim.in_year).idxmin())
    now, target = figure(edition, code, claim.in_year), share(claim, float(claim.arguments["target"]))
    factor = float(target) / float(now)
    measured = edition.fact(
        "target_over_share",
        "",
        factor,
        claim.in_year,
        of=f"{claim.id}.{basis}",
        unit=unit("ratio"),
        inputs=(target, now),
        code=code,
    )
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "target": target,
        "who": declared("who", code, evidence.name(code)),
        "stated": stated(claim),
    } | to_core(measured, guideline("core").value / float(now), now)
    return Measured(measured, values, template=kind_of(float(target)))


@comparison
def percent_increase(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Measured | None:
    """(target ÷ share − 1) × 100 against the stated percentage."""
    if not _has(edition, basis, claim.in_year):
        return None
    now, target = figure(edition, CODES[basis], claim.in_year), share(claim, float(claim.arguments["target"]))
    rise = 100 * (float(target) / float(now) - 1)
    measured = edition.fact("rise_target", "", rise, of=f"{claim.id}.{basis}", inputs=(target, now), basis=basis)
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "level": now,
        "target": target,
        "stated": stated(claim),
    } | to_core(measured, 100 * (guideline("core").value / float(now) - 1), now)
    return Measured(measured, values, template=kind_of(float(target)))


def _allies(claim: Claim, edition: Edition, until: int) -> Sequence[str]:
    """Who is meant; of a group, those with forces in the later year: the same allies for both years."""
    if claim.subject_kind != "group":
        return list(claim.subjects)
    return edition.group(AGGREGATE[claim.subject], until) if claim.subject in AGGREGATE else []


def joining(evidence: Evidence, edition: Edition, since: int, until: int) -> dict[str, Fact]:
    """Those with forces that joined after one year and by another, with the years; nothing where nobody did."""
    new = sorted({*edition.with_forces(until)} - {*edition.with_forces(since)})
    if not new:
        return {}
    rows = tuple(Row("allies", iso3, locator="accession") for iso3 in new)
    label = f"allies that joined after {since} and by {until}"
    joined = names(f"joined.NATO.{since}.{until}", label, evidence.names(new), "accession", edition.name, rows=rows)
    return {"joined": joined, "joined_from": edition.when(since), "joined_to": edition.when(until)}


def _as_joined(claim: Claim, edition: Edition, until: int, column: str) -> Fact:
    """The change in NATO's own sum, each ally counted from the year it joined."""
    code = AGGREGATE[claim.subject]
    before, after = (money(edition, code, year, column) for year in (claim.in_year, until))
    return edition.fact(
        "change_as_joined",
        "",
        100 * (after / before - 1),
        until,
        of=claim.id,
        rows=edition.rows([code], [claim.in_year, until], column)
        or edition.rows(edition.group(code, until), [claim.in_year, until], column),
        column=column,
        in_year=claim.in_year,
    )


@comparison
def change_since(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Measured | None:
    """By how much spending at constant prices, or forces, changed from the claim's year to ``until``, in the record's unit.

    A group is the same allies in both years, those of the later one; NATO's own sum, which counts each from the year it joined, is told beside it.
    """
    until = int(claim.arguments["until"])
    column, allies = COLUMNS.get(claim.measure, claim.measure), _allies(claim, edition, until)
    before, after = (sum(edition.of(code, year, column) for code in allies) for year in (claim.in_year, until))
    if basis != claim.bases[0] or not allies or math.isnan(before + after):
        return None
    rows = edition.rows(allies, [claim.in_year, until], column)
    relative = claim.unit == "percent"
    change = 100 * (after / before - 1) if relative else after - before
    text = "" if relative else _people(change)
    formula = "(later ÷ earlier − 1) × 100" if relative else "later − earlier"
    measured = edition.fact(
        "change",
        "",
        change,
        until,
        of=f"{claim.id}.{basis}",
        unit=unit(claim.unit),
        formula=formula,
        rows=rows,
        text=text,
        column=column,
        since=claim.in_year,
    )
    what = "spending at constant prices" if claim.measure == "spending" else "the armed forces"
    values = {
        "edition": edition.label,
        "year": edition.when(claim.in_year),
        "until": edition.when(until),
        "span": edition.fact("span", "", f"{edition.when(claim.in_year)} to {edition.when(until)}", of=claim.id),
        "who": names_of(evidence, claim),
        "what": declared("what", claim.measure, what),
        "moved": declared("moved", "", "fell by" if change < 0 else "rose by", of=claim.id),
        "size": measured.written_as(str(measured).lstrip("−-")),
        "from": _amount(edition, claim, claim.in_year, before, allies),
        "to": _amount(edition, claim, until, after, allies),
    }
    joined = joining(evidence, edition, claim.in_year, until) if claim.subject_kind == "group" and relative else {}
    if joined:
        values |= joined | {"as_joined": _as_joined(claim, edition, until, column)}
    on = HEADCOUNT if claim.measure == "personnel_thousand" else basis
    return Measured(measured, values, template="joined" if joined else "alike", basis=on)


def _amount(edition: Edition, claim: Claim, year: int, value: float, allies: Sequence[str]) -> Fact:
    column = COLUMNS.get(claim.measure, claim.measure)
    money = claim.measure == "spending"
    held = units.usd_m_constant(str(edition.d.edition_info["price_base"])) if money else units.THOUSAND
    rows = edition.rows(allies, [year], column)
    text = "" if money else _people(value)
    return edition.fact(
        "amount", "", value, year, name=f"{claim.id}.{column}.{year}", unit=held, rows=rows, text=text, column=column
    )


def _people(thousands: float) -> str:
    """Forces as a sentence counts them: 1.8 thousand is ``1,800 people``."""
    return f"{written.decimal(1000 * thousands)} people"


def names_of(evidence: Evidence, claim: Claim) -> Fact:
    """The subjects of a claim, as a sentence names them."""
    return named(
        f"{claim.id}.who", "who is meant", " and ".join(evidence.names(claim.subjects)), "names in the allies table"
    )
