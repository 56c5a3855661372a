"""Figures anybody can check against NATO's July 2026 tables."""

import pandas as pd
import pytest

import report


@pytest.fixture(scope="module")
def years(d):
    return report.alliance(d).set_index("year")


@pytest.fixture(scope="module")
def now(d):
    return report.burden(d).set_index("iso3")


@pytest.mark.parametrize(("year", "meeting", "reporting"), [(2024, 17, 31), (2025, 28, 31), (2026, 30, 31)])
def test_allies_at_two_per_cent(years, year, meeting, reporting):
    assert (years.loc[year, "meeting_2"], years.loc[year, "reporting"]) == (meeting, reporting)


def test_allies_at_the_core_guideline(years, now):
    assert years.loc[2026, "meeting_3_5"] == 5
    assert now.index[now["meets_core"]].tolist() == ["EST", "GRC", "LTU", "LVA", "POL"]
    assert years.loc[2026, "meeting_5"] == 2


@pytest.mark.parametrize(("year", "current", "constant"), [(2024, 65.26, 63.92), (2026, 57.07, 57.29)])
def test_us_share_depends_on_the_price_base(years, year, current, constant):
    assert years.loc[year, "us_share_current"] == pytest.approx(current, abs=0.005)
    assert years.loc[year, "us_share_constant"] == pytest.approx(constant, abs=0.005)


def test_membership_of_the_year(years):
    assert years["members"].to_dict() == {
        **dict.fromkeys((2014, 2015, 2016), 28),
        **dict.fromkeys((2017, 2018, 2019), 29),
        **dict.fromkeys((2020, 2021, 2022), 30),
        2023: 31,
        **dict.fromkeys((2024, 2025, 2026), 32),
    }
    assert (years["members"] - years["members_with_forces"] == 1).all()  # Iceland


def test_one_row_per_ally_and_iceland_has_no_figures(now):
    assert len(now) == 32
    assert now.loc["ISL", "status"] == "no forces"
    assert (
        now.loc["ISL", ["share_gdp", "spend_usd_m", "spend_share", "gap_pp_core", "arrears_usd_m", "years_at_2"]]
        .isna()
        .all()
    )


def test_the_netherlands_has_two_shares(now):
    assert now.loc["NLD", "share_gdp"] == 2.58
    assert now.loc["NLD", "share_gdp_current"] == pytest.approx(2.29, abs=0.005)


def test_estonia_by_hand(now):
    # spend 2,644 of the 31 allies' 1,809,900: 0.146 %; GDP 51,802 of 63,139,900: 0.082 %; ratio 1.78
    assert now.loc["EST", "spend_share"] == pytest.approx(0.1461, abs=1e-4)
    assert now.loc["EST", "gdp_share"] == pytest.approx(0.0820, abs=1e-4)
    assert now.loc["EST", "burden_ability"] == pytest.approx(1.7806, abs=1e-4)
    assert now.loc["EST", "pace_pp"] == pytest.approx((5.10 - 2.98) / 3, abs=1e-6)


def test_arrears_of_estonia_by_hand(d, now):
    # below 2 % only in 2014 (1.90 %): 0.10 % of GDP, and 2018 and later years at 2 or more; GDP at 2021 prices from Table 5
    own = d.panel.xs("EST")
    owed = sum(max(0, 2 - b) / 100 * y for b, y in zip(own["share_gdp"], own["gdp_usd_constant"], strict=True))
    assert now.loc["EST", "arrears_usd_m"] == pytest.approx(owed)
    assert now.loc["EST", "years_at_2"] == int((own["share_gdp"] >= 2).sum())


def test_arrears_count_from_accession(d, now):
    # Finland joined in 2023: at 2 % or more since, so it owes nothing, although it was below in 2014–2022
    assert d.panel.loc[("FIN", 2019), "share_gdp"] < 2
    assert now.loc["FIN", "arrears_usd_m"] == 0


def test_a_year_before_joining_leaves_an_ally_out_of_the_sums(d):
    before = report.burden(d, 2016).set_index("iso3")
    assert not before.loc["MNE", "member"]
    assert pd.isna(before.loc["MNE", "spend_share"])
    assert before.loc["MNE", "share_gdp"] > 0


def test_an_unknown_year_is_refused_with_the_nearest(d):
    with pytest.raises(ValueError, match="2026"):
        report.burden(d, 2062)


@pytest.mark.parametrize(
    ("name", "year", "meeting"),
    [
        ("2024-06", 2024, 23),
        ("2025-08", 2024, 18),
        ("2025-08", 2025, 30),
        ("2025-04", 2024, 22),
        ("2024-03", 2023, 11),
        ("2023-07", 2023, 11),
        ("2019-06", 2019, 7),
    ],
)
def test_counts_depend_on_the_edition(edition, name, year, meeting):
    assert report.alliance(edition(name)).set_index("year").loc[year, "meeting_2"] == meeting
