"""The ranges pages print are those of ``report.risk``, for allies and for groups, to the digit."""

import numpy as np
import pytest

from report.facts import ends
from report.outlook.cost import path_of
from report.outlook.risk import risk, simulate
from report.pages import alliance_page, country_page

PAGE = alliance_page()
KINDS = ("level", "extra", "cumulative_extra")


@pytest.fixture(scope="module")
def published():
    """``report.risk`` of core spending with its default draws and seed, by iso3, year and quantity."""
    found = risk(PAGE.d, PAGE.plan, component="core", baseline=PAGE.baseline)
    return found.set_index(["iso3", "year", "quantity"]).sort_index()


@pytest.mark.parametrize("path", ["usd_m", "usd_m_constant", "ncu_m", "ncu_m_constant"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_allys_band_is_that_of_risk(published, kind, path):
    cell = published.loc[("NLD", 2030, f"{kind}_{path}")]
    band = PAGE.ranges.band("NLD", "core", f"{kind}_{path}", 2030)
    assert (band.low, band.high) == pytest.approx((cell["p10"], cell["p90"]), abs=1e-6)
    assert band.beside[0] < cell["point"] < band.beside[1]


@pytest.mark.parametrize("group", ["NATO_TOTAL", "NATO_EUR_CAN"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_groups_band_is_that_of_risk(published, kind, group):
    cell = published.loc[(group, 2035, f"{kind}_usd_m_constant")]
    band = PAGE.ranges.band(group, "core", f"{kind}_usd_m_constant", 2035)
    assert (band.low, band.high) == pytest.approx((cell["p10"], cell["p90"]), abs=1e-6)


def test_beside_a_band_stands_the_one_around_the_forecast():
    found = risk(PAGE.d, PAGE.plan, component="core", baseline=PAGE.baseline, centre="forecast")
    cells = found.set_index(["iso3", "year", "quantity"])
    for who in ("NATO_TOTAL", "ITA"):
        cell = cells.loc[(who, 2035, "extra_usd_m_constant")]
        band = PAGE.ranges.band(who, "core", "extra_usd_m_constant", 2035)
        assert band.beside == pytest.approx((cell["p10"], cell["p90"]), abs=1e-6)


def test_a_groups_band_is_of_joint_draws_not_a_sum_of_its_members_ends():
    # Allies do not all slump in the same draw, so the ends of the sum lie inside the sums of the ends, though nearer to them than if
    # allies were independent: the widths of independent sums add as squares.
    table = PAGE.ranges.table("core", "extra_usd_m_constant", 2035)
    whole = PAGE.ranges.band("NATO_TOTAL", "core", "extra_usd_m_constant", 2035)
    widths = table["high"] - table["low"]
    assert table["low"].sum() < whole.low < whole.high < table["high"].sum()
    assert np.sqrt((widths**2).sum()) < whole.high - whole.low < widths.sum()


def test_draws_of_a_group_are_the_sums_of_its_members_widened_around_their_centre():
    # F = Σ drawn ÷ Σ amount of the members, M of their centres: amount × M × (F ÷ M)^(stretch of the sum ÷ stretch of single allies).
    ranges, column = PAGE.ranges, "extra_usd_m"
    rows, place = ranges.drawn.members("NATO_EUR_CAN"), list(ranges.drawn.years).index(2033)
    amounts = ranges.amounts("core", column)[rows, place]
    single = sum(ranges.draws(ranges.drawn.allies[row], "core", column, 2033) for row in rows) / amounts.sum()
    factors = ranges.drawn.factors
    centre = amounts @ factors.centre["usd_m"][rows, place] / amounts.sum()
    weights = ranges.amounts("core", "extra_usd_m_constant")[rows, -1]
    further = factors.stretch_of(rows, weights)[place] / factors.stretch[place]
    by_hand = amounts.sum() * centre * (single / centre) ** further
    np.testing.assert_allclose(ranges.draws("NATO_EUR_CAN", "core", column, 2033), by_hand)


def test_an_ally_is_drawn_alike_whoever_is_drawn_with_it(d):
    everyone = PAGE.ranges.drawn
    for allies in (["NLD"], ["TUR", "NLD", "USA"]):
        few = simulate(d, "hague-2025", component="core", allies=allies)
        for path, drawn in few.factors.drawn.items():
            np.testing.assert_array_equal(
                drawn[few.allies.index("NLD")], everyone.factors.drawn[path][everyone.allies.index("NLD")]
            )


def test_the_number_on_an_allys_page_and_on_the_front_page_have_one_range():
    country = country_page("NLD").bill("NLD", "core", "extra_usd_m_constant")
    front = PAGE.bill("NLD", "core", "extra_usd_m_constant")
    assert country.band == front.band and [str(end) for end in ends(country)] == [str(end) for end in ends(front)]


def test_what_is_printed_is_what_risk_says(published):
    # The front page's headline: extra core spending of the alliance in the last year of the plan, in billions to three digits.
    low, high = ends(PAGE.bill("NATO_TOTAL", "core", "extra_usd_m_constant"))
    cell = published.loc[("NATO_TOTAL", 2035, "extra_usd_m_constant")]
    assert f"{low} to {high}" == f"US${cell['p10'] / 1000:.0f} to {cell['p90'] / 1000:.0f} billion"


def test_money_per_head_of_a_group_is_over_its_people():
    people = PAGE.cost.query("component == 'core' and year == 2035")["population_m"].sum()
    per_head = PAGE.ranges.draws("NATO_TOTAL", "core", "extra_per_head_usd_constant", 2035)
    np.testing.assert_allclose(per_head, PAGE.ranges.draws("NATO_TOTAL", "core", "extra_usd_m_constant", 2035) / people)


def test_yearly_ends_and_a_table_of_allies_are_the_same_bands():
    band = PAGE.ranges.band("NLD", "core", "extra_usd_m_constant", 2032)
    yearly = PAGE.ranges.yearly("NLD", "core", "extra_usd_m_constant").loc[2032]
    table = PAGE.ranges.table("core", "extra_usd_m_constant", 2032).loc["NLD"]
    assert tuple(yearly) == tuple(table) == (band.low, band.high)


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("extra_usd_m", "usd_m"),
        ("cumulative_extra_ncu_m_constant", "ncu_m_constant"),
        ("extra_per_head_usd", "usd_m"),
        ("level_per_head_usd_constant", "usd_m_constant"),
        ("extra_per_head_ncu", "ncu_m"),
        ("share_gdp", None),
    ],
)
def test_the_money_path_of_a_column(column, path):
    assert path_of(column) == path


def test_shares_strangers_and_years_already_known_have_no_range():
    assert not PAGE.ranges.holds("NLD", "share_gdp")
    assert not PAGE.ranges.holds("ISL", "extra_usd_m")
    assert PAGE.ranges.holds("NATO_TOTAL", "extra_usd_m")
    assert not PAGE.ranges.band("NLD", "core", "level_usd_m", 2026).is_wide
    assert PAGE.bill("EST", "core", "extra_usd_m").band is None, "nothing more to spend has no range"
