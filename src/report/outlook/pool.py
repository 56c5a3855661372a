"""The pool futures are drawn from: past forecast errors known by then, gaps filled, centred, sizes pulled together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from report.outlook.draws import summed_up
from report.outlook.past_errors import FAR, HORIZONS, Errors, Floats, Ints, lender
from report.tables.errors import ReportError, unknown


class Links(NamedTuple):
    """Which vintage (its place in the pool) and which horizon each draw follows in each year; arrays years × draws."""

    vintage: Ints
    horizon: Ints


class Futures(NamedTuple):
    """Cumulated errors in log points, allies × years × draws; the first year is that of the macro vintage."""

    growth: Floats
    prices: Floats


def links(reach: Ints, years: int, draws: int, rng: np.random.Generator) -> Links:
    """The chain of every draw. First vintages are dealt out evenly (±1); later ones are drawn with equal chances.

    With reach [2, 3] and two draws of four years one draw is 0:0 0:1 then some vintage from its horizon 1 on, the other
    1:0 1:1 1:2 ….
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
    """``draws`` joint futures of ``years`` years: cumulated errors c(y) = s(y) · Σ e up to y, s from
    :func:`report.outlook.stretch.stretch`."""
    chain = links(source.reach, years, draws, rng)
    factor = np.ones(years) if stretch is None else stretch
    return Futures(*(laid(cube, chain, factor) for cube in (source.growth, source.prices)))


def laid(cube: Floats, chain: Links, factor: Floats) -> Floats:
    """Vintages laid end to end: in each draw the errors e of the vintage and horizon the chain names for each year,
    summed up to the year, times that year's stretch.

    c(y) = s(y) · Σ e up to y. Unit: log points. Source: our method. What it is not: a mixture of countries, each draw
    takes a whole vintage for all of them.
    """
    path = summed_up(cube[:, chain.vintage, chain.horizon])
    path *= factor[None, :, None]
    return path


HIGH_INFLATION = 40.0
"""Percent a year above which inflation is a crisis of its own kind (Bruno and Easterly 1998, Journal of Monetary
Economics 41)."""
MEMORY = 5
"""An ally with inflation above ``HIGH_INFLATION`` in any of the last five years keeps the errors of such years."""
PULL = 0.5
"""How far the size of each ally's growth errors is pulled towards the typical ally's: half way. Without it allies that
had a transition recession get bands that never miss, and large western economies bands that miss twice too often."""
REFERENCE = "USA"
"""The ally whose record tells how far a vintage's outturns reach: it is forecast in every vintage."""


Truth = npt.NDArray[np.bool_]
OUTCOME, FORECAST = CENTRES = ("outcome", "forecast")
"""What draws are centred on: the IMF's path times the mean past error that many years ahead, which is where outcomes
have come out, or the path itself."""
PANDEMIC = frozenset({2020, 2021})
WAR = frozenset({2022, 2023})
"""Outcome years that can be left out, alone or together: ``PANDEMIC | WAR``."""


@dataclass(frozen=True)
class Rules:
    """The choices that make a pool out of the raw errors; each default is the published choice.

    - ``centre`` see :data:`CENTRES` and :func:`centre_of`; the published choice was made on held-out vintages
      (:mod:`report.outlook.calibration`)
    - ``leave_out`` outcome years set aside, such as ``PANDEMIC`` or ``WAR``: a vintage is followed until the first one
    - ``first`` the first vintage used, ``pull`` how far sizes and mean errors are pulled together (0 to 1),
      ``high_inflation`` see :data:`HIGH_INFLATION`

    Raises :class:`UnknownName` for an unknown centre, :class:`ReportError` for a pull outside 0 to 1.
    """

    centre: str = OUTCOME
    leave_out: frozenset[int] = frozenset()
    first: int = 1990
    pull: float = PULL
    high_inflation: float = HIGH_INFLATION

    def __post_init__(self) -> None:
        if self.centre not in CENTRES:
            raise unknown("centre of the draws", self.centre, CENTRES)
        if not 0 <= self.pull <= 1:
            raise ReportError(f"pull is {self.pull}: give a part of the way, 0 to 1")
        object.__setattr__(self, "leave_out", frozenset(self.leave_out))


PUBLISHED = Rules()
"""The rules of the published ranges."""


@dataclass(frozen=True)
class Pool:
    """Errors to draw from, allies × vintages × horizons in log points, and how many horizons each vintage reaches."""

    allies: tuple[str, ...]
    vintages: Ints
    growth: Floats
    prices: Floats
    reach: Ints


def pool(errors: Errors, now: int, rules: Rules = PUBLISHED) -> Pool:
    """The pool as it stood when the vintage of year ``now`` appeared: earlier vintages and outturns of earlier years.

    The year before ``now`` is known in spring from its first estimate only. Steps, in this order: set inflation crises
    aside, fill gaps from peers (:mod:`report.outlook.past_errors`), centre, pull the sizes of growth errors together.
    Raises :class:`ReportError` when nothing is left.
    """
    growth, prices = past(errors, now, rules)
    vintages, years = (block[_used(errors, now, rules)] for block in (errors.vintages, errors.years))
    known = ~np.isnan(growth[:, errors.allies.index(REFERENCE), :]) & ~np.isin(years, list(rules.leave_out))
    reach = np.cumprod(known[:, :HORIZONS], axis=1).sum(axis=1)
    if not (reach > 1).any():
        remedy = "use a later macro vintage, an earlier first year, or leave out fewer years"
        raise ReportError(f"no past forecast has an outturn to draw from; {remedy}")
    blank = np.arange(FAR) >= reach[:, None, None]
    growth, prices = (np.where(blank, np.nan, cube) for cube in (growth, prices))
    growth, prices = (cube - _mean(cube, np.nan) for cube in (growth, prices))  # less each ally's mean at each horizon
    growth = growth * pull_factors(sizes(growth), rules.pull)[None, :, None]
    return Pool(errors.allies, vintages, growth.swapaxes(0, 1), prices.swapaxes(0, 1), reach)


