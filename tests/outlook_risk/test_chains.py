import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.outlook.pool import Pool, futures, links


def of(growth: float | np.ndarray, prices: float | np.ndarray) -> Pool:
    """Ten vintages of two allies that reach six years each, uncentred."""
    shape = (2, 10, 10)
    cubes = (np.broadcast_to(cube, shape).astype(float) for cube in (growth, prices))
    return Pool(("DEU", "USA"), np.arange(1990, 2000), *cubes, np.full(10, 6))


@settings(max_examples=60)
@given(
    reach=st.lists(st.integers(0, 6), min_size=2, max_size=12).filter(lambda r: max(r) > 1),
    years=st.integers(1, 14),
    seed=st.integers(0, 2**32),
)
def test_a_chain_follows_whole_vintages(reach, years, seed):
    reach = np.array(reach)
    chain = links(reach, years, 50, np.random.default_rng(seed))
    assert (chain.horizon < reach[chain.vintage]).all()
    assert (chain.horizon[0] == 0).all()
    goes_on = (chain.vintage[1:] == chain.vintage[:-1]) & (chain.horizon[1:] == chain.horizon[:-1] + 1)
    takes_over = (chain.horizon[1:] == 1) & (chain.horizon[:-1] + 1 == reach[chain.vintage[:-1]])
    assert (goes_on | takes_over).all()


def test_first_vintages_are_dealt_out_evenly():
    chain = links(np.array([6, 6, 0, 1]), 3, 100, np.random.default_rng(1))
    # 100 draws over the three vintages with anything to follow: 33 or 34 each, the empty one never.
    assert sorted(np.bincount(chain.vintage[0], minlength=4)) == [0, 33, 33, 34]


def test_errors_add_up_and_are_stretched():
    # 0.01 a year: 0.01, 0.02, 0.03; stretched by 1, 1, 2: 0.01, 0.02, 0.06.
    drawn = futures(of(0.01, -0.02), 3, 20, np.random.default_rng(1), np.array([1.0, 1.0, 2.0]))
    assert drawn.growth[0, :, 7] == pytest.approx([0.01, 0.02, 0.06])
    assert drawn.prices[0, :, 7] == pytest.approx([-0.02, -0.04, -0.12])


def test_allies_growth_and_prices_move_together():
    growth = np.random.default_rng(5).normal(size=(1, 10, 10)).repeat(2, axis=0)
    drawn = futures(of(growth, -growth), 9, 200, np.random.default_rng(1))
    np.testing.assert_array_equal(drawn.growth[0], drawn.growth[1])
    np.testing.assert_array_equal(drawn.growth, -drawn.prices)
    assert drawn.growth.std() > 0


def test_no_past_errors_no_uncertainty():
    assert not futures(of(0.0, 0.0), 9, 50, np.random.default_rng(1)).growth.any()
