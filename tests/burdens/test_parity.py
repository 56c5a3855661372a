import numpy as np
import pandas as pd
import pytest

import report
from report.burdens.parity import equalising, parity, parity_path

COST = pd.DataFrame(
    {
        "iso3": ["USA", "DEU", "FRA", "ISL"] * 2,
        "year": [2026] * 4 + [2027] * 4,
        "component": "core",
        "level_usd_m": [100.0, 50.0, 40.0, np.nan, 100.0, 60.0, 45.0, np.nan],
    }
)


def test_parity_is_the_first_year_the_rest_spend_as_much():
    path = parity_path(COST)
    # 2026: 50 + 40 = 90 against 100; 2027: 60 + 45 = 105
    assert path["rest"].tolist() == [90, 105]
    assert path["gap"].tolist() == [10, -5]
    assert path["us_share"].tolist() == pytest.approx([100 * 100 / 190, 100 * 100 / 205])
    assert parity(path) == (2027, 100, 105)


def test_any_american_path_can_take_the_plans_place():
    path = parity_path(COST, us_path=pd.Series({2026: 80.0, 2027: 120.0}))
    assert parity(path) == (2026, 80, 90)
    never = parity_path(COST, us_path=pd.Series({2026: 200.0, 2027: 220.0}))
    assert parity(never) == (None, 220, 105)


def test_a_year_without_american_figure_is_no_parity():
    path = parity_path(COST, us_path=pd.Series({2026: 120.0}))
    assert parity(path).year is None


def test_what_equal_sums_would_take():
    # 1,000 against 800 on a GDP of 40,000: 200 more, a quarter more, 2.0 → 2.5 % of GDP, or an American cut of 20 %
    assert equalising(1000, 800, 40_000) == pytest.approx(
        {"extra_usd_m": 200, "rise_percent": 25, "share_gdp_now": 2, "share_gdp_needed": 2.5, "us_cut_percent": 20}
    )


def test_the_hague_does_not_bring_parity_by_itself(d):
    path = parity_path(report.cost(d, report.plan("hague-2025"))).set_index("year")
    alliance = d.panel["spend_usd_current"].xs(2026, level="year")
    # the base year is NATO's own: sums of the members, up to its rounding
    assert path.loc[2026, "rest"] == pytest.approx(alliance["NATO_EUR_CAN"], abs=5)
    assert path.loc[2026, "us_share"] == pytest.approx(100 * alliance["USA"] / alliance["NATO_TOTAL"], abs=0.01)
    assert parity(path.reset_index()).year is None
    # if America holds its share, Europe and Canada catch up in the last year
    frozen = (
        report.cost(d, report.plan("freeze"), allies=["USA"])
        .query("component == 'core'")
        .set_index("year")["level_usd_m"]
    )
    assert parity(parity_path(report.cost(d, report.plan("hague-2025")), us_path=frozen)).year == 2035
