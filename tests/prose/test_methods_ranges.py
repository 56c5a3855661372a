"""What the methods page tells of the making of ranges can be made again from it."""

import numpy as np
import pandas as pd
import pytest

from report.outlook.past_errors import PEERS, errors_of
from report.outlook.risk import DRAWS, QUANTILES, SEED, risk
from report.outlook.stretch import stretch, stretch_of_sum
from report.pages.methods import methods_page
from report.prose import calibration, drawn, methods, published

PAGE = methods_page()


@pytest.fixture(scope="module")
def core():
    return (
        risk(PAGE.d, PAGE.plan, component="core", baseline=PAGE.baseline)
        .set_index(["iso3", "quantity", "year"])
        .sort_index()
    )


@pytest.fixture(scope="module")
def factors():
    file = drawn.factors_table(PAGE).file
    frame = pd.DataFrame(
        [[cell.value for cell in row] for row in file.rows], columns=[one.name for one in file.columns]
    )
    frame["year"] = frame["year"].astype(int)
    return frame.set_index(["iso3", "quantity", "prices", "year"]).sort_index()


@pytest.mark.parametrize(
    ("who", "quantity", "of", "prices", "year"),
    [
        ("DEU", "extra_usd_m_constant", "GDP, spending, extra", "constant prices", 2035),
        ("EST", "level_ncu_m", "GDP, spending, extra", "current national prices", 2030),
        ("FRA", "gdp_usd_m", "GDP, spending, extra", "current US$", 2033),
        ("TUR", "cumulative_extra_ncu_m", "cumulative extra", "current national prices", 2032),
        ("USA", "cumulative_extra_usd_m_constant", "cumulative extra", "constant prices", 2035),
        ("NATO_TOTAL", "extra_usd_m_constant", "extra", "constant prices", 2035),
        ("NATO_EUR_CAN", "level_usd_m", "spending", "current US$", 2029),
        ("NATO_TOTAL", "cumulative_extra_usd_m", "cumulative extra", "current US$", 2035),
    ],
)
def test_every_quantile_of_risk_is_the_point_times_a_published_factor(core, factors, who, quantity, of, prices, year):
    drawn_from = core.loc[(who, quantity, year)]
    factor = factors.loc[(who, of, prices, year)]
    for name in QUANTILES:
        assert drawn_from["point"] * factor[name] == pytest.approx(drawn_from[name], rel=3e-6)


def test_the_download_has_every_ally_year_and_price_basis(factors):
    yearly = factors.xs("GDP, spending, extra", level="quantity")
    # 31 allies with forces, three price bases, nine years after the base year.
    assert len(yearly) == 31 * 3 * 9
    assert not factors.isna().any(axis=None)
    assert (np.diff(factors[list(QUANTILES)].to_numpy(), axis=1) >= 0).all()


def test_the_table_shows_the_last_year_of_the_plan(factors):
    shown = drawn.factors_table(PAGE).frame.set_index("iso3")
    assert len(shown) == 31 + 2 and shown["ally"].tolist()[-2:] == ["Europe and Canada", "NATO"]
    own = factors.loc[("DEU", "GDP, spending, extra", "current national prices", 2035)]
    assert shown.at["DEU", "p10_ncu"] == own["p10"] and shown.at["DEU", "p90_ncu"] == own["p90"]


def test_the_stretch_table_is_the_stretch_of_this_vintage():
    frame = drawn.stretch_table(PAGE).frame
    errors = errors_of(PAGE.d, "04")
    assert frame["stretch"].tolist() == pytest.approx(stretch(errors, 2026).tolist())
    weights = PAGE.ranges.weights.reindex(list(errors.allies)).fillna(0).to_numpy()
    assert frame["of_sum"].tolist() == pytest.approx(stretch_of_sum(errors, 2026, weights).tolist())
    assert frame["year"].tolist() == [str(year) for year in range(2026, 2036)]


def test_peers_stand_on_the_page_with_their_reasons():
    rows = drawn.record_table(PAGE).frame.set_index("iso3")
    assert len(rows) == 32
    assert (
        rows.at["CZE", "peer"] == "Germany"
        and rows.at["CZE", "why"] == PEERS["CZE"].why
        and rows.at["CZE", "first"] == "1994"
    )
    assert rows.at["DEU", "peer"] == "–", "a whole record borrows nothing"
    assert (rows.at["FRA", "far_below"], rows.at["FRA", "far"]) == (27, 27)


