"""From the results of the burden-sharing measures to facts: label, unit, formula in words and the rows they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from report.burdens.output import AID_GDP, aid_periods
from report.facts import Fact, Provenance, Row, Unit, units, written
from report.facts.rows import macro_rows, pledge_rows, spending_rows
from report.tables import Dataset
from report.tables.errors import unknown

Item = TypeVar("Item")
MONEY, SIZE = "money", "size"
"""What a measure of sharing reads of every member with forces: spending and GDP, or GDP and the published share."""
MEASURES = {
    MONEY: {"current": ("spend_usd_current", "gdp_usd_current"), "constant": ("spend_usd_constant", "share_gdp")},
    SIZE: {"current": ("gdp_usd_current", "share_gdp"), "constant": ("spend_usd_constant", "share_gdp")},
}
"""The tables' measures by price basis; where an edition prints no GDP at constant prices it is spending over its share."""
SPENDERS = Unit("spenders", "equal spenders", 1, "count")


@dataclass(frozen=True)
class Source:
    """How a number of the alliance's sharing comes about; ``{year}`` is filled into the label."""

    label: str
    unit: Unit
    formula: str
    reads: str = MONEY


SHARING = {
    "gini": Source(
        "Gini coefficient of burdens, {year}",
        units.RATIO,
        "1 − Σ (x_j − x_{j−1})(z_j + z_{j−1}) on the Lorenz curve of spending over GDP",
    ),
    "hoover": Source(
        "part of allied spending that would have to change hands, {year}",
        units.PERCENT,
        "½ Σ |part of spending − part of GDP|",
    ),
    "between": Source(
        "part of the inequality that lies between the United States and the rest, {year}",
        units.PERCENT,
        "Theil’s index with the rest taken as one ally ÷ Theil’s index Σ e ln(e/y) of all allies",
    ),
    "spenders": Source(
        "number of equal spenders that would be as concentrated, {year}",
        SPENDERS,
        "1 ÷ Σ (part of spending)², the inverse of the Herfindahl–Hirschman index",
    ),
    "spearman_rho": Source(
        "rank correlation of GDP and share of GDP, {year}", units.RATIO, "Spearman’s rho over members with forces", SIZE
    ),
    "spearman_p": Source(
        "p-value of that rank correlation, {year}",
        units.RATIO,
        "two-sided, from seeded random orders of the allies",
        SIZE,
    ),
    "spearman_rho_without_us": Source(
        "rank correlation of GDP and share of GDP without the United States, {year}",
        units.RATIO,
        "Spearman’s rho over members with forces but the United States",
        SIZE,
    ),
    "spearman_p_without_us": Source(
        "p-value of that rank correlation without the United States, {year}",
        units.RATIO,
        "two-sided, from seeded random orders of the allies",
        SIZE,
    ),
}
"""Numbers of the alliance's sharing that prose may print."""


def sharing_fact(d: Dataset, origin: Provenance, name: str, value: float, year: int, basis: str) -> Fact:
    """The fact behind a measure of the whole alliance in one year and price basis. Raises :class:`UnknownName` for one without a source."""
    how = _known(SHARING, name)
    rows = spending_rows(d, d.with_forces(year), [year], MEASURES[how.reads][basis])
    label = how.label.format(year=origin.year(year))
    return Fact(
        f"{name}.NATO.{year}.{basis}",
        label,
        value,
        how.unit,
        origin.edition,
        origin.status(year),
        formula=how.formula,
        rows=rows,
    )


WEALTH = {
    "rho": ("rank correlation of GDP per inhabitant and share of GDP", "Spearman’s rho over members with forces"),
    "p": ("p-value of that rank correlation with wealth", "two-sided, from seeded random orders of the allies"),
}
"""How the share of GDP goes with wealth."""


def wealth_fact(d: Dataset, origin: Provenance, name: str, value: float, allies: Iterable[str]) -> Fact:
    """The fact behind a measure of share of GDP against GDP per inhabitant in the edition's last year."""
    label, formula = _known(WEALTH, name)
    of, year = list(allies), d.last_year
    rows = spending_rows(d, of, [year], ["share_gdp"]) + macro_rows(d, of, [year], ["NGDPD", "LP"])
    when = origin.year(year)
    return Fact(
        f"wealth_{name}.NATO.{year}",
        f"{label}, {when}",
        value,
        units.RATIO,
        origin.edition,
        origin.status(year),
        formula=formula,
        rows=rows,
    )


