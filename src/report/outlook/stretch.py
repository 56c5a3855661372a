"""By how much drawn errors are widened so that the ranges of past vintages would have covered what they claim.

Every earlier vintage is given the ranges it would have had, and what came is compared with them: r = error ÷ range edge
on its side, both counted from the centre, so that r ≤ 1 lies inside. The stretch at h years ahead is the 80th
percentile of r at h: the width at which those ranges would have covered 80 %. It is never below 1 and never falls with
h: a quiet past does not make the future certain. The recipe is that of split conformal calibration, but without its
guarantee: that needs vintages that could be exchanged for one another, and these overlap, share crises and follow one
another in time. Whether the stretch works is therefore measured (:mod:`report.outlook.calibration`).

An ally's own ranges are learnt from allies, real and at current prices together; those of a sum of allies from that
sum, since allies miss together.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.outlook.draws import quantiles_of
from report.outlook.past_errors import FAR, HORIZONS, Errors, Floats, errors_of
from report.outlook.pool import FORECAST, PUBLISHED, Futures, Rules, centre_of, futures, pool
from report.tables import Dataset

BEFORE, BEFORE_SUM = FAR, 5
"""Years of errors that must stand before a scored vintage. Ten for single allies: then every number of years ahead has
had an outcome, and allies whose record starts in 1994 have one of their own. Five for sums, which large economies with
a record since 1990 make up: a vintage gives a sum one outcome only, and none can be spared."""
DRAWS = 300
SEED = 1990
QUANTILES = ((0.25, 0.75), (0.1, 0.9))
"""Edges of the inner and the outer range; the stretch is learnt on the latter."""
LEVEL = 0.8


CAP = 5.0
"""r beyond this counts as this: a range with nothing on the side where the error fell."""


class Scored(NamedTuple):
    """One past vintage without stretch: ``bands`` (inner and outer, low and high) × (real, nominal) × allies × horizons
    and what ``came``, both off the centre in log points; ``centre`` of real GDP, allies × horizons, and its ``draws``
    off the centre, allies × horizons × draws."""

    now: int
    bands: Floats
    came: Floats
    centre: Floats
    draws: Floats


def stretch(errors: Errors, now: int, rules: Rules = PUBLISHED, years: int = FAR) -> Floats:
    """The stretch of single allies for the vintage of year ``now`` at 0, 1, … ``years`` − 1 years ahead, held beyond
    nine; 1 while no earlier vintage is scored. r of 0.5, 0.9 and 1.3 a year ahead: the 80th percentile is 1.06."""
    first = _first(errors, rules) + BEFORE
    known = [past for past in scored(errors, rules) if first <= past.now < now]
    return _learnt([ratio(past.came, past.bands[1, 0], past.bands[1, 1], past.now, now) for past in known], years)


def stretch_of_sum(errors: Errors, now: int, weights: Floats, rules: Rules = PUBLISHED, years: int = FAR) -> Floats:
    """The stretch of a sum of allies with these ``weights`` (money, in the order of ``errors.allies``), learnt from
    that sum's own errors of real GDP."""
    return _of_sum(errors, now, tuple((weights / weights.sum()).round(6).tolist()), rules, years)


@lru_cache(maxsize=256)
def _of_sum(errors: Errors, now: int, weights: tuple[float, ...], rules: Rules, years: int) -> Floats:
    sums = _sums(errors, weights, rules)
    return _learnt([ratio(came, low, high, of, now) for of, came, low, high in sums if of < now], years)


@lru_cache(maxsize=64)
def _sums(errors: Errors, weights: tuple[float, ...], rules: Rules) -> list[tuple[int, Floats, Floats, Floats]]:
    """Of every scored vintage: its year, what came of the sum and the ends of its outer range, both off its centre."""
    found, given = [], np.array(weights)
    for past in scored(errors, rules):
        centre = summed(past.centre, given)
        low, high = quantiles_of(summed(past.centre[..., None] + past.draws, given), QUANTILES[1]) - centre
        found.append((past.now, sum_came(errors, past.now, given) - centre, low, high))
    return found


def _learnt(ratios: list[Floats], years: int) -> Floats:
    """The 80th percentile of the ratios at each number of years ahead, at least one and never falling."""
    by_year = np.moveaxis(np.array(ratios), -1, 0) if ratios else np.full((FAR, 1), np.nan)
    known = [column[~np.isnan(column)] for column in by_year]
    raw = [float(np.quantile(column, LEVEL)) if len(column) else 1.0 for column in known]
    factor = np.maximum.accumulate(np.maximum(raw, 1.0))
    return np.pad(factor, (0, max(years - FAR, 0)), mode="edge")[:years]


def _first(errors: Errors, rules: Rules) -> int:
    """The first vintage whose errors are used."""
    return max(int(errors.vintages[0]), rules.first)


@lru_cache(maxsize=16)
def scored(errors: Errors, rules: Rules) -> tuple[Scored, ...]:
    """Every vintage with at least ``BEFORE_SUM`` years of errors before it: the ranges it would have been given without
    stretch, and the errors it turned out to make."""
    first, found = _first(errors, rules) + BEFORE_SUM, []
    for now in errors.vintages[errors.vintages >= first].tolist():
        bands, draws = _replayed(errors, now, replace(rules, centre=FORECAST))
        growth, prices = centre_of(errors, now, rules)
        found.append(Scored(now, bands, came(errors, now) - np.stack([growth, growth + prices]), growth, draws))
    return tuple(found)


