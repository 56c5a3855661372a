"""Every figure is complete, drawable, and the same each time."""

import json

import pytest
import vl_convert

from report import charts
from report.pages import alliance_page, country_page, scorecard_page
from report.shown import Incomplete

PAGE = alliance_page()
NLD = country_page("NLD")
SCORE = scorecard_page()


def alliance_figures():
    return [
        charts.everyone.moved(PAGE),
        charts.parity.us_share(PAGE),
        charts.road.paths(PAGE),
        charts.road.bill_by_year(PAGE),
        charts.road.bill_by_ally(PAGE),
        charts.scorecard.distance(SCORE),
        charts.scorecard.needed(SCORE),
    ]


def country_figures():
    own = charts.country
    return [own.path(NLD), own.bill(NLD), own.categories(NLD)]


@pytest.mark.parametrize("figure", alliance_figures() + country_figures(), ids=lambda figure: figure.id)
def test_a_figure_draws_and_says_what_it_shows(figure):
    spec = {**figure.spec, "width": 640}
    svg = vl_convert.vegalite_to_svg(spec)
    assert svg.count("<path") > 3
    assert figure.alt != figure.title
    assert "nan" not in f"{figure.title} {figure.subtitle} {figure.alt}".lower()
    assert figure.rows
    assert len(json.dumps(figure.spec)) < 120_000


def test_the_same_figure_has_the_same_bytes():
    first, second = (
        json.dumps(figure.spec, sort_keys=True) for figure in (alliance_figures()[0], alliance_figures()[0])
    )
    assert first == second


@pytest.mark.parametrize("missing", ["title", "subtitle", "alt", "source", "edition"])
def test_an_incomplete_figure_cannot_be_made(missing):
    from dataclasses import replace

    with pytest.raises(Incomplete, match=missing):
        replace(alliance_figures()[0], **{missing: ""})


@pytest.mark.parametrize("prices", ["constant", "current"])
def test_iceland_has_no_charts_of_spending(prices):
    iceland = country_page("ISL", prices=prices)
    assert [
        charts.country.path(iceland),
        charts.country.bill(iceland),
        charts.country.categories(iceland),
    ] == [None] * 3
