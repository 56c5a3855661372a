import numpy as np
import pandas as pd
import pytest

from report.outlook.past_errors import FAR, errors_of, forecast_errors, log_growth, outturns
from report.tables.errors import UnknownName


def test_an_error_is_the_difference_of_log_growth():
    # ln 1.05 − ln 1.02 = 0.04879 − 0.01980
    assert log_growth(pd.Series([5.0])).iloc[0] - log_growth(pd.Series([2.0])).iloc[0] == pytest.approx(
        0.0289874, abs=1e-6
    )


def test_the_outturn_is_the_first_autumn_after_the_year_and_the_flash_the_first_spring(d):
    rows = d.outturns.query(
        "indicator == 'NGDP_RPCH' and iso3 == 'DEU' and year == 2009 and horizon_years == -1"
    ).set_index("vintage")
    found = outturns(d).loc[("NGDP_RPCH", "DEU", 2009)]
    assert found["first"] == rows.at["2010-10", "value"]
    assert found["flash"] == rows.at["2010-04", "value"]


def test_the_latest_year_has_only_a_spring_outturn(d):
    found = outturns(d).loc[("NGDP_RPCH", "DEU", 2025)]
    assert found["first"] == found["flash"]


@pytest.mark.parametrize(
    ("season", "horizon", "bias", "rmse"),
    [
        ("spring", 0, -0.02, 2.22),
        ("spring", 1, -0.90, 3.36),
        ("spring", 5, -1.00, 3.47),
        ("autumn", 1, -0.71, 3.12),
        ("autumn", 5, -0.97, 3.41),
    ],
)
def test_bias_and_size_of_growth_errors_are_those_measured_when_the_record_was_compiled(d, season, horizon, bias, rmse):
    # Table of the compilers' notes, vintages 1990 to 2024, percentage points, against the first autumn.
    rows = forecast_errors(d).query("indicator == 'NGDP_RPCH' and season == @season and horizon_years == @horizon")
    rows = rows[(rows["vintage"] < "2025") & (rows["year"] < 2025)]
    misses = rows["outturn"] - rows["forecast"]
    assert misses.mean() == pytest.approx(bias, abs=0.006)
    assert np.sqrt((misses**2).mean()) == pytest.approx(rmse, abs=0.006)


def test_beyond_five_years_the_last_rate_is_held(d):
    rows = (
        forecast_errors(d)
        .query("indicator == 'NGDP_RPCH' and vintage == '2010-04' and iso3 == 'ITA'")
        .set_index("horizon_years")
    )
    assert (rows.loc[6:9, "forecast"] == rows.at[5, "forecast"]).all()
    assert rows.at[9, "year"] == 2019
    assert sorted(rows.index) == list(range(FAR))


def test_the_cube_holds_each_error_in_its_place(d):
    errors = errors_of(d, "10")
    row = (
        forecast_errors(d)
        .query("indicator == 'PCPIPCH' and vintage == '2021-10' and iso3 == 'EST' and horizon_years == 1")
        .iloc[0]
    )
    place = (list(errors.vintages).index(2021), errors.allies.index("EST"), 1)
    assert errors.prices[place] == pytest.approx(row["error"])
    assert errors.inflation[place] == pytest.approx(row["outturn"])
    assert errors.years[place[0], 1] == 2022


def test_the_spring_of_the_pandemic_reaches_two_years_only(d):
    errors = errors_of(d, "04")
    known = ~np.isnan(errors.growth[list(errors.vintages).index(2020), errors.allies.index("USA")])
    assert known.tolist() == [True, True] + [False] * 8


def test_another_season_is_refused(d):
    with pytest.raises(UnknownName, match="season"):
        errors_of(d, "07")
