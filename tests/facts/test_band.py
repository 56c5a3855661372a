"""The ends of a range can be recomputed from what they show: the figure times a factor, with rows behind both."""

import pytest

from report.facts import Band, Fact, ends, units
from report.facts.units import Unit
from report.pages import alliance_page, country_page

FACTOR = Unit("factor", "factor", 4, "ratio")


def test_an_end_is_the_figure_times_its_factor():
    low, high = Fact("p10", "tenth percentile", 0.8, FACTOR), Fact("p90", "ninetieth percentile", 1.1, FACTOR)
    fact = Fact("bill", "bill", 500.0, units.USD_M, band=Band(400.0, 550.0, 80, "growth", "how", factors=(low, high)))
    for end, factor in zip(ends(fact), (low, high), strict=True):
        assert float(end) == pytest.approx(float(fact) * float(factor))
        assert end.inputs == (fact, factor)
    assert fact.record()["band"]["factors"] == [0.8, 1.1]


def test_a_band_without_factors_says_how_it_was_made():
    fact = Fact("bill", "bill", 500.0, units.USD_M, band=Band(400.0, 550.0, 80, "growth", "how"))
    assert [end.formula for end in ends(fact)] == ["how", "how"] and "factors" not in fact.record()["band"]


def test_a_scaled_band_keeps_its_factors_and_scales_both_its_pairs_of_ends():
    band = Band(400.0, 550.0, 80, "growth", "how", beside=(420.0, 600.0)).scaled(0.5)
    assert (band.low, band.high, band.beside) == (200.0, 275.0, (210.0, 300.0))
    assert band.name == "likely range (growth only)"


def test_germanys_lower_end_from_nato_and_the_imf_by_hand():
    # NATO, July 2026: 147,002 million dollars are 2.69 % in 2026e; 3.5 asked. IMF, April 2026: real GDP 3,637.906 in 2026, 3,784.769 in 2030,
    # 3,808.349 in 2031, whose growth is held for four years: 3,808.349 ÷ 3,637.906 × (3,808.349 ÷ 3,784.769)^4 = 1.07319.
    # Extra: 147,002 × (3.5 − 2.69) ÷ 2.69 × 1.07319 = 47,504. Times the tenth percentile of the drawn factor, 0.8219: 39,041; the ninetieth, 1.0372: 49,270.
    fact = alliance_page().bill("DEU", "core", "extra_usd_m_constant")
    growth = 3808.349 / 3637.906 * (3808.349 / 3784.769) ** 4
    centre = 147_002 * (3.5 - 2.69) / 2.69 * growth
    assert float(fact) == pytest.approx(centre)
    low, high = ends(fact)
    assert float(low.inputs[1]) == pytest.approx(0.8219, abs=5e-5) and float(high.inputs[1]) == pytest.approx(
        1.0372, abs=5e-5
    )
    assert float(low) == pytest.approx(centre * 0.82186, rel=5e-5) and float(high) == pytest.approx(
        centre * 1.03718, rel=5e-5
    )


@pytest.mark.parametrize(
    ("low", "high", "unit", "headings"),
    [
        (391_767.0, 490_612.0, units.USD_M, ("US$392 billion", "US$491 billion")),
        (957_857.0, 1_251_387.0, units.USD_M, ("US$958 billion", "US$1.25 trillion")),
        (586.3, 834.3, units.money_a_head("USD", 2026), ("US$586", "US$834")),
        (-20.0, 30.0, units.USD_M, ("−US$20.0 million", "US$30.0 million")),
    ],
)
def test_an_end_opens_under_its_own_unit_and_scale(low, high, unit, headings):
    # In the text the ends share a sign and a scale, "US$392 to 491 billion"; a panel is of one of them.
    fact = Fact("bill", "bill", (low + high) / 2, unit, band=Band(low, high, 80, "growth", "how"))
    assert tuple(end.heading or str(end) for end in ends(fact)) == headings
    assert all(end.record().get("heading", str(end)) == told for end, told in zip(ends(fact), headings, strict=True))


@pytest.mark.parametrize(
    ("who", "column"),
    [
        ("DEU", "extra_usd_m_constant"),
        ("DEU", "cumulative_extra_usd_m"),
        ("TUR", "extra_ncu_m"),
        ("CZE", "extra_per_head_usd_constant"),
        ("NATO_TOTAL", "extra_usd_m_constant"),
        ("NATO_EUR_CAN", "cumulative_extra_usd_m_constant"),
    ],
)
def test_every_end_can_be_recomputed_and_leads_to_the_error_tables(who, column):
    fact = alliance_page().bill(who, "core", column)
    for end in ends(fact):
        centre, factor = end.inputs
        assert float(centre) * float(factor) == pytest.approx(float(end), rel=2e-6)
        tables = {row.table for row in factor.source_rows()}
        assert {"forecasts/growth", "outturns/growth"} <= tables
        labels = " ".join(fact.label for fact in factor.inputs)
        assert all(word in labels for word in ("stretch of the ranges", "joint draws", "seed of the draws", "record"))


def test_an_ally_without_a_whole_record_names_whose_errors_it_borrows():
    low, _ = ends(country_page("CZE").bill("CZE", "core", "extra_usd_m_constant"))
    keys = [row.key for row in low.inputs[1].rows]
    assert keys == [
        "CZE, spring vintages 1994 to 2025",
        "CZE, years 1994 to 2025",
        "DEU, spring vintages 1990 to 1993, in place of CZE",
    ]


def test_money_of_one_year_and_path_shares_its_factor():
    page = country_page("NLD")
    of = [ends(page.bill("NLD", "core", f"{kind}_usd_m_constant"))[0].inputs[1] for kind in ("level", "extra")]
    head = ends(page.bill("NLD", "core", "extra_per_head_usd_constant"))[0].inputs[1]
    assert of[0] == of[1] == head


def test_a_bill_below_its_baseline_turns_the_percentiles_round():
    page = alliance_page(baseline=4.0)
    low, high = ends(page.bill("DEU", "core", "extra_usd_m_constant"))
    assert "90th percentile" in low.inputs[1].label and "10th percentile" in high.inputs[1].label
    assert float(low) < float(high) < 0
