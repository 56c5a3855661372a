"""From findings to verdicts, and from claims to pairs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts import Fact, units
from report.ledger.finding import Finding, compare, fill, stated
from report.ledger.pairing import relation
from report.ledger.record import Claim
from report.ledger.verdict import Entry, verdict

from .conftest import TEXT

ONE = Fact("number", "a number", 1, units.COUNT)


def finding(edition: str, basis: str, holds: bool | None, verdict: str = "") -> Finding:
    return Finding(edition, basis, holds, ONE, verdict=verdict)


@pytest.mark.parametrize(
    ("kind", "holds", "expected"),
    [
        ("measured", True, "holds"),
        ("fact", False, "fails"),
        ("opinion", True, "holds"),
        ("forecast", True, "came true"),
        ("forecast", False, "did not"),
        ("plan", True, "came true"),
        ("plan", None, "cannot be checked"),
    ],
)
def test_the_verdict_speaks_in_the_words_of_the_kind(claim, kind, holds, expected):
    assert verdict(claim(kind=kind), finding("2026-07", "members", holds)) == expected


@pytest.mark.parametrize(
    ("findings", "expected", "turns_on"),
    [
        ([("a", "x", True), ("b", "x", True)], "holds", ""),
        ([("a", "x", False), ("b", "x", False)], "fails", ""),
        ([("a", "x", True), ("b", "x", False)], "depends on edition", "edition"),
        ([("b", "x", True), ("b", "y", False)], "depends on basis", "basis"),
        # the newest edition is of one mind: the edition decides
        (
            [("a", "x", True), ("a", "y", False), ("b", "x", False), ("b", "y", False)],
            "depends on edition",
            "edition and basis",
        ),
        # the newest edition is of two minds: the basis decides
        (
            [("a", "x", True), ("a", "y", True), ("b", "x", True), ("b", "y", False)],
            "depends on basis",
            "edition and basis",
        ),
        # a pledge is of no edition: against the newest edition it is another basis
        ([("a", "x", True), ("b", "x", True), ("", "y", False)], "depends on basis", "basis"),
        # what cannot say is left aside
        ([("a", "x", True), ("b", "x", None)], "holds", ""),
        ([("a", "x", None)], "cannot be checked", ""),
    ],
)
def test_one_verdict_over_all_findings(claim, findings, expected, turns_on):
    found = [finding(*each) for each in findings]
    entry = Entry(claim(), tuple(found))
    assert (entry.verdict, entry.depends_on) == (expected, turns_on)


@pytest.mark.parametrize(
    ("edition", "expected", "turns_on"),
    [
        ("a", "fails", ""),  # the edition it names fails it on both bases: what another says is no excuse
        ("b", "depends on basis", "basis"),
        ("c", "depends on basis", "edition and basis"),  # the edition it names has no figures: all of them judge
        ("", "depends on basis", "edition and basis"),
    ],
)
def test_a_claim_that_names_its_edition_is_judged_by_it(claim, edition, expected, turns_on):
    found = [finding("a", "x", False), finding("a", "y", False), finding("b", "x", False), finding("b", "y", True)]
    entry = Entry(claim(edition=edition), tuple(found))
    assert (entry.verdict, entry.depends_on) == (expected, turns_on)


def test_overtaken_outweighs_the_rest(claim):
    found = [finding("a", "x", True), finding("b", "x", False, "superseded")]
    entry = Entry(claim(), tuple(found))
    assert (entry.verdict, entry.depends_on) == ("superseded", "")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans()), min_size=1, max_size=8))
def test_a_dependent_verdict_always_says_on_what(findings):
    example = Claim(
        "900-x",
        TEXT,
        "x",
        "group",
        ("allies",),
        "share_gdp",
        "equals",
        "count",
        "measured",
        "guideline",
        "count_below",
        bases=("x", "y"),
    )
    last = {(edition, basis): holds for edition, basis, holds in findings}
    found = [finding(edition, basis, holds) for (edition, basis), holds in last.items()]
    mixed = len(set(last.values())) > 1
    assert Entry(example, tuple(found)).verdict.startswith("depends") is mixed


def test_the_claims_own_edition_and_basis_are_what_it_asks_for(claim):
    found = [
        finding("2024-06", "members", True),
        finding("2025-04", "with forces", True),
        finding("2025-04", "members", False),
        finding("2026-07", "members", True),
    ]
    entry = Entry(claim(edition="2025-04", bases=("members", "with forces")), tuple(found))
    assert entry.as_asked is found[2]
    assert entry.today is found[3]


def test_of_two_years_of_one_edition_the_said_one_is_asked_and_the_later_printed(claim):
    found = [finding("2026-07", "with forces", True), finding("2026-07", "with forces", False, "superseded")]
    entry = Entry(claim(), tuple(found))
    assert entry.as_asked is found[0] and entry.today is found[1]


@pytest.mark.parametrize(
    ("measured", "comparator", "value", "decimals", "expected"),
    [
        (63.9, "equals", 64, 0, True),
        (64.4, "equals", 64, 0, True),
        (64.5, "equals", 64, 0, False),  # half rounds up
        (63.9, "equals", 64.0, 1, False),
        (2.0, "above", 2.0, 1, False),
        (2.0, "at_least", 2.0, 1, True),
        (float("nan"), "equals", 64, 0, None),
    ],
)
def test_equality_is_at_the_precision_stated(measured, comparator, value, decimals, expected):
    assert compare(measured, comparator, value, decimals) is expected


def test_a_stated_value_is_written_as_it_was_stated(claim):
    assert str(stated(claim(value=3.5, unit="percent_gdp"))) == "3.5%"
    assert str(stated(claim(value=64, unit="percent"))) == "64%"
    assert str(stated(claim(value="2025-06", unit="date"))) == "June 2025"
    assert str(stated(claim(value=True, unit="yes_no"))) == "yes"
    assert stated(claim(value=64, unit="percent")).source_rows()[0].key == "900-example"


def test_a_sentence_begins_with_a_capital_and_keeps_its_facts():
    name = Fact("name", "name", "the United States", units.TEXT)
    sentence = fill("{who} and {who}.", {"who": name})
    assert str(sentence) == "The United States and the United States."
    assert len(sentence.facts) == 2 and sentence.facts[0].id == name.id


OTHER = replace(TEXT, id="901")


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({"value": 8}, {"value": 8}, "repeats"),
        ({"value": 8}, {"value": 10}, "contradicts"),
        ({"value": 8}, {"value": 1, "comparator": "at_least"}, "bears on"),
        ({"value": 8}, {"value": 8, "year": 2025}, "bears on"),
        ({"value": "2025-06", "unit": "date"}, {"value": "2025-06-24", "unit": "date"}, "repeats"),
        ({"value": "2025-06", "unit": "date"}, {"value": "2025-05-24", "unit": "date"}, "contradicts"),
        (
            {"value": 5.0, "measure": "target", "year": 2032},
            {"value": 5.0, "measure": "target", "year": 2035},
            "contradicts",
        ),
        (
            {"value": 5.0, "measure": "target", "year": 2032},
            {"value": 5.0, "measure": "target", "year": None},
            "bears on",
        ),
    ],
)
def test_two_claims_repeat_contradict_or_bear_on_each_other(claim, one, two, expected):
    assert relation(claim(**one), claim(id="901-example", text=OTHER, **two)) == expected
