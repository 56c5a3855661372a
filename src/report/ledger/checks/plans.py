"""Checks on targets: what was proposed against what was agreed, own pledges, and who is on the way to a threshold."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pandas as pd

from report.burdens.measures import Numbers, pace
from report.facts import Fact, Row, Unit, units, written
from report.facts.catalogue import chosen, count_of, declared
from report.ledger.checks.counting import majority, reaching, without_figure
from report.ledger.checks.levels import figure
from report.ledger.checks.registry import check, finding, on_record
from report.ledger.evidence import ALLIANCE, Edition, Evidence
from report.ledger.finding import ROUNDING, Details, Finding, compare, share, short_percent, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit

TO_COME = ("plan", "forecast")
"""Kinds of claims that only the year itself can prove."""
PROPOSED = {"core": "rutte-letter-core-year", "related": "rutte-letter-related-year"}
"""Records of the year proposed for each part."""
COMPONENT_WORDS = {"core": "core", "related": "defence- and security-related", "total": "core and related together"}


def pledge_rows(pledges: pd.DataFrame) -> tuple[Row, ...]:
    """Pointers to rows of the pledges table."""
    rows = []
    for row in pledges.to_dict("records"):
        share = None if pd.isna(row["target_share_gdp"]) else float(row["target_share_gdp"])
        place = f"{row['source_title']} ({row['confidence']})"
        rows.append(Row("pledges", row["id"], share, "percent of GDP", row["source_url"], place))
    return tuple(rows)


def agreed(pledges: pd.DataFrame, component: str) -> pd.Series:
    """What all allies agreed on for a component, as long as it stands."""
    common = pledges[(pledges["iso3"] == ALLIANCE) & (pledges["component"] == component)]
    return common[common["superseded_on"].isna()].sort_values("announced").iloc[-1]


def percent_fact(name: str, label: str, value: float, rows: Sequence[Row]) -> Fact:
    """A target as people say it: ``3.5%``."""
    return _year_fact(name, label, float(value), rows, units.PERCENT_GDP).written_as(short_percent(value))


def _year_fact(name: str, label: str, year: float, rows: Sequence[Row], unit: Unit = units.YEAR) -> Fact:
    return Fact(name, label, year, unit, kind="published", formula="as agreed or pledged", rows=tuple(rows))


@on_record
def plan_target(claim: Claim, evidence: Evidence) -> Finding:
    """The proposed share and year against the agreed ones: both the same, came true; the share agreed for another year
    than the Secretary General had proposed, superseded; else did not.

    A claim that names no year is compared with the share alone; with the comparator ``after`` it says that a later year
    was agreed.
    """
    component = str(claim.arguments["component"])
    row = agreed(evidence.pledges, component)
    rows, share, year = pledge_rows(row.to_frame().T), float(row["target_share_gdp"]), int(row["target_year"])
    same_share = abs(share - claim.number) < ROUNDING
    in_time = claim.year is None or (year > claim.year if claim.comparator == "after" else year == claim.year)
    at, named = f"NATO.{component}", f"agreed {component} target"
    values = {
        "component": declared("component", component, COMPONENT_WORDS[component]),
        "agreed": percent_fact(f"agreed.{at}", named, share, rows),
        "agreed_year": _year_fact(f"agreed_year.{at}", f"year of the {named}", year, rows),
        "agreed_on": declared("agreed_on", at, written.day(str(row["announced"]))),
        "stated_value": stated(claim),
        "stated_year": declared("proposed_year", "", str(claim.year), of=claim.id, id=claim.id),
    }
    overtaken = same_share and claim.comparator == "equals" and not in_time
    how: Details = {}
    if overtaken and claim.year in proposed(evidence, component):
        how = {"verdict": "superseded", "remarks": ("superseded",)}
    differs = values["agreed_year"] if same_share and claim.year is not None else values["agreed"]
    return finding(claim, differs, values, holds=same_share and in_time, **how)


def proposed(evidence: Evidence, component: str) -> set[int]:
    """The years the Secretary General had proposed for a component; for the whole, that of its last part."""
    parts = PROPOSED.values() if component == "total" else [PROPOSED[component]]
    years = [int(evidence.events.at[event, "value"]) for event in parts if event in evidence.events.index]
    return {max(years)} if years else set()


@on_record
def plan_order(claim: Claim, evidence: Evidence) -> Finding:
    """Years by which the second part of the target is due after the first."""
    parts = {"first": "first_part", "second": "second_part"}
    due = {name: agreed(evidence.pledges, str(claim.arguments[name])) for name in parts}
    rows, years = pledge_rows(pd.DataFrame([*due.values()])), [int(row["target_year"]) for row in due.values()]
    lag, values = years[1] - years[0], {}
    for (name, part), year in zip(parts.items(), years, strict=True):
        values[name] = declared(part, "", str(claim.arguments[name]), of=claim.id)
        values[f"{name}_year"] = _year_fact(f"{claim.id}.year_{part}", f"year of the {name} part", year, rows)
    measured = declared("years_between_parts", "", lag, of=claim.id, unit=unit("years"), rows=rows)
    return finding(claim, measured, values, decimals=0)


@on_record
def sums_to(claim: Claim, evidence: Evidence) -> Finding:
    """Whether the agreed parts add up to the stated share."""
    found = [agreed(evidence.pledges, part) for part in claim.arguments["parts"]]
    rows = pledge_rows(pd.DataFrame(found))
    parts = tuple(_part(claim, row, rows[n : n + 1]) for n, row in enumerate(found))
    whole = sum(map(float, parts))
    text = short_percent(whole)
    measured = declared("sum_agreed_parts", "", whole, of=claim.id, inputs=parts, text=text)
    listed = declared("agreed_parts", "", tuple(map(str, parts)), of=claim.id, rows=rows)
    return finding(claim, measured, {"parts": listed})


def _part(claim: Claim, row: pd.Series, rows: Sequence[Row]) -> Fact:
    name = str(row["component"])
    return percent_fact(f"{claim.id}.agreed.{name}", f"agreed {name} target", row["target_share_gdp"], rows)


def own_pledges(evidence: Evidence, iso3: str, component: str) -> pd.DataFrame:
    """What an ally itself has pledged for a component, in the order of the years."""
    pledges = evidence.pledges
    own = pledges[(pledges["iso3"] == iso3) & (pledges["component"] == component) & pledges["target_share_gdp"].notna()]
    return own.sort_values("target_year")


@on_record
def pledge(claim: Claim, evidence: Evidence) -> Finding:
    """Whether an ally's own pledges include the stated share; of a year to come no pledge proves a plan or forecast."""
    component = str(claim.arguments["component"])
    own = own_pledges(evidence, claim.subject, component)
    rows = pledge_rows(own)
    shares = [percent_fact(f"pledged_share.{row.key}", f"pledge {row.key}", row.value or 0.0, (row,)) for row in rows]
    nearest = min(shares, key=lambda fact: abs(float(fact) - claim.number))
    due, key = int(own["target_year"].iloc[shares.index(nearest)]), nearest.rows[0].key
    values = {
        "who": evidence.who(claim.subject),
        "component": declared("component", component, COMPONENT_WORDS[component]),
        "pledges": declared("pledges_record", "", tuple(map(str, shares)), of=claim.id, rows=rows),
        "due": _year_fact(f"pledged_year.{key}", f"year of pledge {key}", due, nearest.rows),
    }
    holds = compare(float(nearest), claim.comparator, claim.number, claim.decimals)
    open_yet = bool(holds) and claim.kind in TO_COME and due > evidence.newest.d.last_year
    remarks = ("pledged_only",) * open_yet
    return finding(claim, nearest, values, holds=None if open_yet else holds, remarks=remarks)


