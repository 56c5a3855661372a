"""What every page shares, read and computed once before the kernels start: tables, past forecast errors, the stretch of the ranges."""

from __future__ import annotations

from report.outlook.simulation import simulate
from report.pages.parameters import DEFAULTS
from report.tables import load


def warm() -> None:
    """Fill the caches that a first simulation fills. Pages of another edition or vintage fill their own."""
    simulate(load(DEFAULTS["edition"], DEFAULTS["macro"]), DEFAULTS["plan"], draws=1)
