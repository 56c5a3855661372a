"""How the burden is shared, in sentences: every count, name and comparison follows the tables, also when they
change."""

import pytest

from report.burdens import burden
from report.burdens.parity import parity as first_parity
from report.facts import written
from report.pages import country_page, sharing_page
from report.pages.burden_sharing import RULE_NAMES
from report.prose import burden_sharing as prose
from report.prose import parity, sharing_rules
from report.prose.passage import paragraph

NEVER, ALWAYS = sharing_rules.NEVER, sharing_rules.ALWAYS
DOUBLED = {("USA", 2026, "spend_usd_current"): 2_066_000}


@pytest.fixture(scope="module")
def page():
    return sharing_page()


def ratios(d):
    return burden(d).set_index("iso3")["burden_ability"].dropna().sort_values(ascending=False)


def test_the_headline_says_how_much_would_move_and_whom_every_rule_blames(page):
    told = f"{prose.finding(page)} {prose.summary(page)}"
    moved, then = (float(page.sharing.fact("hoover", year)) for year in (2026, 2014))
    assert (
        f"{moved:.0f}% of allied spending would have to move between allies in 2026e; in 2014 it was {then:.0f}%"
        in told
    )
    verdicts = page.sharing.verdicts["verdict"].value_counts()
    assert (verdicts[NEVER], verdicts[ALWAYS]) == (10, 2)
    # Germany (−0.015), the Netherlands (−0.027) and the United Kingdom (−0.066) would pay as much under one rule, but for less than 0.1 points.
    assert (
        "Of 31 allies, ten pay less than each of five rules of sharing would ask, three of them by no more than 0.1 "
        "points of GDP. Two pay as much" in told
    )


def test_inequality_is_told_from_both_ends_of_the_series(page):
    known, told = page.sharing.known, str(prose.unequal(page))
    assert f"went from {known.at[2014, 'gini']:.2f} to {known.at[2026, 'gini']:.2f}" in told
    parts = [100 * known.at[year, "theil_between"] / known.at[year, "theil"] for year in (2014, 2026)]
    assert (
        f"By Theil’s index, which can be taken apart, it was {parts[0]:.0f}% of the inequality in 2014 and is "
        f"{parts[1]:.0f}% in 2026e" in told
    )
    # 1 ÷ HHI: as many equal spenders as would give that concentration.
    assert (
        f"as if {1 / known.at[2026, 'hhi']:.1f} equal allies paid for everything, after {1 / known.at[2014, 'hhi']:.1f}"
        in told
    )
    assert "less concentrated than it was" in told


def test_concentration_that_rose_is_said_to_have_risen(changed):
    changed(DOUBLED)
    assert "more concentrated than it was" in str(prose.unequal(sharing_page()))


def test_size_and_burden_with_and_without_the_largest(page):
    row, told = page.sharing.known.loc[2026], str(prose.size(page))
    assert (
        f"the rank correlation is {row['spearman_rho']:.2f} in 2026e, and {row['spearman_rho_without_us']:.2f} without"
        in told
    )
    assert f"in {100 * row['spearman_p']:.0f}% and {100 * row['spearman_p_without_us']:.0f}% of draws" in told


@pytest.mark.parametrize(
    ("rho", "p", "rest", "p_rest", "words"),
    [
        (0.5, 0.01, 0.5, 0.02, "larger allies bear heavier burdens, with the United States or without"),
        (-0.5, 0.01, -0.4, 0.04, "smaller allies bear heavier burdens, with the United States or without"),
        (0.5, 0.01, 0.1, 0.6, "hangs on whether the United States is counted"),
        (0.3, 0.2, 0.2, 0.4, "no sign that larger allies bear heavier burdens, nor that smaller ones do"),
    ],
)
def test_what_two_correlations_say(rho, p, rest, p_rest, words):
    row = {
        "spearman_rho": rho,
        "spearman_p": p,
        "spearman_rho_without_us": rest,
        "spearman_p_without_us": p_rest,
    }
    assert words in prose.exploitation_words(row)


def test_who_carries_more_than_its_part(page, d):
    ratio, told = ratios(d), str(prose.proportion(page))
    above = ratio.index[ratio > 1].map(page.names_in_text).tolist()
    assert told.startswith(f"{written.sentence_case(written.number_word(len(above)))} of {len(ratio)} allies")
    assert f"their part of allied GDP: {written.listing(above)}." in told
    top, bottom = (page.names_in_text[ratio.index[place]] for place in (0, -1))
    assert f"highest in {top}, {ratio.iloc[0]:.2f}, and lowest in {bottom}, {ratio.iloc[-1]:.2f}" in told


def test_of_other_figures_others_carry_more(page, changed):
    changed(DOUBLED)
    told = str(prose.proportion(sharing_page()))
    assert told != str(prose.proportion(page)) and "highest in the United States" in told


def by_name(page, codes):
    return [page.names_in_text[iso3] for iso3 in sorted(codes, key=page.names.get)]


def test_rules_name_everyone_they_count(page):
    told, verdicts = str(sharing_rules.rules(page)), page.sharing.verdicts["verdict"]
    for kind, ending in ((NEVER, "would pay more under every one of them"), (ALWAYS, "under none")):
        allies = by_name(page, verdicts.index[verdicts == kind])
        number = written.sentence_case(written.number_word(len(allies)))
        assert f"{number} {ending}: {written.listing(allies)}." in told


