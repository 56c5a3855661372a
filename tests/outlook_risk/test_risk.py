import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.outlook import alliance_cost, cost, plan
from report.outlook.pool import PANDEMIC, WAR, Rules
from report.outlook.risk import COLUMNS, QUANTILES, risk, simulate
from report.tables.errors import ReportError, UnknownName

BANDS = list(QUANTILES)


@pytest.fixture(scope="module")
def ranges(d):
    return risk(d, "hague-2025", draws=3000)


def at(frame, iso3: str, quantity: str, year: int = 2035):
    return frame.set_index(["iso3", "quantity", "year"]).loc[(iso3, quantity, year)]


def test_the_layout(ranges):
    assert tuple(ranges.columns) == COLUMNS
    assert set(ranges["iso3"]) >= {"USA", "NATO_TOTAL", "NATO_EUR_CAN"}
    assert ranges["iso3"].nunique() == 31 + 2
    assert not ranges.duplicated(["iso3", "year", "quantity"]).any()
    assert not ranges.isna().any(axis=None)
    assert set(ranges["uncertainty"]) == {"growth"}


def test_quantiles_rise(ranges):
    assert (np.diff(ranges[BANDS].to_numpy(), axis=1) >= 0).all()


def test_the_same_seed_gives_the_same_ranges_and_another_does_not(d):
    one, same, other = (risk(d, "hague-2025", draws=200, allies="EST", seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one[BANDS], same[BANDS])
    assert not np.array_equal(one[BANDS], other[BANDS])


def test_an_ally_alone_has_the_ranges_it_has_among_all(d, ranges):
    alone = risk(d, "hague-2025", draws=3000, allies="LVA")
    among = ranges[ranges["iso3"] == "LVA"].reset_index(drop=True)
    np.testing.assert_allclose(alone[BANDS], among[BANDS])


@pytest.mark.parametrize("baseline", ["freeze", "2%", "zero"])
def test_points_are_the_costs(d, baseline):
    found = risk(d, "hague-2025", draws=20, baseline=baseline, growth=False)
    assert set(found["component"]) == {"core"}
    costs = cost(d, "hague-2025", baseline).query("component == 'core'").set_index(["iso3", "year"])
    for quantity in (
        "level_usd_m",
        "extra_usd_m_constant",
        "cumulative_extra_usd_m",
        "level_ncu_m",
        "cumulative_extra_ncu_m_constant",
    ):
        rows = found[(found["quantity"] == quantity) & ~found["iso3"].str.startswith("NATO")].set_index(
            ["iso3", "year"]
        )
        np.testing.assert_allclose(rows["point"], costs[quantity].reindex(rows.index), rtol=1e-9, atol=1e-6)


def test_without_uncertainty_every_quantile_is_the_point(d):
    found = risk(d, "hague-2025", draws=20, growth=False)
    assert set(found["uncertainty"]) == {"none"}
    for band in BANDS:
        np.testing.assert_allclose(found[band], found["point"], rtol=1e-12, atol=1e-9)


def test_group_points_are_the_alliance_cost(d, ranges):
    sums = alliance_cost(d, "hague-2025").query("component == 'core'").set_index(["iso3", "year"])
    for group in ("NATO_TOTAL", "NATO_EUR_CAN"):
        for quantity in ("gdp_usd_m", "level_usd_m", "extra_usd_m_constant", "cumulative_extra_usd_m"):
            assert at(ranges, group, quantity)["point"] == pytest.approx(sums.at[(group, 2035), quantity], rel=1e-9)


def test_a_group_is_summed_draw_by_draw_not_quantile_by_quantile(ranges):
    allies = ranges[
        (ranges["quantity"] == "level_usd_m") & (ranges["year"] == 2035) & ~ranges["iso3"].str.startswith("NATO")
    ]
    total = at(ranges, "NATO_TOTAL", "level_usd_m")
    # Allies do not all have their bad years at once: the alliance's range is narrower than the sum of theirs.
    assert total["p90"] - total["p10"] < (allies["p90"] - allies["p10"]).sum()
    assert total["p50"] == pytest.approx(allies["p50"].sum(), rel=0.04)


def test_ranges_around_the_forecast_lie_around_the_point_and_all_widen_with_time(d, ranges):
    forecast = risk(d, "hague-2025", draws=3000, centre="forecast")
    around, width = (
        [at(frame, "NATO_TOTAL", "gdp_usd_m_constant", year) for year in (2027, 2030, 2035)]
        for frame in (forecast, ranges)
    )
    assert all(row["p25"] < row["point"] < row["p75"] for row in around)
    spread = [(row["p90"] - row["p10"]) / row["point"] for row in width]
    assert spread[0] < spread[1] < spread[2]


def test_the_base_year_has_no_range(ranges):
    base = ranges[ranges["year"] == 2026]
    np.testing.assert_allclose(base["p10"], base["p90"])


def test_money_saved_turns_the_range_round(d):
    found = risk(d, "freeze", draws=300, allies="EST", baseline="5.5", component="core")
    row = at(found, "EST", "extra_usd_m")
    assert row["p10"] < row["p50"] < row["p90"] < 0 and row["point"] < row["p50"]  # a smaller economy saves less


def test_levels_and_gdp_have_the_same_relative_range(ranges):
    gdp, level = (at(ranges, "DEU", f"{what}_usd_m") for what in ("gdp", "level"))
    assert level["p90"] / level["point"] == pytest.approx(gdp["p90"] / gdp["point"])


def test_a_stated_delivery_is_the_plans_own(d):
    half = risk(d, "hague-2025", draws=10, growth=False, delivery=0.5, component="core")
    costs = cost(d, plan("hague-2025", delivery=0.5)).query("component == 'core'").set_index(["iso3", "year"])
    rows = half[(half["quantity"] == "extra_usd_m") & ~half["iso3"].str.startswith("NATO")].set_index(["iso3", "year"])
    np.testing.assert_allclose(rows["p50"], costs["extra_usd_m"].reindex(rows.index), rtol=1e-9, atol=1e-6)
    assert set(half["uncertainty"]) == {"none"}


def test_drawn_delivery_is_named_and_lies_between_nothing_and_the_plan(d):
    found = risk(d, "hague-2025", draws=2000, growth=False, delivery=(0.0, 1.0), allies="ITA", component="core")
    row = at(found, "ITA", "extra_usd_m_constant")
    full = (
        cost(d, "hague-2025", allies="ITA")
        .query("component == 'core' and year == 2035")["extra_usd_m_constant"]
        .iloc[0]
    )
    assert set(found["uncertainty"]) == {"delivery"}
    assert (row["p10"], row["p90"]) == pytest.approx((0, full), abs=1e-6)
    both = risk(d, "hague-2025", draws=50, delivery=(0.0, 1.0), allies="ITA")
    assert set(both["uncertainty"]) == {"growth and delivery"}


def test_allies_deliver_each_on_its_own(d):
    drawn = simulate(d, "hague-2025", draws=500, growth=False, delivery=(0.0, 1.0))
    ties = np.corrcoef(drawn.delivered[:2])[0, 1]
    assert abs(ties) < 0.2
    alone = simulate(d, "hague-2025", draws=500, growth=False, delivery=(0.0, 1.0), allies="ITA")
    np.testing.assert_array_equal(alone.delivered[0], drawn.delivered[drawn.allies.index("ITA")])


def test_leaving_the_financial_crisis_out_raises_the_lower_end(d, ranges):
    calm = risk(d, "hague-2025", draws=3000, rules=Rules(leave_out={2008, 2009}))
    with_, without = (at(frame, "NATO_EUR_CAN", "gdp_usd_m_constant", 2029) for frame in (ranges, calm))
    assert without["p10"] > with_["p10"]


def test_pandemic_and_war_can_be_left_out(d, ranges):
    calm = risk(d, "hague-2025", draws=300, rules=Rules(leave_out=PANDEMIC | WAR))
    assert (
        at(calm, "NATO_EUR_CAN", "gdp_usd_m_constant")["p90"] != at(ranges, "NATO_EUR_CAN", "gdp_usd_m_constant")["p90"]
    )


def test_an_edition_that_withholds_an_allys_last_share_starts_that_ally_earlier(d):
    import report

    early = report.load("2025-08", "2025-04")
    found = risk(early, "hague-2025", draws=100)
    assert found.query("iso3 == 'DEU'")["year"].min() == 2024
    assert found.query("iso3 == 'NATO_TOTAL'")["year"].min() == 2025


def test_cumulated_is_the_running_sum_of_each_draw(d):
    drawn = simulate(d, "hague-2025", draws=7, allies=["EST", "ITA"])
    extra, running = drawn.amounts("ITA", "extra"), drawn.amounts("ITA", "cumulative_extra")
    np.testing.assert_allclose(running, np.cumsum(extra, axis=0))


@pytest.mark.parametrize("who", ["ITA", "NATO_TOTAL"])
def test_sums_of_draws_count_the_years_after_the_base_year(d, who):
    drawn = simulate(d, "hague-2025", draws=7, baseline="2%")
    extra, running = drawn.amounts(who, "extra"), drawn.amounts(who, "cumulative_extra")
    assert (extra[0] != 0).all() and (running[0] == 0).all()
    np.testing.assert_allclose(running[-1], extra[1:].sum(axis=0))


@settings(max_examples=8)
@given(part=st.floats(0, 1), seed=st.integers(0, 1000))
def test_more_delivered_costs_more_in_every_draw(d, part, seed):
    some, all_ = (
        simulate(d, "hague-2025", draws=40, seed=seed, allies="BEL", delivery=share).amounts("BEL", "level")
        for share in (part, 1.0)
    )
    assert (some <= all_ * (1 + 1e-12)).all()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"component": "soft"}, UnknownName),
        ({"exchange": "floating"}, UnknownName),
        ({"draws": 0}, ReportError),
        ({"delivery": ()}, ReportError),
        ({"allies": "Atlantis"}, UnknownName),
    ],
)
def test_impossible_wishes_are_refused(d, change, error):
    with pytest.raises(error):
        risk(d, "hague-2025", **{"draws": 10, **change})


def test_national_currencies_of_a_group_are_refused(d):
    with pytest.raises(ReportError, match="do not add up"):
        simulate(d, "hague-2025", draws=5).amounts("NATO_TOTAL", "level", "ncu_m")


def test_a_simulation_cannot_be_changed(d):
    with pytest.raises(dataclasses.FrozenInstanceError):
        simulate(d, "hague-2025", draws=5, allies="EST").component = "core"
