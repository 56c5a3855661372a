"""Parts of a bar are stacked in an order that is told: Vega-Lite warns on the console where it is left to names."""

import pytest

from report import charts
from report.pages import country_page


def orders(spec):
    """Every order channel of a specification, at any depth."""
    if isinstance(spec, dict):
        yield from [spec["order"]] if isinstance(spec.get("order"), dict) else []
        for part in spec.values():
            yield from orders(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from orders(part)


@pytest.fixture(scope="module")
def stacked():
    return [charts.country.categories(country_page(iso3)) for iso3 in ("EST", "PRT")]


def test_the_order_of_parts_is_one_that_has_an_order(stacked):
    kinds = [[order["type"] for order in orders(figure.spec)] for figure in stacked]
    assert all(kinds) and not any("nominal" in of_chart for of_chart in kinds)
