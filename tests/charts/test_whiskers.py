"""Ranges on the bars of the bill: drawn where they can be seen, left out where they could not."""

import numpy as np
import pandas as pd
import pytest

from report import charts
from report.charts.road import whiskers
from report.pages import alliance_page, country_page


def drawn(low: float, high: float) -> int:
    frame = pd.DataFrame({"year": [2035], "core": [1000.0], "related": [0.0], "low": [low], "high": [high]})
    return len(whiskers(frame, x="year:O"))


@pytest.mark.parametrize(("low", "high", "layers"), [(900, 1100, 1), (995, 1006, 1), (996, 1005, 0), (1000, 1000, 0)])
def test_a_range_under_a_hundredth_of_the_longest_bar_is_left_to_the_data(low, high, layers):
    # The longest bar is 1,000: a range has to be wider than 10.
    assert drawn(low, high) == layers


def test_no_layer_is_empty():
    # Denmark is a hundredth of a point short: its ranges are too small to draw, and an empty layer makes Vega warn.
    figure = charts.country.bill(country_page("DNK"))
    assert all(len(rows) for rows in figure.spec()["datasets"].values())
    assert {"low", "high"} <= set(figure.data)


def test_the_bars_of_allies_are_core_alone_and_labelled_with_their_own_length():
    page = alliance_page()
    band = page.ranges.table("core", "extra_usd_m_constant", page.horizon)
    told = (page.names, page.names_in_text, page.plan.title, page.baseline_text, page.origin)
    figure = charts.road.bill_by_ally(page.cost, *told, band)
    bars = next(rows for rows in figure.spec()["datasets"].values() if "usd_bn" in rows[0])
    core = figure.data.set_index("ally")
    for row in bars:
        # The figure is the bar; it is printed beyond the end of the range, so that the thin line does not cross it.
        assert row["usd_bn"] == pytest.approx(core.at[row["ally"], "core"] / 1000, abs=1e-4)
        assert row["end_bn"] == pytest.approx(
            max(core.at[row["ally"], "high"], core.at[row["ally"], "core"]) / 1000, abs=1e-4
        )
    assert "related" not in core and core.at["Poland", "core"] == 0


def test_growth_of_spending_is_told_with_and_without_accessions():
    page = alliance_page()
    spent = page.d.panel["spend_usd_constant"]
    title = charts.sharing.spending(page.years, page.origin, spent).title
    wide = spent.drop(index=["USA", "NATO_EUR_CAN", "NATO_TOTAL"], level="iso3").unstack("year")
    same = 100 * (wide[2026].sum() / wide.loc[wide[2026].notna(), 2014].sum() - 1)
    assert same == pytest.approx(119.5, abs=0.2) and f"by {same:.0f}% with the members of today" in title


def test_the_year_of_parity_in_the_draws():
    # Held flat, American spending has no range; the span of years holds the year on the IMF's path.
    page = alliance_page()
    years = page.parity["year"].astype(int).tolist()
    held, planned = page.ranges.parity_years(years, held=True), page.ranges.parity_years(years)
    assert np.median(held) == 2032 and 0.2 < np.isfinite(planned).mean() < 0.3
