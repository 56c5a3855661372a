"""The check on who is on the way to a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from report.burdens.measures import Numbers, pace
from report.facts import Fact, Row, written
from report.facts.catalogue import chosen, count_of, declared
from report.ledger.checks.counting import majority, reaching, without_figure
from report.ledger.checks.levels import figure
from report.ledger.checks.plans import pledge_rows
from report.ledger.checks.registry import check, finding
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Details, Finding, share
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
    by, level, before = (
        int(claim.arguments["by"]),
        figure(edition, iso3, year),
        figure(edition, iso3, year - PACE_YEARS),
    )
    if not (level.is_known and before.is_known):
        return None
    led = projected(float(level), float(before), PACE_YEARS, by - year)
    words: Details = {"text": f"{written.decimal(led, 1)}% by {by}", "ally": iso3, "by": by, "of_year": year}
    measured = edition.fact("led", f"{iso3}.{year}", led, of=claim.id, inputs=(level, before), **words)
    values = edition.at(year) | {"level": level, "who": evidence.who(iso3), "pace_years": _pace_years()}
    return _on_pace(claim, measured, values, edition, year, led >= claim.number, template="one ally")


def _pledge_of(claim: Claim, evidence: Evidence, iso3: str) -> Finding:
    """The highest core share an ally had pledged for a year up to ``by``; where nothing was, its other pledges show what there is."""
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
