"""What every number is, declared once: each declaration can be filled in, is used, and is found by its name."""

import inspect
import string
from pathlib import Path

import pytest

import report
from report.facts.catalogue import catalogue, chosen, declared, entry
from report.tables.errors import UnknownName

SOURCES = "".join(file.read_text("utf-8") for file in Path(report.__file__).parent.rglob("*.py"))
BUILT = ("wealth_", "composite_")
"""Beginnings of names that are put together where they are printed."""


def words_of(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_no_word_to_fill_in_is_a_detail_of_the_fact_itself():
    details = set(inspect.signature(declared).parameters) - {"words"}
    found = {name: words_of(one.label + one.formula) & details for name, one in catalogue().items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("name", [name for name in catalogue() if not name.startswith(BUILT)])
def test_what_is_declared_is_printed_somewhere(name):
    assert f'"{name}"' in SOURCES


def test_a_fact_has_label_unit_and_formula_from_its_declaration():
    fact = declared("target", "NATO.2035.x.core", 3.5, plan="X", part="core", by=" by 2035", source="own")
    assert (fact.name, fact.label) == ("target.NATO.2035.x.core", "core target of “X” by 2035")
    assert (fact.unit.label, fact.formula) == ("% of GDP", "set by the plan “X” (source: own)")


def test_the_id_may_begin_with_what_the_fact_is_of():
    assert declared("by", "", "2035", of="003-a-claim", id="003-a-claim").name == "003-a-claim.by"


def test_what_we_chose_gives_its_reason():
    fact = chosen("price_gap", 1.0)
    assert (fact.kind, fact.status, fact.formula) == ("assumed", "assumption", "a case, not a forecast")


def test_an_unknown_quantity_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="drift_pp"):
        entry("drift_p")


def test_a_label_without_whose_when_and_under_which_plan():
    assert entry("drift_pp").plain == "distance from the path"
    assert entry("rise_pp").plain == "rise of the core share"
