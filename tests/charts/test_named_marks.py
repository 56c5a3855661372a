"""Lines, ticks and bands say what they are, in words that can be read, and stay inside their axes."""

import pytest
from test_contrast import PAPER, contrast

from report import charts
from report.charts import theme
from report.pages import country_page, sharing_page


@pytest.fixture(scope="module")
def parity():
    return charts.parity.paths(sharing_page())


def layers(spec):
    """Every layer of a specification, at any depth."""
    for layer in spec.get("layer", []):
        yield layer
        yield from layers(layer)


def test_words_in_the_colour_of_america_can_be_read():
    assert contrast(theme.RUST, PAPER) >= 4.5 > contrast(theme.AMBER, PAPER)


def test_parity_shows_and_lists_the_ranges_of_both_sides(parity):
    last, units = parity.data.iloc[-1], {column.name: column.unit for column in parity.columns}
    for side in ("United States", "Europe and Canada"):
        assert last[f"{side}_low"] < last[f"{side}_high"]
        assert units[f"{side}_low"] == "US$ billion, 2026 prices"
    areas = [layer for layer in layers(parity.spec) if layer["mark"]["type"] == "area"]
    assert (
        len(areas) == 2
        and "likely range (growth only)" in parity.subtitle
        and "errors of past forecasts of growth" in parity.how_to_read
    )


def test_the_axis_of_parity_holds_all_that_is_drawn(parity):
    top = next(
        layer["encoding"]["y"]["scale"]["domain"][1] for layer in layers(parity.spec) if layer["mark"]["type"] == "line"
    )
    assert top > parity.data.drop(columns="year").max(axis=None)


def test_the_year_of_parity_is_written_at_the_crossing(parity):
    words = [row["text"] for rows in parity.spec["datasets"].values() for row in rows if "text" in row]
    assert words == ["level in 2032"]


@pytest.mark.parametrize(
    ("iso3", "plan", "below"),
    [
        ("GRC", "hague-2025", ["The Hague 3.5%"]),  # stays at 3.65
        ("POL", "national-pledges", ["own figure 4.51%"]),  # at 4.68
        ("ALB", "national-pledges", ["Wales 2%"]),  # at 2.15, of which nothing is asked: The Hague is drawn, too
        ("DEU", "hague-2025", []),  # rises to 3.5
    ],
)
def test_the_name_of_a_line_does_not_cross_one_that_ends_just_above_it(iso3, plan, below):
    spec = charts.country.path(country_page(iso3, plan=plan)).spec
    drawn = [layer for layer in layers(spec) if "mark" in layer]
    rows = {name: rows[0] for name, rows in spec["datasets"].items() if {"at", "name"} <= set(rows[0])}
    named = [one for one in drawn if one["mark"]["type"] == "text" and one["data"]["name"] in rows]
    assert [rows[one["data"]["name"]]["name"] for one in named if one["mark"]["baseline"] == "top"] == below
    top = next(y["scale"]["domain"][1] for one in drawn if "scale" in (y := one["encoding"].get("y", {})))
    assert len(named) == len(rows) and top > max(row["at"] for row in rows.values())
