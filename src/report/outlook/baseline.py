"""What would be spent anyway: the share of GDP that the extra cost is counted from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from report.outlook.plan import Plan
from report.tables.errors import ReportError, unknown

Floats = npt.NDArray[np.float64]
NAMED = ("freeze", "2%", "zero")


def read_baseline(given: str | float) -> str | float:
    """``freeze``, ``zero`` or a number in percent of GDP; ``"2%"``, ``"2"`` and 2 are the same, 0 is ``zero``.

    Raises :class:`UnknownName` for anything else, :class:`ReportError` for a number outside 0 to 100.
    """
    if isinstance(given, str) and given in ("freeze", "zero"):
        return given
    try:
        percent = float(str(given).strip().removesuffix("%"))
    except ValueError:
        raise unknown("baseline", given, NAMED) from None
    if not 0 <= percent <= 100:
        raise ReportError(f"baseline is {given!r}: give percent of GDP, 0 to 100, or freeze or zero")
    return percent or "zero"


def baseline_share(given: str | float, start: float) -> float:
    """The core baseline in percent of GDP for an ally whose base year's share is ``start``: that share, a fixed percentage, or 0."""
    baseline = read_baseline(given)
    if isinstance(baseline, str):
        return start if baseline == "freeze" else 0.0
    return baseline


def core_baseline(baseline: str | float, start: Floats, shares: Floats) -> Floats:
    """Core baseline share of each ally and year."""
    return np.repeat([[baseline_share(baseline, own)] for own in start], shares.shape[1], axis=1)


def related_baseline(baseline: str | float, plan: Plan, shares: Floats) -> Floats:
    """Related baseline share: the start share and that part of the rise which is not new money; nothing if the baseline is zero.

    Rise of 0.6 points, new_money 0.25: 0.45 points are relabelled spending and belong to the baseline, 0.15 are extra.
    """
    if baseline == "zero":
        return np.zeros(shares.shape)
    return plan.related_start + (1 - plan.new_money) * (shares - plan.related_start)
