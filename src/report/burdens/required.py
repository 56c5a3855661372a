"""What a plan requires of an ally in a year: the line the scorecard is measured against.

The line starts at the share the ally had when the plan was agreed and runs straight, in points of GDP, to each share the plan asks for.
Straight whatever shape the cost model gives the plan: a scorecard that waited for a back-loaded finish would have nothing to report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np

from report.tables import Dataset

Points = tuple[tuple[float, float], ...]


class Asked(Protocol):
    """What the scorecard reads of a plan; ``report.plan`` objects have it. Shares are percent of GDP.

    A plan's delay, delivery and branch say what may happen, not what was agreed, and are not read.
    """

    @property
    def id(self) -> str:
        """Name of the plan."""

    @property
    def key(self) -> str:
        """Name of the plan with what was changed of it."""

    @property
    def core_target(self) -> float | None:
        """Core share asked for in the end; None where only own figures, waypoints or nothing are."""

    @property
    def core_year(self) -> int | None:
        """Year it is due."""

    @property
    def related_target(self) -> float | None:
        """Share asked for the related part."""

    @property
    def agreed_year(self) -> int | None:
        """Year in which allies agreed on it."""

    @property
    def review_year(self) -> int | None:
        """Year in which they look at it again."""

    @property
    def step_pp(self) -> float | None:
        """Points of GDP a year, where the pace is what was asked for."""

    @property
    def horizon(self) -> int:
        """Year by which an undated target is due."""

    @property
    def waypoints(self) -> Mapping[str, Mapping[int, float]]:
        """Shares on the way, by component and year."""

    @property
    def allies(self) -> Mapping[str, Mapping[int, float]]:
        """Own figures of single allies, by year, in place of the plan's."""

    @property
    def exemptions(self) -> Mapping[str, Mapping[str, Any]]:
        """Allies treated as exempt, with their own ``core`` share and ``year``."""

    def with_pledges(self, d: Dataset) -> Asked:
        """The plan with the pledges on record that it counts written out under ``allies``."""


class Line(NamedTuple):
    """An ally's required path: where it starts and the (year, share) points it must pass, the last being what is asked in the end."""

    start_year: int
    start: float
    points: Points

    @property
    def target(self) -> float:
        """The share asked in the end, percent of GDP; where nothing is asked, the share at the start."""
        return self.points[-1][1] if self.points else self.start

    @property
    def due(self) -> float:
        """When it is due, a year with decimals where a pace sets the date; nan where nothing is asked."""
        return float(self.points[-1][0]) if self.points else np.nan

    def at(self, year: int) -> float:
        """The share required in ``year``, percent of GDP: on the straight line to the next point; held after the last.

        An ally that starts above the target is required the target, a floor, not what it happens to spend.
        Example: 2.00 in 2025 to 3.50 in 2035 requires 2.00 + 1.50·1/10 = 2.15 in 2026.
        """
        ahead = [point for point in self.points if point[0] > self.start_year]
        start = min(self.start, self.target) if ahead else self.target
        return float(
            np.interp(year, [self.start_year, *(due for due, _ in ahead)], [start, *(share for _, share in ahead)])
        )


def required_line(
    plan: Asked, iso3: str, start_year: int, start: float, standing: tuple[int, float] | None = None
) -> Line:
    """The ally's line under a plan: its own figures where any still leads it, else its exemption, else the plan's pace, waypoints or target.

    ``standing``: the last year with a share, and that share, by which own figures that were reached give way, as in the bill; where the
    plan asks nothing else they stay. Without it all count.
    """
    own = tuple(sorted(plan.allies.get(iso3, {}).items()))
    common = Line(start_year, start, _common_points(plan, iso3, start_year, start))
    leads = own and (standing is None or _leads(own, *standing))
    return Line(start_year, start, own) if leads or (own and not common.points) else common


def _leads(own: Points, year: int, share: float) -> bool:
    """Whether figures still lead an ally: the last is due after the year, or is not reached."""
    due, last = own[-1]
    return due > year or last > share


def _common_points(plan: Asked, iso3: str, start_year: int, start: float) -> Points:
    """What is asked of an ally without figures of its own."""
    if iso3 in plan.exemptions:
        exemption = plan.exemptions[iso3]
        return ((exemption.get("year") or plan.core_year or plan.horizon, exemption["core"]),)
    if plan.core_target is not None and plan.step_pp:
        return ((start_year + max(plan.core_target - start, 0.0) / plan.step_pp, plan.core_target),)
    points = dict(plan.waypoints.get("core", {}))
    if plan.core_target is not None:
        points[plan.core_year or plan.horizon] = plan.core_target
    return tuple(sorted(points.items()))


def years_left(line: Line, year: int) -> float:
    """Years from ``year`` until the target is due, at least one: what is overdue, or has no date, is due next year."""
    return float(np.fmax(line.due - year, 1.0))


def required_pace(line: Line, share: float, year: int) -> float:
    """max(0, target − b)/(T − t): points of GDP a year still needed from where the ally stands."""
    return float(np.maximum(0.0, line.target - share)) / years_left(line, year)


def next_step(line: Line, share: float, year: int) -> float:
    """max(0, required share of next year − b): points of GDP that bring the ally to its path next year, arrears included."""
    return float(np.maximum(0.0, line.at(year + 1) - share))
