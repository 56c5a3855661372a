"""Pointers from a value back to the rows of the curated tables; NATO's guidelines as facts with such a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from report.facts import units
from report.facts.fact import Fact, Row
from report.facts.units import Unit
from report.tables import Dataset, Guideline, guideline


def spending_rows(d: Dataset, allies: Iterable[str], years: Iterable[int], measures: Iterable[str]) -> tuple[Row, ...]:
    """The rows of the edition's expenditure table for these allies, years and measures, as far as it has them."""
    found = d.expenditure_rows.records(allies, years, measures)
    return tuple(_row(record, f"expenditure/{d.edition}", "measure") for record in found)


def macro_rows(d: Dataset, allies: Iterable[str], years: Iterable[int], indicators: Iterable[str]) -> tuple[Row, ...]:
    """The rows of the macro vintage for these allies, years and indicators."""
    found = d.macro_rows.records(allies, years, indicators)
    return tuple(_row(record, f"macro/{d.vintage}", "indicator") for record in found)


def membership_rows(d: Dataset, year: int, forces_only: bool = False) -> tuple[Row, ...]:
    """The rows of the members of a year, each with the year it joined; ``forces_only`` without Iceland."""
    allies = d.allies[(d.allies["accession"].dt.year <= year) & (d.allies["has_forces"] | (not forces_only))]
    joined = zip(allies["iso3"], allies["accession"], strict=True)
    return tuple(Row("allies", f"{iso3} accession", float(day.year), "year") for iso3, day in joined)


def pledge_rows(pledges: pd.DataFrame, ids: Iterable[str]) -> tuple[Row, ...]:
    """The lines of the table of pledges with these ids."""
    record = pledges.set_index("id").loc[list(ids)]
    lines = record[["target_share_gdp", "source_title", "source_url"]].itertuples()
    return tuple(Row("pledges", one, float(share), "% of GDP", *map(str, rest)) for one, share, *rest in lines)


def budget_rows(budgets: pd.DataFrame) -> tuple[Row, ...]:
    """These lines of the table of budgets."""
    lines = zip(*(budgets[name] for name in ("id", "value", "unit", "source_title", "source_url")), strict=True)
    return tuple(Row("budgets", str(one), float(value), *map(str, rest)) for one, value, *rest in lines)


def _row(record: dict[str, Any], table: str, kind: str) -> Row:
    key = f"{record['iso3']} {record['year']} {record[kind]}"
    return Row(table, key, record["value"], record["unit"], str(record["source"]), str(record.get("locator", "") or ""))


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
