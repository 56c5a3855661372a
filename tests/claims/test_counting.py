"""Counting allies against a threshold."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from report.ledger.checks.counting import (
    all_meet,
    count_below,
    majority,
    most_below,
    none_reaches,
    reaching,
    short_of,
    years_most_below,
)
from report.ledger.finding import print_instead

SHARES = pd.Series({"POL": 4.12, "BEL": 1.30, "SVK": 1.996, "ESP": 1.994, "DEU": float("nan")})


def test_a_threshold_is_met_at_published_precision():
    # 1.996 is printed 2.00, 1.994 is printed 1.99
    assert reaching(SHARES, 2.0) == ["POL", "SVK"]


def test_an_ally_without_a_figure_is_neither_above_nor_below():
    assert short_of(SHARES, 2.0) == ["BEL", "ESP"]


@given(
    st.dictionaries(st.sampled_from(["ALB", "BEL", "CAN", "DEU", "ESP"]), st.floats(0, 6), min_size=1),
    st.floats(0.1, 6),
)
def test_every_known_share_is_on_exactly_one_side(shares, threshold):
    series = pd.Series(shares)
    assert sorted(reaching(series, threshold) + short_of(series, threshold)) == sorted(shares)


def test_half_is_not_a_majority():
    assert majority(16, 31) and not majority(16, 32)


NINE = {
    "2024-06": {("share_gdp", iso3, 2024): share for iso3, share in {"POL": 4.12, "BEL": 1.30, "ESP": 1.28}.items()}
}


def test_a_count_of_members_adds_iceland_but_no_sentence_has_it_below(tiny, claim):
    evidence = tiny(["POL", "BEL", "ESP", "ISL"], NINE)
    stated = claim(value=2, arguments={"threshold": 2.0}, bases=("members", "with forces"))
    found = count_below(stated, evidence)
    # members: Belgium, Spain and Iceland = 3 of 4; with forces: Belgium and Spain = 2 of 3
    assert [(finding.basis, finding.measured.value, finding.holds) for finding in found] == [
        ("members", 3, False),
        ("with forces", 2, True),
    ]
    assert [str(finding.values["of"]) for finding in found] == ["4", "3"]
    assert [str(finding.values["names"]) for finding in found] == ["Belgium and Spain"] * 2
    sentence = str(print_instead(stated, found[0]))
    assert "Iceland" not in sentence.partition(". ")[0] and "adds Iceland" in sentence


def test_each_edition_gives_its_own_finding_and_names_who_is_missing(tiny, claim):
    later = {"2026-07": {("share_gdp", "POL", 2024): 3.75, ("share_gdp", "BEL", 2024): 1.27}}
    found = count_below(claim(value=2, arguments={"threshold": 2.0}), tiny(["POL", "BEL", "ESP"], NINE | later))
    # 2024-06: Belgium, Spain; 2026-07: Belgium alone, Spain has no figure
    assert [(finding.edition, finding.measured.value) for finding in found] == [("2024-06", 2), ("2026-07", 1)]
    assert found[1].remarks == ("missing",) and str(found[1].values["missing"]) == "Spain"


def test_an_edition_with_too_few_allies_says_nothing(tiny, claim):
    only_one = {"2026-07": {("share_gdp", "POL", 2024): 3.75}}
    assert count_below(claim(value=0, arguments={"threshold": 2.0}), tiny(["POL", "BEL", "ESP"], only_one)) == []


def test_most_below_needs_more_than_half(tiny, claim):
    found = most_below(
        claim(check="most_below", value=2.0, unit="percent_gdp", comparator="most"), tiny(["POL", "BEL", "ESP"], NINE)
    )
    # 2 of 3 below
    assert found[0].measured.value == 2 and found[0].holds is True


def test_years_most_below_counts_years_before_the_text(tiny, claim):
    shares = {
        ("share_gdp", iso3, year): share
        for year in (2022, 2023, 2025)
        for iso3, share in (("BEL", 1.2), ("ESP", 1.3), ("POL", 3.0))
    }
    later = {("share_gdp", iso3, 2024): 2.5 for iso3 in ("BEL", "ESP", "POL")}
    found = years_most_below(
        claim(check="years_most_below", value=2.0, unit="percent_gdp", comparator="most", year=None),
        tiny(["BEL", "ESP", "POL"], {"2026-07": shares | later}),
    )
    # 2022 and 2023 have 2 of 3 below, 2024 none; 2025 is the year of the text: 2 of 3 years
    assert (found[0].measured.value, found[0].values["of"].value, found[0].holds) == (2, 3, True)


def test_all_meet_names_those_that_do_not(tiny, claim):
    stated = claim(check="all_meet", value=2.0, unit="percent_gdp", comparator="all", kind="forecast")
    found = all_meet(stated, tiny(["POL", "BEL", "ESP"], NINE))
    assert found[0].holds is False and found[0].measured.value == 1
    assert str(found[0].values["names"]) == "Belgium and Spain"


def test_all_is_open_while_one_has_no_figure_and_nobody_is_short(tiny, claim):
    stated = claim(check="all_meet", value=2.0, unit="percent_gdp", comparator="all", kind="forecast")
    shares = {("share_gdp", "POL", 2024): 3.75, ("share_gdp", "BEL", 2024): 2.10}
    found = all_meet(stated, tiny(["POL", "BEL", "ESP"], {"2026-07": shares}))
    assert found[0].holds is None and found[0].template == "missing"


def test_what_was_right_for_its_year_and_is_so_no_longer_is_superseded(tiny, claim):
    figures = {
        ("share_gdp", "EST", 2024): 3.31,
        ("share_gdp", "EST", 2026): 5.10,
        ("share_gdp", "POL", 2024): 3.75,
        ("share_gdp", "POL", 2026): 4.68,
    }
    found = none_reaches(
        claim(check="none_reaches", value=5.0, unit="percent_gdp", comparator="none"),
        tiny(["EST", "POL"], {"2026-07": figures}),
    )
    assert [(finding.holds, finding.verdict) for finding in found] == [(True, ""), (False, "superseded")]
    assert str(found[1].values["names"]) == "Estonia"


def test_nobody_there_yet_stays_right(tiny, claim):
    figures = {("share_gdp", "POL", 2024): 3.75, ("share_gdp", "POL", 2026): 4.68}
    found = none_reaches(
        claim(check="none_reaches", value=5.0, unit="percent_gdp", comparator="none"),
        tiny(["POL"], {"2026-07": figures}),
    )
    assert [(finding.holds, finding.verdict) for finding in found] == [(True, ""), (True, "")]
