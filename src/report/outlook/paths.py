"""Share paths: from where an ally stands to what a plan asks, year by year, in percent of GDP. Pure functions of numbers.

Rules, in the order they apply to an ally's core share:

1. its own figures (``plan.allies``, or pledges on record) where it has any ahead of it; after the last it holds that share;
2. its exemption, approached with the plan's shape;
3. the plan's waypoints or target.

A target whose year is not after the base year is overdue and due in the next year. After the target year the share is held.
Unless ``plan.may_cut``, no path falls: an ally above the target stays where it is, and a point below where it stands, or below an
earlier point, counts as that share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.outlook.plan import Plan
from report.outlook.shapes import SHAPES, Floats, Points, Years
from report.tables.errors import ReportError


class Route(NamedTuple):
    """Where an ally is sent: by which rule, in which shape, through which (year, share) points."""

    rule: str
    shape: str
    points: Points


def share_path(start: float, base_year: int, plan: Plan, iso3: str = "", component: str = "core") -> pd.Series[float]:
    """Share of GDP in percent, base year to horizon, index ``year``.

    Example: 2.0 in 2026, linear to 3.5 in 2035 is 2.0 + 1.5·(y − 2026)/9, so 2.1667 in 2027.
    Raises :class:`ReportError` when the horizon is not after the base year.
    """
    shares = path_shares(start, base_year, plan, iso3, component)
    return pd.Series(shares, index=pd.RangeIndex(base_year, plan.horizon + 1, name="year"), name=component)


def path_shares(start: float, base_year: int, plan: Plan, iso3: str, component: str) -> Floats:
    """The values of :func:`share_path` alone."""
    if plan.horizon <= base_year:
        raise ReportError(f"plan {plan.id}: horizon {plan.horizon} is not after the base year {base_year}; set horizon")
    years = np.arange(base_year, plan.horizon + 1)
    path = _delivered(start, base_year, years, plan, iso3, component)
    return _branched(path, years, plan, iso3, component) if plan.branch else path


def _delivered(start: float, base_year: int, years: Years, plan: Plan, iso3: str, component: str) -> Floats:
    """The planned path, every step ``plan.delay`` years late and a part ``plan.delivery`` of it made."""
    way = route(start, base_year, plan, iso3, component)
    on_time = np.maximum(years - plan.delay, base_year)
    path = SHAPES[way.shape].at(start, base_year, on_time, way.points, plan.step_pp or 0)
    return path if plan.delivery == 1 else start + plan.delivery * (path - start)


def _branched(path: Floats, years: Years, plan: Plan, iso3: str, component: str) -> Floats:
    """From the branch year on, the other plan's path starting at the share reached by then."""
    turn = int(plan.branch["year"])
    if not years[0] < turn <= years[-1]:
        raise ReportError(f"plan {plan.id}: branch year {turn} is not between the base year {years[0]} and {years[-1]}")
    after = years >= turn
    reached = float(path[years == turn][0])
    return np.concatenate([path[~after], _delivered(reached, turn, years[after], plan.branch["plan"], iso3, component)])


def route(start: float, base_year: int, plan: Plan, iso3: str = "", component: str = "core") -> Route:
    """The rule, shape and points that lead this ally's component from ``start`` in ``base_year``; ``rule`` is one of

    ``own figures``, ``exempt``, ``target``, ``waypoints``, ``increment``, ``overdue`` (the target year is past),
    ``above target`` (held, not cut) and ``hold`` (nothing is asked).
    """
    way = _asked(start, base_year, plan, iso3, component)
    if plan.may_cut or not way.points:
        return way
    if start >= max(share for _, share in way.points):
        return Route("above target", "hold", ())
    years, shares = zip(*way.points, strict=True)
    rising = np.maximum.accumulate(np.maximum(shares, start))
    return way._replace(points=tuple(zip(years, rising.tolist(), strict=True)))


def _asked(start: float, base_year: int, plan: Plan, iso3: str, component: str) -> Route:
    if component == "core" and (own := ahead(plan.allies.get(iso3, {}), base_year, start)):
        return Route("own figures", "waypoints", own)
    if component == "core" and iso3 in plan.exemptions:
        return _exempt(base_year, plan, plan.exemptions[iso3])
    asked = asked_figures(plan, component)
    if not asked:
        return Route("hold", "hold", ())
    if plan.shape == "increment":
        return Route("increment", "increment", tuple(asked.items()))
    rule = "overdue" if max(asked) <= base_year else "waypoints" if plan.shape == "waypoints" else "target"
    points = ahead(asked, base_year, start)
    return Route(rule, plan.shape, points) if points else Route("above target", "hold", ())


def _exempt(base_year: int, plan: Plan, exemption: Mapping[str, float]) -> Route:
    """An exempt ally's own target, due when stated, else with the plan's, at the latest by the horizon."""
    due = exemption["year"] or plan.core_year or plan.horizon
    shape = "linear" if plan.shape in ("hold", "waypoints") else plan.shape
    return Route("exempt", shape, ((int(max(due, base_year + 1)), exemption["core"]),))


def asked_figures(plan: Plan, component: str) -> dict[int, float]:
    """Waypoints and target of one component, ``{year: share}`` in the order of time; an increment's target stands at the horizon."""
    target, due = getattr(plan, f"{component}_target"), getattr(plan, f"{component}_year")
    last = {} if target is None else {due or plan.horizon: target}
    return dict(plan.waypoints.get(component, {})) | last


def ahead(figures: Mapping[int, float], base_year: int, start: float) -> Points:
    """What is due after the base year; a missed figure of the past is due in the next year, unless there is one for it."""
    ahead = {year: share for year, share in figures.items() if year > base_year}
    missed = [share for year, share in figures.items() if year <= base_year][-1:]
    overdue = {base_year + 1: missed[0]} if missed and missed[0] > start else {}
    return tuple((overdue | ahead).items())
