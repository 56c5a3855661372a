"""Sentences about a plan whose steps come late or in part, and about a bill counted from less than allies spend now."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.charts import parity
from report.charts.everyone import moved, slope
from report.charts.road import bill_by_ally, paths
from report.charts.scorecard import needed
from report.outlook.calibration import ON_FORECAST, PUBLISHED_METHOD
from report.pages import alliance_page, country_page
from report.pages.drawn import centres
from report.pages.explorer import address
from report.pages.methods import methods_page
from report.pages.promised import Promised
from report.prose import (
    answers,
    briefing,
    briefing_bill,
    country,
    country_bill,
    country_path,
    scorecard,
    scorecard_ahead,
    track_record,
)
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
    # At 3.17 % the United States is there in two steps, Spain never.
    for iso3, way in (("USA", "Reaching 3.5% in steps"), ("ESP", "Moving towards 3.5% in steps")):
        assert way in text(country.headline(country_page(iso3, plan=written(STEPS))).paragraphs[0])


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


TURNS = """extends = "hague-2025"
title = "First The Hague, then back"
[branch]
year = 2030
plan = "freeze"
"""


def test_a_chart_and_a_joint_share_know_that_a_plan_may_cut(written):
    """At 2.00 % each the mean weighted by GDP is 2.00 %; nobody adds, so that the largest bill is the American."""
    page = alliance_page(plan=written(CUT))
    assert "stays where it is" not in slope(page).note and "stay flat" not in paths(page).alt
    assert float(page.scorecard.joint_shares(page.now)["asked"]) == pytest.approx(2.0)
    assert "from United States with −US$" in bill_by_ally(page).alt
    largest = centres(page.ranges, page.horizon)["iso3"].tolist()
    assert "USA" in largest and "SVN" not in largest  # the part of each in a bill below zero is what it saves


def test_a_bill_below_zero_is_not_said_to_grow_less_in_dollars(written):
    """Current dollars make savings larger, as GDP grows more in them: what is below is above in amount."""
    notes = briefing_bill.bill_table(alliance_page(plan=written(CUT))).notes
    assert not any("grows less than real GDP" in note for note in notes)


def test_an_ally_that_comes_down_is_not_compared_with_its_rise(written):
    page = country_page("DEU", plan=written(CUT))
    assert "over the last three years" not in text(country_path.path(page).paragraphs[0])
    assert "or €" in text(country.tiles(page).paragraphs[1])  # less of it, without a second minus
    assert "rises to 3.50% by 2029, at €" in text(country.headline(page).paragraphs[1])


def test_an_ally_left_below_what_is_asked_is_not_said_to_be_asked_no_more(written):
    page = country_page("USA", plan=written(NOTHING), baseline="2%")
    assert "the plan leaves it there" in text(country.tiles(page).paragraphs[0])
    assert "What of it is spent already" in text(answers.answers(page).paragraphs[1])
    assert "no ally’s share rises" in str(track_record.precedent(methods_page(plan=written(NOTHING))))


def test_the_pace_is_that_of_the_years_in_which_the_share_moves(written):
    """Luxembourg, at 2.00 % in 2025, is half way to 3.5 % in 2030, where it stays: 0.75 ÷ 5 = 0.15 a year."""
    page = country_page("LUX", plan=written(TURNS), edition="2025-08")
    assert float(country_path.step(page)) == pytest.approx(0.15)
    assert page.treasury.precedent["length"] == 5
    assert "gets to 3.5% in 2029" in text(country.headline(country_page("DEU", plan=written(TURNS))).paragraphs[1])


def test_allies_of_whom_nothing_is_asked_are_not_said_to_have_reached_it():
    """The United States has pledged nothing for years ahead."""
    page = alliance_page(plan="national-pledges", edition="2025-08")
    assert "USA" in page.scorecard.having("met")
    for said in (scorecard.finding(page), scorecard.headline(page), scorecard.by_status(page)):
        assert "asked nothing" in str(said)
    assert "asked nothing" in needed(page).note and "above the target" not in bill_by_ally(page).note
    assert "names no year" in str(scorecard_ahead.changes(page))


def test_an_edition_of_one_year_without_money_claims_neither_more():
    page = alliance_page(plan="core-5", edition="2024-03")
    assert "2023e, 5.00% in 2035" in slope(page).title and "2023," not in slope(page).title
    assert "its area" not in moved(page).subtitle and "dot" not in needed(page).subtitle + needed(page).how_to_read
    assert not any("current prices" in note for note in briefing.allies_table(page).notes)
    assert "its own lower figure for 2035 covers" in text(
        of_ally(country_page("ESP", plan="core-5", edition="2024-03"))
    )


def test_what_is_spent_already_is_not_called_promised():
    """Over 2 % most of the American bill is spent already; nobody there has promised any of it."""
    labels = {column.name: column.label for column in bill_by_ally(alliance_page(baseline="2%")).columns}
    assert labels["covered"] == "Promised by the ally itself, or spent already"


@pytest.mark.parametrize(("plan", "meets"), [("hague-2025", True), (CUT, False)])
def test_a_point_is_explained_only_where_the_two_sides_meet(written, plan, meets):
    assert ("A point marks" in parity.paths(alliance_page(plan=plan if meets else written(plan))).how_to_read) == meets


def test_the_explorer_is_not_opened_at_a_plan_it_cannot_follow(written):
    """It lets no share fall and turns into no second plan: a target of 2 % would cost nothing there."""
    assert "target=" not in address(country_page("DEU", plan=written(CUT)))


@pytest.mark.parametrize("given", [{}, {"plan": "national-pledges"}, {"plan": LATE, "baseline": "2%"}])
def test_the_published_centre_is_the_one_that_scored_better_for_allies_and_for_this_bill(given):
    """So the lead and the scores of the methods say; the bill's own score hangs on the plan."""
    scores = methods_page(**given).scores_by_centre
    found = scores[scores["measure"] == "real"].pivot(index=["of", "ahead"], columns="method", values="score")
    assert len(found) == 4 and (found[PUBLISHED_METHOD] < found[ON_FORECAST]).all()