def test_close_calls_are_told_with_their_distance(page):
    told = str(sharing_rules.rules(page))
    # Germany pays 2.694 % of GDP, the rule kindest to it asks 2.709: −0.015. Estonia pays 5.10, the harshest asks 5.02: +0.08.
    assert page.sharing.verdicts.at["DEU", "kindest_pp"] == pytest.approx(-0.0146, abs=5e-4)
    assert "the United Kingdom (−0.07), the Netherlands (−0.03), Germany (−0.01) and Finland (+0.03)" in told
    assert "the United States (−0.09) and Estonia (+0.08)" in told
    assert sorted(page.sharing.close.index) == ["DEU", "EST", "FIN", "GBR", "NLD", "USA"]


def test_the_capped_rule_asks_one_share_of_all_but_one(page):
    told = str(sharing_rules.rules(page))
    assert "the United States would pay 0.84% of its GDP, and each of the 30 others 5.02%" in told.replace(
        "United\n", "United "
    )


def test_rules_have_one_name_everywhere_and_flat_ones_no_column(page):
    table = sharing_rules.rules_table(page)
    labels = [column.label for column in table.grid.columns]
    names = [written.sentence_case(name) for name in RULE_NAMES.values()]
    assert [label for label in labels if label in names] == [
        "Same sum per inhabitant",
        "Richer pay more",
        "By GDP and people",
    ]
    notes = " ".join(table.notes)
    assert (
        "Same share of GDP: 2.87% of all." in notes
        and "By GDP, largest capped: 5.02% of all but the United States, 0.84%." in notes
    )
    # the Netherlands: spending ÷ GDP at current prices 2.29, NATO's share of real GDP 2.58
    assert "the Netherlands 2.29 here, 2.58 published" in notes


def test_what_a_rule_asks_above_what_is_paid_is_marked(page):
    record = sharing_rules.rules_table(page).record()
    by_ally = {row[0]: row for row in record["rows"]}
    # Latvia pays 4.92: 6.36 is more, 1.80 and 4.61 are less.
    above, *below = by_ally["Latvia"][2:5]
    assert above["text"] == "↑\u00a06.36" and below == pytest.approx([1.80, 4.61], abs=0.005)
    assert above["value"] == pytest.approx(6.36, abs=0.005)


def test_wealth_and_burden_go_together_or_not(page):
    told = str(prose.size(page))
    rho = page.sharing.wealth.corr("spearman").loc["head", "share"]
    assert f"the rank correlation is {rho:.2f} in 2026e, which random orders reach" in told
    assert "no sign that richer allies bear heavier burdens" in told


def test_rules_of_other_figures_name_others(changed):
    changed({("BEL", 2026, "spend_usd_current"): 200_000})
    page = sharing_page()
    assert "Belgium" not in str(sharing_rules.rules(page)).partition("under none")[0].partition("every one of them:")[2]
    assert page.sharing.verdicts.loc["BEL", "verdict"] == ALWAYS


def test_the_table_of_rules_adds_up_to_todays_total(page):
    frame = sharing_rules.rules_table(page).frame
    assert len(frame) == 31 and frame["pays"].is_monotonic_decreasing
    allies = page.sharing.allies(2026).set_index("iso3")
    for rule in sharing_rules.RULE_COLUMNS:
        shared = (frame[rule] / 100 * allies["gdp"].reindex(frame.index)).sum()
        assert shared == pytest.approx(allies["spending"].sum()), rule


@pytest.mark.parametrize("iso3", ["BEL", "EST", "NOR"])
def test_one_ally_hears_the_mildest_and_the_harshest_rule(iso3):
    page = country_page(iso3)
    told = str(paragraph(sharing_rules.of_ally(page)))
    due = page.sharing.rules.query("iso3 == @iso3")["due_usd_m"]
    for money in (due.min(), due.max()):
        assert written.money(money, "USD") in told
    verdict = page.sharing.verdicts.loc[iso3, "verdict"]
    less = written.number_word(int(page.sharing.verdicts.loc[iso3, "less_under"]))
    said = {NEVER: "Every rule would ask more than it pays", ALWAYS: "It pays at least as much as every rule would ask"}
    assert said.get(verdict, f"Of five rules {less} would ask more than it pays") in told
    assert sharing_rules.of_ally(country_page("ISL")) == ()


def test_the_index_names_the_firm_and_the_arbitrary(page):
    told, ranks = str(prose.index(page)), page.sharing.ranks
    for kind in ("firm", "any story"):
        allies = by_name(page, ranks.index[ranks["verdict"] == kind])
        assert written.listing(allies) in told
    best, worst = (written.ordinal(int(ranks.at["USA", name])) for name in ("rank_p05", "rank_p95"))
    assert f"between {best} and {worst}" in told


def test_parity_is_told_either_way(page, changed):
    flat = first_parity(page.parity.assign(us=page.parity["us"].iloc[0])).year
    told = str(parity.parity(page))
    assert (
        "parity would not come by then (it would in " in told
        and f"parity would come in {flat} (likely range, growth only: " in told
    )
    changed({("USA", 2026, "spend_usd_current"): 200_000})
    assert "parity would come in 2026" in str(parity.parity(sharing_page()))


@pytest.mark.parametrize("edition", ["2019-06", "2023-07", "2025-04"])
def test_editions_without_money_or_a_past_are_told_without_holes(edition):
    page = sharing_page(edition=edition)
    for tell in (
        prose.finding,
        prose.summary,
        prose.unequal,
        prose.size,
        prose.proportion,
        prose.index,
        parity.parity,
        sharing_rules.rules,
    ):
        text = str(tell(page))
        assert text and "nan" not in text.lower().split() and "  " not in text, (tell.__name__, text)
