"""One edition as the rules need it, and the findings they return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..dataset import AGGREGATES
from .precision import edges

UNITED_STATES = "USA"
EUROPE_CANADA, TOTAL = AGGREGATES

SPENDING = ("spend_usd_current", "spend_usd_constant", "personnel_thousand")
PRODUCT = ("gdp_usd_current", "gdp_usd_constant")
CATEGORIES = ("equipment_share", "personnel_share", "infrastructure_share", "other_share")


@dataclass(frozen=True, eq=False)
class Published:
    """Figures of one edition: index (iso3, year), one column per measure, and half a unit of their last digit."""

    values: pd.DataFrame
    edge: pd.DataFrame
    members: Mapping[int, Sequence[str]]
    forces: Mapping[int, Sequence[str]]
    base: int | None

    @property
    def years(self) -> list[int]:
        """Years with figures."""
        return sorted(self.values.index.unique("year"))

    @property
    def aggregates(self) -> list[str]:
        """The aggregates that the edition has."""
        return [name for name in (TOTAL, EUROPE_CANADA) if name in self.values.index.unique("iso3")]

    def parts(self, aggregate: str, measure: str) -> pd.DataFrame:
        """What an aggregate adds up: allies by year, True where the ally is a part of it. All members with forces; for
        GDP also those without; for Europe and Canada not the United States."""
        mask = self._masks[measure in PRODUCT]
        return mask.drop(index=UNITED_STATES, errors="ignore") if aggregate == EUROPE_CANADA else mask

    @cached_property
    def _masks(self) -> dict[bool, pd.DataFrame]:
        rules = {True: self.members, False: self.forces}
        tables = {key: {year: dict.fromkeys(rule[year], True) for year in self.years} for key, rule in rules.items()}
        axes = {"index": "iso3", "columns": "year"}
        return {key: pd.DataFrame(table).notna().rename_axis(**axes) for key, table in tables.items()}

    @cached_property
    def _by_year(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.values.unstack("year"), self.edge.unstack("year")

    def figures(self, aggregate: str, measure: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Figures of an aggregate's parts and their edges, allies by year; nothing where the ally is not a part."""
        mask = self.parts(aggregate, measure)
        values, edges = (table[measure].reindex_like(mask).where(mask) for table in self._by_year)
        return values, edges


def of_aggregate(aggregate: str, yearly: pd.Series) -> pd.Series:
    """A series by year as one by (iso3, year)."""
    index = pd.MultiIndex.from_product([[aggregate], yearly.index], names=["iso3", "year"])
    return pd.Series(yearly.to_numpy(), index)


def published(
    panel: pd.DataFrame, members: Mapping[int, Sequence[str]], forces: Mapping[int, Sequence[str]], base: int | None
) -> Published:
    """An edition for the rules: the dataset's ``panel``, members by year (with forces), year of constant prices."""
    values = panel.drop(columns="status", errors="ignore")
    return Published(values, edges(values), members, forces, base)


def findings(measure: str, discrepancy: pd.Series, tolerance: pd.Series, floor: float = 0.0) -> pd.DataFrame:
    """Comparisons of one measure, none for missing figures: iso3, year, measure, discrepancy, tolerance. Both series
    have the index (iso3, year); the tolerance is never below ``floor``."""
    gap = discrepancy.to_numpy(dtype=float)
    slack = np.maximum(tolerance.reindex(discrepancy.index).to_numpy(dtype=float), floor)
    known = ~(np.isnan(gap) | np.isnan(slack))
    iso3, year = (discrepancy.index.get_level_values(level)[known] for level in ("iso3", "year"))
    return pd.DataFrame(
        {"iso3": iso3, "year": year, "measure": measure, "discrepancy": gap[known], "tolerance": slack[known]}
    )


def together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Findings of several measures in one frame."""
    return pd.concat(parts or [NONE], ignore_index=True)


NONE = pd.DataFrame(
    {"iso3": pd.Series(dtype="str"), "year": pd.Series(dtype="int64"), "measure": pd.Series(dtype="str")}
).assign(discrepancy=0.0, tolerance=0.0)
"""Findings of a rule that had nothing to compare."""


def ratio(
    above: pd.Series, below: pd.Series, above_edge: pd.Series, below_edge: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """A ratio in percent and how far rounding can have moved it, in points: 100 (Δa/b + a Δb/b²)."""
    return 100 * above / below, 100 * (above_edge / below + above.abs() * below_edge / below**2)
