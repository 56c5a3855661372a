"""SIPRI beside NATO, by hand: NATO, July 2026, prints US$ 47,136 million for Canada in 2025e, SIPRI 37.5 billion."""

import pytest

from report.burdens.revisions import LARGE, beside_sipri
from report.tables import load


@pytest.fixture(scope="module")
def d():
    return load("2026-07", "2026-04")


def test_canadas_fiscal_year_is_part_of_the_difference(d):
    # 37,500 ÷ 47,136 = 0.7956: 20.4 % less. A quarter of 43,917 and three of 65,901 are 60,405, 8.3 % less than 65,901. GDP: 37.5 ÷ 1.6 % is 2,344 billion,
    # 47.136 ÷ 2.03 % is 2,322: 0.9 % more, within what the rounding of 1.6 leaves. 0.7956 ÷ 0.9166 ÷ 1.0094 leaves 14.0 %.
    row = beside_sipri(d).set_index("iso3").loc["CAN"]
    assert row["difference_percent"] == pytest.approx(100 * (37500 / 47136 - 1))
    assert row["calendar_percent"] == pytest.approx(100 * (0.25 * 43917 / 65901 - 0.25))
    assert row["rate_percent"] == pytest.approx(100 * (37500 / 1.6 / (47136 / row["nato_share_gdp"]) - 1))
    assert row["unexplained_percent"] == pytest.approx(-14.0, abs=0.1)


def test_turkiyes_difference_is_not_one_of_exchange_rates(d):
    # 30.0 ÷ 1.9 % and 37.28 ÷ 2.33 % of GDP: 1,579 and 1,600 billion, 1.3 % apart; the shares are 18 % apart.
    row = beside_sipri(d).set_index("iso3").loc["TUR"]
    assert abs(row["rate_percent"]) < 2 and row["unexplained_percent"] < -18


def test_germany_and_the_united_states_are_near(d):
    # 114,000 ÷ 112,141 and 954,000 ÷ 975,824.
    rows = beside_sipri(d).set_index("iso3")["difference_percent"]
    assert rows[["DEU", "USA"]].tolist() == pytest.approx([1.66, -2.24], abs=0.005)


def test_every_large_difference_has_a_note_and_no_small_one(d):
    rows = beside_sipri(d)
    assert ((rows["difference_percent"].abs() > LARGE) == (rows["note"] != "")).all()


def test_an_edition_without_the_year_has_none(edition):
    assert beside_sipri(edition("2024-06")).empty
