from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.ranks import average_ranks, exploitation, spearman_p, spearman_rho

numbers = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=3, max_size=12, unique=True)


def test_ties_share_the_mean_of_their_places():
    # 10 is first; the two 30s take places 2 and 3: 2.5 each
    assert average_ranks([30, 10, 30]).tolist() == [2.5, 1, 2.5]


def test_rho_of_four_allies():
    # ranks 1 2 3 4 and 1 2 4 3: 1 − 6·(0 + 0 + 1 + 1)/(4·15) = 0.8
    assert spearman_rho([10, 20, 30, 40], [1.0, 1.5, 2.5, 2.0]) == pytest.approx(0.8)


def test_rho_with_ties_is_the_correlation_of_average_ranks():
    # ranks 1 2 3 and 1 2.5 2.5: deviations −1 0 1 and −1 0.5 0.5: (1 + 0 + 0.5)/√(2 · 1.5) = 1.5/√3 = 0.866
    assert spearman_rho([1, 2, 3], [10, 30, 30]) == pytest.approx(1.5 / np.sqrt(3))


def test_exact_p_of_four_allies():
    # of 24 orders one has rho 1 and three have 0.8, and as many below zero: 8/24
    assert spearman_p([10, 20, 30, 40], [1.0, 1.5, 2.5, 2.0]) == pytest.approx(8 / 24)


def test_exact_p_of_a_perfect_order_of_five():
    # two of 120 orders are perfect
    assert spearman_p([1, 2, 3, 4, 5], [5, 6, 7, 8, 9]) == pytest.approx(2 / 120)


def test_nothing_to_correlate():
    assert np.isnan(spearman_rho([1, 2, 3], [2, 2, 2]))
    assert np.isnan(spearman_p([1, 2, 3], [2, 2, 2]))
    assert np.isnan(spearman_rho([1], [2]))


def test_drawn_p_agrees_with_all_orders_of_nine():
    a, b = np.arange(9.0), np.array([2, 1, 4, 3, 3, 9, 5, 8, 7.0])
    first, second = average_ranks(a) - 5, average_ranks(b) - 5
    orders = np.array(list(permutations(second)))
    true = np.mean(np.abs(orders @ first) >= abs(second @ first) - 1e-9)
    assert spearman_p(a, b) == pytest.approx(true, abs=4 * np.sqrt(true * (1 - true) / 18_000))


def test_drawn_p_is_the_same_every_time_and_seeded():
    a, b = np.arange(20.0), np.arange(20.0) % 7
    assert spearman_p(a, b) == spearman_p(a, b)
    assert spearman_p(a, b, seed=1) != spearman_p(a, b, seed=2)


def test_p_under_no_association_is_about_uniform():
    rng = np.random.default_rng(7)
    ps = [spearman_p(np.arange(12.0), rng.permutation(12), draws=300) for _ in range(400)]
    # 400 draws: the share below 0.1 has a standard error of 0.015
    assert np.mean(np.array(ps) <= 0.1) == pytest.approx(0.1, abs=0.05)


@given(numbers, st.data())
def test_rho_is_symmetric_bounded_and_blind_to_scale(a, data):
    b = data.draw(st.lists(st.floats(-1e6, 1e6), min_size=len(a), max_size=len(a), unique=True))
    rho = spearman_rho(a, b)
    assert -1 - 1e-9 <= rho <= 1 + 1e-9
    assert spearman_rho(b, a) == pytest.approx(rho)
    assert spearman_rho(a, [-x for x in b]) == pytest.approx(-rho)
    assert spearman_rho(np.argsort(np.argsort(a)) ** 3, b) == pytest.approx(rho)


def test_exploitation_reports_rho_p_and_number():
    # larger economies, heavier burdens: perfect order of four, 2 of 24 orders as extreme
    assert exploitation([1, 2, 3, 4], [1.1, 1.2, 1.3, 1.4]) == pytest.approx((1, 2 / 24, 4))
