"""Likely ranges of any amount of a page's plan, for an ally or a group, and those around the IMF's path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from report.facts import Band, Fact
from report.kept import kept
from report.outlook import Plan
from report.outlook.cost import path_of, whole
from report.outlook.draws import quantiles_of
from report.outlook.past_errors import FAR, errors_of
from report.outlook.pool import FORECAST, PUBLISHED
from report.outlook.range_facts import Drawn, band, factor, record, sum_stretch_fact
from report.outlook.risk import DRAWS, GROUPS, SEED, Simulation, simulate
from report.outlook.stretch import Bias, bias_of_sum
from report.tables import Dataset
from report.tables.groups import groups

ENDS = (0.10, 0.90)
PERCENTILES = (10, 90)
CUMULATIVE = "cumulative_"
GROUP_NAMES = {"NATO_TOTAL": "NATO", "NATO_EUR_CAN": "Europe and Canada"}
DECIMALS = 6
"""A dollar, in millions: the same on every page that prints it, however many allies were drawn together."""
FACTOR_DECIMALS = 6
"""More than a pocket calculator needs; the same on every page."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ranges:
    """The figures are those of :func:`report.outlook.risk` with its default draws and seed: an amount of ``cost``
    times the drawn factor.

    ``cost`` is the page's cost frame, ``centre`` what the draws are centred on; ``alike`` are ranges of another plan
    for the same allies and years, whose draws serve again: they are of growth and prices, not of the plan.
    """

    d: Dataset
    plan: Plan
    cost: pd.DataFrame
    centre: str = PUBLISHED.centre
    alike: Ranges | None = None

    @cached_property
    def drawn(self) -> Simulation:
        """The simulation the factors are taken from; they are the same for every component and baseline."""
        if self.alike is not None:
            return self.alike.drawn
        return simulate(self.d, self.plan, DRAWS, SEED, component="core", centre=self.centre)

    def holds(self, who: str, column: str) -> bool:
        """Whether there is a range for this ally or group and column: shares of GDP follow the plan and have none."""
        return path_of(column) is not None and who in {*self.cost["iso3"].unique(), *GROUPS}

    @cached_property
    def around_forecast(self) -> Ranges:
        """The same ranges with draws centred on the IMF's path."""
        return Ranges(self.d, self.plan, self.cost, FORECAST, self.alike and self.alike.around_forecast)

    def band(self, who: str, component: str, column: str, year: int) -> Band:
        """The range of one cell of the cost frame or of a group's sum, and the one around the IMF's path."""
        path, point = path_of(column) or "", self.point(who, component, column, year)
        ends = self.ends(who, component, column, year)
        factors = self.factors(self._drawn_of(who, component, column, year), ends / point) if point else None
        beside = self.around_forecast.ends(who, component, column, year)
        return band(self.d, _two(ends), _two(beside), path, DRAWS, SEED, iso3=self._one(who), factors=factors)

    def ends(self, who: str, component: str, column: str, year: int) -> Floats:
        """The 10th and the 90th percentile of the draws.

        One ally's amount of one year is multiplied by the percentiles of its factor: 40 by 0.9 and 1.2 is 36 and 48,
        −40 is −48 and −36.
        """
        if self._one(who) is None or column.startswith(CUMULATIVE):
            return quantiles_of(self.draws(who, component, column, year), ENDS)
        factors = self._factor_ends(str(path_of(column)))[:, self.drawn.members(who)[0], self.drawn.years == year]
        return np.sort(self.point(who, component, column, year) * factors[:, 0])

    @kept
    def _factor_ends(self, path: str) -> Floats:
        """The percentiles of single allies' factors: 2 × allies × years."""
        if self.alike is not None:
            return self.alike._factor_ends(path)
        return quantiles_of(self.drawn.factors.drawn[path], ENDS)

    def point(self, who: str, component: str, column: str, year: int) -> float:
        """The amount on the IMF's path, as :meth:`draws` adds it up."""
        place, people = self._place(who, column, year), self._people(who, component, column, year)
        return float(self.amounts(component, whole(column.removeprefix(CUMULATIVE)))[place].sum() / people)

    def factors(self, of: Drawn, ratios: Floats) -> tuple[Fact, Fact]:
        """The factor of either end: drawn amount ÷ amount on the IMF's path. A negative one turns them round."""
        low, high = ratios.round(FACTOR_DECIMALS).tolist()
        places = PERCENTILES if low <= high else PERCENTILES[::-1]
        first, last = places
        return factor(self.d, of, low, first, DRAWS, SEED), factor(self.d, of, high, last, DRAWS, SEED)

    def _drawn_of(self, who: str, component: str, column: str, year: int) -> Drawn:
        """What the factor of an amount is of: an ally's GDP of one year, or a sum over years or allies."""
        kind = _kind(column)
        over = "summed over the years" if column.startswith(CUMULATIVE) else "summed over allies"
        is_sum = self._one(who) is None or column.startswith(CUMULATIVE)
        sum_of = f"{component} {kind} under “{self.plan.title}”, {over}" if is_sum else ""
        path, widening = str(path_of(column)), self._widening(who, component, column, year)
        key = f"{who}.{component}.{column.removesuffix(path)}{self.plan.key}" if is_sum else who
        return Drawn(key, self._names[who], self._one(who), path, year, sum_of, widening)

    def _widening(self, who: str, component: str, column: str, year: int) -> tuple[Fact, ...]:
        """The stretch of a sum of allies, as a fact; nothing for one ally."""
        if self._one(who):
            return ()
        rows, years = self.drawn.members(who), self.drawn.years
        found = self.drawn.factors.stretch_of(rows, self._weights(component, column)[rows])[years == year]
        kind, ahead = _kind(column), year - int(self.d.vintage[:4])
        what = f"the {component} {kind} of {self._names[who]} under “{self.plan.title}”"
        key = f"{who}.{component}.{kind}.{self.plan.key}"
        return (sum_stretch_fact(self.d, key, what, ahead, float(found[0])),)

    def _one(self, who: str) -> str | None:
        """The ally's own code; None for a group."""
        return None if who in GROUPS else who

    @cached_property
    def _names(self) -> dict[str, str]:
        return names_with_groups(self.d)

    @cached_property
    def bias(self) -> Bias:
        """On which side of the IMF's path outcomes of the alliance's sum came out, as far ahead as the plan's end."""
        ahead = self.plan.horizon - int(self.d.vintage[:4])
        return bias_of_sum(self.d, self.weights, min(max(ahead, 1), FAR - 1))

    @property
    def record(self) -> Fact:
        """The forecasts that the draws are made from."""
        return record(self.d)

    @property
    def first_vintage(self) -> int:
        """The first vintage of the record of forecast errors."""
        return int(errors_of(self.d).vintages[0])

    @cached_property
    def weights(self) -> pd.Series:
        """Each ally's part of the extra at the plan's end, or of what is saved; of spending where nothing is asked."""
        end = self.cost[(self.cost["component"] == "core") & (self.cost["year"] == self.plan.horizon)].set_index("iso3")
        extra = end["extra_usd_m_constant"]
        extra = (extra * np.sign(extra.sum())).clip(lower=0)
        return extra if extra.sum() > 0 else end["level_usd_m_constant"]

    def draws(self, who: str, component: str, column: str, year: int) -> Floats:
        """The amount in every draw; a group's is the sum over its members in the same draw, a cumulative one that of
        the years so far.

        A group's amount per head is its sum over its people.
        """
        drawn = self._by_year(who, component, column, self._chosen(who, column, year)).sum(axis=0)
        return np.asarray(drawn / self._people(who, component, column, year), dtype=float)

    def _by_year(self, who: str, component: str, column: str, chosen: npt.NDArray[np.bool_] | None = None) -> Floats:
        """Its money in every draw, not per head nor summed over years: the chosen years (all) × draws."""
        rows, amounts = self.drawn.members(who), self.amounts(component, whole(column.removeprefix(CUMULATIVE)))
        weights = self._weights(component, column)[rows]
        factor = self.drawn.factors.of_sum(str(path_of(column)), rows, amounts[rows], weights, chosen)
        return amounts[rows][:, slice(None) if chosen is None else chosen].sum(axis=0)[:, None] * factor

    def drawn_sum(self, amounts: pd.Series, year: int, path: str = "usd_m_constant") -> Floats:
        """The sum of allies' own ``amounts`` of one year, by iso3, in every draw."""
        rows, given = self.drawn.members("NATO_TOTAL"), amounts.reindex(list(self.drawn.allies)).fillna(0.0).to_numpy()
        years = self.drawn.years
        wide = np.repeat(given[rows, None], len(years), axis=1)
        return float(given.sum()) * self.drawn.factors.of_sum(path, rows, wide, given[rows], years == year)[0]

    def _weights(self, component: str, column: str) -> Floats:
        """Each ally's amount at the end of the plan, constant prices: what a sum's stretch is learnt with."""
        return self.amounts(component, f"{_kind(column)}_usd_m_constant")[:, -1]

    def _place(self, who: str, column: str, year: int) -> tuple[npt.NDArray[np.intp], ...]:
        """Rows of the allies and columns of the years that make up an amount."""
        return np.ix_(np.array(self.drawn.members(who)), np.flatnonzero(self._chosen(who, column, year)))

    def _chosen(self, who: str, column: str, year: int) -> npt.NDArray[np.bool_]:
        """Which years make up an amount."""
        years, after = self.drawn.years, np.max(self.bases[self.drawn.members(who)])
        chosen: npt.NDArray[np.bool_] = years == year
        return (after < years) & (years <= year) if column.startswith(CUMULATIVE) else chosen

    @cached_property
    def bases(self) -> npt.NDArray[np.int_]:
        """The base year of each ally drawn; sums over years count the years after it."""
        return self.cost.groupby("iso3")["year"].min().loc[list(self.drawn.allies)].to_numpy(int)

    def _people(self, who: str, component: str, column: str, year: int) -> float:
        """Millions of people of an amount per head; one for any other."""
        if "per_head" not in column:
            return 1.0
        return float(self.amounts(component, "population_m")[self._place(who, column, year)].sum())

    def parity_years(self, years: Sequence[int], flat: bool = False) -> Floats:
        """The first of ``years`` in which Europe and Canada spend as much on core defence as the United States, in
        every draw; infinite where none is.

        At constant prices; ``flat``: American spending stays at its sum of the first year.
        """
        column = "level_usd_m_constant"
        sides = ("NATO_EUR_CAN", "USA")
        rest, us = (np.stack([self.draws(who, "core", column, year) for year in years]) for who in sides)
        reached = rest >= (us[:1] if flat else us)
        return np.where(reached.any(axis=0), np.array(years, dtype=float)[reached.argmax(axis=0)], np.inf)

    def table(self, component: str, column: str, year: int, allies: Iterable[str] | None = None) -> pd.DataFrame:
        """``low`` and ``high`` in one year for every ally drawn, or for ``allies``, by iso3."""
        chosen = [iso3 for iso3 in self.drawn.allies if allies is None or iso3 in set(allies)]
        amounts = [self.ends(iso3, component, column, year) for iso3 in chosen]
        return pd.DataFrame(np.round(amounts, DECIMALS), index=pd.Index(chosen, name="iso3"), columns=["low", "high"])

    def yearly(self, who: str, component: str, column: str) -> pd.DataFrame:
        """Lower and upper end in every year: index year, columns ``low`` and ``high``."""
        years = self.drawn.years
        if self._one(who) or column.startswith(CUMULATIVE) or "per_head" in column:
            ends = np.array([self.ends(who, component, column, int(year)) for year in years])
        else:
            ends = quantiles_of(self._by_year(who, component, column), ENDS).T
        return pd.DataFrame(np.round(ends, DECIMALS), index=pd.Index(years, name="year"), columns=["low", "high"])

    @kept
    def amounts(self, component: str, column: str) -> Floats:
        """A column of the cost frame, allies × years in the order drawn; nothing before an ally's base year."""
        rows = self._by_component[component][column]
        wide = rows.reindex(index=list(self.drawn.allies), columns=list(self.drawn.years))
        return wide.fillna(0.0).to_numpy(float)

    @cached_property
    def _by_component(self) -> dict[str, pd.DataFrame]:
        """The cost frame's figures of each component: a row an ally, a column a figure and year."""
        parts = self.cost.groupby("component")
        return {
            str(name): rows.set_index(["iso3", "year"]).select_dtypes("number").unstack("year") for name, rows in parts
        }


def names_with_groups(d: Dataset) -> dict[str, str]:
    """Names of allies and of the groups that amounts are summed over, as a heading prints them, by iso3 or group."""
    of_groups = {code: one.name for code, one in groups().items()}
    return d.names | of_groups


def _two(ends: Floats) -> tuple[float, float]:
    low, high = ends.round(DECIMALS).tolist()
    return low, high


def _kind(column: str) -> str:
    """What a column is of: ``extra`` of ``cumulative_extra_usd_m``."""
    return column.removeprefix(CUMULATIVE).partition("_")[0]
