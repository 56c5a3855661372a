"""From a cell of :func:`report.outlook.cost` to a fact that a reader can compute again.

An ally's amount is made from four facts: the plan's share of the year, the baseline share, GDP of the year and k. A sum
over years or allies lists what is added up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from report.burdens.quantities import ALLY
from report.facts import Fact, Provenance, Row, Unit, units, written
from report.facts.catalogue import chosen, entry
from report.facts.fact import Made
from report.facts.rows import macro_rows, pledge_rows, spending_rows
from report.outlook.base import ASSUMED
from report.outlook.cost import PATHS, path_of, whole
from report.outlook.paths import Route, route
from report.outlook.plan import Plan
from report.outlook.pledges import with_pledges
from report.outlook.risk import GROUPS
from report.outlook.shapes import SHAPES, Explained
from report.tables import Dataset
from report.tables.errors import unknown


@dataclass(frozen=True)
class Account:
    """One ally or group, and the amounts of all: rows of ``cost`` and ``alliance_cost`` by iso3, component and year.
    ``ranged`` puts its range to an amount, given iso3, component, column and year: a fact is the same everywhere."""

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

    @cached_property
    def currency(self) -> str:
        """The currency of the national figures."""
        return str(self.rows["currency"].iloc[0])

    def unit(self, path: str, a_head: bool = False) -> Unit:
        """The unit of a money path, in millions or ``a_head``; constant prices are those of the base year."""
        base = self.base_year if path.endswith("_constant") else None
        currency = self.currency if path.startswith("ncu") else "USD"
        if a_head:
            return units.money_a_head(currency, base)
        if currency != "USD":
            return units.ncu_m(currency, base)
        return units.usd_m_constant(base) if base else units.USD_M

    @property
    def is_group(self) -> bool:
        """Whether it is a sum over allies."""
        return self.iso3 in GROUPS

    def members(self, component: str, year: int) -> list[Account]:
        """The allies of a group that have an amount of the component in the year."""
        kept = [iso3 for iso3 in self.everyone.index.unique(0) if iso3 not in GROUPS]
        own = [replace(self, iso3=iso3) for iso3 in kept if (self.iso3, iso3) != ("NATO_EUR_CAN", "USA")]
        return [one for one in own if (component, year) in one.rows.index]

    @cached_property
    def base_year(self) -> int:
        """The year its projection starts from."""
        return int(self.rows["year"].min())

    @cached_property
    def plan_with_pledges(self) -> Plan:
        """The plan with the pledges it counts written out."""
        return with_pledges(self.plan, self.d)

    @property
    def words(self) -> dict[str, str]:
        """What labels have filled in: whose, and under which plan."""
        return {"whose": written.possessive(self.names[self.iso3]), "plan": self.plan.title}

    def named(self, column: str, year: int, component: str) -> str:
        """The name of a fact in one cell of ``cost``; it has the baseline where that matters."""
        baseline = f".{self.baseline}" if column.startswith(("extra", "cumulative", "baseline")) else ""
        return f"{column}.{self.iso3}.{year}.{self.plan.key}{baseline}.{component}"

    def row(self, component: str, year: int) -> Mapping[str, Any]:
        """The row of ``cost`` of a component and year."""
        return self._by_year[component, year]

    @cached_property
    def _by_year(self) -> dict[tuple[str, int], dict[str, Any]]:
        return dict(zip(self.rows.index, self.rows.to_dict("records"), strict=True))

    def cell(self, key: str, value: float, unit: Unit) -> Row:
        """A figure of the cost frame as a source row: what a sum adds up."""
        return Row(f"cost/{self.plan.id}", key, float(f"{value:.8g}"), unit.label, "report.cost")

    def share(self, component: str, year: int) -> Fact:
        """What the plan leads the ally to in a year, from its share of the base year and what it is asked for."""
        if year == self.base_year and component == "core":
            return self.start(component)
        formula, inputs, made = self._path(component, year)
        details: dict[str, Any] = {"formula": formula, "inputs": inputs, "made": made, "component": component}
        name, value = self.named("share_gdp", year, component), float(self.row(component, year)["share_gdp"])
        return self._ahead("plan_share", name, value, year, **details)

    def _ahead(self, quantity: str, name: str, value: float, year: int, **details: Any) -> Fact:
        """A declared quantity of a year ahead."""
        return self.origin.projected(quantity, "", value, name=name, year=year, **details, **self.words)

    def start(self, component: str) -> Fact:
        """The share of the base year: NATO's own, or what is assumed of related spending."""
        if component == "related":
            return chosen("related_start", self.plan.related_start, self.plan.key)
        return self._published("share_gdp", float(self.row("core", self.base_year)["share_gdp"]))

    def _published(self, quantity: str, value: float) -> Fact:
        """A declared quantity of the ally in the base year."""
        return ALLY.fact(self.d, self.origin, quantity, self.iso3, self.base_year, value, self.names[self.iso3])

    def against(self, component: str, year: int) -> Fact:
        """What would be spent anyway, percent of GDP."""
        value = float(self.row(component, year)["baseline_share_gdp"])
        if self.baseline == "freeze" and (component == "core" or self.plan.new_money == 1):
            return self.start(component)
        if component == "core" or self.baseline == "zero":
            return chosen("baseline", value, f"{component}.{value:g}", component=component)
        new, name = self.plan.new_money, self.named("baseline_share_gdp", year, component)
        inputs = (self.share(component, year), self.start(component))
        details: dict[str, Any] = {"made": lambda share, start: share - (share - start) * new, "new": f"{new:g}"}
        return self._ahead("related_baseline", name, value, year, inputs=inputs, **details)

    def k(self) -> Fact:
        """The price-base factor of the base year, held; one where the edition lacks what it takes."""
        row, year = self.row("core", self.base_year), self.base_year
        if row["k_source"] == ASSUMED:
            return chosen("k_assumed", 1.0, name=f"k.{self.iso3}.{year}", year=self.origin.year(year), **self.words)
        return self._published("k", float(row["k"]))

    def targets(self, component: str) -> tuple[Fact, ...]:
        """What the ally is asked for, its own figures in place of the common target; nothing where nothing is asked."""
        if (way := self._way(component)).points:
            return tuple(self._point(component, way, point) for point in way.points)
        target, due = getattr(self.plan, f"{component}_target"), getattr(self.plan, f"{component}_year")
        return () if target is None else (self._target(component, float(target), due),)

    def _target(self, part: str, target: float, year: int | None) -> Fact:
        """One target of the plan, percent of GDP; its formula says who set it and by when."""
        words = {"by": f" by {year}" if year else "", "source": self.plan.source or "own", "part": part, **self.words}
        return chosen("target", target, f"NATO.{year or self.plan.horizon}.{self.plan.key}.{part}", **words)

    def _way(self, component: str) -> Route:
        return route(float(self.start(component)), self.base_year, self.plan_with_pledges, self.iso3, component)

    def _point(self, component: str, way: Route, point: tuple[int, float]) -> Fact:
        """A share the ally's path leads through: the plan's, or its own figure."""
        year, share = point
        if way.rule not in ("exempt", "own figures"):
            return self._target(component, share, year)
        exemption = self.plan.exemptions.get(self.iso3, {}) if way.rule == "exempt" else {}
        source = str(exemption.get("source", ""))
        rows = pledge_rows(self.d.pledges, [source]) if source in set(self.d.pledges["id"]) else ()
        name = f"target.{self.iso3}.{year}.{self.plan.key}.{component}"
        words: dict[str, Any] = {"reason": exemption.get("reason") or "its own figure", "part": component, "year": year}
        return chosen("own_target", share, name=name, rows=rows, **words, **self.words)

    def _path(self, component: str, year: int) -> Explained:
        """The formula of a year's share with its years filled in, what goes in, and the formula as code; a plan's
        detours (delay, delivery, branch) come after it."""
        way, start = self._way(component), self.start(component)
        stops = [(self.base_year, start), *((point[0], self._point(component, way, point)) for point in way.points)]
        on_time, step_pp = max(year - self.plan.delay, self.base_year), self.plan.step_pp or 0.0
        formula, inputs, made = SHAPES[way.shape].explain(stops, on_time, step_pp)
        if way.points and (detours := _detours(self.plan)):
            return formula + detours, tuple(dict.fromkeys((*inputs, start))), None
        return formula, tuple(dict.fromkeys(inputs)), made

    def gdp(self, path: str, year: int) -> Fact:
        """GDP of a year in one money path: NATO's of the base year, or what its figures imply, grown as the IMF's."""
        unit, indicator = self.unit(path), PATHS[path][1]
        start, inputs, rows, first = self._first_gdp(path[:3])
        words, years, growth = ("", [], 1.0) if year == self.base_year else self._growth(indicator, year)
        rows = tuple(dict.fromkeys(rows + macro_rows(self.d, [self.iso3], years, [indicator])))
        details: dict[str, Any] = {"unit": unit, "unit_label": unit.label, "formula": start + words}
        details |= {"inputs": inputs, "rows": rows, "made": lambda *k: first(*k) * growth}
        return self._ahead("gdp", f"gdp_{path}.{self.iso3}.{year}", self.gdp_value(path, year), year, **details)

    def gdp_value(self, path: str, year: int) -> float:
        """GDP of a year in one money path: core spending over its share, without k."""
        row = self.row("core", year)
        return float(100 * row[f"level_{path}"] / (row["share_gdp"] * row["k"]))

    def _first_gdp(self, money: str) -> tuple[str, tuple[Fact, ...], tuple[Row, ...], Made]:
        """GDP of the base year, ``usd`` or ``ncu``, as ``base.base_figures`` has it: formula, inputs, rows, code."""
        year, is_known = self.base_year, self.row("core", self.base_year)["k_source"] != ASSUMED
        if money == "usd" and is_known:
            rows = spending_rows(self.d, [self.iso3], [year], ["gdp_usd_current"])
            return f"NATO’s GDP of {year}", (), rows, lambda: number(rows)
        if rows := spending_rows(self.d, [self.iso3], [year], [f"spend_{money}_current"]):
            share = spending_rows(self.d, [self.iso3], [year], ["share_gdp"])
            formula = f"NATO’s spending of {year} ÷ (share ÷ 100 × k)"
            return formula, (self.k(),), rows + share, lambda k: number(rows) / (number(share) / 100 * k)
        series = PATHS[f"{money}_m"][1]
        found = macro_rows(self.d, [self.iso3], [year], [series])
        return f"the IMF’s GDP of {year} ({series})", (), found, lambda: 1000 * number(found)

    def _growth(self, indicator: str, year: int) -> tuple[str, list[int], float]:
        """What carries a figure of the base year on to a year: in words, the years of its rows, and as a number."""
        years, base = self.growth_years(indicator, year), self.base_year
        last, level = years[-1], self.d.macro_known[self.iso3, indicator]
        words = f" × {indicator} {last} ÷ {indicator} {base}" + carried(indicator, last, year)
        return words, years, float(level[last] / level[base]) * float(level[last] / level[last - 1]) ** (year - last)

    def growth_years(self, indicator: str, year: int) -> list[int]:
        """The WEO years of a growth index: from and to; beyond the vintage the two whose growth is held."""
        last = self._last_year(indicator)
        return [self.base_year, year] if year <= last else sorted({self.base_year, last - 1, last})

    def _last_year(self, indicator: str) -> int:
        """The last year the vintage has of an indicator of the ally."""
        return max(self.d.macro_known[self.iso3, indicator])

    def population(self, year: int) -> Fact:
        """Inhabitants of a year, in millions; of a group with each ally's as a row."""
        name, value = f"population_m.{self.iso3}.{year}", float(self.row("core", year)["population_m"])
        details: dict[str, Any] = {"edition": self.origin.macro}
        if self.is_group:
            counts = {one.iso3: float(one.row("core", year)["population_m"]) for one in self.members("core", year)}
            rows = tuple(self.cell(f"{iso3} {year} population_m", one, units.MILLION) for iso3, one in counts.items())
            details |= {"formula": f"Σ over the {len(rows)} allies of the rows population_m"}
            details |= {"rows": rows, "made": lambda: number(rows)}
        else:
            last = min(year, self._last_year("LP"))
            ends = macro_rows(self.d, [self.iso3], [last] if year == last else [last - 1, last], ["LP"])
            before, now = number(ends[:1]), number(ends[-1:])
            details |= {"formula": f"LP {last}{carried('LP', last, year)}"}
            details |= {"rows": ends, "made": lambda: now * (now / before) ** (year - last)}
        return self._ahead("population_m", name, value, year, **details)


