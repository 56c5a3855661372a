"""What holds for the cost of any plan, whatever its targets."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from report.outlook import SHAPES, cost, plan
from report.outlook.cost import MONEY, PATHS
from report.tables import load

D = load("2026-07", "2026-04")
SHAPE = [shape for shape in SHAPES if shape not in ("hold", "waypoints", "increment")]
ALLIES = st.lists(
    st.sampled_from(D.allies.loc[D.allies["has_forces"], "iso3"].tolist()), min_size=1, max_size=4, unique=True
)
PLANS = st.builds(
    lambda core, related, year, shape, new_money: plan(
        "hague-2025",
        core_target=core,
        core_year=year,
        related_target=related,
        total_target=None,
        shape=shape,
        new_money=new_money,
    ),
    st.floats(1.7, 9),
    st.floats(0, 3),
    st.integers(2027, 2040),
    st.sampled_from(SHAPE),
    st.floats(0, 1),
)


def cells(frame, column):
    """A column as a table: ally and year by component."""
    return frame.pivot(index=["iso3", "year"], columns="component", values=column)


@settings(max_examples=25)
@given(PLANS, ALLIES)
def test_identities(asked, allies):
    frame = cost(D, asked, allies=allies)
    for column in ["share_gdp", "baseline_share_gdp", *MONEY]:
        table = cells(frame, column)
        np.testing.assert_allclose(table["core"] + table["related"], table["total"], rtol=1e-9, atol=1e-6)
    by = frame.groupby(["iso3", "component"])
    for path in PATHS:
        counted = frame[f"extra_{path}"].where(by.cumcount() > 0, 0).groupby([frame["iso3"], frame["component"]])
        np.testing.assert_allclose(counted.cumsum(), frame[f"cumulative_extra_{path}"], rtol=1e-9, atol=1e-6)
        assert (frame[f"extra_{path}"] >= -1e-6).all()  # no plan that only rises costs less than the frozen share
        assert (frame[f"extra_{path}"] <= frame[f"level_{path}"] + 1e-6).all()
    assert (by["share_gdp"].diff().dropna() >= -1e-9).all()
    assert (by["extra_usd_m"].first() == 0).all()


@settings(max_examples=15)
@given(PLANS, ALLIES)
def test_from_zero_everything_is_extra(asked, allies):
    frame = cost(D, asked, "zero", allies=allies)
    for path in PATHS:
        np.testing.assert_allclose(frame[f"extra_{path}"], frame[f"level_{path}"])


@settings(max_examples=15)
@given(PLANS, ALLIES, st.floats(0, 6), st.floats(0, 6))
def test_a_higher_baseline_leaves_less_extra(asked, allies, one, other):
    low, high = sorted((one, other))
    # a number of 0 means "from nothing" and changes the related part too, so the core part is compared
    less, more = (cost(D, asked, baseline, allies=allies).query("component == 'core'") for baseline in (high, low))
    assert (less["extra_usd_m"] <= more["extra_usd_m"] + 1e-6).all()


@settings(max_examples=10)
@given(PLANS, ALLIES, st.floats(0.2, 5))
def test_money_scales_with_gdp_and_current_equals_constant_without_inflation(asked, allies, growth):
    years = range(2026, 2036)
    rows = [
        (iso3, y, name, (1 + growth / 100) ** (y - 2026))
        for iso3 in allies
        for y in years
        for name in ("NGDP", "NGDPD", "NGDP_R")
    ]
    own = pd.DataFrame(rows, columns=["iso3", "year", "indicator", "value"])
    frame = cost(D, asked, allies=allies, macro=own)
    for what in ("level", "extra", "cumulative_extra"):
        np.testing.assert_allclose(frame[f"{what}_usd_m"], frame[f"{what}_usd_m_constant"])
        np.testing.assert_allclose(frame[f"{what}_ncu_m"], frame[f"{what}_ncu_m_constant"])
    larger = cost(D, asked, allies=allies, macro=own.assign(value=own["value"] * np.where(own["year"] > 2026, 1.4, 1)))
    later = frame["year"] > 2026
    np.testing.assert_allclose(larger.loc[later, "extra_usd_m"], 1.4 * frame.loc[later, "extra_usd_m"])


@settings(max_examples=10)
@given(PLANS, ALLIES)
def test_choosing_allies_changes_no_figure(asked, allies):
    alone = cost(D, asked, allies=allies)
    everyone = cost(D, asked)
    chosen = everyone[everyone["iso3"].isin(allies)]
    keys = ["iso3", "component", "year"]
    pd.testing.assert_frame_equal(alone.set_index(keys).sort_index(), chosen.set_index(keys).sort_index())
