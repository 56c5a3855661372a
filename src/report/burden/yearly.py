"""The alliance's inequality year by year: the columns that ``alliance(d)`` joins to its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

import numpy as np
import pandas as pd

from report.burden.ally import gdp_constant
from report.burden.exploitation import exploitation
from report.burden.inequality import gini, hhi, theil, theil_parts
from report.burden.progressivity import kakwani
from report.tables import Dataset

US = "USA"
AMOUNTS = ["spending", "gdp"]
Basis = Literal["current", "constant"]
Value = TypeVar("Value")


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


def inequality_by_year(allies: pd.DataFrame) -> pd.DataFrame:
    """Gini, Theil, HHI, Kakwani and the exploitation test for each year of a frame such as :func:`allies_by_year` returns.

    Index ``year``; columns ``gini, theil, theil_between, theil_within`` (United States | rest), ``hhi, kakwani, spearman_rho, spearman_p`` and
    all but the two parts again as ``…_without_us``, shares taken of the rest alone. A measure is nan in a year in which any ally lacks a number
    it needs: inequality among those who happen to report is not the alliance's.
    """
    return pd.DataFrame.from_dict(
        {year: _measures(group) for year, group in allies.groupby("year")}, orient="index"
    ).rename_axis("year")


def _measures(allies: pd.DataFrame) -> dict[str, float]:
    parts = _known(allies, AMOUNTS, lambda a: theil_parts(a["spending"], a["gdp"], a["iso3"] == US), (np.nan, np.nan))
    whole = _alone(allies) | {"theil_between": parts[0], "theil_within": parts[1]}
    rest = _alone(allies[allies["iso3"] != US])
    return whole | {f"{name}_without_us": value for name, value in rest.items()}


def _alone(allies: pd.DataFrame) -> dict[str, float]:
    test = _known(allies, ["gdp", "share_gdp"], lambda a: exploitation(a["gdp"], a["share_gdp"])[:2], (np.nan, np.nan))
    return {
        "gini": _known(allies, AMOUNTS, lambda a: gini(a["spending"], a["gdp"]), np.nan),
        "theil": _known(allies, AMOUNTS, lambda a: theil(a["spending"], a["gdp"]), np.nan),
        "hhi": _known(allies, ["spending"], lambda a: hhi(a["spending"]), np.nan),
        "kakwani": _known(
            allies, [*AMOUNTS, "population"], lambda a: kakwani(a["spending"], a["gdp"], a["population"]), np.nan
        ),
        "spearman_rho": test[0],
        "spearman_p": test[1],
    }


def _known(
    allies: pd.DataFrame, columns: list[str], measure: Callable[[pd.DataFrame], Value], otherwise: Value
) -> Value:
    return otherwise if allies.empty or allies[columns].isna().any(axis=None) else measure(allies)
