import pandas as pd
import pytest

import report
from report.burdens.differences import compared, count_explained, counts_by_edition, counts_explained
from report.burdens.published_findings import explained_by_one_share, findings_compared, results_by_year, with_borders
from report.burdens.yearly import allies_by_year

from .paper import GDP, SPENDING


@pytest.fixture(scope="module")
def editions(d):
    return [report.load(edition) for edition in d.editions["edition"]]


def test_counts_of_the_editions(editions):
    counts = counts_by_edition(editions).set_index(["edition", "year"])["meeting"]
    # as NATO and the press counted: 11 in March 2024, 23 in June 2024, 22 in April 2025; 17 on the core basis
    assert [counts["2024-03", 2023], counts["2024-06", 2024], counts["2025-04", 2024], counts["2026-07", 2024]] == [
        11,
        23,
        22,
        17,
    ]
    assert counts["2026-07"].tolist() == [3, 4, 4, 3, 5, 6, 8, 6, 7, 10, 17, 28, 30]


def test_a_press_list_has_no_figure_for_who_joined_later(editions):
    row = counts_by_edition(editions).query("edition == '2024-03'").iloc[0]
    assert (row["members_with_forces"], row["reporting"], row["status"]) == (30, 30, "estimate")
    withheld = counts_by_edition(editions).query("edition == '2025-08' and year == 2025").iloc[0]
    assert (withheld["members_with_forces"], withheld["reporting"]) == (31, 30)


def test_why_the_press_counted_eleven(editions, d):
    line = count_explained(editions[2], d, 2023)
    assert (line["before_count"], line["after_count"], line["gained"], line["lost"]) == (11, 10, "", "Slovakia")
    assert line["causes"].startswith(
        "an estimate in 2024-03, an outturn in 2026-07; core defence expenditure in 2026-07"
    )


def test_gains_and_losses_account_for_the_counts(editions, d):
    for line in counts_explained(editions, d).to_dict("records"):
        gained, lost = (len([name for name in line[side].split(", ") if name]) for side in ("gained", "lost"))
        if not line["unmatched"]:
            assert line["after_count"] == line["before_count"] + gained - lost


def test_germany_is_unmatched_in_august_2025(editions, d):
    line = count_explained(editions[5], d, 2025)
    assert line["unmatched"] == "Germany" and line["lost"] == "Albania, Czechia, Slovenia"
    # 30 − 3, and Germany, which the other edition withholds
    assert line["after_count"] == 28


def test_an_edition_against_itself_has_nothing_to_explain(d):
    same = compared(d, d, 2026)
    assert not same["crossed"].any() and same["change_pp"].eq(0).all()
    assert set(same["cause"]) == {"same as published"}
    assert (same["rank_before"] == same["rank_after"]).all()


def test_causes_are_read_off_the_editions(editions, d):
    table = compared(editions[3], d, 2020).set_index("iso3")
    # an outturn in both; basis and price base changed
    assert "prices of 2021 instead of 2015" in table.loc["FRA", "cause"] and "estimate" not in table.loc["FRA", "cause"]


def test_part_explained_by_one_share():
    # e 0.25 0.25 0.5, y 0.5 0.25 0.25: 0.0625 + 0 + 0.0625 = 0.125; around 1/3: 2·(1/12)² + (1/6)² = 1/24 → 1 − 0.125·24 = −2
    assert explained_by_one_share(SPENDING, GDP) == pytest.approx(-2)
    assert explained_by_one_share([1, 2, 3], [10, 20, 30]) == pytest.approx(1)


def test_borders_are_summed_over_neighbours(d):
    km = with_borders(allies_by_year(d).query("year == 2026"), d).set_index("iso3")["exposed_border"]
    # Latvia: 332 with Russia, 161 with Belarus
    assert km["LVA"] == 493 and km["FIN"] == 1309
    assert sorted(km.index[km > 0]) == sorted(d.allies.loc[d.allies["borders_russia_belarus"], "iso3"])


def test_findings_beside_ours(d):
    table = findings_compared(d).set_index("id")
    kim = table.loc["kim-sandler-2020-exploitation"]
    rho = results_by_year(d, "exploitation").loc[2014:2017, "value"]
    # same sign, never significant two-sided
    assert (kim["edition_years"], kim["significant"], kim["agrees"]) == ("2014–2017", 0, False)
    assert (kim["ours_low"], kim["ours_high"]) == (rho.min(), rho.max()) and rho.min() > 0
    assert table.loc["kim-sandler-2020-concordance", "agrees"]
    # their years lie before the edition's: the nearest three are used
    assert table.loc["sandler-shimizu-2014-concordance", ["edition_years", "in_its_years"]].tolist() == [
        "2014–2016",
        False,
    ]


def test_an_older_edition_reaches_further_back():
    table = findings_compared(report.load("2019-06"), "constant").set_index("id")
    assert table.loc["kim-sandler-2020-exploitation", "edition_years"] == "2012–2017"


def test_every_finding_has_a_test_and_a_cause(d):
    assert d.findings["cause"].str.len().gt(20).all()
    assert pd.notna(findings_compared(d)["ours_high"]).all()
