"""What a plan asks (what share, by when, in what shape, of whom), and the path there, year by year, percent of GDP.

Rules, in the order they apply to an ally's core share:

1. its own figures (``plan.allies``, or pledges on record) where it has any ahead of it; after the last it holds that
  share;
2. its exemption, approached with the plan's shape;
3. the plan's waypoints or target.

A target whose year is not after the base year is overdue and due in the next year. After the target year the share is
held. Unless ``plan.may_cut``, no path falls: an ally above the target stays where it is, and a point below where it
stands, or below an earlier point, counts as that share.

>>> asked(plan("hague-2025")).share, asked(plan("hague-2025")).year
(3.5, 2035)
>>> asked(plan("hague-2025"), iso3="ESP").share          # treated as exempt: its own figure
2.1
>>> asked(plan("freeze")).share is None                  # asks for nothing
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.burdens import measures
from report.outlook.plan import Plan
from report.outlook.shapes import SHAPES, Floats, Points, Years
from report.outlook.tidy import PARTS
from report.tables import Guideline, guidelines
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
    if plan.horizon <= base_year:
        raise ReportError(f"plan {plan.id}: horizon {plan.horizon} is not after the base year {base_year}; set horizon")
    years = np.arange(base_year, plan.horizon + 1)
    path = _delivered(start, base_year, years, plan, iso3, component)
    if plan.branch:  # from its year on, the other plan's path from the share reached by then
        turn = int(plan.branch["year"])
        if not base_year < turn <= plan.horizon:
            span = f"the base year {base_year} and {plan.horizon}"
            raise ReportError(f"plan {plan.id}: branch year {turn} is not between {span}")
        after, reached = years >= turn, float(path[turn - base_year])
        path[after] = _delivered(reached, turn, years[after], plan.branch["plan"], iso3, component)
    return pd.Series(path, index=pd.RangeIndex(base_year, plan.horizon + 1, name="year"), name=component)


def _delivered(start: float, base_year: int, years: Years, plan: Plan, iso3: str, component: str) -> Floats:
    """The planned path, every step ``plan.delay`` years late and a part ``plan.delivery`` of it made."""
    way = route(start, base_year, plan, iso3, component)
    on_time = np.maximum(years - plan.delay, base_year)
    path = SHAPES[way.shape].at(start, base_year, on_time, way.points, plan.step_pp or 0)
    return path if plan.delivery == 1 else start + plan.delivery * (path - start)


def route(start: float, base_year: int, plan: Plan, iso3: str = "", component: str = "core") -> Route:
    """The rule, shape and points that lead this ally's component from ``start`` in ``base_year``; ``rule`` is one of
    ``own figures``, ``exempt``, ``target``, ``waypoints``, ``increment``, ``overdue`` (the target year is past),
    ``above target`` (held, not cut) and ``hold`` (nothing is asked)."""
    way = _wanted(start, base_year, plan, iso3, component)
    if plan.may_cut or not way.points:
        return way
    if start >= max(share for _, share in way.points):
        return Route("above target", "hold", ())
    years, shares = zip(*way.points, strict=True)
    rising = np.maximum.accumulate(np.maximum(shares, start))
    return way._replace(points=tuple(zip(years, rising.tolist(), strict=True)))


def _wanted(start: float, base_year: int, plan: Plan, iso3: str, component: str) -> Route:
    """The way to what is asked (:func:`asked`): its points that lie ahead."""
    ask, figures = asked(plan, component, iso3, (base_year, start)), asked_figures(plan, component)
    if ask.rule == "own figures":
        return Route(ask.rule, ask.shape, ahead(plan.allies[iso3], base_year, start))
    if ask.rule == "exempt":
        due, share = exemption(plan, iso3)
        return Route(ask.rule, ask.shape, ((max(due, base_year + 1), share),))
    if ask.rule == "increment":
        return Route(ask.rule, ask.shape, tuple(figures.items()))
    if not figures:
        return Route("hold", "hold", ())
    points = ahead(figures, base_year, start)
    rule = "overdue" if max(figures) <= base_year else ask.rule
    return Route(rule, plan.shape, points) if points else Route("above target", "hold", ())


def asked_figures(plan: Plan, component: str) -> dict[int, float]:
    """Waypoints and target of one component, ``{year: share}`` by year; an increment's target is at the horizon."""
    target, due = getattr(plan, f"{component}_target"), getattr(plan, f"{component}_year")
    last = {} if target is None else {due or plan.horizon: target}
    return dict(plan.waypoints.get(component, {})) | last


