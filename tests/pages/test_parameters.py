"""Notebook parameters are refused early, with the nearest valid value."""

import pytest

from report.pages import alliance_page, check_parameters, country_page
from report.pages.parameters import fitting_parameters
from report.tables.errors import ReportError
from report.tables.releases import newest_edition, newest_vintage


def test_names_are_resolved_and_defaults_filled_in():
    assert check_parameters({"country": "latvia", "baseline": "2"}) == {
        "country": "LVA",
        "edition": newest_edition(),
        "macro": newest_vintage(),
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("core_target = 1.0", "the core target 1 is below the share of every ally"),
        ("horizon = 2026\ncore_year = 2026\nrelated_year = 2026\nreview_year = 2026", "horizon 2026 is not after"),
        ("[allies.POL]\n2030 = 3.0", "the figures for POL stay below the 4.68 it spends already"),
        ('may_cut = "no"', "may_cut is 'no': give true or false"),
    ],
)
def test_a_plan_that_contradicts_itself_or_the_edition_is_refused_before_any_page(tmp_path, text, told):
    file = tmp_path / "own.toml"
    file.write_text(f'extends = "hague-2025"\ntitle = "Own"\n{text}\n', encoding="utf-8")
    with pytest.raises(ReportError, match=told):
        fitting_parameters({"plan": str(file)})


def test_a_plan_that_fits_goes_through_with_its_parameters_completed():
    assert fitting_parameters({"edition": "2024-06"}) == check_parameters({"edition": "2024-06"})


def test_pages_know_their_place():
    assert alliance_page().head.slug == "briefing"
    assert country_page("fr").head.slug == "country/FRA"
    assert country_page("FRA").head.date == "2026-07-10"


@pytest.mark.parametrize("edition", ["2019-06", "2024-03", "2024-06", "2025-04", "2025-08"])
def test_every_edition_makes_a_page(edition):
    page = alliance_page(edition=edition)
    assert len(page.now) == 32
    assert not page.cost.empty
