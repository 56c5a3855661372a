import numpy as np
import pandas as pd
import pytest

from report.burdens.composite import WEIGHTS, rank_intervals
from report.burdens.output import composite_measures, output_memo, trailing_mean, ukraine_aid_by_year


def test_three_year_mean_leaves_gaps_out():
    values = pd.DataFrame(
        {2023: [10.0, 5.0], 2024: [10.0, 20.0], 2025: [20.0, np.nan], 2026: [30.0, 40.0]}, index=["A", "B"]
    )
    # A: (10 + 20 + 30)/3; B: (20 + 40)/2
    assert trailing_mean(values, 2026).tolist() == pytest.approx([20, 30])
    # years the table does not have are left out too
    assert trailing_mean(values, 2024).tolist() == pytest.approx([10, 12.5])


def test_military_aid_by_year(d):
    aid = ukraine_aid_by_year(d).set_index(["iso3", "year"])
    # Denmark 2025: EUR 2.5369 billion, 0.7533 % of its GDP of 2021
    assert aid.loc[("DNK", 2025), ["military_eur_m", "military_share_gdp", "months"]].tolist() == pytest.approx(
        [2536.9, 0.7533, 12]
    )
    assert aid.loc[("DNK", 2026), "months"] == 4
    gdp = d.ukraine_aid.query("measure == 'gdp_2021'").set_index("iso3")["value"]
    implied = 100 * aid["military_eur_m"] / 1000 / aid.index.get_level_values("iso3").map(gdp)
    assert (implied - aid["military_share_gdp"]).abs().max() < 2e-3


def test_memo_takes_the_last_full_year_of_aid(d):
    memo = output_memo(d).set_index("iso3")
    assert memo["ukraine_year"].dropna().eq(2025).all()
    assert output_memo(d, 2023).set_index("iso3").loc["DNK", "ukraine_military_share_gdp"] == pytest.approx(1.1768)
    assert output_memo(d, 2020)["ukraine_military_eur_m"].isna().all()


def test_memo_against_the_guideline_for_equipment(d):
    memo = output_memo(d).set_index("iso3")
    shares = d.panel["equipment_share"]
    norway = (shares[("NOR", 2024)] + shares[("NOR", 2025)] + shares[("NOR", 2026)]) / 3
    assert memo.loc["NOR", "equipment_share_3y"] == pytest.approx(norway)
    # Belgium's 2026e share is above 20 %, its mean is not
    assert memo.loc["BEL", "equipment_share"] > 20 and not memo.loc["BEL", "above_20"]
    assert pd.isna(memo.loc["ISL", "above_20"])
    assert memo.loc["EST", "personnel_per_thousand"] == pytest.approx(5.1 / d.macro_panel.loc[("EST", 2026), "LP"])


def test_the_aid_is_in_no_sum(d):
    """Spending and its shares are NATO's own whatever the aid: the memo has no column of money that holds both."""
    assert {c for c in output_memo(d).columns if c.endswith("_m")} == {"ukraine_military_eur_m"}


def test_composite_of_the_edition(d):
    measures = composite_measures(d)
    assert set(measures.columns) == set(WEIGHTS) and sum(WEIGHTS.values()) == pytest.approx(1)
    assert sorted(measures.index) == d.with_forces(2026)
    table = rank_intervals(measures)
    assert table["rank"].min() == 1 and len(table) == 31
    assert table.loc["LTU", "rank"] == 1 and table.loc["LTU", "verdict"] == "firm"
    # Hungary: first in equipment, last in aid: weights decide
    assert table.loc["HUN", "verdict"] == "any story"
