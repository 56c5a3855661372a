"""How the extra is paid, in small economies worked by hand and for allies from the July 2026 and April 2026 tables."""

import numpy as np
import pandas as pd
import pytest

from report.outlook.treasury import debt_path, financed, financing, implied_rates, treasury
from report.tables import load
from report.tables.errors import ReportError

ALL = (1.0, 0.0, 0.0)
"""All of it borrowed."""


@pytest.fixture(scope="module")
def d():
    return load("2026-07", "2026-04")


def path(extra: list[float], gdp: list[float], rate: float = np.nan):
    size = len(extra)
    return pd.DataFrame(
        {
            "iso3": "AAA",
            "year": range(2026, 2026 + size),
            "component": "core",
            "extra_ncu_m": extra,
            "gdp_ncu_m": gdp,
            "currency": "EUR",
            "rate": rate,
            "rate_source": "given",
            "debt": 50.0,
            "revenue": 40.0,
            "spending": 43.0,
            "balance": -3.0,
        }
        | {"extra_percent_gdp": 100 * np.array(extra) / np.array(gdp)}
    )


def test_at_an_interest_rate_equal_to_growth_the_shares_add_up():
    # 1 % of GDP in the base year, spent already, and in each of three years after it: 0, 1, 2, 3 points.
    gdp = [100.0, 110.0, 121.0, 133.1]
    found = financed(path([1.0, 1.1, 1.21, 1.331], gdp), ALL, multiplier=0, growth=0)
    assert found["added_pp"].tolist() == pytest.approx([0, 1, 2, 3])


def test_interest_by_hand():
    # Added debt 1; then 1·1.05 + 1 = 2.05 on a GDP of 100: 2.05 points; interest 0.05.
    found = financed(path([0.0, 1.0, 1.0], [100.0] * 3, rate=5), ALL, multiplier=0, growth=0)
    assert found["added_pp"].tolist() == pytest.approx([0, 1, 2.05])
    assert found["interest_percent_gdp"].tolist() == pytest.approx([0, 0, 0.05])


def test_a_multiplier_returns_revenue_and_enlarges_gdp():
    # Extra 1, multiplier 0.5, revenue 40 %: 1·(1 − 0.2) = 0.8 borrowed; GDP 100·1.005; (50 + 0.8)/100.5 = 50.547.
    found = financed(path([0.0, 1.0], [100.0, 100.0]), ALL, multiplier=0.5, growth=0)
    assert found["debt_with"].iloc[1] == pytest.approx(50.547, abs=5e-4)


def test_growth_shrinks_the_ratio():
    # One point more growth: in the second year after the base year GDP and extra are 1.01² as large, old debt in money the same.
    found = financed(path([0.0, 1.0, 1.0], [100.0] * 3, rate=0), ALL, multiplier=0, growth=1)
    assert found["debt_with"].iloc[2] == pytest.approx((50 + 1.01 + 1.0201) / 1.0201)


def test_debt_paths_start_at_the_weo(d):
    found = debt_path(d, "hague-2025", ["ITA", "DEU"]).set_index(["iso3", "year"])
    assert found.at[("ITA", 2026), "debt_with"] == pytest.approx(d.macro_panel.at[("ITA", 2026), "GGXWDG_NGDP"])
    shares = treasury(d, "hague-2025", "ITA", component="core")["extra_percent_gdp"].sum()
    assert found.at[("ITA", 2035), "added_pp"] == pytest.approx(shares)
    # Against 2 % the base year's extra is spent already: the debt starts with that of 2027.
    over = debt_path(d, "hague-2025", "DEU", baseline="2%").set_index("year")
    assert over.at[2026, "extra_percent_gdp"] > 0 and over.at[2026, "added_pp"] == pytest.approx(0)
    assert over.at[2035, "added_pp"] == pytest.approx(over.loc[2027:, "extra_percent_gdp"].sum())


