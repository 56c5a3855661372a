"""How much wider than the raw record a band must be to have covered what it promised: learnt from earlier vintages only.

For every earlier vintage the same method is run with what was known then. What came is compared with the band: r = error ÷ band edge on
its side, so that r ≤ 1 lies inside. The factor at h years ahead is the 80th percentile of r at h, over allies, growth and money: the width by which
80 % bands would have covered 80 % so far (split conformal calibration with normalised scores; Lei et al. 2018, Journal of the American Statistical
Association 113). It is never below 1 and never falls with h: a quiet past does not make the future certain. Without it the bands are about
right one year ahead and too narrow later, because errors of one decade run in one direction for longer than chained vintages tell.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from report.outlook.chains import futures
from report.outlook.draws import quantiles_of
from report.outlook.past_errors import FAR, Errors, Floats
from report.outlook.pool import PUBLISHED, Rules, pool

FIRST_SCORED = 1995
"""Vintages from this year on are scored: five years of errors stand before them."""
DRAWS = 300
SEED = 1990
QUANTILES = ((0.25, 0.75), (0.1, 0.9))
"""Edges of the 50 and the 80 % band; the stretch is learnt on the latter."""
LEVEL = 0.8


CAP = 5.0
"""r beyond this counts as this: a band with nothing on the side where the error fell."""


class Scored(NamedTuple):
    """One past vintage under the unstretched method: ``bands`` (50 and 80 %, low and high) × (real, nominal) × allies × horizons, and what came."""

    now: int
    bands: Floats
    came: Floats


def stretch(errors: Errors, now: int, rules: Rules = PUBLISHED, years: int = FAR) -> Floats:
    """The factor for the vintage of year ``now`` at 0, 1, … ``years`` − 1 years ahead; beyond nine years it stays.

    r of 0.5, 0.9 and 1.3 at one year ahead: the 80th percentile is 1.06. 1 everywhere while no earlier vintage has been scored.
    """
    ratios = [ratio(past, now) for past in scored(errors, rules) if past.now < now]
    raw = [_percentile(column) for column in np.moveaxis(np.array(ratios), -1, 0)] if ratios else [1.0] * FAR
    factor = np.maximum.accumulate(np.maximum(raw, 1.0))
    return np.pad(factor, (0, max(years - FAR, 0)), mode="edge")[:years]


def _percentile(ratios: Floats) -> float:
    known = ratios[~np.isnan(ratios)]
    return float(np.quantile(known, LEVEL)) if len(known) else 1.0


def scored(errors: Errors, rules: Rules = PUBLISHED) -> list[Scored]:
    """Every vintage from ``FIRST_SCORED`` on with the band it would have been given."""
    return list(_scored(ByIdentity(errors), rules))


class ByIdentity:
    """Arrays cannot be hashed; the frozen record they stand in can be told by its identity."""

    def __init__(self, errors: Errors) -> None:
        self.errors = errors

    def __hash__(self) -> int:
        return id(self.errors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and self.errors is other.errors


@lru_cache(maxsize=16)
def _scored(key: ByIdentity, rules: Rules) -> tuple[Scored, ...]:
    first = max(FIRST_SCORED, rules.first + 5)
    return tuple(score(key.errors, int(now), rules) for now in key.errors.vintages if now >= first)


def score(errors: Errors, now: int, rules: Rules, draws: int = DRAWS) -> Scored:
    """The bands the vintage of year ``now`` would have been given, and the errors it turned out to make."""
    drawn = futures(pool(errors, now, rules), FAR, draws, np.random.default_rng(SEED))
    both = np.stack([drawn.growth, drawn.growth + drawn.prices])
    return Scored(now, quantiles_of(both, QUANTILES), came(errors, now))


def came(errors: Errors, now: int) -> Floats:
    """The errors the vintage of ``now`` turned out to make, cumulated: (real, nominal) × allies × horizons; NaN where not yet known."""
    row = int(np.flatnonzero(errors.vintages == now)[0])
    real, prices = errors.growth[row], errors.prices[row]
    return np.cumsum(np.stack([real, real + prices]), axis=-1)


def ratio(past: Scored, now: int) -> Floats:
    """r at every horizon as far as its year lies before ``now``, at most ``CAP``."""
    low, high = past.bands[1]
    edge = np.where(past.came >= 0, high, low)
    same_side = edge * past.came > 0
    r = np.where(same_side, np.minimum(past.came / np.where(same_side, edge, 1), CAP), np.where(past.came == 0, 0, CAP))
    unknown = np.isnan(past.came) | (past.now + np.arange(FAR) >= now)
    return np.where(unknown, np.nan, r)