@on_record
def recent_pledge(claim: Claim, evidence: Evidence) -> Finding:
    """Whether every named ally made a core plan for the stated share known within some days before the text."""
    plans = pd.concat([own_pledges(evidence, iso3, "core") for iso3 in claim.subjects])
    announced = plans[(plans["target_share_gdp"] - claim.number).abs() < ROUNDING]
    recent = [(claim.text.date - datetime.date.fromisoformat(day)).days for day in announced["announced"]]
    within = all(0 <= days <= int(claim.arguments["within_days"]) for days in recent)
    words: Details = {"of": claim.id, "rows": pledge_rows(announced)}
    oldest = max(recent, default=0)
    values = {
        "who": declared("allies_meant", "", evidence.names(claim.subjects), **words),
        "stated": stated(claim),
        "days": declared("days_announcements", "", tuple(map(written.day, announced["announced"])), **words),
    }
    measured = declared("days_oldest_announcement_text", "", oldest, source_text=claim.text.id, **words)
    return finding(claim, measured, values, holds=len(announced) >= len(claim.subjects) and within)


PROPOSAL = "proposal"
"""A kind of row in the pledges table that pledges nothing."""
PACE_YEARS = 3
"""Years over which an ally's own pace is measured."""
ONLY = "only"
"""The comparator of a claim about how many are on the way; any other speaks of the named allies alone."""