def test_a_mix_by_hand():
    # GDP 100, extra 1 in each of two years: half borrowed, 30 % taxed, 20 % cut; interest 4 %, multiplier 0.6, revenue 40 %, spending 43 %, balance −3.
    # Borrowed 0.5 returns 0.6·0.5·0.4 = 0.12 of revenue: 0.38 of new debt a year; GDP is 100.3.
    # Year 1: debt (50 + 0.38) ÷ 100.3, balance (−3 − 0.38) ÷ 100.3. Year 2: interest 0.38·0.04 = 0.0152, debt 0.38 + 0.0152 + 0.38 = 0.7752.
    found = financed(path([0.0, 1.0, 1.0], [100.0] * 3, rate=4), (0.5, 0.3, 0.2), multiplier=0.6, growth=0)
    assert found["debt_with"].tolist() == pytest.approx([50, 100 * 50.38 / 100.3, 100 * 50.7752 / 100.3])
    assert found["balance_with"].tolist() == pytest.approx([-3, -100 * 3.38 / 100.3, -100 * 3.3952 / 100.3])
    assert found["interest_ncu_m"].tolist() == pytest.approx([0, 0, 0.0152])
    # 0.3 of a revenue of 40 is 0.75 %; 0.2 of a spending of 43 is 0.465 %.
    assert found["taxed_percent_revenue"].iloc[1] == pytest.approx(0.75)
    assert found["cut_percent_spending"].iloc[1] == pytest.approx(0.4651, abs=5e-5)


def test_the_implied_rate_by_hand(d):
    # Italy 2026: primary balance 0.787 less balance −2.822 is 3.609 % of GDP; debt of 2025 137.088 %, GDP 2.83 % larger: 3.609 · 1.0283 ÷ 137.088 = 2.707 %.
    gdp = d.macro_panel.loc["ITA", "NGDP"]
    rates = implied_rates(d)
    assert rates["ITA", 2026] == pytest.approx(100 * 3.609 * gdp[2026] / gdp[2025] / 137.088)
    assert rates["ITA", 2026] == pytest.approx(2.707, abs=5e-4)
    assert rates["ITA", 2035] == rates["ITA", 2031]


def test_germany_latvia_and_canada_in_2035(d):
    """Germany at 3 %, worked year by year; Latvia is asked for nothing; Canada's assets earn more than a rate of its
    own would show."""
    found = financing(d, "hague-2025", ["DEU", "LVA", "CAN"], interest=3.0).set_index(["iso3", "year"])
    gdp, debt = d.macro_panel.loc["DEU", "NGDP"].to_dict(), 0.0
    for year in range(2032, 2036):
        gdp[year] = gdp[year - 1] * gdp[2031] / gdp[2030]
    for step, year in enumerate(range(2027, 2036), start=1):
        # Spending 124,660 is 2.69 % by NATO: a point is 463.42 of a GDP of 4,624.127 (EUR billion) in 2026; a step is 0.09 points.
        interest, extra = 0.03 * debt, 0.09 * step * 124.660 / 2.69 * gdp[year] / gdp[2026]
        debt += interest + extra
    germany = found.loc[("DEU", 2035)]
    assert germany["extra_ncu_m"] == pytest.approx(1000 * extra)
    assert germany["interest_ncu_m"] == pytest.approx(1000 * interest)
    assert germany["added_pp"] == pytest.approx(100 * debt / gdp[2035])
    assert germany["balance_with"] == pytest.approx(-3.660 - 100 * (extra + interest) / gdp[2035])
    assert found.loc[("LVA", 2035), ["extra_ncu_m", "interest_ncu_m", "added_pp"]].abs().max() < 1e-12
    # Canada: net interest 0.677 % of GDP on a debt of 103.5 % is 0.7 %, below 1: growth stands in.
    canada = financing(d, "hague-2025", "CAN").query("year == 2035").iloc[0]
    assert canada["rate_source"] == "growth" and canada["rate"] == pytest.approx(3.68, abs=0.01)


def test_nothing_borrowed_leaves_debt_alone(d):
    row = financing(d, "hague-2025", "ITA", taxed=60, cut=40).query("year == 2035").iloc[0]
    assert row["added_pp"] == 0 and row["balance_with"] == pytest.approx(row["balance"])
    assert row["taxed_ncu_m"] + row["cut_ncu_m"] == pytest.approx(row["extra_ncu_m"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"taxed": 70, "cut": 40},
        {"borrowed": 50},
        {"borrowed": 50, "taxed": 60},
        {"taxed": -1},
        {"multiplier": -0.5},
        {"interest": "cheap"},
        {"interest": 900},
        {"interest": float("nan")},
        {"taxed": "half"},
    ],
)
def test_what_cannot_be_paid_so_is_refused(d, wrong):
    with pytest.raises(ReportError):
        financing(d, "hague-2025", "DEU", **wrong)


def test_an_ally_without_forces_has_no_rows(d):
    assert financing(d, "hague-2025", "ISL").empty
