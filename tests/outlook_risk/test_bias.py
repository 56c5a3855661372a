"""On which side of the IMF's path outcomes came out, and ranges centred on outcomes or on that path."""

import math

import numpy as np
import pandas as pd
import pytest

from report.outlook import cost
from report.outlook.past_errors import FAR, errors_of
from report.outlook.pool import Rules, centre_of, mean_errors, own_sizes, pull_factors, typical_size
from report.outlook.risk import risk, simulate
from report.outlook.stretch import bias, bias_of, bias_of_sum, stretch
from report.tables.errors import UnknownName


def test_a_lean_by_hand():
    # One ally, two vintages. One to five years ahead −, −, +, +, − and −, −, −, −, blank: seven of nine below, 77.8 %.
    # Nine years ahead −0.10 and 0.02: one of two below, mean −0.04, which is exp(−0.04) − 1 = −3.92 %.
    first = [0.01, -0.01, -0.02, 0.01, 0.01, -0.03, -0.05, -0.06, -0.08, -0.10]
    second = [0.01, -0.01, -0.02, -0.03, -0.01, np.nan, 0.0, 0.0, 0.0, 0.02]
    found = bias_of(np.array([[first], [second]]), 9)
    assert found.near == pytest.approx(100 * 7 / 9) and found.near_count == 9
    assert (found.far, found.far_below) == (2, 1) and found.far_mean == pytest.approx(-3.92, abs=0.002)


@pytest.mark.parametrize(("far", "apart"), [(27, 3), (30, 3), (31, 4), (10, 1)])
def test_spans_of_ten_years_that_do_not_overlap(far, apart):
    assert bias_of(np.full((far, 1, FAR), -0.1), 9).apart == apart


def test_records_lean_by_ally_and_not_all_the_same_way(d):
    # Counted by hand from the tables: France's level nine years ahead was below the path in every vintage, Türkiye's in 17 of 27;
    # one to five years ahead Türkiye's was above it more often than below.
    errors = errors_of(d, "04")
    assert bias(errors, "FRA")[3:5] == (27, 27)
    assert bias(errors, "TUR")[3:5] == (27, 17)
    assert bias(errors, "TUR").near < 50 < bias(errors).near < bias(errors, "FRA").near


def test_frances_level_of_1999_by_hand(d):
    # Spring 1994 said of 1994 to 1999 as the table has it; the level's error is the sum of ln(1 + outturn) − ln(1 + forecast).
    said = d.forecasts.query("indicator == 'NGDP_RPCH' and vintage == '1994-04' and iso3 == 'FRA'").set_index("year")[
        "value"
    ]
    came = {
        year: d.outturns.query("indicator == 'NGDP_RPCH' and iso3 == 'FRA' and year == @year and vintage == @after")[
            "value"
        ].iloc[0]
        for year in range(1994, 2000)
        for after in [f"{year + 1}-10"]
    }
    by_hand = sum(math.log(1 + came[year] / 100) - math.log(1 + said[year] / 100) for year in range(1994, 2000))
    errors = errors_of(d, "04")
    row = errors.growth[list(errors.vintages).index(1994), errors.allies.index("FRA")]
    assert row[:6].sum() == pytest.approx(by_hand)


def test_the_lean_of_a_sum_of_one_ally_is_that_allys(d):
    assert bias_of_sum(d, pd.Series({"DEU": 3.0})) == pytest.approx(bias(errors_of(d, "04"), "DEU"))


def test_how_far_a_sum_leans_depends_on_its_weights(d):
    # By GDP the American economy weighs half, and its record leans less; by what the plan asks of each, all have come out below.
    gdp = d.macro_panel["NGDPD"].xs(d.last_year, level="year")
    end = cost(d, "hague-2025").query("component == 'core' and year == 2035").set_index("iso3")["extra_usd_m_constant"]
    by_gdp, by_bill = bias_of_sum(d, gdp), bias_of_sum(d, end.clip(lower=0))
    assert (by_gdp.far, by_gdp.far_below) == (27, 22) and (by_bill.far, by_bill.far_below) == (27, 27)
    assert by_bill.far_mean < by_gdp.far_mean < -5