@check
def on_track(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the named allies are on the way to the stated share; with ``only``, whether few are, most of them named.

    Own pace adds to the year's share the yearly change of the last three years until ``by``; ``few`` is the largest
    part of the allies that still counts as few. By pledge: plans and announcements made by the day of the text, not
    mere proposals. Then the same for the newest edition's last year: what was right when said and is so no longer is
    superseded.
    """
    looks = evidence.then_and_now(claim, PACE_YEARS)
    if claim.comparator == ONLY:
        return [*(_by_pace(claim, evidence, *look) for look in looks), _by_pledge(claim, evidence)]
    found: list[Finding | None] = []
    for iso3 in claim.subjects:
        found += [*(_pace_of(claim, evidence, *look, iso3) for look in looks), _pledge_of(claim, evidence, iso3)]
    return [one for one in found if one]


def _on_pace(
    claim: Claim, measured: Fact, values: dict[str, Fact], edition: Edition, year: int, holds: bool, **how: Any
) -> Finding:
    overtaken = "superseded" if year > claim.in_year and not holds else ""
    return finding(claim, measured, values, edition, holds, basis="own pace", verdict=overtaken, **how)


def _pace_of(claim: Claim, evidence: Evidence, edition: Edition, year: int, iso3: str) -> Finding | None:
    """Where one ally's pace leads."""
    by = int(claim.arguments["by"])
    level, before = figure(edition, iso3, year), figure(edition, iso3, year - PACE_YEARS)
    if not (level.is_known and before.is_known):
        return None
    led = projected(float(level), float(before), PACE_YEARS, by - year)
    words: Details = {"text": f"{written.decimal(led, 1)}% by {by}", "ally": iso3, "by": by, "of_year": year}
    measured = edition.fact("led", f"{iso3}.{year}", led, of=claim.id, inputs=(level, before), **words)
    values = edition.at(year) | {"level": level, "who": evidence.who(iso3), "pace_years": _pace_years()}
    return _on_pace(claim, measured, values, edition, year, led >= claim.number, template="one ally")


def _pledge_of(claim: Claim, evidence: Evidence, iso3: str) -> Finding:
    """The highest core share an ally had pledged for a year up to ``by``; else its other pledges show what there is."""
    own = evidence.pledges[evidence.pledges["iso3"] == iso3]
    pledged = _pledged(claim, own)
    best = float(pledged["target_share_gdp"].max()) if len(pledged) else 0.0
    rows = pledge_rows(pledged[pledged["target_share_gdp"] == best] if len(pledged) else own)
    text, name = f"{best:g}%" if best else "none on record", f"{claim.id}.pledged.{iso3}"
    measured = declared("highest_pledge", "", best, name=name, kind="published", rows=rows, text=text, ally=iso3)
    values = {"who": evidence.who(iso3), "by": _by(claim)}
    return finding(claim, measured, values, holds=best >= claim.number, basis="pledged", template="one pledged")


def _by(claim: Claim) -> Fact:
    return declared("by", "", str(claim.arguments["by"]), of=claim.id, id=claim.id)


def _pace_years() -> Fact:
    return chosen("pace_years", PACE_YEARS).written_as(written.number_word(PACE_YEARS))


def projected(now: Numbers, before: Numbers, years: int, horizon: int) -> Numbers:
    """b_t + horizon · (b_t − b_{t−n}) / n: where the pace of the last n years leads, percent of GDP."""
    return now + horizon * pace(now, before, years)


def few(found: Sequence[str], named_allies: Sequence[str], whole: int, part: float) -> bool:
    """Somebody, no more than a part of all, and most of the named among them."""
    return 0 < len(found) <= part * whole and majority(len(set(named_allies) & set(found)), len(named_allies))


def _are_few(claim: Claim, found: Sequence[str], whole: int) -> bool:
    return few(found, claim.subjects, whole, float(claim.arguments.get("few", 1)))


def _by_pace(claim: Claim, evidence: Evidence, edition: Edition, year: int) -> Finding:
    """How many allies' own pace leads to the threshold."""
    by, now = int(claim.arguments["by"]), edition.shares(year)
    before = edition.d.panel["share_gdp"].xs(year - PACE_YEARS, level="year").reindex(now.index)
    found = reaching(projected(now, before, PACE_YEARS, by - year), claim.number)
    rows = edition.rows(list(now.index), [year, year - PACE_YEARS], "share_gdp")
    values = _values(claim, evidence, edition, found, rows, year, "pace")
    measured = edition.origin.counted("on_the_way", year, len(found), of=claim.id, rows=rows, by=by, of_year=year)
    how: Details = {"remarks": ("missing",) * bool(without_figure(now)), "template": "own pace"}
    return _on_pace(claim, _allies(measured), values, edition, year, _are_few(claim, found, len(now)), **how)


def _allies(counted: Fact) -> Fact:
    """A number of allies that says of what it is: ``six allies``."""
    return counted.written_as(f"{counted} {'ally' if counted.value == 1 else 'allies'}")


def _pledged(claim: Claim, pledges: pd.DataFrame) -> pd.DataFrame:
    """Core pledges made by the day of the text for a year up to ``by``; an unverified record settles nothing."""
    known = (pledges["kind"] != PROPOSAL) & (pledges["confidence"] != "unverified")
    made = known & (pledges["announced"].fillna("") <= claim.text.date.isoformat())
    due = pledges["target_year"] <= int(claim.arguments["by"])
    return pledges[made & due & (pledges["component"] == "core") & pledges["superseded_on"].isna()]


def _by_pledge(claim: Claim, evidence: Evidence) -> Finding:
    """How many allies have pledged the threshold themselves."""
    edition, pledged = evidence.newest, _pledged(claim, evidence.pledges)
    enough = pledged[(pledged["target_share_gdp"] >= claim.number) & pledged["iso3"].isin(evidence.allies.index)]
    found, rows = sorted(set(enough["iso3"])), pledge_rows(enough)
    holds = _are_few(claim, found, len(edition.with_forces(claim.in_year)))
    values = _values(claim, evidence, edition, found, rows, claim.in_year, "pledge")
    measured = _allies(count_of("pledged", "", len(found), of=claim.id, rows=rows, by=int(claim.arguments["by"])))
    return finding(claim, measured, values, holds=holds, basis="pledged", template="pledged")


def _values(
    claim: Claim,
    evidence: Evidence,
    edition: Edition,
    found: Sequence[str],
    rows: tuple[Row, ...],
    year: int,
    basis: str,
) -> dict[str, Fact]:
    at, missing = f"{year}.{basis}", without_figure(edition.shares(year))
    return edition.at(year) | {
        "threshold": share(claim, claim.number),
        "pace_years": _pace_years(),
        "by": _by(claim),
        "of": edition.fact("of", at, len(edition.with_forces(year)), of=claim.id, rows=rows, of_year=year),
        "names": edition.fact("on_the_way_names", at, evidence.names(found), of=claim.id, rows=rows),
        "missing": edition.fact("no_figure", f"NATO.{year}", evidence.names(missing)),
    }
