"""Checking the numbers a measure is given, so that each formula can be written without ifs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from report.tables.errors import ReportError

Vector = NDArray[np.float64]


class UnusableNumbers(ReportError):
    """A measure was given numbers it is not defined for: of unequal length, missing, negative or adding up to nothing."""


def matched(**columns: ArrayLike) -> tuple[Vector, ...]:
    """The named columns as float vectors of one length. Raises :class:`UnusableNumbers` on unequal lengths or missing values."""
    vectors = {name: np.asarray(values, dtype=float) for name, values in columns.items()}
    if len({vector.shape for vector in vectors.values()}) > 1:
        raise UnusableNumbers(
            f"{_listed(vectors)} must have one value for each ally: lengths {[v.size for v in vectors.values()]}"
        )
    for name, vector in vectors.items():
        if not np.isfinite(vector).all():
            raise UnusableNumbers(
                f"{name} is missing for {int((~np.isfinite(vector)).sum())} of {vector.size} allies: leave them out first"
            )
    return tuple(vectors.values())


def shares(**amounts: ArrayLike) -> tuple[Vector, ...]:
    """Each named column over its own sum, fractions adding up to 1. Amounts must not be negative nor add up to nothing."""
    fractions = []
    for name, vector in zip(amounts, matched(**amounts), strict=True):
        if (vector < 0).any() or vector.sum() <= 0:
            raise UnusableNumbers(f"{name} must not be negative and must add up to more than nothing")
        fractions.append(vector / vector.sum())
    return tuple(fractions)


def _listed(columns: dict[str, Any]) -> str:
    return ", ".join(columns)
