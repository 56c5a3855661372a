"""Luxembourg’s and Germany’s treasuries from raw figures: NATO, July 2026 (tables 1 to 5) and the IMF, April 2026.

An extra is set beside fiscal ratios, so it is a share of the GDP they are of: the IMF’s. (Points of the share) ×
(spending ÷ the IMF’s GDP) ÷ share.
"""

import pytest

from report.outlook.treasury import debt_path, escape_room, treasury
from report.tables import load

LUX, DEU = "LUX", "DEU"


@pytest.fixture(scope="module")
def d():
    return load(edition="2026-07", macro="2026-04")


def accounts(d, iso3):
    return treasury(d, "hague-2025", iso3, component="core").query("year == 2035").iloc[0]


def test_luxembourg(d):
    # Spending 1,265 of a GDP of 93,636 (EUR million) is 1.351 %, which NATO calls 2.03: of gross national income.
    # A point of NATO's is 1.351 ÷ 2.03 = 0.6655 % of GDP; (3.50 − 2.03) · 0.6655 = 0.978 %.
    row = accounts(d, LUX)
    assert row["extra_percent_gdp"] == pytest.approx(0.978, abs=5e-4)
    assert row["extra_percent_gdp"] == pytest.approx(1.47 * 100 * 1265 / 93636 / 2.03)
    # Revenue of 2031 47.601, spending 50.674 % of GDP: 2.06 and 1.93 %. Balance −3.073 − 0.978 = −4.051.
    assert row["extra_percent_revenue"] == pytest.approx(100 * 0.97829 / 47.601, abs=1e-3)
    assert row["extra_percent_spending"] == pytest.approx(100 * 0.97829 / 50.674, abs=1e-3)
    assert row["balance_if_borrowed"] == pytest.approx(-4.051, abs=5e-4)
    # Nine equal steps, interest equal to growth: 0.978 · (1 + … + 9) ÷ 9 = 0.978 · 5 = 4.89 on 35.2.
    debt = debt_path(d, "hague-2025", LUX, component="core").query("year == 2035").iloc[0]
    assert debt["added_pp"] == pytest.approx(4.891, abs=1e-3)
    assert debt["debt_with"] == pytest.approx(35.2 + 4.891, abs=1e-3)


def test_luxembourgs_room_is_of_one_gdp_in_both_years(d):
    # 2028: 2.03 + 1.47 · 2 ÷ 9 = 2.3567, times 0.6655 = 1.568 % of GDP; 2021: 341 ÷ 73,040 = 0.467 %. Rise 1.102, room 0.398.
    row = escape_room(d, "hague-2025").query("iso3 == 'LUX' and year == 2028").iloc[0]
    assert row["rise_pp"] == pytest.approx(1.102, abs=5e-4)
    assert row["room_pp"] == pytest.approx(0.398, abs=5e-4) and row["beyond_pp"] == 0 and not row["active"]


def test_germany(d):
    # Spending 124,660 of a GDP of 4,624,127 (EUR million) is 2.696 %, NATO's 2.69: a point is 1.0022 % of GDP; 0.81 · 1.0022 = 0.812 %.
    row = accounts(d, DEU)
    assert row["extra_percent_gdp"] == pytest.approx(0.812, abs=5e-4)
    # Revenue of 2031 47.982, spending 51.642: 1.69 and 1.57 %. Balance −3.660 − 0.812 = −4.472.
    assert row["extra_percent_revenue"] == pytest.approx(1.692, abs=1e-3)
    assert row["extra_percent_spending"] == pytest.approx(1.572, abs=1e-3)
    assert row["balance_if_borrowed"] == pytest.approx(-4.472, abs=1e-3)
    # 5 · 0.812 = 4.06 beside 73.671.
    debt = debt_path(d, "hague-2025", DEU, component="core").query("year == 2035").iloc[0]
    assert debt["added_pp"] == pytest.approx(4.059, abs=1e-3) and debt["debt"] == 73.671


def test_germanys_room(d):
    # 2028: 2.69 + 0.81 · 2 ÷ 9 = 2.87, times 1.0022 = 2.876; 2021: 52,431 ÷ 3,682,340 = 1.424. Rise 1.452, room 0.048.
    row = escape_room(d, "hague-2025").query("iso3 == 'DEU' and year == 2028").iloc[0]
    assert row["rise_pp"] == pytest.approx(1.452, abs=5e-4) and row["active"]
    assert row["room_pp"] == pytest.approx(0.048, abs=5e-4)
