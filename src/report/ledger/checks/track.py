"""The check on who is on the way to a threshold."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.burdens.measures import pace
from report.facts import Fact, Row, assumed, counted, named, names, units, written
from report.ledger.checks.counting import majority, reaching, without_figure
from report.ledger.checks.plans import pledge_rows
from report.ledger.checks.registry import check
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Finding, share
from report.ledger.record import Claim

PROPOSAL = "proposal"
"""A kind of row in the pledges table that pledges nothing."""
PACE_YEARS = 3
"""Years over which an ally's own pace is measured."""


@check
def on_track(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether those on the way to the stated share are few, most of the named allies among them: by own pace, by own pledge.

    Own pace adds to the year's share the yearly change of the last three years until ``by``; ``few`` is the largest part of the allies that
    still counts as few. By pledge: plans and announcements made by the day of the text, not mere proposals.
    Then the same for the newest edition's last year: what was right when said and is so no longer is superseded.
    """
    editions = evidence.covering("share_gdp", claim.in_year, claim.in_year - PACE_YEARS)
    then = [_by_pace(claim, evidence, edition, claim.in_year) for edition in editions]
    now = _by_pace(claim, evidence, evidence.newest, evidence.newest.d.last_year)
    return [*then, now, _by_pledge(claim, evidence)]


def projected(now: pd.Series, before: pd.Series, years: int, horizon: int) -> pd.Series:
    """b_t + horizon · (b_t − b_{t−n}) / n: where the pace of the last n years leads, percent of GDP."""
    return now + horizon * pace(now, before, years)


def few(found: Sequence[str], named_allies: Sequence[str], whole: int, part: float) -> bool:
    """Somebody, no more than a part of all, and most of the named among them."""
    return 0 < len(found) <= part * whole and majority(len(set(named_allies) & set(found)), len(named_allies))


def _by_pace(claim: Claim, evidence: Evidence, edition: Edition, year: int) -> Finding:
    by = int(claim.arguments["by"])
    now = edition.shares(year)
    before = edition.panel["share_gdp"].xs(year - PACE_YEARS, level="year").reindex(now.index)
    found = reaching(projected(now, before, PACE_YEARS, by - year), claim.number)
    rows = edition.rows(list(now.index), [year, year - PACE_YEARS], "share_gdp")
    holds = few(found, claim.subjects, len(now), float(claim.arguments["few"]))
    values = _values(claim, evidence, edition, found, rows, year, "pace")
    measured = counted(
        f"{claim.id}.on_the_way.{year}",
        f"allies at the threshold by {by} at the pace to {year}",
        len(found),
        "share + years left × mean yearly change",
        edition.name,
        rows=rows,
    )
    remarks = ("missing",) * bool(without_figure(now))
    overtaken = year > claim.in_year and not holds
    return Finding(
        edition.id, "own pace", holds, measured, values, remarks, "superseded" if overtaken else "", "own pace"
    )


def _by_pledge(claim: Claim, evidence: Evidence) -> Finding:
    pledges, by = evidence.pledges, int(claim.arguments["by"])
    made = (pledges["kind"] != PROPOSAL) & (pledges["announced"].fillna("") <= claim.text.date.isoformat())
    standing = pledges[
        made & (pledges["component"] == "core") & pledges["superseded_on"].isna() & (pledges["target_year"] <= by)
    ]
    enough = standing[(standing["target_share_gdp"] >= claim.number) & standing["iso3"].isin(evidence.allies.index)]
    found, rows = sorted(set(enough["iso3"])), pledge_rows(enough)
    whole = len(evidence.newest.with_forces(claim.in_year))
    values = _values(claim, evidence, evidence.newest, found, rows, claim.in_year, "pledge")
    measured = counted(
        f"{claim.id}.pledged",
        f"allies with a pledge at the threshold by {by}",
        len(found),
        "standing core pledges",
        rows=rows,
    )
    return Finding(
        "",
        "pledged",
        few(found, claim.subjects, whole, float(claim.arguments["few"])),
        measured,
        values,
        template="pledged",
    )


def _values(
    claim: Claim,
    evidence: Evidence,
    edition: Edition,
    found: Sequence[str],
    rows: tuple[Row, ...],
    year: int,
    basis: str,
) -> dict[str, Fact]:
    missing = without_figure(edition.shares(year))
    return {
        "edition": edition.label,
        "year": edition.when(year),
        "threshold": share(claim, claim.number),
        "pace_years": assumed(
            "pace_years",
            "years of the pace",
            PACE_YEARS,
            units.COUNT,
            "our choice: the years over which a pace is measured",
        ).written_as(written.number_word(PACE_YEARS)),
        "by": named(f"{claim.id}.by", "target year", str(claim.arguments["by"]), f"named by claim {claim.id}"),
        "of": Fact(
            f"{claim.id}.of.{year}.{basis}",
            f"allies with armed forces in {year}",
            len(edition.with_forces(year)),
            units.COUNT,
            edition.name,
            formula="members with forces",
            rows=rows,
        ),
        "names": names(
            f"{claim.id}.on_the_way_names.{year}.{basis}",
            "allies on the way",
            evidence.names(found),
            "allies that reach the threshold",
            edition.name,
            rows=rows,
        ),
        "missing": names(
            f"no_figure.NATO.{year}",
            "allies without a figure",
            evidence.names(missing),
            "no share printed",
            edition.name,
        ),
    }
