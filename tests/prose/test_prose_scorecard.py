"""The scorecard in sentences and in its table: counts, names and sums follow ``report.verification``, also when the tables change."""

import pytest

from report.burdens.verification import STATUSES, verification
from report.facts import written
from report.outlook import plan
from report.pages import country_page, scorecard_page
from report.prose import country, country_special
from report.prose import scorecard as prose
from report.prose.scorecard_step import next_step
from report.prose.scorecard_strip import strip_text
from report.prose.scorecard_table import table

SHARES = {("LTU", 2026, "share_gdp"): 1.0, ("EST", 2026, "share_gdp"): 1.1, ("LVA", 2026, "share_gdp"): 1.2}


@pytest.fixture(scope="module")
def page():
    return scorecard_page()


@pytest.fixture(scope="module")
def card(d):
    return verification(d, plan("hague-2025")).set_index("iso3")


def named(page, allies):
    return written.listing([page.names_in_text[iso3] for iso3 in allies])


def test_the_headline_counts_every_status(page, card):
    counts = card["status"].value_counts()
    words = {status: written.number_word(int(counts[status])) for status in ("met", "ahead", "on path", "behind")}
    # 32 allies less Iceland, which has no forces.
    assert str(prose.headline(page)) == (
        f"Of 31 allies measured against “The Hague 2025”, {words['met']} have reached its target in 2026e, {words['ahead']} are ahead of "
        f"their path, {words['on path']} on it and {words['behind']} behind. Spain is treated here as exempt, on its exchange of letters with the Secretary General of June 2025, "
        "which NATO reads differently."
    )


def test_of_other_figures_the_headline_counts_others(changed):
    changed(SHARES)
    assert "two have reached its target in 2026e" in str(prose.headline(scorecard_page()))


def test_every_ally_is_named_once_under_its_status(page, card):
    told = str(prose.by_status(page))
    lines = dict(zip([s for s in STATUSES if (card["status"] == s).any()], told.split("\n\n"), strict=True))
    for status, line in lines.items():
        names = line.partition("): ")[2].removesuffix(".").replace(" and ", ", ").split(", ")
        assert sorted(names) == sorted(page.names_in_text[iso3] for iso3 in card.index[card["status"] == status])
    assert len(lines) == 6


def test_the_next_step_adds_up_over_those_behind_alone(page, card):
    behind = card[card["status"] == "behind"]
    told = str(next_step(page))
    assert told.startswith(
        f"The {written.number_word(len(behind))} allies now behind their path would together have to spend"
    )
    assert f"{written.money(behind['next_step_usd_m'].sum(), 'USD')} more than in 2026e to be on it in 2027" in told
    largest = behind["next_step_usd_m"].idxmax()
    money = written.money(behind.at[largest, "next_step_usd_m"], "USD")
    assert f"{money}, is that of {page.names_in_text[largest]}" in told
    assert "applied to the GDP of 2026e at the prices of that year: no growth of GDP is in it" in told
    fast = card.index[card["above_0_2_rule"].astype(bool)]
    assert f"{named(page, fast)} needs more than 0.2 points" in told


def test_of_other_figures_the_step_of_others_is_added_up(changed):
    changed(SHARES)
    told = str(next_step(scorecard_page()))
    # Lithuania, Estonia and Latvia join the ten that are behind.
    assert told.startswith("The 13 allies now behind their path")
    # (3.5 − 1.2) ÷ 9 = 0.26 and more: they need more than 0.2 as well, beside Slovenia.
    assert all(
        name in told.partition("growth of GDP is in it. ")[2]
        for name in ("Lithuania", "Estonia", "Latvia", "Slovenia", " need more than 0.2")
    )


def test_the_step_of_one_ally_is_not_told_as_that_of_several():
    told = str(next_step(scorecard_page(plan="wales-2014")))
    # Slovenia's 1.61 is the one share below 2.0.
    assert told.startswith("The one ally now behind its path, Slovenia, would have to spend US$")
    assert "together" not in told.partition("This is")[0] and "largest" not in told


def test_pledges_below_the_path_of_their_year_are_all_named(page, card):
    told = str(next_step(page))
    below = card.index[card["pledge_gap_pp"] < -0.05 - 1e-9]
    assert f"{named(page, below)} has pledged less than its path asks by the year of the pledge." in told
    assert "every other ally stayed at today’s share" in told


def test_close_cases_are_those_a_hundredth_from_the_tolerance(page, card):
    # On path from −0.05, so that −0.047 is within 0.01 of it on one side and −0.059 on the other.
    near = card[card["status"].isin(["ahead", "on path", "behind"]) & ((card["drift_pp"].abs() - 0.05).abs() <= 0.01)]
    told = str(prose.close(page))
    assert set(near["status"]) == {"on path", "behind"}
    assert all(f"{page.names_in_text[i]} ({written.signed(near.at[i, 'drift_pp'], 3)})" in told for i in near.index)
    assert told.count("(") == len(near) and "Portugal (−0.059) counts as behind" in told


def test_an_edition_in_which_paths_begin_has_no_close_cases():
    assert prose.close(scorecard_page(edition="2025-04")) is None


def test_who_is_behind_now_and_not_at_the_review_is_explained(page, card):
    told = str(prose.review(page))
    later = page.scorecard.review["status"]
    turned = [i for i in page.scorecard.having("behind") if later[i] in ("met", "ahead", "on path")]
    assert f"{named(page, turned)} are behind now and would no longer be" in told


