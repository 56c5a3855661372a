"""Checks by name. A check is a function of a claim and the evidence that returns findings; its name is the function's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from report.facts import Fact
from report.ledger.evidence import Edition, Evidence
from report.ledger.finding import Finding, Values, compare
from report.ledger.record import Claim

Check = Callable[[Claim, Evidence], list[Finding]]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Enter a check under the name of its function."""
    CHECKS[function.__name__] = function
    return function


@dataclass(frozen=True)
class Measured:
    """What one edition has, on one basis, of what a claim puts a number on, and what a sentence about it may name.

    ``compared`` is the number compared with the stated one where it is not the fact's own, ``basis`` what the number is on where that is not the
    record's.
    """

    fact: Fact
    values: Values
    remarks: tuple[str, ...] = ()
    template: str = ""
    compared: float | None = None
    basis: str = ""


Measure = Callable[[Claim, Evidence, Edition, str], Measured | None]


def comparison(measure: Measure) -> Check:
    """Enter a check that compares a measured number with the stated one: subject, year, comparator, value and precision are the record's.

    ``measure`` says what an edition has on a basis, None where it has nothing; the check runs over all editions and all bases of the record.
    """

    @wraps(measure)
    def against_record(claim: Claim, evidence: Evidence) -> list[Finding]:
        pairs = [(edition, basis) for edition in evidence.editions for basis in claim.bases]
        found = [(edition, basis, measure(claim, evidence, edition, basis)) for edition, basis in pairs]
        return [_finding(claim, edition, basis, measured) for edition, basis, measured in found if measured]

    return check(against_record)


def _finding(claim: Claim, edition: Edition, basis: str, measured: Measured) -> Finding:
    """A claim marked ``open_ended`` names no day by which it must be so: as long as it is not, nothing is decided."""
    number = float(measured.fact) if measured.compared is None else measured.compared
    reached = compare(number, claim.comparator, claim.number, claim.decimals)
    open_yet = not reached and bool(claim.arguments.get("open_ended"))
    remarks = measured.remarks + ("not_due",) * open_yet
    holds = None if open_yet else reached
    on = measured.basis or basis
    return Finding(edition.id, on, holds, measured.fact, measured.values, remarks, template=measured.template)
