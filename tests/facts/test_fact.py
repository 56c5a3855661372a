"""Facts keep their unit, their lineage and their words."""

import pytest

from report.facts import Fact, IncompatibleFacts, Row, assumed, combine, units
from report.pages import alliance_page, country_page

ROW = Row("expenditure/2026-07", "EST 2026 share_gdp", 5.10, "% of GDP", "nato-2026-07", "Table 3")


def share(value, label="Estonia’s share", status="estimate"):
    return Fact(label, value, units.PERCENT_GDP, "2026-07", status, "published", rows=(ROW,))


def test_a_difference_of_shares_is_in_points_and_keeps_the_rows():
    gap = share(5.10) - assumed("guideline", 3.5, units.PERCENT_GDP, "The Hague")
    assert str(gap) == "1.60 points"
    assert gap.source_rows() == (ROW,)
    assert gap.status == "assumption"  # the least certain of its inputs


def test_a_ratio_has_no_unit_and_a_zero_divisor_is_refused():
    assert (share(5.0) / share(2.5)).unit is units.RATIO
    with pytest.raises(IncompatibleFacts, match="zero"):
        share(5.0) / share(0.0)


def test_price_bases_do_not_mix():
    current = Fact("spending", 100.0, units.USD_M)
    constant = Fact("spending", 90.0, units.usd_m_constant(2021))
    with pytest.raises(IncompatibleFacts, match="one unit and price base"):
        current + constant


def test_a_list_is_not_a_number():
    with pytest.raises(IncompatibleFacts, match="not a number"):
        float(Fact("allies", ("Estonia",), units.TEXT))


def test_the_id_is_stable_when_the_value_changes():
    assert share(5.10).id == share(5.33).id
    assert share(5.10).id != share(5.10, "Latvia’s share").id


def test_other_words_keep_the_value_behind_them():
    fact = combine("allies", 5, units.COUNT, "counted", (share(5.1),)).written_as("five")
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
