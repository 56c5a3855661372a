"""What a plan may not say: each rule returns the reason for a refusal, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from report.outlook.paths import SHAPES
from report.tables.errors import ReportError, unknown

if TYPE_CHECKING:
    from report.outlook.plan import Plan

PLEDGES = ("none", "verified", "joint", "all")
Reason = str | None


def refuse_contradictions(plan: Plan) -> None:
    """Raises :class:`ReportError` with the first reason why the plan cannot be meant as it is written."""
    if plan.shape not in SHAPES:
        raise unknown("shape", plan.shape, SHAPES)
    if plan.pledges not in PLEDGES:
        raise unknown("choice of pledges", plan.pledges, PLEDGES)
    for rule in RULES:
        if reason := rule(plan):
            raise ReportError(f"plan {plan.id}: {reason}")


def _something_is_asked(plan: Plan) -> Reason:
    if plan.shape == "hold":
        asked = [name for name in ("core_target", "related_target", "waypoints") if getattr(plan, name)]
        return (
            f"shape hold asks for nothing, yet {asked[0]} is given; choose another shape or drop it" if asked else None
        )
    if plan.core_target is None and plan.related_target is None and not plan.waypoints:
        return "no target: give core_target, related_target or waypoints, or shape = 'hold'"
    return None


def _targets_have_years(plan: Plan) -> Reason:
    for name in ("core", "related"):
        target, due = getattr(plan, f"{name}_target"), getattr(plan, f"{name}_year")
        if target is None and due is not None:
            return f"{name}_year {due} has no {name}_target; give both or neither"
        if target is not None and due is None and plan.shape != "increment":
            return f"{name}_target {target:g} has no {name}_year; say by when, or use shape = 'increment' with step_pp"
    return None


def _step_fits_shape(plan: Plan) -> Reason:
    if plan.shape != "increment":
        return None if plan.step_pp is None else f"step_pp is read by shape increment only, not by {plan.shape}"
    if plan.step_pp is None or not 0 < plan.step_pp <= 100:
        return f"shape increment needs step_pp, points of GDP a year above 0, not {plan.step_pp}"
    return None


def _waypoints_fit_shape(plan: Plan) -> Reason:
    if plan.waypoints and plan.shape != "waypoints":
        return f"waypoints are read by shape waypoints only, not by {plan.shape}; set shape = 'waypoints'"
    if plan.shape == "waypoints" and not plan.waypoints:
        return "shape waypoints needs waypoints, such as {'core': {2030: 3.0, 2035: 3.5}}"
    return None


def _targets_follow_waypoints(plan: Plan) -> Reason:
    for name, points in plan.waypoints.items():
        target, due = getattr(plan, f"{name}_target"), getattr(plan, f"{name}_year")
        last = max(points, default=None)
        if target is None or last is None or points.get(due) == target:
            continue
        if due <= last:
            return f"the {name} target, {target:g} in {due}, does not fit the waypoints, which run to {last}"
    return None


def _rising(plan: Plan) -> Reason:
    """Checked here as far as a plan alone can tell; against where allies stand it is checked when costs are computed."""
    if plan.may_cut:
        return None
    stated = {f"waypoints.{name}": points for name, points in plan.waypoints.items()}
    stated |= {f"allies.{iso3}": points for iso3, points in plan.allies.items()}
    for name, points in stated.items():
        if fall := _first_fall(points):
            return f"{name} falls in {fall}; paths only rise unless may_cut = true"
    if plan.related_target is not None and plan.related_target < plan.related_start:
        return (
            f"related_target {plan.related_target:g} is below related_start {plan.related_start:g}; "
            "paths only rise unless may_cut = true"
        )
    return None


def _first_fall(points: Mapping[int, float]) -> int | None:
    years = list(points)
    return next((b for a, b in pairwise(years) if points[b] < points[a]), None)


def _years_ahead(plan: Plan) -> Reason:
    pairs = [(due, start) for due in ("core_year", "related_year") for start in ("agreed_year", "base_year")]
    for later, earlier in [*pairs, ("review_year", "agreed_year")]:
        due, start = getattr(plan, later), getattr(plan, earlier)
        if due is not None and start is not None and due <= start:
            return f"{later} {due} is not after {earlier} {start}: that year is past"
    return None


def _horizon_ahead(plan: Plan) -> Reason:
    if plan.base_year is not None and plan.horizon <= plan.base_year:
        return f"horizon {plan.horizon} is not after base_year {plan.base_year}"
    return None


def _components_sum(plan: Plan) -> Reason:
    if plan.total_target is None:
        return None
    total = (plan.core_target or 0) + (plan.related_target or 0)
    if abs(total - plan.total_target) > 1e-9:
        return (
            f"core_target {plan.core_target or 0:g} and related_target {plan.related_target or 0:g} sum to {total:g}, "
            f"not to total_target {plan.total_target:g}"
        )
    return None


def _branch_inside(plan: Plan) -> Reason:
    year = plan.branch.get("year")
    if year is not None and not (plan.base_year or 0) < year < plan.horizon:
        return f"branch year {year} is not between the base year and the horizon {plan.horizon}"
    return None


RULES: tuple[Callable[[Plan], Reason], ...] = (
    _something_is_asked,
    _targets_have_years,
    _step_fits_shape,
    _waypoints_fit_shape,
    _targets_follow_waypoints,
    _rising,
    _years_ahead,
    _horizon_ahead,
    _components_sum,
    _branch_inside,
)
