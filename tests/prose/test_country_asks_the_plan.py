"""What a country page says of targets, years and shapes is the plan's own, whichever plan it is."""

from itertools import product

import pytest

from report.pages import country_page
from report.prose import country, country_path

PLANS = ("core-5", "wales-2014", "seeds-2032", "plus-0.2", "national-pledges", "hague-2025")
OWN = """
extends = "hague-2025"
title = "Early and higher"
shape = "front-loaded"
core_target = 4.0
core_year = 2032
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    file = tmp_path_factory.mktemp("plans") / "early.toml"
    file.write_text(OWN, encoding="utf-8")
    return str(file)


def of_plan(passage, field):
    """The facts of a passage that rest on a field of the plan."""
    return [fact for fact in passage.facts().values() if any(row.key == field for row in fact.rows)]


@pytest.mark.parametrize(("plan", "iso3"), [*product(PLANS, ["SVN", "ESP", "DEU"])])  # the pages of a plan share frames
def test_the_share_and_year_told_are_those_asked(plan, iso3):
    page = country_page(iso3, plan=plan)
    ask, lead = page.ask("core", iso3), country.headline(page)
    shares = of_plan(lead, ask.field) if ask.field else []
    assert {float(fact) for fact in shares if fact.unit.name == "percent_gdp"} <= {ask.share}
    if ask.year is not None:
        assert {int(float(fact)) for fact in of_plan(lead, ask.year_field) if fact.unit.name == "year"} == {ask.year}


def test_an_own_plan_of_another_shape_target_and_year(own):
    # 2.69 in 2026 to 4 in 2032: 1.31 ÷ 6 = 0.218 points a year; related stays due in 2035 at 1.5, so 5.5 in all.
    page = country_page("DEU", plan=own)
    assert step(page) == pytest.approx(1.31 / 6, abs=1e-6)
    assert (page.ask("related").year, page.plan.total_target) == (2035, 5.5)
    lead = country.headline(page)
    assert {float(fact) for fact in of_plan(lead, "core_target")} == {4.0}
    # The bill is told for the plan's last year, which is not the year the target is due.
    assert "Reaching 4% by 2032 would cost in 2035 €" in str(lead)
    assert "A straight line" not in str(country_path.path(page))


def step(page):
    """The average step a year that the page tells."""
    (found,) = [float(fact) for fact in country_path.path(page).facts().values() if "average step" in fact.label]
    return found


def test_what_is_overdue_is_told_as_a_step():
    # Slovenia is at 1.61 % of GDP in 2026; the 2 % of Wales were due in 2024, so the model makes them due in 2027.
    page = country_page("SVN", plan="wales-2014")
    assert step(page) == pytest.approx(0.39, abs=1e-9)
    assert "Reaching the 2% that was due by 2024 would cost" in str(country.headline(page))


@pytest.mark.parametrize(
    ("iso3", "parameters", "ending"),
    [
        # 0.31 + 0.61 + 7 · 0.81 points against 0.81 · (1 + … + 9) ÷ 9, each of a GDP that grows: 320 against 198.
        ("DEU", {}, "Its own plan gets there in 2029 and would cost more: €320 billion in all by 2035, against €198 "
        "billion."),
        ("BEL", {}, "Its own plan stops at 2.50% in 2034 and would cost less: €7.37 billion in all by 2035, against "
        "€53.8 billion."),
        ("PRT", {}, "Its own announcement gets there in 2035 too and would cost less: €17.8 billion in all by 2035, "
        "against €25.0 billion."),
        ("CAN", {}, "Its own announcement names the same target and year."),
        ("TUR", {}, "On our record it has made no verified pledge on core defence spending for the years after 2026e."),
        ("POL", {}, "Its own plan on record, 4.51% by 2027, is no more than it spends now."),
        ("DEU", {"plan": "freeze"}, "Its own plan rises to 3.50% by 2029, at €320 billion more than at today’s share "
        "in all by 2035, at 2026 prices."),
    ],
)  # fmt: skip
def test_an_own_plan_is_told_beside_the_pages(iso3, parameters, ending):
    assert str(country.headline(country_page(iso3, **parameters))).endswith(ending)


def test_a_plan_made_of_pledges_is_not_set_beside_itself():
    assert "Its own plan" not in str(country.headline(country_page("BEL", plan="national-pledges")))


@pytest.mark.parametrize(
    ("iso3", "standing"),
    [
        ("DEU", "▲ ahead of its path to 3.5% of GDP by 2035"),
        ("PRT", "▼ behind its path to 3.5% of GDP by 2035; a usual revision could change that"),
        ("EST", "✓ at or above what is asked of it"),
        ("ESP", "§ treated here as exempt"),
        ("ISL", "· no armed forces"),
    ],
)
def test_the_standing_is_a_mark_and_words(iso3, standing):
    assert country_page(iso3).standing == standing
