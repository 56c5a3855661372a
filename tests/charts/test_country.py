"""An ally's own charts: its own pledges beside the plan's line, and its bill in its own currency with related spending
apart."""

import pytest

from report import charts
from report.pages import country_page


def parts(iso3, **parameters):
    figure = charts.country.path(country_page(iso3, **parameters))
    return figure, figure.data.groupby("part")


def test_own_pledges_stand_beside_the_straight_line():
    figure, rows = parts("DEU")
    own = rows.get_group("own pledge").set_index("year")["share"]
    assert own.to_dict() == {2027: 3.0, 2028: 3.3, 2029: 3.5} and figure.hero
    # 2.69 + 0.81/9 = 2.78
    assert rows.get_group("plan").set_index("year")["share"][2027] == pytest.approx(2.78)
    assert figure.title == "Germany’s own plan reaches 3.5% in 2029, six years early"


@pytest.mark.parametrize(
    ("iso3", "parameters", "title"),
    [
        ("BEL", {}, "Belgium’s own plan stops at 2.50% in 2034, short of 3.5%"),
        ("FRA", {}, "France’s own announcement reaches 3.5% in 2035, as asked"),
        ("ROU", {"plan": "seeds-2032"}, "Romania’s own announcement reaches 3.5% in 2032, as asked"),
        ("ESP", {}, "Spain goes from 2.00% of GDP in 2026e to 2.10% by 2035"),
        ("TUR", {}, "Türkiye goes from 2.85% of GDP in 2026e to 3.50% by 2035"),
        ("EST", {}, "Estonia stays at 5.10% of GDP, its share in 2026e"),
        ("DEU", {"plan": "freeze"}, "Germany stays at 2.69% of GDP, its share in 2026e"),
    ],
)
def test_the_title_says_what_the_own_plan_means(iso3, parameters, title):
    assert parts(iso3, **parameters)[0].title == title


def names(iso3):
    """Words beside the lines of a path: where each stands, and how far from there; its rim first."""
    spec = charts.country.path(country_page(iso3)).spec
    pairs = [part["layer"] for part in spec["layer"] if "layer" in part and part["layer"][0]["mark"].get("stroke")]
    for rim, words in pairs:
        (row,) = spec["datasets"][words["data"]["name"]]
        assert rim["mark"] | words["mark"] == {
            **words["mark"],
            "stroke": "#ffffff",
            "strokeWidth": 3,
            "strokeJoin": "round",
        }
        assert rim["data"] == words["data"]
        yield row["label"], row["year"], words["mark"]["dy"]


@pytest.mark.parametrize(
    ("iso3", "label", "dy"),
    [
        ("FRA", "straight line", -10),  # its own 2.5% in 2030 is under the line, which is there at 2.79%
        ("DEU", "straight line", 16),  # its own 3.5% in 2029 is over it
        ("USA", "3.17% in 2026e", 16),  # it came down from 3.30% in 2024
        ("EST", "5.10% in 2026e", -10),
        ("BEL", "own plan: 2.50% in 2034", -26),
        ("GBR", "own plan: 3.50% in 2035", -26),
    ],
)
def test_names_stand_on_the_free_side_of_their_line_with_a_rim(iso3, label, dy):
    assert (label, dy) in [(name, at) for name, _, at in names(iso3)]


def test_the_bill_is_in_the_allys_own_currency_with_its_range_and_related_spending_apart():
    page = country_page("DEU")
    figure = charts.country.bill(page)
    last = figure.data.iloc[-1]
    assert last["core"] == pytest.approx(float(page.bill("DEU", "core", "extra_ncu_m_constant")))
    assert last["core_low"] < last["core"] < last["core_high"]
    assert {column.name: column.unit for column in figure.columns}["core"] == "€ million, 2026 prices"
    assert last["related"] == pytest.approx(float(page.bill("DEU", "related", "extra_ncu_m_constant")))
    assert charts.country.bill(country_page("EST")) is None