def number(rows: tuple[Row, ...]) -> float:
    """The sum of what rows say; of one row, what it says."""
    return sum(float(row.value or 0) for row in rows)


def carried(indicator: str, last: int, year: int) -> str:
    """How growth goes on beyond the last year of a vintage: at the rate of that year."""
    return f" × ({indicator} {last} ÷ {indicator} {last - 1}) ^ {year - last}" if year > last else ""


def _detours(plan: Plan) -> str:
    late = f"; every step {plan.delay} years late" if plan.delay else ""
    part = f"; of the rise since the base year {plan.delivery:g} is made" if plan.delivery != 1 else ""
    turn = f"; from {plan.branch['year']} on by “{plan.branch['plan'].title}”" if plan.branch else ""
    return late + part + turn


K_ROWS = ("spend_usd_current", "gdp_usd_current", "share_gdp")
SHARE, LEVEL, EXTRA, CUMULATIVE = "share_gdp", "level", "extra", "cumulative_extra"


class Making(NamedTuple):
    """How a cell comes about: the formula, what goes in, the rows it adds up, and the formula as code."""

    formula: str
    inputs: tuple[Fact, ...]
    rows: tuple[Row, ...]
    made: Made


def formula_of(kind: str, component: str) -> str:
    """The formula of an amount of one year in words. Related spending is a share of current GDP, without k."""
    return entry(kind).formula.removesuffix(" × k" if component == "related" else "")


