"""How precisely figures are published, and what that means for sums, ratios and thresholds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

CENT = Decimal("0.01")

#: Copies of spreadsheets carry ten significant digits or more: half a unit of the tenth, relative.
RELATIVE = 5e-10

#: Percentages are compared no finer than this, in points: a hundredth of what NATO prints. Spreadsheets at full precision
#: hold shares that were computed from amounts rounded elsewhere, and miss each other by less.
FLOOR = 1e-4


def places(values: pd.Series) -> int:
    """Decimal places a column is published with: the most that any of its figures shows.

    ``repr`` of a float is the shortest text that gives the float back, so it has the digits of the source (trailing zeros
    apart, which is why the whole column is looked at). 19.3 and 4.25 give 2.
    """
    return max((_places(value) for value in values.dropna().tolist()), default=0)


def _places(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def edges(values: pd.DataFrame) -> pd.DataFrame:
    """Half a unit of the last published digit of every figure: how far it may be from what it was rounded from.

    In the figures' own units. Columns with many decimals are held to ten significant digits.
    """
    steps = {name: 0.5 * 10.0 ** -places(column) for name, column in values.items()}
    return pd.DataFrame({name: np.maximum(step, RELATIVE * values[name].abs()) for name, step in steps.items()}).where(
        values.notna()
    )


def at_two_decimals(share: float) -> float:
    """A share of GDP at the two decimals NATO prints, halves rounded up: 1.996 is 2.0, and meets 2.

    Rounds the decimal number the float stands for (its ``repr``), not the float: 1.995 gives 2.0, where ``round`` gives 1.99.
    """
    if np.isnan(share):
        return share
    return float(Decimal(repr(float(share))).quantize(CENT, ROUND_HALF_UP))
