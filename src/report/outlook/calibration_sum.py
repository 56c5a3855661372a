"""How good the range of the alliance's sum has been: held-out vintages, with the errors of allies added up by weight.

:mod:`report.outlook.calibration` tests single allies. A sum is another matter: if allies miss together, its range can be too narrow although each ally's is
not. Here the drawn futures of a held-out vintage are summed over allies, draw by draw, as they are for the published bill.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.outlook.calibration import FIRST_TESTED
from report.outlook.chains import futures
from report.outlook.draws import quantiles_of
from report.outlook.past_errors import FAR, HORIZONS, Errors, Floats, Lean, errors_of, lean_of
from report.outlook.pool import pool
from report.outlook.stretch import SEED, came, stretch
from report.tables import Dataset

ENDS = (0.10, 0.90)
DRAWS = 2000


def held_out_sum(d: Dataset, weights: pd.Series) -> pd.DataFrame:
    """Every held-out 80 % range of the weighted sum of real GDP with what came: ``vintage, horizon_years, low, high, came`` in percent of the forecast.

    ``weights`` by iso3, in money; at each horizon those allies count whose outcome is known. The sum's error is ln(Σ w·exp(c) ÷ Σ w), c an ally's cumulated
    error. Errors of 0.1 and −0.1 at equal weights: ln(cosh 0.1) = 0.005.
    """
    errors = errors_of(d, d.vintage[5:])
    weighed = weights.reindex(list(errors.allies)).fillna(0.0).to_numpy(float)
    tested = [int(now) for now in errors.vintages if now >= FIRST_TESTED]
    rows = [row for now in tested for row in _of_vintage(errors, now, weighed)]
    return pd.DataFrame(rows, columns=["vintage", "horizon_years", "low", "high", "came"])


def _of_vintage(errors: Errors, now: int, weights: Floats) -> list[tuple[int, int, float, float, float]]:
    drawn = futures(pool(errors, now), FAR, DRAWS, np.random.default_rng(SEED), stretch(errors, now)).growth
    outcome = came(errors, now)[0]
    found = []
    for ahead in range(1, FAR):
        used = ~np.isnan(outcome[:, ahead]) & (weights > 0)
        if used.any():
            low, high = quantiles_of(summed(drawn[used, ahead], weights[used]), ENDS)
            total = summed(outcome[used, ahead, None], weights[used])[0]
            found.append((now, ahead, 100 * float(low), 100 * float(high), 100 * float(total)))
    return found


def lean_of_sum(d: Dataset, weights: pd.Series, ahead: int = FAR - 1) -> Lean:
    """The lean of the weighted sum's real outcomes over all vintages since 1990: no range is needed for it, so none is held out.

    Errors as in :func:`held_out_sum`: at each horizon those allies count whose outcome is known.
    """
    errors = errors_of(d, d.vintage[5:])
    weighed = weights.reindex(list(errors.allies)).fillna(0.0).to_numpy(float)
    cumulated = np.cumsum(errors.growth, axis=-1)
    return lean_of(np.array([[_sum_of(row, weighed) for row in vintage.T] for vintage in cumulated]), ahead)


def _sum_of(outcome: Floats, weights: Floats) -> float:
    """The sum's error at one horizon of one vintage; blank where no ally has an outcome."""
    used = ~np.isnan(outcome) & (weights > 0)
    return float(summed(outcome[used, None], weights[used])[0]) if used.any() else np.nan


def summed(cumulated: Floats, weights: Floats) -> Floats:
    """The error of a weighted sum in log points, for allies × draws of cumulated errors."""
    return np.log(weights @ np.exp(cumulated) / weights.sum())


def sum_coverage(tested: pd.DataFrame) -> pd.Series:
    """Over one to five years ahead: percent ``inside``, ``under`` and ``over`` the range, and ``below`` the forecast; ``vintages`` counted.

    ``far_below`` percent of outcomes nine years ahead below the forecast, ``far_mean`` their mean error in percent, ``far`` how many there are.
    """
    near = tested[tested["horizon_years"] < HORIZONS]
    far = tested.loc[tested["horizon_years"] == FAR - 1, "came"]
    return pd.Series(
        {
            "inside": 100 * near["came"].between(near["low"], near["high"]).mean(),
            "under": 100 * (near["came"] < near["low"]).mean(),
            "over": 100 * (near["came"] > near["high"]).mean(),
            "below": 100 * (near["came"] < 0).mean(),
            "vintages": near["vintage"].nunique(),
            "far": len(far),
            "far_below": 100 * (far < 0).mean(),
            "far_mean": far.mean(),
        }
    )
