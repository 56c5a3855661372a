"""What a plan asks, as facts, each with a source row ``plan/<id>``; ``ValueError`` for what the plan does not name."""

from __future__ import annotations

from report.facts import Fact, Row, Unit, units
from report.outlook.paths import Ask


def target_fact(ask: Ask) -> Fact:
    """The share a plan asks for: ``3.5%``."""
    label = f"{ask.component} share {_of_whom(ask)} under “{ask.plan.title}”"
    return plan_fact(ask, ask.field, label, ask.share, units.PERCENT_GDP).written_as(f"{ask.share:g}%")


def due_fact(ask: Ask) -> Fact:
    """The year it is due."""
    label = f"year in which the {ask.component} share {_of_whom(ask)} under “{ask.plan.title}” is due"
    return plan_fact(ask, ask.year_field, label, ask.year, units.YEAR)


def shape_fact(ask: Ask) -> Fact:
    """How the share moves there: ``in a straight line``."""
    label = f"shape of the {ask.component} path {_of_whom(ask)} under “{ask.plan.title}”"
    return plan_fact(ask, "shape", label, ask.shape, units.TEXT).written_as(ask.shape_words)


def agreed_fact(ask: Ask) -> Fact:
    """The year in which the plan was agreed, or put forward. Raises ``ValueError`` for a plan that names none."""
    if ask.plan.agreed_year is None:
        raise ValueError(f"plan {ask.plan.id} names no year from which it counts: look at its agreed_year first")
    return plan_fact(ask, "agreed_year", f"year in which “{ask.plan.title}” began", ask.plan.agreed_year, units.YEAR)


def start_fact(ask: Ask) -> Fact:
    """The share that a plan assumes in the base year: ``zero``, ``0.5%``."""
    label = f"{ask.component} share assumed in the base year under “{ask.plan.title}”"
    fact = plan_fact(ask, f"{ask.component}_start", label, ask.start, units.PERCENT_GDP)
    return fact.written_as(f"{ask.start:g}%" if ask.start else "zero")


def plan_fact(ask: Ask, field: str, label: str, value: float | str | None, unit: Unit) -> Fact:
    """What one field of the plan says. Raises ``ValueError`` where it says nothing."""
    if value is None:
        raise ValueError(f"plan {ask.plan.id} has no {label}: look at what the Ask holds first")
    source = ask.plan.source or "own plan"
    number = None if isinstance(value, str) else float(value)
    row = Row(f"plan/{ask.plan.id}", field, number, unit.label, source, ask.component)
    name = ".".join(filter(None, (field, ask.iso3 or "NATO", ask.plan.key, ask.component)))
    return Fact(name, label, value, unit, status="assumption", kind="assumed", formula=source, rows=(row,))


def _of_whom(ask: Ask) -> str:
    return f"asked of {ask.iso3}" if ask.iso3 else "asked of all"
