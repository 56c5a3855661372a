"""The bill, of one ally and of all: every amount has its range, its years and its prices, and says what is not in
it."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from report import charts
from report.facts import Fact, units
from report.outlook import alliance_cost, cost
from report.outlook import plan as find_plan
from report.outlook.base import rise_left_out
from report.pages import alliance_page, country_page
from report.pages.agreed import since_agreed
from report.prose import briefing, briefing_bill, country, country_bill, country_path, scorecard
from report.prose.briefing_bill import ways_to_count


def test_every_ally_with_forces_has_the_ranges_of_all_its_amounts():
    table = country_bill.bill_table(country_page("EST"))
    last = table.frame.iloc[-1]
    for name in ("level_ncu_m", "level_usd_m", "related_extra_usd_m_constant"):
        assert last[f"{name}_low"] < last[name] < last[f"{name}_high"]
    # Growth moves related spending as it moves defence spending.
    level, related = (
        last[f"{name}_low"] / last[name] for name in ("level_usd_m_constant", "related_extra_usd_m_constant")
    )
    assert level == pytest.approx(related)
    names = {column.name for column in table.file.columns}
    assert names >= {f"{name}{end}" for name in ("level_ncu_m", "level_usd_m") for end in ("", "_low", "_high")}
    assert country_bill.bill_table(country_page("ISL")) is None


def sentences(text):
    return re.split(r"(?<=[.)])\s+(?=[A-Z])", text)


def bases(sentence):
    """The price bases that a sentence names."""
    return {base for base in ("at 2026 prices", "at current prices") if base in sentence.casefold()}


@pytest.mark.parametrize("prices", ["constant", "current"])
@pytest.mark.parametrize("iso3", ["DEU", "ESP", "USA", "TUR", "CAN"])
def test_no_sentence_of_a_bill_joins_two_price_bases(iso3, prices):
    page = country_page(iso3, prices=prices)
    told = f"{country.headline(page)} {country_bill.bill(page)}".replace("\n\n", " ")
    money = [one for one in sentences(told) if re.search(r"\d (billion|trillion)", one)]
    assert len(money) >= 3 and all(len(bases(one)) <= 1 for one in money)


def test_germanys_bill_is_in_euros_first():
    # US$ 147,002 million and € 124,660 million are the same spending of 2026e, so at 2026 prices US$47.5 billion are €40.3 billion.
    page = country_page("DEU")
    euros, dollars = (page.bill("DEU", "core", f"extra_{path}_constant", 2035) for path in ("ncu_m", "usd_m"))
    assert float(dollars) / float(euros) == pytest.approx(float(page.own["spend_usd_m"]) / 124_660, rel=1e-6)
    told = f"{country.headline(page)} {country_bill.bill(page)}"
    assert told.index("€40.3 billion") < told.index("US$47.5 billion")
    row = page.own_cost.query("component == 'core' and year == 2035").iloc[0]
    assert row["extra_per_head_ncu_constant"] == pytest.approx(row["extra_ncu_m_constant"] / row["population_m"])


def test_the_exempt_are_told_at_the_common_target_too():
    page, alliance = country_page("ESP"), alliance_page()
    without = alliance_cost(page.d, find_plan("hague-2025", exemptions=False)).set_index(["iso3", "component", "year"])
    whole = alliance.bill_without_exemptions("NATO_TOTAL", "extra_usd_m_constant")
    assert float(whole) == pytest.approx(without.at[("NATO_TOTAL", "core", 2035), "extra_usd_m_constant"])
    assert "US$440 billion" in str(briefing.headline(alliance)) and "US$474 billion" in str(
        briefing.qualifier(alliance)
    )
    # Spain: (3.5 − 2.0) ÷ (2.1 − 2.0) = 15 times its own bill
    own = page.bill("ESP", "core", "extra_ncu_m_constant")
    assert float(page.bill_without_exemptions("ESP", "extra_ncu_m_constant")) == pytest.approx(
        15 * float(own), rel=1e-3
    )
    assert country_page("ESP", plan="core-5").bill_without_exemptions("ESP", "extra_usd_m") is None


@pytest.mark.parametrize("new_money", [1.0, 0.5, 0.25])
def test_related_spending_is_told_at_none_half_and_all_new(new_money):
    # Whatever part the plan counts as new, the three are the same: 0, half and all of the rise.
    plan = find_plan("hague-2025", new_money=new_money)
    row = cost(alliance_page().d, plan, allies="ITA").query("component == 'related' and year == 2035").iloc[0]
    extra = Fact("extra", "related extra", float(row["extra_usd_m_constant"]), units.usd_m_constant(2026))
    parts = ways_to_count(SimpleNamespace(plan=plan), extra)
    told = [float(part) for part in parts if isinstance(part, Fact) and part.unit == extra.unit]
    assert told == pytest.approx([row["level_usd_m_constant"] / 2, row["level_usd_m_constant"]])


def test_sums_name_their_years_and_prices():
    assert "Summed over 2027–2035" in str(briefing_bill.bill(alliance_page()))
    assert str(country_bill.bill(country_page("DEU"))).startswith(
        "Over 2027–2035 the plan adds €198 billion in all, at 2026 prices (likely range, growth only: €"
    )


def test_a_bill_that_starts_before_the_others_says_from_when_and_at_which_prices():
    # NATO's edition of August 2025 withholds Germany's share of 2025e: the 2.00% of 2024 starts its path.
    page = country_page("DEU", edition="2025-08")
    assert page.base_year == 2024 and country_page("FRA", edition="2025-08").base_year == 2025
    told = str(country.headline(page))
    assert "at its share of 2024" in told and "at 2024 prices" in told
    assert "Over 2025–2035" in str(country_bill.bill(page))
    facts = {**country.headline(page).facts(), **country_bill.bill(page).facts()}
    others = country.headline(country_page("FRA", edition="2025-08")).facts()
    assert not {id for id in facts.keys() & others.keys() if facts[id].value != others[id].value}
    assert any("at 2024 prices" in note for note in country.peers_table(page).notes)


def test_a_dollar_bill_is_told_once():
    page = country_page("USA", prices="current")
    assert "more than at today’s share, at current prices" in str(country.headline(page))
    assert "In US dollars" not in str(country_bill.bill(page))


def test_where_each_line_starts_is_told_where_they_differ():
    # Portugal: the standing counts from 2.01 in 2025e, the bill from 2.10 in 2026e.
    assert str(country_path.path(country_page("PRT"))).endswith(
        "The standing is measured from 2025e, when the plan was agreed, the cost from 2026e."
    )
    assert country_path.path(country_page("EST")) is None


def test_peers_have_a_range_for_what_is_projected():
    table = country.peers_table(country_page("TUR")).frame.set_index("iso3")
    assert (table.loc["NLD", "head_low"] < table.loc["NLD", "head"]) and (
        table.loc["NLD", "head"] < table.loc["NLD", "head_high"]
    )


def test_all_columns_of_the_alliances_bill_have_ends():
    table = briefing_bill.bill_table(alliance_page())
    for columns in (table.grid.columns, table.file.columns):
        names = [column.name for column in columns]
        ends = {name.rsplit("_", 1)[0] for name in names if name.endswith(("_low", "_high"))}
        # Shares follow the plan as written and have no range; the notes say so.
        assert ends | {"ally", "share"} >= {name for name in names if not name.endswith(("_low", "_high"))}
    assert any("have no range" in note for note in table.notes)


def test_the_rise_before_the_bill_is_told_with_its_amount():
    # Shares of 2025e and 2026e at the GDP of 2026e: Portugal (2.10 − 2.01)/2.10 · 7,957 = 341; all allies 70,921; the United States none (3.17 twice).
    page = alliance_page()
    found = since_agreed(page)
    assert float(found.rise) == pytest.approx(70_921, abs=1)
    assert float(found.headline) == pytest.approx(522_550, abs=1)
    assert found.headline.band.low < float(found.headline) < found.headline.band.high
    assert "Not in these sums is the rise" in str(briefing_bill.bill(page))
    # A bill over another baseline than the last shares, or a plan agreed in no earlier year, leaves nothing out.
    assert since_agreed(alliance_page(baseline="2%")) is None
    assert since_agreed(alliance_page(edition="2025-08", macro="2025-10")) is None


def test_one_ally_by_hand():
    core = pd.DataFrame({"share_gdp": [2.10], "level": [7957.0], "base_share": [2.10]}, index=["PRT"])
    assert rise_left_out(core, pd.Series({"PRT": 2.01}))["PRT"] == pytest.approx(341.0, abs=0.1)


def test_the_headline_says_what_part_falls_to_europe_and_canada_and_the_note_names_prices_and_baseline():
    # 313,307 of 440,061 is 71.2 %.
    page = alliance_page()
    assert str(briefing.headline(page)).endswith("Europe and Canada would pay 71% of it.")
    told = str(briefing.qualifier(page))
    assert (
        "at 2026 prices and exchange rates, over holding the 2026e share of GDP" in told
        and "US$362 to 446 billion" in told
    )
    # National pledges add nothing to American spending; a bill from nothing says so in the headline itself.
    assert str(briefing.headline(alliance_page(plan="national-pledges"))).endswith("would pay all of it.")
    assert " a year more than spending 2% of GDP." in str(briefing.headline(alliance_page(baseline="2%")))


def test_who_is_asked_leaves_out_the_exempt():
    assert "the 3.5% asked of all but Spain (treated here as exempt) by 2035" in str(briefing.lead(alliance_page()))
    assert "the 3.5% asked of all by" in str(briefing.lead(alliance_page(plan="seeds-2032")))


def test_text_and_chart_of_what_the_money_buys_speak_of_the_same_year_or_say_why_not():
    # Portugal: NATO gives 34.03 for equipment in 2026e and all four categories only to 2025e (equipment 19.17).
    page = country_page("PRT")
    told = str(country.spending(page))
    assert "34.0%" in told and "no full breakdown for 2026e" in told and "equipment took 19.2%" in told
    assert "no full breakdown for 2026e" in charts.country.categories(page).note
    germany = country_page("DEU")
    assert "breakdown" not in str(country.spending(germany)) + charts.country.categories(germany).note


def test_shares_that_nato_carries_over_are_pointed_out():
    # Türkiye: personnel 36.97 and infrastructure 3.99 in 2025e and in 2026e; equipment 35.80 and 30.10.
    note = charts.country.categories(country_page("TUR")).note
    assert "personnel and infrastructure are the same in 2026e and 2025e" in note


def test_a_share_of_another_denominator_has_a_note():
    notes = " ".join(briefing.allies_table(alliance_page()).notes)
    assert "denominator for Luxembourg changes from GDP to gross national income" in notes and "in 2023" in notes


def test_the_alliance_says_whose_bill_starts_earlier():
    assert "no share of Germany for 2025e: the bill there starts from the share of 2024e" in str(
        briefing_bill.bill(alliance_page(edition="2025-08"))
    )
    assert "starts from the share of" not in str(briefing_bill.bill(alliance_page()))


def test_the_first_line_of_a_bill_says_whose_figure_it_is():
    assert country_bill.bill_table(country_page("EST")).notes[0].startswith("The first line is NATO’s own figure.")
    assert "NATO’s share of the IMF’s GDP" in country_bill.bill_table(country_page("EST", edition="2024-03")).notes[0]


def test_a_plan_that_asks_nothing_has_no_bill_to_share():
    page = alliance_page(plan="freeze")
    assert str(briefing.headline(page)) == "“Frozen share” adds nothing to what allies spend on defence."
    assert "no ally need add to defence spending over holding the 2026e share" in str(briefing_bill.bill(page))
    assert briefing.qualifier(page).paragraphs == () and "asks no related spending" in str(
        briefing_bill.components(page)
    )


def test_a_plan_without_a_year_of_agreement_is_given_none():
    page = country_page("DEU", plan="national-pledges")
    assert page.standing == "→ on its path to 3.5% of GDP by 2029, which begins in 2026e"
    assert "names no year from which it counts" in str(scorecard.summary(page))
