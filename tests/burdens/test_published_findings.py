import pandas as pd
import pytest

import report
from report.burdens.published_findings import explained_by_one_share, findings_compared, results_by_year, with_borders
from report.burdens.yearly import allies_by_year

from .paper import GDP, SPENDING


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
