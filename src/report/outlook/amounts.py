"""From a cell of :func:`report.outlook.cost` to a fact that a reader can compute again.

An ally's amount is made from four facts: the plan's share of the year, the baseline share, GDP of the year and k. A sum
over years or allies lists what is added up.
"""

from __future__ import annotations

from typing import NamedTuple

from report.facts import Fact, Row, Unit, units
from report.facts.catalogue import entry
from report.facts.fact import Made
from report.facts.rows import macro_rows, spending_rows
from report.outlook.account import Account, number
from report.outlook.cost import PATHS, PER_HEAD
from report.tables.errors import unknown

NATO_BASE = ("share_gdp", "spend_usd_current", "spend_ncu_current", "gdp_usd_current")
K_ROWS = ("spend_usd_current", "gdp_usd_current", "share_gdp")
SHARE, LEVEL, EXTRA, CUMULATIVE = "share_gdp", "level", "extra", "cumulative_extra"
PARTS = {"core": "core", "related": "related", "total": "core and related"}


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
    words = {"component": PARTS[component], "year": year, "unit_label": unit.label, **of.words}
    name = of.named(column, year, component)
    fact = of.origin.projected(
        "sum_share" if kind == SHARE else kind, "", float(row[column]), name=name, unit=unit, **how._asdict(), **words
    )
    return of.ranged(fact, of.iso3, component, column, year)


def _kind(column: str) -> str:
    if column == SHARE:
        return SHARE
    return next(kind for kind in (CUMULATIVE, LEVEL, EXTRA) if column.startswith(kind))


def _path(of: Account, column: str) -> str:
    """The money path of a column; the national currency of the United States is the dollar."""
    path = _in_all(column).removeprefix(f"{_kind(column)}_")
    return path.replace("ncu", of.currency.lower()) if of.currency == "USD" else path


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
        parts = (cost_fact(of, component, _in_all(column), year), of.population(year))
        return Making("the amount ÷ inhabitants", parts, (), lambda amount, inhabitants: amount / inhabitants)
    if column.startswith(CUMULATIVE):
        return _over_years(of, component, column, year)
    return _over_allies(of, component, column, year) if of.is_group else _product(of, component, column, year)


def _in_all(column: str) -> str:
    """The column of the amount behind one per head: ``extra_usd_m_constant`` for ``extra_per_head_usd_constant``."""
    what, per_head, money = column.partition("_per_head_")
    return f"{what}_{PER_HEAD[money]}" if per_head else column


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
    members = [one for one in of.members() if (component, year) in one.rows.index]
    allies = [one.iso3 for one in members]
    added = tuple(_own_row(of, iso3, component, column, year) for iso3 in allies)
    parts = tuple(row for one in members for row in _parts(one, component, path, year))
    indicator = PATHS[path][1]
    growth = macro_rows(of.d, allies, members[0].growth_years(indicator, year), [indicator])
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
