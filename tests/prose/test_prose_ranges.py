"""What a reader is told of a range: what it is made of, which half deserves more weight, and where its ends say nothing."""

import pandas as pd
import pytest

from report.outlook.agreed import rise_left_out
from report.outlook.lineage_risk import below
from report.outlook.past_errors import below_forecast, errors_of
from report.outlook.stretch import stretch
from report.pages import alliance_page, country_page
from report.prose import briefing, country, related
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
    # 27 vintages, 1990 to 2016, have an outcome nine years on; of the sum weighed by this bill all fell short, by 7.6 % on average.
    page = alliance_page()
    told = str(lean(page))
    assert "nine years ahead" in told and "in 27 of 27 vintages since 1990, 7.6% lower on average" in told
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
    assert "in national currency at the prices of 2026" in told and "too uncertain to range" in told
    assert "trillion" not in told and "extra_ncu_m_high" not in table.frame
    # Nor does the table of amounts print what cannot be ranged; why dollars of 2027 are fewer than those of 2026 is said.
    bill = country.bill_table(page)
    assert not {"level_ncu_m", "extra_ncu_m"} & {column.name for column in bill.columns}
    assert any("2027 to 2028" in note and "loses more against the dollar" in note for note in bill.notes)
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


def test_every_ally_with_forces_has_the_ranges_of_all_its_amounts():
    page = country_page("EST")
    amounts, parts = country.bill_range_table(page), country.range_share_table(page)
    last = amounts.frame.set_index("year").loc[2035]
    # Growth moves related spending as it moves core: 914 by −27.5 % and +29.9 %.
    related = last["related_extra_usd_m_constant"]
    share = parts.frame.set_index("year").loc[2035]
    assert last["related_extra_usd_m_constant_low"] == pytest.approx(related * (1 + share["usd_m_constant_low"] / 100))
    assert last["related_extra_usd_m_constant_high"] == pytest.approx(
        related * (1 + share["usd_m_constant_high"] / 100)
    )
    assert share["ncu_m_high"] > share["usd_m_constant_high"] > 0 > share["usd_m_constant_low"]
    assert "80% range US$663 million to US$1.19 billion" in str(country.bill(page))
    assert country.range_share_table(country_page("ISL")) is None


def test_sums_name_their_years_and_prices():
    told = str(country.bill(country_page("DEU")))
    assert "Summed over 2027–2035 it comes to" in told and told.count("at 2026 prices and exchange rates") == 3
    assert "a year by 2035" in told


def test_the_two_lines_are_told_apart():
    # Portugal: the costing path asks 2.10 + 1.40/9 = 2.26 in 2027, the checking line 2.01 + 1.49·2/10 = 2.31.
    told = str(country.bill(country_page("PRT")))
    assert "asks 2.26% in 2027" in told and "asks 2.31% then" in told
    assert "checking line" not in str(country.bill(country_page("EST")))


def test_peers_have_a_range_for_what_is_projected():
    table = country.peers_table(country_page("TUR")).frame.set_index("iso3")
    assert (table.loc["NLD", "head_low"] < table.loc["NLD", "head"]) and (
        table.loc["NLD", "head"] < table.loc["NLD", "head_high"]
    )


def test_all_columns_of_the_alliances_bill_have_ends():
    page = alliance_page()
    for table in (briefing_bill.bill_table(page), briefing_bill.bill_in_all_table(page)):
        names = [column.name for column in table.columns]
        money = [name for name in names if f"{name}_low" in names]
        assert set(names) == {
            "ally",
            "share",
            *money,
            *(f"{name}_{end}" for name in money for end in ("low", "high")),
        } & set(names)
        assert len(names) - len(money) * 3 == (2 if "share" in names else 1)


def test_the_rise_before_the_bill_is_told_with_its_amount():
    # Shares of 2025e and 2026e at the GDP of 2026e: Portugal (2.10 − 2.01)/2.10 · 7,957 = 341; all allies 70,921; the United States none (3.17 twice).
    page = alliance_page()
    found = since_agreed(page)
    assert float(found.rise) == pytest.approx(70_921, abs=1)
    assert float(found.headline) == pytest.approx(522_550, abs=1)
    assert found.headline.band.low < float(found.headline) < found.headline.band.high
    assert "Not in these sums is the rise" in str(briefing_bill.bill(page))
    # A bill over another baseline than the last shares, or a plan agreed in no earlier year, leaves nothing out.
    assert since_agreed(alliance_page(baseline="2%")) is None
    assert since_agreed(alliance_page(edition="2025-08", macro="2025-10")) is None


def test_one_ally_by_hand():
    core = pd.DataFrame({"share_gdp": [2.10], "level": [7957.0], "base_share": [2.10]}, index=["PRT"])
    assert rise_left_out(core, pd.Series({"PRT": 2.01}))["PRT"] == pytest.approx(341.0, abs=0.1)
