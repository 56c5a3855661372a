"""Editions against each other, on tables small enough to check by hand."""

import pandas as pd
import pytest

from report.burdens import revisions as r
from report.tables import load

COLUMNS = ["edition", "iso3", "year", "measure", "value", "unit", "base", "status", "definition"]
SHARE, MONEY, RATE = "percent of GDP", "million USD", "percent"


def said(*lines):
    """Figures of editions: edition, ally, year, measure, value, unit, price base, status."""
    return pd.DataFrame([(*line, "defence expenditure") for line in lines], columns=COLUMNS)


def share(edition, iso3, year, value, status="actual"):
    return (edition, iso3, year, "share_gdp", value, SHARE, "", status)


def spending(edition, iso3, year, value, base="2021"):
    return (edition, iso3, year, "spend_usd_constant", value, MONEY, base, "actual")


THREE = said(
    share("2024-06", "ALB", 2024, 2.00, "estimate"),
    share("2025-08", "ALB", 2024, 1.70, "estimate"),
    share("2026-07", "ALB", 2024, 1.35),
)


def test_each_edition_is_held_against_the_next():
    found = r.compared(THREE)
    assert found["edition"].tolist() == ["2024-06", "2025-08"]
    assert found["later_edition"].tolist() == ["2025-08", "2026-07"]
    # 1.70 − 2.00 and 1.35 − 1.70
    assert found["change"].tolist() == pytest.approx([-0.30, -0.35])
    # 100·(1.70 ÷ 2.00 − 1) and 100·(1.35 ÷ 1.70 − 1)
    assert found["change_percent"].tolist() == pytest.approx([-15.0, -20.588235], abs=1e-6)


def test_or_against_the_newest():
    found = r.compared(THREE, "newest")
    assert found["later_edition"].tolist() == ["2026-07", "2026-07"]
    assert found["change"].tolist() == pytest.approx([-0.65, -0.35])


def test_an_edition_that_lacks_the_figure_is_passed_over():
    found = r.compared(said(share("2024-06", "ALB", 2024, 2.0), share("2026-07", "ALB", 2024, 1.35)))
    assert found[["edition", "later_edition"]].values.tolist() == [["2024-06", "2026-07"]]


@pytest.mark.parametrize(
    "other",
    [
        spending("2025-08", "ALB", 2020, 110.0, base="2015"),
        ("2025-08", "ALB", 2020, "spend_usd_constant", 110.0, "million EUR", "2021", "actual"),
        spending("2025-08", "ALB", 2021, 110.0),
        spending("2025-08", "BEL", 2020, 110.0),
    ],
    ids=["another price base", "another currency", "another year", "another ally"],
)
def test_only_like_is_held_against_like(other):
    assert r.compared(said(spending("2024-06", "ALB", 2020, 100.0), other)).empty


def test_money_at_constant_prices_has_a_base_and_shares_have_none():
    held = r.statements([load("2024-06"), load("2026-07")])
    bases = held.groupby("measure")["base"].unique().map(set)
    assert bases["spend_usd_constant"] == bases["gdp_per_capita_usd_constant"] == {"2015", "2021"}
    assert bases["share_gdp"] == bases["real_change"] == bases["spend_usd_current"] == {""}


def test_spending_is_carried_on_by_the_real_change_of_the_same_edition():
    rate = ("2025-08", "EST", 2025, "real_change", 10.0, RATE, "", "estimate")
    found = r.chained(said(spending("2025-08", "EST", 2024, 200.0), rate, share("2025-08", "EST", 2025, 3.0)))
    # 200 × 1.10
    assert found[["year", "value", "status"]].values.tolist() == [
        [2024, 200.0, "actual"],
        [2025, pytest.approx(220.0), "estimate"],
    ]


def test_a_printed_figure_is_not_replaced_by_a_carried_one():
    rate = ("2025-08", "EST", 2025, "real_change", 10.0, RATE, "", "estimate")
    table = said(spending("2025-08", "EST", 2024, 200.0), spending("2025-08", "EST", 2025, 221.0), rate)
    assert r.chained(table)["value"].tolist() == [200.0, 221.0]


def test_a_revised_share_splits_into_spending_and_gdp():
    table = said(
        share("2025-08", "NOR", 2020, 2.0),
        share("2026-07", "NOR", 2020, 1.8),
        spending("2025-08", "NOR", 2020, 100.0),
        spending("2026-07", "NOR", 2020, 99.0),
    )
    moves = r.with_parts(r.compared(table), r.compared(r.chained(table))).set_index("measure")
    # spending 99 ÷ 100 − 1 = −1 %; share 1.8 ÷ 2 − 1 = −10 %; GDP 0.99 ÷ 0.90 − 1 = +10 %
    assert moves.loc["share_gdp", ["spending_percent", "gdp_percent"]].tolist() == pytest.approx([-1.0, 10.0])
    assert moves.loc["spend_usd_constant", ["spending_percent", "gdp_percent"]].isna().all()


