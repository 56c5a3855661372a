"""Checks on how large a step is: from a year's share to a target, or from one year to another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from report.facts import Fact, Row, named, names, units, written
from report.facts.catalogue import declared
from report.facts.rows import guideline_fact
from report.ledger.checks.levels import figure, money
from report.ledger.checks.registry import finding, in_each_edition
from report.ledger.evidence import AGGREGATE, ALLIANCE, COLUMNS, EUROPE_CANADA, Edition, Evidence
from report.ledger.finding import Details, Finding, from_record, share, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit
from report.tables import guideline

JOINT = "joint"
"""Template for a target above the core guideline, which joins core and related spending: the share is core alone."""
HEADCOUNT = "as published"
"""The basis of a number of people, which has no prices."""
CODES = {"the alliance": ALLIANCE, "Europe and Canada": EUROPE_CANADA}


def _has(edition: Edition, basis: str, year: int) -> bool:
    return not math.isnan(edition.figure(CODES[basis], year)) if basis in CODES else year in edition.years("share_gdp")


def _to_core(measured: Fact, value: float, now: Fact) -> dict[str, Fact]:
    """The core guideline, and what was measured to the joint target measured to it instead."""
    core, name, label = guideline_fact("core"), f"{measured.name}.to_core", f"{measured.label}, core alone"
    formula, where = measured.formula.replace("target", "core guideline"), (measured.edition, measured.status)
    to_core = Fact(name, label, value, measured.unit, *where, formula=formula, inputs=(now, core))
    return {"core": core, "to_core": to_core}


def _template(target: float) -> str:
    """Which sentence a target needs: ``joint`` above the core guideline, else ``core``."""
    return JOINT if target > guideline("core").value else "core"


def largest_rise(shares: pd.Series) -> tuple[float, int, int]:
    """The largest rise between two years, and the years: {2014: 1.4, 2016: 1.3, 2018: 1.9} → 0.6, 2016, 2018."""
    known = shares.dropna().sort_index()
    rises = known - known.cummin()
    end = int(rises.idxmax())
    return float(rises.max()), int(known.loc[:end].idxmin()), end


@in_each_edition
def largest_increase_since(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """The step from the year's share to the stated one against the largest rise in the tables up to that year. Of a
    time before the tables nothing can be said: ``holds`` is None where the claim reaches back further."""
    code, year, since, at = CODES[basis], claim.in_year, int(claim.arguments["since"]), f"{claim.id}.{basis}"
    if not _has(edition, basis, year):
        return None
    series = edition.d.panel["share_gdp"].xs(code, level="iso3").loc[:year]
    rise, start, end = largest_rise(series)
    now, first = figure(edition, code, year), int(series.dropna().index.min())
    step = claim.number - float(now)
    rows = edition.rows([code], [int(each) for each in series.index], "share_gdp")
    measured = edition.fact("step", "", step, of=at, inputs=(now, stated(claim)), basis=basis, in_year=year)
    joined = joining(evidence, edition, start, end)
    values = edition.at(year) | {
        "level": now,
        "stated": stated(claim),
        "record": edition.fact("largest_rise", "", rise, of=at, rows=rows),
        "record_from": edition.when(start),
        "record_to": edition.when(end),
        "first_year": edition.when(first),
        "since_year": from_record(claim, "since", "year looked back to", since, str(since), "year"),
        "as_far": edition.fact("is_larger", "", "it is" if step > rise else "it is not", of=at),
    }
    values |= _to_core(measured, guideline("core").value - float(now), now) | joined
    remarks = ("since",) * (first > since) + ("joined",) * bool(joined)
    how: Details = {"basis": basis, "remarks": remarks, "template": _template(claim.number)}
    return finding(claim, measured, values, edition, step > rise if first <= since else None, **how)


@in_each_edition
def step_to_target(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """Target ÷ the year's share against the stated factor; by the unit, (target ÷ share − 1) × 100 against percent."""
    year, at, in_percent = claim.in_year, f"{claim.id}.{basis}", claim.unit == "percent"
    if not _has(edition, basis, year):
        return None
    code = CODES.get(basis) or str(edition.shares(year).idxmin())
    now, target = figure(edition, code, year), share(claim, float(claim.arguments["target"]))

    def to(goal: float) -> float:
        return 100 * (goal / float(now) - 1) if in_percent else goal / float(now)

    if in_percent:
        measured = edition.fact("rise_target", "", to(float(target)), of=at, inputs=(target, now), basis=basis)
    else:
        words: Details = {"of": at, "unit": unit("ratio"), "inputs": (target, now), "code": code}
        measured = edition.fact("target_over_share", "", to(float(target)), year, **words)
    values = edition.at(year) | {"who": evidence.who(code), "level": now, "target": target, "stated": stated(claim)}
    values |= _to_core(measured, to(guideline("core").value), now)
    return finding(claim, measured, values, edition, basis=basis, template=f"{claim.unit} {_template(float(target))}")


