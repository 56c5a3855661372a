"""Guidelines are data, and the plans that stand for them agree with them."""

import pytest

import report
from report.facts.rows import guideline_due, guideline_fact
from report.tables import UnknownName, guideline, guidelines


def test_what_was_agreed_in_wales_and_the_hague():
    assert (guideline("wales").value, guideline("wales").agreed_year, guideline("wales").due_year) == (2.0, 2014, 2024)
    assert (guideline("core").value, guideline("related").value, guideline("total").value) == (3.5, 1.5, 5.0)
    assert guideline("core").kind == "floor"
    assert guideline("related").kind == "ceiling"
    assert guideline("core").value + guideline("related").value == guideline("total").value


def test_an_unknown_guideline_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="equipment"):
        guideline("equipmnt")


@pytest.mark.parametrize(
    ("plan", "component", "name"),
    [("hague-2025", "core", "core"), ("hague-2025", "related", "related"), ("wales-2014", "core", "wales")],
)
def test_plans_on_record_ask_what_was_agreed(plan, component, name):
    of, found = report.plan(plan), guideline(name)
    assert (getattr(of, f"{component}_target"), getattr(of, f"{component}_year")) == (found.value, found.due_year)
    assert (of.agreed_year, of.review_year) == (found.agreed_year, found.review_year)


@pytest.mark.parametrize("name", list(guidelines()))
def test_a_fact_of_a_guideline_points_to_its_row(name):
    fact, due = guideline_fact(name), guideline_due(name)
    assert [(row.table, row.key, row.value) for row in fact.rows] == [("guidelines", name, guideline(name).value)]
    assert str(fact) == f"{guideline(name).value:g}%"
    assert [(row.table, row.key) for row in due.rows] == [("guidelines", f"{name} due_year")]
    assert str(due) == str(guideline(name).due_year)
