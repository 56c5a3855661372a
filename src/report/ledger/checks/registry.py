"""Checks by name. A check is a function of a claim and the evidence that returns findings; its name is the function's."""

from __future__ import annotations

from collections.abc import Callable

from report.ledger.evidence import Evidence
from report.ledger.finding import Finding
from report.ledger.record import Claim

Check = Callable[[Claim, Evidence], list[Finding]]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Enter a check under the name of its function."""
    CHECKS[function.__name__] = function
    return function
