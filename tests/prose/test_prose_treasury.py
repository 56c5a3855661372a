"""What the plan means to a treasury, in sentences: each says what is so for its ally, and nothing where there is nothing to say."""

import re

import pytest

from report.pages import alliance_page, country_page
from report.prose import treasury as prose
from report.prose.treasury import _years

EU = ("BEL", "DEU", "EST", "ESP", "NLD", "SWE")
OUTSIDE = ("ALB", "CAN", "GBR", "ISL", "MKD", "MNE", "NOR", "TUR", "USA")


def told(iso3: str) -> str:
    return str(prose.treasury(country_page(iso3)))


@pytest.mark.parametrize("iso3", OUTSIDE)
def test_outside_the_eu_nothing_is_said_of_its_clause(iso3):
    assert "escape clause" not in told(iso3) and "EU" not in told(iso3)


@pytest.mark.parametrize("iso3", EU)
def test_in_the_eu_the_clause_is_told_once(iso3):
    assert told(iso3).count("escape clause for defence for") == 1


def test_the_council_has_acted_for_some_and_not_for_others():
    assert "The Council has activated the EU’s escape clause for defence for Estonia." in told("EST")
    assert "The Council has not activated the EU’s escape clause for defence for the Netherlands." in told("NLD")


def test_a_rise_within_the_room_and_one_beyond_it():
    # 1.46 points since 2021 fit into 1.5; Estonia's 3.08 exceed it by 1.58.
    assert "the core share is 1.46 points above that by then: within the room." in told("NLD")
    assert "the core share is 3.08 points above that by then: beyond the room by 1.58 points." in told("EST")


def test_the_dutch_accounts_in_a_sentence():
    # The figures of tests/pages/test_treasury.py, as they are printed.
    text = told("NLD")
    assert (
        "the extra for core defence is 0.82% of GDP, 1.8% of what government takes in and 1.7% of what it spends"
        in text
    )
    assert "would take the budget balance from −2.61% to −3.43% of GDP" in text
    assert "debt is 4.08 points of GDP higher by then, on top of the 48% the IMF has" in text
    assert "One point of NATO’s share of GDP is €10.8 billion a year, €596 for each inhabitant, in 2026e." in text
    # k is 0.885: 10.81 ÷ 0.885 = 12.2.
    assert "One per cent of GDP at current prices is €12.2 billion: NATO’s share is of real GDP" in text
    assert "seven years of such rises" in text


def test_an_ally_past_the_target_is_asked_for_nothing_more():
    text = told("EST")
    assert text.startswith("Core spending asks nothing more of the treasury under this plan.")
    assert "budget balance" not in text and "past rises" not in text and "such rises" not in text


def test_iceland_reads_sensibly():
    iceland = country_page("ISL")
    assert told("ISL") == "Core spending asks nothing of a treasury without forces to pay for."
    assert prose.precedent(iceland) is None


def test_a_pace_nobody_needs_has_no_precedent_told():
    assert prose.precedent(country_page("EST")) is None
    assert "spans of nine years" in str(prose.precedent(country_page("NLD")))


@pytest.mark.parametrize(
    ("number", "words"), [(0.4, "less than a year"), (1.2, "a year"), (7.4, "seven years"), (17.0, "17 years")]
)
def test_years_of_past_rises_in_words(number, words):
    assert _years(number) == words


@pytest.mark.parametrize("iso3", sorted(alliance_page().names))
def test_no_ally_gets_a_sentence_with_holes(iso3):
    text = f"{told(iso3)} {prose.precedent(country_page(iso3)) or ''}"
    assert not re.search(r"\bnan\b|\binf\b|–%|\.\.|  ", text), text
