"""Sentences about a plan whose steps come late or in part, and about a bill counted from less than allies spend now."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.charts.road import bill_by_ally
from report.pages import alliance_page, country_page
from report.pages.promised import Promised
from report.prose import answers, briefing, briefing_bill, country, country_bill, country_path
from report.prose.briefing_bill import components
from report.prose.promised import of_allies, of_ally

LATE = str(Path(__file__).with_name("late.toml"))


def facts(passage):
    return [part for paragraph in passage.paragraphs for part in paragraph if not isinstance(part, str)]


def keys(passage):
    """The fields of the plan that a passage names."""
    return {row.key for fact in facts(passage) for row in fact.rows if row.table.startswith("plan/")}


def text(segments):
    return "".join(map(str, segments))


@pytest.mark.parametrize(("plan", "named"), [("hague-2025", True), (LATE, False)])
def test_only_a_plan_that_gets_there_is_said_to_reach_its_target(plan, named):
    page = alliance_page(plan=plan)
    below = page.plan_shares.loc[page.base_year] < 3.5 - 0.01
    there = page.plan_shares.loc[2035, below].drop("ESP") >= 3.5 - 1e-9
    assert there.all() == named == ("core_target" in keys(briefing.headline(page)))
    assert ("core_target" in keys(country.headline(country_page("LVA", plan=plan)))) or not named


def test_related_spending_of_a_late_plan_is_what_it_is_in_the_last_year():
    """1.5 % by 2035 from zero in 2026, two years late and four fifths of it: 1.5 × 7 ÷ 9 × 0.8 = 0.93 %."""
    page = alliance_page(plan=LATE)
    shares = [float(fact) for fact in facts(components(page)) if str(fact) == "0.93%"]
    assert shares == [pytest.approx(1.5 * 7 / 9 * 0.8)]
    assert "0.93%" in text(country_bill.bill(country_page("ITA", plan=LATE)).paragraphs[0])


@pytest.mark.parametrize("baseline", ["freeze", "2%", "zero"])
def test_allies_above_the_target_add_nothing_only_over_what_they_spend_now(baseline):
    page = alliance_page(baseline=baseline)
    above = page.plan_shares.columns[page.plan_shares.loc[page.base_year] >= 3.5]
    adds = page.core_at_end.loc[above, "extra_usd_m_constant"].abs().max() > 0.5
    assert adds == ("add nothing" not in bill_by_ally(page).note) == (baseline != "freeze")


def test_what_an_ally_spends_already_is_no_open_bill():
    """The United States, at 3.17 %, without a pledge of its own: over 2 % its share of today covers most of 3.5 %."""
    page = country_page("USA", baseline="2%")
    said = text(of_ally(page))
    row = Promised(page.frames, "usd_m_constant", page.horizon).table.loc["USA"]
    assert row["covered_percent"] == pytest.approx(100 * (3.17 - 2) / (3.5 - 2), abs=0.5)
    assert said.startswith("Of the ") and "holding its share of 2026e covers" in said


def test_a_pledge_below_the_baseline_covers_none_of_the_bill_but_is_more_than_is_spent_now():
    """Italy, at 2.10 %, plans 2.5 % by 2028: over 2.5 % all is open, and it asks more than Italy spends now."""
    assert "asks no more than 2.5% of GDP" in text(of_ally(country_page("ITA", baseline="2.5%")))
    assert "asks no more than it spends now" in text(of_ally(country_page("POL", plan="core-5")))


def test_a_bill_below_the_baseline_is_not_said_to_add():
    """Slovenia, at 1.61 %, stays below 2.5 % of GDP for years: in all the plan comes to less than that."""
    page = country_page("SVN", baseline="2.5%", plan=LATE)
    assert float(page.bill("SVN", "core", "cumulative_extra_ncu_m_constant")) < 0
    assert "comes to −€" in text(country_bill.bill(page).paragraphs[0])
    assert " points of GDP off debt" in text(answers.answers(page).paragraphs[1])


CUT = """title = "All at two"
shape = "linear"
core_target = 2.0
core_year = 2030
may_cut = true
horizon = 2032
"""
STEPS = """title = "Two tenths a year"
shape = "increment"
core_target = 3.5
step_pp = 0.2
horizon = 2031
"""
NOTHING = """extends = "core-5"
title = "Nothing comes"
delivery = 0
"""


@pytest.fixture
def written(tmp_path):
    def plan(content):
        path = tmp_path / "own.toml"
        path.write_text(content, "utf-8")
        return str(path)

    return plan


def test_a_plan_that_cuts_costs_less_and_nobody_pays_a_part_of_it(written):
    plan = written(CUT)
    page = alliance_page(plan=plan)
    assert float(page.bill("NATO_TOTAL", "core", "extra_usd_m_constant")) < 0
    said = text(briefing.headline(page).paragraphs[0])
    assert said.endswith(" a year less.") and "−" not in said and "pay" not in said
    assert "would spend" in text(briefing_bill.bill(page).paragraphs[0])
    assert "Only Slovenia would add" in bill_by_ally(page).title  # at 1.61 %, the only one below 2 %
    lead = country.headline(country_page("DEU", plan=plan))
    down = country_page("DEU", plan=plan)
    assert "of GDP to come down" in text(country.tiles(down).paragraphs[0])
    assert "the plan takes off 0." in text(country_path.path(down).paragraphs[0])
    assert "Coming down to 2%" in text(lead.paragraphs[0]) and "gets there" not in text(lead.paragraphs[1])


def test_a_plan_that_ends_before_its_target_moves_towards_it(written):
    """Spain, at 2.00 %, is at 3.0 % after five steps of 0.2 points."""
    page = alliance_page(plan=written(STEPS))
    assert page.plan_shares.at[2031, "ESP"] == pytest.approx(3.0, abs=0.01)
    assert text(briefing.headline(page).paragraphs[0]).startswith("Moving towards 3.5%")


def test_an_ally_below_the_target_is_not_said_to_be_at_it_because_nothing_comes(written):
    page = country_page("USA", plan=written(NOTHING))
    assert "leaves that share where it is" in text(country.headline(page).paragraphs[0])
    assert " at the 5%" not in text(country.headline(page).paragraphs[0])


def test_where_some_spend_less_than_the_baseline_no_three_carry_a_part_of_the_bill():
    """A frozen share over 2.5 % of GDP: 340 billion above it, 60 below; the pledges cover the first, not the net."""
    page = alliance_page(plan="freeze", baseline="2.5%")
    extra = page.core_at_end["extra_usd_m_constant"]
    assert (extra < 0).any() and "would add most" in bill_by_ally(page).title
    assert "what those above the baseline add in" in text(of_allies(page).paragraphs[0])
