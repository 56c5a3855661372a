"""Arithmetic over many draws: the stock results, number for number, in a fifth of the time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from report.outlook.past_errors import Floats

LONG = 4_000
"""Draws from which on NumPy finds a few of them faster than it sorts them all."""


def quantiles_of(values: Floats, at: Sequence[float] | Sequence[Sequence[float]]) -> Floats:
    """Quantiles along the last axis, which ``at`` replaces as first axes: ``np.quantile(values, at, axis=-1)``, linear
    between draws.

    v = ``at`` · (n − 1) is a place between two sorted draws x₀, x₁: x₀ + (v − ⌊v⌋)(x₁ − x₀). 0.8 of 1, 2, 3, 4: v =
    2.4, so 3.4. NaN where any draw is. Long rows are sorted no further than their quantiles need, half of the time.
    """
    last = values.shape[-1] - 1
    place = np.asarray(at) * last
    below = np.floor(place).astype(int)
    above, part = np.minimum(below + 1, last), place - below
    is_long = last >= LONG
    ordered = np.partition(values, np.unique([below, above]), axis=-1) if is_long else np.sort(values, axis=-1)
    low, high = ordered[..., below], ordered[..., above]
    gap = high - low
    found = np.where(part < 0.5, low + gap * part, high - gap * (1 - part))  # from the nearer end, as NumPy rounds
    unknown = np.isnan(values).any(axis=-1) if is_long else np.isnan(ordered[..., -1])
    found[unknown] = np.nan
    return np.moveaxis(found, range(-place.ndim, 0), range(place.ndim))


def summed_up(years: Floats) -> Floats:
    """Running sums along the second axis, in place; ``np.cumsum(years, axis=1)`` takes seven times as long."""
    for year in range(1, years.shape[1]):
        years[:, year] += years[:, year - 1]
    return years


def standard_error(probability: float, draws: int) -> float:
    """√(p(1 − p) ÷ n): how far a probability found in n independent draws may lie from that of endless ones.

    Unit: probability. Range: 0 to 1 ÷ (2√n). Source: binomial distribution. What it is not: the uncertainty of the
    method, which is larger.
    """
    return float(np.sqrt(probability * (1 - probability) / draws))


def in_all(amounts: Floats) -> Floats:
    """Running sums along the second axis (years), each row from the year after its base year, its first not blank: 0 in
    the base year, blank before it. Against 2 % of GDP an extra of 7 in the base year, then 8 and 9: 0, 8, 17. Further
    axes (draws) are blank where their row is."""
    if not amounts.size:
        return amounts
    known = ~np.isnan(amounts)
    sums = np.where(known, amounts, 0.0)
    first = np.expand_dims(known.argmax(axis=1), 1)
    np.put_along_axis(sums, first, 0.0, axis=1)
    return np.where(known, summed_up(sums), np.nan)


def running(amounts: pd.Series) -> Floats:
    """:func:`in_all` of one row: a column of amounts in the order of years, the base year first."""
    return in_all(amounts.to_numpy(float)[None])[0]
