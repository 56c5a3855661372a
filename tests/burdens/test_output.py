import numpy as np
import pandas as pd
import pytest

from report.burdens.composite import WEIGHTS, composite_measures, military_aid, rank_intervals, trailing_mean


def test_three_year_mean_leaves_gaps_out():
    values = pd.DataFrame(
        {2023: [10.0, 5.0], 2024: [10.0, 20.0], 2025: [20.0, np.nan], 2026: [30.0, 40.0]}, index=["A", "B"]
    )
    # A: (10 + 20 + 30)/3; B: (20 + 40)/2
    assert trailing_mean(values, 2026).tolist() == pytest.approx([20, 30])
    # years the table does not have are left out too
    assert trailing_mean(values, 2024).tolist() == pytest.approx([10, 12.5])


def test_military_aid_is_the_whole_record_up_to_the_year(d):
    aid = military_aid(d, 2026)
    # United States, EUR billion 2022 to April 2026: 20.8821 + 23.1109 + 20.1410 + 0.4829 + 0 = 64.6169; of 19,712.764 that is 0.32779 %
    assert aid.loc["USA", ["eur_m", "share_gdp"]].tolist() == pytest.approx([64616.9, 0.32779], abs=1e-4)
    assert aid.loc["USA", ["first_month", "last_month"]].tolist() == ["2022-01", "2026-04"]
    # up to 2023: 20.8821 + 23.1109 = 43.9930
    assert military_aid(d, 2023).loc["USA", ["eur_m", "last_month"]].tolist() == [pytest.approx(43993.0), "2023-12"]
    assert military_aid(d, 2020).empty


def test_aid_of_all_years_is_the_trackers_own_total(d):
    total = d.ukraine_aid.query("is_ally and measure == 'military_share'")
    own = total[total["first_month"].str[:4] != total["last_month"].str[:4]].set_index("iso3")["value"]
    assert (military_aid(d, 2026)["share_gdp"] - own).abs().max() < 1e-3


def test_composite_of_the_edition(d):
    measures = composite_measures(d)
    assert set(measures.columns) == set(WEIGHTS) and sum(WEIGHTS.values()) == pytest.approx(1)
    assert sorted(measures.index) == d.with_forces(2026)
    table = rank_intervals(measures)
    assert table["rank"].min() == 1 and len(table) == 31
    assert table.loc["LTU", "rank"] == 1 and table.loc["LTU", "verdict"] == "firm"
    # Hungary: first in equipment, last in aid: weights decide
    assert table.loc["HUN", "verdict"] == "any story"
    # three allies are not in the tracker; the United States, 15th by aid of 2025 alone, is 11th with the whole record
    assert measures.index[measures["ukraine_military_share_gdp"].isna()].tolist() == ["ALB", "MKD", "MNE"]
    assert table.loc["USA", "rank"] == 11
