"""Checks by name, and the finding that most of them make: a measured number against the stated one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from report.facts import Fact
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Finding, Values, compare
from report.ledger.record import Claim

Check = Callable[[Claim, Evidence], list[Finding]]
CHECKS: dict[str, Check] = {}
"""A check is a function of a claim and the evidence that returns findings; its name is the function's."""
COMPARED = "compared"
"""Stands for a verdict that follows from comparing the measured number with the stated one."""


def check(function: Check) -> Check:
    """Enter a check under the name of its function."""
    CHECKS[function.__name__] = function
    return function


def on_record(judge: Callable[[Claim, Evidence], Finding]) -> Check:
    """Enter a check that makes one finding, which no edition of NATO's tables changes."""

    @wraps(judge)
    def once(claim: Claim, evidence: Evidence) -> list[Finding]:
        return [judge(claim, evidence)]

    return check(once)


def in_each_edition(judge: Callable[[Claim, Evidence, Edition, str], Finding | None]) -> Check:
    """Enter a check run over all editions and all bases of the record; ``judge`` gives None where one says nothing."""

    @wraps(judge)
    def over_editions(claim: Claim, evidence: Evidence) -> list[Finding]:
        pairs = [(edition, basis) for edition in evidence.editions for basis in claim.bases]
        return [found for pair in pairs if (found := judge(claim, evidence, *pair))]

    return check(over_editions)


def where_covered(judge: Callable[[Claim, Evidence, Edition, str], Finding | None]) -> Check:
    """:func:`in_each_edition` that has figures of the record's measure for enough allies in its year."""

    @wraps(judge)
    def judged(claim: Claim, evidence: Evidence, edition: Edition, basis: str) -> Finding | None:
        return judge(claim, evidence, edition, basis) if edition.covers(claim.measure, claim.in_year) else None

    return in_each_edition(judged)


def finding(
    claim: Claim,
    measured: Fact,
    values: Values,
    edition: Edition | None = None,
    holds: bool | str | None = COMPARED,
    compared: float | None = None,
    decimals: int | None = None,
    **details: Any,
) -> Finding:
    """What was measured against what the record states: comparator, value and precision are the record's.

    ``compared`` is the number that is compared where it is not the measured one's own, ``decimals`` the precision where
    it is not the record's; ``holds`` instead where more than a comparison decides. ``details``: basis (by default the
    record's first), remarks, verdict, template.
    """
    if isinstance(holds, str):
        number = float(measured) if compared is None else compared
        precision = claim.decimals if decimals is None else decimals
        holds = compare(number, claim.comparator, claim.number, precision)
    where = {"edition": edition.d.edition if edition else "", "basis": claim.bases[0]}
    return Finding(**(where | details), holds=holds, measured=measured, values=values)
