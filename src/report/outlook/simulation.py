"""Joint futures of a plan's money: what :func:`report.outlook.cost` says on the IMF's path, times drawn errors of GDP and prices.

Every amount of a plan is a share times GDP, so a draw multiplies it by the error of that ally's GDP in that year and money path
(:mod:`report.outlook.factors`). Political uncertainty is separate: ``delivery`` says which part of each step is made, and enters only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report.outlook import exchange as rates
from report.outlook.cost import cost
from report.outlook.draws import in_all
from report.outlook.factors import PATHS, Factors, certain, factors
from report.outlook.past_errors import Floats, Ints
from report.outlook.plan import Plan
from report.outlook.plan import plan as find
from report.outlook.pool import PUBLISHED, Rules
from report.tables import Dataset
from report.tables.errors import ReportError, unknown
from report.tables.groups import groups, members

DRAWS, SEED = 10_000, 2035
MOST_DRAWS = 100_000
"""These take 2.3 GB and 13 s for all allies; many more would fill the memory of a common machine."""
SUMMABLE = ("usd_m", "usd_m_constant")
MONEY = ("gdp", "level", "extra", "cumulative_extra")
GROUPS = ("NATO_TOTAL", "NATO_EUR_CAN")
COMPONENTS = ("core", "related", "total")
Delivery = float | tuple[float, ...] | None


@dataclass(frozen=True)
class Simulation:
    """Draws of one plan and component. Arrays are allies × years, or allies × years × draws; NaN before an ally's base year.

    ``none`` and ``full`` hold the money with nothing and with all of the plan's steps made, by name such as ``level_usd_m``;
    ``factors`` the drawn factors of GDP and prices; ``delivered`` the part of the steps made, allies × draws, or None for the plan as written.
    """

    allies: tuple[str, ...]
    years: Ints
    component: str
    none: dict[str, Floats]
    full: dict[str, Floats]
    factors: Factors
    delivered: Floats | None
    uncertainty: str

    def point(self, what: str, path: str) -> Floats:
        """The amount on the IMF's path, at the mean delivered part; allies × years."""
        if what == "cumulative_extra":
            return in_all(self.point("extra", path))
        name = f"{what}_{path}"
        if self.delivered is None:
            return self.full[name]
        return self.none[name] + (self.full[name] - self.none[name]) * self.delivered.mean(axis=1)[:, None]

    def drawn(self, what: str, path: str) -> Floats:
        """The amount in every draw, allies × years × draws."""
        if what == "cumulative_extra":
            return in_all(self.drawn("extra", path))
        name = f"{what}_{path}"
        return self._delivered(name) * self.factors.drawn[path]

    def _delivered(self, name: str) -> Floats:
        if self.delivered is None:
            return self.full[name][:, :, None]
        step = self.full[name] - self.none[name]
        return self.none[name][:, :, None] + step[:, :, None] * self.delivered[:, None, :]

    def members(self, group: str) -> list[int]:
        """Rows of the allies that make up a group (:mod:`report.tables.groups`), or of one ally. Iceland, without forces, has no row."""
        if group in self.allies:
            return [self.allies.index(group)]
        if group not in groups():
            raise unknown("ally or group", group, (*groups(), *self.allies))
        wanted = members(group)
        return [row for row, iso3 in enumerate(self.allies) if iso3 in wanted]

    def of(self, who: str, what: str, path: str = "usd_m") -> Floats:
        """One ally's or group's amount in every draw, years × draws; a group's is the sum of its members' in the same draw, with the stretch of that sum."""
        rows = self.members(who)
        if len(rows) > 1 and path not in SUMMABLE:
            raise ReportError(f"{who}: national currencies do not add up; use one of {', '.join(SUMMABLE)}")
        if what == "cumulative_extra":
            return in_all(self.of(who, "extra", path)[None])[0]
        amounts = self._delivered(f"{what}_{path}")[rows]
        weights = self.full[f"{what}_usd_m_constant"][rows, -1:].ravel()
        return self.factors.of_sum(path, rows, amounts, weights) * amounts.sum(axis=0)


