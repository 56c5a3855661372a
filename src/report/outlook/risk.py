"""Ranges around what a plan costs: ``risk(d, plan)``, from joint futures of its money.

A future is what :func:`report.outlook.cost` says on the IMF's path times drawn errors of GDP and prices. Every amount
of a plan is a share times GDP, so a draw multiplies it by the error of that ally's GDP in that year and money path
(:mod:`report.outlook.factors`). Political uncertainty is separate: ``delivery`` says which part of each step is made,
and enters only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from report.outlook.cost import DOLLARS, PATHS, cost, marked
from report.outlook.draws import in_all, quantiles_of
from report.outlook.factors import DRAWN, HELD, Factors, certain, factors
from report.outlook.past_errors import Floats, Ints
from report.outlook.plan import AnyPlan
from report.outlook.plan import plan as find
from report.outlook.pool import PUBLISHED, Rules
from report.outlook.tidy import COMPONENTS
from report.tables import AGGREGATES, Dataset
from report.tables.errors import ReportError, unknown
from report.tables.groups import Names, groups, members

DRAWS, SEED = 10_000, 2035
MOST_DRAWS = 100_000
"""These take 2.3 GB and 13 s for all allies; many more would fill the memory of a common machine."""
MONEY = ("gdp", "level", "extra", "cumulative_extra")
GROUPS = AGGREGATES[::-1]
Delivery = float | tuple[float, ...] | None


@dataclass(frozen=True)
class Simulation:
    """Draws of one plan and component. Arrays are allies × years (× draws), NaN before an ally's base year.

    ``none`` and ``full`` hold the money with nothing and with all of the plan's steps made, by name such as
    ``level_usd_m``; ``factors`` the drawn factors of GDP and prices; ``delivered`` the part of the steps made, allies ×
    draws, or None for the plan as written.
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
        """Rows of a group's allies (:mod:`report.tables.groups`), or of one ally. Iceland, without forces, has none."""
        if group in self.allies:
            return [self.allies.index(group)]
        if group not in groups():
            raise unknown("ally or group", group, (*groups(), *self.allies))
        wanted = members(group)
        return [row for row, iso3 in enumerate(self.allies) if iso3 in wanted]

    def amounts(self, who: str, what: str, path: str = "usd_m") -> Floats:
        """One ally's or group's amount in every draw, years × draws; a group's is the sum of its members' in the same
        draw, with the stretch of that sum."""
        rows = self.members(who)
        if len(rows) > 1 and path not in DOLLARS:
            raise ReportError(f"{who}: national currencies do not add up; use one of {', '.join(DOLLARS)}")
        if what == "cumulative_extra":
            return in_all(self.amounts(who, "extra", path)[None])[0]
        amounts = self._delivered(f"{what}_{path}")[rows]
        weights = self.full[f"{what}_usd_m_constant"][rows, -1:].ravel()
        return self.factors.of_sum(path, rows, amounts, weights) * amounts.sum(axis=0)


def simulate(
    d: Dataset,
    plan: AnyPlan,
    draws: int = DRAWS,
    seed: int = SEED,
    component: str = "core",
    growth: bool = True,
    delivery: Delivery = None,
    exchange: str = HELD,
    rules: Rules = PUBLISHED,
    centre: str | None = None,
    **options: Any,
) -> Simulation:
    """Draws of a plan's money; parameters as in :func:`risk`, ``options`` as in :func:`report.outlook.cost`."""
    _refuse(draws, seed, component, exchange, delivery)
    rules = rules if centre is None else replace(rules, centre=centre)
    found = find(plan)
    full = none = _blocks(cost(d, found, **options), component)
    if delivery is not None:
        none = _blocks(cost(d, find(found, delivery=0.0), **options), component)
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
        uncertainty=" and ".join(["growth"] * growth + ["delivery"] * isinstance(delivery, tuple)) or "none",
    )


