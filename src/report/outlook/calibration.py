"""How good the ranges have been: held-out vintages, coverage, interval scores, rivals; single allies and their sum.

Every vintage from 2005 on is held out in turn: its ranges are made from earlier vintages and from outturns known when
it appeared, centre and stretch included. What came is then looked up. Errors of neighbouring allies and vintages are
not independent: thousands of errors are a few dozen events, and the nine-year outcomes of a sum are about two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd

from report.outlook.draws import quantiles_of
from report.outlook.factors import Factors
from report.outlook.past_errors import FAR, HORIZONS, Errors, Floats, errors_of
from report.outlook.pool import FORECAST, PUBLISHED, Futures, Rules, centre_of, past
from report.outlook.stretch import bands_of, came, replay, stretch, sum_came
from report.tables import Dataset

FIRST_TESTED = 2005
DRAWS = 2000
BANDS = {50: (0.25, 0.75), 80: (0.10, 0.90)}
NORMAL = {50: 0.6744897501960817, 80: 1.2815515655446004}
"""How many standard deviations to either side hold 50 and 80 % of a normal distribution."""
MEASURES = ("real", "nominal")
SUMS = REAL, IN_ALL = ("real", "in all")
PUBLISHED_METHOD, ON_FORECAST = "vintages", "forecast"
METHODS = {
    PUBLISHED_METHOD: "whole vintages of past errors, chained and stretched, centred on outcomes: the published ranges",
    ON_FORECAST: "the same, centred on the IMF's path",
    "normal": "forecast ± a normal range from the ally's own past errors at that horizon",
    "none": "the forecast alone, as if it were certain",
}


CENTRES = {PUBLISHED_METHOD: PUBLISHED, ON_FORECAST: replace(PUBLISHED, centre=FORECAST)}
"""The published rules, and the same around the IMF's path."""


def held_out(d: Dataset, season: str = "") -> pd.DataFrame:
    """Every held-out range of a single ally with what came, long.

    ``method`` (:data:`METHODS`), ``measure`` (``real``: real GDP; ``nominal``: real GDP times consumer prices),
    ``vintage``, ``iso3``, ``horizon_years`` (0 to 5; those of whole vintages to 9), ``year``, ``band`` (50 or 80),
    ``low``, ``high`` and ``came`` in percent of the forecast level (100 times log points). ``season`` "04" or "10"; by
    default that of ``d``'s macro vintage.
    """
    return _held_out(errors_of(d, season)).copy()


@lru_cache(maxsize=4)
def _held_out(errors: Errors) -> pd.DataFrame:
    parts = [_frame(errors, now, *made) for now, drawn in _replays(errors) for made in _ranges(drawn, errors, now)]
    frame = pd.concat(parts, ignore_index=True).dropna(subset=["came", "low"])
    return frame.assign(vintage=frame["vintage"].astype(str) + f"-{errors.season}")


def _replays(errors: Errors, rules: Rules = PUBLISHED) -> Iterator[tuple[int, Futures]]:
    """Every vintage held out in turn, with draws from what was known when it appeared."""
    for now in errors.vintages[errors.vintages >= FIRST_TESTED].tolist():
        yield now, replay(errors, now, rules, DRAWS)


def _ranges(drawn: Futures, errors: Errors, now: int) -> Iterator[tuple[str, Floats]]:
    """Low and high of each method off the IMF's path, in log points: (band, low or high, measure, ally, horizon)."""
    bands = bands_of(drawn)
    for method, rules in CENTRES.items():
        growth, prices = centre_of(errors, now, rules)
        yield method, bands * stretch(errors, now, rules) + np.stack([growth, growth + prices])
    sides = np.array([[-NORMAL[band], NORMAL[band]] for band in BANDS])
    normal = sides[:, :, None, None, None] * normal_spread(errors, now)
    yield "normal", normal
    yield "none", np.zeros_like(normal)


def normal_spread(errors: Errors, now: int) -> Floats:
    """Standard deviation of each ally's past cumulated errors at each horizon, around the forecast: √(Σ c² ÷ n);
    (measure, ally, horizon to 5). Gaps and crises as for the pool; only outturns known at ``now`` count."""
    growth, prices = past(errors, now, PUBLISHED)
    both = np.stack([growth, growth + prices])[..., :HORIZONS].cumsum(axis=-1)
    return np.sqrt(np.nanmean(both**2, axis=1))


def _frame(errors: Errors, now: int, method: str, ranges: Floats) -> pd.DataFrame:
    horizons, names = ranges.shape[-1], ["measure", "iso3", "horizon_years"]
    index = pd.MultiIndex.from_product([MEASURES, errors.allies, range(horizons)], names=names)
    outcome = 100 * came(errors, now)[..., :horizons].ravel()
    ends = [(100 * low.ravel(), 100 * high.ravel()) for low, high in ranges]
    parts = [
        pd.DataFrame({"low": low, "high": high, "came": outcome, "band": band}, index=index)
        for band, (low, high) in zip(BANDS, ends, strict=True)
    ]
    frame = pd.concat(parts).reset_index()
    return frame.assign(method=method, vintage=now, year=now + frame["horizon_years"])


def held_out_sum(d: Dataset, weights: pd.Series) -> pd.DataFrame:
    """Every held-out range of the weighted sum of allies' real GDP with what came, in the layout of :func:`held_out`;
    ``iso3`` is blank, ``method`` either centre.

    ``weights`` by iso3, in money. ``measure`` ``real``: the sum of one year; ``in all``: those of the years so far, the
    weight of each growing by equal steps as a linear plan's extra does. Errors are off the forecast, in log points ×
    100: ln(Σ w·exp(c) ÷ Σ w), c an ally's cumulated error; at each horizon those allies count whose outcome is known.
    """
    errors = errors_of(d)
    weighed = weights.reindex(list(errors.allies)).fillna(0.0).clip(lower=0).to_numpy(float)
    rows = [row for now, drawn in _replays(errors) for row in _sums_of(drawn.growth, errors, now, weighed)]
    return pd.DataFrame(rows).dropna(subset=["came"]).assign(iso3="", band=80)


def _sums_of(growth: Floats, errors: Errors, now: int, weights: Floats) -> Iterator[dict[str, object]]:
    """Both centres' ranges of one vintage with what came."""
    outcome = np.exp(sum_came(errors, now, weights))
    for method, rules in CENTRES.items():
        drawn = _factor(growth, errors, now, weights, rules)
        for measure, ahead in product(SUMS, range(1, FAR)):
            years = np.arange(1 if measure == IN_ALL else ahead, ahead + 1)
            part = years / years.sum()
            low, high = 100 * np.log(quantiles_of(part @ drawn[years], BANDS[80]))
            found = {"low": low, "high": high, "came": 100 * np.log(part @ outcome[years])}
            vintage = f"{now}-{errors.season}"
            yield {"method": method, "measure": measure, "horizon_years": ahead, "vintage": vintage, **found}


def _factor(growth: Floats, errors: Errors, now: int, weights: Floats, rules: Rules) -> Floats:
    """The factor of the sum in every draw of a held-out vintage, horizons × draws, made as the published one is."""
    widening, centre = stretch(errors, now, rules), centre_of(errors, now, rules)[0]
    drawn = np.exp(centre[..., None] + widening[None, :, None] * growth)
    learnt = (errors, rules, now, list(range(len(weights))), now + np.arange(FAR))
    rows = np.flatnonzero(weights > 0).tolist()
    amounts = np.repeat(weights[rows, None], FAR, axis=1)
    made = Factors({"real": drawn}, {"real": np.exp(centre)}, widening, learnt)
    return made.of_sum("real", rows, amounts, weights[rows])


def coverage(tested: pd.DataFrame, by: str = "horizon_years") -> pd.DataFrame:
    """Part of the held-out errors inside the band, in percent, by ``method``, ``measure``, ``band`` and ``by``
    (horizon_years, iso3, vintage or year).

    ``below`` and ``above``: percent that fell under and over it; ``errors`` and ``vintages`` counted. A row ``one to
    five`` sums horizons 1 to 5 up. Three of four inside: 75.
    """
    keys = ["method", "measure", "band"]
    low, came, high = tested["low"], tested["came"], tested["high"]
    rows = tested.assign(inside=came.between(low, high), below=came < low, above=came > high)
    ahead = rows[rows["horizon_years"].between(1, HORIZONS - 1)]
    if by != "horizon_years":
        return _share_inside(ahead, [*keys, by])
    together = _share_inside(ahead, keys).assign(horizon_years="one to five")
    return pd.concat([_share_inside(rows, [*keys, by]), together], ignore_index=True)


def _share_inside(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    groups = rows.groupby(keys)
    shares = 100 * groups[["inside", "below", "above"]].mean()
    counts = groups.agg(errors=("came", "size"), vintages=("vintage", "nunique"))
    return shares.rename(columns={"inside": "coverage"}).join(counts).reset_index()


def coverage_under(d: Dataset, rules: Rules) -> float:
    """Percent of held-out real outcomes one to five years ahead inside the 80 % range that other rules would have
    given: :func:`coverage` of that method alone."""
    errors, found = errors_of(d), []
    for now, drawn in _replays(errors, rules):
        off_centre = quantiles_of(drawn.growth, BANDS[80])
        low, high = off_centre * stretch(errors, now, rules) + centre_of(errors, now, rules)[0]
        outcome = came(errors, now)[0]
        inside = np.where(np.isnan(outcome), np.nan, (low <= outcome) & (outcome <= high))
        found.append(inside[:, 1:HORIZONS].ravel())
    return float(100 * np.nanmean(np.concatenate(found)))


def interval_scores(tested: pd.DataFrame, ahead: tuple[int, int] = (1, HORIZONS - 1)) -> pd.DataFrame:
    """Mean interval score from ``ahead``'s first to its last year ahead by method, measure and band, in percent of the
    forecast level; lower is better.

    S = (high − low) + (2/α)·(low − x if x below) + (2/α)·(x − high if x above), α = 1 − band (Gneiting and Raftery
    2007, Journal of the American Statistical Association 102). ``width`` is the mean of high − low. Range of 80 % from
    −2 to 3, x = 4: 5 + 10·1 = 15.
    """
    rows = tested[tested["horizon_years"].between(*ahead)]
    width = rows["high"] - rows["low"]
    missed = (rows["low"] - rows["came"]).clip(lower=0) + (rows["came"] - rows["high"]).clip(lower=0)
    scored = rows.assign(width=width, score=width + 2 / (1 - rows["band"] / 100) * missed)
    means = scored.groupby(["measure", "band", "method"])[["score", "width"]].mean()
    return means.reset_index()
