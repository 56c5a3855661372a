"""From a cell of the burden and alliance frames to a fact: label, unit, formula in words and the rows it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from report.burdens.alliance import EUR_CAN, TOTAL, US
from report.facts import Fact, Provenance, Unit, units, written
from report.facts.fact import Kind
from report.facts.rows import macro_rows, membership_rows, spending_rows
from report.tables import Dataset, guideline
from report.tables.errors import unknown

Years = Callable[[int], range]


def _now(year: int) -> range:
    return range(year, year + 1)


def _since_pledge(year: int) -> range:
    return range(guideline("wales").agreed_year, year + 1)


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
    population: bool = False
    membership: bool = False


CONSTANT = units.usd_m_constant("the edition’s")
ALLY = {
    "share_gdp": Origin(
        "{ally}’s share of GDP, {year}", units.PERCENT_GDP, "as NATO publishes it", ("share_gdp",), published=True
    ),
    "share_gdp_current": Origin(
        "{ally}’s share of GDP at current prices, {year}",
        units.PERCENT_GDP,
        "spending ÷ GDP, both at current prices",
        ("spend_usd_current", "gdp_usd_current"),
    ),
    "k": Origin(
        "{ally}’s price-base factor, {year}",
        units.RATIO,
        "(spending ÷ GDP at current prices) ÷ published share",
        ("spend_usd_current", "gdp_usd_current", "share_gdp"),
    ),
    "spend_usd_m": Origin(
        "{ally}’s defence spending, {year}", units.USD_M, "as NATO publishes it", ("spend_usd_current",), published=True
    ),
    "gdp_usd_m": Origin(
        "{ally}’s GDP, {year}", units.USD_M, "as NATO publishes it", ("gdp_usd_current",), published=True
    ),
    "real_change": Origin(
        "{ally}’s real change in spending, {year}",
        units.PERCENT,
        "as NATO publishes it",
        ("real_change",),
        published=True,
    ),
    "equipment_share": Origin(
        "{ally}’s equipment share, {year}", units.PERCENT, "as NATO publishes it", ("equipment_share",), published=True
    ),
    "personnel_thousand": Origin(
        "{ally}’s personnel, {year}", units.THOUSAND, "as NATO publishes it", ("personnel_thousand",), published=True
    ),
    "spend_share": Origin(
        "{ally}’s part of allied spending, {year}",
        units.PERCENT,
        "spending ÷ sum over members with forces",
        ("spend_usd_current",),
        of_all=True,
    ),
    "gdp_share": Origin(
        "{ally}’s part of allied GDP, {year}",
        units.PERCENT,
        "GDP ÷ sum over members with forces",
        ("gdp_usd_current",),
        of_all=True,
    ),
    "population_share": Origin(
        "{ally}’s part of allied population, {year}",
        units.PERCENT,
        "population ÷ sum over members with forces",
        (),
        of_all=True,
        population=True,
    ),
    "burden_ability": Origin(
        "{ally}’s burden-to-ability ratio, {year}",
        units.RATIO,
        "part of allied spending ÷ part of allied GDP",
        ("spend_usd_current", "gdp_usd_current"),
        of_all=True,
    ),
    "per_capita_usd": Origin(
        "{ally}’s spending per inhabitant, {year}",
        units.USD_A_HEAD,
        "spending ÷ population",
        ("spend_usd_current",),
        population=True,
    ),
    "gap_pp_2": Origin(
        "{ally}’s gap to the guideline of Wales, {year}", units.POINTS, "max(0, guideline − share)", ("share_gdp",)
    ),
    "gap_pp_core": Origin(
        "{ally}’s gap to the core guideline of The Hague, {year}",
        units.POINTS,
        "max(0, guideline − share)",
        ("share_gdp",),
    ),
    "gap_pp_5": Origin(
        "{ally}’s gap to the total of The Hague, {year}", units.POINTS, "max(0, total − share)", ("share_gdp",)
    ),
    "gap_usd_m_2": Origin(
        "{ally}’s gap to the guideline of Wales in money, {year}",
        units.USD_M,
        "max(0, guideline − share) ÷ 100 × GDP × k",
        ("share_gdp", "spend_usd_current", "gdp_usd_current"),
    ),
    "gap_usd_m_core": Origin(
        "{ally}’s gap to the core guideline of The Hague in money, {year}",
        units.USD_M,
        "max(0, guideline − share) ÷ 100 × GDP × k",
        ("share_gdp", "spend_usd_current", "gdp_usd_current"),
    ),
    "gap_usd_m_5": Origin(
        "{ally}’s gap to the total of The Hague in money, {year}",
        units.USD_M,
        "max(0, total − share) ÷ 100 × GDP × k",
        ("share_gdp", "spend_usd_current", "gdp_usd_current"),
    ),
    "years_at_2": Origin(
        "{ally}’s years at the guideline of Wales since it was agreed, to {year}",
        units.YEARS,
        "years with a published share at the guideline or above it",
        ("share_gdp",),
        _since_pledge,
    ),
    "arrears_usd_m": Origin(
        "{ally}’s arrears against the guideline of Wales, to {year}",
        CONSTANT,
        "Σ max(0, guideline − share) ÷ 100 × GDP since it was agreed, or accession",
        ("share_gdp", "gdp_usd_constant"),
        _since_pledge,
    ),
    "pace_pp": Origin(
        "{ally}’s pace over three years, {year}",
        units.POINTS_A_YEAR,
        "(share − share three years before) ÷ 3",
        ("share_gdp",),
        lambda y: range(y - 3, y + 1, 3),
    ),
    "pace_pp_5": Origin(
        "{ally}’s pace over five years, {year}",
        units.POINTS_A_YEAR,
        "(share − share five years before) ÷ 5",
        ("share_gdp",),
        lambda y: range(y - 5, y + 1, 5),
    ),
    "required_pp": Origin(
        "{ally}’s pace to the core guideline of The Hague from {year}",
        units.POINTS_A_YEAR,
        "(guideline − share) ÷ (year in which it is due − year)",
        ("share_gdp",),
    ),
    "rank": Origin(
        "{ally}’s rank by share of GDP, {year}",
        units.COUNT,
        "place among members by published share, ties share the better place",
        ("share_gdp",),
        of_all=True,
    ),
}
"""Columns of ``burden`` that prose may print."""


def ally_fact(d: Dataset, origin: Provenance, row: pd.Series, column: str) -> Fact:
    """The fact behind one cell of a ``burden`` row. Raises :class:`UnknownName` for a column without a registered origin."""
    how = _origin(ALLY, column)
    year, iso3 = int(row["year"]), row["iso3"]
    allies = d.with_forces(year) if how.of_all else [iso3]
    rows = spending_rows(d, allies, how.years(year), how.measures)
    if how.population:
        rows += macro_rows(d, allies, [year], ["LP"])
    label = how.label.replace("{ally}’s", written.possessive(row["ally"])).format(year=origin.year(year))
    kind: Kind = "published" if how.published else "computed"
    return Fact(label, float(row[column]), how.unit, origin.edition, origin.status(year), kind, how.formula, rows=rows)


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