def _refuse(draws: int, seed: int, component: str, exchange: str, delivery: Delivery) -> None:
    if component not in COMPONENTS:
        raise unknown("component", component, COMPONENTS)
    if exchange not in (HELD, DRAWN):
        raise unknown("exchange rate rule", exchange, (HELD, DRAWN))
    if not 1 <= draws <= MOST_DRAWS:
        raise ReportError(f"draws is {draws}: give a whole number from 1 to {MOST_DRAWS:,}")
    if seed < 0:
        raise ReportError(f"seed is {seed}: give a whole number, 0 or more")
    if isinstance(delivery, tuple) and not delivery:
        raise ReportError("delivery is an empty record; give the parts delivered in the past, such as past_delivery(d)")


def _blocks(frame: pd.DataFrame, component: str) -> dict[str, pd.DataFrame]:
    """The cost frame as allies × years tables of GDP, level and extra in each money path. GDP of a path is GDP in
    current US$ times core spending in that path over core spending in US$: the same share of both."""
    order = list(dict.fromkeys(frame["iso3"]))
    core, chosen = (frame[frame["component"] == name].set_index(["iso3", "year"]) for name in ("core", component))
    blocks = {f"{what}_{path}": chosen[f"{what}_{path}"] for path in PATHS for what in ("level", "extra")}
    blocks |= {f"gdp_{path}": core["gdp_usd_m"] * core[f"level_{path}"] / core["level_usd_m"] for path in PATHS}
    return {name: column.unstack("year").loc[order] for name, column in blocks.items()}


def _delivered_parts(d: Dataset, delivery: Delivery, rows: Sequence[str], draws: int, seed: int) -> Floats | None:
    """Which part of the steps each ally makes in each draw: stated, or drawn from a record for each ally apart; for all
    32, so that an ally's draws do not depend on who else is asked for."""
    if delivery is None:
        return None
    record = np.array(delivery if isinstance(delivery, tuple) else (delivery,), dtype=float)
    allies = d.allies["iso3"].tolist()
    parts = np.random.default_rng([seed, 1]).choice(record, (len(allies), draws))
    return parts[[allies.index(iso3) for iso3 in rows]]


