import numpy as np
import pytest

from report.outlook import cost
from report.outlook.treasury import (
    ESCAPE_ACTIVE,
    borrowed,
    debt_path,
    escape_room,
    fiscal,
    gdp_ratio,
    one_point,
    share_of_imf_gdp,
    treasury,
)
from report.tables import load


def test_extra_cost_against_the_governments_accounts(d):
    row = treasury(d, "hague-2025", "EST").query("year == 2030").iloc[0]
    own = cost(d, "hague-2025", allies="EST").query("component == 'total' and year == 2030").iloc[0]
    weo = d.macro_panel.loc[("EST", 2030)]
    # Related rises from 0 to 1.5 in nine years: 1.5·4/9 = 0.667 % of NATO's GDP in 2030; core is above its target already.
    # NATO's GDP of 2026e is 51,802 US$ million, at the rate of spending (2,242 ÷ 2,644) 43,926; the IMF's 43,787.
    nato = 51802 * d.panel.at[("EST", 2026), "spend_ncu_current"] / d.panel.at[("EST", 2026), "spend_usd_current"]
    assert row["extra_percent_gdp"] == pytest.approx(1.5 * 4 / 9 * nato / 43787)
    assert row["extra_percent_gdp"] == pytest.approx(100 * row["extra_ncu_m"] / (1000 * weo["NGDP"]))
    assert row["extra_ncu_m"] == pytest.approx(own["extra_ncu_m"])
    assert row["extra_percent_revenue"] == pytest.approx(100 * row["extra_percent_gdp"] / weo["GGR_NGDP"])
    assert row["extra_percent_spending"] == pytest.approx(100 * row["extra_percent_gdp"] / weo["GGX_NGDP"])
    assert row["balance_if_borrowed"] == pytest.approx(weo["GGXCNL_NGDP"] - row["extra_percent_gdp"])


def test_ratios_are_held_beyond_the_data(d):
    ratios = fiscal(d)
    assert ratios.at[("ITA", 2035), "debt"] == d.macro_panel.at[("ITA", 2031), "GGXWDG_NGDP"]


def path(extra: list[float], gdp: list[float], debt: float = 50.0, revenue: float = 40.0):
    import pandas as pd

    size = len(extra)
    return pd.DataFrame(
        {
            "iso3": "AAA",
            "year": range(2026, 2026 + size),
            "component": "total",
            "extra_ncu_m": extra,
            "gdp_ncu_m": gdp,
            "debt": debt,
            "revenue": revenue,
        }
        | {"extra_percent_gdp": 100 * np.array(extra) / np.array(gdp)}
    )


def test_at_an_interest_rate_equal_to_growth_the_shares_add_up():
    # 1 % of GDP in the base year, spent already, and in each of three years after it: 0, 1, 2, 3 points.
    gdp = [100.0, 110.0, 121.0, 133.1]
    found = borrowed(path([1.0, 1.1, 1.21, 1.331], gdp), interest=None, growth=0, multiplier=0)
    assert found["added_pp"].tolist() == pytest.approx([0, 1, 2, 3])


def test_interest_by_hand():
    # Added debt 1; then 1·1.05 + 1 = 2.05 on a GDP of 100: 2.05 points; interest 0.05.
    found = borrowed(path([0.0, 1.0, 1.0], [100.0] * 3), interest=5, growth=0, multiplier=0)
    assert found["added_pp"].tolist() == pytest.approx([0, 1, 2.05])
    assert found["interest_percent_gdp"].tolist() == pytest.approx([0, 0, 0.05])


def test_a_multiplier_returns_revenue_and_enlarges_gdp():
    # Extra 1, multiplier 0.5, revenue 40 %: 1·(1 − 0.2) = 0.8 borrowed; GDP 100·1.005; (50 + 0.8)/100.5 = 50.547.
    found = borrowed(path([0.0, 1.0], [100.0, 100.0]), interest=None, growth=0, multiplier=0.5)
    assert found["debt_if_borrowed"].iloc[1] == pytest.approx(50.547, abs=5e-4)


def test_growth_shrinks_the_ratio():
    # One point more growth: in the second year after the base year GDP and extra are 1.01² as large, old debt in money the same.
    found = borrowed(path([0.0, 1.0, 1.0], [100.0] * 3), interest=0, growth=1, multiplier=0)
    assert found["debt_if_borrowed"].iloc[2] == pytest.approx((50 + 1.01 + 1.0201) / 1.0201)


