"""Levels, spreads, groups, and who is on the way."""

import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.ledger.checks.levels import estimated, group_above, inflation, level, level_above, spread
from report.ledger.checks.plans import few, on_track, projected
from report.ledger.reading import read_evidence
from report.ledger.record import Text

THREE = {("share_gdp", "POL", 2024): 4.00, ("share_gdp", "BEL", 2024): 1.25, ("share_gdp", "ESP", 2024): 2.10}
GROUPS = {("share_gdp", "NATO_EUR_CAN", 2024): 2.02, ("share_gdp", "NATO_TOTAL", 2024): 2.71}


def test_a_level_is_held_against_the_published_share(tiny, claim):
    stated = claim(
        check="level",
        subject_kind="iso3",
        subjects=("ESP",),
        comparator="at_least",
        value=2.0,
        unit="percent_gdp",
        bases=("as published",),
    )
    found = level(stated, tiny(["POL", "BEL", "ESP"], {"2026-07": THREE}))
    assert found[0].measured.value == 2.10 and found[0].holds is True


def test_just_short_counts_when_it_is_printed_as_reached(tiny, claim):
    stated = claim(
        check="level",
        subject_kind="iso3",
        subjects=("SVK",),
        comparator="at_least",
        value=2.0,
        unit="percent_gdp",
        bases=("as published",),
    )
    found = level(stated, tiny(["SVK"], {"2024-06": {("share_gdp", "SVK", 2024): 1.9951}}))
    # 1.9951 is printed 2.00
    assert found[0].holds is True


def test_well_above_depends_on_whom_one_means(tiny, claim):
    bases = ("every ally", "median ally", "Europe and Canada", "the alliance")
    stated = claim(
        check="level_above", comparator="above", value=2.0, unit="percent_gdp", arguments={"margin": 0.25}, bases=bases
    )
    found = level_above(stated, tiny(["POL", "BEL", "ESP"], {"2026-07": THREE | GROUPS}))
    # lowest 1.25, median 2.10, Europe and Canada 2.02: all short of 2.25; NATO as a whole 2.71 is not
    assert [(float(finding.measured), finding.holds) for finding in found] == [
        (1.25, False),
        (2.10, False),
        (2.02, False),
        (2.71, True),
    ]
    assert (found[0].values["meeting"].value, found[0].values["clear"].value) == (2, 1)


def test_spread_is_the_highest_over_the_lowest(tiny, claim):
    stated = claim(check="spread", comparator="at_least", value=2.0, unit="ratio")
    found = spread(stated, tiny(["POL", "BEL", "ESP"], {"2026-07": THREE}))
    # 4.00 / 1.25 = 3.2
    assert found[0].measured.value == pytest.approx(3.2) and found[0].holds is True
    assert str(found[0].values["lowest_name"]) == "Belgium"


def test_the_border_group_is_compared_by_medians(tiny, claim):
    stated = claim(
        check="group_above", subjects=("bordering",), comparator="above", unit="percent_gdp", bases=("median ally",)
    )
    found = group_above(stated, tiny(["POL", "BEL", "ESP"], {"2026-07": THREE}))
    # Poland alone borders Russia or Belarus: 4.00; median of 1.25 and 2.10 = 1.675
    assert (found[0].measured.value, found[0].values["others"].value, found[0].holds) == (
        4.00,
        pytest.approx(1.675),
        True,
    )


JUNE = Text("900", "The Example", "A headline", datetime.date(2025, 6, 5), "seeds/900.toml")
"""A text after the Baltic ministers' plan of 23 May."""


def test_a_pace_leads_on_in_a_straight_line():
    # (3.0 − 1.5) / 3 = 0.5 a year; eight more years: 3.0 + 4.0 = 7.0
    assert projected(pd.Series({"POL": 3.0}), pd.Series({"POL": 1.5}), 3, 8).tolist() == [7.0]


@given(st.floats(0.5, 6), st.integers(1, 20))
def test_an_ally_that_stands_still_gets_nowhere(share, years):
    held = pd.Series({"POL": share})
    assert projected(held, held, 3, years).tolist() == [share]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["EST", "LVA"], True),  # two of eight, both named
        (["EST", "LVA", "POL"], False),  # three of eight is more than a quarter
        (["BEL", "EST"], False),  # one of two named is not most of them
        ([], False),  # nobody is not a few
    ],
)
def test_few_means_somebody_but_not_many_and_mostly_the_named(found, expected):
    assert few(found, ["EST", "LVA"], 8, 0.25) is expected


def test_those_on_the_way_are_counted_then_and_now_and_by_pledge(tiny, claim):
    series = {"EST": {2021: 2.0, 2023: 3.0, 2024: 3.5, 2026: 5.1}, "BEL": {2021: 1.0, 2023: 1.2, 2024: 1.3, 2026: 2.0}}
    figures = {("share_gdp", iso3, year): share for iso3, shares in series.items() for year, share in shares.items()}
    stated = claim(
        text=JUNE,
        check="on_track",
        subject_kind="iso3",
        subjects=("EST",),
        comparator="only",
        value=5.0,
        unit="percent_gdp",
        arguments={"by": 2032, "few": 0.5},
        bases=("own pace", "pledged"),
    )
    found = on_track(stated, tiny(["EST", "BEL"], {"2026-07": figures}))
    # 2024: Estonia 3.5 + 8 × 0.5 = 7.5, Belgium 1.3 + 8 × 0.1 = 2.1; 2026: 5.1 + 6 × 0.7 = 9.3 and 2.0 + 6 × 0.267 = 3.6
    assert [(finding.basis, str(finding.values["names"]), finding.holds) for finding in found] == [
        ("own pace", "Estonia", True),
        ("own pace", "Estonia", True),
        ("pledged", "Estonia", True),
    ]


