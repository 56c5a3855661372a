"""The elementary measures of burden, each one formula on numbers or aligned Series.

Shares are percent (of GDP, or of the alliance), money is in millions, population in millions. ``b`` is NATO's published
share of GDP, ``E`` spending, ``Y`` GDP, both in US dollars at current prices unless the name says constant.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from report.tables import guideline
from report.tables.errors import ReportError
from report.tables.reconcile.precision import PRINTED, half_up

Numbers = TypeVar("Numbers", float, np.ndarray, pd.Series)


def as_published(share: Numbers) -> Numbers:
    """A share of GDP as NATO prints it, half up at two decimals: 1.996 → 2.00. Compliance is read off the printed
    figure."""
    return half_up(share, PRINTED["share_gdp"])


def meets(share: Numbers, threshold: float) -> Any:
    """Whether a share reaches a guideline at published precision; unknown shares do not."""
    return as_published(share) >= threshold


def price_base_factor(spending: Numbers, gdp: Numbers, share: Numbers) -> Numbers:
    """k = (E / Y) / b: how far the current-price ratio lies from NATO's share of *real* GDP (1 where the two agree).

    Unlike 1 where the defence deflator moves away from the GDP deflator: the Netherlands' 2026e share is 2.58 published
    and 2.29 at current prices, so k = 0.89. Money at current prices is ``share × GDP × k``.
    """
    return 100 * spending / gdp / share


def gap_points(share: Numbers, target: float) -> Numbers:
    """max(0, target − b), percentage points of GDP."""
    return np.maximum(0.0, target - share)


def gap_money(share: Numbers, target: float, gdp: Numbers, factor: Numbers) -> Numbers:
    """max(0, target − b) / 100 × Y × k, money in the unit of ``gdp``: what closing the gap would cost this year."""
    return gap_points(share, target) / 100 * gdp * factor


def share_of_total(amount: pd.Series) -> pd.Series:
    """Each ally's part of the sum, percent. All unknown when any part is: a share of an incomplete total would
    mislead."""
    total = amount.sum(min_count=len(amount)) if len(amount) else np.nan
    return 100 * amount / total


def per_head(amount_m: Numbers, population_m: Numbers) -> Numbers:
    """Millions of money over millions of people: money per inhabitant."""
    return amount_m / population_m


def pace(share_now: Numbers, share_before: Numbers, years: int) -> Numbers:
    """(b_t − b_{t−n}) / n: percentage points of GDP a year over the last n years."""
    return (share_now - share_before) / years


def required_pace(share: Numbers, target: float, year: int, target_year: float) -> Numbers:
    """(target − b_t) / (T − t): points of GDP a year still needed; negative for an ally already above; undefined from T
    on."""
    return (target - share) / (target_year - year) if target_year > year else share * np.nan


def shortfall(share: Numbers, gdp_constant: Numbers) -> Numbers:
    """max(0, 2 − b) / 100 × Y of one year, in constant prices, 2 being Wales's; summed since it was agreed these are
    the arrears."""
    return gap_points(share, guideline("wales").value) / 100 * gdp_constant


Vector = NDArray[np.float64]


class UnusableNumbers(ReportError):
    """A measure was given numbers it is not defined for: of unequal length, missing, negative or all zero."""


def matched(**columns: ArrayLike) -> tuple[Vector, ...]:
    """The named columns as float vectors of one length. Raises :class:`UnusableNumbers` on unequal lengths or missing
    values."""
    vectors = {name: np.asarray(values, dtype=float) for name, values in columns.items()}
    if len({vector.shape for vector in vectors.values()}) > 1:
        lengths = [vector.size for vector in vectors.values()]
        raise UnusableNumbers(f"{', '.join(vectors)} must have one value for each ally: lengths {lengths}")
    for name, vector in vectors.items():
        if missing := int((~np.isfinite(vector)).sum()):
            raise UnusableNumbers(f"{name} is missing for {missing} of {vector.size} allies: leave them out first")
    return tuple(vectors.values())


def shares(**amounts: ArrayLike) -> tuple[Vector, ...]:
    """Each named column over its own sum, fractions adding up to 1. Amounts must not be negative nor add up to
    nothing."""
    fractions = []
    for name, vector in zip(amounts, matched(**amounts), strict=True):
        if (vector < 0).any() or vector.sum() <= 0:
            raise UnusableNumbers(f"{name} must not be negative and must add up to more than nothing")
        fractions.append(vector / vector.sum())
    return tuple(fractions)
