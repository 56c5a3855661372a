"""What the plan means to a treasury, in sentences: each says what is so for its ally, and nothing where there is nothing to say."""

import re

import pytest

from report.pages import alliance_page, country_page
from report.prose import treasury as prose
from report.prose.country_special import special
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
    assert (
        told(iso3).count("The EU’s escape clause for defence") + told(iso3).count("activated the EU’s escape clause")
        == 1
    )


def test_the_council_has_acted_for_some_and_not_for_others():
    assert "The Council has activated the EU’s escape clause for defence for Estonia." in told("EST")
    text = told("NLD")
    assert (
        "escape clause for defence is not activated for the Netherlands on our record, so there is no room to use."
        in text
    )
    assert ": on NATO’s figures" in text and "within the room, too near its end to say." in text


def test_a_rise_within_the_room_and_one_beyond_it():
    # Germany's 1.45 points since 2021 fit into 1.5 by 0.05, less than accounts differ; Estonia's 3.11 exceed it by 1.61.
    assert (
        "core spending is 1.45 points above that by then: on NATO’s figures 0.05 points within the room, too near"
        in told("DEU")
    )
    assert "core spending is 3.11 points above that by then: beyond the room by 1.61 points." in told("EST")
    assert "on NATO’s figures 0.31 points beyond the room, too near its end to say." in told("SWE")
    assert "With 2028 the clause ends on our record" in told("SWE")


def test_luxembourg_is_told_on_gdp_where_ratios_are_of_gdp_and_on_its_income_where_natos_share_is():
    # 1.47 points of gross national income are 0.98 % of GDP; since 2021 a rise of 1.10, not of 1.89.
    text = told("LUX")
    assert "the extra for core defence is 0.98% of GDP." in text and "that is 2.1% of what government takes in" in text
    assert "a budget balance of −3.07% of GDP to −4.05%" in text and "debt is 4.89 points of GDP higher" in text
    assert "NATO’s denominator for Luxembourg, gross national income, is 66.4% of that GDP in 2026e" in text
    assert "One point of NATO’s share of gross national income is €623 million a year" in text
    assert "core spending is 1.10 points above that by then: on NATO’s figures 0.40 points within the room" in text
    assert "across NATO’s change from GDP to gross national income in 2023" in str(prose.precedent(country_page("LUX")))
    assert "**Break in the series.**" in str(special(country_page("LUX")))


@pytest.mark.parametrize("iso3", ["DEU", "LUX", "TUR", "USA"])
def test_vintage_upper_bound_and_want_of_a_range_are_said(iso3):
    text = told(iso3)
    assert (
        "those of the IMF World Economic Outlook, April 2026" in text
        and "ratios end in 2031; held from then on" in text
    )
    assert "an upper bound" in text and "None of this carries a range: points of GDP follow from the plan alone" in text
    assert "at 2026 prices and exchange rates" in text and "constant prices" not in text


def test_years_of_past_rises_have_the_range_of_the_extra():
    extra = country_page("DEU").bill("DEU", "core", "extra_usd_m_constant").band
    yearly = float(country_page("DEU").treasury.increases("past_increase_usd_m"))
    assert (
        f"6.4 years of such rises (likely range, growth only: {extra.low / yearly:.1f} to {extra.high / yearly:.1f} years)."
        in told("DEU")
    )


def test_parameters_of_the_debt_path_are_told_as_assumptions_with_their_ground():
    facts = {fact.label: fact for fact in prose.treasury(country_page("DEU")).facts().values()}
    interest, growth = facts["interest on the added debt"], facts["effect of the extra on growth"]
    assert interest.status == growth.status == "assumption"
    assert "Blanchard (2019)" in interest.formula and "Ramey and Zubairy (2018)" in growth.formula


def every(facts):
    """Facts with all that went into them."""
    for fact in facts:
        yield fact
        yield from every(fact.inputs)


@pytest.mark.parametrize("iso3", ["DEU", "LUX", "TUR"])
def test_one_id_stands_for_one_fact(iso3):
    page, known = country_page(iso3), {}
    shown = [
        *prose.treasury(page).facts().values(),
        *prose.precedent(page).facts().values(),
        *special(page).facts().values(),
    ]
    for fact in every(shown):
        assert known.setdefault(fact.id, fact.record()) == fact.record(), fact.label


def test_a_plan_that_asks_nothing_at_all_is_told_in_one_sentence():
    text = str(prose.treasury(country_page("LUX", plan="freeze")))
    assert text.startswith("Neither core nor related spending asks anything more of the treasury under this plan.")


def test_an_edition_without_gdp_says_that_the_imfs_stands_in():
    text = str(prose.treasury(country_page("LUX", edition="2025-08")))
    assert (
        "which stands in for NATO’s denominator for Luxembourg, gross national income: this edition does not print it"
        in text
    )


def test_the_dutch_accounts_in_a_sentence():
    # The figures of tests/pages/test_treasury.py, as they are printed.
    text = told("NLD")
    assert (
        "the extra for core defence is 0.81% of GDP. The IMF’s fiscal ratios end in 2031; held from then on, that is "
        "1.8% of what government takes in and 1.7% of what it spends" in text
    )
    assert "would take a budget balance of −2.61% of GDP to −3.42%" in text
    assert "debt is 4.05 points of GDP higher by then, beside a ratio of 48% in 2031" in text
    assert (
        "One point of NATO’s share of GDP is €10.8 billion a year, €596 for each inhabitant, at current prices, in 2026e."
        in text
    )
    # k is 0.885: 10.81 ÷ 0.885 = 12.2.
    assert "One per cent of GDP at current prices is €12.2 billion: NATO’s share is of real GDP" in text
    assert "7.4 years of such rises" in text


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
    ("number", "words"),
    [(0.4, "less than a year"), (1.0, "a year"), (1.2, "1.2 years"), (7.4, "7.4 years"), (17.0, "17.0 years")],
)
def test_years_of_past_rises_in_words(number, words):
    assert _years(number) == words


@pytest.mark.parametrize("iso3", sorted(alliance_page().names))
def test_no_ally_gets_a_sentence_with_holes(iso3):
    text = f"{told(iso3)} {prose.precedent(country_page(iso3)) or ''}"
    assert not re.search(r"\bnan\b|\binf\b|–%|\.\.|  ", text), text