@pytest.mark.parametrize(
    ("iso3", "found"),
    [
        # 2024: 3.5 + 8 × 0.5 = 7.5; 2026: 5.1 + 6 × 0.7 = 9.3; 5% pledged in May 2025
        ("EST", [("7.5% by 2032", True, ""), ("9.3% by 2032", True, ""), ("5%", True, "")]),
        # 2024: 1.3 + 8 × 0.1 = 2.1; 2026: 2.0 + 6 × 0.267 = 3.6
        ("BEL", [("2.1% by 2032", False, ""), ("3.6% by 2032", False, "superseded"), ("none on record", False, "")]),
    ],
)
def test_one_ally_is_judged_by_its_own_pace_and_pledge(tiny, claim, iso3, found):
    series = {"EST": {2021: 2.0, 2023: 3.0, 2024: 3.5, 2026: 5.1}, "BEL": {2021: 1.0, 2023: 1.2, 2024: 1.3, 2026: 2.0}}
    figures = {("share_gdp", ally, year): share for ally, shares in series.items() for year, share in shares.items()}
    stated = claim(
        text=JUNE,
        check="on_track",
        subject_kind="iso3",
        subjects=(iso3,),
        comparator="at_least",
        value=5.0,
        unit="percent_gdp",
        arguments={"by": 2032},
        bases=("own pace", "pledged"),
    )
    made = on_track(stated, tiny(["EST", "BEL"], {"2026-07": figures}))
    assert [(str(one.measured), one.holds, one.verdict) for one in made] == found


def test_when_the_few_have_become_many_the_claim_is_superseded(tiny, claim):
    series = {"EST": {2021: 2.0, 2023: 3.0, 2024: 3.5, 2026: 5.1}, "BEL": {2021: 1.0, 2023: 1.0, 2024: 1.0, 2026: 3.0}}
    figures = {("share_gdp", iso3, year): share for iso3, shares in series.items() for year, share in shares.items()}
    stated = claim(
        check="on_track",
        subject_kind="iso3",
        subjects=("EST",),
        comparator="only",
        value=5.0,
        unit="percent_gdp",
        arguments={"by": 2032, "few": 0.5},
        bases=("own pace", "pledged"),
    )
    found = on_track(stated, tiny(["EST", "BEL"], {"2026-07": figures}))
    # Belgium: 3.0 + 6 × 0.667 = 7.0, so two of two, more than half
    assert [finding.verdict for finding in found] == ["", "superseded", ""]


def test_means_are_spread_by_gdp_a_head(tiny, claim):
    stated = claim(check="spread", measure="gdp_per_head", comparator="at_least", value=2.0, unit="ratio")
    heads = {("gdp_per_capita_usd_constant", "POL", 2024): 20.0, ("gdp_per_capita_usd_constant", "BEL", 2024): 50.0}
    found = spread(stated, tiny(["POL", "BEL"], {"2026-07": heads}))
    # thousand dollars: 50.0 / 20.0 = 2.5
    assert found[0].measured.value == pytest.approx(2.5) and found[0].holds is True
    assert str(found[0].values["highest"]) == "US$50,000" and found[0].template == "gdp_per_head"


def test_a_median_is_printed_half_up_as_nato_prints(tiny, claim):
    shares = {("share_gdp", "POL", 2024): 4.00, ("share_gdp", "EST", 2024): 2.35, ("share_gdp", "BEL", 2024): 1.25}
    stated = claim(check="group_above", subjects=("bordering",), unit="percent_gdp", bases=("median ally",))
    found = group_above(stated, tiny(["POL", "EST", "BEL"], {"2026-07": shares}))
    # (4.00 + 2.35) / 2 = 3.175
    assert str(found[0].measured) == "3.18%"


def test_a_year_is_an_estimate_by_the_editions_header(tiny, claim):
    stated = claim(check="estimated", value=True, unit="yes_no", bases=("as published",))
    found = estimated(stated, tiny(["POL", "BEL", "ESP"], {"2024-06": THREE, "2026-07": THREE}))
    assert [(finding.edition, finding.holds) for finding in found] == [("2024-06", True), ("2026-07", False)]


def test_inflation_is_that_of_the_median_ally(claim):
    stated = claim(check="inflation", measure="inflation", value=2.0, unit="percent", comparator="above", year=2025)
    found = inflation(stated, read_evidence())
    assert found[0].holds is (float(found[0].measured) > 2.0) and len(found[0].measured.rows) == 31


def test_a_proposal_is_no_pledge_and_what_comes_later_settles_nothing(claim):
    stated = claim(
        check="on_track",
        subject_kind="iso3",
        subjects=("POL", "EST", "LVA", "LTU"),
        comparator="only",
        value=5.0,
        unit="percent_gdp",
        arguments={"by": 2032, "few": 0.25},
        bases=("own pace", "pledged"),
    )
    # on 14 May 2025: Lithuania's plan of January; the Estonian one is unverified, and the Baltic ministers met on the 23rd
    assert str(on_track(stated, read_evidence())[-1].values["names"]) == "Lithuania"
