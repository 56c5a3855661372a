"""From a plan to the share it leads an ally to in a year: start, target and the years between, as a reader can reckon them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import pandas as pd

from report.facts import Fact, Provenance, assumed, units, written
from report.facts.rows import pledge_rows, spending_rows
from report.outlook.base import ASSUMED
from report.outlook.paths import SHAPES, Route, route
from report.outlook.plan import Plan
from report.outlook.pledges import with_pledges
from report.outlook.simulation import GROUPS
from report.tables import Dataset

Made = tuple[str, tuple[Fact, ...]]
"""A formula and what goes into it."""
K_ROWS = ("spend_usd_current", "gdp_usd_current", "share_gdp")


@dataclass(frozen=True)
class Account:
    """One ally or group, and the amounts of all: rows of ``cost`` and ``alliance_cost`` by iso3, component and year.

    ``ranged`` puts its range to an amount, given iso3, component, column and year: a fact is the same wherever it is shown.
    """

    d: Dataset
    origin: Provenance
    plan: Plan
    baseline: str | float
    iso3: str
    names: Mapping[str, str]
    everyone: pd.DataFrame
    ranged: Callable[[Fact, str, str, str, int], Fact]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Its own rows, by component and year."""
        return self.everyone.loc[self.iso3]

    @property
    def is_group(self) -> bool:
        """Whether it is a sum over allies."""
        return self.iso3 in GROUPS

    def members(self) -> list[Account]:
        """The allies of a group; an ally alone."""
        if not self.is_group:
            return [self]
        kept = [iso3 for iso3 in self.everyone.index.unique(0) if iso3 not in GROUPS]
        return [replace(self, iso3=iso3) for iso3 in kept if (self.iso3, iso3) != ("NATO_EUR_CAN", "USA")]

    @cached_property
    def base_year(self) -> int:
        """The year its projection starts from."""
        return int(self.rows["year"].min())

    @cached_property
    def settled(self) -> Plan:
        """The plan with the pledges it counts written out."""
        return with_pledges(self.plan, self.d)

    @property
    def whose(self) -> str:
        """``Spain’s``, as a label begins."""
        return written.possessive(self.names[self.iso3])

    @property
    def edition(self) -> str:
        """Edition and vintage of a projection."""
        return f"{self.origin.edition}; {self.origin.macro}"

    def named(self, column: str, year: int, component: str) -> str:
        """The name of a fact in one cell of ``cost``; it has the baseline where that matters."""
        baseline = f".{self.baseline}" if column.startswith(("extra", "cumulative", "baseline")) else ""
        return f"{column}.{self.iso3}.{year}.{self.plan.key}{baseline}.{component}"

    def row(self, component: str, year: int) -> pd.Series:
        """The row of ``cost`` of a component and year."""
        return self.rows.loc[(component, year)]


def share_fact(of: Account, component: str, year: int) -> Fact:
    """What the plan leads the ally to in a year, from its share of the base year and what it is asked for."""
    if year == of.base_year and component == "core":
        return start_fact(of, component)
    formula, inputs = _made(of, component, year)
    label = f"{of.whose} {component} share of GDP, {year}, under “{of.plan.title}”"
    value = float(of.row(component, year)["share_gdp"])
    return _projected(of.named("share_gdp", year, component), label, value, of.edition, formula, inputs)


def _projected(name: str, label: str, share: float, edition: str, formula: str, inputs: tuple[Fact, ...]) -> Fact:
    """A share of GDP in percent that a plan leads to."""
    return Fact(name, label, share, units.PERCENT_GDP, edition, "projection", "projected", formula, inputs)


def start_fact(of: Account, component: str) -> Fact:
    """The share of the base year: NATO's own, or what is assumed of related spending."""
    if component == "related":
        reason = "nobody tabulates it: an assumption"
        return assumed(
            f"related_start.{of.plan.key}",
            "related spending in the base year",
            of.plan.related_start,
            units.PERCENT_GDP,
            reason,
        )
    value, year = float(of.row("core", of.base_year)["share_gdp"]), of.base_year
    rows = spending_rows(of.d, [of.iso3], [year], ["share_gdp"])
    label = f"{of.whose} share of GDP, {of.origin.year(year)}"
    status = of.origin.status(year)
    return Fact(
        f"share_gdp.{of.iso3}.{year}",
        label,
        value,
        units.PERCENT_GDP,
        of.origin.edition,
        status,
        "published",
        "as NATO publishes it",
        rows=rows,
    )


def baseline_fact(of: Account, component: str, year: int) -> Fact:
    """What would be spent anyway, percent of GDP."""
    value = float(of.row(component, year)["baseline_share_gdp"])
    if of.baseline == "freeze" and (component == "core" or of.plan.new_money == 1):
        return start_fact(of, component)
    if component == "core" or of.baseline == "zero":
        return assumed(
            f"baseline.{component}.{value:g}",
            f"{component} baseline",
            value,
            units.PERCENT_GDP,
            "page parameter “baseline”",
        )
    formula = f"related share − (related share − that of the base year) × new money of {of.plan.new_money:g}"
    inputs = (share_fact(of, component, year), start_fact(of, component))
    label = f"{of.whose} related baseline, {year}, under “{of.plan.title}”"
    return _projected(of.named("baseline_share_gdp", year, component), label, value, of.edition, formula, inputs)


