"""What a plan requires of an ally in a year: the line the scorecard is measured against.

The line starts at the share the ally had when the plan was agreed and runs straight, in points of GDP, to each share the plan asks for.
Straight whatever shape the cost model gives the plan: a scorecard that waited for a back-loaded finish would have nothing to report. A plan's delay, delivery and branch say what may happen, not what was agreed, and are not read.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from report.outlook.paths import ahead, asked_figures
from report.outlook.plan import Plan

Points = tuple[tuple[float, float], ...]


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
    plan: Plan, iso3: str, start_year: int, start: float, standing: tuple[int, float] | None = None
) -> Line:
    """The ally's line under a plan: its own figures where any still leads it, else its exemption, else the plan's pace, waypoints or target.

    ``standing``: the last year with a share, and that share, by which own figures that were reached give way, as in the bill; where the
    plan asks nothing else they stay. Without it all count.
    """
    own = plan.allies.get(iso3, {})
    common = Line(start_year, start, _common_points(plan, iso3, start_year, start))
    leads = own and (standing is None or ahead(own, *standing))
    return Line(start_year, start, tuple(own.items())) if leads or (own and not common.points) else common


def _common_points(plan: Plan, iso3: str, start_year: int, start: float) -> Points:
    """What is asked of an ally without figures of its own."""
    if iso3 in plan.exemptions:
        exemption = plan.exemptions[iso3]
        return ((exemption["year"] or plan.core_year or plan.horizon, exemption["core"]),)
    if plan.core_target is not None and plan.step_pp:
        return ((start_year + max(plan.core_target - start, 0.0) / plan.step_pp, plan.core_target),)
    return tuple(asked_figures(plan, "core").items())


def years_left(line: Line, year: int) -> float:
    """Years from ``year`` until the target is due, at least one: what is overdue, or has no date, is due next year."""
    return float(np.fmax(line.due - year, 1.0))


def required_pace(line: Line, share: float, year: int) -> float:
    """max(0, target − b)/(T − t): points of GDP a year still needed from where the ally stands."""
    return float(np.maximum(0.0, line.target - share)) / years_left(line, year)


def next_step(line: Line, share: float, year: int) -> float:
    """max(0, required share of next year − b): points of GDP that bring the ally to its path next year, arrears included."""
    return float(np.maximum(0.0, line.at(year + 1) - share))
