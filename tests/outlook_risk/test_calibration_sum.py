"""The range of a sum of allies on held-out vintages."""

import numpy as np
import pandas as pd
import pytest

from report.outlook.calibration_sum import held_out_sum, sum_coverage, summed


def test_the_error_of_a_sum_by_hand():
    # Two allies of equal weight, one 0.1 up and one 0.1 down: ln((1.10517 + 0.90484) ÷ 2) = ln 1.005004 = 0.0049917.
    error = summed(np.array([[0.1], [-0.1]]), np.array([1.0, 1.0]))
    assert error[0] == pytest.approx(0.0049917, abs=1e-6)
    # A weight of three on the first: ln((3e^0.1 + e^-0.1) ÷ 4) = 0.0537.
    assert summed(np.array([[0.1], [-0.1]]), np.array([3.0, 1.0]))[0] == pytest.approx(0.0537, abs=1e-4)


def test_coverage_of_sums_by_hand():
    # Near: inside, under, over, inside below the forecast. Far: −8 and +2.
    rows = [(2005, 1, -2, 2, 1), (2005, 2, -2, 2, -3), (2006, 1, -2, 2, 4), (2006, 2, -2, 2, -1)]
    far = [(2005, 9, -9, 9, -8), (2006, 9, -9, 9, 2)]
    frame = pd.DataFrame([*rows, *far], columns=["vintage", "horizon_years", "low", "high", "came"])
    found = sum_coverage(frame)
    assert found[["inside", "under", "over", "below"]].tolist() == [50, 25, 25, 50]
    assert found[["vintages", "far", "far_below", "far_mean"]].tolist() == [2, 2, 50, -3]


def test_a_sum_of_one_ally_is_that_ally(d):
    from report.outlook.past_errors import errors_of
    from report.outlook.stretch import came

    errors = errors_of(d, d.vintage[5:])
    tested = held_out_sum(d, pd.Series({"DEU": 5.0})).set_index(["vintage", "horizon_years"])
    assert tested.at[(2010, 3), "came"] == pytest.approx(100 * came(errors, 2010)[0, errors.allies.index("DEU"), 3])


def test_large_allies_have_fallen_short_of_the_imfs_path(d):
    gdp = d.macro_panel["NGDPD"].xs(d.last_year, level="year")
    found = sum_coverage(held_out_sum(d, gdp))
    assert 70 < found["inside"] < 90 and found["under"] > found["over"] and found["far_below"] == 100
