"""What an ally carries in a year: every column of :func:`report.burdens.burden`, declared once with its unit, formula
and rows.

``b`` is NATO's published share of GDP, ``E`` spending and ``Y`` GDP in US dollars at current prices unless a name says
constant. Shares are percent, money and people are in millions. A new quantity is one declaration here and one worked
example in ``pages/examples``.
"""

from __future__ import annotations

import pandas as pd

from report.burdens import measures as m
from report.facts import Fact, Provenance, Unit, units
from report.facts.quantity import Registry, Source, of_all
from report.tables import Dataset, guideline


def since_wales(year: int) -> range:
    """The years since the pledge of Wales."""
    return range(guideline("wales").agreed_year, year + 1)


ALLY = Registry(
    {
        "counted": Source(of=of_all),
        "share_before_3": Source("share_gdp", years=lambda year: (year - 3,)),
        "share_before_5": Source("share_gdp", years=lambda year: (year - 5,)),
        "shares_since": Source("share_gdp", years=since_wales),
        "gdp_since": Source("gdp_usd_constant", years=since_wales),
    }
)
"""Besides other quantities a formula may take ``year``, ``forces``, ``member``, ``counted`` (members with forces),
``share_before_3 | _5`` and, with a column a year since Wales, ``shares_since``, ``gdp_since`` (constant prices) and
``joined`` (whether the ally was a member)."""
CONSTANT = units.usd_m_constant("the edition’s")


def own_currency(d: Dataset, iso3: str) -> Unit:
    """The ally's currency in millions, current prices."""
    return units.ncu_m(d.currencies[iso3])


ALLY.published("share_gdp", "{ally}’s share of GDP, {year}", units.PERCENT_GDP)
ALLY.published("spend_usd_m", "{ally}’s defence spending, {year}", units.USD_M, "spend_usd_current")
ALLY.published("spend_usd_m_constant", "{ally}’s spending at constant prices, {year}", CONSTANT, "spend_usd_constant")
ALLY.published("spend_ncu_m", "{ally}’s spending, {year}, national currency", own_currency, "spend_ncu_current")
ALLY.published("gdp_usd_m", "{ally}’s GDP, {year}", units.USD_M, "gdp_usd_current")
ALLY.published("gdp_usd_m_constant", "{ally}’s GDP at constant prices, {year}", CONSTANT, "gdp_usd_constant")
ALLY.published(
    "per_capita_usd_constant",
    "{ally}’s spending per inhabitant at constant prices, {year}",
    units.money_a_head("USD", "the edition’s"),
    "spend_per_capita_usd_constant",
)
ALLY.published("equipment_share", "{ally}’s equipment share, {year}", units.PERCENT)
ALLY.published("personnel_share", "{ally}’s personnel share, {year}", units.PERCENT)
ALLY.published("infrastructure_share", "{ally}’s infrastructure share, {year}", units.PERCENT)
ALLY.published("other_share", "{ally}’s share of other spending, {year}", units.PERCENT)
ALLY.published("personnel_thousand", "{ally}’s personnel, {year}", units.THOUSAND)
ALLY.published("real_change", "{ally}’s real change in spending, {year}", units.PERCENT)
ALLY.published("population_m", "{ally}’s inhabitants, {year}", units.MILLION, indicator="LP")


@ALLY.computed_as(
    "{ally}’s share of GDP at current prices, {year}", units.PERCENT_GDP, "spending ÷ GDP, both at current prices"
)
def share_gdp_current(spend_usd_m: pd.Series, gdp_usd_m: pd.Series) -> pd.Series:
    """100·E/Y. What it is not: NATO's share, which is of real GDP."""
    return 100 * spend_usd_m / gdp_usd_m


@ALLY.computed_as(
    "{ally}’s price-base factor, {year}", units.RATIO, "(spending ÷ GDP at current prices) ÷ published share"
)
def k(spend_usd_m: pd.Series, gdp_usd_m: pd.Series, share_gdp: pd.Series) -> pd.Series:
    """:func:`report.burdens.measures.price_base_factor`."""
    return m.price_base_factor(spend_usd_m, gdp_usd_m, share_gdp)