QUANTILES = {"p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90}
Found = tuple[str, Floats, Floats]
COLUMNS = ("iso3", "year", "quantity", *QUANTILES, "point", "component", "uncertainty")


def risk(
    d: Dataset,
    plan: AnyPlan,
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    component: str = "core",
    baseline: str | float = "freeze",
    allies: Names | None = None,
    growth: bool = True,
    delivery: Delivery = None,
    exchange: str = HELD,
    rules: Rules = PUBLISHED,
    centre: str | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Ranges of a plan's money, long: ``iso3, year, quantity, p10, p25, p50, p75, p90``, then ``point``, ``component``,
    ``uncertainty``.

    Of core defence spending unless ``component`` is ``related`` or ``total``, as on the command line and in the
    briefing. ``quantity`` is ``gdp``, ``level``, ``extra`` or ``cumulative_extra`` followed by ``_usd_m``,
    ``_usd_m_constant``, ``_ncu_m`` or ``_ncu_m_constant``, as in :func:`report.outlook.cost`; ``point`` is that
    function's figure, on the IMF's path. Between p10 and p90, the likely range (growth only), lie 80 %, between p25 and
    p75 half of the draws. ``NATO_TOTAL`` and ``NATO_EUR_CAN`` (all 31 with forces, without the United States) are
    summed draw by draw, in US$ only. Iceland has no forces: no rows, as in that function.

    Draws are whole paths of past IMF forecast errors, all allies, growth and prices together
    (:mod:`report.outlook.pool`), widened until past ranges would have covered what they claim, a sum's by the errors of
    that sum (:mod:`report.outlook.stretch`). ``uncertainty`` says what is drawn:

    - ``growth`` the default: GDP and prices are uncertain, the plan is carried out as written
    - ``delivery``: ``growth=False`` and ``delivery`` a record of parts delivered (a tuple, such as
      ``past_delivery(d)``): each ally draws its own part
    - ``growth and delivery``: both; ``none``: neither. ``delivery`` a number makes every ally deliver that part, and is
      then certain

    ``centre`` ``outcome``, the published choice, centres the draws on the IMF's path times the mean past error that
    many years ahead (:func:`report.outlook.pool.centre_of`), where outcomes have come out; ``forecast`` on the IMF's
    path. ``point`` is the same under both and need not lie in the middle of the range, nor in it. ``rules`` changes the
    pool (:class:`report.outlook.pool.Rules`): ``leave_out=PANDEMIC | WAR``. ``exchange="drawn"`` adds real exchange
    rates to current US$. ``seed`` fixes the result. ``options`` go to :func:`report.outlook.cost`. Raises what that
    raises. Source: NATO, the IMF's forecasts and outturns since 1990.

    >>> import report
    >>> d = report.load("2024-06", "2025-04")
    >>> likely = report.risk(d, "hague-2025", allies="Estonia").set_index(["quantity", "year"])
    >>> likely.loc[("level_usd_m_constant", 2030), ["p10", "point", "p90"]].round().tolist()
    [1287.0, 1602.0, 1678.0]
    """
    given = locals()
    drawn = simulate(**given.pop("options"), **given)
    return marked(summary(drawn), options.get("macro"))


def summary(drawn: Simulation, groups: Iterable[str] = ()) -> pd.DataFrame:
    """Quantiles of a simulation, in the layout of :func:`risk`; of more ``groups`` too where all allies are drawn."""
    parts = [_long(list(drawn.allies), drawn.years, *found) for found in _allies(drawn)]
    if len(drawn.allies) > 1 and "USA" in drawn.allies:
        for group in dict.fromkeys((*GROUPS, *groups)):
            parts += [_long([group], drawn.years, *found) for found in _group(drawn, group)]
    frame = pd.concat(parts, ignore_index=True).dropna(subset=["point"])
    return frame.assign(component=drawn.component, uncertainty=drawn.uncertainty)[list(COLUMNS)].reset_index(drop=True)


def quantiles(amounts: Floats) -> Floats:
    """The quantiles of the last axis, as a new first axis."""
    return quantiles_of(amounts, list(QUANTILES.values()))


def _allies(drawn: Simulation) -> Iterator[Found]:
    """Every quantity of all allies: name, quantiles, point."""
    ranges = {path: _ranges(drawn, path) for path in PATHS if path != "ncu_m_constant"}
    rate = drawn.point("gdp", "ncu_m_constant") / drawn.point("gdp", "usd_m_constant")
    ranges["ncu_m_constant"] = {what: block * rate for what, block in ranges["usd_m_constant"].items()}
    for path in PATHS:
        for what in MONEY:
            yield f"{what}_{path}", ranges[path][what], drawn.point(what, path)


def _ranges(drawn: Simulation, path: str) -> dict[str, Floats]:
    """Quantiles of every allies' quantity in one money path. Without drawn delivery an amount is a figure times the
    factor, so one set of quantiles serves three; a negative figure turns them round."""
    cumulative = {"cumulative_extra": quantiles(drawn.drawn("cumulative_extra", path))}
    if drawn.delivered is not None:
        return {what: quantiles(drawn.drawn(what, path)) for what in MONEY[:3]} | cumulative
    factor = quantiles(drawn.factors.drawn[path])
    return {what: np.sort(drawn.point(what, path) * factor, axis=0) for what in MONEY[:3]} | cumulative


def _group(drawn: Simulation, group: str) -> Iterator[Found]:
    """Every quantity of a group, in US$: quantiles of the sums, not sums of quantiles."""
    rows = drawn.members(group)
    for path in DOLLARS:
        for what in MONEY:
            yield f"{what}_{path}", quantiles(drawn.amounts(group, what, path)), _point(drawn, rows, what, path)


def _point(drawn: Simulation, rows: list[int], what: str, path: str) -> Floats:
    """A group's amount on the IMF's path, by year; a sum over years counts those after all members' first."""
    if what == "cumulative_extra":
        return in_all(_point(drawn, rows, "extra", path)[None])[0]
    return drawn.point(what, path)[rows].sum(axis=0)


def _long(names: list[str], years: Ints, quantity: str, ranges: Floats, point: Floats) -> pd.DataFrame:
    iso3, every_year = np.repeat(np.array(names, dtype=str), len(years)), np.tile(years, len(names))
    columns = {"iso3": iso3, "year": every_year, "quantity": quantity}
    columns |= {name: ranges[place].ravel() for place, name in enumerate(QUANTILES)}
    return pd.DataFrame(columns | {"point": point.ravel()})
