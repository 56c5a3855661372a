"""From a cell of the cost frame to a fact: label, unit, formula in words, the plan's assumption and the rows it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from report.facts import Fact, Provenance, Unit, assumed, units
from report.facts.rows import macro_rows, spending_rows
from report.outlook.plan import Plan
from report.tables import Dataset
from report.tables.errors import unknown

NATO_BASE = ("share_gdp", "spend_usd_current", "spend_ncu_current", "gdp_usd_current")
SHARE, LEVEL, EXTRA, CUMULATIVE = "share_gdp", "level", "extra", "cumulative_extra"
FORMULAS = {
    SHARE: "the plan’s path from the base year’s share to its target",
    LEVEL: "plan share ÷ 100 × base-year GDP × growth since the base year × k",
    EXTRA: "(plan share − baseline share) ÷ 100 × base-year GDP × growth since the base year × k",
    CUMULATIVE: "Σ over years of (plan share − baseline share) ÷ 100 × GDP × k",
}
WORDS = {SHARE: "share of GDP", LEVEL: "spending", EXTRA: "extra spending a year", CUMULATIVE: "extra spending in all"}
PARTS = {"core": "core", "related": "related", "total": "core and related"}


@dataclass(frozen=True)
class Money:
    """What a money column of ``cost`` is counted in: the currency, whether constant, per head, and the WEO series that grows it."""

    currency: str
    constant: bool
    per_head: bool

    def unit(self, base_year: int) -> Unit:
        """The unit of the column, at the prices of the base year where it is constant."""
        base = base_year if self.constant else None
        if self.per_head:
            return units.money_a_head(self.currency, base)
        if self.currency == "USD":
            return units.usd_m_constant(base_year) if self.constant else units.USD_M
        return units.ncu_m(self.currency, base)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The WEO series that carry the base-year figure forward."""
        growth = "NGDP_R" if self.constant else "NGDPD" if self.currency == "USD" else "NGDP"
        return (growth, "LP") if self.per_head else (growth,)


def formula_of(kind: str, component: str) -> str:
    """The formula of a kind of money in words. Related spending is a share of GDP at current prices, without k; a total adds the two up."""
    if component == "related":
        return FORMULAS[kind].removesuffix(" × k")
    if component == "total" and kind != SHARE:
        return f"{FORMULAS[kind]} for core, without k for related"
    return FORMULAS[kind]


def _kind(column: str) -> str:
    if column == SHARE:
        return SHARE
    return next(kind for kind in (CUMULATIVE, LEVEL, EXTRA) if column.startswith(kind))


def _money(column: str, currency: str) -> Money:
    return Money(currency if "_ncu" in column else "USD", column.endswith("_constant"), "per_head" in column)


def cost_fact(
    d: Dataset, origin: Provenance, plan: Plan, row: pd.Series, column: str, who: str, base_year: int
) -> Fact:
    """The fact behind one cell of a ``cost`` (or ``alliance_cost``) row; ``who`` names the ally or group in the label.

    A projection: its inputs are the ally's share in the base year and the plan's targets, its rows NATO's base-year figures and the
    WEO series that carries them forward (to the vintage's last year; beyond it that year's growth is held).
    """
    if column not in row.index:
        raise unknown("column", column, [str(name) for name in row.index])
    kind, year = _kind(column), int(row["year"])
    money = _money(column, str(row.get("currency", "USD")))
    unit = units.PERCENT_GDP if kind == SHARE else money.unit(base_year)
    members = d.with_forces(base_year) if row["iso3"].startswith("NATO") else [row["iso3"]]
    rows = spending_rows(d, members, [base_year], NATO_BASE)
    if kind != SHARE:
        rows += macro_rows(d, members, _growth_years(d, base_year, year), money.indicators)
    label = f"{who}’s {PARTS[row['component']]} {WORDS[kind]}, {year}, {unit.label}, under “{plan.title}”"
    edition, formula = f"{origin.edition}; {origin.macro}", formula_of(kind, str(row["component"]))
    return Fact(label, float(row[column]), unit, edition, "projection", "projected", formula, plan_facts(plan), rows)


def _growth_years(d: Dataset, base_year: int, year: int) -> list[int]:
    """The WEO years a growth index is made of: from, to, and for years beyond the vintage the two whose growth is held."""
    last = int(d.macro["year"].max())
    return [base_year, year] if year <= last else [base_year, last - 1, last]


def plan_facts(plan: Plan) -> tuple[Fact, ...]:
    """The plan's targets as facts: what it asks, from which source."""
    pairs = (("core", plan.core_target, plan.core_year), ("related", plan.related_target, plan.related_year))
    return tuple(target_fact(plan, part, float(target), year) for part, target, year in pairs if target is not None)


def target_fact(plan: Plan, part: str, target: float, year: int | None) -> Fact:
    """One target of a plan, percent of GDP; its formula says who set it and by when."""
    by = f" by {year}" if year else ""
    return assumed(
        f"{part} target of “{plan.title}”{by}",
        target,
        units.PERCENT_GDP,
        f"set by the plan “{plan.title}” (source: {plan.source or 'own'})",
    )
