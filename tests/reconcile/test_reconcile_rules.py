"""Each rule on a tiny table, with the arithmetic in the comments."""

from __future__ import annotations

import pandas as pd
import pytest

from report.tables.reconcile import edition, revisions, vintage


def exceptions(found: pd.DataFrame) -> dict[tuple[str, int, str], float]:
    beyond = found[found["discrepancy"].abs() > found["tolerance"]]
    return {(row["iso3"], row["year"], row["measure"]): row["discrepancy"] for row in beyond.to_dict("records")}


def one(found: pd.DataFrame) -> tuple[float, float]:
    assert len(found) == 1
    return found["discrepancy"].iloc[0], found["tolerance"].iloc[0]


def test_sums_allow_half_a_unit_for_every_part_and_the_whole(tiny) -> None:
    table = {
        ("FRA", 2020): {"spend_usd_current": 10},
        ("USA", 2020): {"spend_usd_current": 20},
        ("NATO_TOTAL", 2020): {"spend_usd_current": 31},
    }
    # 10 + 20 - 31 = -1; printed without decimals: 0.5 + 0.5 + 0.5
    assert one(edition.sum_of_allies(tiny(table))) == (-1.0, 1.5)
    table[("NATO_TOTAL", 2020)] = {"spend_usd_current": 32}
    assert exceptions(edition.sum_of_allies(tiny(table))) == {("NATO_TOTAL", 2020, "spend_usd_current"): -2.0}


def test_europe_and_canada_is_all_but_the_united_states(tiny) -> None:
    table = {
        ("FRA", 2020): {"personnel_thousand": 200.5},
        ("USA", 2020): {"personnel_thousand": 1300.0},
        ("NATO_EUR_CAN", 2020): {"personnel_thousand": 200.5},
    }
    discrepancy, tolerance = one(edition.sum_of_allies(tiny(table)))
    assert discrepancy == 0
    assert tolerance == pytest.approx(0.1)  # one decimal: 0.05 + 0.05


def test_iceland_is_a_part_of_gdp_and_not_of_spending(tiny) -> None:
    table = {
        ("FRA", 2020): {"gdp_usd_current": 2600, "spend_usd_current": 50},
        ("ISL", 2020): {"gdp_usd_current": 22, "spend_usd_current": 7},
        ("NATO_TOTAL", 2020): {"gdp_usd_current": 2622, "spend_usd_current": 50},
    }
    assert exceptions(edition.sum_of_allies(tiny(table))) == {}


def test_an_ally_counts_from_the_year_it_joined(tiny) -> None:
    figures = {("FRA", 50), ("SWE", 10)}
    table = {(iso3, year): {"spend_usd_current": amount} for iso3, amount in figures for year in (2023, 2024)}
    table |= {("NATO_TOTAL", 2023): {"spend_usd_current": 50}, ("NATO_TOTAL", 2024): {"spend_usd_current": 60}}
    assert exceptions(edition.sum_of_allies(tiny(table, late={"SWE": 2024}))) == {}
    assert exceptions(edition.sum_of_allies(tiny(table))) == {("NATO_TOTAL", 2023, "spend_usd_current"): 10.0}


def test_members_without_a_figure_are_counted_where_the_aggregate_has_one(tiny) -> None:
    table = {
        ("DEU", 2025): {"personnel_thousand": 185.0},
        ("FRA", 2025): {"share_gdp": 2.05, "personnel_thousand": 204.0},
        ("GBR", 2025): {"share_gdp": 2.40},
        ("ISL", 2025): {"gdp_usd_current": 35},
        ("NATO_TOTAL", 2025): {"share_gdp": 2.76, "personnel_thousand": 389.0},
    }
    # Germany has no share, the United Kingdom no personnel; Iceland has no forces and is not missed
    assert exceptions(edition.coverage(tiny(table))) == {
        ("NATO_TOTAL", 2025, "personnel_thousand"): 1,
        ("NATO_TOTAL", 2025, "share_gdp"): 1,
    }


def test_a_gap_is_a_figure_that_most_allies_have(tiny) -> None:
    table = {(iso3, 2026): {"equipment_share": 30.0, "other_share": 40.0} for iso3 in ("BEL", "FRA", "NLD")}
    table[("NLD", 2026)] = {"equipment_share": 30.0}
    table |= {
        ("FRA", 2014): {"equipment_share": 20.0},
        ("BEL", 2014): {"share_gdp": 1.0},
        ("NLD", 2014): {"share_gdp": 1.2},
    }
    found = exceptions(edition.gap(tiny(table)))
    # equipment in 2014 is known for one ally of three: not a gap of the others; France lacks a share the other two have
    assert found == {("NLD", 2026, "other_share"): 1.0, ("FRA", 2014, "share_gdp"): 1.0}


