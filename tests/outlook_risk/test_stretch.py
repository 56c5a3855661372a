import numpy as np
import pytest

from report.outlook.past_errors import FAR, Errors, errors_of
from report.outlook.pool import PUBLISHED, Rules
from report.outlook.stretch import BEFORE, came, ratio, scored, stretch, stretch_of_sum, summed

EVERYWHERE = np.ones(FAR)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(1.0, 0.5), (-0.5, 0.5), (3.0, 1.5), (-3.0, 3.0), (0.0, 0.0), (90.0, 5.0)],  # the last is capped
)
def test_the_ratio_is_the_error_over_the_edge_on_its_side(outcome, expected):
    # A range from −1 to 2 at every horizon.
    assert ratio(outcome * EVERYWHERE, -EVERYWHERE, 2 * EVERYWHERE, 1995, 2020)[3] == expected


def test_only_years_before_now_are_scored():
    r = ratio(EVERYWHERE, -EVERYWHERE, 2 * EVERYWHERE, 1995, 1998)
    # Vintage 1995: horizons 0, 1, 2 are 1995 to 1997.
    assert np.isnan(r).tolist() == [False] * 3 + [True] * 7


@pytest.mark.parametrize("season", ["04", "10"])
def test_the_stretch_never_narrows_and_never_falls_with_the_horizon(d, season):
    factor = stretch(errors_of(d, season), 2026, years=14)
    assert (factor >= 1).all()
    assert (np.diff(factor) >= 0).all()
    assert factor[FAR:].tolist() == [factor[FAR - 1]] * 4


def test_the_stretch_makes_past_ranges_cover_what_they_claim(d):
    # By its definition: the ranges of all scored vintages, stretched, hold 80 % at every horizon where it exceeds that of the horizon before and 1.
    errors = errors_of(d, "04")
    factor = stretch(errors, 2026)
    past = [one for one in scored(errors, PUBLISHED) if 1990 + BEFORE <= one.now < 2026]
    r = np.array([ratio(one.came, *one.bands[1], one.now, 2026) for one in past])
    share = np.nanmean(np.where(np.isnan(r), np.nan, r <= factor * (1 + 1e-9)), axis=(0, 1, 2))
    rising = np.diff(factor, prepend=1.0) > 1e-9
    assert rising.sum() > 5 and share[rising] == pytest.approx(0.8, abs=0.005)


def test_the_error_of_a_sum_by_hand():
    # Two allies of equal weight, one 0.1 up and one 0.1 down: ln((1.10517 + 0.90484) ÷ 2) = ln 1.005004 = 0.0049917.
    error = summed(np.array([[0.1], [-0.1]]), np.array([1.0, 1.0]))
    assert error[0] == pytest.approx(0.0049917, abs=1e-6)
    # A weight of three on the first: ln((3e^0.1 + e^-0.1) ÷ 4) = 0.0537.
    assert summed(np.array([[0.1], [-0.1]]), np.array([3.0, 1.0]))[0] == pytest.approx(0.0537, abs=1e-4)


def test_a_sum_learns_from_its_own_errors_and_only_its_weights_proportions_count(d):
    errors = errors_of(d, "04")
    large = np.array([1.0 if iso3 in ("DEU", "FRA", "ITA", "USA") else 0.0 for iso3 in errors.allies])
    factor = stretch_of_sum(errors, 2026, large)
    np.testing.assert_array_equal(factor, stretch_of_sum(errors, 2026, 1000 * large))
    assert not np.allclose(factor, stretch_of_sum(errors, 2026, 1 - large))
    assert (factor >= 1).all() and (np.diff(factor) >= 0).all() and not np.allclose(factor, stretch(errors, 2026))


def test_the_stretch_cannot_see_the_future(d):
    errors = errors_of(d, "04")
    late = errors.years[:, None, :] >= 2008
    spoilt = Errors(
        **{
            name: np.where(late, 0.5, cube) if getattr(cube, "ndim", 0) == 3 else cube
            for name, cube in errors.__dict__.items()
        }
    )
    np.testing.assert_array_equal(stretch(errors, 2008), stretch(spoilt, 2008))
    weights = np.ones(len(errors.allies))
    np.testing.assert_array_equal(stretch_of_sum(errors, 2008, weights), stretch_of_sum(spoilt, 2008, weights))


def test_without_a_scored_vintage_nothing_is_stretched(record):
    assert stretch(record(0.01, vintages=5), 1995, Rules(pull=0)).tolist() == [1.0] * FAR


def test_what_came_is_cumulated(record):
    # Growth 0.01 and prices 0.02 a year: after three years 0.03 real, 0.09 nominal.
    assert came(record(0.01, 0.02), 1993)[:, 0, 2] == pytest.approx([0.03, 0.09])
