"""From a cell of the burden and alliance frames to a fact: label, unit, formula in words and the rows it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from report.burdens.alliance import EUR_CAN, TOTAL, US
from report.burdens.quantities import ALLY, CONSTANT
from report.facts import Fact, Provenance, Unit, units, written
from report.facts.fact import Kind
from report.facts.rows import membership_rows, spending_rows
from report.tables import Dataset
from report.tables.errors import unknown

Years = Callable[[int], range]


def _now(year: int) -> range:
    return range(year, year + 1)


@dataclass(frozen=True)
class Origin:
    """How one column comes about: its label (``{ally}`` and ``{year}`` filled in), unit, formula and the measures it reads."""

    label: str
    unit: Unit
    formula: str
    measures: tuple[str, ...]
    years: Years = _now
    published: bool = False
    of_all: bool = False
    membership: bool = False


def ally_fact(d: Dataset, origin: Provenance, row: pd.Series, column: str) -> Fact:
    """The fact behind one cell of a ``burden`` row. Raises :class:`UnknownName` for a column that is no declared quantity."""
    year, iso3 = int(row["year"]), str(row["iso3"])
    label = (
        ALLY[column]
        .label.replace("{ally}’s", written.possessive(row["ally"]))
        .format(ally=row["ally"], year=origin.year(year))
    )
    return ALLY.fact(d, origin, column, iso3, label, year, float(row[column]))


ALLIANCE = {
    "members": Origin(
        "members of the alliance, {year}",
        units.COUNT,
        "allies whose accession falls in or before the year",
        (),
        membership=True,
    ),
    "members_with_forces": Origin(
        "members with armed forces, {year}", units.COUNT, "members less Iceland", (), membership=True
    ),
    "reporting": Origin(
        "members with a published share, {year}",
        units.COUNT,
        "members with a share of GDP in this edition",
        ("share_gdp",),
        of_all=True,
    ),
    "meeting_2": Origin(
        "members at or above the guideline of Wales, {year}",
        units.COUNT,
        "members whose published share is at the guideline or above it",
        ("share_gdp",),
        of_all=True,
    ),
    "meeting_3_5": Origin(
        "members at or above the core guideline of The Hague, {year}",
        units.COUNT,
        "members whose published share is at the guideline or above it",
        ("share_gdp",),
        of_all=True,
    ),
    "meeting_5": Origin(
        "members at or above the total of The Hague, {year}",
        units.COUNT,
        "members whose published share is at the total or above it",
        ("share_gdp",),
        of_all=True,
    ),
    "us_share_current": Origin(
        "US share of allied spending at current prices, {year}",
        units.PERCENT,
        "US spending ÷ NATO total, current prices",
        ("spend_usd_current",),
    ),
    "us_share_constant": Origin(
        "US share of allied spending at constant prices, {year}",
        units.PERCENT,
        "US spending ÷ NATO total, constant prices",
        ("spend_usd_constant",),
    ),
    "us_gdp_share": Origin(
        "US share of allied GDP, {year}", units.PERCENT, "US GDP ÷ NATO total, current prices", ("gdp_usd_current",)
    ),
    "share_gdp_us": Origin(
        "United States’ share of GDP, {year}", units.PERCENT_GDP, "as NATO publishes it", ("share_gdp",), published=True
    ),
    "share_gdp_eur_can": Origin(
        "Europe and Canada’s share of GDP, {year}",
        units.PERCENT_GDP,
        "as NATO publishes it",
        ("share_gdp",),
        published=True,
    ),
    "share_gdp_total": Origin(
        "NATO’s share of GDP, {year}", units.PERCENT_GDP, "as NATO publishes it", ("share_gdp",), published=True
    ),
    "real_change_eur_can": Origin(
        "Europe and Canada’s real change in spending, {year}",
        units.PERCENT,
        "as NATO publishes it",
        ("real_change",),
        published=True,
    ),
    "spend_usd_m_us": Origin(
        "US spending, {year}", units.USD_M, "as NATO publishes it", ("spend_usd_current",), published=True
    ),
    "spend_usd_m_eur_can": Origin(
        "Europe and Canada’s spending, {year}",
        units.USD_M,
        "as NATO publishes it",
        ("spend_usd_current",),
        published=True,
    ),
    "spend_usd_m_total": Origin(
        "NATO spending, {year}", units.USD_M, "as NATO publishes it", ("spend_usd_current",), published=True
    ),
    "spend_usd_m_constant_us": Origin(
        "US spending at constant prices, {year}",
        CONSTANT,
        "as NATO publishes it",
        ("spend_usd_constant",),
        published=True,
    ),
    "spend_usd_m_constant_eur_can": Origin(
        "Europe and Canada’s spending at constant prices, {year}",
        CONSTANT,
        "as NATO publishes it",
        ("spend_usd_constant",),
        published=True,
    ),
    "spend_usd_m_constant_total": Origin(
        "NATO spending at constant prices, {year}",
        CONSTANT,
        "as NATO publishes it",
        ("spend_usd_constant",),
        published=True,
    ),
    "parity_usd_m": Origin(
        "distance from Europe and Canada to parity with the United States, {year}",
        units.USD_M,
        "US spending − Europe and Canada’s",
        ("spend_usd_current",),
    ),
}
"""Columns of ``alliance`` that prose may print."""
_PARTY = {"_us": (US,), "_eur_can": (EUR_CAN,), "_total": (TOTAL,)}


def alliance_fact(d: Dataset, origin: Provenance, row: pd.Series, column: str) -> Fact:
    """The fact behind one cell of an ``alliance`` row. Raises :class:`UnknownName` for a column without a registered origin."""
    how = _origin(ALLIANCE, column)
    year = int(row["year"])
    parties = (
        d.with_forces(year)
        if how.of_all
        else next((p for end, p in _PARTY.items() if column.endswith(end)), (US, EUR_CAN, TOTAL))
    )
    rows = spending_rows(d, parties, how.years(year), how.measures)
    if how.membership:
        rows += membership_rows(d, year, forces_only=column == "members_with_forces")
    kind: Kind = "published" if how.published else "computed"
    return Fact(
        f"{column}.NATO.{year}",
        how.label.format(year=origin.year(year)),
        float(row[column]),
        how.unit,
        origin.edition,
        origin.status(year),
        kind,
        how.formula,
        rows=rows,
    )


def _origin(known: dict[str, Origin], column: str) -> Origin:
    if column not in known:
        raise unknown("column", column, list(known))
    return known[column]
