import numpy as np
import pytest

from report.outlook.deflators import deflator_check, deflator_errors


def test_deflator_errors_by_hand(d):
    rows = deflator_errors(d).set_index(["vintage", "iso3", "year"])
    said = d.past_macro.query("vintage == '2019-04' and indicator == 'NGDP_D' and iso3 == 'FRA'").set_index("year")[
        "value"
    ]
    came = d.macro_panel["NGDP_D"]["FRA"]
    by_hand = 100 * (np.log(came[2024] / came[2019]) - np.log(said[2024] / said[2019]))
    assert rows.at[("2019-04", "FRA", 2024), "deflator"] == pytest.approx(by_hand)


def test_consumer_prices_miss_by_about_as_much_and_the_same_way(d):
    late = deflator_check(d).set_index(["vintage", "horizon_years"]).loc[("2019-04", 5)]
    assert late["correlation"] > 0.7
    assert 0.7 < late["median_consumer"] / late["median_deflator"] < 1.3
