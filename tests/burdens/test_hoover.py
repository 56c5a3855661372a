import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.inequality import hoover, lorenz

from .paper import GDP, SPENDING

money = st.floats(0.01, 1e6)
allies = st.integers(2, 32).flatmap(
    lambda n: st.tuples(st.lists(money, min_size=n, max_size=n), st.lists(money, min_size=n, max_size=n))
)


def test_hoover_of_three_allies():
    # ½ (|0.25 − 0.50| + |0.25 − 0.25| + |0.50 − 0.25|) = ½ · 0.50 = 0.25: one dollar of four would have to move
    assert hoover(SPENDING, GDP) == pytest.approx(0.25)


def test_equal_burdens_leave_nothing_to_move():
    assert hoover([2, 4, 6], [1, 2, 3]) == pytest.approx(0)


@given(allies)
def test_hoover_is_the_widest_gap_under_the_diagonal(table):
    spending, gdp = table
    x, z = lorenz(spending, gdp)
    assert hoover(spending, gdp) == pytest.approx(np.max(x - z), abs=1e-9)