def test_the_recipe_names_generator_seed_and_every_choice():
    told = str(drawn.recipe(PAGE))
    for word in (
        "PCG64",
        f"seed {SEED}",
        f"{DRAWS:,} draws",
        "power of 0.5",
        "40%",
        "Germany by 1.2311",
        "0.9163 for Germany",
    ):
        assert word in told, word


def test_both_centres_stand_side_by_side():
    frame = drawn.centres_table(PAGE).frame.set_index("iso3")
    whole = frame.loc["NATO_TOTAL"]
    band = PAGE.bill("NATO_TOTAL", "core", "extra_usd_m_constant").band
    assert (whole["low"], whole["high"]) == pytest.approx((band.low, band.high))
    assert (whole["low_forecast"], whole["high_forecast"]) == pytest.approx(band.beside)
    assert (frame["low"] < frame["low_forecast"]).all() and (frame["mean"] < frame["point"]).all()
    for told in (str(drawn.centred(PAGE)), str(methods.lead(PAGE))):
        for low, high in ((band.low, band.high), band.beside):
            assert f"US${low / 1000:.0f}" in told and f"{high / 1000:.0f} billion" in told


def test_key_figures_say_what_they_do_not_show():
    told = str(methods.figures(PAGE))
    # Two vintages besides April 2026; the sum of allies beside single allies; readings were chosen to fit.
    assert "of the two others held, October 2025 and April 2025" in told
    assert f"{PAGE.covered('real', horizon=9, of_sums=True):.1f}%of the alliance’s held-out sums inside" in told
    assert "a fit and no test" in told


def test_coverage_stands_per_distance_for_sums_as_for_single_allies():
    frame = calibration.coverage_table(PAGE).frame.set_index("ahead")
    assert frame.index.tolist() == [*map(str, range(10)), "one to five"]
    for ahead in range(1, 10):
        row = frame.loc[str(ahead)]
        assert row["sum"] == PAGE.covered("real", horizon=ahead, of_sums=True)
        assert row["sum_forecast"] == PAGE.covered("real", horizon=ahead, method="forecast", of_sums=True)
        assert row["real"] == PAGE.covered("real", horizon=ahead)
    told = str(calibration.calibration(PAGE))
    assert f"{frame.at['9', 'sum']:.1f}% came out inside" in told and f"{frame.at['9', 'in_all']:.1f}%" in told


def test_choices_are_said_to_have_been_made_with_the_hold_outs_in_view():
    told = str(calibration.calibration(PAGE))
    assert "hold-outs in view" in told
    assert f"held {PAGE.unpulled:.1f}% for real GDP." in told


def test_the_bill_from_the_year_of_agreement_by_hand():
    # Germany: 2.22 % in 2025e and 3.5 in 2035; level × (1 − 2.22 ÷ 3.5) where the plan has level × (1 − 2.69 ÷ 3.5).
    row = PAGE.choices[PAGE.choices["kind"] == "start"].iloc[0]
    end = PAGE.cost.query("component == 'core' and year == 2035").set_index("iso3")
    before = PAGE.d.panel["share_gdp"].xs(2025, level="year").reindex(end.index)
    one_by_one = [end.at[a, "level_usd_m_constant"] * (1 - before[a] / end.at[a, "share_gdp"]) for a in end.index]
    assert row["extra"] == pytest.approx(sum(one_by_one)) == pytest.approx(522_550, abs=1)
    assert row["change"] == pytest.approx(18.7, abs=0.05)
    # In all over 2027 to 2035, as the line says; with 2026 itself it would be 2,882,562.
    assert row["total"] == pytest.approx(2_811_642, abs=1)
    told = str(methods.choices(PAGE))
    assert "counted from those of 2025e, the year the plan began, it would be US$523 billion, 19% more" in told
    assert "No row of the table has a range of its own" in told


def test_costings_name_their_price_basis_and_our_vintage():
    rows = published.comparison_table(PAGE).frame.set_index("id")
    theirs = PAGE.d.costings.set_index("id")["price_basis"]
    assert (rows["price_basis"] == theirs.reindex(rows.index)).all()
    assert rows.at["SIPRI-35-TOT", "basis"] == "2025-04, current"
