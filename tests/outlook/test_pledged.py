"""How much of a bill is promised, worked out by hand from the July 2026 and April 2026 tables.

NATO, 2026e: Germany 2.69 % of GDP, Latvia 4.92, Canada 2.13. The Hague asks for 3.5 by 2035 in nine equal steps.
"""

from types import SimpleNamespace

import pandas as pd
import pytest

from report.outlook import cost, plan, pledges_used
from report.outlook.pledged import budget_readings, pledged

HAGUE = "hague-2025"


def of(d, ally, **options):
    return pledged(d, HAGUE, allies=ally, **options).set_index("year")


def test_the_bill_is_what_is_covered_and_what_is_open(d):
    # Own figure 2.96 in 2035: a third of the way from 2.69 to 3.5. In 2035 0.27 of 0.81 points are covered: a third of the bill.
    own = plan("freeze", allies={"DEU": {2035: 2.96}})
    row = of(d, "DEU", own=own).loc[2035]
    bill = cost(d, HAGUE, allies="DEU").query("component == 'core' and year == 2035").iloc[0]
    for path in ("usd_m", "usd_m_constant", "ncu_m", "ncu_m_constant"):
        assert row[f"bill_{path}"] == pytest.approx(bill[f"extra_{path}"])
        assert row[f"covered_{path}"] == pytest.approx(bill[f"extra_{path}"] / 3)
        assert row[f"open_{path}"] == pytest.approx(bill[f"extra_{path}"] * 2 / 3)
    assert row["covered_percent"] == pytest.approx(100 / 3)


def test_germany_has_said_more_than_it_is_asked(d):
    # Asked 2.69 + 0.81 · 4/9 = 3.05 in 2030; said 3.5 in 2029, held. Nothing is open, and no more is covered than is asked.
    row = of(d, "DEU").loc[2030]
    assert row["share_gdp"] == pytest.approx(3.05) and row["own_share_gdp"] == 3.5
    assert row["open_ncu_m"] == 0 and row["covered_percent"] == 100
    assert (row["pledge"], row["kind"], row["held"]) == ("deu-core-3.5-2029", "government plan", True)


def test_latvia_is_asked_for_nothing(d):
    rows = of(d, "LVA")
    assert rows["bill_ncu_m"].eq(0).all() and rows["covered_ncu_m"].eq(0).all()
    assert rows["covered_percent"].isna().all()


def test_canada_has_announced_all_of_it(d):
    row = of(d, "CAN").loc[2030]
    assert row["covered_percent"] == 100 and row["kind"] == "announcement" and not row["held"]


def test_a_pledge_below_todays_share_covers_nothing_and_says_so(d):
    # Slovakia said 2.0 for 2026 and spends 2.02: against a frozen share nothing is covered. Türkiye has no figure of its own.
    assert of(d, "SVK").loc[2035, ["below_now", "covered_percent"]].tolist() == [True, 0]
    assert of(d, "TUR").loc[2035, ["pledge", "kind", "covered_percent"]].tolist() == ["", "none", 0]


def test_a_budget_is_a_share_of_gdp_by_how_much_it_rises(d):
    # Germany 2027: 137.2 or 139.7 over 108.2 in 2026; GDP grows as the IMF has it.
    row = of(d, "DEU").loc[2027]
    growth = d.macro_panel.at[("DEU", 2027), "NGDP"] / d.macro_panel.at[("DEU", 2026), "NGDP"]
    assert row["budget_low"] == pytest.approx(2.69 * 137.2 / 108.2 / growth)
    assert row["budget_high"] == pytest.approx(2.69 * 139.7 / 108.2 / growth)
    assert not row["adopted"]
    assert pd.isna(of(d, "LVA").loc[2027, "budget_low"])


def test_a_budget_is_compared_with_that_of_the_base_year_alone(edition):
    # The edition of June 2024 starts in 2024, of which no budget is on record: the rise from 2026 to 2027 says nothing about it.
    assert pledged(edition("2024-06"), HAGUE, allies="DEU")["budget_low"].isna().all()


def test_a_draft_counts_only_where_it_is_asked_for(d):
    # Norway 2027: 186.5 over 180 lets the share fall below the path, and most of the step is open.
    assert of(d, "NOR").loc[2027, "covered_percent"] == 100
    row = of(d, "NOR", drafts=True).loc[2027]
    assert row["own_share_gdp"] == row["budget_low"] and 0 < row["covered_percent"] < 50


def test_readings_of_one_item_add_up_apart():
    rows = [
        ("AAA", 2026, "ministry", 90.0, "level"),
        ("AAA", 2026, "fund", 10.0, "level"),
        ("AAA", 2027, "ministry", 100.0, "level"),
        ("AAA", 2027, "fund", 12.0, "level"),
        ("AAA", 2027, "fund", 9.0, "level"),
        ("AAA", 2027, "aid", 5.0, "memo"),
        ("BBB", 2026, "all", 50.0, "level"),
        ("BBB", 2027, "rise", 4.0, "rise"),
    ]
    table = pd.DataFrame(rows, columns=["iso3", "year", "item", "value", "counts"]).assign(status="budget act")
    found = budget_readings(SimpleNamespace(budgets=table))
    assert found.loc[("AAA", 2027), ["low", "high"]].tolist() == [109, 112]  # 100 + 9, 100 + 12
    assert found.loc[("BBB", 2027), ["low", "high"]].tolist() == [54, 54]  # 50 + 4


def test_a_joint_pledge_of_five_per_cent_counts_as_three_and_a_half_where_it_is_asked_for(d):
    # Slovakia said 5 % in all for 2035: 3.5 of it core. The United Kingdom's 4.1 % in all is less than 5 and no core figure; Finland's was superseded.
    joint = plan("national-pledges", pledges="joint")
    assert of(d, "SVK", own=joint).loc[2035, ["covered_percent", "kind"]].tolist() == [100, "announcement"]
    used = pledges_used(d, joint).query("used and component == 'total'")
    assert sorted(used["iso3"]) == ["GRC", "HRV", "ITA", "SVK", "TUR"] and used["target_share_gdp"].eq(3.5).all()


def test_in_2035_over_half_of_the_allied_bill_is_promised(d):
    # The sum over allies: US$ 238 of 440 billion at prices of 2026; 127 of the 202 open are American.
    rows = pledged(d, HAGUE).query("year == 2035").set_index("iso3")
    sums = rows[[f"{what}_usd_m_constant" for what in ("bill", "covered", "open")]].sum() / 1000
    assert sums.round().tolist() == [440, 238, 202]
    assert rows.at["USA", "open_usd_m_constant"] / 1000 == pytest.approx(126.75, abs=0.01)