def level(share: float, gdp: float, k: float = 1.0) -> float:
    """Share ÷ 100 × GDP × k."""
    return share / 100 * gdp * k


def extra(share: float, baseline: float, gdp: float, k: float = 1.0) -> float:
    """(Share − baseline) ÷ 100 × GDP × k."""
    return level(share - baseline, gdp, k)


def cost_fact(of: Account, component: str, column: str, year: int) -> Fact:
    """The fact behind one cell of a ``cost`` (or ``alliance_cost``) row, a projection."""
    row = of.row(component, year)
    if column not in row:
        raise unknown("column", column, list(row))
    kind = _kind(column)
    if kind == SHARE and not of.is_group and component != "total":
        return of.share(component, year)
    how, unit = _made(of, component, column, year), _unit(of, column)
    words = {"component": "core and related" if component == "total" else component, "year": year, **of.words}
    words |= {"name": of.named(column, year, component), "unit": unit, "unit_label": unit.label, **how._asdict()}
    fact = of.origin.projected("sum_share" if kind == SHARE else kind, "", float(row[column]), **words)
    return of.ranged(fact, of.iso3, component, column, year)


def _kind(column: str) -> str:
    if column == SHARE:
        return SHARE
    return next(kind for kind in (CUMULATIVE, LEVEL, EXTRA) if column.startswith(kind))


