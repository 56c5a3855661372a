from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.ranks import average_ranks, benefit_share, concordance, signed_rank


def test_benefit_share_is_the_mean_of_shares():
    # GDP shares 0.6, 0.4; people 0.5, 0.5; border 1, 0: means (0.6 + 0.5 + 1)/3 = 0.7 and (0.4 + 0.5 + 0)/3 = 0.3
    assert benefit_share([60, 40], [5, 5], [300, 0]) == pytest.approx([0.7, 0.3])


def test_signed_ranks_of_four_differences():
    # ranks 1 2 3 4, the last negative: plus 6, minus 4. Of 16 sign patterns seven have a sum of 4 or less
    # ({}, 1, 2, 3, 4, 1+2, 1+3), so p = 2·7/16 = 0.875
    assert signed_rank([1, 2, 3, -4]) == (6, 4, pytest.approx(0.875), 4)


def test_all_on_one_side():
    # five positive differences: one pattern of 32 on either side, p = 2/32
    assert signed_rank([1, 2, 3, 4, 5]) == (15, 0, pytest.approx(2 / 32), 5)


def test_zeros_are_dropped_and_ties_averaged():
    # 0 leaves; |1|, |1| share rank 1.5: plus 1.5, minus 1.5, p = 1
    assert signed_rank([0, 1, -1]) == (1.5, 1.5, 1, 2)


def test_equal_burdens_and_benefits_leave_nothing_to_test():
    assert concordance([1, 2, 3], [10, 20, 30]) == (0, 0, 1, 0)


def test_concordance_of_three_allies():
    # e = 0.5, 0.3, 0.2 less s = 0.2, 0.4, 0.4: +0.3, −0.1, −0.2, ranks 3, 1, 2: plus 3, minus 3, p = 1
    assert concordance([5, 3, 2], [2, 4, 4]) == (3, 3, 1, 3)


@given(st.lists(st.integers(-5, 5).filter(bool), min_size=1, max_size=9))
def test_p_equals_counting_every_sign(differences):
    ranks, d = average_ranks(np.abs(differences)), np.array(differences)
    low = min(ranks[d > 0].sum(), ranks[d < 0].sum())
    sums = np.array([np.dot(signs, ranks) for signs in product([0, 1], repeat=len(d))])
    assert signed_rank(differences).p == pytest.approx(min(1, 2 * np.mean(sums <= low + 1e-9)))


@given(st.lists(st.floats(-10, 10).map(lambda x: round(x, 3)), min_size=1, max_size=31))
def test_sums_of_ranks_add_up_and_sides_mirror(differences):
    test, mirror = signed_rank(differences), signed_rank([-x for x in differences])
    assert test.plus + test.minus == pytest.approx(test.n * (test.n + 1) / 2)
    assert (mirror.plus, mirror.minus, mirror.p) == pytest.approx((test.minus, test.plus, test.p))
    assert 0 < test.p <= 1
