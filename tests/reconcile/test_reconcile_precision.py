from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.tables import load
from report.tables.reconcile import PRINTED, as_printed, edges, half_up, places


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (1.996, 2.0),
        (1.995, 2.0),
        (1.9949, 1.99),
        (1.994999999, 1.99),
        (2.005, 2.01),
        (3.495, 3.5),
        (3.4949999, 3.49),
        (2.0, 2.0),
        (0.0, 0.0),
        (-1.995, -2.0),
    ],
)
def test_shares_round_as_they_are_printed(share: float, printed: float) -> None:
    assert half_up(share, 2) == printed


def test_a_missing_share_stays_missing() -> None:
    assert np.isnan(half_up(float("nan"), 2))


@given(st.decimals(min_value=0, max_value=20, places=3))
def test_rounding_is_that_of_the_decimal_number(share: Decimal) -> None:
    assert Decimal(repr(float(half_up(float(share), 2)))) == share.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("figures", "expected"), [([19.0, 20.0], 0), ([19.3, 4.25], 2), ([1.0, np.nan], 0), ([np.nan], 0), ([0.00001], 5)]
)
def test_places_are_the_most_that_a_column_shows(figures: list[float], expected: int) -> None:
    assert places(pd.Series(figures)) == expected


def test_edges_are_half_a_unit_of_the_last_digit() -> None:
    found = edges(pd.DataFrame({"share": [2.58, 3.0], "amount": [1000.0, np.nan], "long": [123456.123456789, 0.5]}))
    assert found["share"].tolist() == [0.005, 0.005]
    assert found["amount"].iloc[0] == 0.5
    assert np.isnan(found["amount"].iloc[1])
    # nine decimals, but ten significant digits: 123456.1235 has four decimals, half a unit of the tenth digit is 0.00006
    assert found["long"].tolist() == [pytest.approx(6.1728e-5, rel=1e-4), 5e-10]


def test_the_precision_compared_at_is_that_of_the_edition_copied_as_printed() -> None:
    panel = load("2026-07").panel.drop(columns="status")
    assert {measure: places(panel[measure]) for measure in panel} == {measure: PRINTED[measure] for measure in panel}


def test_two_editions_are_compared_as_printed() -> None:
    # Bulgaria 2019: 1.61 and 3.13 as printed, 3.13 − 1.61 = 1.52, where the copies at full precision give 1.526
    earlier, later = (as_printed(pd.Series([share]), "share_gdp") for share in (1.60726100083, 3.1334193382194093))
    assert (later - earlier).tolist() == pytest.approx([1.52])