@ALLY.computed_as("{ally}’s spending per inhabitant, {year}", units.USD_A_HEAD, "spending ÷ population")
def per_capita_usd(spend_usd_m: pd.Series, population_m: pd.Series) -> pd.Series:
    """Current US$ per inhabitant; population of the WEO. What it is not: NATO's own column, which is at constant
    prices."""
    return m.per_head(spend_usd_m, population_m)


@ALLY.computed_as("{ally}’s forces per 1,000 inhabitants, {year}", units.PER_THOUSAND, "personnel ÷ population")
def personnel_per_thousand(personnel_thousand: pd.Series, population_m: pd.Series) -> pd.Series:
    """Military personnel in thousands over inhabitants in millions. What it is not: readiness; reserves are not in
    it."""
    return personnel_thousand / population_m


@ALLY.computed_as(
    "{ally}’s rank by share of GDP, {year}",
    units.COUNT,
    "place among members by published share, ties share the better place",
)
def rank(share_gdp: pd.Series, member: pd.Series, counted: pd.Series) -> pd.Series:
    """Place among members by published share at two decimals; ties share the better place."""
    return m.as_published(share_gdp).where(member).rank(ascending=False, method="min")


@ALLY.computed_as("{ally}’s part of allied spending, {year}", units.PERCENT, "spending ÷ sum over members with forces")
def spend_share(spend_usd_m: pd.Series, counted: pd.Series) -> pd.Series:
    """e = E/ΣE, percent of the members with forces; unknown for all where one lacks a figure."""
    return _part(spend_usd_m, counted)


@ALLY.computed_as("{ally}’s part of allied GDP, {year}", units.PERCENT, "GDP ÷ sum over members with forces")
def gdp_share(gdp_usd_m: pd.Series, counted: pd.Series) -> pd.Series:
    """y = Y/ΣY, percent of the members with forces."""
    return _part(gdp_usd_m, counted)


@ALLY.computed_as(
    "{ally}’s part of allied population, {year}", units.PERCENT, "population ÷ sum over members with forces"
)
def population_share(population_m: pd.Series, counted: pd.Series) -> pd.Series:
    """Percent of the inhabitants of members with forces."""
    return _part(population_m, counted)


def _part(amount: pd.Series, counted: pd.Series) -> pd.Series:
    return m.share_of_total(amount[counted]).reindex(amount.index)


@ALLY.computed_as(
    "{ally}’s burden-to-ability ratio, {year}", units.RATIO, "part of allied spending ÷ part of allied GDP"
)
def burden_ability(spend_share: pd.Series, gdp_share: pd.Series) -> pd.Series:
    """e/y; one is proportional. What it is not: a share of GDP; it moves when others move."""
    return spend_share / gdp_share


def _gap(name: str, words: str, limit: str, target: str) -> None:
    """Declare the gap to one guideline in points and in money."""

    @ALLY.computed_as(
        f"{{ally}}’s gap to {words}, {{year}}", units.POINTS, f"max(0, {limit} − share)", f"gap_pp_{name}"
    )
    def gap_pp(share_gdp: pd.Series) -> pd.Series:
        return m.gap_points(share_gdp, guideline(target).value)

    @ALLY.computed_as(
        f"{{ally}}’s gap to {words} in money, {{year}}",
        units.USD_M,
        f"max(0, {limit} − share) ÷ 100 × GDP × k",
        f"gap_usd_m_{name}",
    )
    def gap_usd_m(share_gdp: pd.Series, gdp_usd_m: pd.Series, k: pd.Series) -> pd.Series:
        return m.gap_money(share_gdp, guideline(target).value, gdp_usd_m, k)


