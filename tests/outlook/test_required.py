import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import report
from report.outlook import verification
from report.outlook.paths import Line, next_step, required_line, required_pace, years_left

BELGIUM = Line(2025, 2.0, ((2035, 3.5),))


def test_the_line_is_straight_in_points():
    # 2.00 + 1.50·1/10 = 2.15 in 2026, half way 2.75 in 2030, 3.5 from 2035 on
    assert [BELGIUM.at(year) for year in (2025, 2026, 2030, 2035, 2040)] == pytest.approx([2.0, 2.15, 2.75, 3.5, 3.5])


def test_an_ally_above_the_target_is_required_the_target_only():
    assert Line(2025, 4.25, ((2035, 3.5),)).at(2026) == 3.5


def test_waypoints_bend_the_line():
    line = Line(2025, 2.0, ((2028, 2.3), (2030, 3.0)))
    # 2.0 + 0.3·1/3 = 2.1 in 2026; 2.3 + 0.7·1/2 = 2.65 in 2029
    assert [line.at(2026), line.at(2029), line.target, line.due] == pytest.approx([2.1, 2.65, 3.0, 2030])


def test_pace_step_and_years_left():
    # at 2.00 in 2026: 1.50/9 = 0.1667 a year; next year's line is 2.30, so 0.30 to get back to it
    assert years_left(BELGIUM, 2026) == 9
    assert required_pace(BELGIUM, 2.0, 2026) == pytest.approx(1.5 / 9)
    assert next_step(BELGIUM, 2.0, 2026) == pytest.approx(0.30)
    # ahead at 2.40, nothing is needed next year
    assert next_step(BELGIUM, 2.4, 2026) == 0


def test_what_is_overdue_is_due_next_year():
    wales = Line(2014, 1.2, ((2024, 2.0),))
    assert years_left(wales, 2026) == 1
    assert required_pace(wales, 1.61, 2026) == pytest.approx(0.39)
    assert next_step(wales, 1.61, 2026) == pytest.approx(0.39)


def test_missing_shares_stay_missing():
    assert np.isnan(required_pace(BELGIUM, np.nan, 2026)) and np.isnan(next_step(BELGIUM, np.nan, 2026))


def test_lines_of_the_plans_on_file():
    hague = report.plan("hague-2025")
    assert required_line(hague, "BEL", 2025, 2.0) == BELGIUM
    assert required_line(hague, "ESP", 2025, 2.0).points == ((2035, 2.1),)
    assert required_line(report.plan("hague-2025", exemptions=False), "ESP", 2025, 2.0).points == ((2035, 3.5),)
    # 0.2 a year from 2.5 takes five years to 3.5
    assert required_line(report.plan("plus-0.2"), "BEL", 2025, 2.5).points == ((2030.0, 3.5),)
    # nothing is asked by a frozen share: the line stays where it starts
    frozen = required_line(report.plan("freeze"), "BEL", 2026, 2.0)
    assert (frozen.points, frozen.target, frozen.at(2030)) == ((), 2.0, 2.0)


def test_own_figures_come_before_the_plans():
    own = report.plan("hague-2025", allies={"BEL": {2033: 2.0, 2034: 2.5}})
    assert required_line(own, "BEL", 2025, 2.0).points == ((2033, 2.0), (2034, 2.5))


shares = st.floats(0.5, 3.4)


@given(shares, st.integers(2026, 2034))
def test_an_ally_on_its_line_needs_the_lines_own_slope(start, year):
    line = Line(2025, start, ((2035, 3.5),))
    slope = (3.5 - start) / 10
    assert required_pace(line, line.at(year), year) == pytest.approx(slope)
    assert next_step(line, line.at(year), year) == pytest.approx(slope)


@given(st.floats(0.5, 6), st.floats(0.5, 6), st.integers(2025, 2045))
def test_the_line_never_asks_more_than_the_target(start, target, year):
    line = Line(2025, start, ((2035, target),))
    assert min(start, target) - 1e-9 <= line.at(year) <= target + 1e-9


def test_figures_that_were_reached_give_way_to_what_the_plan_asks():
    # 2.0 by 2025: reached with 2.03 in 2026, so the plan's 3.5 leads; missed with 1.95, so the old figure does
    plan = report.plan("hague-2025", allies={"LUX": {2025: 2.0}})
    assert required_line(plan, "LUX", 2025, 1.9, (2026, 2.03)).target == 3.5
    assert required_line(plan, "LUX", 2025, 1.9, (2026, 1.95)).target == 2.0
    alone = report.plan("freeze", allies={"LUX": {2025: 2.0}})  # nothing else is asked: its own figure stays
    assert required_line(alone, "LUX", 2025, 1.9, (2026, 2.03)).target == 2.0


@pytest.mark.parametrize("edition", ["2026-07", "2025-08", "2024-06"])
@pytest.mark.parametrize("name", ["mixed", "national-pledges", "hague-2025"])
def test_the_line_ends_where_the_bill_does(edition, name):
    d = report.load(edition=edition)
    card = verification(d, name).set_index("iso3")
    bill = report.cost(d, name).query("component == 'core'")
    ends = bill[bill["year"] == bill["year"].max()].set_index("iso3")["share_gdp"]
    led = card.loc[ends.index, ["share", "target_share"]].dropna()
    assert ends[led.index].to_list() == pytest.approx(led.max(axis=1).to_list(), abs=0.005)  # none is cut
