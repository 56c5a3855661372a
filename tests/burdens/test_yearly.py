import numpy as np
import pandas as pd
import pytest

import report
from report.burdens.alliance import allies_by_year, inequality, inequality_by_year
from report.burdens.inequality import gini, theil

from .paper import GDP, SPENDING

MEASURES = ["gini", "theil", "hhi", "kakwani", "spearman_rho", "spearman_p"]
TABLE = pd.DataFrame(
    {
        "iso3": ["DEU", "FRA", "USA"],
        "year": 2026,
        "spending": SPENDING,
        "gdp": GDP,
        "share_gdp": [2.0, 4.0, 8.0],
        "population": [1.0, 1.0, 1.0],
    }
)


def test_one_year_of_three_allies():
    row = inequality_by_year(TABLE).loc[2026]
    # the worked examples of the single measures
    assert row["gini"] == pytest.approx(0.3125)
    assert row["theil"] == pytest.approx(0.25 * np.log(2))
    assert row["theil_between"] + row["theil_within"] == pytest.approx(row["theil"])
    assert row["hhi"] == pytest.approx(0.375)
    # GDP 50, 25, 25 has ranks 3, 1.5, 1.5, shares 1, 2, 3: deviations 1 −.5 −.5 and −1 0 1: −1.5/√(1.5·2) = −0.866
    assert row["spearman_rho"] == pytest.approx(-1.5 / np.sqrt(3))
    # without the United States: e = 1/2, 1/2, y = 2/3, 1/3: 1 − [2/3·1/2 + 1/3·(1 + 1/2)] = 1/6
    assert row["gini_without_us"] == pytest.approx(1 / 6)


def test_a_year_with_a_gap_has_no_measure():
    gap = pd.concat([TABLE, TABLE.assign(year=2025, spending=[1.0, np.nan, 2.0])])
    table = inequality_by_year(gap)
    assert table.loc[2025, ["gini", "theil", "theil_between", "hhi", "kakwani"]].isna().all()
    # the rank test needs GDP and shares only
    assert table.loc[2025, "spearman_rho"] == table.loc[2026, "spearman_rho"]


@pytest.fixture(scope="module")
def years(d):
    return inequality_by_year(allies_by_year(d))


def test_every_column_in_every_year_of_the_edition(years):
    wanted = [*MEASURES, *(f"{name}_without_us" for name in MEASURES), "theil_between", "theil_within"]
    assert set(years.columns) == set(wanted)
    assert years.index.tolist() == list(range(2014, 2027))
    assert years.notna().all(axis=None)


def test_members_with_forces_by_year_of_accession(d):
    counts = allies_by_year(d).groupby("year").size()
    # 27 in 2014; Montenegro 2017, North Macedonia 2020, Finland 2023, Sweden 2024
    assert counts.loc[[2014, 2017, 2020, 2023, 2024, 2026]].tolist() == [27, 28, 29, 30, 31, 31]


def test_the_burden_has_never_been_spread_so_evenly(years, d):
    table = allies_by_year(d).query("year == 2026")
    assert years.loc[2026, "gini"] == gini(table["spending"], table["gdp"])
    assert years.loc[2014, "theil"] == theil(
        *(allies_by_year(d).query("year == 2014")[name] for name in ("spending", "gdp"))
    )
    assert years["gini"].idxmin() == 2026 and years["gini"].idxmax() == 2014


def test_scale_of_the_published_figures_does_not_matter(d, years):
    thousand = allies_by_year(d).assign(spending=lambda t: t["spending"] / 1000, gdp=lambda t: t["gdp"] * 7)
    assert inequality_by_year(thousand)["gini"].to_numpy() == pytest.approx(years["gini"].to_numpy())


def test_constant_prices_serve_editions_without_current_gdp():
    old = inequality_by_year(allies_by_year(report.load("2019-06"), "constant"))
    assert old.index.min() == 2012 and old["gini"].notna().all()
    assert old.loc[2012, "spearman_rho"] == pytest.approx(0.316, abs=0.001)
    # the WEO vintage starts in 2014: no population, no Kakwani before
    assert np.isnan(old.loc[2012, "kakwani"]) and not np.isnan(old.loc[2014, "kakwani"])
    # an edition that withholds Germany's last figure has no measure that year
    assert np.isnan(inequality_by_year(allies_by_year(report.load("2025-08"), "constant")).loc[2025, "gini"])


def test_the_basis_is_the_editions_own(d, years):
    pd.testing.assert_frame_equal(inequality(d).drop(columns="inequality_basis"), years)
    bases = {
        edition: inequality(report.load(edition))["inequality_basis"].unique().tolist()
        for edition in d.editions["edition"]
    }
    assert bases == {
        "2019-06": ["constant"], "2023-07": ["none"], "2024-03": ["none"], "2024-06": ["current"],
        "2025-04": ["none"], "2025-08": ["constant"], "2026-07": ["current"],
    }  # fmt: skip
