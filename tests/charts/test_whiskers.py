"""Ranges on the bars of the bill: drawn where they can be seen, left out where they could not."""

import pandas as pd
import pytest

from report import charts
from report.charts.road import whiskers
from report.pages import country_page


def drawn(low: float, high: float) -> int:
    frame = pd.DataFrame({"year": [2035], "core": [1000.0], "related": [0.0], "low": [low], "high": [high]})
    return len(whiskers(frame, x="year:O"))


@pytest.mark.parametrize(("low", "high", "layers"), [(900, 1100, 1), (995, 1006, 1), (996, 1005, 0), (1000, 1000, 0)])
def test_a_range_under_a_hundredth_of_the_longest_bar_is_left_to_the_data(low, high, layers):
    # The longest bar is 1,000: a range has to be wider than 10.
    assert drawn(low, high) == layers


def test_no_layer_is_empty():
    # Denmark is a hundredth of a point short: its ranges are too small to draw, and an empty layer makes Vega warn.
    figure = charts.country.bill(country_page("DNK"))
    assert all(len(rows) for rows in figure.spec()["datasets"].values())
    assert {"low", "high"} <= set(figure.data)