def k_fact(of: Account) -> Fact:
    """The price-base factor of the base year, held; one where the edition lacks what it takes."""
    row, year = of.row("core", of.base_year), of.base_year
    label = f"{of.whose} price-base factor, {of.origin.year(year)}"
    if row["k_source"] == ASSUMED:
        return assumed(
            f"k.{of.iso3}.{year}", label, 1.0, units.RATIO, "the edition lacks spending or GDP at current prices"
        )
    rows = spending_rows(of.d, [of.iso3], [year], K_ROWS)
    formula, status = "(spending ÷ GDP at current prices) ÷ published share", of.origin.status(year)
    return Fact(
        f"k.{of.iso3}.{year}",
        label,
        float(row["k"]),
        units.RATIO,
        of.origin.edition,
        status,
        "computed",
        formula=formula,
        rows=rows,
    )


def target_facts(of: Account, component: str) -> tuple[Fact, ...]:
    """What the ally is asked for, its own figures in place of the common target; nothing where nothing is asked."""
    way = _way(of, component)
    if way.points:
        return tuple(_point(of, component, way, point) for point in way.points)
    target, due = getattr(of.plan, f"{component}_target"), getattr(of.plan, f"{component}_year")
    return () if target is None else (target_fact(of.plan, component, float(target), due),)


def target_fact(plan: Plan, part: str, target: float, year: int | None) -> Fact:
    """One target of a plan, percent of GDP; its formula says who set it and by when."""
    by = f" by {year}" if year else ""
    return assumed(
        f"target.NATO.{year or plan.horizon}.{plan.key}.{part}",
        f"{part} target of “{plan.title}”{by}",
        target,
        units.PERCENT_GDP,
        f"set by the plan “{plan.title}” (source: {plan.source or 'own'})",
    )


def _way(of: Account, component: str) -> Route:
    return route(float(start_fact(of, component)), of.base_year, of.settled, of.iso3, component)


def _point(of: Account, component: str, way: Route, point: tuple[int, float]) -> Fact:
    """A share the ally's path leads through: the plan's, or its own figure."""
    year, share = point
    if way.rule not in ("exempt", "own figures"):
        return target_fact(of.plan, component, share, year)
    exemption = of.plan.exemptions.get(of.iso3, {}) if way.rule == "exempt" else {}
    source = str(exemption.get("source", ""))
    rows = pledge_rows(of.d.pledges, [source]) if source in set(of.d.pledges["id"]) else ()
    label = f"{of.whose} own {component} target under “{of.plan.title}” by {year}"
    reason = f"in place of the common one, {exemption.get('reason') or 'its own figure'}"
    return replace(
        assumed(f"target.{of.iso3}.{year}.{of.plan.key}.{component}", label, share, units.PERCENT_GDP, reason),
        rows=rows,
    )


def _made(of: Account, component: str, year: int) -> Made:
    """The formula of a year's share with its years filled in; detours of a plan (delay, delivery, branch) are told after it."""
    way, start = _way(of, component), start_fact(of, component)
    if way.shape == "hold":
        return "the share of the base year, held: nothing more is asked", (start,)
    formula, inputs = _along(of, component, way, max(year - of.plan.delay, of.base_year))
    return formula + _detours(of.plan), tuple(dict.fromkeys((*inputs, *((start,) if _detours(of.plan) else ()))))


def _along(of: Account, component: str, way: Route, year: int) -> Made:
    """Between which two points of its path a year lies, and how far along."""
    begin, start, due = of.base_year, start_fact(of, component), way.points[-1][0]
    stops = [(begin, start), *((point[0], _point(of, component, way, point)) for point in way.points)]
    if way.shape == "increment":
        return f"start + {of.plan.step_pp:g} × ({year} − {begin}), at most the target", (start, stops[-1][1])
    if year >= due:
        return "the target, from when it is due", (stops[-1][1],)
    if way.shape == "linear":
        stops = [stops[0], stops[-1]]
    elif way.shape != "waypoints":
        return f"{SHAPES[way.shape]}; {year - begin} of {due - begin} years have passed", (start, stops[-1][1])
    (first, low), (last, high) = next(pair for pair in pairwise(stops) if year <= pair[1][0])
    return f"start + (target − start) × ({year} − {first}) ÷ ({last} − {first})", (low, high)


def _detours(plan: Plan) -> str:
    late = f"; every step {plan.delay} years late" if plan.delay else ""
    part = f"; of the rise since the base year {plan.delivery:g} is made" if plan.delivery != 1 else ""
    turn = f"; from {plan.branch['year']} on by “{plan.branch['plan'].title}”" if plan.branch else ""
    return late + part + turn
