"""What a reader is told of a range: what it is made of, which half deserves more weight, and where its ends say nothing."""

import numpy as np
import pytest

from report.outlook.lineage_risk import below
from report.outlook.past_errors import Lean, below_forecast, errors_of
from report.outlook.stretch import stretch
from report.pages import alliance_page, country_page
from report.prose import briefing, country, parity, ranges, related
from report.prose.ranges import are_too_far_apart, caution, lean


def test_the_caution_says_what_was_done_to_the_errors_and_by_how_much_they_were_widened(d):
    told = str(caution(alliance_page()))
    for words in (
        "their mean is taken off",
        "pulled towards the size typical",
        "high inflation are set aside",
        "around the IMF’s path",
    ):
        assert words in told
    near, far = stretch(errors_of(d, "04"), 2026)[[1, 9]]
    assert f"multiplied by {near:.2f} one year ahead, rising to {far:.2f} by 2035" in told
    assert "(methods.html)" in told and "(../methods.html)" in str(caution(country_page("NLD")))


def test_beside_the_headline_stands_how_its_sum_came_out_as_many_years_ahead():
    # 27 vintages, 1990 to 2016, have an outcome nine years on; of the sum weighed by this bill all fell short, by 7.3 % on average.
    page = alliance_page()
    told = str(lean(page))
    assert "nine years ahead" in told and "in 27 of 27 vintages since 1990, 7.3% lower on average" in told
    assert told in str(briefing.headline(page)) and told in str(caution(page))
    assert "they are about three independent ones" in str(caution(page))
    share = below_forecast(page.d, "04")
    assert 60 < share < 70 and f"and {share:.0f}% of single allies’" in str(caution(page))


def test_a_country_is_told_its_own_record_and_not_that_of_all():
    turkish, french = (str(caution(country_page(iso3))) for iso3 in ("TUR", "FRA"))
    assert "below that path 44% of the time" in turkish and "17 of 27 vintages on record, 2.5% lower" in turkish
    assert "in the early ones neither does" in turkish
    assert "below that path 88% of the time" in french and "27 of 27 vintages" in french
    assert "So the lower part of a range deserves more weight than the upper." in french


def test_the_panel_says_the_same(d):
    how = alliance_page().bill("NATO_TOTAL", "core", "extra_usd_m_constant").band.how
    assert f"below the IMF’s path {below(d)} of the time" in how and "without their mean" in how and "widened" in how
    own = alliance_page().bill("TUR", "core", "extra_usd_m_constant").band.how
    assert "below the IMF’s path 44% of the time" in own


@pytest.mark.parametrize(
    ("low", "high", "apart"), [(238, 22_800, True), (392, 491, False), (1, 5, False), (0, 9, False)]
)
def test_ends_more_than_five_times_apart_are_not_printed(low, high, apart):
    assert are_too_far_apart(low, high) == apart


def test_turkish_amounts_are_given_at_constant_prices_and_the_panel_keeps_the_ends():
    page = country_page("TUR")
    told, table = str(country.bill(page)), country.bill_range_table(page)
    assert "Inflation makes amounts at current national prices too uncertain to give." in told
    assert "At current prices the same rise" not in told and "extra_ncu_m_high" not in table.frame
    # Nor does the table of amounts print what cannot be ranged; why dollars of 2027 are fewer than those of 2026 is said.
    bill = country.bill_table(page)
    assert not {"level_ncu_m", "extra_ncu_m"} & {column.name for column in bill.columns}
    assert any("2027 to 2028" in note and "loses more against the dollar" in note for note in bill.notes)
    band = page.bill("TUR", "core", "extra_ncu_m").band
    assert band.high / band.low > 5


def test_others_are_told_in_money_of_the_year():
    page = country_page("NLD")
    assert "At current prices the same rise is €" in str(country.bill(page))
    assert "extra_ncu_m_high" in country.bill_range_table(page).frame


def test_half_of_the_related_part_has_half_of_its_range():
    page = alliance_page()
    upper = page.bill("NATO_TOTAL", "related", "extra_usd_m_constant")
    half = related.part_new(page, upper, 0.5)
    assert (half.band.low, half.band.high) == (upper.band.low / 2, upper.band.high / 2)


def test_headline_tiles_name_prices_and_baseline_where_there_is_something_to_pay():
    assert str(country.figures(country_page("NLD"))).count("at 2026 prices, over holding") == 2
    assert "over holding" not in str(country.figures(country_page("EST")))


def test_a_part_of_the_draws_says_what_is_drawn_and_how_far_drawing_may_be_off():
    # √(p (1 − p) ÷ 10,000) of 23 %: 0.42 points.
    page = alliance_page()
    told = str(parity.parity(page))
    part = 100 * np.isfinite(page.ranges.parity_years(page.parity["year"].astype(int).tolist())).mean()
    assert f"in {part:.0f}% of the draws, give or take 0.4 points" in told
    assert "growth alone is drawn and exchange rates are held" in told
    (fact,) = [fact for fact in parity.parity(page).facts().values() if fact.label == "part of the draws with parity"]
    assert fact.source_rows() and "PCG64" in " ".join(given.formula for given in fact.inputs)


def test_records_of_which_the_same_is_printed_lean_alike() -> None:
    """54.8 % and 55.3 % are both printed as 55 %; 54.4 % is not."""
    near = {value: Lean(value, 146, 9, 24, 18, -13.6) for value in (54.4, 54.8, 55.3)}  # 18 of 24: 75 % far ahead
    verdicts = {value: ranges._verdict(found) for value, found in near.items()}
    assert verdicts[54.8] == verdicts[55.3] == "So the lower part of a range deserves more weight than the upper."
    assert "in the early ones neither does" in verdicts[54.4]