def _path(of: Account, column: str) -> str:
    """The money path of a column; the national currency of the United States is the dollar."""
    path = str(path_of(column))
    return path.replace("ncu", "usd") if of.currency == "USD" else path


def _unit(of: Account, column: str) -> Unit:
    return units.PERCENT_GDP if column == SHARE else of.unit(_path(of, column), "per_head" in column)


def _made(of: Account, component: str, column: str, year: int) -> Making:
    """By what kind of sum or product the cell is."""
    if component == "total":
        parts = tuple(cost_fact(of, part, column, year) for part in ("core", "related"))
        return Making("core + related", parts, (), lambda core, related: core + related)
    if column == SHARE:
        spent, gdp = cost_fact(of, component, "level_usd_m", year), float(of.row(component, year)["gdp_usd_m"])
        formula = "100 × spending ÷ Σ of the rows of GDP, both of the same allies at current prices"
        return Making(formula, (spent,), (), lambda spending: 100 * spending / gdp)
    if "per_head" in column:
        parts = (cost_fact(of, component, whole(column), year), of.population(year))
        return Making("the amount ÷ inhabitants", parts, (), lambda amount, inhabitants: amount / inhabitants)
    if column.startswith(CUMULATIVE):
        return _over_years(of, component, column, year)
    return _over_allies(of, component, column, year) if of.is_group else _product(of, component, column, year)


