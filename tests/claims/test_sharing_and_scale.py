"""Shares of allied spending, and how large a step is."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.ledger.checks.levels import share_against_ability, share_of_alliance
from report.ledger.checks.scale import (
    change_since,
    largest_increase_since,
    largest_rise,
    step_to_target,
)
from report.ledger.finding import print_instead

MONEY = {
    ("spend_usd_current", "USA", 2024): 652.0,
    ("spend_usd_current", "POL", 2024): 348.0,
    ("spend_usd_current", "NATO_TOTAL", 2024): 1000.0,
    ("spend_usd_current", "NATO_EUR_CAN", 2024): 348.0,
    ("spend_usd_constant", "USA", 2024): 639.0,
    ("spend_usd_constant", "POL", 2024): 361.0,
    ("gdp_usd_current", "USA", 2024): 530.0,
    ("gdp_usd_current", "POL", 2024): 470.0,
    ("gdp_usd_current", "NATO_TOTAL", 2024): 1000.0,
    ("gdp_usd_current", "NATO_EUR_CAN", 2024): 470.0,
    ("share_gdp", "USA", 2024): 3.3,
}
WHOLE = ("current prices", "constant prices")


def test_a_share_of_the_alliance_depends_on_prices(tiny, claim):
    stated = claim(
        check="share_of_alliance",
        subject_kind="iso3",
        subjects=("USA",),
        measure="spending",
        value=64,
        unit="percent",
        bases=WHOLE,
    )
    found = share_of_alliance(stated, tiny(["USA", "POL"], {"2026-07": MONEY}))
    # current 652/1000 = 65.2 → 65; constant, no aggregate printed: 639/(639 + 361) = 63.9 → 64
    assert [(round(float(finding.measured), 1), finding.holds) for finding in found] == [(65.2, False), (63.9, True)]


def test_without_an_aggregate_the_rows_of_all_members_are_shown(tiny, claim):
    stated = claim(
        check="share_of_alliance",
        subject_kind="iso3",
        subjects=("USA",),
        measure="spending",
        value=64,
        unit="percent",
        bases=("constant prices",),
    )
    found = share_of_alliance(stated, tiny(["USA", "POL"], {"2026-07": MONEY}))
    assert {row.key for row in found[0].measured.rows} == {"POL 2024 spend_usd_constant", "USA 2024 spend_usd_constant"}


def test_what_the_report_itself_said_is_a_finding_of_its_edition(tiny, claim):
    stated = claim(
        check="share_of_alliance",
        subject_kind="iso3",
        subjects=("USA",),
        measure="spending",
        value=64,
        unit="percent",
        bases=WHOLE,
        edition="2025-04",
        arguments={"event": "annual-report-2024-us"},
    )
    found = share_of_alliance(stated, tiny(["USA", "POL"], {"2026-07": MONEY}))
    assert next((finding.edition, finding.basis, finding.holds) for finding in found) == (
        "2025-04",
        "as published",
        True,
    )


@pytest.mark.parametrize(
    ("party", "ratio", "comparator", "holds"),
    [
        ("USA", 652 / 530, "above", True),
        ("europe_and_canada", 348 / 470, "below", True),
        ("europe_and_canada", 348 / 470, "equals", False),
    ],
)
def test_burden_over_ability_is_share_of_spending_over_share_of_gdp(tiny, claim, party, ratio, comparator, holds):
    kind = "iso3" if party == "USA" else "group"
    stated = claim(
        check="share_against_ability",
        subject_kind=kind,
        subjects=(party,),
        measure="spending",
        comparator=comparator,
        value=1.0,
        unit="ratio",
        arguments={"tolerance": 0.1},
        bases=("current prices",),
    )
    found = share_against_ability(stated, tiny(["USA", "POL"], {"2026-07": MONEY}))
    assert found[0].measured.value == pytest.approx(ratio) and found[0].holds is holds


def test_the_largest_rise_may_end_before_the_last_year():
    # 1.3 in 2016 to 1.9 in 2018 = 0.6; the later fall does not matter
    assert largest_rise(pd.Series({2014: 1.4, 2016: 1.3, 2018: 1.9, 2020: 1.5})) == (pytest.approx(0.6), 2016, 2018)


@given(st.lists(st.floats(0.5, 6), min_size=1, max_size=12))
def test_the_largest_rise_is_the_maximum_over_all_pairs_of_years(shares):
    series = pd.Series(dict(enumerate(shares)))
    rise, start, end = largest_rise(series)
    pairs = [shares[later] - shares[earlier] for later in range(len(shares)) for earlier in range(later + 1)]
    assert rise == max(pairs) and start <= end and series[end] - series[start] == rise


RISING = {("share_gdp", "NATO_TOTAL", year): share for year, share in {2014: 2.5, 2020: 2.4, 2024: 2.6}.items()} | {
    ("share_gdp", "POL", 2024): 4.0
}


@pytest.mark.parametrize(("since", "holds"), [(1991, None), (2014, True)])
def test_what_lies_before_the_tables_cannot_be_said(tiny, claim, since, holds):
    stated = claim(
        check="largest_increase_since",
        subjects=("alliance",),
        comparator="above",
        value=5.0,
        unit="percent_gdp",
        arguments={"since": since},
        bases=("the alliance",),
    )
    found = largest_increase_since(stated, tiny(["POL"], {"2026-07": RISING}))
    # 5.0 − 2.6 = 2.4 points; largest rise in the tables 2.4 → 2.6 = 0.2
    assert float(found[0].measured) == pytest.approx(2.4) and float(found[0].values["record"]) == pytest.approx(0.2)
    assert found[0].holds is holds and found[0].remarks == (("since",) if holds is None else ())
    # Core alone: 3.5 − 2.6 = 0.9.
    assert "to the core guideline of 3.5% the rise would be 0.90 points" in str(print_instead(stated, found[0]))


def test_an_order_of_magnitude_is_ten_times(tiny, claim):
    stated = claim(
        check="step_to_target",
        subjects=("alliance",),
        comparator="at_least",
        value=10,
        unit="ratio",
        arguments={"target": 5.0},
        bases=("the alliance",),
    )
    held = tiny(["POL"], {"2026-07": RISING})
    found = step_to_target(stated, held)
    # 5.0 / 2.6 = 1.923; but 5 % joins core and related spending: 3.5 / 2.6 = 1.346 for core alone.
    assert found[0].measured.value == pytest.approx(1.923, abs=1e-3) and found[0].holds is False
    assert float(found[0].values["to_core"]) == pytest.approx(1.346, abs=1e-3)
    told = str(print_instead(stated, found[0]))
    assert "joins core and related spending" in told and "core guideline of 3.5% it would be 1.3 times" in told
    core = step_to_target(replace(stated, arguments={"target": 3.5}), held)
    assert "joins" not in str(print_instead(stated, core[0]))


def test_a_rise_to_a_level_is_not_the_level(tiny, claim):
    stated = claim(
        check="step_to_target",
        subjects=("alliance",),
        value=5,
        unit="percent",
        arguments={"target": 5.0},
        bases=("the alliance",),
    )
    found = step_to_target(stated, tiny(["POL"], {"2026-07": RISING}))
    # (5.0 / 2.6 − 1) × 100 = 92.3
    assert found[0].measured.value == pytest.approx(92.3, abs=0.05) and found[0].holds is False


FORCES = {
    ("personnel_thousand", "POL", 2024): 200.0,
    ("personnel_thousand", "POL", 2026): 230.0,
    ("share_gdp", "POL", 2026): 4.0,
}


@pytest.mark.parametrize(
    ("stated_value", "open_ended", "holds"), [(20, False, True), (50, False, False), (50, True, None), (30, True, True)]
)
def test_an_open_ended_claim_is_undecided_until_it_is_reached(tiny, claim, stated_value, open_ended, holds):
    arguments = {"until": 2026, "open_ended": open_ended}
    stated = claim(
        check="change_since",
        subject_kind="iso3",
        subjects=("POL",),
        measure="personnel_thousand",
        comparator="at_least",
        value=stated_value,
        unit="thousand",
        arguments=arguments,
        bases=("constant prices",),
    )
    found = change_since(stated, tiny(["POL"], {"2026-07": FORCES}))
    # 230 − 200 = 30 thousand
    assert found[0].measured.value == 30.0 and found[0].holds is holds


def test_a_relative_change_is_in_percent(tiny, claim):
    stated = claim(
        check="change_since",
        subject_kind="iso3",
        subjects=("POL",),
        measure="personnel_thousand",
        comparator="above",
        value=0,
        unit="percent",
        arguments={"until": 2026},
        bases=("constant prices",),
    )
    # 230 / 200 − 1 = 15 %
    found = change_since(stated, tiny(["POL"], {"2026-07": FORCES}))[0]
    assert found.measured.value == pytest.approx(15.0) and found.basis == "as published"  # heads have no prices


def test_a_group_is_the_same_allies_in_both_years(tiny, claim):
    spent = {
        "POL": {2021: 100.0, 2024: 120.0},
        "SWE": {2021: 50.0, 2024: 60.0},
        "NATO_EUR_CAN": {2021: 100.0, 2024: 180.0},
    }
    figures = {("spend_usd_constant", who, year): sum_ for who, sums in spent.items() for year, sum_ in sums.items()}
    stated = claim(
        check="change_since",
        subject_kind="group",
        subjects=("europe_and_canada",),
        measure="spending",
        year=2021,
        comparator="above",
        value=0,
        unit="percent",
        arguments={"until": 2024},
        bases=("constant prices",),
    )
    found = change_since(stated, tiny(["POL", "SWE"], {"2026-07": figures}))[0]
    # 180 / 150 − 1 = 20 %; in the sum that Sweden joined in 2024, 180 / 100 − 1 = 80 %
    assert (found.measured.value, found.values["as_joined"].value) == (pytest.approx(20.0), pytest.approx(80.0))
    assert str(found.values["joined"]) == "Sweden"
