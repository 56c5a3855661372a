"""The alliance year by year: ``alliance(d)``, whose columns are declared here with their units, formulas and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd

from report.burdens import measures as m
from report.burdens.ally import gdp_constant
from report.burdens.inequality import gini, hhi, kakwani, theil, theil_parts
from report.burdens.measures import Vector
from report.burdens.quantities import CONSTANT
from report.burdens.ranks import spearman_p, spearman_rho
from report.facts import Fact, Provenance, units
from report.facts.quantity import Registry, Source, of_all, of_party
from report.tables import AGGREGATES, Dataset, guideline

US, (EUR_CAN, TOTAL) = "USA", AGGREGATES
NUMBERS = ("spending", "gdp", "share_gdp", "population")
Basis = Literal["current", "constant"]
BASES: tuple[Basis, ...] = ("current", "constant")


def allies_by_year(d: Dataset, basis: Basis = "current") -> pd.DataFrame:
    """One row per member with forces and year: ``iso3, year, spending, gdp`` (US$ million), ``share_gdp`` (percent),
    ``population`` (million).

    ``basis`` "current" uses current prices and exchange rates, "constant" the edition's constant ones (for editions
    without current GDP; where constant GDP is missing too it is spending over its share of real GDP). Membership counts
    from the calendar year of accession; population is the WEO's. A measure the edition lacks is a column of nan.
    """
    panel, blank = d.panel, pd.Series(np.nan, index=d.panel.index)
    gdp = gdp_constant(d) if basis == "constant" else panel.get("gdp_usd_current", blank)
    columns = {"spending": panel.get(f"spend_usd_{basis}", blank), "gdp": gdp}
    columns |= {"share_gdp": panel.get("share_gdp", blank), "population": d.macro_panel["LP"].reindex(panel.index)}
    frame = pd.DataFrame(columns)
    years = sorted(frame.index.get_level_values("year").unique())
    counted = [(ally, year) for year in years for ally in d.with_forces(year)]
    return frame.reindex(pd.MultiIndex.from_tuples(counted, names=["iso3", "year"])).reset_index()


def inequality(d: Dataset) -> pd.DataFrame:
    """:func:`inequality_by_year` of an edition, with ``inequality_basis``: what ``alliance(d)`` joins to its columns.

    Current prices and exchange rates where the edition has spending and GDP in them (``current``), else its constant
    prices (``constant``); the two differ a little. A press list of shares has neither: all nan, basis ``none``.
    """
    for basis in BASES:
        table = inequality_by_year(allies_by_year(d, basis))
        if table["gini"].notna().any():
            return table.assign(inequality_basis=basis)
    return table.assign(inequality_basis="none")


def inequality_by_year(allies: pd.DataFrame) -> pd.DataFrame:
    """Gini, Theil, HHI, Kakwani and the exploitation test for each year of a frame of :func:`allies_by_year`.

    Index ``year``; columns ``gini, theil, theil_between, theil_within`` (United States | rest), ``hhi, kakwani,
    spearman_rho, spearman_p`` and all but the two parts again as ``…_without_us``, shares taken of the rest alone. A
    measure is nan in a year in which any ally lacks a number: inequality among those who report is not the alliance's.
    """
    years = {year: _measures(group) for year, group in allies.groupby("year")}
    return pd.DataFrame.from_dict(years, orient="index").rename_axis("year")


def _measures(allies: pd.DataFrame) -> dict[str, float]:
    us = (allies["iso3"] == US).to_numpy()
    whole = {name: allies[name].to_numpy(dtype=float) for name in NUMBERS}
    rest = {name: numbers[~us] for name, numbers in whole.items()}
    money = (whole["spending"], whole["gdp"])
    parts = {"theil_between": _known(lambda e, y: theil_parts(e, y, us)[0], *money)}
    parts |= {"theil_within": _known(lambda e, y: theil_parts(e, y, us)[1], *money)}
    return _alone(**whole) | parts | {f"{name}_without_us": value for name, value in _alone(**rest).items()}


def _alone(spending: Vector, gdp: Vector, share_gdp: Vector, population: Vector) -> dict[str, float]:
    return {
        "gini": _known(gini, spending, gdp),
        "theil": _known(theil, spending, gdp),
        "hhi": _known(hhi, spending),
        "kakwani": _known(kakwani, spending, gdp, population),
        "spearman_rho": _known(spearman_rho, gdp, share_gdp),
        "spearman_p": _known(spearman_p, gdp, share_gdp),
    }


def _known(measure: Callable[..., float], *columns: Vector) -> float:
    """The measure, or nan where any ally lacks a number it needs."""
    return measure(*columns) if columns[0].size and all(np.isfinite(c).all() for c in columns) else np.nan


PARTIES = {"us": US, "eur_can": EUR_CAN, "total": TOTAL}
WHOSE = {"us": "US", "eur_can": "Europe and Canada’s", "total": "NATO"}
NATO = "NATO"
"""The subject of what is of the alliance as a whole."""
_SOURCES = {"joined": Source(joined="members"), "armed": Source(joined="with forces")}
ALLIANCE = Registry(_SOURCES | {"shares": Source("share_gdp", of=of_all)})
"""Besides other quantities a formula may take, with a column a year, ``joined`` and ``armed`` (whether an ally is a
member, a member with forces) and ``shares`` (published shares of members with forces)."""


@ALLIANCE.computed_as(
    "members of the alliance, {year}", units.COUNT, "allies whose accession falls in or before the year"
)
def members(joined: pd.DataFrame) -> pd.Series:
    """Allies whose accession falls in the year or before it."""
    return joined.sum()


@ALLIANCE.computed_as("members with armed forces, {year}", units.COUNT, "members less Iceland")
def members_with_forces(armed: pd.DataFrame) -> pd.Series:
    """Members but Iceland."""
    return armed.sum()


@ALLIANCE.computed_as(
    "members with a published share, {year}", units.COUNT, "members with a share of GDP in this edition"
)
def reporting(shares: pd.DataFrame) -> pd.Series:
    """Members with forces whose share the edition prints."""
    return shares.notna().sum()


def _meeting(name: str, target: str, limit: str, words: str) -> None:
    """Declare how many members are at a guideline or above it, at published precision (two decimals)."""

    @ALLIANCE.computed_as(
        f"members at or above the {words}, {{year}}",
        units.COUNT,
        f"members whose published share is at the {limit} or above it",
        f"meeting_{name}",
    )
    def meeting(shares: pd.DataFrame) -> pd.Series:
        return m.meets(shares, guideline(target).value).sum()


_meeting("2", "wales", "guideline", "guideline of Wales")
_meeting("3_5", "core", "guideline", "core guideline of The Hague")
_meeting("5", "total", "total", "total of The Hague")

for _column, _measure, _words, _unit in (
    ("spend_usd_m", "spend_usd_current", "spending", units.USD_M),
    ("spend_usd_m_constant", "spend_usd_constant", "spending at constant prices", CONSTANT),
    ("gdp_usd_m", "gdp_usd_current", "GDP", units.USD_M),
):
    for _party, _code in PARTIES.items():
        _label = f"{WHOSE[_party]} {_words}, {{year}}"
        ALLIANCE.published(f"{_column}_{_party}", _label, _unit, _measure, of=of_party(_code))


@ALLIANCE.computed_as(
    "US share of allied spending at current prices, {year}", units.PERCENT, "US spending ÷ NATO total, current prices"
)
def us_share_current(spend_usd_m_us: pd.Series, spend_usd_m_total: pd.Series) -> pd.Series:
    """Percent of all spending at current prices and exchange rates. What it is not: the share at constant prices."""
    return 100 * spend_usd_m_us / spend_usd_m_total


@ALLIANCE.computed_as(
    "US share of allied spending at constant prices, {year}", units.PERCENT, "US spending ÷ NATO total, constant prices"
)
def us_share_constant(spend_usd_m_constant_us: pd.Series, spend_usd_m_constant_total: pd.Series) -> pd.Series:
    """Percent of all spending at the edition's constant prices and exchange rates."""
    return 100 * spend_usd_m_constant_us / spend_usd_m_constant_total


