"""Facts keep their unit, their lineage and their words."""

from dataclasses import replace

import pytest

from report.facts import Fact, IncompatibleFacts, Row, combine, units
from report.pages import alliance_page, country_page

ROW = Row("expenditure/2026-07", "EST 2026 share_gdp", 5.10, "% of GDP", "nato-2026-07", "Table 3")


def share(value, label="Estonia’s share", status="estimate"):
    return Fact(
        "share_gdp.EST.2026", label, value, units.PERCENT_GDP, "NATO, July 2026", status, "published", rows=(ROW,)
    )


def test_a_list_is_not_a_number():
    with pytest.raises(IncompatibleFacts, match="not a number"):
        float(Fact("allies", "allies", ("Estonia",), units.TEXT))


def test_the_id_is_edition_and_name_whatever_the_value_and_the_words():
    assert share(5.10).id == share(5.33, "what Estonia spends").id == "2026-07.share_gdp.EST.2026"


def test_the_id_names_every_edition_and_nothing_for_none():
    parts = [
        replace(share(5.1), edition=edition) for edition in ("NATO, July 2026; IMF, April 2026", "NATO, June 2024")
    ]
    assert combine("move.EST", "move", 1.0, units.POINTS, "later − earlier", parts).id == "2026-07+2024-06.move.EST"
    assert Fact("draws", "joint draws", 10, units.COUNT, status="assumption").id == "draws"


def test_other_words_keep_the_value_behind_them():
    fact = combine("allies", "allies", 5, units.COUNT, "counted", (share(5.1),)).written_as("five")
    assert (str(fact), fact.value, fact.record()["text"]) == ("five", 5, "five")


def test_every_fact_of_the_pages_leads_to_rows_or_a_stated_assumption():
    pages = [alliance_page(), country_page("NLD"), country_page("ISL")]
    facts = [
        pages[0].total("us_share_current"),
        pages[0].bill("NATO_TOTAL", "core", "extra_usd_m_constant"),
        pages[1].ally("NLD", "arrears_usd_m"),
        pages[1].bill("NLD", "core", "extra_ncu_m"),
    ]
    for fact in facts:
        assert fact.source_rows(), fact.label
        assert fact.formula and fact.edition


def test_a_fact_of_an_ally_points_at_the_very_row():
    fact = country_page("NLD").ally("NLD", "share_gdp")
    (row,) = fact.rows
    assert (row.table, row.key, row.value) == ("expenditure/2026-07", "NLD 2026 share_gdp", 2.58)
    assert (fact.kind, fact.status, str(fact)) == ("published", "estimate", "2.58%")