def test_changes_since_the_edition_before_are_counted_and_named(page):
    moved = page.scorecard.history.query("changed")
    assert f"Since the edition of August 2025, {written.number_word(len(moved))} allies have changed status." in str(
        prose.changes(page)
    )
    told = str(prose.moves(page))
    assert told.count("From ") == len(moved.groupby(["before", "status"]))
    assert all(page.names_in_text[iso3] in told for iso3 in moved["iso3"])


def test_an_edition_with_nothing_before_it_says_so():
    first = scorecard_page(edition="2025-04")
    assert "no earlier edition" in str(prose.changes(first)) and prose.moves(first) is None


def test_the_review_counts_who_would_have_met_it(page):
    status = page.scorecard.review["status"]
    met, behind = (status.index[status == name] for name in ("met", "behind"))
    told = str(prose.review(page))
    assert (
        f"{written.number_word(len(met))} would have met the target and {written.number_word(len(behind))} would be behind"
        in told
    )
    assert all(page.names_in_text[iso3] in told for iso3 in behind)


def test_the_table_has_a_line_for_every_ally_in_the_order_of_its_standing(page, card):
    frame = table(page).frame
    assert len(frame) == 32
    signs = [sign.partition("\u00a0")[2].replace("\u00a0", " ") for sign in frame["sign"]]
    assert [STATUSES.index(sign) for sign in signs] == sorted(STATUSES.index(sign) for sign in signs)
    by_name = frame.set_index("ally")
    for iso3, row in card.iterrows():
        for column in ("share", "required_share", "drift_pp", "next_step_pp", "required_pp"):
            assert by_name.at[row["ally"], column] == pytest.approx(row[column], nan_ok=True), (iso3, column)


def test_columns_an_edition_has_nothing_for_are_left_out():
    names = [column.name for column in table(scorecard_page(edition="2024-03")).columns]
    assert "ally" in names and "sign" in names
    full = [column.name for column in table(scorecard_page()).columns]
    assert "next_step_usd_m" in full and "next_step_pp" in names and len(full) == 11
    assert set(names) - {"next_step_pp", "start"} <= set(full)


def test_paths_that_begin_in_one_year_are_headed_by_it():
    heads = [column.label for column in table(scorecard_page()).columns]
    assert "Path from, 2025" in heads
    # under Wales (2014) Montenegro, North Macedonia, Finland and Sweden begin when they joined
    assert "Path from" in [column.label for column in table(scorecard_page(plan="wales-2014")).columns]


def test_one_allys_line_follows_its_figures(changed):
    before = str(strip_text(country_page("EST")))
    assert before.startswith("Estonia is at or above the 3.50% that")
    changed(SHARES)
    # (3.5 − 1.1) ÷ 9 = 0.27 points a year.
    after = str(strip_text(country_page("EST")))
    assert after.startswith(
        "From 1.10% in 2026e Estonia needs 0.27 points a year to reach 3.50% by 2035, more than the 0.2"
    )


def test_the_table_says_where_each_path_begins_and_what_a_pledge_is_held_against():
    by_name = table(scorecard_page()).frame.set_index("ally")
    assert (
        by_name.at["Belgium", "start"] == "2.00%\u00a0in\u00a02025"
        and by_name.at["Iceland", "start"] == written.MISSING
    )
    # 2.50 by 2034 against 2.00 + 1.50·9/10 = 3.35
    assert by_name.at["Belgium", "pledge"] == "2.50\u00a0by\u00a02034 (−0.85)"
    assert by_name.at["Luxembourg", "pledge"] == "2.00\u00a0by\u00a02025"
    assert by_name.at["Greece", "pledge"].startswith("5.00†")
    assert by_name.at["Netherlands", "precedent"].endswith("%")


@pytest.mark.parametrize(
    ("iso3", "ending"),
    [
        ("BEL", "Its own plan on record: 2.50% of GDP by 2034 (government plan, verified), below the 3.35% that the path asks by then."),
        ("FIN", "Its own plan on record: 3.00% of GDP by 2029 (government plan, verified), about the 3.05% that the path asks by then."),
        ("LUX", "Its last own plan on record is past: 2.00% of GDP by 2025 (government plan, verified)."),
        ("ESP", "Its own plan on record: 2.10% of GDP by 2035 (its own figure, verified)."),
        ("ALB", "No pledge of its own that speaks to the target is on our record."),
    ],
)  # fmt: skip
def test_a_pledge_is_told_beside_the_path_of_its_own_year(iso3, ending):
    assert str(strip_text(country_page(iso3))).endswith(ending)


def test_nobody_is_said_to_be_exempted_by_the_plan():
    page = country_page("ESP")
    told = [str(say(page)) for say in (strip_text, country.headline, country.path, country_special.special)]
    assert "“The Hague 2025”, on its exchange of letters with the Secretary General of June 2025" in told[0]
    assert all("reated here as exempt" in text for text in told)
    assert not any(
        words in text for text in told for words in ("lets Spain", "plan exempts", "still to reach", "short of what")
    )
    assert country_special.pledges_table(country_page("ALB")) is None


def test_an_exempt_ally_is_called_so_before_its_path_begins_too():
    assert "Spain is treated here as exempt" in str(strip_text(country_page("ESP", edition="2025-04")))


def test_who_has_no_forces_is_told():
    assert str(strip_text(country_page("ISL"))).startswith("“The Hague 2025” asks no core spending of Iceland")
