"""What must hold for any figures: sums, bounds, scale."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import report
from report.burdens import measures as m

shares = st.floats(0.1, 20, allow_nan=False)
money = st.floats(1, 1e8, allow_nan=False)


@given(shares, st.floats(0.1, 10))
def test_a_gap_is_never_negative_and_closes_at_the_target(share, target):
    gap = m.gap_points(share, target)
    assert gap >= 0
    assert gap == 0 or share + gap == pytest.approx(target)


@given(money, money, shares)
def test_k_ties_the_published_share_to_money(spending, gdp, share):
    k = m.price_base_factor(spending, gdp, share)
    assert share / 100 * gdp * k == pytest.approx(spending, rel=1e-9)


@given(st.lists(money, min_size=1, max_size=40))
def test_shares_of_a_total_sum_to_one_hundred(amounts):
    assert m.share_of_total(pd.Series(amounts)).sum() == pytest.approx(100)


@given(shares, shares)
def test_as_published_keeps_order(one, other):
    low, high = sorted((one, other))
    assert m.as_published(low) <= m.as_published(high)


@pytest.mark.parametrize("name", ["2019-06", "2024-06", "2025-08", "2026-07"])
def test_identities_in_every_year_of_every_edition(edition, name):
    d = edition(name)
    for year in d.panel.index.get_level_values("year").unique():
        frame = report.burden(d, int(year))
        counted = frame[frame["member"] & frame["forces"]]
        for share in ("spend_share", "gdp_share", "population_share"):
            known = counted[share].dropna()
            assert known.empty or known.sum() == pytest.approx(100)
        below = frame[frame["share_gdp"] < 2]
        assert (below["gap_pp_2"] > 0).all()
        assert np.allclose((below["gap_pp_core"] - below["gap_pp_2"]), 1.5)
        assert (frame["arrears_usd_m"].dropna() >= 0).all()


def test_changing_a_frame_changes_nothing_else(d):
    first = report.burden(d)
    first.loc[:, "share_gdp"] = 0
    assert report.burden(d)["share_gdp"].max() > 5
