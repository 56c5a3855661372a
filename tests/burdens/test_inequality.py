import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.inequality import gini, hhi, lorenz, lorenz_order, theil, theil_parts
from report.burdens.measures import UnusableNumbers

from .paper import GDP, SPENDING

money = st.floats(0.01, 1e6)
allies = st.integers(2, 32).flatmap(
    lambda n: st.tuples(st.lists(money, min_size=n, max_size=n), st.lists(money, min_size=n, max_size=n))
)


def test_lorenz_curve_of_three_allies():
    x, z = lorenz(SPENDING, GDP)
    # lightest burden first: y cumulates 0.50, 0.75, 1; e cumulates 0.25, 0.50, 1
    assert x.tolist() == [0, 0.5, 0.75, 1]
    assert z.tolist() == [0, 0.25, 0.5, 1]


def test_lorenz_orders_by_burden_whatever_the_order_given():
    # burdens 2, 0.5, 1 → positions 1, 2, 0
    assert lorenz_order([2, 1, 1], [25, 50, 25]).tolist() == [1, 2, 0]


def test_gini_of_three_allies():
    # 1 − [0.50·(0.25 + 0) + 0.25·(0.50 + 0.25) + 0.25·(1 + 0.50)] = 1 − [0.125 + 0.1875 + 0.375] = 0.3125
    assert gini(SPENDING, GDP) == pytest.approx(0.3125)


def test_theil_of_three_allies():
    # 0.25 ln 0.5 + 0.25 ln 1 + 0.50 ln 2 = 0.25 ln 2 = 0.1733
    assert theil(SPENDING, GDP) == pytest.approx(0.25 * np.log(2))


def test_theil_counts_an_ally_that_spends_nothing_as_zero():
    # e = 0, 1; y = 0.5, 0.5: 0 + 1·ln 2
    assert theil([0, 3], [1, 1]) == pytest.approx(np.log(2))


def test_theil_split_in_the_last_ally_and_the_rest():
    between, within = theil_parts(SPENDING, GDP, ["rest", "rest", "US"])
    # between: 0.5 ln(0.50/0.25) + 0.5 ln(0.50/0.75) = 0.5 ln 2 + 0.5 ln(2/3) = 0.1438
    assert between == pytest.approx(0.5 * np.log(2) + 0.5 * np.log(2 / 3))
    # within: the rest spend 0.5 of all; among them e = 1/2, 1/2 and y = 2/3, 1/3: 0.5·[½ ln(3/4) + ½ ln(3/2)] = 0.0294
    assert within == pytest.approx(0.5 * (0.5 * np.log(3 / 4) + 0.5 * np.log(3 / 2)))


def test_hhi_of_three_allies():
    # 0.25² + 0.25² + 0.5² = 0.375
    assert hhi(SPENDING) == pytest.approx(0.375)


def test_a_single_spender_is_fully_concentrated_and_equal_ones_share_it():
    assert hhi([0, 5, 0]) == 1
    assert hhi([2, 2, 2, 2]) == pytest.approx(1 / 4)


def test_gini_is_largest_when_the_smallest_ally_pays_all():
    # z stays at 0 until x = 0.9, then rises to 1: 1 − 0.1·1 = 0.9 = 1 − the smallest GDP share
    assert gini([0, 1], [90, 10]) == pytest.approx(0.9)


@given(allies)
def test_bounds(table):
    spending, gdp = table
    y = np.array(gdp) / np.sum(gdp)
    assert -1e-9 <= gini(spending, gdp) <= 1 - y.min() + 1e-9
    assert theil(spending, gdp) >= -1e-9
    assert 1 / len(gdp) - 1e-9 <= hhi(spending) <= 1 + 1e-9


@given(allies)
def test_the_lorenz_curve_is_convex_and_below_the_diagonal(table):
    x, z = lorenz(*table)
    assert (z <= x + 1e-9).all()
    slopes = np.diff(z) / np.diff(x)
    assert (np.diff(slopes) >= -1e-6 * slopes.max()).all()


@given(allies, st.floats(0.001, 1000), st.floats(0.001, 1000))
def test_currency_and_price_level_do_not_matter(table, a, b):
    spending, gdp = np.array(table[0]), np.array(table[1])
    assert gini(a * spending, b * gdp) == pytest.approx(gini(spending, gdp), abs=1e-9)
    assert theil(a * spending, b * gdp) == pytest.approx(theil(spending, gdp), abs=1e-9)
    assert hhi(a * spending) == pytest.approx(hhi(spending), abs=1e-9)


@given(allies, st.floats(0.001, 0.1))
def test_equal_burdens_are_no_inequality(table, share):
    gdp = np.array(table[1])
    assert gini(share * gdp, gdp) == pytest.approx(0, abs=1e-9)
    assert theil(share * gdp, gdp) == pytest.approx(0, abs=1e-9)


@given(allies, st.randoms(use_true_random=False))
def test_the_order_of_allies_does_not_matter(table, random):
    pairs = list(zip(*table, strict=True))
    random.shuffle(pairs)
    mixed = list(zip(*pairs, strict=True))
    assert gini(*mixed) == pytest.approx(gini(*table), abs=1e-9)
    assert theil(*mixed) == pytest.approx(theil(*table), abs=1e-9)


@given(allies, st.data())
def test_the_parts_of_theil_add_up(table, data):
    group = data.draw(st.lists(st.sampled_from("abc"), min_size=len(table[0]), max_size=len(table[0])))
    between, within = theil_parts(*table, group)
    assert between + within == pytest.approx(theil(*table), abs=1e-8)
    assert between >= -1e-9
    assert within >= -1e-9


@given(allies)
def test_merging_allies_of_one_burden_changes_nothing(table):
    # splitting each ally in two halves of the same burden leaves Gini and Theil where they were
    spending, gdp = (np.repeat(np.array(side) / 2, 2) for side in table)
    assert gini(spending, gdp) == pytest.approx(gini(*table), abs=1e-9)
    assert theil(spending, gdp) == pytest.approx(theil(*table), abs=1e-9)


def test_refuses_what_it_cannot_measure():
    with pytest.raises(UnusableNumbers, match="one value for each ally"):
        gini([1, 2], [1, 2, 3])
    with pytest.raises(UnusableNumbers, match="spending is missing for 1 of 2"):
        theil([1, np.nan], [1, 2])
    with pytest.raises(UnusableNumbers, match="must not be negative"):
        hhi([1, -1])
    with pytest.raises(UnusableNumbers, match="gdp must be above nothing"):
        gini([1, 1], [0, 1])


@given(allies)
def test_gini_equals_half_the_mean_difference_of_burdens(table):
    # the other textbook form: ½ Σ_i Σ_j y_i y_j |e_i/y_i − e_j/y_j|, the mean burden being 1
    e, y = (np.array(side) / np.sum(side) for side in table)
    burden = e / y
    assert gini(*table) == pytest.approx(
        0.5 * np.sum(np.outer(y, y) * np.abs(np.subtract.outer(burden, burden))), abs=1e-9
    )