def test_the_parts_are_unknown_across_price_bases():
    table = said(
        share("2024-06", "NOR", 2020, 2.0),
        share("2025-08", "NOR", 2020, 1.8),
        spending("2024-06", "NOR", 2020, 100.0, base="2015"),
        spending("2025-08", "NOR", 2020, 120.0, base="2021"),
    )
    moves = r.with_parts(r.compared(table), r.compared(r.chained(table)))
    assert moves["spending_percent"].isna().all() and moves["gdp_percent"].isna().all()


def test_a_reason_is_found_by_edition_ally_measure_and_year():
    reason = {"edition": "2026-07", "iso3": "ALB", "measure": "share_gdp", "first_year": 2023, "last_year": 2024}
    told = pd.DataFrame([{**reason, "cause": "spending", "reason": "It was lower."}])
    found = r.explained(r.compared(THREE), told)
    assert found["reason"].tolist() == ["", "It was lower."]
    outside = r.explained(r.compared(THREE.assign(year=2025)), told)
    assert outside["reason"].tolist() == ["", ""]


def test_levels_move_in_per_cent_and_shares_in_points():
    soldiers = [
        (edition, "TUR", 2024, "personnel_thousand", value, "thousand persons", "", "estimate")
        for edition, value in (("2025-08", 480.0), ("2026-07", 360.0))
    ]
    moves = r.compared(pd.concat([THREE, said(*soldiers)], ignore_index=True))
    # 100·(360 ÷ 480 − 1)
    assert r.size(moves).tolist() == pytest.approx([-0.30, -0.35, -25.0])


def test_the_summary_counts_estimates_of_allies_alone():
    table = pd.concat(
        [
            THREE,
            said(
                share("2025-08", "NATO_TOTAL", 2024, 2.7, "estimate"),
                share("2026-07", "NATO_TOTAL", 2024, 3.7),
                share("2025-08", "BEL", 2023, 1.0),
                share("2026-07", "BEL", 2023, 5.0),
                share("2025-08", "EST", 2025, 3.0, "estimate"),
                share("2026-07", "EST", 2025, 3.5, "estimate"),
            ),
        ]
    )
    line = r.summary(r.compared(table)).iloc[0]
    # the sizes −0.30, −0.35 and +0.50: mean −0.05, median of 0.30, 0.35 and 0.50
    assert (line["count"], line["rose"], line["fell"]) == (3, 1, 2)
    assert (line["mean"], line["median"], line["largest"]) == pytest.approx((-0.05, 0.35, 0.50))


def test_the_largest_come_first_whichever_way_they_went():
    found = r.largest(r.compared(THREE), "share_gdp", 1)
    assert found["size"].tolist() == pytest.approx([-0.35])


def test_known_moves_of_the_real_editions():
    moves = r.revisions().set_index(["iso3", "year", "measure", "later_edition"])
    albania = moves.loc[("ALB", 2023, "share_gdp", "2026-07")]
    assert (albania["value"], albania["later_value"]) == (1.75, 1.29)
    assert albania["definition_changed"] and albania["cause"] == "spending"
    assert albania["spending_percent"] == pytest.approx(-26.6, abs=0.1) and abs(albania["gdp_percent"]) < 1
    norway = moves.loc[("NOR", slice(None), "share_gdp", "2026-07"), :]
    assert (norway["change"] < 0).all() and set(norway["cause"]) == {"GDP"} and (norway["gdp_percent"] > 2).all()
    assert moves.loc[("EST", 2025, "share_gdp", "2026-07"), "change"] == pytest.approx(0.55, abs=0.005)
    soldiers = moves.loc[("TUR", slice(2023, 2025), "personnel_thousand", "2026-07"), "change"]
    assert soldiers.tolist() == pytest.approx([-90.3, -137.1, -117.4], abs=0.1)


def test_every_reason_on_record_explains_a_move():
    told = load().revisions_explained
    assert set(r.revisions()["reason"]) - {""} == set(told["reason"])


def test_the_two_shares_differ_for_the_netherlands():
    apart = r.two_shares(load("2026-07")).set_index(["iso3", "year"])
    assert apart.loc[("NLD", 2026), "published"] == 2.58
    assert apart.loc[("NLD", 2026), "current"] == pytest.approx(2.29, abs=0.005)
    assert r.two_shares(load("2025-08")).empty