def test_the_published_share_is_that_of_constant_prices(tiny) -> None:
    row = {
        "spend_usd_constant": 258,
        "gdp_usd_constant": 10000,
        "spend_usd_current": 229,
        "gdp_usd_current": 10000,
        "share_gdp": 2.58,
    }
    here = tiny({("NLD", 2026): row})
    # 258 / 10000 = 2.58 %; tolerance 0.005 + 100 (0.5 / 10000 + 258 x 0.5 / 10000^2) = 0.005 + 0.005 + 0.000129
    assert one(edition.share_of_real_gdp(here)) == (0.0, pytest.approx(0.010129))
    # 229 / 10000 = 2.29 %: 0.29 points apart
    assert exceptions(edition.share_of_current_gdp(here)) == {("NLD", 2026, "share_gdp"): pytest.approx(0.29)}


def test_real_change_is_the_change_at_constant_prices(tiny) -> None:
    table = {
        ("EST", 2024): {"spend_usd_constant": 1000, "spend_ncu_constant": 800},
        ("EST", 2025): {"spend_usd_constant": 1100, "spend_ncu_constant": 900, "real_change": 10.0},
    }
    found = edition.real_change(tiny(table))
    # dollars: 1100 / 1000 = +10 %; national currency: 900 / 800 = +12.5 %, 2.5 points off;
    # tolerance 0.5 (no decimals) + 100 (0.5 / 800 + 900 x 0.5 / 800^2) = 0.5 + 0.0625 + 0.0703
    assert exceptions(found) == {("EST", 2025, "spend_ncu_constant"): pytest.approx(-2.5)}
    assert found["tolerance"].iloc[1] == pytest.approx(0.5 + 0.0625 + 0.0703125)


def test_the_real_change_of_an_aggregate_counts_new_members(tiny) -> None:
    table = {(iso3, year): {"spend_usd_constant": 1000} for iso3 in ("FRA", "SWE") for year in (2023, 2024)}
    table |= {("NATO_TOTAL", 2024): {"real_change": 100.0}, ("NATO_TOTAL", 2023): {}}
    # 1000 in 2023 (France), 2000 in 2024 (with Sweden): +100 %
    assert exceptions(edition.real_change_of_sum(tiny(table, late={"SWE": 2024}))) == {}
    assert exceptions(edition.real_change_of_sum(tiny(table))) == {
        ("NATO_TOTAL", 2024, "real_change"): pytest.approx(100.0)
    }


def test_one_exchange_rate_at_constant_prices(tiny) -> None:
    rows = {2021: (8000, 1000), 2022: (8800, 1100), 2023: (9600, 1300)}
    here = tiny(
        {
            ("SWE", year): {"spend_ncu_constant": krona, "spend_usd_constant": dollars}
            for year, (krona, dollars) in rows.items()
        }
    )
    # 2023 is the most precise year and sets the rate, 7.3846; the others are at 8: 8 / 7.3846 = +8.33 %
    assert exceptions(edition.fixed_rate(here)) == {
        ("SWE", 2021, "spend_ncu_constant"): pytest.approx(8.3333, abs=1e-4),
        ("SWE", 2022, "spend_ncu_constant"): pytest.approx(8.3333, abs=1e-4),
    }


def test_in_the_base_year_constant_prices_are_current(tiny) -> None:
    table = {
        ("SWE", 2021): {"spend_usd_current": 1000, "spend_usd_constant": 1002},
        ("SWE", 2022): {"spend_usd_current": 1500, "spend_usd_constant": 1400},
    }
    # only the base year is held to it: 1000 - 1002 = -2, tolerance 0.5 + 0.5
    assert exceptions(edition.base_year(tiny(table, base=2021))) == {("SWE", 2021, "spend_usd_current"): -2.0}
    assert edition.base_year(tiny(table, base=None)).empty


def test_categories_add_up_to_a_hundred(tiny) -> None:
    parts = ("equipment_share", "personnel_share", "infrastructure_share", "other_share")
    table = {
        ("FRA", 2020): dict(zip(parts, (25.11, 40.22, 4.33, 30.33), strict=True)),
        ("GBR", 2020): dict(zip(parts, (25.0, 40.0, 5.0, 30.05), strict=True)),
    }
    # France 99.99, the United Kingdom 100.05; tolerance 4 x 0.005
    assert exceptions(edition.categories(tiny(table))) == {("GBR", 2020, "all_categories"): pytest.approx(0.05)}


def test_categories_with_a_missing_part_are_not_compared(tiny) -> None:
    assert edition.categories(tiny({("FRA", 2020): {"equipment_share": 25.0, "personnel_share": 40.0}})).empty


