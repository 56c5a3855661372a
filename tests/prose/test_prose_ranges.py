"""What a page says of a range: what it is made of and centred on, and where its ends say nothing."""

import numpy as np
import pytest

from report.facts import Band
from report.outlook.range_facts import below
from report.pages import alliance_page, country_page
from report.prose import briefing, briefing_bill, country, country_bill, parity, ranges
from report.prose.ranges import bias


def test_beside_the_headline_stands_how_its_sum_came_out_as_many_years_ahead():
    # 27 vintages, 1990 to 2016, have an outcome nine years on; of the sum weighed by this bill all fell short, by 7.3 % on average.
    page = alliance_page()
    told = str(bias(page))
    assert (
        "nine years on" in told
        and "in 27 of 27 vintages since 1990, whose periods overlap, 7.3% lower on average" in told
    )
    assert told in str(briefing.range_note(page))


def test_beside_the_headline_stands_its_range_around_the_forecast():
    page = alliance_page()
    bill = page.bill("NATO_TOTAL", "core", "extra_usd_m_constant")
    fact = ranges.beside(bill)
    assert str(fact) == f"US${bill.band.beside[0] / 1000:.0f} to {bill.band.beside[1] / 1000:.0f} billion"
    assert str(fact) in str(bias(page)) and bill.record()["band"]["beside"] == str(fact)


def test_where_a_figure_lies_outside_its_range_the_sentence_says_so():
    page = country_page("FRA")
    bill = page.bill("FRA", "core", "extra_usd_m_constant")
    assert float(bill) > bill.band.high and "lies above it" in str(country.note(page))
    german = country_page("DEU")
    assert ranges.side(german.bill("DEU", "core", "extra_usd_m_constant")) == ""
    assert "lies above it" not in str(country.note(german))


def test_the_panel_says_the_same(d):
    band = alliance_page().bill("NATO_TOTAL", "core", "extra_usd_m_constant").band
    assert band.name == "likely range (growth only)"
    assert f"was below the IMF’s path {below(d)} of the time" in band.how and "widened" in band.how
    own = alliance_page().bill("TUR", "core", "extra_usd_m_constant").band.how
    assert "was below the IMF’s path 44% of the time" in own


@pytest.mark.parametrize(
    ("low", "high", "apart"), [(238, 22_800, True), (392, 491, False), (1, 5, False), (0, 9, False)]
)
def test_ends_more_than_five_times_apart_are_not_printed(low, high, apart):
    assert Band(low, high, 80, "growth", "drawn").is_open == apart


def test_turkish_amounts_are_given_at_constant_prices_and_the_panel_keeps_the_ends():
    page = country_page("TUR")
    bill = country_bill.bill_table(page)
    # The table does not print what cannot be ranged; why dollars of 2027 are fewer than those of 2026 is said.
    assert not {"level_ncu_m", "extra_ncu_m"} & set(bill.frame)
    assert any("too uncertain to range" in note for note in bill.notes)
    assert {"extra_ncu_m", "extra_ncu_m_high"} <= set(country_bill.bill_table(country_page("NLD")).frame)
    assert "at 2026 prices" in str(country.headline(country_page("TUR", prices="current")))
    assert any("2027 to 2028" in note and "loses more against the dollar" in note for note in bill.notes)
    band = page.bill("TUR", "core", "extra_ncu_m").band
    assert band.high / band.low > 5


def test_half_of_the_related_part_has_half_of_its_range():
    page = alliance_page()
    upper = page.bill("NATO_TOTAL", "related", "extra_usd_m_constant")
    half = briefing_bill.part_new(page, upper, 0.5)
    assert (half.band.low, half.band.high) == (upper.band.low / 2, upper.band.high / 2)


def test_a_part_of_the_draws_says_what_is_drawn_and_how_far_drawing_may_be_off():
    # √(p (1 − p) ÷ 10,000) of 12 %: 0.32 points.
    page = alliance_page()
    told = str(parity.parity(page))
    part = 100 * np.isfinite(page.ranges.parity_years(page.parity["year"].astype(int).tolist())).mean()
    assert f"in {part:.0f}% of the draws, give or take 0.3 points" in told
    assert "growth alone is drawn and exchange rates are held" in told
    (fact,) = [fact for fact in parity.parity(page).facts().values() if fact.label == "part of the draws with parity"]
    assert fact.source_rows() and "PCG64" in " ".join(given.formula for given in fact.inputs)
