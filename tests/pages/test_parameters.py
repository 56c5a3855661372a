"""Notebook parameters are refused early, with the nearest valid value."""

import pytest

from report.pages import alliance_page, check_parameters, country_page


def test_names_are_resolved_and_defaults_filled_in():
    assert check_parameters({"country": "latvia", "baseline": "2"}) == {
        "country": "LVA",
        "edition": "2026-07",
        "macro": "2026-04",
        "plan": "hague-2025",
        "baseline": 2.0,
        "prices": "constant",
    }


@pytest.mark.parametrize(
    ("parameters", "nearest"),
    [
        ({"country": "Estland"}, "Estonia|EST"),
        ({"country": "Atlantis"}, "unknown ally"),
        ({"edition": "2026-06"}, "2026-07"),
        ({"macro": "2026-10"}, "2026-04"),
        ({"plan": "hague-2035"}, "hague-2025"),
        ({"baseline": "frozen"}, "freeze"),
        ({"prices": "real"}, "constant"),
        ({"contry": "EST"}, "country"),
        ({"country": 5}, "text"),
        ({"edition": 2026}, "text"),
        ({"country": ""}, "text"),
    ],
)
def test_a_wrong_parameter_names_itself_and_the_remedy(parameters, nearest):
    with pytest.raises(ValueError, match=nearest):
        check_parameters(parameters)


def test_pages_know_their_place():
    assert alliance_page().header()["slug"] == "briefing"
    assert country_page("fr").header()["slug"] == "country/FRA"
    assert country_page("FRA").header()["date"] == "2026-07-10"


@pytest.mark.parametrize("edition", ["2019-06", "2024-03", "2024-06", "2025-04", "2025-08"])
def test_every_edition_makes_a_page(edition):
    page = alliance_page(edition=edition)
    assert len(page.now) == 32
    assert not page.cost.empty
