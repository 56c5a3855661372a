"""Costing on anyone's assumptions: arithmetic by hand, one outside costing to its last digit, identities, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.outlook import costing
from report.tables.errors import ReportError, UnknownName

TWO_YEARS = {2026: 100.0, 2027: 110.0}


def test_two_years_by_hand():
    # 2027: total 3 % + 1 % of 110 = 4.4, anyway 2 % of 110 = 2.2, extra 2.2; at prices of 2026 (index 1.1) 2.0; per head of 5: 0.44
    frame = costing(
        TWO_YEARS,
        {"core": 2.0},
        {"core": {2027: 3.0}, "related": {2027: 1.0}},
        2.0,
        price_index={2026: 1.0, 2027: 1.1},
        population={2026: 4, 2027: 5},
    )
    last = frame.iloc[-1]
    assert frame["extra"].tolist() == pytest.approx([0.0, 2.2])
    assert last[["core", "related", "total", "baseline"]].tolist() == pytest.approx([3.3, 1.1, 4.4, 2.2])
    assert last[["core_share", "total_share", "baseline_share", "extra_share"]].tolist() == pytest.approx(
        [3.0, 4.0, 2.0, 2.0]
    )
    assert last[["extra_constant", "extra_per_head", "extra_per_head_constant"]].tolist() == pytest.approx(
        [2.0, 0.44, 0.40]
    )


def test_constant_cumulative_sums_constant_amounts():
    # extra 1 % of 100 each year; prices double: 0 + 1/1 + 1/2 = 1.5, not (0 + 1 + 1)/2 = 1
    frame = costing(
        {2026: 100, 2027: 100, 2028: 100},
        {"core": 2},
        {"core": {2027: 3}},
        "freeze",
        price_index={2026: 1, 2027: 1, 2028: 2},
    )
    assert frame["cumulative_extra"].tolist() == pytest.approx([0, 1, 2])
    assert frame["cumulative_extra_constant"].iloc[-1] == pytest.approx(1.5)


def test_total_alone_keeps_the_proportion_of_the_start():
    # start 2 : 1, total 6 → 4 and 2
    last = costing(TWO_YEARS, {"core": 2, "related": 1}, {"total": {2027: 6}}, "zero").iloc[-1]
    assert (last["core_share"], last["related_share"]) == pytest.approx((4, 2))


def test_total_with_one_component_leaves_the_other_the_remainder():
    # total 5, related 1.5 → core 3.5
    last = costing(TWO_YEARS, {"core": 2, "related": 1}, {"total": {2027: 5}, "related": {2027: 1.5}}, "zero").iloc[-1]
    assert (last["core_share"], last["related_share"]) == pytest.approx((3.5, 1.5))


def test_shares_are_straight_between_waypoints_and_held_after_the_last():
    # 2.0 (2026) → 3.0 (2028): 2.5 in 2027; held in 2029
    frame = costing(dict.fromkeys(range(2026, 2030), 1.0), {"core": 2.0, "related": 0.7}, {"core": {2028: 3.0}}, "zero")
    assert frame["core_share"].tolist() == pytest.approx([2.0, 2.5, 3.0, 3.0])
    assert frame["related_share"].tolist() == pytest.approx([0.7] * 4)


GROWTH = [0.5, 0.5, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]
PRICES = [2.6, 2.4, 2.3, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
ITALY_INDEX = dict(zip(range(2026, 2036), np.cumprod([1 + p / 100 for p in PRICES]), strict=True))
ITALY_REAL = dict(zip(range(2026, 2036), np.cumprod([1 + g / 100 for g in GROWTH]), strict=True))
ITALY_GDP = {y: 2258.0487 * ITALY_REAL[y] * ITALY_INDEX[y] for y in ITALY_INDEX}

ITALY_START = {"core": 2.1, "related": 0.7}
ITALY_FULL = {"total": {2028: 3.2, 2035: 5.0}, "related": {2035: 1.5}}


class TestOutsideCostingOfItaly:
    """A published reconstruction of Italy's road to 5 % (in the manner of Osservatorio MIL€X), to every digit it
    prints.

    GDP 2,258.0487 bn euro in 2025, grown from 2026 by real growth and prices, nominal = (1 + g)(1 + p) − 1; prices of
    2025. The path starts in 2026 at 2.1 + 0.7; total 3.2 in 2028 and 5.0 in 2035, of which related 1.5.
    """

    def run(self, waypoints, baseline):
        return costing(ITALY_GDP, ITALY_START, waypoints, baseline, price_index=ITALY_INDEX).set_index("year")

    def test_full_path_over_frozen_shares(self):
        frame = self.run(ITALY_FULL, {"core": 2.1, "related": 0.7})
        printed = {"gdp": 2980.3, "total": 149.01, "total_constant": 120.7, "extra": 65.57}
        printed |= {"cumulative_extra": 295.4, "cumulative_extra_constant": 251.37}
        for column, value in printed.items():
            digits = len(str(value).split(".")[1])
            assert round(frame.at[2035, column], digits) == value, column
        assert frame.loc[2028, ["total", "extra", "cumulative_extra"]].round(2).tolist() == [79.07, 9.88, 14.68]
        assert frame.at[2035, "core_share"] == pytest.approx(3.5)

    def test_core_only(self):
        frame = self.run({"core": {2035: 3.5}}, 2.8)
        columns = ["total", "extra", "cumulative_extra", "cumulative_extra_constant"]
        assert frame.loc[2035, columns].round(2).tolist() == [125.17, 41.72, 194.56, 165.88]

    def test_ten_years_at_five_percent_against_two(self):
        frame = self.run(ITALY_FULL, 2.0)
        assert round(frame["total"].sum()) == 1037
        assert round(frame["baseline"].sum()) == 529
        assert round(frame.at[2035, "cumulative_extra"]) == 507

    def test_the_same_path_written_from_the_year_before(self):
        frame = costing(
            {2025: 2258.0487} | ITALY_GDP,
            ITALY_START,
            {"total": {2026: 2.8, 2028: 3.2, 2035: 5.0}},
            2.8,
            {2025: 1.0} | ITALY_INDEX,
        )
        assert round(frame["cumulative_extra"].iloc[-1], 1) == 295.4


class TestPublishedEstimates:
    """Published figures whose arithmetic is determined by a share of GDP (data/costings.csv)."""

    def estimate(self, d, ident):
        return float(d.costings.set_index("id").at[ident, "value"])

    def test_ifs_core_from_2_6_to_3_5_in_todays_terms(self, d):
        # 0.9 points of the United Kingdom's GDP of 2025, "about 30" bn pounds
        gdp = d.macro_panel.at[("GBR", 2025), "NGDP"]
        extra = costing({2025: gdp, 2026: gdp}, {"core": 2.6}, {"core": {2026: 3.5}}, "freeze")["extra"].iloc[-1]
        assert extra == pytest.approx(0.009 * gdp)
        assert extra == pytest.approx(self.estimate(d, "IFS-35-TODAY"), rel=0.1)

    def test_merz_one_point_of_german_gdp(self, d):
        # 1 % of 4,470 bn euro in 2025 = 44.7 bn; five points 223.5 bn
        gdp = d.macro_panel.at[("DEU", 2025), "NGDP"]
        frame = costing({2025: gdp, 2026: gdp}, {"core": 1.0}, {"core": {2026: 5.0}}, "zero")
        assert frame["total"].iloc[0] == pytest.approx(self.estimate(d, "DEU-1PP"), rel=0.01)
        assert frame["total"].iloc[1] == pytest.approx(self.estimate(d, "DEU-5"), rel=0.01)

    def test_italian_treasury_plan_2026_to_2028(self, d):
        # +0.15, +0.30, +0.50 points over a constant 2 %: 3.5, over 7, over 12, together 23 bn euro; 61 bn euro at 2.5 % in 2028
        gdp = {y: d.macro_panel.at[("ITA", y), "NGDP"] for y in range(2025, 2029)}
        frame = costing(gdp, {"core": 2.0}, {"core": {2026: 2.15, 2027: 2.30, 2028: 2.50}}, 2.0).set_index("year")
        assert round(frame.at[2026, "extra"], 1) == 3.5
        assert frame.at[2027, "extra"] > 7
        assert frame.at[2028, "extra"] > 12
        assert round(frame.at[2028, "cumulative_extra"]) == 23
        # the WEO of April 2026 has Italy's GDP of 2028 at 2,461 bn, the plan of October 2025 had about 2,440 bn
        assert frame.at[2028, "core"] == pytest.approx(self.estimate(d, "ITA-DPFP-2028"), rel=0.01)


shares = st.floats(0, 20)
money = st.floats(1e5, 9e5)


@given(st.lists(money, min_size=2, max_size=12), shares, shares, shares, shares, st.floats(0, 10))
def test_identities_of_any_costing(gdp, core, related, core_to, related_to, baseline):
    years = range(2026, 2026 + len(gdp))
    path = dict(zip(years, gdp, strict=True))
    points = {"core": {years[-1]: core_to}, "related": {years[-1]: related_to}}
    start = {"core": core, "related": related}
    frame = costing(
        path, start, points, baseline, price_index=dict.fromkeys(years, 1.0), population=dict.fromkeys(years, 2)
    )
    np.testing.assert_allclose(frame["core"] + frame["related"], frame["total"], atol=1e-9)
    np.testing.assert_allclose(frame["total"] - frame["baseline"], frame["extra"], atol=1e-6)
    np.testing.assert_allclose(frame["cumulative_extra"], np.cumsum(frame["extra"]))
    np.testing.assert_allclose(frame["extra_constant"], frame["extra"])
    np.testing.assert_allclose(frame["extra_per_head"] * 2, frame["extra"])
    doubled = costing({y: 2 * v for y, v in path.items()}, start, points, baseline)
    np.testing.assert_allclose(doubled["extra"], 2 * frame["extra"])
    np.testing.assert_allclose(costing(path, start, points, "zero")["extra"], frame["total"])


def run(**changes):
    given = {"gdp": TWO_YEARS, "start": {"core": 2}, "waypoints": {"core": {2027: 3}}, "baseline": 2}
    return costing(**(given | changes))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"gdp": {2026: 1, 2028: 1}}, r"gdp: 2027 is missing; give a value for every year"),
        ({"gdp": {}}, "gdp: it is empty"),
        ({"gdp": {2026: 1, 2027: -5}}, r"gdp, 2027 is -5: give a number above 0"),
        ({"gdp": {2026: 1, 2027: float("nan")}}, "gdp, 2027 is nan"),
        ({"gdp": {"soon": 1}}, "gdp: years must be whole numbers"),
        ({"gdp": 5}, "gdp is 5: give {year: value}"),
        ({"start": {"related": 1}}, "start is .*first year's shares"),
        ({"start": {"core": 200}}, "start, core is 200: shares are percent of GDP"),
        ({"waypoints": {"core": {2040: 3}}}, r"waypoints, core: 2040 .*extend gdp or drop"),
        ({"waypoints": {"core": {2026: 3}}}, "first year's share is start"),
        ({"waypoints": {"core": {2027: "much"}}}, "waypoints, core, 2027 is 'much'"),
        ({"waypoints": {"total": {2027: 2}, "core": {2027: 3}}}, "in 2027 core is more than total"),
        ({"waypoints": {"total": {2027: 5}, "core": {2027: 3}, "related": {2027: 2}}}, "at most one component"),
        ({"waypoints": {"total": {2027: 5}}, "start": {"core": 0}}, "start is 0"),
        ({"waypoints": 3.5}, "waypoints is 3.5"),
        ({"baseline": {"core": 2}}, "baseline is .*give core and related, or total"),
        ({"baseline": "none"}, "baseline is 'none'"),
        ({"price_index": {2026: 1}}, r"price_index: 2027 is missing; .*of gdp, 2026 to 2027"),
        ({"population": {2026: 1, 2027: 0}}, "population, 2027 is 0"),
        ({"gdp": {2026: 100, 2027: float("nan")}}, "gdp, 2027 is nan: give a finite number"),
        ({"gdp": {2026: 100, 2027: 10**400}}, "gdp, 2027 is a whole number of very many digits"),
        ({"gdp": {2026: 100, 2027: -100}}, "gdp, 2027 is -100: give a number above 0"),
        ({"gdp": {2026: 100, 2027: 1001}}, r"gdp, 2027: changes by 901 %; give growth of -90 to 900 % a year"),
    ],
)
def test_refusals_name_the_parameter_and_the_remedy(changes, told):
    with pytest.raises(ReportError, match=told):
        run(**changes)


def test_unknown_components_get_the_nearest_name():
    with pytest.raises(UnknownName, match="'related'"):
        run(start={"core": 2, "relatd": 1})
    with pytest.raises(UnknownName, match="'total'"):
        run(waypoints={"totl": {2027: 3}})
