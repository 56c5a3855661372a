"""What a country page says of targets, years and shapes is the plan's own, whichever plan it is."""

import pytest

from report.pages import country_page
from report.prose import country

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


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("iso3", ["SVN", "ESP", "DEU"])
def test_the_share_and_year_told_are_those_asked(plan, iso3):
    page = country_page(iso3, plan=plan)
    ask, path = page.ask("core", iso3), country.path(page)
    shares = of_plan(country.headline(page), ask.field) if ask.field else []
    assert {float(fact) for fact in shares if fact.unit.name == "percent_gdp"} <= {ask.share}
    core = page.own_cost.query("component == 'core'").set_index("year")["share_gdp"]
    if ask.year is not None and page.base_year < ask.year <= page.horizon and core.iloc[-1] > core.iloc[0] + 0.005:
        assert [int(float(fact)) for fact in of_plan(path, ask.year_field) if fact.unit.name == "year"] == [ask.year]


def test_an_own_plan_of_another_shape_target_and_year(own):
    # 2.69 in 2026 to 4 in 2032: 1.31 ÷ 6 = 0.218 points a year; related stays due in 2035 at 1.5, so 5.5 in all.
    page = country_page("DEU", plan=own)
    path = country.path(page)
    assert [str(fact) for fact in of_plan(path, "shape")] == ["with two thirds of the way behind it by mid-time"]
    (step,) = [float(fact) for fact in path.facts().values() if "average step" in fact.label]
    assert step == pytest.approx(1.31 / 6, abs=1e-6)
    assert (page.ask("related").year, page.plan.total_target) == (2035, 5.5)
    assert {float(fact) for fact in of_plan(country.headline(page), "core_target")} == {4.0}


def test_what_is_overdue_is_told_as_a_step():
    # Slovenia is at 1.61 % of GDP in 2026; the 2 % of Wales were due in 2024, so the model makes them due in 2027.
    page = country_page("SVN", plan="wales-2014")
    (step,) = [float(fact) for fact in country.path(page).facts().values() if "average step" in fact.label]
    assert step == pytest.approx(0.39, abs=1e-9) and "straight line" not in str(country.path(page))