def exemption(plan: Plan, iso3: str) -> tuple[int, float]:
    """When an exempt ally's own figure is due, and the figure."""
    given = plan.exemptions[iso3]
    return given["year"] or plan.core_year or plan.horizon, given["core"]


def own_figures(plan: Plan, iso3: str, base: tuple[int, float] | None) -> Mapping[int, float]:
    """An ally's own figures, where any still leads it from the year and share at which it stands; else none. One that
    repeats the figure before asks nothing more: 3.5 by 2030 and again by 2032 is 3.5 by 2030."""
    stated = plan.allies.get(iso3, {})
    repeated = {year for (_, before), (year, share) in pairwise(stated.items()) if share == before}
    figures = {year: share for year, share in stated.items() if year not in repeated}
    return figures if base is None or ahead(figures, *base) else {}


def ahead(figures: Mapping[int, float], base_year: int, start: float) -> Points:
    """What is due after the base year; a missed figure is due next year, unless there is one for it."""
    missed = [(base_year + 1, share) for year, share in figures.items() if year <= base_year][-1:]
    coming = [(year, share) for year, share in figures.items() if year > base_year]
    overdue = missed if missed and missed[0][1] > start and base_year + 1 not in figures else []
    return (*overdue, *coming)


@dataclass(frozen=True)
class Ask:
    """What ``plan`` asks of one ally, or of all that are not exempt where ``iso3`` is empty; shares are percent of GDP.

    ``rule`` is ``nothing``, ``target``, ``waypoints``, ``increment``, ``exempt`` or ``own figures``; ``share`` and
    ``year`` are what is asked in the end and when it is due. ``share`` is None where nothing is asked; ``year`` is None
    there and where it follows from a pace. ``field`` is the plan's field that says so: ``core_target``,
    ``exemptions.ESP.core``, ``allies.EST.2027``.
    """

    plan: Plan
    component: str
    iso3: str
    rule: str
    share: float | None = None
    year: int | None = None
    field: str = ""
    year_field: str = ""

    @property
    def is_something(self) -> bool:
        """Whether a share is asked for."""
        return self.share is not None

    @property
    def shape(self) -> str:
        """The shape in which it is asked, one of :data:`report.outlook.shapes.SHAPES`."""
        fixed = {"nothing": "hold", "own figures": "waypoints"}
        if self.rule == "exempt" and self.plan.shape in ("hold", "waypoints"):
            return "linear"
        return fixed.get(self.rule, self.plan.shape)

    @property
    def shape_words(self) -> str:
        """The shape as a sentence says it: ``in a straight line``; empty where nothing is asked."""
        return SHAPES[self.shape].words.format(step=f"{self.plan.step_pp or 0:g}")

    @property
    def by_own(self) -> bool:
        """Whether allies with figures of their own (pledges on record, or stated in the plan) follow those."""
        return self.component != "related" and (self.plan.pledges != "none" or bool(self.plan.allies))

    @property
    def exempt(self) -> tuple[str, ...]:
        """Allies of whom something else is asked because the plan treats them as exempt."""
        return tuple(self.plan.exemptions) if self.component == "core" else ()

    @property
    def whom(self) -> str:
        """Of whom: ``nobody``, ``each its own``, ``all without their own``, ``all but the exempt`` or ``all``."""
        if not self.is_something:
            return "each its own" if self.by_own else "nobody"
        if self.by_own:
            return "all without their own"
        return "all but the exempt" if self.exempt else "all"

    @property
    def plan_label(self) -> str:
        """Whose figure it is, beside a line of a chart: the meeting's whose guideline it is, the ally's, the plan's."""
        if self.guideline:
            return self.guideline.meeting
        return "own figure" if self.rule in ("exempt", "own figures") else "plan"

    @property
    def start(self) -> float | None:
        """The share assumed in the base year of related spending, which nobody tabulates; else None."""
        return self.plan.related_start if self.component == "related" and self.is_something else None

    @property
    def guideline(self) -> Guideline | None:
        """The guideline that asks for the same share of the same component by the same year, if any."""
        own = (self.component, self.share, self.year)
        return next((g for g in guidelines().values() if (g.component, g.value, g.due_year) == own), None)


