import numpy as np
import pytest

from report.outlook.past_errors import FAR, HORIZONS, PEERS, errors_of, lender
from report.outlook.pool import PANDEMIC, Rules, centre_of, pool
from report.tables.errors import ReportError, UnknownName

RAW = Rules(pull=0)


def test_a_vintage_reaches_as_far_as_outturns_were_known(record):
    # In spring 1995 outturns end in 1994: the vintage of 1990 has 1990..1994, five horizons; that of 1994 one.
    assert pool(record(0.01), 1995, RAW).reach.tolist() == [5, 4, 3, 2, 1]


def test_at_most_the_current_year_and_five_ahead(record):
    assert pool(record(0.01), 2000, RAW).reach.tolist() == [6, 6, 6, 6, 6, 5, 4, 3, 2, 1]


def test_years_left_out_cut_a_vintage_short(record):
    found = pool(record(0.01), 2000, Rules(pull=0, leave_out=frozenset({1992})))
    # 1990: 1990 and 1991; 1991: 1991; 1992: nothing; later vintages untouched.
    assert found.reach.tolist() == [2, 1, 0, 6, 6, 5, 4, 3, 2, 1]


def test_in_spring_the_year_before_counts_by_its_flash(record):
    errors = record(0.01)
    flash = type(errors)(**{**errors.__dict__, "growth_flash": errors.growth + 0.05})
    found = pool(flash, 1995, RAW)
    # vintage 1994 at horizon 0 is the year 1994, the year before 1995; vintage 1993 at horizon 0 is not: 0.06 against 0.01, whatever mean is taken off both.
    assert found.growth[0, 4, 0] - found.growth[0, 3, 0] == pytest.approx(0.05)
    assert found.growth[0, 3, 1] - found.growth[0, 2, 1] == pytest.approx(0.05)


def test_a_gap_is_filled_with_the_peers_error_of_the_same_vintage_and_horizon(record):
    growth = np.zeros((10, 4, FAR))
    growth[:, 1] = np.arange(10)[:, None]
    growth[:4, 3] = np.nan
    found = pool(record(growth, allies=("DEU", "FIN", "USA", "EST")), 2000, RAW).growth[3, :, 0]
    # Finland's errors are 0, 1, 2, …; Estonia's own, zero, begin with the fifth vintage. Its mean is taken off all.
    assert (found[:5] - found[4]).tolist() == pytest.approx([0, 1, 2, 3, 0])


def test_errors_of_an_inflation_crisis_are_borrowed_once_it_is_over(record):
    inflation = np.full((10, 2, FAR), 3.0)
    inflation[0, 1, 0] = 900.0
    prices = np.zeros((10, 2, FAR))
    prices[0, 1, 0] = 2.0
    errors = record(0.0, prices, inflation=inflation)
    after, within = (pool(errors, now, RAW).prices[1, :, 0] for now in (1999, 1994))
    assert after[0] - after[1] == 0.0
    assert within[0] - within[1] == 2.0  # 1990 is within the last five years of 1994: not yet over


def test_centred_errors_average_to_nothing_at_every_horizon(d):
    found = pool(errors_of(d, "04"), 2026, Rules(pull=0))
    means = [np.nanmean(found.growth[:, found.reach > h, h], axis=1) for h in range(HORIZONS)]
    assert np.abs(means).max() < 1e-12


def test_sizes_are_pulled_half_way_in_logs(record):
    # Sizes 0.01 and 0.04, typical 0.02: half way are 0.01·√2 = 0.01414 and 0.04·√½ = 0.02828.
    sign = np.where(np.arange(10) % 2, 1.0, -1.0)[:, None, None]
    growth = sign * np.array([0.01, 0.04])[None, :, None] * np.ones(FAR)
    found = pool(record(growth), 2020)
    assert np.abs(found.growth[:, 0, 1]) == pytest.approx([0.0141421, 0.0282843], abs=1e-6)


def test_a_centre_is_half_its_own_mean_and_half_the_median_allys(record):
    # Levels three years ahead: 4 × −0.02 = −0.08 and 4 × −0.01 = −0.04, the median −0.06: half way −0.07 and −0.05. Prices alike.
    growth = np.array([-0.02, -0.01])[None, :, None] * np.ones((10, 2, FAR))
    centre, prices = centre_of(record(growth, -growth), 2020)
    assert centre[:, 3] == pytest.approx([-0.07, -0.05]) and prices[:, 3] == pytest.approx([0.07, 0.05])
    own, _ = centre_of(record(growth), 2020, Rules(pull=0))
    assert own[:, 3] == pytest.approx([-0.08, -0.04])
    assert not np.any(centre_of(record(growth), 2020, Rules(centre="forecast")))


def test_the_pool_cannot_see_the_future(d):
    errors = errors_of(d, "04")
    late = errors.years[:, None, :] >= 2010
    spoilt = type(errors)(
        **{
            name: np.where(late, 9.9, cube) if getattr(cube, "ndim", 0) == 3 else cube
            for name, cube in errors.__dict__.items()
        }
    )
    honest, tampered = pool(errors, 2010), pool(spoilt, 2010)
    np.testing.assert_array_equal(centre_of(errors, 2010), centre_of(spoilt, 2010))
    np.testing.assert_array_equal(honest.growth, tampered.growth)
    np.testing.assert_array_equal(honest.prices, tampered.prices)


def test_every_error_within_reach_is_a_number(d):
    for season in ("04", "10"):
        found = pool(errors_of(d, season), 2026, Rules(leave_out=PANDEMIC))
        reached = np.arange(FAR) < found.reach[:, None]
        assert np.isfinite(found.growth[:, reached]).all()
        assert np.isfinite(found.prices[:, reached]).all()


def test_peers_end_at_allies_with_a_whole_record(d):
    growth = d.forecasts.query("indicator == 'NGDP_RPCH' and vintage == '1990-04'")
    assert {lender(iso3) for iso3 in d.allies["iso3"]} - set(PEERS) <= set(growth["iso3"])
    assert set(PEERS) <= set(d.allies["iso3"])
    assert all(peer.iso3 not in PEERS and peer.why for peer in PEERS.values())


@pytest.mark.parametrize(("change", "error"), [({"centre": "mode"}, UnknownName), ({"pull": 1.5}, ReportError)])
def test_impossible_rules_are_refused(change, error):
    with pytest.raises(error):
        Rules(**change)


def test_an_empty_pool_is_refused(record):
    with pytest.raises(ReportError, match="no past forecast"):
        pool(record(0.01), 1991, RAW)