def test_the_bias_is_the_mean_error_of_the_level(record):
    # 0.01 in every year: 0.01 in the current year, 0.02 a year on, 0.10 nine years on.
    growth, prices = mean_errors(record(0.01, -0.02), 2030)
    assert growth[0] == pytest.approx(0.01 * np.arange(1, FAR + 1))
    assert prices[0] == pytest.approx(-0.02 * np.arange(1, FAR + 1))


def test_the_bias_does_not_see_the_future(record):
    # In spring 1994 the vintage of 1990 has outturns to 1993, three years on; four years on there is none yet.
    growth, _ = mean_errors(record(0.01), 1994)
    assert growth[0, :5] == pytest.approx([0.01, 0.02, 0.03, 0.04, 0.0])


def test_a_draw_around_outcomes_is_the_same_errors_stretched_anew_and_moved_by_the_centre(d):
    # exp(b + s · Σ e) where the one around the forecast is exp(s₀ · Σ e): ln q = b + s ÷ s₀ · ln q₀.
    ours, theirs = (
        simulate(d, "hague-2025", 50, component="core", allies=["DEU", "TUR"], centre=c).factors.drawn
        for c in ("outcome", "forecast")
    )
    errors = errors_of(d, "04")
    growth, prices = centre_of(errors, 2026)
    rows = [errors.allies.index(iso3) for iso3 in ("DEU", "TUR")]
    ratio = stretch(errors, 2026) / stretch(errors, 2026, Rules(centre="forecast"))
    assert ours["usd_m_constant"][:, 0] == pytest.approx(1.0), "the base year is NATO's own figure"
    moved = growth[rows, 9, None] + ratio[9] * np.log(theirs["usd_m_constant"][:, 9])
    assert np.log(ours["usd_m_constant"][:, 9]) == pytest.approx(moved)
    # Germany's level nine years on: half its own −0.0815 and half the median −0.0933.
    assert growth[rows[0], 9] == pytest.approx(-0.0874, abs=5e-5)
    national = growth[rows[1], 9] + prices[rows[1], 9] + ratio[9] * np.log(theirs["ncu_m"][1, 9])
    assert np.log(ours["ncu_m"][1, 9]) == pytest.approx(national)


def test_beyond_the_record_the_centre_stays(d):
    from report.outlook import plan

    drawn = simulate(d, plan("hague-2025", horizon=2037), 20, component="core", allies="DEU").factors
    assert drawn.centre["usd_m_constant"][0, 11] == drawn.centre["usd_m_constant"][0, 9] < 1


def test_outcomes_are_the_published_centre_and_the_point_is_the_forecasts(d):
    published, ours, theirs = (
        risk(d, "hague-2025", 500, component="core", allies="FRA", **c)
        .set_index(["year", "quantity"])
        .loc[(2035, "extra_usd_m_constant")]
        for c in ({}, {"centre": "outcome"}, {"centre": "forecast"})
    )
    assert published.equals(ours) and ours["p90"] < theirs["p50"] and ours["point"] == theirs["point"]
    assert theirs["p50"] == pytest.approx(theirs["point"], rel=0.03)


def test_another_centre_is_refused(d):
    with pytest.raises(UnknownName, match="outcome"):
        risk(d, "hague-2025", 10, allies="FRA", centre="outcomes")


def test_pull_by_hand():
    # Sizes 0.01 and 0.04: typical √(0.01 × 0.04) = 0.02; half way √2 and √½; not at all 1 and 1; all the way 2 and ½.
    size = np.array([0.01, 0.04])
    assert typical_size(size) == pytest.approx(0.02)
    assert pull_factors(size, 0.5) == pytest.approx([math.sqrt(2), math.sqrt(0.5)])
    assert pull_factors(size, 0.0) == pytest.approx([1, 1])
    assert pull_factors(size, 1.0) == pytest.approx([2, 0.5])


def test_germanys_size_is_smaller_than_the_typical_one(d):
    errors = errors_of(d, "04")
    size = own_sizes(errors, 2026)
    assert size[errors.allies.index("DEU")] < typical_size(size) < size[errors.allies.index("LVA")]
