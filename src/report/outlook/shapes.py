"""The shapes of a path to what a plan asks: each knows its shares, how a reader makes one, what it refuses of a plan.

A new shape is an entry of :data:`SHAPES`, and a class where it is more than a way to the target that is eased.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from report.facts import Fact
from report.facts.fact import Made

Floats = npt.NDArray[np.float64]
Years = npt.NDArray[np.integer]
Points = tuple[tuple[int, float], ...]
Stops = Sequence[tuple[Any, Fact]]
Explained = tuple[str, tuple[Fact, ...], Made | None]
"""A formula with its years filled in, what goes into it, and the formula as code."""
CURVE = float(np.log2(3))
"""Exponent of the loaded shapes: (1/2)^log2(3) = 1/3, so two thirds of the way lie before, or after, mid-time."""


@dataclass(frozen=True)
class Shape:
    """A share that reaches the last of the points in the year it is due, and stays there. ``formula`` is for readers,
    ``words`` for a sentence. ``made``: the part of the way made when a part of the time has passed, both 0 to 1.
    ``asks``: whether anything is asked in this shape; ``reads``: what else it needs, ``waypoints`` or ``step_pp``."""

    formula: str
    words: str
    made: Callable[[Floats], Floats] = lambda passed: passed
    asks: ClassVar[bool] = True
    reads: ClassVar[str] = ""

    def at(self, start: float, base_year: int, years: Years, points: Points, step_pp: float) -> Floats:
        """The shares of ``years`` in percent of GDP, from ``start`` in the base year through ``points``."""
        due, target = points[-1]
        passed = np.clip((years - base_year) / (due - base_year), 0, 1)
        return np.where(passed < 1, self.eased(start, target, passed), target)

    def eased(self, start: float, target: float, passed: Floats) -> Floats:
        """The share when a part of the time to the target has passed."""
        return start + (target - start) * self.made(passed)

    def explain(self, stops: Stops, year: int, step_pp: float) -> Explained:
        """How the share of a year comes about from the stops, the base year's first."""
        begin, due = stops[0][0], stops[-1][0]
        if year >= due:
            return "the target, from when it is due", (stops[-1][1],), lambda target: target
        return f"{self.formula}; {year - begin} of {due - begin} years have passed", (stops[0][1], stops[-1][1]), None

    def refuse(self, name: str, step_pp: float | None, waypoints: bool) -> str | None:
        """Why a plan of this shape cannot have that step or waypoints, or lacks them; nothing where it can."""
        if self.reads == "step_pp" and (step_pp is None or not 0 < step_pp <= 100):
            return f"shape {name} needs step_pp, points of GDP a year above 0, not {step_pp}"
        if self.reads != "step_pp" and step_pp is not None:
            return f"step_pp is read by shape increment only, not by {name}"
        if self.reads == "waypoints" and not waypoints:
            return "shape waypoints needs waypoints, such as {'core': {2030: 3.0, 2035: 3.5}}"
        if self.reads != "waypoints" and waypoints:
            return f"waypoints are read by shape waypoints only, not by {name}; set shape = 'waypoints'"
        return None


class Linear(Shape):
    """Equal steps."""

    def explain(self, stops: Stops, year: int, step_pp: float) -> Explained:
        """Between the two stops a year lies between."""
        return super().explain(stops, year, step_pp) if year >= stops[-1][0] else between(stops, year)


class ConstantGrowth(Shape):
    """Equal percentages; from zero, equal steps."""

    def eased(self, start: float, target: float, passed: Floats) -> Floats:
        """start^(1 − x) · target^x."""
        if min(start, target) > 0:
            return start ** (1 - passed) * target**passed
        return super().eased(start, target, passed)


class Waypoints(Linear):
    """Straight through stated shares."""

    reads = "waypoints"

    def at(self, start: float, base_year: int, years: Years, points: Points, step_pp: float) -> Floats:
        """On the straight line between the points a year lies between."""
        stops, shares = [base_year, *(year for year, _ in points)], [start, *(share for _, share in points)]
        return np.interp(years, stops, shares)


class Increment(Shape):
    """So many points a year."""

    reads = "step_pp"

    def at(self, start: float, base_year: int, years: Years, points: Points, step_pp: float) -> Floats:
        """start + step · years, at most the target."""
        return np.minimum(start + step_pp * (years - base_year), max(start, points[-1][1]))

    def explain(self, stops: Stops, year: int, step_pp: float) -> Explained:
        """The steps made by then."""
        begin, risen = stops[0][0], step_pp * (year - stops[0][0])
        formula = f"start + {step_pp:g} × ({year} − {begin}), at most the target"
        return formula, (stops[0][1], stops[-1][1]), lambda low, high: min(max(low, high), low + risen)


class Hold(Shape):
    """Nothing more."""

    asks = False

    def at(self, start: float, base_year: int, years: Years, points: Points, step_pp: float) -> Floats:
        """The share of the base year."""
        return np.full(len(years), start)

    def explain(self, stops: Stops, year: int, step_pp: float) -> Explained:
        """The share of the base year."""
        return "the share of the base year, held: nothing more is asked", (stops[0][1],), lambda share: share


SHAPES: dict[str, Shape] = {
    "linear": Linear("the same number of points of GDP every year", "in a straight line"),
    "constant-growth": ConstantGrowth(
        "the share grows by the same percentage every year, start^(1 − x)·target^x; from zero it is linear",
        "by the same percentage every year",
    ),
    "step": Shape("nothing until the target year, then all of it", "in one step in the year it is due", np.floor),
    "front-loaded": Shape(
        "1 − (1 − x)^log2(3) of the way after a part x of the time: two thirds by mid-time",
        "with two thirds of the way behind it by mid-time",
        lambda passed: 1 - (1 - passed) ** CURVE,
    ),
    "back-loaded": Shape(
        "x^log2(3) of the way after a part x of the time: one third by mid-time",
        "with one third of the way behind it by mid-time",
        lambda passed: passed**CURVE,
    ),
    "waypoints": Waypoints("straight lines between the stated years", "in straight lines between the years named"),
    "increment": Increment(
        "step_pp points of GDP a year until the target is reached", "in steps of {step} points of GDP a year"
    ),
    "hold": Hold("the base year's share", ""),
}
"""The shapes a plan can have, by the name it gives."""


def between(stops: Stops, year: int) -> tuple[str, tuple[Fact, ...], Made]:
    """The share of a year on straight lines through stops: formula, the two ends around it, the formula as code."""
    (first, low), (last, high) = next(pair for pair in pairwise(stops) if year <= pair[1][0])
    formula = f"start + (target − start) × ({year} − {first:g}) ÷ ({last:g} − {first:g})"
    return formula, (low, high), lambda start, target: start + (target - start) * (year - first) / (last - first)
