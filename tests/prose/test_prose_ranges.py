"""What a reader is told of a range: what it is made of, which half deserves more weight, and where its ends say nothing."""

import pytest

from report.outlook.lineage_risk import below
from report.outlook.past_errors import below_forecast
from report.pages import alliance_page, country_page
from report.prose import country, related
from report.prose.ranges import are_too_far_apart, caution


def test_the_caution_says_what_was_done_to_the_errors_and_how_often_growth_fell_short(d):
    told = str(caution(alliance_page()))
    for words in ("their mean is taken off", "pulled towards the size typical", "high inflation are set aside"):
        assert words in told
    share = below_forecast(d, "04")
    assert 60 < share < 70 and f"{share:.0f}% of the time" in told and str(below(d)) in told
    assert "(methods.html)" in told and "(../methods.html)" in str(caution(country_page("NLD")))


def test_the_panel_says_the_same(d):
    how = alliance_page().bill("NATO_TOTAL", "core", "extra_usd_m_constant").band.how
    assert f"below the IMF’s path {below(d)} of the time" in how and "without their mean" in how


@pytest.mark.parametrize(
    ("low", "high", "apart"), [(238, 22_800, True), (392, 491, False), (1, 5, False), (0, 9, False)]
)
def test_ends_more_than_five_times_apart_are_not_printed(low, high, apart):
    assert are_too_far_apart(low, high) == apart


def test_turkish_amounts_are_given_at_constant_prices_and_the_panel_keeps_the_ends():
    page = country_page("TUR")
    told, table = str(country.bill(page)), country.bill_range_table(page)
    assert "in national currency at the prices of 2026" in told and "too uncertain to range" in told
    assert "trillion" not in told and "extra_ncu_m_high" not in table.frame
    band = page.bill("TUR", "core", "extra_ncu_m").band
    assert band.high / band.low > 5


def test_others_are_told_in_money_of_the_year():
    page = country_page("NLD")
    assert "in national currency at the prices of that year" in str(country.bill(page))
    assert "extra_ncu_m_high" in country.bill_range_table(page).frame


def test_half_of_the_related_part_has_half_of_its_range():
    page = alliance_page()
    upper = page.bill("NATO_TOTAL", "related", "extra_usd_m_constant")
    half = related._half(upper)
    assert (half.band.low, half.band.high) == (upper.band.low / 2, upper.band.high / 2)


def test_headline_tiles_name_prices_and_baseline_where_there_is_something_to_pay():
    assert str(country.figures(country_page("NLD"))).count("at 2026 prices and exchange rates, over holding") == 2
    assert "over holding" not in str(country.figures(country_page("EST")))