@lru_cache(maxsize=128)
def _replayed(errors: Errors, now: int, rules: Rules) -> tuple[Floats, Floats]:
    """The draws of a past vintage and their ranges, which no centre changes."""
    drawn = replay(errors, now, rules, DRAWS)
    return bands_of(drawn), drawn.growth.astype(np.float32)


def replay(errors: Errors, now: int, rules: Rules, draws: int) -> Futures:
    """Draws for the vintage of year ``now`` from what was known then, off the centre and without stretch."""
    return futures(pool(errors, now, rules), FAR, draws, np.random.default_rng(SEED))


def bands_of(drawn: Futures) -> Floats:
    """Inner and outer range of draws: (inner and outer, low and high) × (real, nominal) × allies × horizons."""
    return quantiles_of(np.stack([drawn.growth, drawn.growth + drawn.prices]), QUANTILES)


def came(errors: Errors, now: int) -> Floats:
    """The errors the vintage of ``now`` made, cumulated: (real, nominal) × allies × horizons; NaN where not known."""
    row = int(np.flatnonzero(errors.vintages == now)[0])
    real, prices = errors.growth[row], errors.prices[row]
    return np.cumsum(np.stack([real, real + prices]), axis=-1)


def sum_came(errors: Errors, now: int, weights: Floats) -> Floats:
    """The error of a weighted sum of real GDP by horizon, over allies whose outcome is known; NaN where none is."""
    outcomes = came(errors, now)[0].T
    used = ~np.isnan(outcomes) & (weights > 0)
    pairs = zip(outcomes, used, strict=True)
    return np.array([float(summed(one[is_], weights[is_])) if is_.any() else np.nan for one, is_ in pairs])


def summed(cumulated: Floats, weights: Floats) -> Floats:
    """The error of a weighted sum in log points: ln(Σ w · exp(c) ÷ Σ w), c cumulated errors with allies first. Errors
    0.1 and −0.1 at equal weights: ln(cosh 0.1) = 0.005."""
    error: Floats = np.log(np.tensordot(weights / weights.sum(), np.exp(cumulated), 1))
    return error


def ratio(came: Floats, low: Floats, high: Floats, of: int, now: int) -> Floats:
    """r of the vintage of year ``of`` at every horizon as far as its year lies before ``now``, at most ``CAP``;
    horizons last."""
    edge = np.where(came >= 0, high, low)
    same_side = edge * came > 0
    r = np.where(same_side, np.minimum(came / np.where(same_side, edge, 1), CAP), np.where(came == 0, 0, CAP))
    unknown = np.isnan(came) | (of + np.arange(FAR) >= now)
    return np.where(unknown, np.nan, r)


class Bias(NamedTuple):
    """On which side of the IMF's path real outcomes came out; percent, and counts of outcomes.

    ``near`` percent below it one to five years ahead, of ``near_count``: of −0.02, −0.01 and 0.03 two of three, 66.7;
    ``far_below`` of ``far`` below it ``ahead`` years ahead; ``far_mean`` their mean error in percent of the forecast
    level, 100 × (exp(mean) − 1). Outcomes of neighbouring vintages overlap: of 27 spans of ten years three do not.
    """

    near: float
    near_count: int
    ahead: int
    far: int
    far_below: int
    far_mean: float

    @property
    def apart(self) -> int:
        """Spans that do not overlap: vintages ÷ years of a span (the current one is in it), rounded up. 27 ÷ 10: 3."""
        return -(-self.far // (self.ahead + 1))


@lru_cache(maxsize=128)
def bias(errors: Errors, iso3: str | None = None) -> Bias:
    """The bias of the record, of one ally's own errors or of all; beyond the IMF's fifth year its last rate is held."""
    rows = [errors.allies.index(iso3)] if iso3 else list(range(len(errors.allies)))
    return bias_of(np.cumsum(errors.growth, axis=-1)[:, rows], FAR - 1)


def bias_of_sum(d: Dataset, weights: pd.Series, ahead: int = FAR - 1) -> Bias:
    """The bias of the weighted sum's real outcomes over all vintages since 1990
    (:func:`report.outlook.stretch.sum_came`): no range is needed for it, so none is held out."""
    errors = errors_of(d)
    weighed = weights.reindex(list(errors.allies)).fillna(0.0).to_numpy(float)
    return bias_of(np.array([sum_came(errors, int(now), weighed) for now in errors.vintages]), ahead)


def bias_of(cumulated: Floats, ahead: int) -> Bias:
    """The bias of cumulated errors in log points whose last axis is horizons 0, 1, …; NaN where there is none."""
    near, far = (block[~np.isnan(block)] for block in (cumulated[..., 1:HORIZONS], cumulated[..., ahead]))
    below = 100 * _mean((near < 0).astype(float))
    return Bias(below, len(near), ahead, len(far), int((far < 0).sum()), percent(_mean(far)))


def percent(log_points: float) -> float:
    """A log change as a percentage change: 100 × (exp(x) − 1). −0.04 is −3.92 %."""
    return float(100 * np.expm1(log_points))


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan
