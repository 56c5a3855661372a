"""How good the ranges have been: held-out vintages, coverage, interval scores, rivals.

Every vintage from 2005 on is held out in turn: its ranges are made from earlier vintages and from outturns known when it appeared, the stretch
included. What came is then looked up. Errors of neighbouring allies and vintages are not independent: thousands of errors are a few dozen events.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.outlook.past_errors import HORIZONS, Errors, Floats, errors_of
from report.outlook.pool import PUBLISHED, Rules, pool
from report.outlook.stretch import QUANTILES, came, score, stretch
from report.tables import Dataset

FIRST_TESTED = 2005
DRAWS = 2000
BANDS = {50: (0.25, 0.75), 80: (0.10, 0.90)}
NORMAL = {50: 0.6744897501960817, 80: 1.2815515655446004}
"""How many standard deviations to either side hold 50 and 80 % of a normal distribution."""
MEASURES = ("real", "nominal")
METHODS = {
    "vintages": "whole vintages of past errors, chained and stretched: the published ranges",
    "normal": "forecast ± a normal band from the ally's own past errors at that horizon",
    "none": "the forecast alone, as if it were certain",
}


def held_out(d: Dataset, season: str | None = None, rules: Rules = PUBLISHED) -> pd.DataFrame:
    """Every held-out range with what came, long.

    ``method`` (:data:`METHODS`), ``measure`` (``real``: real GDP; ``nominal``: real GDP times consumer prices), ``vintage``, ``iso3``, ``horizon_years``
    (0 to 5; ``vintages`` to 9), ``year``, ``band`` (50 or 80), ``low``, ``high`` and ``came`` in percent of the forecast level (100 times log points).
    ``season`` "04" or "10"; by default that of ``d``'s macro vintage.
    """
    errors = errors_of(d, season or d.vintage[5:])
    tested = [int(now) for now in errors.vintages if now >= FIRST_TESTED]
    parts = [
        _frame(errors, now, method, ranges) for now in tested for method, ranges in _ranges(errors, now, rules).items()
    ]
    frame = pd.concat(parts, ignore_index=True).dropna(subset=["came", "low"])
    return frame.assign(vintage=frame["vintage"].astype(str) + f"-{errors.season}")


def _ranges(errors: Errors, now: int, rules: Rules) -> dict[str, Floats]:
    """Low and high of each method: (band, low or high, measure, ally, horizon)."""
    ours = score(errors, now, rules, DRAWS).bands * stretch(errors, now, rules)
    spread = normal_spread(errors, now)
    sides = np.array([[-NORMAL[band], NORMAL[band]] for band in BANDS])
    normal = sides[:, :, None, None, None] * spread
    return {"vintages": ours, "normal": normal, "none": np.zeros_like(normal)}


def normal_spread(errors: Errors, now: int) -> Floats:
    """Standard deviation of each ally's past cumulated errors at each horizon, around the forecast: √(Σ c² ÷ n); (measure, ally, horizon to 5)."""
    past = pool(errors, now, Rules(centre="record", pull=0))
    both = np.stack([past.growth, past.growth + past.prices])[..., :HORIZONS].cumsum(axis=-1)
    return np.sqrt(np.nanmean(both**2, axis=2))


def _frame(errors: Errors, now: int, method: str, ranges: Floats) -> pd.DataFrame:
    horizons = ranges.shape[-1]
    index = pd.MultiIndex.from_product(
        [MEASURES, errors.allies, range(horizons)], names=["measure", "iso3", "horizon_years"]
    )
    outcome = 100 * came(errors, now)[..., :horizons].ravel()
    parts = [
        pd.DataFrame({"low": 100 * low.ravel(), "high": 100 * high.ravel(), "came": outcome, "band": band}, index=index)
        for band, (low, high) in zip(BANDS, ranges, strict=True)
    ]
    frame = pd.concat(parts).reset_index()
    return frame.assign(method=method, vintage=now, year=now + frame["horizon_years"])


def coverage(tested: pd.DataFrame, by: str = "horizon_years") -> pd.DataFrame:
    """Part of the held-out errors inside the band, in percent, by ``method``, ``measure``, ``band`` and ``by`` (horizon_years, iso3, vintage or year).

    ``below`` and ``above``: percent that fell under and over it; ``errors`` and ``vintages`` counted. A row ``one to five`` sums horizons 1 to 5 up.
    Three of four inside: 75.
    """
    keys = ["method", "measure", "band"]
    rows = tested.assign(
        inside=tested["came"].between(tested["low"], tested["high"]),
        below=tested["came"] < tested["low"],
        above=tested["came"] > tested["high"],
    )
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


def coverage_under(d: Dataset, rules: Rules, band: int = 80) -> float:
    """Percent of held-out real outcomes one to five years ahead inside the band that other rules would have given: :func:`coverage` of that method alone."""
    errors = errors_of(d, d.vintage[5:])
    edges = QUANTILES.index(BANDS[band])
    found = []
    for now in (int(year) for year in errors.vintages if year >= FIRST_TESTED):
        low, high = score(errors, now, rules, DRAWS).bands[edges, :, 0] * stretch(errors, now, rules)
        outcome = came(errors, now)[0]
        inside = np.where(np.isnan(outcome), np.nan, (low <= outcome) & (outcome <= high))
        found.append(inside[:, 1:HORIZONS].ravel())
    return float(100 * np.nanmean(np.concatenate(found)))


def interval_scores(tested: pd.DataFrame) -> pd.DataFrame:
    """Mean interval score one to five years ahead by method, measure and band, in percent of the forecast level; lower is better.

    S = (high − low) + (2/α)·(low − x if x below) + (2/α)·(x − high if x above), α = 1 − band (Gneiting and Raftery 2007, Journal of the American
    Statistical Association 102). ``width`` is the mean of high − low; ``against_none``: score over that of no range at all, in percent.
    Band 80 from −2 to 3, x = 4: 5 + 10·1 = 15.
    """
    rows = tested[tested["horizon_years"].between(1, HORIZONS - 1)]
    width = rows["high"] - rows["low"]
    missed = (rows["low"] - rows["came"]).clip(lower=0) + (rows["came"] - rows["high"]).clip(lower=0)
    scored = rows.assign(width=width, score=width + 2 / (1 - rows["band"] / 100) * missed)
    means = scored.groupby(["measure", "band", "method"])[["score", "width"]].mean()
    nothing = means.xs("none", level="method")["score"]
    return means.assign(against_none=100 * means["score"] / nothing).reset_index()
