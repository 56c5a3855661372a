"""What the money is worth, by hand: NATO, July 2026 (spending 2026e, US$ million: United States 1,032,849, Germany
147,002, Latvia 2,637, Canada 52,455) and the IMF, April 2026."""

import pytest

from report.outlook import cost
from report.outlook.worth import exchange_rates, purchasing_power, yardsticks
from report.tables.errors import ReportError

HAGUE = "hague-2025"


@pytest.mark.parametrize(("ally", "spent"), [("DEU", 147002), ("LVA", 2637), ("CAN", 52455), ("TUR", 47636)])
def test_spending_over_the_price_level(d, ally, spent):
    row = purchasing_power(d, HAGUE, ally).iloc[0]
    imf = d.macro_panel.loc[(ally, 2026)]
    assert row["price_level"] == pytest.approx(imf["NGDPD"] / imf["PPPGDP"])
    assert row["spend_usd_m"] == pytest.approx(spent)
    assert row["spend_ppp_m"] == pytest.approx(spent * imf["PPPGDP"] / imf["NGDPD"])


def test_the_united_states_at_both(d):
    table = purchasing_power(d, HAGUE).set_index("iso3")
    # 1,032,849 of 1,809,913 is 57.07 %; Europe and Canada buy for 1,067 billion at their prices: 1,032.8 ÷ 2,100.1 = 49.2 %.
    assert table.at["USA", "spend_percent"] == pytest.approx(100 * 1032849 / 1809913, abs=1e-3)
    assert table.at["USA", "spend_ppp_percent"] == pytest.approx(49.2, abs=0.05)
    assert table.at["NATO_EUR_CAN", "spend_ppp_m"] == pytest.approx(
        table.drop(["NATO_TOTAL", "NATO_EUR_CAN", "USA"])["spend_ppp_m"].sum()
    )


def test_a_dearer_dollar(d):
    # 777,064 ÷ 1.1 = 706,422; 1,032,849 ÷ (1,032,849 + 706,422) = 59.4 %; the bill of the others ÷ 1.1, the American one as it is.
    table = exchange_rates(d, HAGUE).set_index("dollar_percent")
    assert table.at[10, "spend_usd_m"] == pytest.approx(777064 / 1.1)
    assert table.at[10, "us_percent"] == pytest.approx(59.385, abs=1e-3)
    us = table.at[0, "bill_all_usd_m"] - table.at[0, "bill_usd_m"]
    assert table.at[10, "bill_all_usd_m"] == pytest.approx(table.at[0, "bill_usd_m"] / 1.1 + us)
    with pytest.raises(ReportError, match="−100"):
        exchange_rates(d, HAGUE, changes=[-100])


def test_germany_in_terms_people_know(d):
    row = yardsticks(d, HAGUE, "DEU").query("year == 2035").iloc[0]
    bill = cost(d, HAGUE, allies="DEU").query("year == 2035 and component == 'core'").iloc[0]
    assert row["per_head"] == pytest.approx(bill["extra_ncu_m_constant"] / bill["population_m"])
    # 59,554 in 2023 and 100,681 in 2026 at prices of 2021: 13,709 a year, 16,974 at those of 2026 (124,660 ÷ 100,681).
    assert row["own_rise"] == pytest.approx((100681 - 59554) / 3 * 124660 / 100681)
    assert row["years_of_rise"] == pytest.approx(bill["extra_ncu_m_constant"] / row["own_rise"])
    # 0.812 % of GDP of a revenue of 47.982.
    assert row["percent_revenue"] == pytest.approx(1.692, abs=1e-3)


def test_canada_and_latvia(d):
    rows = yardsticks(d, HAGUE, "CAN LVA").query("year == 2035").set_index("iso3")
    # Canada: (60,495 − 35,039) ÷ 3 · 71,517 ÷ 60,495 = 10,031 a year, of which the bill takes 5.4.
    assert rows.at["CAN", "own_rise"] == pytest.approx((60495 - 35039) / 3 * 71517 / 60495)
    assert rows.at["CAN", "years_of_rise"] == pytest.approx(5.36, abs=0.01)
    assert rows.loc["LVA", ["per_head", "percent_revenue", "years_of_rise"]].eq(0).all()


def test_an_unknown_component_is_refused(d):
    with pytest.raises(ReportError, match="component"):
        yardsticks(d, HAGUE, "DEU", component="cor")
