"""What a plan asks, of whom, by when, in what shape: worked on the plans on record."""

import pytest

import report
from report.outlook.paths import asked
from report.outlook.pledges import with_pledges
from report.outlook.shapes import SHAPES
from report.pages import alliance_page
from report.pages.asked import agreed_fact, due_fact, plan_fact, shape_fact, start_fact, target_fact

PLANS = ("core-5", "freeze", "hague-2025", "mixed", "national-pledges", "plus-0.2", "seeds-2032", "wales-2014")


@pytest.mark.parametrize(
    ("plan", "share", "year", "rule", "of"),
    [
        ("hague-2025", 3.5, 2035, "target", "all but the exempt"),
        ("core-5", 5.0, 2035, "target", "all"),
        ("seeds-2032", 3.5, 2032, "target", "all"),
        ("wales-2014", 2.0, 2024, "target", "all"),
        ("plus-0.2", 3.5, None, "increment", "all"),  # the year follows from the pace
        ("freeze", None, None, "nothing", "nobody"),
        ("national-pledges", None, None, "nothing", "each its own"),
        ("mixed", 3.5, 2035, "target", "all without their own"),
    ],
)
def test_what_each_plan_asks_of_core_spending(plan, share, year, rule, of):
    ask = asked(report.plan(plan))
    assert (ask.share, ask.year, ask.rule, ask.whom) == (share, year, rule, of)


def test_the_hague_asks_spain_for_its_own_figure_and_estonia_for_the_targets():
    plan = report.plan("hague-2025")
    assert (asked(plan, iso3="ESP").share, asked(plan, iso3="ESP").rule) == (2.1, "exempt")
    assert asked(plan, iso3="EST").share == 3.5
    assert asked(plan, "total").share == 5.0  # 3.5 + 1.5
    assert asked(plan, "total", "ESP").share == 3.6  # 2.1 + 1.5


def test_a_total_is_due_with_the_later_part():
    plan = report.plan("hague-2025", core_year=2032)
    assert (asked(plan).year, asked(plan, "related").year, asked(plan, "total").year) == (2032, 2035, 2035)


def test_a_pledge_counts_while_it_lies_ahead():
    plan = report.plan("mixed", pledges="none", allies={"EST": {2025: 3.0}})
    assert asked(plan, iso3="EST", base=(2026, 4.0)).share == 3.5  # its own figure is past and reached
    assert asked(plan, iso3="EST", base=(2024, 2.5)).share == 3.0


def test_only_the_guideline_itself_is_taken_for_it():
    assert asked(report.plan("hague-2025")).guideline.id == "core"
    assert asked(report.plan("wales-2014")).guideline.id == "wales"
    assert asked(report.plan("seeds-2032")).guideline is None  # the same share, another year
    assert asked(report.plan("core-5")).guideline is None  # 5 % of core alone is not the 5 % of The Hague


def test_related_spending_starts_from_an_assumption_where_it_is_asked_for():
    assert asked(report.plan("hague-2025"), "related").start == 0
    assert asked(report.plan("core-5"), "related").start is None
    assert str(start_fact(asked(report.plan("hague-2025", related_start=0.5), "related"))) == "0.5%"


def test_every_shape_has_words_for_readers():
    assert [name for name, shape in SHAPES.items() if shape.asks and not shape.words] == []
    assert asked(report.plan("plus-0.2")).shape_words == "in steps of 0.2 points of GDP a year"


@pytest.mark.parametrize("plan", PLANS)
def test_a_fact_of_a_plan_says_what_its_field_says(plan):
    page = alliance_page(plan=plan)
    made = [(ask, fact) for ask in (page.ask(), page.ask("related"), page.ask("core", "ESP")) for fact in _facts(ask)]
    for ask, fact in made:
        (row,) = fact.rows
        assert row.table == f"plan/{plan}"
        assert fact.value == _field(page.plan_with_pledges, row)
        assert ask.component == row.locator


def _facts(ask):
    if ask.is_something:
        yield target_fact(ask)
        yield (
            shape_fact(ask)
            if ask.rule == "target"
            else plan_fact(ask, "id", "plan", ask.plan.id, target_fact(ask).unit)
        )
    if ask.year:
        yield due_fact(ask)
    if ask.plan.agreed_year:
        yield agreed_fact(ask)


def _field(plan, row):
    """``exemptions.ESP.core`` of a plan; a year that is itself a key, as in ``allies.EST.2027``, says when."""
    name, *inside = row.key.split(".")
    if row.unit == "year" and inside and inside[-1].isdigit():
        return int(inside[-1])
    value = getattr(plan, name)
    for step in inside:
        value = value[int(step) if step.isdigit() else step]
    return value


def test_a_figure_said_again_for_a_later_year_is_due_when_it_was_first_said(d):
    """Sweden: 3.5 by 2030, and three months later 3.5 by 2032; the later figure asks nothing more."""
    figures = with_pledges(report.plan("national-pledges"), d).allies["SWE"]
    assert figures == {2030: 3.5, 2032: 3.5}
    ask = asked(with_pledges(report.plan("national-pledges"), d), iso3="SWE")
    assert (ask.share, ask.year, ask.field) == (3.5, 2030, "allies.SWE.2030")
