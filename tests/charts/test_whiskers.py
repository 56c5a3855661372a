"""Ranges on the bars of the bill: drawn where they can be seen, left out where they could not."""

import numpy as np
import pandas as pd
import pytest

from report import charts
from report.charts.road import whiskers
from report.pages import alliance_page


def drawn(low: float, high: float) -> int:
    frame = pd.DataFrame({"year": [2035], "core": [1000.0], "related": [0.0], "low": [low], "high": [high]})
    return len(whiskers(frame, x="year:O"))


@pytest.mark.parametrize(("low", "high", "layers"), [(900, 1100, 1), (995, 1006, 1), (996, 1005, 0), (1000, 1000, 0)])
def test_a_range_under_a_hundredth_of_the_longest_bar_is_left_to_the_data(low, high, layers):
    # The longest bar is 1,000: a range has to be wider than 10.
    assert drawn(low, high) == layers


def test_the_part_of_the_largest_three_has_a_range():
    page = alliance_page()
    told = (page.names, page.names_in_text, page.plan.title, page.baseline_text, page.origin)
    title = charts.road.bill_by_ally(page.cost, *told, page.ranges).title
    column, year = "extra_usd_m_constant", page.horizon
    drawn = {iso3: page.ranges.draws(iso3, "core", column, year) for iso3 in page.ranges.drawn.allies}
    parts = sum(drawn[iso3] for iso3 in ("USA", "FRA", "DEU"))
    low, high = 100 * np.quantile(parts / sum(drawn.values()), [0.1, 0.9])
    assert (
        f"51% of the core bill in 2035 (likely range, growth only: {low:.0f} to {high:.0f}%)" in title
        and low < 51 < high
    )


def test_nobody_leads_where_nothing_is_asked():
    page = alliance_page(plan="freeze")
    told = (page.names, page.names_in_text, page.plan.title, page.baseline_text, page.origin)
    assert (
        charts.road.bill_by_ally(page.cost, *told, page.ranges).title
        == "No ally would have to add core spending in 2035"
    )


def test_the_median_is_dashed_where_it_is_a_projection():
    page = alliance_page()
    figure = charts.road.paths(page)
    bold = next(layer for layer in figure.spec()["layer"] if layer.get("mark", {}).get("strokeWidth") == 3)
    assert bold["encoding"]["strokeDash"]["field"] == "part"
    parts = figure.data.set_index("year")["part"]
    assert parts.loc[2026] == "NATO" and parts.loc[2027] == "plan" and "have no range" in figure.note


def test_the_bars_of_allies_are_core_alone_and_labelled_with_their_own_length():
    page = alliance_page()
    told = (page.names, page.names_in_text, page.plan.title, page.baseline_text, page.origin)
    figure = charts.road.bill_by_ally(page.cost, *told, page.ranges)
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
    # Held flat, American spending has no range; the span of years holds the year on the IMF's path, 2032. Draws are centred where outcomes have come out, lower in Europe: a year later.
    page = alliance_page()
    years = page.parity["year"].astype(int).tolist()
    held, planned = page.ranges.parity_years(years, held=True), page.ranges.parity_years(years)
    assert np.median(held) == 2033 and 0.05 < np.isfinite(planned).mean() < 0.2
