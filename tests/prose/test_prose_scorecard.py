"""The scorecard in sentences and in its table: counts, names and sums follow ``report.verification``, also when the tables change."""

import pytest

from report.burdens.verification import STATUSES, verification
from report.facts import written
from report.outlook import plan
from report.pages import country_page, scorecard_page
from report.prose import scorecard as prose
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
        f"their path, {words['on path']} on it and {words['behind']} behind. The plan lets Spain off its common target."
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


def test_the_next_step_adds_up(page, card):
    due = card[card["next_step_pp"] > 0]
    told = str(prose.next_step(page))
    assert f"would together have to spend {written.money(due['next_step_usd_m'].sum(), 'USD')} more" in told
    largest = due["next_step_usd_m"].idxmax()
    assert (
        f"{written.money(due.at[largest, 'next_step_usd_m'], 'USD')}, is that of {page.names_in_text[largest]}" in told
    )
    assert f"{named(page, due.index[due['above_0_2_rule'].astype(bool)])} needs more than 0.2 points" in told


def test_pledges_that_fall_short_are_all_named(page, card):
    told = str(prose.next_step(page)).partition("fall short of the plan from ")[2].removesuffix(".")
    short = card.index[card["pledge_gap_pp"] < -0.005]
    assert sorted(told.replace(" and ", ", ").split(", ")) == sorted(page.names_in_text[iso3] for iso3 in short)


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
    assert set(names) <= set(full) and len(full) == 13


def test_one_allys_line_follows_its_figures(changed):
    before = str(strip_text(country_page("EST")))
    assert before.startswith("Estonia is at or above the 3.50% that")
    changed(SHARES)
    # (3.5 − 1.1) ÷ 9 = 0.27 points a year.
    after = str(strip_text(country_page("EST")))
    assert after.startswith(
        "From 1.10% in 2026e Estonia needs 0.27 points a year to reach 3.50% by 2035, more than the 0.2"
    )


def test_who_is_let_off_and_who_has_no_forces_is_told():
    assert "lets Spain off its common target" in str(strip_text(country_page("ESP")))
    assert str(strip_text(country_page("ISL"))).startswith("“The Hague 2025” asks no core spending of Iceland")
