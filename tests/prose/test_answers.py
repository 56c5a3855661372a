"""The five answers of a country page, each worked out by hand from NATO's tables of July 2026 and the IMF's of April
2026."""

import pytest

from report.pages import alliance_page, country_page
from report.prose import answers
from report.prose.country_bill import treasury
from report.prose.promised import of_allies


def told(iso3, **parameters):
    return str(answers.answers(country_page(iso3, **parameters)))


@pytest.mark.parametrize("iso3", ["DEU", "ITA", "CAN", "TUR"])
def test_a_bill_is_answered_on_all_five(iso3):
    for question in ("Promised?", "Paid how?", "Buys what?", "Worth what?", "Costed by others?"):
        assert told(iso3).count(f"**{question}**") == 1


def test_whom_nothing_more_is_asked_of_is_told_its_own_word():
    # Latvia said 5.00 % for 2026 and spends 4.92.
    text = told("LVA")
    assert (
        "its own latest figure on our record is 5.00% for 2026 (government plan), above what it spends in 2026e."
        in text
    )
    assert "Paid how?" not in text and "Buys what?" not in text


def test_a_pledge_of_both_parts_counts_on_a_condition():
    # Italy: 0.40 of 1.40 points are covered, 2/7 of 34.3 billion; the pledge of 5 % leaves nothing open if 3.5 are defence.
    text = told("ITA")
    assert "its own government plan for 2028 covers €9.80 billion, if it is kept; €24.5 billion is open." in text
    assert (
        "announcement of 5% for defence and related spending together holds the 3.5% of The Hague for defence, "
        "nothing is open." in text
    )
    assert "together holds" not in told("CAN")


def test_a_proposal_is_no_pledge():
    assert "A proposal of 5.00% for 2027 is on our record; a proposal is no pledge." in told("USA")


def test_a_deficit_is_wider_than_one_that_is_named():
    # The IMF has Germany's deficit of 2031 at 3.660 %, Norway's surplus at 6.33.
    assert "0.88 points of GDP wider than the 3.66% the IMF has for 2031" in told("DEU")
    assert "the surplus of 2035 would be 0.37 points of GDP smaller than the 6.33% the IMF has for 2031" in told("NOR")


def test_troops_cost_what_the_allys_own_do():
    # 22.86 % of 124,660 million over 183,200 people: 155,553 a head. 50,000 of them 7.78 billion, 60,000 9.33; 22.86 % of 40.3 billion pay 59,000.
    text = told("DEU")
    assert "what goes to personnel would pay for 59,000 more people" in text
    assert "the 50,000 to 60,000 that its minister named would take €7.78 billion to €9.33 billion a year" in text
    assert "minister" not in told("ITA")


def test_what_money_is_worth_at_home():
    # Türkiye's GDP: 1,640 billion at market rates of 3,981 at purchasing power is 41 %.
    assert "are 41% of American ones" in told("TUR")
    assert "American" not in told("USA")


def test_the_leading_costing_is_of_the_core_target():
    # Canada's budget officer: 159 billion, ours 167 on the IMF's faster GDP. Italy: 3.5 % of the GDP of 2024.
    assert (
        "(annual core defence spending at 3.5%): CA$159 billion, at current prices, where ours is CA$167 billion"
        in told("CAN")
    )
    assert "(annual level at 3.5%): €76.7 billion" in told("ITA")
    assert "holds no published costing" in told("LVA")


def test_an_own_plan_has_its_own_room_under_the_eus_clause():
    # 3.3 % in 2028 is 3.3 · 1.0022 = 3.307 of GDP, less 1.424 of 2021: 1.883.
    assert "On its own plan it is 1.88 points: 0.38 points beyond that limit" in str(treasury(country_page("DEU")))
    assert "On its own" not in str(treasury(country_page("LVA")))


def test_the_alliances_open_part_with_joint_pledges():
    # Of 202.2 open, Italy's 28.9, Türkiye's 15.4, Slovakia's 3.0 and Croatia's 0.7 would be covered: 154.3.
    text = str(of_allies(alliance_page()))
    assert (
        "If the pledges of Croatia, Italy, Slovakia and Türkiye to 5% for defence and related spending together" in text
    )
    assert "US$154 billion would be open." in text
