"""What the money means to Italy, Canada and Türkiye from raw figures: NATO, July 2026 (tables 1, 3, 6 and 8) and the
IMF, April 2026.

The share 2026e, spending in millions of own currency, and real GDP of 2026, 2030 and 2031; its last growth is held to
2035: (R31 ÷ R26) · (R31 ÷ R30)⁴.
"""

import pytest

from report.burdens.revisions import at_second_hand
from report.outlook import plan
from report.outlook.pledged import pledged
from report.outlook.treasury import financing
from report.outlook.worth import absorption, purchase, purchasing_power
from report.tables import load

HAGUE = "hague-2025"
ALLIES = ("ITA", "CAN", "TUR")
SHARE = {"ITA": 2.10, "CAN": 2.13, "TUR": 2.85}
SPENT = {"ITA": 48310, "CAN": 71517, "TUR": 2361913}
GROWN = {
    "ITA": (2029.516 / 1960.153) * (2029.516 / 2015.413) ** 4,  # 1.0647
    "CAN": (2765.028 / 2536.602) * (2765.028 / 2717.378) ** 4,  # 1.1685
    "TUR": (3026.865 / 2502.896) * (3026.865 / 2909.812) ** 4,  # 1.4160
}


@pytest.fixture(scope="module")
def d():
    return load("2026-07", "2026-04")


def of(frame, iso3):
    return frame[(frame["iso3"] == iso3) & (frame["year"] == 2035)].iloc[0]


def extra(iso3):
    """(3.5 − share) ÷ share of spending, grown to 2035: 34,290, 53,752 and 762,773 million."""
    return (3.5 - SHARE[iso3]) / SHARE[iso3] * SPENT[iso3] * GROWN[iso3]


@pytest.mark.parametrize(
    ("iso3", "part", "joint"),
    # Italy said 2.5 for 2028: 0.40 of 1.40 points. Canada announced 3.5. Türkiye said 5 with the related part, and nothing else.
    [("ITA", 0.40 / 1.40, 1), ("CAN", 1, 1), ("TUR", 0, 1)],
)
def test_what_is_promised(d, iso3, part, joint):
    for own, covered in (("verified", part), ("joint", joint)):
        row = of(pledged(d, HAGUE, allies=iso3, own=plan("national-pledges", pledges=own)), iso3)
        assert row["bill_ncu_m_constant"] == pytest.approx(extra(iso3))
        assert row["covered_ncu_m_constant"] == pytest.approx(covered * extra(iso3))


@pytest.mark.parametrize(
    ("iso3", "balance", "primary", "debt_before", "gdp"),
    # The IMF's figures of 2031, debt and GDP of 2030 with them: what net interest is of the debt of the year before.
    [("ITA", -2.712, 1.615, 136.490, (2597.514, 2667.920)), ("TUR", -2.683, -0.268, 28.042, (175317.184, 206935.668))],
)
def test_the_price_of_debt(d, iso3, balance, primary, debt_before, gdp):
    # Italy: 4.327 % of 2,667.9 over 136.49 % of 2,597.5 is 3.26 %. Türkiye: 10.17 %.
    row = of(financing(d, HAGUE, iso3), iso3)
    assert row["rate"] == pytest.approx(100 * (primary - balance) * gdp[1] / (debt_before * gdp[0]))
    assert row["rate_source"] == "imf" and row["balance"] == balance
    assert row["balance"] - row["balance_with"] == pytest.approx(row["extra_percent_gdp"] + row["interest_percent_gdp"])


def test_canada_pays_too_little_net_interest_to_tell_a_rate(d):
    # −0.847 + 1.524 = 0.677 % of 4,138.4 over 105.167 % of 3,991.6: 0.67 %, below 1; GDP grows by 4,138.386 ÷ 3,991.577 = 3.68 %.
    row = of(financing(d, HAGUE, "CAN"), "CAN")
    assert row["rate_source"] == "growth" and row["rate"] == pytest.approx(100 * (4138.386 / 3991.577 - 1), abs=1e-3)


@pytest.mark.parametrize(
    ("iso3", "equipment", "personnel", "forces"),
    [("ITA", 24.45, 57.10, 191.6), ("CAN", 24.99, 35.97, 77.1), ("TUR", 30.10, 36.97, 395.8)],
)
def test_what_it_buys(d, iso3, equipment, personnel, forces):
    # Italy: 57.1 % of 48,310 million over 191,600 people is 143,972 a head; 57.1 % of 34,290 million pay 136,000 of them. Canada 57,900, Türkiye 127,800.
    row, head = of(purchase(d, HAGUE, iso3), iso3), 1000 * SPENT[iso3] * personnel / 100 / forces
    assert row["equipment_ncu_m_constant"] == pytest.approx(equipment / 100 * extra(iso3))
    assert row["cost_a_head_ncu"] == pytest.approx(head)
    assert row["heads"] == pytest.approx(1e6 * personnel / 100 * extra(iso3) / head)
    # Equipment keeps its part of what is spent and grows with GDP, and takes the same part of the extra: nine years.
    now, then = (equipment / 100 * amount for amount in (SPENT[iso3], SPENT[iso3] * GROWN[iso3] + extra(iso3)))
    assert of(absorption(d, HAGUE, iso3), iso3)["rise_a_year"] == pytest.approx((then - now) / 9)


@pytest.mark.parametrize(
    ("iso3", "market", "ppp", "spent"),
    [("ITA", 2738.164, 3871.906, 56968), ("CAN", 2507.340, 2910.718, 52455), ("TUR", 1640.223, 4025.249, 47636)],
)
def test_what_it_is_worth(d, iso3, market, ppp, spent):
    # 0.71, 0.86 and 0.41 of American prices.
    row = purchasing_power(d, HAGUE, iso3).iloc[0]
    assert row["price_level"] == pytest.approx(market / ppp)
    assert row["spend_ppp_m"] == pytest.approx(spent * ppp / market)


def test_first_estimates_at_second_hand(d):
    # Croatia 2016: first 1.23, now 1.59; 2021: first 2.79, now 1.97. The United States 2022: first 3.47, now 3.20. A list of allies at 2 % is no record of all.
    table = at_second_hand(d).set_index("edition")
    assert table.loc[["2016-07", "2021-06", "2022-06"], "largest"].tolist() == pytest.approx([0.36, 0.82, 0.27])
    assert table.loc[["2016-07", "2021-06", "2022-06"], "ally"].tolist() == ["HRV", "HRV", "USA"]
    assert table.query("sample == 'all allies'").index.tolist() == ["2016-07", "2017-06"]
    assert table.loc[["2016-07", "2017-06"], "median"].tolist() == pytest.approx([0.06, 0.065])
