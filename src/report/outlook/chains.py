"""Futures made of whole forecast vintages laid end to end.

One draw follows one past vintage: all allies, growth and prices, year after year, as far as its outturns reach (at most the current year
and five ahead). Then a second vintage takes over with its errors at one year ahead and on, and so on to the last year asked. Countries, years,
growth and prices keep moving together because they are never drawn apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from report.outlook.draws import summed_up
from report.outlook.past_errors import Floats, Ints
from report.outlook.pool import Pool


class Links(NamedTuple):
    """Which vintage (its place in the pool) and which of its horizons each draw follows in each year; arrays years × draws."""

    vintage: Ints
    horizon: Ints


class Futures(NamedTuple):
    """Cumulated errors in log points, allies × years × draws; the first year is that of the macro vintage."""

    growth: Floats
    prices: Floats


def links(reach: Ints, years: int, draws: int, rng: np.random.Generator) -> Links:
    """The chain of every draw. The first vintages are dealt out evenly, each equally often (±1); later ones are drawn with equal chances.

    With reach [2, 3] and two draws of four years one draw is 0:0 0:1 then some vintage from its horizon 1 on, the other 1:0 1:1 1:2 ….
    """
    first, later = np.flatnonzero(reach > 0), np.flatnonzero(reach > 1)
    vintage, horizon = rng.permutation(first[np.arange(draws) % len(first)]), np.zeros(draws, int)
    chain = Links(np.empty((years, draws), int), np.empty((years, draws), int))
    for year in range(years):
        ended = horizon >= reach[vintage]
        vintage = np.where(ended, rng.choice(later, draws), vintage)
        horizon = np.where(ended, 1, horizon)
        chain.vintage[year], chain.horizon[year] = vintage, horizon
        horizon = horizon + 1
    return chain


def futures(source: Pool, years: int, draws: int, rng: np.random.Generator, stretch: Floats | None = None) -> Futures:
    """``draws`` joint futures of ``years`` years: cumulated errors c(y) = s(y) · Σ e up to y, s from :func:`report.outlook.stretch.stretch`."""
    chain = links(source.reach, years, draws, rng)
    factor = np.ones(years) if stretch is None else stretch
    return Futures(*(laid(cube, chain, factor) for cube in (source.growth, source.prices)))


def laid(cube: Floats, chain: Links, factor: Floats) -> Floats:
    """Vintages laid end to end: in each draw the errors e of the vintage and horizon the chain names for each year, summed up to the year, times that year's stretch.

    c(y) = s(y) · Σ e up to y. Unit: log points. Source: our method. What it is not: a mixture of countries, each draw takes a whole vintage for all of them.
    """
    path = summed_up(cube[:, chain.vintage, chain.horizon])
    path *= factor[None, :, None]
    return path
