"""Ranges for a page: 80 % bands of any amount its plan costs, for an ally or a group, from one simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from report.facts import Band
from report.outlook import Plan
from report.outlook.factors import PATHS
from report.outlook.lineage_risk import band
from report.outlook.simulation import DRAWS, GROUPS, SEED, Simulation, simulate
from report.tables import Dataset

ENDS = (0.10, 0.90)
CUMULATIVE = "cumulative_"
DECIMALS = 6
"""A dollar, in millions: the same on every page that prints it, however many allies were drawn together."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ranges:
    """The figures are those of :func:`report.outlook.risk` with its default draws and seed: an amount of ``cost`` times the drawn factor.

    ``cost`` is the page's cost frame.
    """

    d: Dataset
    plan: Plan
    cost: pd.DataFrame

    @cached_property
    def drawn(self) -> Simulation:
        """The simulation the factors are taken from; they are the same for every component and baseline."""
        return simulate(self.d, self.plan, DRAWS, SEED, component="core")

    def holds(self, who: str, column: str) -> bool:
        """Whether there is a range for this ally or group and column: shares of GDP follow the plan and have none."""
        return path_of(column) is not None and who in {*self.cost["iso3"].unique(), *GROUPS}

    def band(self, who: str, component: str, column: str, year: int) -> Band:
        """The 80 % band of one cell of the cost frame, or of a group's sum in one year."""
        path = path_of(column) or ""
        low, high = np.quantile(self.draws(who, component, column, year), ENDS).round(DECIMALS).tolist()
        return band(self.d, low, high, path, DRAWS, SEED)

    def draws(self, who: str, component: str, column: str, year: int) -> Floats:
        """The amount in every draw; a group's is the sum over its members in the same draw, a cumulative one that of the years so far.

        A group's amount per head is its sum over its people.
        """
        cumulative = column.startswith(CUMULATIVE)
        name, path = column.removeprefix(CUMULATIVE), str(path_of(column))
        years = self.drawn.years
        place = np.ix_(
            np.array(self.drawn.members(who)), np.flatnonzero(years <= year if cumulative else years == year)
        )
        drawn = (self._wide(component, _money(name))[place][:, :, None] * self.drawn.factors[path][place]).sum(
            axis=(0, 1)
        )
        people = self._wide(component, "population_m")[place].sum() if "per_head" in name else 1.0
        return np.asarray(drawn / people, dtype=float)

    def parity_years(self, years: Sequence[int], held: bool = False) -> Floats:
        """The first of ``years`` in which Europe and Canada spend as much on core defence as the United States, in every draw; infinite where none is.

        At constant prices; ``held``: American spending stays at its sum of the first year.
        """
        column = "level_usd_m_constant"
        rest, us = (
            np.stack([self.draws(who, "core", column, year) for year in years]) for who in ("NATO_EUR_CAN", "USA")
        )
        reached = rest >= (us[:1] if held else us)
        return np.where(reached.any(axis=0), np.array(years, dtype=float)[reached.argmax(axis=0)], np.inf)

    def table(self, component: str, column: str, year: int) -> pd.DataFrame:
        """Lower and upper end for every ally drawn, in one year: index iso3, columns ``low`` and ``high``."""
        amounts = [np.quantile(self.draws(iso3, component, column, year), ENDS) for iso3 in self.drawn.allies]
        return pd.DataFrame(
            np.round(amounts, DECIMALS), index=pd.Index(self.drawn.allies, name="iso3"), columns=["low", "high"]
        )

    def yearly(self, who: str, component: str, column: str) -> pd.DataFrame:
        """Lower and upper end in every year: index year, columns ``low`` and ``high``."""
        ends = [np.quantile(self.draws(who, component, column, int(year)), ENDS) for year in self.drawn.years]
        return pd.DataFrame(
            np.round(ends, DECIMALS), index=pd.Index(self.drawn.years, name="year"), columns=["low", "high"]
        )

    def _wide(self, component: str, column: str) -> Floats:
        """A column of the cost frame, allies × years in the order drawn; nothing before an ally's base year."""
        if (component, column) not in self._wides:
            rows = self.cost[self.cost["component"] == component].set_index(["iso3", "year"])[column].unstack("year")
            kept = rows.reindex(index=list(self.drawn.allies), columns=list(self.drawn.years))
            self._wides[component, column] = kept.fillna(0.0).to_numpy(float)
        return self._wides[component, column]

    @cached_property
    def _wides(self) -> dict[tuple[str, str], Floats]:
        return {}


def path_of(column: str) -> str | None:
    """The money path of a column of ``cost``: ``usd_m_constant`` for ``extra_per_head_usd_constant``; None for shares."""
    name = _money(column)
    return next((path for path in sorted(PATHS, key=len, reverse=True) if name.endswith(path)), None)


def _money(column: str) -> str:
    """The column of money in all behind one per head: ``extra_usd_m_constant`` for ``extra_per_head_usd_constant``."""
    if "_per_head_" not in column:
        return column
    what, _, currency = column.partition("_per_head_")
    unit, _, constant = currency.partition("_")
    return f"{what}_{unit}_m_constant" if constant else f"{what}_{unit}_m"
