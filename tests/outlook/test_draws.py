"""Quick arithmetic over draws gives the stock numbers, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from report.outlook.draws import LONG, quantiles_of, summed_up

NUMBERS = st.floats(-1e6, 1e6) | st.just(float("nan"))
CUBES = arrays(float, st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 30)), elements=NUMBERS)
PLACES = st.lists(st.floats(0, 1), min_size=1, max_size=4)


def test_a_quantile_lies_between_two_draws() -> None:
    # 0.8 · (4 − 1) = 2.4: 3 + 0.4 · (4 − 3) = 3.4; a half is 2.5
    assert quantiles_of(np.array([4.0, 1.0, 3.0, 2.0]), [0.5, 0.8]) == pytest.approx([2.5, 3.4])


def test_the_places_become_the_first_axes() -> None:
    found = quantiles_of(np.arange(24.0).reshape(2, 3, 4), ((0.25, 0.75), (0.1, 0.9)))
    assert found.shape == (2, 2, 2, 3)


@given(CUBES, PLACES)
def test_quantiles_are_numpys(values: np.ndarray, at: list[float]) -> None:
    assert_array_equal(quantiles_of(values, at), np.quantile(values, at, axis=-1))


def test_years_add_up() -> None:
    # one ally, three years, two draws
    assert_array_equal(summed_up(np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]])), [[[1, 2], [4, 6], [9, 12]]])


@given(CUBES)
def test_sums_are_numpys(values: np.ndarray) -> None:
    assert_array_equal(summed_up(values.copy()), np.cumsum(values, axis=1))


def test_long_rows_give_the_same_and_a_blank_draw_makes_its_row_blank():
    values = np.random.default_rng(1).normal(size=(2, 3, LONG + 1))
    values[1, 2, 7] = np.nan
    assert_array_equal(quantiles_of(values, [0.1, 0.5, 0.9, 1]), np.quantile(values, [0.1, 0.5, 0.9, 1], axis=-1))
