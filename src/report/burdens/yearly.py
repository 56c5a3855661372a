"""The alliance's inequality year by year: the columns that ``alliance(d)`` joins to its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from report.burdens.ally import gdp_constant
from report.burdens.inequality import gini, hhi, theil, theil_parts
from report.burdens.progressivity import kakwani
from report.burdens.ranks import spearman_p, spearman_rho
from report.burdens.vectors import Vector
from report.tables import Dataset

US = "USA"
NUMBERS = ("spending", "gdp", "share_gdp", "population")
Basis = Literal["current", "constant"]
BASES: tuple[Basis, ...] = ("current", "constant")


def allies_by_year(d: Dataset, basis: Basis = "current") -> pd.DataFrame:
    """One row per member with forces and year: ``iso3, year, spending, gdp`` (US$ million), ``share_gdp`` (percent), ``population`` (million).

    ``basis`` "current" uses current prices and exchange rates, "constant" the edition's constant ones (for editions without current GDP;
    where constant GDP is missing too it is spending over its share of real GDP). Membership is counted from the calendar year of accession;
    population is the WEO's. A measure the edition lacks is a column of nan.
    """
    panel, blank = d.panel, pd.Series(np.nan, index=d.panel.index)
    gdp = gdp_constant(d) if basis == "constant" else panel.get("gdp_usd_current", blank)
    frame = pd.DataFrame(
        {"spending": panel.get(f"spend_usd_{basis}", blank), "gdp": gdp, "share_gdp": panel.get("share_gdp", blank)}
    )
    frame["population"] = d.macro_panel["LP"].reindex(frame.index)
    years = frame.index.get_level_values("year").unique()
    counted = pd.MultiIndex.from_tuples(
        [(a, y) for y in sorted(years) for a in d.with_forces(y)], names=["iso3", "year"]
    )
    return frame.reindex(counted).reset_index()


def inequality(d: Dataset) -> pd.DataFrame:
    """:func:`inequality_by_year` of an edition, with ``inequality_basis``: what ``alliance(d)`` joins to its own columns.

    Current prices and exchange rates where the edition has spending and GDP in them (``current``), else its constant prices (``constant``);
    the two differ a little, so the basis is named. A press list of shares has neither: all nan, basis ``none``.
    """
    for basis in BASES:
        table = inequality_by_year(allies_by_year(d, basis))
        if table["gini"].notna().any():
            return table.assign(inequality_basis=basis)
    return table.assign(inequality_basis="none")


def inequality_by_year(allies: pd.DataFrame) -> pd.DataFrame:
    """Gini, Theil, HHI, Kakwani and the exploitation test for each year of a frame such as :func:`allies_by_year` returns.

    Index ``year``; columns ``gini, theil, theil_between, theil_within`` (United States | rest), ``hhi, kakwani, spearman_rho, spearman_p`` and
    all but the two parts again as ``…_without_us``, shares taken of the rest alone. A measure is nan in a year in which any ally lacks a number
    it needs: inequality among those who happen to report is not the alliance's.
    """
    years = {year: _measures(group) for year, group in allies.groupby("year")}
    return pd.DataFrame.from_dict(years, orient="index").rename_axis("year")


def _measures(allies: pd.DataFrame) -> dict[str, float]:
    us = (allies["iso3"] == US).to_numpy()
    whole = {name: allies[name].to_numpy(dtype=float) for name in NUMBERS}
    rest = {name: numbers[~us] for name, numbers in whole.items()}
    parts = {
        f"theil_{part}": _known(lambda e, y, place=place: theil_parts(e, y, us)[place], whole["spending"], whole["gdp"])
        for place, part in enumerate(("between", "within"))
    }
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