def test_debt_paths_start_at_the_weo(d):
    found = debt_path(d, "hague-2025", ["ITA", "DEU"]).set_index(["iso3", "year"])
    assert found.at[("ITA", 2026), "debt_if_borrowed"] == pytest.approx(d.macro_panel.at[("ITA", 2026), "GGXWDG_NGDP"])
    shares = treasury(d, "hague-2025", "ITA")["extra_percent_gdp"].sum()
    assert found.at[("ITA", 2035), "added_pp"] == pytest.approx(shares)
    # Against 2 % the base year's extra is spent already: the debt starts with that of 2027.
    over = debt_path(d, "hague-2025", "DEU", baseline="2%").set_index("year")
    assert over.at[2026, "extra_percent_gdp"] > 0 and over.at[2026, "added_pp"] == pytest.approx(0)
    assert over.at[2035, "added_pp"] == pytest.approx(over.loc[2027:, "extra_percent_gdp"].sum())


def test_room_under_the_escape_clause(d):
    room = escape_room(d, "hague-2025").set_index(["iso3", "year"])
    spent, gdp = d.panel["spend_ncu_current"], 10 * d.macro_panel["NGDP"]
    rise = {
        ally: spent[(ally, 2026)] / gdp[(ally, 2026)] - spent[(ally, 2021)] / gdp[(ally, 2021)]
        for ally in ("ITA", "LTU")
    }
    assert room.at[("ITA", 2026), "room_pp"] == pytest.approx(1.5 - rise["ITA"])
    assert room.at[("LTU", 2028), "room_pp"] == 0
    assert room.at[("LTU", 2028), "beyond_pp"] == pytest.approx(rise["LTU"] - 1.5)
    assert room["room_pp"].between(0, 1.5).all()


def test_the_clause_is_for_members_of_the_eu_until_2028(d):
    room = escape_room(d, "hague-2025")
    assert not set(room["iso3"]) & {"USA", "GBR", "NOR", "TUR", "CAN"}
    assert set(room["year"]) == {2026, 2027, 2028}
    assert room.loc[room["active"], "iso3"].nunique() == sum(len(allies) for allies in ESCAPE_ACTIVE.values()) == 16


def test_where_currencies_differ_dollars_decide():
    # The edition of June 2024 has Bulgaria in leva, the vintage of April 2026 in euros: 1.96 of the one are one of the other.
    assert gdp_ratio(load(edition="2024-06", macro="2026-04"))["BGR"] == pytest.approx(0.95, abs=0.03)
    assert share_of_imf_gdp(load(edition="2024-06", macro="2026-04"), 2024)["BGR"] == pytest.approx(2.05, abs=0.02)


def test_an_edition_without_gdp_leaves_shares_as_they_are():
    d = load(edition="2025-08", macro="2026-04")
    assert gdp_ratio(d).tolist() == pytest.approx([1.0] * 31)
    assert share_of_imf_gdp(d, 2025)["ITA"] == d.panel.at[("ITA", 2025), "share_gdp"]


def test_only_luxembourgs_denominator_is_of_another_kind(d):
    ratio = gdp_ratio(d)
    assert ratio[(ratio - 1).abs() > 0.04].index.tolist() == ["LUX"]


def test_one_point_of_gdp(d):
    row = one_point(d, "NLD").iloc[0]
    spent, share = d.panel.loc[("NLD", 2026), ["spend_usd_current", "share_gdp"]]
    # A point of NATO's share is spending over share: for the Netherlands, whose k is 0.89, less than 1 % of GDP at current prices.
    assert row["point_usd_m"] == pytest.approx(spent / share)
    assert row["per_head_usd"] == pytest.approx(spent / share / d.macro_panel.at[("NLD", 2026), "LP"])


def test_the_clause_is_for_the_allies_of_the_edition():
    # The edition of July 2023 has no Sweden, which joined in 2024, and a share of 2021 of the United Kingdom only.
    room = escape_room(load(edition="2023-07"), "hague-2025")
    assert "FRA" in set(room["iso3"]) and "SWE" not in set(room["iso3"])
