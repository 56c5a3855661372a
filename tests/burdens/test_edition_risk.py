"""What became of the last edition's count of allies at the guideline, and who stands near it now."""

import pandas as pd
import pytest

import report
from report.burdens.revisions import edition_risk
from report.tables.releases import editions


def test_this_edition_by_hand_from_the_two_tables():
    # August 2025 has 30 shares of 2025e, all at 2 or more (none for Germany). July 2026 has for 2025e Albania 1.48, Czechia 1.86, Slovenia 1.57: 27 remain.
    # Its shares of 2026e from 2.00 to 2.08: Belgium 2.00, Spain 2.00, Czechia 2.01, Slovakia 2.02, Croatia and Luxembourg 2.03.
    found = edition_risk(report.load("2026-07"))
    assert (found.edition, found.year, len(found.met), len(found.kept)) == ("2025-08", 2025, 30, 27)
    assert set(found.met) - set(found.kept) == {"ALB", "CZE", "SVN"}
    assert found.revision == 0.08  # the usual revision of an edition’s last year
    assert set(found.near) == {"BEL", "ESP", "CZE", "SVK", "HRV", "LUX"}


def test_the_first_edition_and_one_that_does_not_restate_the_count_say_nothing():
    assert edition_risk(report.load("2019-06")) is None
    assert edition_risk(report.load("2023-07")) is None  # its shares are of 2023 alone, those of June 2019 end in 2019


@pytest.mark.parametrize("edition", editions())
def test_it_holds_for_every_edition(edition):
    d = report.load(edition)
    found = edition_risk(d)
    if found is None:
        return
    then, now = (_published(report.load(name), found.year) for name in (found.edition, edition))
    assert found.edition < edition and d.editions.set_index("edition").at[found.edition, "completeness"] != "press list"
    assert set(found.met) == set(then.index[then >= 2]) and set(found.kept) == set(found.met) & set(now.index[now >= 2])
    last = _published(d, d.last_year)
    assert set(found.near) == set(last.index[(last >= 2) & (last <= round(2 + found.revision, 2))])


def _published(d, year: int) -> pd.Series:
    """Shares to two decimals, half up, counted in hundredths to be free of binary fractions."""
    rows = d.expenditure.query("measure == 'share_gdp' and year == @year")
    shares = rows[rows["iso3"].isin(d.allies["iso3"])].set_index("iso3")["value"]
    return (shares * 100 + 0.5 + 1e-7).astype(int) / 100
