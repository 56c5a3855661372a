"""Shares of all allies at once: allies × components × years, the form in which costs and ranges are computed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report.outlook.paths import path_shares, route
from report.outlook.plan import Plan
from report.tables.errors import ReportError, unknown

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


Floats = npt.NDArray[np.float64]
COMPONENTS = ("core", "related", "total")


class Grid(NamedTuple):
    """Blocks of allies × (core, related, total) × years, NaN before an ally's base year.

    ``share`` and ``baseline`` are percent of GDP as published; ``spent`` and ``anyway`` the same as percent of GDP at current prices
    (core times k), so that money is ``spent``/100 · GDP. ``rules`` names the rule of each ally's core and related path.
    """

    years: npt.NDArray[np.int_]
    share: Floats
    baseline: Floats
    spent: Floats
    anyway: Floats
    rules: list[tuple[str, str]]


def share_grid(stand: pd.DataFrame, plan: Plan, baseline: str | float) -> Grid:
    """The plan's shares and its baseline for the allies of ``stand`` (:func:`report.outlook.base.standing`)."""
    years = np.arange(stand["base_year"].min(), plan.horizon + 1)
    start, k = stand["share"].to_numpy(float), stand["k"].to_numpy(float)[:, None]
    core = _paths(stand, start, plan, years, "core")
    related = _paths(stand, np.full(len(stand), plan.related_start), plan, years, "related")
    core_anyway, related_anyway = core_baseline(baseline, start, core), related_baseline(baseline, plan, related)
    return Grid(
        years,
        share=_with_total(core, related),
        baseline=_with_total(core_anyway, related_anyway),
        spent=_with_total(core * k, related),
        anyway=_with_total(core_anyway * k, related_anyway),
        rules=[_rules(plan, *at) for at in zip(stand.index, start, stand["base_year"], strict=True)],
    )


def _paths(stand: pd.DataFrame, start: Floats, plan: Plan, years: npt.NDArray[np.int_], component: str) -> Floats:
    grid = np.full((len(stand), len(years)), np.nan)
    for row, (iso3, base_year) in enumerate(stand["base_year"].items()):
        path = path_shares(start[row], int(base_year), plan, str(iso3), component)
        grid[row, -len(path) :] = path
    return grid


def _with_total(core: Floats, related: Floats) -> Floats:
    return np.stack([core, related, core + related], axis=1)


def _rules(plan: Plan, iso3: str, start: float, base_year: int) -> tuple[str, str]:
    core = route(start, base_year, plan, iso3)
    return core.rule, route(plan.related_start, base_year, plan, iso3, "related").rule
