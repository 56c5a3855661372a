import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.inequality import concentration, kakwani
from report.burdens.measures import UnusableNumbers

PEOPLE, GDP = [50.0, 50.0], [25.0, 75.0]
positive = st.floats(0.1, 1e5)
tables = st.integers(2, 20).flatmap(
    lambda n: st.tuples(*(st.lists(positive, min_size=n, max_size=n) for _ in range(3)))
)


def test_proportional_spending_is_neither_progressive_nor_regressive():
    # spending 1 and 3 follows GDP 25 and 75: C_E = G_Y = 1 − [0.5·0.25 + 0.5·1.25] = 0.25, K = 0
    assert concentration(GDP, GDP, PEOPLE) == pytest.approx(0.25)
    assert kakwani([1, 3], GDP, PEOPLE) == pytest.approx(0)


def test_the_rich_paying_more_than_in_proportion_is_progressive():
    # spending 1 and 9: C_E = 1 − [0.5·0.1 + 0.5·1.1] = 0.4, K = 0.4 − 0.25
    assert kakwani([1, 9], GDP, PEOPLE) == pytest.approx(0.15)


def test_a_poll_tax_is_regressive_by_the_whole_gini():
    # equal sums a head: C_E = 0, K = −0.25
    assert kakwani([1, 1], GDP, PEOPLE) == pytest.approx(-0.25)


@given(tables, st.floats(0.001, 0.1))
def test_an_equal_share_of_gdp_is_neutral(table, share):
    _, gdp, people = table
    assert kakwani(share * np.array(gdp), gdp, people) == pytest.approx(0, abs=1e-9)


@given(tables, st.floats(0.01, 100))
def test_units_and_bounds(table, scale):
    spending, gdp, people = map(np.array, table)
    k, g = kakwani(spending, gdp, people), concentration(gdp, gdp, people)
    assert kakwani(scale * spending, gdp, people) == pytest.approx(k, abs=1e-9)
    assert -1 - g - 1e-9 <= k <= 1 - g + 1e-9
    assert g >= -1e-9


def test_allies_equally_rich_may_come_in_any_order():
    # both have a GDP per head of 1: whoever pays, concentration over one rung is zero
    assert concentration([1, 0], [5, 5], [5, 5]) == pytest.approx(0)
    assert concentration([0, 1], [5, 5], [5, 5]) == pytest.approx(0)


def test_needs_people():
    with pytest.raises(UnusableNumbers, match="population"):
        kakwani([1, 1], [1, 1], [0, 1])