def test_spending_and_gdp_per_head_imply_one_population(tiny) -> None:
    row = {
        "spend_usd_constant": 50000,
        "spend_per_capita_usd_constant": 1000,
        "gdp_usd_constant": 2000000,
        "gdp_per_capita_usd_constant": 40.0,
    }
    # 50,000 million / 1,000 = 50 million people; 2,000,000 million / 40 thousand = 50 million people
    assert one(edition.population(tiny({("FRA", 2020): row})))[0] == pytest.approx(0)
    # with 20 thousand of GDP per head 100 million people: half as many from spending, -50 %
    assert exceptions(edition.population(tiny({("FRA", 2020): row | {"gdp_per_capita_usd_constant": 20.0}}))) == {
        ("FRA", 2020, "population"): pytest.approx(-50)
    }


@pytest.mark.parametrize(
    ("share", "discrepancy"),
    [(1.994, None), (1.9951, -0.0049), (1.996, -0.004), (2.0, None), (3.496, -0.004), (4.999, -0.001)],
)
def test_shares_that_meet_a_threshold_only_as_printed(tiny, share: float, discrepancy: float | None) -> None:
    expected = {} if discrepancy is None else {("POL", 2018, "share_gdp"): pytest.approx(discrepancy)}
    assert exceptions(edition.rounding(tiny({("POL", 2018): {"share_gdp": share}}))) == expected


def test_gdp_does_not_jump(tiny) -> None:
    here = tiny(
        {
            ("LUX", 2022): {"gdp_usd_constant": 100},
            ("LUX", 2023): {"gdp_usd_constant": 68},
            ("FRA", 2022): {"gdp_usd_constant": 100},
            ("FRA", 2023): {"gdp_usd_constant": 80},
        }
    )
    assert exceptions(edition.gdp_break(here)) == {("LUX", 2023, "gdp_usd_constant"): pytest.approx(-32)}


def panel(**columns: dict[int, float]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([["TUR"], sorted(next(iter(columns.values())))], names=["iso3", "year"])
    return pd.DataFrame({name: list(figures.values()) for name, figures in columns.items()}, index=index, dtype=float)


def test_revisions_of_shares_beyond_a_quarter_of_a_point() -> None:
    later, earlier = panel(share_gdp={2023: 2.0, 2024: 2.3}), panel(share_gdp={2023: 1.8, 2024: 2.6})
    assert exceptions(revisions.revised_share(later, earlier, 2024)) == {
        ("TUR", 2024, "share_gdp"): pytest.approx(-0.3)
    }


def test_revisions_of_personnel_beyond_fifteen_percent() -> None:
    later, earlier = panel(personnel_thousand={2023: 440, 2024: 344}), panel(personnel_thousand={2023: 480, 2024: 481})
    # 440 / 480 = -8.3 %, 344 / 481 = -28.5 %
    assert exceptions(revisions.revised_personnel(later, earlier, 2024)) == {
        ("TUR", 2024, "personnel_thousand"): pytest.approx(-28.4823, abs=1e-4)
    }


def test_revisions_of_categories_count_four_years_before_the_first_estimate() -> None:
    zero = {2019: 0.0, 2020: 0.0, 2021: 0.0}
    columns = {
        "equipment_share": zero,
        "personnel_share": {2019: 1.0, 2020: 0.4, 2021: 5.0},
        "infrastructure_share": zero,
        "other_share": zero,
    }
    later, earlier = panel(**columns), panel(**dict.fromkeys(columns, zero))
    # first estimate 2024: settled up to 2020; 0.4 is below half a point
    assert exceptions(revisions.revised_categories(later, earlier, 2024)) == {("TUR", 2019, "personnel_share"): 1.0}


def test_growth_follows_from_levels() -> None:
    frame = panel(NGDP_R={2024: 100.0, 2025: 102.0}, NGDP_RPCH={2024: 1.0, 2025: 2.5})
    # 102 / 100 = +2 %; 2.5 is half a point too much
    assert exceptions(vintage.growth(frame)) == {("TUR", 2025, "NGDP_RPCH"): pytest.approx(0.5)}


def test_the_deflator_is_nominal_over_real() -> None:
    frame = panel(NGDP={2024: 110.0, 2025: 120.0}, NGDP_R={2024: 100.0, 2025: 100.0}, NGDP_D={2024: 110.0, 2025: 121.0})
    assert exceptions(vintage.deflator(frame)) == {("TUR", 2025, "NGDP_D"): pytest.approx(1.0)}


def test_the_balance_is_revenue_less_expenditure() -> None:
    frame = panel(
        GGR_NGDP={2024: 40.0, 2025: 40.0}, GGX_NGDP={2024: 43.0, 2025: 43.0}, GGXCNL_NGDP={2024: -3.0, 2025: -2.9}
    )
    assert exceptions(vintage.balance(frame)) == {("TUR", 2025, "GGXCNL_NGDP"): pytest.approx(0.1)}


def test_blanks_are_counted() -> None:
    assert exceptions(vintage.blank(panel(LP={2024: 85.0, 2025: float("nan")}))) == {("TUR", 2025, "LP"): 1.0}
