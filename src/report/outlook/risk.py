"""Ranges around what a plan costs: ``risk(d, plan)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report.outlook import exchange as rates
from report.outlook.cost import marked
from report.outlook.draws import in_all, quantiles_of
from report.outlook.factors import PATHS
from report.outlook.past_errors import Floats, Ints
from report.outlook.plan import Plan
from report.outlook.pool import PUBLISHED, Rules
from report.outlook.simulation import DRAWS, GROUPS, MONEY, SEED, SUMMABLE, Delivery, Simulation, simulate
from report.tables import Dataset

QUANTILES = {"p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90}
Found = tuple[str, Floats, Floats]
COLUMNS = ("iso3", "year", "quantity", *QUANTILES, "point", "component", "uncertainty")


def risk(
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
) -> pd.DataFrame:
    """Ranges of a plan's money, long: ``iso3, year, quantity, p10, p25, p50, p75, p90``, then ``point``, ``component``, ``uncertainty``.

    Of core defence spending unless ``component`` is ``related`` or ``total``, as on the command line and in the briefing.
    ``quantity`` is ``gdp``, ``level``, ``extra`` or ``cumulative_extra`` followed by ``_usd_m``, ``_usd_m_constant``, ``_ncu_m`` or
    ``_ncu_m_constant``, as in :func:`report.outlook.cost`; ``point`` is that function's figure, on the IMF's path. Between p10 and p90, the likely range (growth only), lie 80 %, between
    p25 and p75 half of the draws. ``NATO_TOTAL`` and ``NATO_EUR_CAN`` (all 31 with forces, without the United States) are summed draw by draw, in US$ only.
    Iceland has no forces: no rows, as in that function.

    Draws are whole paths of past IMF forecast errors, all allies, growth and prices together (:mod:`report.outlook.pool`), widened until past ranges would have covered what they
    claim, a sum's by the errors of that sum (:mod:`report.outlook.stretch`). ``uncertainty`` says what is drawn:

    - ``growth`` the default: GDP and prices are uncertain, the plan is carried out as written
    - ``delivery``: ``growth=False`` and ``delivery`` a record of parts delivered (a tuple, such as ``past_delivery(d)``): each ally draws its own part
    - ``growth and delivery``: both; ``none``: neither. ``delivery`` a number makes every ally deliver that part, and is then certain

    ``centre`` ``outcome``, the published choice, centres the draws on the IMF's path times the mean past error that many years ahead (:func:`report.outlook.pool.centre_of`), where
    outcomes have come out; ``forecast`` on the IMF's path. ``point`` is the same under both and need not lie in the middle of the range, nor in it.
    ``rules`` changes the pool (:class:`report.outlook.pool.Rules`): ``leave_out=PANDEMIC | WAR``. ``exchange="drawn"`` adds real exchange rates
    to current US$. ``seed`` fixes the result. ``options`` go to :func:`report.outlook.cost`. Raises what that raises. Source: NATO, the IMF's
    forecasts and outturns since 1990.

    >>> import report
    >>> d = report.load("2024-06", "2025-04")
    >>> likely = report.risk(d, "hague-2025", allies="Estonia").set_index(["quantity", "year"])
    >>> likely.loc[("level_usd_m_constant", 2030), ["p10", "point", "p90"]].round().tolist()
    [1287.0, 1602.0, 1678.0]
    """
    drawn = simulate(
        d,
        plan,
        draws,
        seed,
        component=component,
        baseline=baseline,
        allies=allies,
        growth=growth,
        delivery=delivery,
        exchange=exchange,
        rules=rules,
        centre=centre,
        **options,
    )
    return marked(summary(drawn), options.get("macro"))


def summary(drawn: Simulation, groups: Iterable[str] = ()) -> pd.DataFrame:
    """Quantiles of a simulation, in the layout of :func:`risk`; of more ``groups`` too where all allies are drawn."""
    parts = [_long(list(drawn.allies), drawn.years, *found) for found in _allies(drawn)]
    if len(drawn.allies) > 1 and "USA" in drawn.allies:
        parts += [
            _long([group], drawn.years, *found)
            for group in dict.fromkeys((*GROUPS, *groups))
            for found in _group(drawn, group)
        ]
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
    """Quantiles of every allies' quantity in one money path.

    Without drawn delivery an amount is a figure times the factor, so one set of quantiles serves three; a negative figure turns them round.
    """
    cumulative = {"cumulative_extra": quantiles(drawn.drawn("cumulative_extra", path))}
    if drawn.delivered is not None:
        return {what: quantiles(drawn.drawn(what, path)) for what in MONEY[:3]} | cumulative
    factor = quantiles(drawn.factors.drawn[path])
    return {what: np.sort(drawn.point(what, path) * factor, axis=0) for what in MONEY[:3]} | cumulative


def _group(drawn: Simulation, group: str) -> Iterator[Found]:
    """Every quantity of a group, in US$: quantiles of the sums, not sums of quantiles."""
    rows = drawn.members(group)
    for path in SUMMABLE:
        for what in MONEY:
            yield f"{what}_{path}", quantiles(drawn.of(group, what, path)), _point(drawn, rows, what, path)


def _point(drawn: Simulation, rows: list[int], what: str, path: str) -> Floats:
    """A group's amount on the IMF's path, by year; a sum over years counts those after the first in which all members have a figure."""
    if what == "cumulative_extra":
        return in_all(_point(drawn, rows, "extra", path)[None])[0]
    return drawn.point(what, path)[rows].sum(axis=0)


def _long(names: list[str], years: Ints, quantity: str, ranges: Floats, point: Floats) -> pd.DataFrame:
    columns = {
        "iso3": np.repeat(np.array(names, dtype=str), len(years)),
        "year": np.tile(years, len(names)),
        "quantity": quantity,
    }
    columns |= {name: ranges[place].ravel() for place, name in enumerate(QUANTILES)}
    return pd.DataFrame(columns | {"point": point.ravel()})
