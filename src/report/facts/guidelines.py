"""NATO's guidelines as facts: each has a source row ``guidelines`` with its id as key."""

from __future__ import annotations

from report.facts import units
from report.facts.fact import Fact, Row
from report.facts.units import Unit
from report.tables import Guideline, guideline


def guideline_fact(name: str) -> Fact:
    """A guideline as people say it: ``2%``, ``3.5%``, ``20%``."""
    found = guideline(name)
    unit = units.PERCENT_GDP if found.unit == "percent of GDP" else units.PERCENT
    return _agreed(found, found.name, found.value, unit, found.id).written_as(f"{found.value:g}%")


def guideline_due(name: str) -> Fact:
    """The year by which a guideline is asked for."""
    return _year(guideline(name), "is due", "due_year", guideline(name).due_year)


def guideline_agreed(name: str) -> Fact:
    """The year in which a guideline was agreed."""
    return _year(guideline(name), "was agreed", "agreed", guideline(name).agreed_year)


def guideline_review(name: str) -> Fact:
    """The year in which a guideline is looked at again."""
    return _year(guideline(name), "is reviewed", "review_year", int(guideline(name).review_year or 0))


def _year(found: Guideline, what: str, key: str, year: int) -> Fact:
    return _agreed(found, f"year in which {found.name} {what}", year, units.YEAR, f"{found.id} {key}")


def _agreed(found: Guideline, label: str, value: float, unit: Unit, key: str) -> Fact:
    rows = (Row("guidelines", key, value, unit.label, found.source_title, found.locator),)
    reason, name = f"{found.source_title}, {found.agreed}, {found.locator}: a {found.kind}", key.replace(" ", ".")
    return Fact(f"guideline.{name}", label, value, unit, "", "assumption", "assumed", reason, rows=rows)
