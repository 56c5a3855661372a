"""What pages share, read and computed once before the kernels start: tables, past forecast errors, the stretch of the ranges, claims."""

from __future__ import annotations

from report.ledger import settle
from report.outlook.simulation import simulate
from report.pages.parameters import DEFAULTS
from report.tables import load


def warm() -> None:
    """Fill the caches that a first simulation and a first look at the claims fill. Pages of another edition or vintage fill their own."""
    simulate(load(DEFAULTS["edition"], DEFAULTS["macro"]), DEFAULTS["plan"], draws=1)
    settle()
