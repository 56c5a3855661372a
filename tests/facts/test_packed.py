"""What an executed notebook carries of facts: each once, rows by key, and nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts import Fact, Row, combine, ditto, units
from report.facts.packed import Printed, TwoFacts, pack, records, unpack


def row(iso3, value, table="expenditure/2026-07", locator="Table 2"):
    return Row(table, f"{iso3} 2026 spend_usd_current", value, "million USD", "nato-2026-07", locator)


RUN = tuple(row(iso3, float(place)) for place, iso3 in enumerate(("ALB", "BEL", "USA")))
TOTAL = Fact("total", "total", 3.0, units.USD_M, "NATO, July 2026", formula="sum of allies", rows=RUN)
SHARE = combine(
    "share",
    "share of one",
    66.67,
    units.PERCENT,
    "one ÷ total",
    (Fact("one", "one", 2.0, units.USD_M, rows=RUN[2:]), TOTAL),
)


def test_a_row_stands_once_and_facts_name_it():
    packed = pack(records([SHARE, TOTAL]))
    ((kind,),) = packed["rows"].values()
    assert kind["values"] == {
        f"{iso3} 2026 spend_usd_current": value
        for iso3, value in zip(("ALB", "BEL", "USA"), (0.0, 1.0, 2.0), strict=True)
    }
    run = "expenditure/2026-07:ALB 2026 spend_usd_current … USA (3)"
    assert packed["facts"][TOTAL.id]["rows"] == [run]
    assert packed["runs"][run] == ["ALB 2026 spend_usd_current", "BEL 〃 〃", "USA 〃 〃"]


def test_rows_of_one_key_that_say_different_things_are_told_apart():
    other = Fact("elsewhere", "as printed elsewhere", 9.0, units.USD_M, rows=(row("USA", 9.0, locator="Table 7"), *RUN))
    found = records([TOTAL, other])
    assert unpack(pack(found)) == found


def test_two_facts_of_one_id_are_refused():
    other = Fact("total", "total", 4.0, units.USD_M, "NATO, July 2026", formula="sum of allies", rows=RUN)
    with pytest.raises(TwoFacts, match="stands for two different facts"):
        records([TOTAL, other])
    assert len(records([TOTAL, TOTAL.written_as("three")])) == 1


@st.composite
def facts(draw):
    rows = st.builds(
        Row, st.sampled_from(["a", "b/c"]), st.sampled_from(["x 1", "x 2", "y 1"]), st.sampled_from([None, 1.0, 2.0])
    )
    made = st.builds(
        Fact,
        st.text("pqr", min_size=1),
        st.just("a part"),
        st.just(1.5),
        st.just(units.RATIO),
        rows=st.lists(rows, max_size=5).map(tuple),
    )
    parts = {fact.id: fact for fact in draw(st.lists(made, max_size=4))}
    return [*parts.values(), combine("whole", "whole", 2.5, units.RATIO, "sum", tuple(parts.values()))]


@given(facts())
def test_packing_loses_nothing(given):
    seen = {}
    for fact in given:
        seen.setdefault(fact.id, fact)
    try:
        found = records(given)
    except TwoFacts:
        return
    assert unpack(pack(found)) == found


def test_a_page_begins_with_no_facts_and_carries_what_it_printed():
    printed = Printed()
    printed.add([TOTAL])
    printed.begin()
    printed.add([SHARE])
    assert printed._repr_mimebundle_()["text/plain"] == "3 facts from 3 source rows"


@given(st.lists(st.lists(st.sampled_from(["", "a", "a long cell, with a comma", "b"]), min_size=3, max_size=3)))
def test_ditto_marks_lose_nothing(lines):
    assert ditto.read(ditto.written(lines)) == lines