@ALLIANCE.computed_as("US share of allied GDP, {year}", units.PERCENT, "US GDP ÷ NATO total, current prices")
def us_gdp_share(gdp_usd_m_us: pd.Series, gdp_usd_m_total: pd.Series) -> pd.Series:
    """Percent of all GDP at current prices."""
    return 100 * gdp_usd_m_us / gdp_usd_m_total


@ALLIANCE.computed_as(
    "distance from Europe and Canada to parity with the United States, {year}",
    units.USD_M,
    "US spending − Europe and Canada’s",
)
def parity_usd_m(spend_usd_m_us: pd.Series, spend_usd_m_eur_can: pd.Series) -> pd.Series:
    """What Europe and Canada would have to add to equal the United States, current US$ million."""
    return spend_usd_m_us - spend_usd_m_eur_can


for _party, _words in {"us": "United States’", "eur_can": WHOSE["eur_can"], "total": "NATO’s"}.items():
    _label = f"{_words} share of GDP, {{year}}"
    ALLIANCE.published(f"share_gdp_{_party}", _label, units.PERCENT_GDP, "share_gdp", of=of_party(PARTIES[_party]))
_label = "Europe and Canada’s real change in spending, {year}"
ALLIANCE.published("real_change_eur_can", _label, units.PERCENT, "real_change", of=of_party(EUR_CAN))


