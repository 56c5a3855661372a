"""Checks on targets: what was proposed against what the allies agreed and what single allies pledged."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd

from report.facts import Fact, Row, Unit, units, written
from report.facts.catalogue import declared
from report.ledger.checks.registry import finding, on_record
from report.ledger.evidence import ALLIANCE, Evidence
from report.ledger.finding import ROUNDING, Details, Finding, compare, short_percent, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit

TO_COME = ("plan", "forecast")
"""Kinds of claims that only the year itself can prove."""
PROPOSED = {"core": "rutte-letter-core-year", "related": "rutte-letter-related-year"}
"""Records of the year proposed for each part."""
COMPONENT_WORDS = {"core": "core", "related": "defence- and security-related", "total": "core and related together"}


def pledge_rows(pledges: pd.DataFrame) -> tuple[Row, ...]:
    """Pointers to rows of the pledges table."""
    return tuple(
        Row(
            "pledges",
            row["id"],
            None if pd.isna(row["target_share_gdp"]) else float(row["target_share_gdp"]),
            "percent of GDP",
            row["source_url"],
            f"{row['source_title']} ({row['confidence']})",
        )
        for row in pledges.to_dict("records")
    )


def agreed(pledges: pd.DataFrame, component: str) -> pd.Series:
    """What all allies agreed on for a component, as long as it stands."""
    standing = pledges[
        (pledges["iso3"] == ALLIANCE) & (pledges["component"] == component) & pledges["superseded_on"].isna()
    ]
    return standing.sort_values("announced").iloc[-1]


def percent_fact(name: str, label: str, value: float, rows: Sequence[Row]) -> Fact:
    """A target as people say it: ``3.5%``."""
    return _stated(name, label, float(value), units.PERCENT_GDP, rows).written_as(short_percent(value))


def _stated(name: str, label: str, value: float, unit_: Unit, rows: Sequence[Row]) -> Fact:
    return Fact(name, label, value, unit_, kind="published", formula="as agreed or pledged", rows=tuple(rows))


def _year_fact(name: str, label: str, year: int, rows: Sequence[Row]) -> Fact:
    return _stated(name, label, year, units.YEAR, rows)


@on_record
def plan_target(claim: Claim, evidence: Evidence) -> Finding:
    """The proposed share and year against the agreed ones: both the same, came true; the share agreed for another year than the Secretary
    General had proposed, superseded; else did not.

    A claim that names no year is compared with the share alone; with the comparator ``after`` it says that a later year was agreed.
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
    """Whether an ally's own pledges include the stated share; what a plan or forecast says of a year to come, no pledge can prove."""
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
