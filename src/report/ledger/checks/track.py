"""The check on who is on the way to a threshold."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.burdens.measures import pace
from report.facts import Fact, Row, written
from report.facts.catalogue import chosen, count_of, declared
from report.ledger.checks.counting import majority, reaching, without_figure
from report.ledger.checks.levels import figure
from report.ledger.checks.plans import pledge_rows
from report.ledger.checks.registry import check
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Finding, share
from report.ledger.record import Claim

PROPOSAL = "proposal"
"""A kind of row in the pledges table that pledges nothing."""
PACE_YEARS = 3
"""Years over which an ally's own pace is measured."""
ONLY = "only"
"""The comparator of a claim about how many are on the way; any other speaks of the named allies alone."""


@check
def on_track(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the named allies are on the way to the stated share, by own pace and by own pledge; with ``only``, whether few are, most of them named.

    Own pace adds to the year's share the yearly change of the last three years until ``by``; ``few`` is the largest part of the allies that
    still counts as few. By pledge: plans and announcements made by the day of the text, not mere proposals.
    Then the same for the newest edition's last year: what was right when said and is so no longer is superseded.
    """
    if claim.comparator != ONLY:
        return [finding for iso3 in claim.subjects for finding in _alone(claim, evidence, iso3)]
    then = [_by_pace(claim, evidence, edition, year) for edition, year in _looked_at(claim, evidence)]
    return [*then, _by_pledge(claim, evidence)]


def _looked_at(claim: Claim, evidence: Evidence) -> list[tuple[Edition, int]]:
    """Editions with the year to look at: every one for the claim's year, then the newest for its last."""
    editions = evidence.covering("share_gdp", claim.in_year, claim.in_year - PACE_YEARS)
    return [*((edition, claim.in_year) for edition in editions), (evidence.newest, evidence.newest.d.last_year)]


def _alone(claim: Claim, evidence: Evidence, iso3: str) -> list[Finding]:
    """One ally: where its pace leads, in every edition that has it, and the highest share it has pledged."""
    paced = [_pace_of(claim, evidence, edition, year, iso3) for edition, year in _looked_at(claim, evidence)]
    return [*(finding for finding in paced if finding), _pledge_of(claim, evidence, iso3)]


def _pace_of(claim: Claim, evidence: Evidence, edition: Edition, year: int, iso3: str) -> Finding | None:
    by, level = int(claim.arguments["by"]), figure(edition, iso3, year)
    before = figure(edition, iso3, year - PACE_YEARS)
    if not (level.is_known and before.is_known):
        return None
    ends = [pd.Series([float(fact)]) for fact in (level, before)]
    led = float(projected(ends[0], ends[1], PACE_YEARS, by - year).iloc[0])
    measured = edition.fact(
        "led",
        f"{iso3}.{year}",
        led,
        of=claim.id,
        inputs=(level, before),
        text=f"{written.decimal(led, 1)}% by {by}",
        ally=iso3,
        by=by,
        of_year=year,
    )
    values = {
        "edition": edition.label,
        "year": edition.when(year),
        "level": level,
        "who": _who(evidence, iso3),
        "pace_years": _pace_years(),
    }
    holds = led >= claim.number
    overtaken = year > claim.in_year and not holds
    verdict = "superseded" if overtaken else ""
    return Finding(edition.id, "own pace", holds, measured, values, verdict=verdict, template="one ally")


def _pledge_of(claim: Claim, evidence: Evidence, iso3: str) -> Finding:
    """The highest core share an ally had pledged for a year up to ``by``; where nothing was, its other pledges show what there is."""
    own = evidence.pledges[evidence.pledges["iso3"] == iso3]
    standing = _standing(claim, own)
    best = float(standing["target_share_gdp"].max()) if len(standing) else 0.0
    highest = standing[standing["target_share_gdp"] == best]
    measured = declared(
        "highest_pledge",
        "",
        best,
        name=f"{claim.id}.pledged.{iso3}",
        kind="published",
        rows=pledge_rows(highest if len(standing) else own),
        text=f"{best:g}%" if best else "none on record",
        ally=iso3,
    )
    values = {"who": _who(evidence, iso3), "by": _by(claim)}
    return Finding("", "pledged", best >= claim.number, measured, values, template="one pledged")


def _who(evidence: Evidence, iso3: str) -> Fact:
    return declared("who", iso3, evidence.name(iso3))


def _by(claim: Claim) -> Fact:
    return declared("by", "", str(claim.arguments["by"]), of=claim.id, id=claim.id)


def _pace_years() -> Fact:
    made = chosen("pace_years", PACE_YEARS)
    return made.written_as(written.number_word(PACE_YEARS))


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
    holds = few(found, claim.subjects, len(now), float(claim.arguments.get("few", 1)))
    values = _values(claim, evidence, edition, found, rows, year, "pace")
    measured = edition.origin.counted("on_the_way", year, len(found), of=claim.id, rows=rows, by=by, of_year=year)
    measured = _allies(measured)
    remarks = ("missing",) * bool(without_figure(now))
    overtaken = year > claim.in_year and not holds
    return Finding(
        edition.id, "own pace", holds, measured, values, remarks, "superseded" if overtaken else "", "own pace"
    )


def _allies(counted: Fact) -> Fact:
    """A number of allies that says of what it is: ``six allies``."""
    return counted.written_as(f"{counted} {'ally' if counted.value == 1 else 'allies'}")


def _standing(claim: Claim, pledges: pd.DataFrame) -> pd.DataFrame:
    """Core pledges made by the day of the text for a year up to ``by``; an unverified record settles nothing."""
    known = (pledges["kind"] != PROPOSAL) & (pledges["confidence"] != "unverified")
    made = known & (pledges["announced"].fillna("") <= claim.text.date.isoformat())
    due = pledges["target_year"] <= int(claim.arguments["by"])
    return pledges[made & due & (pledges["component"] == "core") & pledges["superseded_on"].isna()]


def _by_pledge(claim: Claim, evidence: Evidence) -> Finding:
    by, standing = int(claim.arguments["by"]), _standing(claim, evidence.pledges)
    enough = standing[(standing["target_share_gdp"] >= claim.number) & standing["iso3"].isin(evidence.allies.index)]
    found, rows = sorted(set(enough["iso3"])), pledge_rows(enough)
    whole = len(evidence.newest.with_forces(claim.in_year))
    values = _values(claim, evidence, evidence.newest, found, rows, claim.in_year, "pledge")
    measured = count_of("pledged", "", len(found), of=claim.id, rows=rows, by=by)
    measured = _allies(measured)
    return Finding(
        "",
        "pledged",
        few(found, claim.subjects, whole, float(claim.arguments.get("few", 1))),
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
        "pace_years": _pace_years(),
        "by": _by(claim),
        "of": edition.fact(
            "of", f"{year}.{basis}", len(edition.with_forces(year)), of=claim.id, rows=rows, of_year=year
        ),
        "names": edition.fact("on_the_way_names", f"{year}.{basis}", evidence.names(found), of=claim.id, rows=rows),
        "missing": edition.fact("no_figure", f"NATO.{year}", evidence.names(missing)),
    }
