"""Circles along an axis: none hides another, areas are as the sizes, and the same figures give the same picture."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.charts import everyone, swarm
from report.pages import alliance_page

circles = st.lists(st.tuples(st.floats(0, 600), st.floats(4, 30)), min_size=1, max_size=30)


@given(circles)
def test_no_two_circles_overlap_and_each_keeps_its_place_on_the_axis(given_circles):
    x, radius = zip(*given_circles, strict=True)
    moved = swarm.apart(x, radius)
    for at in range(len(x)):
        for other in range(at):
            assert math.dist((x[at], moved[at]), (x[other], moved[other])) >= radius[at] + radius[other] - 1e-3


def test_two_circles_that_touch_by_hand():
    # Radii 3 and 4 at one place: the larger stays, the other moves up by 3 + 4 and the gap.
    assert swarm.apart([10, 10], [3, 4]) == pytest.approx([-(7 + swarm.GAP), 0])


def test_areas_are_as_the_sizes():
    # A quarter of the size has half the radius; what would be too small to see is drawn at the smallest.
    found = swarm.radii(pd.Series([100.0, 25.0, 0.01]), 100)
    assert found.tolist() == [swarm.LARGEST, swarm.LARGEST / 2, swarm.SMALLEST]


def test_the_first_picture_says_how_many_shares_rose():
    # Of 31 allies only the United States spends a smaller share than in 2014 (3.71 against 3.17).
    figure = everyone.moved(alliance_page())
    assert figure.title == "30 of 31 allies spend a larger share of GDP than in 2014" and figure.hero
    assert figure.data.set_index("ally").loc["United States", ["value_2014", "value_2026e"]].round(2).tolist() == [
        3.71,
        3.17,
    ]


def test_an_edition_of_one_year_and_without_money_has_one_row_of_circles_alike():
    figure = everyone.moved(alliance_page(edition="2025-04"))
    sizes = {row["size"] for data in figure.spec["datasets"].values() for row in data if "size" in row}
    assert (
        len(sizes) == 1
        and "prints no money" in figure.note
        and figure.title == "22 of 31 allies spend 2% of GDP or more"
    )
