"""One index from several measures, and how much of its order is the weights' doing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from report.burdens.measures import UnusableNumbers, Vector
from report.tables.errors import unknown

WEIGHTS: Mapping[str, float] = {
    "share_gdp": 0.40,
    "pace_pp": 0.15,
    "equipment_share_3y": 0.15,
    "personnel_per_thousand": 0.15,
    "ukraine_military_share_gdp": 0.15,
}
"""Our weights, a convention: effort first (as the NATO Burden Sharing Project does), the rest alike. Every result is shown with the
interval of ranks that other weights would give."""
DRAWS, SEED = 10_000, 2025
BAND = (0.05, 0.95)


def z_scores(measures: pd.DataFrame) -> pd.DataFrame:
    """z = (x − mean)/sd of each column over the allies that have it; sd over n. A column without spread scores zero for all.

    Unit: standard deviations. Range: mean 0, sd 1. Source: the method note of the NATO Burden Sharing Project (natoburdensharing.org, Variables
    and Data). What it is not: robust; one far ally (Lithuania's 5 %) shrinks the differences among the rest.
    """
    spread = measures.std(ddof=0)
    rounding = 1e-12 * measures.abs().max()  # equal values can have a mean one bit away from them
    scores = (measures - measures.mean()) / spread.where(spread > rounding)
    return scores.mask(scores.isna() & measures.notna(), 0.0)


def composite(measures: pd.DataFrame, weights: Mapping[str, float] = WEIGHTS) -> pd.Series:
    """Weighted mean of an ally's z-scores, Σ w z / Σ w over the measures it has.

    Unit: standard deviations. Range: about −2 to 3. Source: as :func:`z_scores`; the weights are ours or the caller's.
    What it is not: a measurement: it depends on which measures are in and how they are weighted (see :func:`rank_intervals`).
    Raises :class:`UnknownName` for a weight on a measure that is not there, :class:`UnusableNumbers` for weights below zero or all zero.
    """
    scores = z_scores(measures[list(_checked(measures, weights))])
    return pd.Series(_means(scores, np.array([list(weights.values())]))[:, 0], index=measures.index, name="composite")


def _checked(measures: pd.DataFrame, weights: Mapping[str, float]) -> Mapping[str, float]:
    for name in weights:
        if name not in measures:
            raise unknown("measure", name, measures.columns.astype(str))
    if min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise UnusableNumbers("weights must not be negative and must add up to more than nothing")
    return weights


def _means(scores: pd.DataFrame, weights: Vector) -> Vector:
    """Allies × weightings: Σ w z over the measures an ally has, over the weight these carry."""
    z, known = scores.fillna(0).to_numpy(), scores.notna().to_numpy(dtype=float)
    with np.errstate(invalid="ignore"):
        return (z @ weights.T) / (known @ weights.T)


def _ranks(values: Vector) -> Vector:
    """Rank 1 for the highest in each column, equal values sharing the better place."""
    return np.asarray(1 + (values[None, :, :] > values[:, None, :]).sum(axis=1), dtype=np.float64)


def rank_intervals(
    measures: pd.DataFrame,
    weights: Mapping[str, float] = WEIGHTS,
    concentration: float | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The composite's ranks (1 = highest), and the ranks other weights would give.

    Allies with fewer than two of the measures are left out. ``concentration`` None draws weights evenly from all that add up to one, Dirichlet(1, …, 1); a number c draws them around the stated ones,
    Dirichlet(c·w). Index as ``measures``; columns:

    - ``composite``, ``rank`` under the stated weights; ``measures`` how many the ally has
    - ``rank_p05``, ``rank_p50``, ``rank_p95`` over the drawn weights (90 % of weightings lie between the outer two); ``rank_best``, ``rank_worst``
    - ``loo_best``, ``loo_worst`` leaving out one measure at a time under the stated weights
    - ``verdict`` :func:`verdict` of the interval

    Source: weights as random draws after Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168(2).
    What it is not: sampling error; the figures are taken as given and only the weights move.
    """
    chosen = measures[list(_checked(measures, weights))]
    chosen = chosen[chosen.notna().sum(axis=1) >= min(2, len(weights))]
    scores = z_scores(chosen)
    stated = np.array(list(weights.values())) / sum(weights.values())
    drawn = _ranks(_means(scores, _drawn(stated, concentration, draws, seed)))
    left_out = _ranks(_means(scores, _leave_one_out(stated)))
    frame = pd.DataFrame({"composite": composite(chosen, weights)})
    frame["rank"] = _ranks(_means(scores, stated[None, :]))[:, 0]
    frame["measures"] = scores.notna().sum(axis=1)
    for name, q in (("p05", BAND[0]), ("p50", 0.5), ("p95", BAND[1])):
        frame[f"rank_{name}"] = np.quantile(drawn, q, axis=1, method="inverted_cdf")
    frame["rank_best"], frame["rank_worst"] = drawn.min(axis=1), drawn.max(axis=1)
    frame["loo_best"], frame["loo_worst"] = left_out.min(axis=1), left_out.max(axis=1)
    frame["verdict"] = [
        verdict(low, high, len(frame)) for low, high in zip(frame["rank_p05"], frame["rank_p95"], strict=True)
    ]
    return frame


def _drawn(stated: Vector, concentration: float | None, draws: int, seed: int) -> Vector:
    alpha = np.ones(len(stated)) if concentration is None else np.maximum(concentration * stated, 1e-9)
    return np.random.default_rng(seed).dirichlet(alpha, draws)


def _leave_one_out(stated: Vector) -> Vector:
    """The stated weights with each in turn at zero; a single measure cannot be left out."""
    return (1 - np.eye(len(stated))) * stated if len(stated) > 1 else stated[None, :]


def verdict(low: float, high: float, allies: int) -> str:
    """How far weights decide an ally's rank, by how many places 90 % of weightings put it in, high − low + 1: ``firm`` for at most a sixth of
    the allies, ``any story`` for at least half of them, else ``depends``. 31 allies: at most five places, and at least 16."""
    places = high - low + 1
    if places <= allies / 6:
        return "firm"
    return "any story" if places >= allies / 2 else "depends"