def asked(plan: Plan, component: str = "core", iso3: str = "", base: tuple[int, float] | None = None) -> Ask:
    """What a plan asks for a component (``core``, ``related`` or ``total``) of one ally, or of all that are not exempt.

    ``plan`` with its pledges written out (:func:`report.outlook.pledges.with_pledges`) where one ally's is wanted.
    ``base``: the ally's base year and share in it; own figures that lie before it and were reached no longer count
    (rule 1 of :mod:`report.outlook.paths`).
    """
    if component == "total":
        return _total(plan, iso3, base)
    if component == "core" and (own := own_figures(plan, iso3, base)):
        due, share = max(own.items())  # in the year it was stated for, also where that is past
        return Ask(plan, component, iso3, "own figures", share, due, *2 * (f"allies.{iso3}.{due}",))
    if component == "core" and iso3 in plan.exemptions:
        field = f"exemptions.{iso3}"
        dated = f"{field}.year" if plan.exemptions[iso3]["year"] else "core_year" if plan.core_year else "horizon"
        due, share = exemption(plan, iso3)
        return Ask(plan, component, iso3, "exempt", share, due, f"{field}.core", dated)
    figures = asked_figures(plan, component)
    if not figures:
        return Ask(plan, component, iso3, "nothing")
    due, share = max(figures.items())
    if plan.shape == "increment":
        return Ask(plan, component, iso3, "increment", share, None, f"{component}_target")
    stated = getattr(plan, f"{component}_year") == due
    field = "" if stated else f"waypoints.{component}.{due}"
    rule = "waypoints" if plan.shape == "waypoints" else "target"
    named = (field or f"{component}_target", field or f"{component}_year")
    return Ask(plan, component, iso3, rule, share, due, *named)


def _total(plan: Plan, iso3: str, base: tuple[int, float] | None) -> Ask:
    """The sum of what is asked for both components, due with the later."""
    parts = [part for name in PARTS if (part := asked(plan, name, iso3, base)).is_something]
    if not parts:
        return Ask(plan, "total", iso3, "nothing")
    last = max(parts, key=lambda part: part.year or 0)
    share = round(sum(part.share or 0 for part in parts), 9)
    due = None if any(part.year is None for part in parts) else last.year
    return Ask(plan, "total", iso3, last.rule, share, due, "total_target", last.year_field)


Marks = tuple[tuple[float, float], ...]
"""Years, with decimals where a pace sets the date, and the shares due in them."""


class Line(NamedTuple):
    """What a plan requires of an ally: where it starts and the (year, share) points it must pass, what is asked last.

    The line the scorecard is measured against runs straight, in points of GDP, from the share the ally had when the
    plan was agreed, whatever shape the cost model gives the plan: a scorecard that waited for a back-loaded finish
    would have nothing to report. Delay, delivery and branch say what may happen, not what was agreed: they are unread.
    """

    start_year: int
    start: float
    points: Marks

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
        years, shares = zip((self.start_year, start), *ahead, strict=True)
        return float(np.interp(year, years, shares))


def required_line(plan: Plan, iso3: str, start_year: int, start: float, base: tuple[int, float] | None = None) -> Line:
    """The ally's line under a plan: its own figures where any still leads it, else its exemption, else the plan's pace,
    waypoints or target. ``base``: the last year with a share, and that share, by which own figures that were
    reached give way, as in the bill; where the plan asks nothing else they stay. Without it all count."""
    if iso3 in plan.exemptions:
        common: Marks = (exemption(plan, iso3),)
    elif plan.core_target is not None and plan.step_pp:
        common = ((start_year + max(plan.core_target - start, 0.0) / plan.step_pp, plan.core_target),)
    else:
        common = tuple(asked_figures(plan, "core").items())
    own = own_figures(plan, iso3, base if common else None)
    return Line(start_year, start, tuple(own.items()) or common)


def years_left(line: Line, year: int) -> float:
    """Years from ``year`` until the target is due, at least one: what is overdue, or has no date, is due next year."""
    return float(np.fmax(line.due, year + 1) - year)


def required_pace(line: Line, share: float, year: int) -> float:
    """max(0, target − b)/(T − t): points of GDP a year still needed from where the ally stands."""
    pace = measures.required_pace(share, line.target, year, float(np.fmax(line.due, year + 1)))
    return float(np.maximum(0.0, pace))


def next_step(line: Line, share: float, year: int) -> float:
    """max(0, required share of next year − b): points of GDP that bring the ally to its path next year, arrears
    included."""
    return float(measures.gap_points(share, line.at(year + 1)))
