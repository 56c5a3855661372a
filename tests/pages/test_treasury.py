"""The plan beside one government's accounts, worked out by hand for the Netherlands from the July 2026 and April 2026
tables.

NATO, 2026e: €27,900 million, US$32,900 million, 2.58 % of GDP, GDP US$1,436,621 million; 2021: €11,758 million, 1.32 %.
IMF, GDP of 2026 €1,229,376 million, of 2021 €891,550 million; 2031: revenue 44.307, spending 46.918, debt 48.028 % of
GDP, held to 2035; population of 2026 18.14 million.
"""

import pytest

from report.facts.rows import guideline_fact
from report.pages import alliance_page, country_page
from report.pages.treasury import is_active

OUTSIDE_THE_EU = {"ALB", "CAN", "GBR", "ISL", "MKD", "MNE", "NOR", "TUR", "USA"}
K = (100 * 32900 / 1436621) / 2.58
RATIO = 1436621 * 27900 / 32900 / 1229376
EXTRA = (3.5 - 2.58) * K * RATIO
"""k = 2.2901 ÷ 2.58 = 0.8876; NATO's GDP is €1,218,290 million, 0.9910 of the IMF's; the extra of 2035 over a frozen
share is 0.92 · 0.8876 · 0.9910 = 0.8093 % of the IMF's GDP."""


@pytest.fixture(scope="module")
def dutch():
    return country_page("NLD").treasury


@pytest.mark.parametrize(
    ("column", "by_hand"),
    [
        ("extra_percent_gdp", EXTRA),
        ("extra_percent_revenue", 100 * EXTRA / 44.307),
        ("extra_percent_spending", 100 * EXTRA / 46.918),
        ("debt", 48.028),
        # Nine equal steps of an extra that ends at 0.8093: 0.8093 · (1 + … + 9) ÷ 9 = 5 · 0.8093.
        ("added_pp", 5 * EXTRA),
    ],
)
def test_core_against_the_accounts(dutch, column, by_hand):
    assert float(dutch.fact(column)) == pytest.approx(by_hand, rel=1e-6)


def test_one_point_of_natos_share_in_money(dutch):
    # 27,900 ÷ 2.58 = €10,814 million; over 18.14 million inhabitants €596.
    assert float(dutch.money("point_ncu_m")) == pytest.approx(27900 / 2.58)
    assert float(dutch.money("point_usd_m")) == pytest.approx(32900 / 2.58)
    assert float(dutch.money("per_head_ncu")) == pytest.approx(27900 / 2.58 / 18.14)
    assert (str(dutch.money("point_ncu_m")), str(dutch.money("per_head_ncu"))) == ("€10.8 billion", "€596")


def test_room_under_the_escape_clause(dutch):
    # The path of 2028: 2.58 + 0.92 · 2 ÷ 9 = 2.7844 of real GDP, 2.7844 · 0.8876 · 0.9910 = 2.4492 % of the IMF's at current prices; in 2021
    # 11,758 ÷ 891,550 = 1.3188 %: a rise of 1.1304, within the 1.5 of the clause.
    assert float(dutch.escape("rise_pp")) == pytest.approx((2.58 + 0.92 * 2 / 9) * K * RATIO - 100 * 11758 / 891550)
    assert float(dutch.escape("beyond_pp")) == 0
    assert str(guideline_fact("eu-escape")) == "1.5%" and not is_active("NLD") and is_active("EST")


def test_only_members_of_the_eu_have_room():
    have = {iso3 for iso3 in alliance_page().names if country_page(iso3).treasury.room is not None}
    assert set(alliance_page().names) - have == OUTSIDE_THE_EU


def test_facts_name_the_ally_the_year_and_both_sources(dutch):
    fact = dutch.fact("extra_percent_revenue")
    assert fact.label.startswith("Netherlands’ extra over government revenue, 2035, under")
    tables = {row.table.partition("/")[0] for row in fact.source_rows()}
    assert {"expenditure", "macro"} <= tables
    assert "NATO" in fact.edition and "World Economic Outlook" in fact.edition


def test_ratios_are_told_under_the_year_they_are_of(dutch):
    debt = dutch.fact("debt")
    assert debt.label == "Netherlands’ government debt, 2031" and debt.formula.endswith("ratios of 2031 held to 2035")
    assert dutch.fiscal_year == 2031 and dutch.is_held
    assert dutch.fact("extra_percent_revenue").formula.endswith("held to 2035")
    assert "held" not in dutch.fact("extra_percent_gdp").formula


def test_a_denominator_of_another_kind_is_known_by_the_break_it_makes():
    lux = country_page("LUX").treasury
    assert (lux.break_year, lux.is_of_gni, lux.prints_gdp) == (2023, True, True)
    # 62,180 of gross national income ÷ 93,636 of GDP; 341 ÷ 73,040 in 2021.
    assert float(lux.gdp_ratio()) == pytest.approx(66.41, abs=0.005)
    assert float(lux.share_of_imf_gdp(2021)) == pytest.approx(100 * 341 / 73040)
    before = country_page("LUX", edition="2019-06").treasury
    assert (before.break_year, before.is_of_gni) == (None, False)


def test_no_room_is_told_across_a_break_nothing_sees_past():
    # The edition of August 2025 prints shares only: 0.47 of GDP in 2021, 2.00 of gross national income in 2025e.
    assert country_page("LUX", edition="2025-08").treasury.room is None
    assert country_page("ITA", edition="2025-08").treasury.room is not None


def test_ratios_are_the_imfs_own_of_the_last_year_it_has(dutch):
    rows = {row.key: row.value for row in dutch.fact("debt").source_rows() if row.table.startswith("macro")}
    assert rows["NLD 2031 GGXWDG_NGDP"] == 48.028


def test_interest_of_the_last_year_and_the_wider_deficit(dutch):
    # Net interest of 2031: primary balance −1.532 less balance −2.611 is 1.079 % of GDP on the debt of 2030; held. The added debt grows by the step of each year:
    # D(n) = D(n − 1) · (1 + r) + n · 0.8093 ÷ 9 % of the GDP of the year; interest of 2035 is D(8) · r.
    gdp = dutch.frames.d.macro_panel.loc["NLD", "NGDP"].to_dict()
    primary, balance, debt = (
        dutch.frames.d.macro_panel.loc["NLD", code] for code in ("GGXONLB_NGDP", "GGXCNL_NGDP", "GGXWDG_NGDP")
    )
    rates = {
        year: (primary[year] - balance[year]) * gdp[year] / debt[year - 1] / gdp[year - 1] for year in range(2027, 2032)
    }
    for year in range(2032, 2036):
        gdp[year], rates[year] = gdp[year - 1] * gdp[2031] / gdp[2030], rates[2031]
    added = 0.0
    for step, year in enumerate(range(2027, 2036), start=1):
        interest = added * rates[year]
        added += interest + step / 9 * EXTRA / 100 * gdp[year]
    assert float(dutch.rate()) == pytest.approx(100 * rates[2031])
    assert float(dutch.interest("interest_ncu_m")) == pytest.approx(1000 * interest, rel=1e-6)
    assert float(dutch.wider()) == pytest.approx(EXTRA + 100 * interest / gdp[2035], rel=1e-6)
    assert {row.key for row in dutch.rate().source_rows()} >= {"NLD 2031 GGXONLB_NGDP", "NLD 2030 GGXWDG_NGDP"}
