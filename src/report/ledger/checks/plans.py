"""Checks on targets: what was proposed against what the allies agreed and what single allies pledged."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd

from report.facts import Fact, Row, units, written
from report.facts.catalogue import declared
from report.ledger.checks.registry import check
from report.ledger.evidence import ALLIANCE, Evidence
from report.ledger.finding import ROUNDING, Finding, compare, stated
from report.ledger.record import Claim
from report.ledger.vocabulary import unit

TO_COME = ("plan", "forecast")
"""Kinds of claims that only the year itself can prove."""
PROPOSED = {"core": "rutte-letter-core-year", "related": "rutte-letter-related-year"}
"""Records of the year proposed for each part."""
COMPONENT_WORDS = {"core": "core", "related": "defence- and security-related", "total": "core and related together"}


def pledge_rows(pledges: pd.DataFrame) -> tuple[Row, ...]:
    """Pointers to rows of the pledges table."""
    records = pledges.to_dict("records")
    return tuple(
        Row(
            "pledges",
            row["id"],
            _number(row["target_share_gdp"]),
            "percent of GDP",
            row["source_url"],
            f"{row['source_title']} ({row['confidence']})",
        )
        for row in records
    )


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def agreed(pledges: pd.DataFrame, component: str) -> pd.Series:
    """What all allies agreed on for a component, as long as it stands."""
    standing = pledges[
        (pledges["iso3"] == ALLIANCE) & (pledges["component"] == component) & pledges["superseded_on"].isna()
    ]
    return standing.sort_values("announced").iloc[-1]


def percent_fact(name: str, label: str, value: float, rows: Sequence[Row]) -> Fact:
    """A target as people say it: ``3.5%``."""
    text = f"{written.decimal(value, 0 if float(value).is_integer() else 1)}%"
    return Fact(
        name,
        label,
        float(value),
        units.PERCENT_GDP,
        kind="published",
        formula="as agreed or pledged",
        rows=tuple(rows),
        text=text,
    )


def _year_fact(name: str, label: str, year: int, rows: Sequence[Row]) -> Fact:
    return Fact(name, label, year, units.YEAR, kind="published", formula="as agreed or pledged", rows=tuple(rows))


@check
def plan_target(claim: Claim, evidence: Evidence) -> list[Finding]:
    """The proposed share and year against the agreed ones: both the same, came true; the share agreed for another year than the Secretary
    General had proposed, superseded; else did not.

    A claim that names no year is held against the share alone; with the comparator ``after`` it says that a later year was agreed.
    """
    component = str(claim.arguments["component"])
    row = agreed(evidence.pledges, component)
    rows = pledge_rows(row.to_frame().T)
    same_share = abs(float(row["target_share_gdp"]) - claim.number) < ROUNDING
    in_time = _in_time(claim, int(row["target_year"]))
    values = {
        "component": declared("component", component, COMPONENT_WORDS[component]),
        "agreed": percent_fact(f"agreed.NATO.{component}", f"agreed {component} target", row["target_share_gdp"], rows),
        "agreed_year": _year_fact(
            f"agreed_year.NATO.{component}", f"year of the agreed {component} target", int(row["target_year"]), rows
        ),
        "agreed_on": declared("agreed_on", f"NATO.{component}", written.day(str(row["announced"]))),
        "stated_value": stated(claim),
        "stated_year": declared("proposed_year", "", str(claim.year), of=claim.id, id=claim.id),
    }
    overtaken = (
        same_share and claim.comparator == "equals" and not in_time and claim.year in proposed(evidence, component)
    )
    measured = _measured_target(claim, values, rows, same_share)
    verdict, remarks = ("superseded", ("superseded",)) if overtaken else ("", ())
    return [Finding("", claim.bases[0], same_share and in_time, measured, values, remarks, verdict)]


def proposed(evidence: Evidence, component: str) -> set[int]:
    """The years the Secretary General had proposed for a component; for the whole, that of its last part."""
    parts = PROPOSED.values() if component == "total" else [PROPOSED[component]]
    years = [int(evidence.events.at[event, "value"]) for event in parts if event in evidence.events.index]
    return {max(years)} if years else set()


def _in_time(claim: Claim, agreed_year: int) -> bool:
    if claim.year is None:
        return True
    return agreed_year > claim.year if claim.comparator == "after" else agreed_year == claim.year


def _measured_target(claim: Claim, values: dict[str, Fact], rows: Sequence[Row], same_share: bool) -> Fact:
    """The figure that differs from the claim: the agreed year where the share is the same, else the agreed share."""
    return values["agreed_year"] if same_share and claim.year is not None else values["agreed"]


@check
def plan_order(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Years by which the second part of the target is due after the first."""
    first, second = (agreed(evidence.pledges, str(claim.arguments[name])) for name in ("first", "second"))
    rows = pledge_rows(pd.DataFrame([first, second]))
    lag = int(second["target_year"]) - int(first["target_year"])
    values = {
        "first": declared("first_part", "", str(claim.arguments["first"]), of=claim.id),
        "second": declared("second_part", "", str(claim.arguments["second"]), of=claim.id),
        "first_year": _year_fact(
            f"{claim.id}.year_first_part", "year of the first part", int(first["target_year"]), rows
        ),
        "second_year": _year_fact(
            f"{claim.id}.year_second_part", "year of the second part", int(second["target_year"]), rows
        ),
    }
    measured = declared("years_between_parts", "", lag, of=claim.id, unit=unit("years"), rows=rows)
    return [Finding("", claim.bases[0], compare(lag, claim.comparator, claim.number, 0), measured, values)]


