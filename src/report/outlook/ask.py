"""What a plan asks: what share, by when, in what shape, of whom, agreed when. Sentences, titles, rules of charts and columns read it here.

>>> asked(plan("hague-2025")).share, asked(plan("hague-2025")).year
(3.5, 2035)
>>> asked(plan("hague-2025"), iso3="ESP").share          # treated as exempt: its own figure
2.1
>>> asked(plan("freeze")).share is None                  # asks for nothing
True
"""

from __future__ import annotations

from dataclasses import dataclass

from report.outlook.paths import ahead, asked_figures
from report.outlook.plan import Plan
from report.outlook.shapes import SHAPES
from report.tables import Guideline, guidelines

COMPONENTS = ("core", "related")


@dataclass(frozen=True)
class Ask:
    """What ``plan`` asks of one ally, or of all that are not exempt where ``iso3`` is empty; shares are percent of GDP.

    ``rule`` is ``nothing``, ``target``, ``waypoints``, ``increment``, ``exempt`` or ``own figures``; ``share`` and ``year`` are what is asked in
    the end and when it is due. ``share`` is None where nothing is asked; ``year`` is None there and where it follows from a pace. ``field``
    is the plan's field that says so: ``core_target``, ``exemptions.ESP.core``, ``allies.EST.2027``.
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
    def of(self) -> str:
        """Of whom: ``nobody``, ``each its own``, ``all without their own``, ``all but the exempt`` or ``all``."""
        if not self.is_something:
            return "each its own" if self.by_own else "nobody"
        if self.by_own:
            return "all without their own"
        return "all but the exempt" if self.exempt else "all"

    @property
    def plan_label(self) -> str:
        """Whose figure it is, beside a line of a chart: the meeting's whose guideline it is, else that it is asked by the plan."""
        return (
            self.guideline.meeting
            if self.guideline
            else "own figure"
            if self.rule in ("exempt", "own figures")
            else "plan"
        )

    @property
    def agreed(self) -> int | None:
        """The year allies agreed on the plan; None for a plan that names none."""
        return self.plan.agreed_year

    @property
    def start(self) -> float | None:
        """The share assumed in the base year, where it is an assumption (related spending, which nobody tabulates); else None."""
        return self.plan.related_start if self.component == "related" and self.is_something else None

    @property
    def guideline(self) -> Guideline | None:
        """The guideline that asks for the same share of the same component by the same year; None for any other figure."""
        known = (
            g
            for g in guidelines().values()
            if (g.component, g.value, g.due_year) == (self.component, self.share, self.year)
        )
        return next(known, None)


def asked(plan: Plan, component: str = "core", iso3: str = "", standing: tuple[int, float] | None = None) -> Ask:
    """What a plan asks for a component (``core``, ``related`` or ``total``) of one ally, or of all that are not exempt.

    ``plan`` with its pledges written out (:meth:`Plan.with_pledges`) where one ally's is wanted. ``standing``: the ally's base year and share in
    it; own figures that lie before it and were reached no longer count (rule 1 of :mod:`report.outlook.paths`).
    """
    if component == "total":
        return _total(plan, iso3, standing)
    if component == "core" and (own := _own(plan, iso3, standing)):
        return Ask(plan, component, iso3, "own figures", own[1], own[0], *2 * (f"allies.{iso3}.{own[0]}",))
    if component == "core" and iso3 in plan.exemptions:
        return _exempt(plan, iso3)
    figures = asked_figures(plan, component)
    if not figures:
        return Ask(plan, component, iso3, "nothing")
    due, share = max(figures.items())
    if plan.shape == "increment":
        return Ask(plan, component, iso3, "increment", share, None, f"{component}_target")
    stated = getattr(plan, f"{component}_year") == due
    field = "" if stated else f"waypoints.{component}.{due}"
    return Ask(
        plan,
        component,
        iso3,
        "waypoints" if plan.shape == "waypoints" else "target",
        share,
        due,
        field or f"{component}_target",
        field or f"{component}_year",
    )


def _own(plan: Plan, iso3: str, standing: tuple[int, float] | None) -> tuple[int, float] | None:
    """The last of an ally's own figures, if any still leads it, in the year it was stated for, also where that is past."""
    figures = plan.allies.get(iso3, {})
    points = ahead(figures, *standing) if standing else tuple(figures.items())
    if not points:
        return None
    year, share = points[-1]
    return (year, share) if year in figures else (max(due for due in figures if figures[due] == share), share)


def _exempt(plan: Plan, iso3: str) -> Ask:
    given = plan.exemptions[iso3]
    stated = f"exemptions.{iso3}.year" if given["year"] else "core_year" if plan.core_year else "horizon"
    due = given["year"] or plan.core_year or plan.horizon
    return Ask(plan, "core", iso3, "exempt", given["core"], due, f"exemptions.{iso3}.core", stated)


def _total(plan: Plan, iso3: str, standing: tuple[int, float] | None) -> Ask:
    """The sum of what is asked for both components, due with the later."""
    parts = [part for name in COMPONENTS if (part := asked(plan, name, iso3, standing)).is_something]
    if not parts:
        return Ask(plan, "total", iso3, "nothing")
    last = max(parts, key=lambda part: part.year or 0)
    share = round(sum(part.share or 0 for part in parts), 9)
    years = [part.year for part in parts]
    return Ask(
        plan, "total", iso3, last.rule, share, None if None in years else last.year, "total_target", last.year_field
    )
