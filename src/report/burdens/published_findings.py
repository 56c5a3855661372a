"""Our results beside what scholars have found; the findings are data (data/findings.csv), our side is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from report.burdens.concordance import PROXIES, benefit_share, concordance
from report.burdens.exploitation import exploitation
from report.burdens.vectors import shares
from report.burdens.yearly import Basis, allies_by_year
from report.tables import Dataset

SIGNIFICANT = 0.05
"""The p-value, two-sided, up to which a result counts as significant here."""


def with_borders(allies: pd.DataFrame, d: Dataset) -> pd.DataFrame:
    """Adds ``exposed_border``: kilometres of land border with Russia and Belarus, nought for allies without (data/borders.csv)."""
    length = d.borders.groupby("iso3")["land_border_km"].sum()
    return allies.assign(exposed_border=allies["iso3"].map(length).fillna(0.0))


def explained_by_one_share(spending: ArrayLike, gdp: ArrayLike) -> float:
    """Part of the differences in spending that one common share of GDP explains: 1 − Σ (e − y)²/Σ (e − 1/n)².

    Unit: fraction. Range: up to 1 (equal burdens), below nought if the common share fits worse than equal sums for all. Source: the reading of
    the Samuelson rule in Groot & van den Berg (2009), Defence and Peace Economics 20(1); the formula is ours, theirs was not read.
    What it is not: a regression; nothing is fitted. In an alliance dominated by one large ally it is high almost by construction.
    """
    e, y = shares(spending=spending, gdp=gdp)
    return float(1 - np.sum((e - y) ** 2) / np.sum((e - 1 / e.size) ** 2))


def _exploitation(allies: pd.DataFrame) -> tuple[float, float]:
    return exploitation(allies["gdp"], allies["share_gdp"])[:2]


def _no_concordance(allies: pd.DataFrame) -> tuple[float, float]:
    test = concordance(allies["spending"], benefit_share(*(allies[proxy] for proxy in PROXIES)))
    return test.plus - test.minus, test.p


def _fit(allies: pd.DataFrame) -> tuple[float, float]:
    return explained_by_one_share(allies["spending"], allies["gdp"]), np.nan


Test = Callable[[pd.DataFrame], tuple[float, float]]
TESTS: Mapping[str, tuple[tuple[str, ...], Test]] = {
    "exploitation": (("gdp", "share_gdp"), _exploitation),
    "no concordance": (("spending", *PROXIES), _no_concordance),
    "fit": (("spending", "gdp"), _fit),
}
"""What ``expects`` of a finding is held against: the columns it needs, and (value, p) of rho, of rank sums above less below, of the fit."""


def results_by_year(d: Dataset, expects: str, basis: Basis = "current") -> pd.DataFrame:
    """A test in every year in which the edition has the numbers of all members with forces: index ``year``, columns ``value, p``."""
    needed, test = TESTS[expects]
    years = with_borders(allies_by_year(d, basis), d).groupby("year")
    found = {year: test(group) for year, group in years if not group[list(needed)].isna().any(axis=None)}
    return pd.DataFrame.from_dict(found, orient="index", columns=["value", "p"]).rename_axis("year")


def findings_compared(d: Dataset, basis: Basis = "current") -> pd.DataFrame:
    """Each published finding beside our results for its years, or for the nearest three years where the edition has none of them.

    One row per finding: its own columns, ``years`` ours are of, ``in_its_years``, ``ours_low, ours_high`` (range of the statistic),
    ``significant`` years at 5 % two-sided, ``years_compared``, ``agrees`` (significant in most years with the sign expected; for a fit: at least the
    figure found). The cause of a difference is in the finding's own row.
    """
    rows = [row | _beside(row, results_by_year(d, row["expects"], basis)) for row in d.findings.to_dict("records")]
    return pd.DataFrame(rows)


def _beside(finding: Mapping[Any, Any], results: pd.DataFrame) -> dict[str, object]:
    chosen, inside = _years_for(finding, results)
    hits = chosen[(chosen["p"] <= SIGNIFICANT) & ((chosen["value"] > 0) | (finding["expects"] != "exploitation"))]
    fit = finding["expects"] == "fit"
    agrees = bool((chosen["value"] >= finding["expected_value"]).all()) if fit else len(hits) * 2 > len(chosen)
    return {
        "edition_years": f"{chosen.index.min()}–{chosen.index.max()}",
        "in_its_years": inside,
        "ours_low": float(chosen["value"].min()),
        "ours_high": float(chosen["value"].max()),
        "significant": len(hits),
        "years_compared": len(chosen),
        "agrees": agrees,
    }


def _years_for(finding: Mapping[Any, Any], results: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """The years of the finding, else the three nearest; a finding without years is compared with all."""
    first, last = finding["first_year"], finding["last_year"]
    if pd.isna(first):
        return results, False
    inside = results.loc[first:last]
    return (
        (inside, True) if len(inside) else (results.head(3) if results.index.min() > last else results.tail(3), False)
    )