def _product(of: Account, component: str, column: str, year: int) -> Making:
    """One ally's amount of one year."""
    kind = _kind(column)
    baseline = (of.against(component, year),) if kind == EXTRA else ()
    k = (of.k(),) if component == "core" else ()
    inputs = (of.share(component, year), *baseline, of.gdp(_path(of, column), year), *k)
    return Making(formula_of(kind, component), inputs, (), extra if kind == EXTRA else level)


def _over_years(of: Account, component: str, column: str, year: int) -> Making:
    """A running sum: each year's amount as a row, the last year's as a fact that says how such an amount is made."""
    yearly = column.removeprefix("cumulative_")
    years = [when for when in of.rows.loc[component].index if of.base_year < when <= year]
    rows = tuple(_own_row(of, of.iso3, component, yearly, when) for when in years)
    formula = f"Σ of the rows, {of.base_year + 1} to {year}; each is made like that of {year}"
    last = cost_fact(of, component, yearly, year)
    return Making(formula, (last,), rows, lambda amount: number(rows[:-1]) + amount)


def _over_allies(of: Account, component: str, column: str, year: int) -> Making:
    """A group's amount: a row for each ally, with its share, GDP and k, and the rows of NATO and the IMF beneath."""
    path, base = _path(of, column), of.base_year
    members = of.members(component, year)
    allies = [one.iso3 for one in members]
    added = tuple(_own_row(of, iso3, component, column, year) for iso3 in allies)
    parts = tuple(row for one in members for row in _parts(one, component, path, year))
    growth = macro_rows(of.d, allies, members[0].growth_years(PATHS[path][1], year), [PATHS[path][1]])
    formula = f"Σ over the {len(allies)} allies of the rows {column}; each is {formula_of(_kind(column), component)}"
    rows = added + parts + spending_rows(of.d, allies, [base], K_ROWS) + growth
    return Making(formula, (), rows, lambda: number(added))


def _parts(of: Account, component: str, path: str, year: int) -> tuple[Row, ...]:
    """An ally's share, GDP and k behind its part of a sum."""
    gdp = of.cell(f"{of.iso3} {year} GDP", of.gdp_value(path, year), of.unit(path))
    rows = (_own_row(of, of.iso3, component, SHARE, year), gdp)
    k = float(of.row("core", year)["k"])
    return rows if component == "related" else (*rows, of.cell(f"{of.iso3} {of.base_year} k", k, units.RATIO))


def _own_row(of: Account, iso3: str, component: str, column: str, year: int) -> Row:
    """A cell of the cost frame as a row: what a sum adds up."""
    value = float(of.everyone.at[(iso3, component, year), column])
    return of.cell(f"{iso3} {year} {component} {column}", value, _unit(of, column))
