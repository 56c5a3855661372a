"""Amounts summed over years: the one rule for every “in all” of a plan, and for the debt it would leave.

A sum counts the years after the base year. What is spent in the base year is spent already, whatever it is measured against, so the sum of that year is 0
and the first year counted is the next. A sum is printed with the years it counts: base year + 1 to the last.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from report.outlook.draws import summed_up

Floats = npt.NDArray[np.float64]


def in_all(amounts: Floats) -> Floats:
    """Running sums along the second axis (years), each row from the year after its base year, which is its first that is not blank.

    0 in the base year, blank before it. Against 2 % of GDP an extra of 7 in the base year, then 8 and 9: 0, 8, 17. Further axes (draws) are
    blank where their row is.
    """
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