@check
def sums_to(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the agreed parts add up to the stated share."""
    found = [agreed(evidence.pledges, part) for part in claim.arguments["parts"]]
    rows = pledge_rows(pd.DataFrame(found))
    parts = tuple(
        percent_fact(
            f"{claim.id}.agreed.{row['component']}",
            f"agreed {row['component']} target",
            row["target_share_gdp"],
            rows[n : n + 1],
        )
        for n, row in enumerate(found)
    )
    whole = sum(map(float, parts))
    measured = declared(
        "sum_agreed_parts", "", whole, of=claim.id, inputs=parts, text=str(percent_fact("", "", whole, ()))
    )
    values = {"parts": declared("agreed_parts", "", tuple([str(part) for part in parts]), of=claim.id, rows=rows)}
    return [
        Finding("", claim.bases[0], compare(whole, claim.comparator, claim.number, claim.decimals), measured, values)
    ]


def own_pledges(evidence: Evidence, iso3: str, component: str) -> pd.DataFrame:
    """What an ally itself has pledged for a component, in the order of the years."""
    pledges = evidence.pledges
    own = pledges[(pledges["iso3"] == iso3) & (pledges["component"] == component) & pledges["target_share_gdp"].notna()]
    return own.sort_values("target_year")


@check
def pledge(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether an ally's own pledges include the stated share; what a plan or forecast says of a year to come, no pledge can prove."""
    component = str(claim.arguments["component"])
    own = own_pledges(evidence, claim.subject, component)
    rows = pledge_rows(own)
    shares = [percent_fact(f"pledged_share.{row.key}", f"pledge {row.key}", row.value or 0.0, (row,)) for row in rows]
    nearest = min(shares, key=lambda fact: abs(float(fact) - claim.number))
    values = {
        "who": declared("who", claim.subject, evidence.name(claim.subject)),
        "component": declared("component", component, COMPONENT_WORDS[component]),
        "pledges": declared("pledges_record", "", tuple([str(fact) for fact in shares]), of=claim.id, rows=rows),
    }
    holds = compare(float(nearest), claim.comparator, claim.number, claim.decimals)
    due = int(own["target_year"].iloc[shares.index(nearest)])
    open_yet = bool(holds) and claim.kind in TO_COME and due > evidence.newest.d.last_year
    values |= {
        "due": _year_fact(
            f"pledged_year.{nearest.rows[0].key}", f"year of pledge {nearest.rows[0].key}", due, nearest.rows
        )
    }
    return [Finding("", claim.bases[0], None if open_yet else holds, nearest, values, ("pledged_only",) * open_yet)]


@check
def recent_pledge(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether every named ally made a core plan for the stated share known within some days before the text."""
    plans = [own_pledges(evidence, iso3, "core") for iso3 in claim.subjects]
    named_share = [plan[(plan["target_share_gdp"] - claim.number).abs() < ROUNDING] for plan in plans]
    announced = pd.concat(named_share)
    recent = [_days_before(claim, day) for day in announced["announced"]]
    holds = len(announced) >= len(claim.subjects) and all(
        0 <= days <= int(claim.arguments["within_days"]) for days in recent
    )
    rows = pledge_rows(announced)
    oldest = declared(
        "days_oldest_announcement_text", "", max(recent, default=0), of=claim.id, rows=rows, source_text=claim.text.id
    )
    values = {
        "who": declared("allies_meant", "", evidence.names(claim.subjects), of=claim.id, rows=rows),
        "stated": stated(claim),
        "days": declared(
            "days_announcements", "", tuple(map(written.day, announced["announced"])), of=claim.id, rows=rows
        ),
    }
    return [Finding("", claim.bases[0], holds, oldest, values)]


def _days_before(claim: Claim, day: str) -> int:
    return (claim.text.date - datetime.date.fromisoformat(day)).days
