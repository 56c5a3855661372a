"""The bill and the paths: ranges that can be seen, bars that add up, lines that say what is a projection."""

import numpy as np
import pytest

from report import charts
from report.pages import alliance_page, country_page


def rows(figure, column):
    return next(data for data in figure.spec["datasets"].values() if column in data[0])


def test_no_layer_is_empty():
    # Denmark is a hundredth of a point short: its range can hardly be seen, and an empty layer makes Vega warn.
    figure = charts.country.bill(country_page("DNK"))
    assert all(len(data) for data in figure.spec["datasets"].values())


def test_the_fan_ends_where_the_range_does_and_holds_no_related_spending():
    figure, page = charts.road.bill_by_year(alliance_page()), alliance_page()
    last, bill = rows(figure, "low_bn")[-1], page.bill("NATO_TOTAL", "core", "extra_usd_m_constant")
    assert (last["low_bn"], last["high_bn"]) == pytest.approx((bill.band.low / 1000, bill.band.high / 1000), abs=1e-4)
    assert last["usd_bn"] == pytest.approx(float(bill) / 1000, abs=1e-4)
    assert "not part of the line" in figure.note and "nobody measures" in figure.note


def test_what_nobody_measures_is_hatched_only_where_the_plan_has_it():
    assert "top" in {
        column for data in charts.road.bill_by_year(alliance_page()).spec["datasets"].values() for column in data[0]
    }
    without = charts.road.bill_by_year(alliance_page(plan="core-5"))
    assert not any("top" in data[0] for data in without.spec["datasets"].values()) and "atched" not in without.note


def test_the_steps_of_the_waterfall_join_and_add_up():
    # US$440 billion: the sum is the bill of the alliance, each bar begins where the one above it ends.
    page = alliance_page()
    steps = rows(charts.road.bill_by_ally(page), "start")
    *parts, whole = steps
    assert [one["start"] for one in parts[1:]] == pytest.approx([one["end"] for one in parts[:-1]], abs=1e-6)
    assert parts[-1]["end"] == pytest.approx(whole["end"], abs=1e-4)
    assert whole["end"] == pytest.approx(
        float(page.bill("NATO_TOTAL", "core", "extra_usd_m_constant")) / 1000, abs=1e-4
    )
    assert len(charts.road.bill_by_ally(page).data) == 31


def test_the_part_of_the_largest_three_has_a_range():
    page = alliance_page()
    title = charts.road.bill_by_ally(page).title
    column, year = "extra_usd_m_constant", page.horizon
    drawn = {iso3: page.ranges.draws(iso3, "core", column, year) for iso3 in page.ranges.drawn.allies}
    parts = sum(drawn[iso3] for iso3 in ("USA", "FRA", "DEU"))
    low, high = 100 * np.quantile(parts / sum(drawn.values()), [0.1, 0.9])
    assert f"51% of the bill in 2035 (likely range, growth only: {low:.0f} to {high:.0f}%)" in title and low < 51 < high


def test_nobody_leads_where_nothing_is_asked():
    title = charts.road.bill_by_ally(alliance_page(plan="freeze")).title
    assert title == "No ally would have to add defence spending in 2035"


def test_every_ally_has_a_small_chart_dashed_where_it_is_a_projection():
    figure = charts.road.paths(alliance_page())
    parts = {(row["ally"], row["part"]) for row in rows(figure, "part")}
    assert len(parts) == 2 * 31 and len(figure.data.columns) == 1 + 31 and "have no range" in figure.note
    # Slovenia: 1.61 in 2026e, 3.5 in 2035.
    slovenia = figure.data.set_index("year")["Slovenia"]
    assert (slovenia[2026], slovenia[2035]) == pytest.approx((1.61, 3.5), abs=0.005)


def test_the_year_of_parity_in_the_draws():
    # Held flat, American spending has no range; the span of years holds the year on the IMF's path, 2032. Draws are centred where outcomes have come out, lower in Europe: a year later.
    page = alliance_page()
    years = page.parity["year"].astype(int).tolist()
    held, planned = page.ranges.parity_years(years, flat=True), page.ranges.parity_years(years)
    assert np.median(held) == 2033 and 0.05 < np.isfinite(planned).mean() < 0.2