def joining(evidence: Evidence, edition: Edition, since: int, until: int) -> dict[str, Fact]:
    """Those with forces that joined after one year and by another, with the years; nothing where nobody did."""
    new = sorted({*edition.with_forces(until)} - {*edition.with_forces(since)})
    if not new:
        return {}
    rows = tuple(Row("allies", iso3, locator="accession") for iso3 in new)
    name, label = f"joined.NATO.{since}.{until}", f"allies that joined after {since} and by {until}"
    joined = names(name, label, evidence.names(new), "accession", edition.origin.edition, rows=rows)
    return {"joined": joined, "joined_from": edition.when(since), "joined_to": edition.when(until)}


@in_each_edition
def change_since(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
    """By how much spending at constant prices, or forces, changed from the claim's year to ``until``, in its unit.

    A group is the same allies in both years, those of the later one; NATO's own sum, which counts each from the year it
    joined, stands beside it. A claim marked ``open_ended`` names no day by which it must be so: as long as it is not,
    nothing is decided.
    """
    since, until, relative = claim.in_year, int(claim.arguments["until"]), claim.unit == "percent"
    column, allies = COLUMNS.get(claim.measure, claim.measure), _allies(claim, edition, until)
    before, after = (sum(edition.figure(code, year, column) for code in allies) for year in (since, until))
    if basis != claim.bases[0] or not allies or math.isnan(before + after):
        return None
    change = 100 * (after / before - 1) if relative else after - before
    formula = "(later ÷ earlier − 1) × 100" if relative else "later − earlier"
    details: Details = {"unit": unit(claim.unit), "formula": formula, "text": "" if relative else _people(change)}
    details |= {"rows": edition.rows(allies, [since, until], column), "column": column, "since": since}
    measured = edition.fact("change", "", change, until, of=f"{claim.id}.{basis}", **details)
    who = " and ".join(evidence.names(claim.subjects))
    what = "spending at constant prices" if claim.measure == "spending" else "the armed forces"
    values = edition.at(since) | {
        "until": edition.when(until),
        "span": edition.fact("span", "", f"{edition.when(since)} to {edition.when(until)}", of=claim.id),
        "who": named(f"{claim.id}.who", "who is meant", who, "names in the allies table"),
        "what": declared("what", claim.measure, what),
        "moved": declared("moved", "", "fell by" if change < 0 else "rose by", of=claim.id),
        "size": measured.written_as(str(measured).lstrip("−-")),
        "from": _amount(edition, claim, since, before, allies),
        "to": _amount(edition, claim, until, after, allies),
    }
    joined = joining(evidence, edition, since, until) if claim.subject_kind == "group" and relative else {}
    if joined:
        values |= joined | {"as_joined": _as_joined(claim, edition, until, column)}
    on = HEADCOUNT if claim.measure == "personnel_thousand" else basis
    made = finding(claim, measured, values, edition, basis=on, template="joined" if joined else "alike")
    is_open = not made.holds and bool(claim.arguments.get("open_ended"))
    return replace(made, holds=None, remarks=("not_due",)) if is_open else made


def _allies(claim: Claim, edition: Edition, until: int) -> Sequence[str]:
    """Who is meant; of a group, those with forces in the later year: the same allies for both years."""
    if claim.subject_kind != "group":
        return list(claim.subjects)
    return edition.group(AGGREGATE[claim.subject], until) if claim.subject in AGGREGATE else []


def _as_joined(claim: Claim, edition: Edition, until: int, column: str) -> Fact:
    """The change in NATO's own sum, each ally counted from the year it joined."""
    code, years = AGGREGATE[claim.subject], [claim.in_year, until]
    before, after = (money(edition, code, year, column) for year in years)
    rows = edition.rows([code], years, column) or edition.rows(edition.group(code, until), years, column)
    words: Details = {"of": claim.id, "rows": rows, "column": column, "in_year": claim.in_year}
    return edition.fact("change_as_joined", "", 100 * (after / before - 1), until, **words)


def _amount(edition: Edition, claim: Claim, year: int, value: float, allies: Sequence[str]) -> Fact:
    column, is_money = COLUMNS.get(claim.measure, claim.measure), claim.measure == "spending"
    unit_ = units.usd_m_constant(str(edition.d.edition_info["price_base"])) if is_money else units.THOUSAND
    words: Details = {"rows": edition.rows(allies, [year], column), "text": "" if is_money else _people(value)}
    words["column"] = column
    return edition.fact("amount", "", value, year, name=f"{claim.id}.{column}.{year}", unit=unit_, **words)


def _people(thousands: float) -> str:
    """Forces as a sentence counts them: 1.8 thousand is ``1,800 people``."""
    return f"{written.decimal(1000 * thousands)} people"
