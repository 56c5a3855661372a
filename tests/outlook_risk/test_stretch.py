import numpy as np
import pytest

from report.outlook.past_errors import FAR, Errors, errors_of
from report.outlook.pool import Rules
from report.outlook.stretch import Scored, came, ratio, stretch


def one_vintage(came_: float) -> Scored:
    """A band from −1 to 2 at every horizon, and one outcome."""
    bands = np.empty((2, 2, 2, 1, FAR))
    bands[:, 0], bands[:, 1] = -1.0, 2.0
    return Scored(1995, bands, np.full((2, 1, FAR), came_))


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(1.0, 0.5), (-0.5, 0.5), (3.0, 1.5), (-3.0, 3.0), (0.0, 0.0), (90.0, 5.0)],  # the last is capped
)
def test_the_ratio_is_the_error_over_the_band_edge_on_its_side(outcome, expected):
    assert ratio(one_vintage(outcome), 2020)[0, 0, 3] == expected


def test_only_years_before_now_are_scored():
    r = ratio(one_vintage(1.0), 1998)[0, 0]
    # Vintage 1995: horizons 0, 1, 2 are 1995 to 1997.
    assert np.isnan(r).tolist() == [False] * 3 + [True] * 7


@pytest.mark.parametrize("season", ["04", "10"])
def test_the_stretch_never_narrows_and_never_falls_with_the_horizon(d, season):
    factor = stretch(errors_of(d, season), 2026, years=14)
    assert (factor >= 1).all()
    assert (np.diff(factor) >= 0).all()
    assert factor[FAR:].tolist() == [factor[FAR - 1]] * 4


def test_the_stretch_makes_past_bands_cover_what_they_promise(d):
    # By its definition: the 80 % bands of all earlier vintages, stretched, hold 80 % at every horizon where it exceeds 1.
    from report.outlook.stretch import scored

    errors = errors_of(d, "04")
    factor = stretch(errors, 2026)
    past = [one for one in scored(errors) if one.now < 2026]
    r = np.array([ratio(one, 2026) for one in past])
    share = np.nanmean(np.where(np.isnan(r), np.nan, r <= factor * (1 + 1e-9)), axis=(0, 1, 2))
    assert share[factor > 1.02] == pytest.approx(np.full((factor > 1.02).sum(), 0.8), abs=0.02)


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


def test_without_a_scored_vintage_nothing_is_stretched(record):
    assert stretch(record(0.01, vintages=5), 1995, Rules(pull=0)).tolist() == [1.0] * FAR


def test_what_came_is_cumulated(record):
    # Growth 0.01 and prices 0.02 a year: after three years 0.03 real, 0.09 nominal.
    assert came(record(0.01, 0.02), 1993)[:, 0, 2] == pytest.approx([0.03, 0.09])