def pledge_fact(row: pd.Series, pledges: pd.DataFrame) -> Fact:
    """The own pledge named in a ``verification`` row, with its line of the table of pledges."""
    line = pledge_rows(pledges, [row["pledge_id"]])
    label = f"{written.possessive(row['ally'])} own {row['pledge_component']} pledge for {int(row['pledge_year'])}"
    formula = f"{row['pledge_kind']}, {row['pledge_confidence']}: as stated, by the ally’s own definition"
    return Fact(
        f"pledge.{row['iso3']}.{int(row['pledge_year'])}.{row['pledge_id']}",
        label,
        float(row["pledge_share"]),
        units.PERCENT_GDP,
        kind="published",
        formula=formula,
        rows=line,
    )


RULES = {
    "due_usd_m": ("would pay", units.USD_M, "part of today’s total under the rule × today’s total"),
    "due_share_gdp": ("would pay, as a share of GDP", units.PERCENT_GDP, "what it would pay ÷ its GDP"),
    "balance_usd_m": ("pays more than the rule asks", units.USD_M, "what it pays − what it would pay"),
}
"""Columns of ``allotments`` that prose may print."""


def rule_fact(d: Dataset, origin: Provenance, row: pd.Series, column: str, who: str, year: int, basis: str) -> Fact:
    """The fact behind one cell of an ``allotments`` row; ``who`` is the ally's name."""
    words, unit, formula = _known(RULES, column)
    rows = spending_rows(d, d.with_forces(year), [year], MEASURES[MONEY][basis])
    if row["rule"] not in ("equal-gdp", "common-funding"):
        rows += macro_rows(d, d.with_forces(year), [year], ["LP"])
    unit = units.usd_m_constant(origin.price_base) if basis == "constant" and unit is units.USD_M else unit
    label = f"what {who} {words} under “{row['title']}”, {origin.year(year)}"
    return Fact(
        f"{column}.{row['iso3']}.{year}.{row['rule']}.{basis}",
        label,
        float(row[column]),
        unit,
        origin.edition,
        origin.status(year),
        formula=formula,
        rows=rows,
    )


RANKED = ("share_gdp", "equipment_share", "personnel_thousand")


def rank_fact(
    d: Dataset, origin: Provenance, iso3: str, who: str, column: str, value: float, of: Iterable[str]
) -> Fact:
    """A place in the composite, with the ally's own figures that went in; ``of`` names the measures."""
    words = {
        "rank": "place under the stated weights",
        "rank_p05": "5th percentile of places over drawn weights, the best of nine in ten",
        "rank_p95": "95th percentile of places over drawn weights, the worst of nine in ten",
    }
    rows = spending_rows(d, [iso3], range(d.last_year - 3, d.last_year + 1), RANKED) + aid_rows(d, iso3)
    formula = f"rank of the weighted mean of z-scores of {', '.join(of)}"
    label = f"{written.possessive(who)} {_known(words, column)}, {origin.year(d.last_year)}"
    return Fact(
        f"composite_{column}.{iso3}.{d.last_year}",
        label,
        value,
        units.COUNT,
        origin.edition,
        origin.status(d.last_year),
        formula=formula,
        rows=rows,
    )


def aid_rows(d: Dataset, iso3: str) -> tuple[Row, ...]:
    """The rows of the table of aid behind an ally's military aid to Ukraine up to the edition's last year."""
    given = d.ukraine_aid[d.ukraine_aid["iso3"] == iso3]
    periods = aid_periods(d, d.last_year)
    used = pd.concat([periods[periods["iso3"] == iso3], given[given["measure"] == AID_GDP]])
    return tuple(
        Row(
            "ukraine_aid",
            f"{iso3} {row.first_month} to {row.last_month} {row.measure}",
            row.value,
            row.unit,
            row.source,
        )
        for row in used.itertuples()
    )


def _known(registry: dict[str, Item], name: str) -> Item:
    if name not in registry:
        raise unknown("column", name, list(registry))
    return registry[name]
