import numpy as np
import pytest

from report.outlook.cost import PATHS
from report.outlook.factors import Factors, certain, factors, placed, real_changes, walks
from report.outlook.pool import PUBLISHED
from report.tables.errors import ReportError

CUMULATED = np.array([[0.01, 0.03, 0.06]])[:, :, None]  # 2026, 2027, 2028


def path(base: int, years: list[int]) -> list[float]:
    return placed(CUMULATED, [0], [base], 2026, np.array(years))[0, :, 0].tolist()


def test_the_base_year_carries_no_range_and_its_own_error_enters_the_next():
    assert path(2026, [2026, 2027, 2028]) == pytest.approx([0, 0.03, 0.06])


def test_a_base_year_after_the_vintage_counts_from_there():
    # Base 2027: the error of 2026 is past, so 2028 has 0.06 − 0.01.
    assert path(2027, [2027, 2028]) == pytest.approx([0, 0.05])


def test_years_the_vintage_knows_have_no_error():
    assert path(2024, [2024, 2025, 2026, 2027]) == pytest.approx([0, 0, 0.01, 0.03])


@pytest.fixture(scope="module")
def drawn(d):
    return factors(d, {"TUR": 2026, "USA": 2026}, np.arange(2026, 2031), 400, 3, "held", PUBLISHED).drawn


def test_constant_prices_are_moved_by_growth_alone(drawn):
    assert drawn["usd_m_constant"] is drawn["ncu_m_constant"]


def test_own_inflation_does_not_move_dollars(drawn):
    # Türkiye's dollars carry US price errors, the same as those of the United States; its lira carry its own.
    own, american = (np.log(drawn[f"{name}_m"] / drawn[f"{name}_m_constant"]) for name in ("ncu", "usd"))
    np.testing.assert_allclose(american[0], american[1])
    np.testing.assert_allclose(own[1], american[1])
    assert own[0, -1].std() > 3 * american[0, -1].std()


def test_exchange_rates_widen_current_dollars_of_all_but_the_united_states(d, drawn):
    wide = factors(d, {"TUR": 2026, "USA": 2026}, np.arange(2026, 2031), 400, 3, "drawn", PUBLISHED).drawn
    np.testing.assert_allclose(wide["usd_m"][1], drawn["usd_m"][1])
    assert wide["usd_m"][0, -1].std() > 1.5 * drawn["usd_m"][0, -1].std()
    np.testing.assert_array_equal(wide["ncu_m"], drawn["ncu_m"])


def test_real_exchange_rates_have_no_drift_and_leave_own_inflation_out(d):
    changes = real_changes(d.macro_panel, ["TUR", "DEU", "USA"], 2026)
    assert changes.mean(axis=1) == pytest.approx(np.zeros(3), abs=1e-12)
    assert changes[2] == pytest.approx(np.zeros(changes.shape[1]), abs=1e-12)
    # ln of Germany's NGDPD/NGDP_R over the United States', 2015 less 2014, by hand from the table.
    panel = d.macro_panel
    price = {
        (iso3, year): panel.at[(iso3, year), "NGDPD"] / panel.at[(iso3, year), "NGDP_R"]
        for iso3 in ("DEU", "USA")
        for year in (2014, 2015, 2025)
    }
    q = {year: np.log(price["DEU", year] / price["USA", year]) for year in (2014, 2015, 2025)}
    assert changes[1, 0] == pytest.approx(q[2015] - q[2014] - (q[2025] - q[2014]) / 11)


def test_too_few_years_of_exchange_rates_are_refused(d):
    with pytest.raises(ReportError, match="too few"):
        real_changes(d.macro_panel, ["DEU"], 2016)


def test_walks_add_up_whole_years_of_all_allies():
    changes = np.array([[1.0, -1.0], [10.0, -10.0]])
    walk = walks(changes, 3, 30, np.random.default_rng(1))
    np.testing.assert_allclose(walk[1], 10 * walk[0])
    assert set(np.abs(np.diff(walk[0], axis=0)).ravel()) == {1.0}


def test_certainty_is_one_draw_of_one():
    drawn = certain(2, 3).drawn
    assert {block.shape for block in drawn.values()} == {(2, 3, 1)} and set(drawn) == set(PATHS)
    assert all((block == 1).all() for block in drawn.values())


def test_a_sum_is_widened_anew_around_its_own_centre():
    # Two allies with 100 and 300: factors 0.7 and 1.0, F = 370 ÷ 400 = 0.925; centres 0.9 and 1.0, M = 390 ÷ 400 = 0.975. Nothing learnt, so that F stays;
    # with a stretch of 1.2 where single allies have 1: 0.975 × (0.925 ÷ 0.975)^1.2 = 0.91531.
    drawn, centre = np.array([0.7, 1.0])[:, None, None], np.array([[0.9], [1.0]])
    amounts, weights = np.array([[100.0], [300.0]]), np.array([100.0, 300.0])
    plain = Factors({"usd_m": drawn}, {"usd_m": centre}, np.ones(1), None)
    assert plain.of_sum("usd_m", [0, 1], amounts, weights)[0] == pytest.approx([0.925])

    class Wider(Factors):
        def stretch_of(self, rows, weights):
            return np.array([1.2])

    wider = Wider(*plain)
    assert wider.of_sum("usd_m", [0, 1], amounts, weights)[0] == pytest.approx([0.91531], abs=1e-5)
    assert wider.of_sum("usd_m", [1], amounts[1:], weights[1:])[0] == pytest.approx([1.0])  # one ally is no sum
    assert wider.of_sum("usd_m", [0, 1], 0 * amounts, weights)[0] == pytest.approx([1.0])


def test_the_range_of_a_sum_below_zero_is_learnt_from_those_who_save(d):
    # A bill of −427, −40 and +0.4 is one of 427 and 40, not that of the one ally who pays.
    bases, rows = dict.fromkeys(("USA", "DEU", "SVN"), 2026), [0, 1, 2]
    made = factors(d, bases, np.arange(2026, 2031), 100, 3, "held", PUBLISHED)
    saved, by_payer, by_savers = (
        made.stretch_of(rows, np.array(bill)) for bill in ([-427, -40, 0.4], [0, 0, 0.4], [427, 40, 0])
    )
    np.testing.assert_array_equal(saved, by_savers)
    assert not np.allclose(saved, by_payer)