def alliance(d: Dataset) -> pd.DataFrame:
    """One row per year of the edition: who meets what, and the United States against Europe and Canada.

    - ``members``, ``members_with_forces`` (accession counted from its calendar year), ``reporting`` members with a
      published share
    - ``meeting_2``, ``meeting_3_5``, ``meeting_5`` members at or above the guideline at published precision (two
      decimals)
    - ``spend_usd_m_us | _eur_can | _total`` current US$ million, ``spend_usd_m_constant_…`` constant, ``gdp_usd_m_…``
      current
    - ``us_share_current``, ``us_share_constant`` percent of all spending; ``us_gdp_share`` percent of all GDP
    - ``share_gdp_us | _eur_can | _total`` NATO's published shares of GDP; ``real_change_eur_can`` percent
    - ``gini``, ``theil`` (``theil_between`` the US and the rest, ``theil_within``), ``hhi``, ``kakwani``,
      ``spearman_rho`` with its two-sided ``spearman_p``, and those without the US (``…_without_us``);
      ``inequality_basis`` says in which prices
    - ``parity_usd_m`` what Europe and Canada would have to add to equal the United States (current US$ million)

    NATO's own aggregates are used; where the edition omits one it is the sum of its members, unknown if any member is.
    Source: NATO, the edition of ``d``; populations of the IMF.

    >>> import report
    >>> report.alliance(report.load("2024-06")).set_index("year").loc[2024, ["members", "meeting_2"]].tolist()
    [32, 23]
    """
    years = sorted(d.panel.index.get_level_values("year").unique())
    estimated = (d.panel["status"] == "estimate").groupby(level="year").any()
    status = ["estimate" if estimated[year] else "actual" for year in years]
    frame = pd.DataFrame({"status": status}, pd.Index(years, name="year"))
    return frame.assign(**ALLIANCE.computed(_given(d, years))).join(inequality(d)).reset_index()


def alliance_fact(d: Dataset, origin: Provenance, row: pd.Series, column: str) -> Fact:
    """The fact behind one cell of an ``alliance`` row. Raises :class:`UnknownName` for an undeclared column."""
    return ALLIANCE.fact(d, origin, column, NATO, int(row["year"]), float(row[column]))


def _given(d: Dataset, years: list[int]) -> dict[str, Any]:
    """What the formulas start from: the tables' columns, year by year."""
    allies = d.allies["iso3"]
    joined, armed = (
        pd.DataFrame({year: allies.isin(who(year)).to_numpy() for year in years}, allies)
        for who in (d.members, d.with_forces)
    )
    wide = {measure: _wide(d, measure) for measure in {*ALLIANCE.measures.values()}}
    shares = wide["share_gdp"].reindex(index=allies, columns=years).where(armed)
    parties = {name: PARTIES[party] for name in ALLIANCE.measures for party in PARTIES if name.endswith(f"_{party}")}
    amounts = {
        name: pd.Series({year: _amount(d, wide[measure], measure, parties[name], year) for year in years})
        for name, measure in ALLIANCE.measures.items()
    }
    return {"joined": joined, "armed": armed, "shares": shares, **amounts}


def _wide(d: Dataset, measure: str) -> pd.DataFrame:
    """A measure with a row for each ally and aggregate and a column for each year; blank where the edition lacks it."""
    panel = d.panel
    return panel[measure].unstack("year") if measure in panel else panel["status"].unstack("year").map(lambda _: np.nan)


def _amount(d: Dataset, amounts: pd.DataFrame, measure: str, iso3: str, year: int) -> float:
    """A party's figure of one year: its own row or, of money where NATO prints none, the sum of its members."""
    published = amounts[year].get(iso3, np.nan)
    if not np.isnan(published) or iso3 == US or measure in ("share_gdp", "real_change"):
        return float(published)
    allies = [ally for ally in d.with_forces(year) if iso3 == TOTAL or ally != US]
    return float(amounts[year].reindex(allies).sum(min_count=len(allies)))
