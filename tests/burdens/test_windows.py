import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.windows import precedent_share, precedents, window_length, windows

SHARES = pd.DataFrame({2014: [1.0, 2.0], 2015: [1.4, 2.0], 2016: [1.6, 2.1]}, index=["A", "B"])


def test_all_windows_of_one_year():
    table = windows(SHARES, 1)
    # A: +0.4, +0.2; B: 0, +0.1
    assert table[["iso3", "start", "end"]].values.tolist() == [
        ["A", 2014, 2015],
        ["A", 2015, 2016],
        ["B", 2014, 2015],
        ["B", 2015, 2016],
    ]
    assert table["pace_pp"].tolist() == pytest.approx([0.4, 0.2, 0.0, 0.1])


def test_windows_of_two_years_take_the_average_pace():
    # A: 0.6/2, B: 0.1/2
    assert windows(SHARES, 2)["pace_pp"].tolist() == pytest.approx([0.3, 0.05])


def test_no_window_longer_than_the_series_and_none_over_a_gap():
    assert windows(SHARES, 3).empty
    assert window_length(SHARES, 9) == 2 and window_length(SHARES, 1) == 1
    gap = SHARES.astype(float)
    gap.loc["A", 2015] = np.nan
    assert windows(gap, 1)["iso3"].tolist() == ["B", "B"]


def test_part_of_windows_that_sustained_a_pace():
    one = windows(SHARES, 1)
    # at least 0.2: two of four
    assert precedent_share(one, 0.2) == 0.5
    assert precedent_share(one, 0.5) == 0
    assert np.isnan(precedent_share(windows(SHARES, 3), 0.1)) and np.isnan(precedent_share(one, np.nan))


def test_precedents_name_the_fastest_window_of_each_ally():
    named = precedents(windows(SHARES, 1), 0.1)
    assert named[["iso3", "start", "end"]].values.tolist() == [["A", 2014, 2015], ["B", 2015, 2016]]
    assert precedents(windows(SHARES, 1), 1.0).empty


@given(
    st.lists(st.lists(st.floats(0.5, 6), min_size=5, max_size=5), min_size=1, max_size=6),
    st.integers(1, 4),
    st.floats(-2, 2),
    st.floats(0, 1),
)
def test_a_faster_pace_has_fewer_precedents(rows, length, pace, more):
    spans = windows(pd.DataFrame(rows, columns=range(2014, 2019), index=[f"A{i}" for i in range(len(rows))]), length)
    assert len(spans) == len(rows) * (5 - length)
    assert precedent_share(spans, pace) >= precedent_share(spans, pace + more)
