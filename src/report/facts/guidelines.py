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
    found = guideline(name)
    return _agreed(found, f"year in which {found.name} is due", found.due_year, units.YEAR, f"{found.id} due_year")


def guideline_agreed(name: str) -> Fact:
    """The year in which a guideline was agreed."""
    found = guideline(name)
    return _agreed(found, f"year in which {found.name} was agreed", found.agreed_year, units.YEAR, f"{found.id} agreed")


def guideline_review(name: str) -> Fact:
    """The year in which a guideline is looked at again."""
    found = guideline(name)
    return _agreed(
        found,
        f"year in which {found.name} is reviewed",
        int(found.review_year or 0),
        units.YEAR,
        f"{found.id} review_year",
    )


def _agreed(found: Guideline, label: str, value: float, unit: Unit, key: str) -> Fact:
    row = Row("guidelines", key, value, unit.label, found.source_title, found.locator)
    reason = f"{found.source_title}, {found.agreed}, {found.locator}: a {found.kind}"
    return Fact(
        f"guideline.{key.replace(' ', '.')}",
        label,
        value,
        unit,
        status="assumption",
        kind="assumed",
        formula=reason,
        rows=(row,),
    )