def simulate(
    d: Dataset,
    plan: Plan | str | Path,
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    component: str = "core",
    baseline: str | float = "freeze",
    allies: Iterable[str] | str | None = None,
    growth: bool = True,
    delivery: Delivery = None,
    exchange: str = rates.HELD,
    rules: Rules = PUBLISHED,
    centre: str | None = None,
    **options: Any,
) -> Simulation:
    """Draws of a plan's money; parameters as in :func:`report.outlook.risk`. ``options`` go to :func:`report.outlook.cost`."""
    _refuse(draws, seed, component, exchange, delivery)
    rules = rules if centre is None else replace(rules, centre=centre)
    asked = find(plan)
    full = _blocks(cost(d, asked, baseline, allies, **options), component)
    none = (
        full
        if delivery is None
        else _blocks(cost(d, find(asked, delivery=0.0), baseline, allies, **options), component)
    )
    bases = {str(iso3): int(year) for iso3, year in full["level_usd_m"].notna().idxmax(axis=1).items()}
    years = full["level_usd_m"].columns.to_numpy(int)
    return Simulation(
        allies=tuple(bases),
        years=years,
        component=component,
        none={name: frame.to_numpy(float) for name, frame in none.items()},
        full={name: frame.to_numpy(float) for name, frame in full.items()},
        factors=factors(d, bases, years, draws, seed, exchange, rules)
        if growth and bases
        else certain(len(bases), len(years)),
        delivered=_delivered_parts(d, delivery, list(bases), draws, seed),
        uncertainty=_label(growth, delivery),
    )


def _label(growth: bool, delivery: Delivery) -> str:
    drawn = [name for name, on in (("growth", growth), ("delivery", isinstance(delivery, tuple))) if on]
    return " and ".join(drawn) or "none"


def _refuse(draws: int, seed: int, component: str, exchange: str, delivery: Delivery) -> None:
    if component not in COMPONENTS:
        raise unknown("component", component, COMPONENTS)
    if exchange not in (rates.HELD, rates.DRAWN):
        raise unknown("exchange rate rule", exchange, (rates.HELD, rates.DRAWN))
    if not 1 <= draws <= MOST_DRAWS:
        raise ReportError(f"draws is {draws}: give a whole number from 1 to {MOST_DRAWS:,}")
    if seed < 0:
        raise ReportError(f"seed is {seed}: give a whole number, 0 or more")
    if isinstance(delivery, tuple) and not delivery:
        raise ReportError("delivery is an empty record; give the parts delivered in the past, such as past_delivery(d)")


def _blocks(frame: pd.DataFrame, component: str) -> dict[str, pd.DataFrame]:
    """The cost frame as allies × years tables of GDP, level and extra in each money path.

    GDP of a path is GDP in current US$ times core spending in that path over core spending in US$: the same share of both.
    """
    order = list(dict.fromkeys(frame["iso3"]))
    core, chosen = (frame[frame["component"] == name].set_index(["iso3", "year"]) for name in ("core", component))
    blocks = {f"{what}_{path}": chosen[f"{what}_{path}"] for path in PATHS for what in ("level", "extra")}
    blocks |= {f"gdp_{path}": core["gdp_usd_m"] * core[f"level_{path}"] / core["level_usd_m"] for path in PATHS}
    return {name: column.unstack("year").loc[order] for name, column in blocks.items()}


def _delivered_parts(d: Dataset, delivery: Delivery, rows: Sequence[str], draws: int, seed: int) -> Floats | None:
    """Which part of the steps each ally makes in each draw: stated, or drawn from a record for each ally apart.

    All 32 allies are drawn for, so that an ally's draws do not depend on who else is asked for.
    """
    if delivery is None:
        return None
    record = np.array(delivery if isinstance(delivery, tuple) else (delivery,), dtype=float)
    allies = d.allies["iso3"].tolist()
    parts = np.random.default_rng([seed, 1]).choice(record, (len(allies), draws))
    return parts[[allies.index(iso3) for iso3 in rows]]
