import numpy as np
import pandas as pd
import pytest

from report.outlook.calibration import coverage, held_out, interval_scores, normal_spread


def rows(low: list[float], high: list[float], came: list[float], band: int = 80) -> pd.DataFrame:
    size = len(came)
    return pd.DataFrame(
        {
            "method": "vintages",
            "measure": "real",
            "vintage": "2010-04",
            "iso3": [f"A{n}" for n in range(size)],
            "horizon_years": 1,
            "year": 2011,
        }
        | {"band": band, "low": low, "high": high, "came": came}
    )


def test_coverage_counts_what_lies_inside():
    found = coverage(rows([-1, -1, -1, -1], [1, 1, 1, 1], [0, 0.9, 2, -0.5])).iloc[0]
    # Three of four inside, one above.
    assert (found["coverage"], found["below"], found["above"], found["errors"]) == (75, 0, 25, 4)


def test_an_interval_score_is_the_width_plus_what_was_missed():
    none = rows([0.0], [0.0], [4.0]).assign(method="none")
    found = interval_scores(pd.concat([rows([-2.0], [3.0], [4.0]), none])).set_index("method")
    # 80 %: 5 + 10·(4 − 3) = 15; nothing at all: 0 + 10·4 = 40; 15/40.
    assert found.at["vintages", "score"] == pytest.approx(15)
    assert found.at["none", "score"] == pytest.approx(40)
    assert found.at["vintages", "against_none"] == pytest.approx(37.5)


def test_the_normal_rival_is_the_root_mean_square_of_past_errors(record):
    # Errors of 0.01 a year in every vintage: cumulated 0.01, 0.02, … and nominal twice that.
    spread = normal_spread(record(0.01, 0.01, vintages=12), 2002)
    assert spread[0, 0] == pytest.approx([0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
    assert spread[1, 0, 2] == pytest.approx(0.06)


@pytest.fixture(scope="module", params=["04", "10"])
def tested(d, request):
    return held_out(d, request.param)


def ours(tested, band: int):
    found = coverage(tested).query("method == 'vintages' and band == @band")
    return found.pivot(index="measure", columns="horizon_years", values="coverage")


def test_eighty_per_cent_bands_cover_75_to_85_on_held_out_vintages(tested):
    found = ours(tested, 80)
    assert found["one to five"].between(75, 85).all()
    assert found.loc["real", [1, 2, 3, 4, 5]].between(75, 85).all()


def test_fifty_per_cent_bands_cover_about_half(tested):
    assert ours(tested, 50)["one to five"].between(45, 60).all()


def test_bands_hold_beyond_five_years_too(tested):
    assert ours(tested, 80)[[6, 7, 8, 9]].ge(75).all(axis=None)


def test_our_range_of_real_growth_beats_both_rivals_and_that_of_money_beats_none(tested):
    scores = interval_scores(tested).query("band == 80").pivot(index="measure", columns="method", values="score")
    assert scores.at["real", "vintages"] < scores.at["real", "normal"] < scores.at["real", "none"]
    assert scores.at["nominal", "vintages"] < scores.at["nominal", "none"]


def test_every_held_out_vintage_is_ranged_without_its_own_outcome(tested):
    assert tested["vintage"].min()[:4] == "2005"
    assert tested["year"].max() == 2025
    assert set(tested["method"]) == {"vintages", "normal", "none"}


def test_what_remains_off_is_on_the_page(tested):
    by_vintage = (
        coverage(tested, by="vintage")
        .query("method == 'vintages' and band == 80 and measure == 'real'")
        .set_index("vintage")["coverage"]
    )
    crisis = by_vintage[[name for name in by_vintage.index if name.startswith("2008")]]
    assert (crisis < 50).all()
    assert np.isfinite(by_vintage).all()
