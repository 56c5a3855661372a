"""Each elementary measure of burden as a worked example."""

import math

import pandas as pd
import pytest

from report.burdens import measures as m
from report.tables import guideline

WALES, CORE = guideline("wales").value, guideline("core").value


def test_shares_are_compared_as_nato_prints_them():
    assert m.as_published(1.996) == 2.00
    assert m.as_published(1.9949) == 1.99
    assert m.as_published(2.675) == 2.68  # half up, although 2.675 is held as 2.67499999…
    assert m.meets(1.996, WALES)  # Poland 2018
    assert not m.meets(3.49, CORE)  # Denmark 2026e
    assert not m.meets(math.nan, WALES)


def test_price_base_factor_of_the_netherlands():
    # 32,900 / 1,436,621 = 2.29010 % at current prices; / 2.58 % published = 0.88763
    assert m.price_base_factor(32_900, 1_436_621, 2.58) == pytest.approx(0.88763, abs=1e-5)


def test_gap_in_points_and_in_money():
    assert m.gap_points(2.58, 3.5) == pytest.approx(0.92)
    assert m.gap_points(5.1, 3.5) == 0
    # 0.92 % of 1,436,621 = 13,216.9; × 0.887634 = 11,731.8
    assert m.gap_money(2.58, 3.5, 1_436_621, 0.887634) == pytest.approx(11_731.8, abs=0.1)


def test_share_of_total_is_percent_and_unknown_if_any_part_is():
    assert m.share_of_total(pd.Series([1.0, 3.0])).tolist() == [25, 75]
    assert m.share_of_total(pd.Series([1.0, math.nan])).isna().all()


def test_per_head():
    # 2,644 million dollars / 1.369 million people = 1,931 dollars each
    assert m.per_head(2_644, 1.369) == pytest.approx(1_931.3, abs=0.1)


def test_pace_and_required_pace():
    # Slovenia: 1.61 in 2026, 1.31 three years before: 0.10 a year; (3.5 − 1.61) / 9 = 0.21 a year to 2035
    assert m.pace(1.61, 1.31, 3) == pytest.approx(0.10)
    assert m.required_pace(1.61, 3.5, 2026, 2035) == pytest.approx(0.21)
    assert m.required_pace(5.1, 3.5, 2026, 2035) == pytest.approx(-0.1778, abs=1e-4)  # above already
    assert math.isnan(m.required_pace(2.0, 3.5, 2035, 2035))


def test_shortfall_of_one_year():
    # (2 − 1.5) % of 1,000 = 5
    assert m.shortfall(1.5, 1_000) == pytest.approx(5)
    assert m.shortfall(2.5, 1_000) == 0