def _used(errors: Errors, now: int, rules: Rules) -> Truth:
    used: Truth = (errors.vintages < now) & (errors.vintages >= rules.first)
    return used


def past(errors: Errors, now: int, rules: Rules) -> tuple[Floats, Floats]:
    """Errors of growth and prices as known at ``now``, inflation crises set aside, gaps filled from peers; vintages ×
    allies × horizons."""
    growth, prices = _known(errors, now)
    prices = np.where(crises(errors, now, rules.high_inflation), np.nan, prices)
    used = _used(errors, now, rules)
    return _filled(growth[used], errors.allies), _filled(prices[used], errors.allies)


def _known(errors: Errors, now: int) -> tuple[Floats, Floats]:
    """Errors of years before ``now``; in spring the last of them against its flash estimate."""
    years = errors.years[:, None, :]
    fresh = (years == now - 1) & (errors.season == "04")
    growth = np.where(fresh, errors.growth_flash, errors.growth)
    prices = np.where(fresh, errors.prices_flash, errors.prices)
    return np.where(years >= now, np.nan, growth), np.where(years >= now, np.nan, prices)


def crises(errors: Errors, now: int, threshold: float) -> Truth:
    """Where an inflation error belongs to a crisis year of an ally that has left such inflation behind."""
    years = errors.years[:, None, :]
    crisis = errors.inflation > threshold
    recent = (years < now) & (years >= now - MEMORY)
    still = np.any(crisis & recent, axis=(0, 2), keepdims=True)
    return crisis & ~still


def _filled(cube: Floats, allies: tuple[str, ...]) -> Floats:
    """Each gap taken from the ally's peer, in as many rounds as peers may need peers themselves."""
    filled = cube.copy()
    lenders = [allies.index(lender(iso3)) for iso3 in allies]
    for _ in range(3):
        filled = np.where(np.isnan(filled), filled[:, lenders, :], filled)
    return filled


def _mean(cube: Floats, nothing: float) -> Floats:
    """The mean over vintages; ``nothing`` where there is none."""
    mean: Floats = np.ma.mean(np.ma.masked_invalid(cube), axis=0).filled(nothing)
    return mean


def sizes(cube: Floats) -> Floats:
    """Each ally's own size s: the root mean square of its centred errors one to five years ahead, in log points;
    vintages × allies × horizons in, allies out.

    Errors of 0.03 and −0.01: √((0.0009 + 0.0001) ÷ 2) = 0.0224. Unit: log points; a hundredth is about one per cent.
    Source: definition. What it is not: the size of the error of a level, which adds up errors of several years.
    """
    found: Floats = np.sqrt(np.nanmean(cube[:, :, 1:HORIZONS] ** 2, axis=(0, 2)))
    return found


def pull_factors(size: Floats, pull: float) -> Floats:
    """(t ÷ s)^pull: what each ally's growth errors are multiplied by so that its size s becomes s^(1 − pull) · t^pull;
    t, the typical size, is the geometric mean of all s.

    Sizes 0.01 and 0.04: t = 0.02; half way: √(0.02 ÷ 0.01) = 1.414 and √(0.02 ÷ 0.04) = 0.707. One where an ally's size
    is zero. Unit: ratio. Source: our method, a shrinkage towards the geometric mean. What it is not: a change of sign
    or order of an ally's errors.
    """
    sized = size > 0
    if not sized.any():
        return np.ones_like(size)
    typical = typical_size(size)
    factor: Floats = np.where(sized, typical / np.where(sized, size, 1), 1) ** pull
    return factor


def typical_size(size: Floats) -> float:
    """t: the geometric mean of the allies' sizes, those of zero left out. Of 0.01 and 0.04: 0.02."""
    return float(np.exp(np.log(size[size > 0]).mean()))


def own_sizes(errors: Errors, now: int) -> Floats:
    """The sizes s of the pool as it stood at ``now``, before they are pulled together, in the order of its allies."""
    return sizes(pool(errors, now, Rules(pull=0.0)).growth.swapaxes(0, 1))


def centre_of(errors: Errors, now: int, rules: Rules = PUBLISHED) -> tuple[Floats, Floats]:
    """What the draws of growth and of prices are centred on at 0, 1, … nine years ahead, in log points off the IMF's
    path: allies × horizons.

    Centre ``forecast``: zero. ``outcome``: m + pull · (typical m − m), m the ally's :func:`mean_errors`, the typical
    one their median over allies. Means of −0.08 and −0.02 with a median of −0.04 at half way: −0.06 and −0.03. An
    ally's own mean rests on about three independent spans, so that half of it is taken from all.
    """
    means = mean_errors(errors, now, rules)
    if rules.centre == FORECAST:
        return np.zeros_like(means[0]), np.zeros_like(means[1])
    growth, prices = (mean + rules.pull * (np.median(mean, axis=0) - mean) for mean in means)
    return growth, prices


def mean_errors(errors: Errors, now: int, rules: Rules = PUBLISHED) -> tuple[Floats, Floats]:
    """The mean past error of each ally's level at 0, 1, … nine years ahead, of growth and of prices: allies × horizons,
    log points. Of vintages and outturns as known at ``now``, crises set aside and gaps filled as for the pool; beyond
    five years the IMF's last rate goes on. Zero where there is no outcome. Of −0.02 and 0.01 one year ahead: −0.005."""
    growth, prices = (_mean(np.cumsum(cube, axis=-1), 0.0) for cube in past(errors, now, rules))
    return growth, prices
