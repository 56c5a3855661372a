"""On which side of the IMF's path outcomes came out, of single allies and of their sum, as far ahead as the record goes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.outlook.past_errors import FAR, HORIZONS, Floats, Record, errors_of
from report.outlook.stretch import sum_came
from report.tables import Dataset


class Lean(NamedTuple):
    """On which side of the IMF's path real outcomes came out; percent, and counts of outcomes.

    ``near`` percent below it one to five years ahead, of ``near_count``; ``far_below`` of ``far`` below it ``ahead`` years ahead; ``far_mean`` their mean error in percent
    of the forecast level, 100 × (exp(mean) − 1). Outcomes of neighbouring vintages overlap: of 27 spans of ten years about three do not.
    """

    near: float
    near_count: int
    ahead: int
    far: int
    far_below: int
    far_mean: float

    @property
    def apart(self) -> int:
        """Spans that do not overlap: vintages ÷ years of a span, the current one included, rounded up. 27 ÷ 10: three."""
        return -(-self.far // (self.ahead + 1))


def below_forecast(d: Dataset, season: str, iso3: str | None = None) -> float:
    """Percent of real outcomes one to five years ahead that fell below the IMF's path: of −0.02, −0.01 and 0.03 two of three, 66.7. Of one ally, or of all."""
    return lean(d, season, iso3).near


def lean(d: Dataset, season: str, iso3: str | None = None, ahead: int = FAR - 1) -> Lean:
    """The lean of the whole record since 1990, of one ally's own errors or of all allies'. Years beyond the IMF's fifth: its last rate, held."""
    return _lean(Record(d), season, iso3, ahead)


@lru_cache(maxsize=128)
def _lean(key: Record, season: str, iso3: str | None, ahead: int) -> Lean:
    errors = errors_of(key.dataset, season)
    rows = [errors.allies.index(iso3)] if iso3 else list(range(len(errors.allies)))
    return lean_of(np.cumsum(errors.growth, axis=-1)[:, rows], ahead)


def lean_of_sum(d: Dataset, weights: pd.Series, ahead: int = FAR - 1) -> Lean:
    """The lean of the weighted sum's real outcomes over all vintages since 1990 (:func:`report.outlook.stretch.sum_came`): no range is needed for it, so none is held out."""
    errors = errors_of(d, d.vintage[5:])
    weighed = weights.reindex(list(errors.allies)).fillna(0.0).to_numpy(float)
    return lean_of(np.array([sum_came(errors, int(now), weighed) for now in errors.vintages]), ahead)


def lean_of(cumulated: Floats, ahead: int) -> Lean:
    """The lean of cumulated errors in log points whose last axis is horizons 0, 1, …; NaN where there is none."""
    near, far = (_known(block) for block in (cumulated[..., 1:HORIZONS], cumulated[..., ahead]))
    return Lean(_percent_below(near), len(near), ahead, len(far), int((far < 0).sum()), percent(_mean(far)))


def percent(log_points: float) -> float:
    """A log change as a percentage change: 100 × (exp(x) − 1). −0.04 is −3.92 %."""
    return float(100 * np.expm1(log_points))


def _known(block: Floats) -> Floats:
    return block[~np.isnan(block)]


def _percent_below(values: Floats) -> float:
    return 100 * _mean((values < 0).astype(float))


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan
