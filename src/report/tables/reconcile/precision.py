"""How precisely figures are published, and what that means for sums, ratios and thresholds."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

import numpy as np
import pandas as pd

Numbers = TypeVar("Numbers", float, np.ndarray, pd.Series)

PRINTED = {
    "share_gdp": 2,
    "real_change": 2,
    "equipment_share": 2,
    "personnel_share": 2,
    "infrastructure_share": 2,
    "other_share": 2,
    "personnel_thousand": 1,
    "gdp_per_capita_usd_constant": 1,
    "spend_per_capita_usd_constant": 0,
    **{f"{what}_{prices}": 0 for what in ("spend_ncu", "spend_usd", "gdp_usd") for prices in ("current", "constant")},
}
"""Decimals with which NATO prints each measure; copies of workbooks carry more."""

#: Copies of spreadsheets carry ten significant digits or more: half a unit of the tenth, relative.
RELATIVE = 5e-10

#: Percentages are compared no finer than this, in points: a hundredth of what NATO prints. Spreadsheets at full
#: precision hold shares that were computed from amounts rounded elsewhere, and miss each other by less.
FLOOR = 1e-4


def places(values: pd.Series) -> int:
    """Decimal places a column is published with: the most that any of its figures shows. ``repr`` of a float is the
    shortest text that gives the float back, so it has the digits of the source (trailing zeros apart, which is why the
    whole column is looked at). 19.3 and 4.25 give 2."""
    exponents = (Decimal(repr(value)).normalize().as_tuple().exponent for value in values.dropna().tolist())
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


def edges(values: pd.DataFrame) -> pd.DataFrame:
    """Half a unit of the last published digit of every figure: how far it may be from what it was rounded from. In the
    figures' own units. Columns with many decimals are held to ten significant digits."""
    steps = pd.Series({name: 0.5 * 10.0 ** -places(column) for name, column in values.items()})
    return (RELATIVE * values.abs()).clip(lower=steps, axis=1).where(values.notna())


def half_up(values: Numbers, decimals: Numbers | int) -> Numbers:
    """Values at so many decimals, halves away from zero, as spreadsheets print them: 1.995 is 2.00, and −1.995 is
    −2.00. Rounds the decimal number a float stands for, not the float, which for 1.995 lies a hair below it."""
    scale = 10.0**decimals
    return np.sign(values) * np.floor(np.abs(values) * scale + 0.5 + 1e-9) / scale


def as_printed(values: pd.Series, measures: pd.Series | str) -> pd.Series:
    """Figures at the decimals NATO prints of their measure: figures of two editions are compared at the precision both
    print. Bulgaria's share for 2019 is 1.60726… in the copy of one edition and 3.13342… in that of a later: printed
    1.61 and 3.13, a difference of 1.52."""
    decimals = PRINTED[measures] if isinstance(measures, str) else measures.map(PRINTED)
    return half_up(values, decimals)
