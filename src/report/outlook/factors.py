"""What a draw multiplies a plan's money by, in each money path: the error of GDP and prices, cumulated and as a factor.

    usd_m           exp(growth error + US price error): own inflation that the exchange rate makes up for costs no dollars
    usd_m_constant  exp(growth error)
    ncu_m           exp(growth error + own price error)
    ncu_m_constant  exp(growth error)

Errors are cumulated from the macro vintage's first forecast year, or an ally's base year if later. The base year itself is NATO's figure and
carries no range here: how far NATO's own estimates move is measured in :mod:`report.outlook.backtest`.
"""

from __future__ import annotations

import numpy as np

from report.outlook import exchange as rates
from report.outlook.chains import Futures, futures
from report.outlook.past_errors import FAR, Floats, Ints, errors_of
from report.outlook.pool import Rules, bias, pool
from report.outlook.stretch import stretch
from report.tables import Dataset

PATHS = ("usd_m", "usd_m_constant", "ncu_m", "ncu_m_constant")
ANCHOR = "USA"
"""The ally whose prices move current US dollars."""


IMF, OUTCOMES = "imf", "outcomes"
"""What drawn futures are centred on: the IMF's path, or the IMF's path times the mean past error at that many years ahead."""


def factors(
    d: Dataset,
    base_years: dict[str, int],
    years: Ints,
    draws: int,
    seed: int,
    exchange: str,
    rules: Rules,
    centre: str = IMF,
) -> dict[str, Floats]:
    """The drawn factor of each money path, allies × years × draws; 1 in years the vintage already knows and up to the base year.

    ``centre`` ``outcomes`` adds :func:`report.outlook.pool.bias` to every draw: the mean past error, not stretched.
    """
    now, season = int(d.vintage[:4]), d.vintage[5:]
    errors, rng = errors_of(d, season), np.random.default_rng(seed)
    span = max(int(years[-1]) - now + 1, 1)
    drawn = futures(pool(errors, now, rules), span, draws, rng, stretch(errors, now, rules, span))
    if centre == OUTCOMES:
        drawn = _moved(drawn, bias(errors, now, rules))
    rows = [errors.allies.index(iso3) for iso3 in base_years]
    bases = list(base_years.values())
    growth = placed(drawn.growth, rows, bases, now, years)
    dollar = placed(drawn.prices, [errors.allies.index(ANCHOR)] * len(rows), bases, now, years)
    if exchange == rates.DRAWN:
        walk = rates.walks(rates.real_changes(d.macro_panel, list(base_years), now), span, draws, rng)
        dollar += placed(walk, list(range(len(rows))), bases, now, years)
    prices = placed(drawn.prices, rows, bases, now, years)
    dollar += growth
    prices += growth
    constant, dollars, national = (np.exp(logs, out=logs) for logs in (growth, dollar, prices))  # in place: 25 MB each
    return {"usd_m": dollars, "usd_m_constant": constant, "ncu_m": national, "ncu_m_constant": constant}


def _moved(drawn: Futures, means: tuple[Floats, Floats]) -> Futures:
    """Futures with the mean past error of each ally and horizon added; beyond the horizons of the record the last mean stays."""
    span = drawn.growth.shape[1]
    grown = (np.pad(mean, ((0, 0), (0, max(span - FAR, 0))), mode="edge")[:, :span, None] for mean in means)
    return Futures(*(cube + mean for cube, mean in zip(drawn, grown, strict=True)))


def placed(cumulated: Floats, rows: list[int], bases: list[int], now: int, years: Ints) -> Floats:
    """Cumulated errors from year ``now`` on, set into ``years``: counted from each row's base year if that is later, 0 up to it.

    Errors 0.01, 0.03, 0.06 from 2026, base year 2026: 0, 0.03, 0.06. Base year 2027: 0, 0, 0.05, for 2026's error is past.
    """
    placed = np.zeros((len(rows), len(years), cumulated.shape[2]))
    for block, row, base in zip(placed, rows, bases, strict=True):
        ahead = years > max(base, now - 1)
        block[ahead] = cumulated[row, years[ahead] - now]
        if base > now:
            block[ahead] -= cumulated[row, base - 1 - now]
    return placed


def certain(allies: int, years: int) -> dict[str, Floats]:
    """No uncertainty of growth and prices: one draw of factor 1 everywhere."""
    return dict.fromkeys(PATHS, np.ones((allies, years, 1)))