_gap("2", "the guideline of Wales", "guideline", "wales")
_gap("core", "the core guideline of The Hague", "guideline", "core")
_gap("5", "the total of The Hague", "total", "total")


def _meets(name: str, words: str, target: str) -> None:
    """Declare whether the printed share is at least a guideline; unknown shares do not meet it."""

    label = f"whether {{ally}} meets the {words}, {{year}}"

    @ALLY.computed_as(label, units.TEXT, "share at two decimals ≥ guideline", f"meets_{name}")
    def meets(share_gdp: pd.Series) -> pd.Series:
        return m.meets(share_gdp, guideline(target).value)


_meets("2", "guideline of Wales", "wales")
_meets("core", "core guideline of The Hague", "core")


@ALLY.computed_as(
    "{ally}’s pace to the core guideline of The Hague from {year}",
    units.POINTS_A_YEAR,
    "(guideline − share) ÷ (year in which it is due − year)",
)
def required_pp(share_gdp: pd.Series, year: int) -> pd.Series:
    """Points of GDP a year to the core guideline by the year it is due. What it is not: the next step, see the
    scorecard."""
    core = guideline("core")
    return m.required_pace(share_gdp, core.value, year, core.due_year)


@ALLY.computed_as(
    "{ally}’s pace over three years, {year}", units.POINTS_A_YEAR, "(share − share three years before) ÷ 3"
)
def pace_pp(share_gdp: pd.Series, share_before_3: pd.Series) -> pd.Series:
    """Points of GDP a year over the last three years. What it is not: a promise, in either direction."""
    return m.pace(share_gdp, share_before_3, 3)


@ALLY.computed_as("{ally}’s pace over five years, {year}", units.POINTS_A_YEAR, "(share − share five years before) ÷ 5")
def pace_pp_5(share_gdp: pd.Series, share_before_5: pd.Series) -> pd.Series:
    """Points of GDP a year over the last five years."""
    return m.pace(share_gdp, share_before_5, 5)


@ALLY.computed_as(
    "{ally}’s years at the guideline of Wales since it was agreed, to {year}",
    units.YEARS,
    "years with a published share at the guideline or above it",
)
def years_at_2(shares_since: pd.DataFrame, forces: pd.Series) -> pd.Series:
    """Number of years since Wales with a printed share of at least two. What it is not: a run."""
    return m.meets(shares_since, guideline("wales").value).sum(axis=1).where(forces).astype(float)


@ALLY.computed_as(
    "{ally}’s arrears against the guideline of Wales, to {year}",
    CONSTANT,
    "Σ max(0, guideline − share) ÷ 100 × GDP since it was agreed, or accession",
)
def arrears_usd_m(
    shares_since: pd.DataFrame, gdp_since: pd.DataFrame, joined: pd.DataFrame, forces: pd.Series
) -> pd.Series:
    """Sum of yearly shortfalls since Wales or accession, constant US$; unknown when a counted year lacks a figure. What
    it is not: a debt."""
    owed = m.shortfall(shares_since, gdp_since)
    return owed.where(joined, 0.0).sum(axis=1, skipna=False).where(forces)


@ALLY.computed_as("{ally}’s spending per soldier, {year}", units.USD_A_HEAD, "spending ÷ personnel")
def spend_per_soldier_usd(spend_usd_m: pd.Series, personnel_thousand: pd.Series) -> pd.Series:
    """Spending over military personnel, current US$ a head: E (millions) × 1,000 ÷ thousands of people.

    Unit: US$, current prices. Range: above zero. Source: NATO's spending and personnel. What it is not: pay; equipment
    and operations are in it.
    """
    return 1000 * spend_usd_m / personnel_thousand


def ally_fact(d: Dataset, origin: Provenance, row: pd.Series, column: str) -> Fact:
    """The fact behind one cell of a ``burden`` row. Raises :class:`UnknownName` for a column that is not declared."""
    return ALLY.fact(d, origin, column, str(row["iso3"]), int(row["year"]), float(row[column]), str(row["ally"]))
