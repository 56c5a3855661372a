"""What the extra buys, by hand from the July 2026 tables: Germany 2026e spends 124,660 million, 32.11 % on equipment,
22.86 on its 183,200 people."""

import pandas as pd
import pytest

from report.outlook.worth import absorption, mixes, purchase, records, split
from report.tables.errors import ReportError

HAGUE = "hague-2025"
EXTRA = (3.5 - 2.69) / 2.69 * 124660
"""Germany at 3.5 % on the GDP of 2026: 37,537 million, before growth."""


def test_the_parts_of_the_extra(d):
    row = purchase(d, HAGUE, "DEU").query("year == 2035").iloc[0]
    assert row["equipment_ncu_m"] == pytest.approx(0.3211 * row["extra_ncu_m"])
    assert row["other_usd_m_constant"] == pytest.approx(0.4013 * row["extra_usd_m_constant"])
    parts = [row[f"{part}_percent"] for part in ("equipment", "personnel", "infrastructure", "other")]
    assert parts == [32.11, 22.86, 4.91, 40.13]


def test_another_mix_of_the_extra(d):
    # Canada: 24.99 equipment, 35.97 personnel, 3.05 infrastructure, 35.99 other. At 40 % for equipment the others share 60 as 75.01: 28.77, 2.44, 28.79.
    row = purchase(d, HAGUE, "CAN", equipment=40).query("year == 2035").iloc[0]
    assert row["personnel_percent"] == pytest.approx(35.97 * 60 / 75.01)
    assert row["equipment_ncu_m"] == pytest.approx(0.4 * row["extra_ncu_m"])
    parts = ["equipment", "personnel", "infrastructure", "other"]
    assert sum(row[f"{part}_percent"] for part in parts) == pytest.approx(100)
    small = pd.DataFrame({"equipment": [30.0], "personnel": [40.0], "infrastructure": [5.0], "other": [25.0]})
    assert split(small, 65).iloc[0].tolist() == pytest.approx([65, 20, 2.5, 12.5])


def test_dearer_defence_goods(d):
    # Nine years at one point a year: 1 ÷ 1.01⁹ = 91.43 % of the volume, and 3.5 · 1.01⁹ = 3.828 % of GDP for the same; at two 83.68 %.
    rows = {gap: purchase(d, HAGUE, "DEU", price_gap=gap).query("year == 2035").iloc[0] for gap in (0, 1, 2)}
    assert [rows[gap]["bought_percent"] for gap in rows] == pytest.approx([100, 91.434, 83.676], abs=1e-3)
    assert rows[1]["share_needed"] == pytest.approx(3.5 * 1.01**9)


def test_troops_at_germanys_own_cost_a_head(d):
    # 0.2286 · 124,660 = 28,497 million over 183,200 people: 155,553 a head; 60,000 of them 9,333 million a year.
    row = purchase(d, HAGUE, "DEU", troops=60_000).query("year == 2035").iloc[0]
    assert row["cost_a_head_ncu"] == pytest.approx(1e6 * 0.2286 * 124660 / 183200)
    assert row["troops_ncu_m_constant"] == pytest.approx(9333.2, abs=0.1)
    assert row["troops_percent"] == pytest.approx(100 * 9333.2 / row["extra_ncu_m_constant"], abs=0.01)
    assert row["heads"] == pytest.approx(0.2286 * row["extra_ncu_m_constant"] * 1e6 / row["cost_a_head_ncu"])


def test_latvia_is_asked_for_nothing_and_the_netherlands_last_printed_its_mix_in_2025(d):
    assert purchase(d, HAGUE, "LVA", equipment=30)["equipment_ncu_m"].eq(0).all()
    assert mixes(d).loc["NLD", "mix_year"] == 2025


def test_the_fastest_three_years_on_record(d):
    # Germany, equipment at prices of 2021: 0.1804 · 59,554 = 10,744 in 2023, 0.3211 · 100,681 = 32,329 in 2026; prices of 2026 are 124,660 ÷ 100,681 = 1.2382:
    # (32,329 − 10,744) ÷ 3 · 1.2382 = 8,909 a year.
    row = absorption(d, HAGUE, "DEU").iloc[0]
    assert row["record_rise_a_year"] == pytest.approx((0.3211 * 100681 - 0.1804 * 59554) / 3 * 124660 / 100681)
    assert (row["record_from"], row["record_to"]) == (2023, 2026)
    assert row["equipment_now"] == pytest.approx(0.3211 * 124660)
    # Under the plan all spending grows by 3.5 ÷ 2.69 and with GDP, with the mix of today: equipment with it.
    growth = d.macro_panel.loc["DEU", "NGDP_R"]
    last = growth[2031] / growth[2026] * (growth[2031] / growth[2030]) ** 4
    then = 0.3211 * (124660 + EXTRA) * last
    assert row["equipment_then"] == pytest.approx(then)
    assert row["percent_of_record"] == pytest.approx(100 * (then - 0.3211 * 124660) / 9 / row["record_rise_a_year"])


def test_a_record_by_hand():
    from types import SimpleNamespace

    years = [2023, 2024, 2025, 2026]
    index = pd.MultiIndex.from_product([["AAA"], years], names=["iso3", "year"])
    spent = {"spend_ncu_constant": [100.0] * 4, "spend_ncu_current": [100.0, 110, 120, 200]}
    panel = pd.DataFrame(spent | {"equipment_share": [10.0, 12, 13, 19]}, index=index)
    found = records(SimpleNamespace(panel=panel), pd.Series({"AAA": 2026}))
    # (19 − 10) ÷ 3 = 3 a year at old prices, twice that at the prices of 2026.
    assert found.loc["AAA"].tolist() == [6, 2023, 2026]


@pytest.mark.parametrize(
    "wrong", [{"equipment": 101}, {"price_gap": "dear"}, {"troops": -1}, {"equipment": float("nan")}]
)
def test_what_cannot_be_bought_is_refused(d, wrong):
    with pytest.raises(ReportError):
        purchase(d, HAGUE, "DEU", **wrong)
