"""Share paths: each shape by hand, then what holds for any start, target and plan."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.outlook import SHAPES, Plan, plan, route, share_path
from report.tables.errors import ReportError

HAGUE = plan("hague-2025")


def path(start, base_year, **changes):
    """The core path of a plan asking for 4 % in 2030 unless changed, to 2031."""
    asked = {"core_target": 4.0, "core_year": 2030, "horizon": 2031} | changes
    return share_path(start, base_year, Plan("test", "Test", **asked)).round(4).tolist()


@pytest.mark.parametrize(
    ("changes", "shares"),
    [
        # 2 points in 4 years: 0.5 a year, then held
        ({"shape": "linear"}, [2, 2.5, 3, 3.5, 4, 4]),
        # doubling in 4 years: times 2^(1/4) = 1.1892 a year
        ({"shape": "constant-growth"}, [2, 2.3784, 2.8284, 3.3636, 4, 4]),
        ({"shape": "step"}, [2, 2, 2, 2, 4, 4]),
        # mid-time: two thirds of 2 points; a quarter: 1 − 0.75^1.58496 = 0.3661, three quarters: 1 − 0.25^1.58496 = 8/9
        ({"shape": "front-loaded"}, [2, 2.7323, 3.3333, 3.7778, 4, 4]),
        # the mirror image: 1/9, 1/3, 0.6339 of 2 points
        ({"shape": "back-loaded"}, [2, 2.2222, 2.6667, 3.2677, 4, 4]),
        # 0.8 a year: 2.8, 3.6, then the target
        ({"shape": "increment", "step_pp": 0.8, "core_year": None}, [2, 2.8, 3.6, 4, 4, 4]),
        # 3 in 2027, halfway to 4 in 2030 is a third a year
        ({"shape": "waypoints", "waypoints": {"core": {2027: 3}}}, [2, 3, 3.3333, 3.6667, 4, 4]),
        ({"shape": "hold", "core_target": None, "core_year": None}, [2, 2, 2, 2, 2, 2]),
        # one year late: what was due in a year is reached in the next
        ({"delay": 1}, [2, 2, 2.5, 3, 3.5, 4]),
        # 60 % of every step of 0.5: 0.3
        ({"delivery": 0.6}, [2, 2.3, 2.6, 2.9, 3.2, 3.2]),
    ],
)
def test_each_shape_by_hand(changes, shares):
    assert path(2.0, 2026, **changes) == pytest.approx(shares, abs=1e-4)


def test_the_end_is_the_target_exactly():
    for start in (1.61, 2.03, 2.69, 3.17):
        assert share_path(start, 2026, HAGUE).iloc[-1] == 3.5


def test_an_ally_above_the_target_stays_where_it_is():
    assert set(share_path(5.10, 2026, HAGUE, "EST")) == {5.10}
    assert route(5.10, 2026, HAGUE, "EST").rule == "above target"


def test_a_path_falls_only_if_it_may():
    # 5.1 → 3.5 in 9 years, −0.1778 a year
    cut = plan(HAGUE, may_cut=True)
    assert share_path(5.1, 2026, cut)[2027] == pytest.approx(5.1 - 1.6 / 9)


def test_an_exempt_ally_goes_to_its_own_figure():
    # 2.0 + 0.1·1/9 in 2027
    spain = share_path(2.0, 2026, HAGUE, "ESP")
    assert (spain[2027], spain[2035]) == pytest.approx((2.0111, 2.1), abs=1e-4)
    assert route(2.0, 2026, HAGUE, "ESP").rule == "exempt"
    assert share_path(2.0, 2026, plan(HAGUE, exemptions=False), "ESP")[2035] == 3.5


def test_a_target_of_the_past_is_due_in_the_next_year():
    wales = plan("wales-2014")
    assert share_path(1.61, 2026, wales).iloc[:3].tolist() == [1.61, 2.0, 2.0]
    assert route(1.61, 2026, wales).rule == "overdue"
    assert share_path(1.18, 2014, wales)[2019] == pytest.approx(1.59)  # half-way from 1.18 to 2.0
    assert set(share_path(2.1, 2026, wales)) == {2.1}


def test_own_figures_lead_and_are_held_after_the_last():
    own = plan(HAGUE, allies={"DEU": {2027: 3.0, 2029: 3.4}})
    assert share_path(2.69, 2026, own, "DEU")[[2027, 2028, 2029, 2035]].tolist() == pytest.approx([3.0, 3.2, 3.4, 3.4])
    assert share_path(2.69, 2026, own, "FRA")[2035] == 3.5


def test_an_own_figure_of_the_past_that_was_missed_is_due_next_unless_replaced():
    missed = plan("freeze", allies={"SVN": {2025: 2.0, 2029: 3.0}, "POL": {2026: 4.8, 2027: 4.9}})
    assert share_path(1.61, 2026, missed, "SVN")[[2027, 2028]].tolist() == pytest.approx([2.0, 2.5])
    assert share_path(4.68, 2026, missed, "POL")[2027] == 4.9


def test_a_figure_below_where_an_ally_stands_counts_as_where_it_stands():
    # 2.0 promised for 2029 by an ally at 2.1: held to 2029, then 1.4 points in 6 years
    promised = plan("freeze", allies={"PRT": {2029: 2.0, 2035: 3.5}})
    assert share_path(2.1, 2026, promised, "PRT")[[2029, 2030]].tolist() == pytest.approx([2.1, 2.1 + 1.4 / 6])


def test_related_rises_from_its_start():
    # 0 → 1.5 in 9 years: 1/6 a year; from 0.6: 0.1 a year
    assert share_path(0.0, 2026, HAGUE, "FRA", "related")[2027] == pytest.approx(1 / 6)
    grows = plan(HAGUE, shape="constant-growth")
    assert share_path(0.0, 2026, grows, "FRA", "related")[2030] == pytest.approx(4 / 6)  # growth from zero is linear


def test_a_branch_goes_on_from_what_was_reached():
    # 2.3 → 3.5 in 9 years gives 2.7 in 2029; from there to 5 in 6 years
    turned = plan(HAGUE, branch={"year": 2029, "plan": "core-5"})
    assert share_path(2.3, 2026, turned)[[2028, 2029, 2032, 2035]].tolist() == pytest.approx(
        [2.5667, 2.7, 3.85, 5.0], abs=1e-4
    )
    stopped = plan(HAGUE, branch={"year": 2029, "plan": "freeze"})
    assert share_path(2.3, 2026, stopped)[2035] == pytest.approx(2.7)


def test_a_horizon_or_branch_that_is_past_is_refused():
    with pytest.raises(ReportError, match="horizon 2035 is not after the base year 2035"):
        share_path(2.0, 2035, HAGUE)
    with pytest.raises(ReportError, match="branch year 2029 is not between the base year 2030"):
        share_path(2.0, 2030, plan(HAGUE, branch={"year": 2029, "plan": "core-5"}))


SINGLE_TARGET = [shape for shape in SHAPES if shape not in ("hold", "waypoints", "increment")]


@given(
    st.floats(0, 12),
    st.floats(0, 12),
    st.sampled_from(SINGLE_TARGET),
    st.integers(2014, 2034),
    st.integers(0, 3),
    st.floats(0, 1),
)
def test_any_rising_path(start, target, shape, base_year, delay, delivery):
    asked = Plan(
        "any", "Any", shape=shape, core_target=target, core_year=2035, horizon=2040, delay=delay, delivery=delivery
    )
    shares = share_path(start, base_year, asked).to_numpy()
    assert shares[0] == start
    assert (np.diff(shares) >= -1e-12).all()
    assert shares.max() <= max(start, target) + 1e-12
    if start >= target:
        assert (shares == start).all()
    elif delivery == 1:
        assert shares[-1] == target


@given(st.floats(0, 8), st.lists(st.floats(0, 8), min_size=3, max_size=3))
def test_any_pledges_never_lower_a_path(start, figures):
    pledged = Plan(
        "any", "Any", shape="hold", allies={"EST": dict(zip((2027, 2030, 2035), sorted(figures), strict=True))}
    )
    shares = share_path(start, 2026, pledged, "EST")
    assert (np.diff(shares) >= -1e-12).all()
    assert shares[2035] == pytest.approx(max(start, *figures))
