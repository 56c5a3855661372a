"""The scorecard in sentences and in its table: counts, names and sums follow ``report.verification``, also when the
tables change."""

import pytest

from report.burdens.revisions import usual_revision
from report.facts import written
from report.outlook import plan
from report.outlook.scorecard import STATUSES, verification
from report.pages import country_page, scorecard_page
from report.prose import country, country_path, edition_risk, scorecard_ahead
from report.prose import scorecard as prose
from report.prose.scorecard import table
from report.prose.scorecard_ahead import next_step, pledges, recorded

SHARES = {("LTU", 2026, "share_gdp"): 1.0, ("EST", 2026, "share_gdp"): 1.1, ("LVA", 2026, "share_gdp"): 1.2}


@pytest.fixture(scope="module")
def page():
    return scorecard_page()


@pytest.fixture(scope="module")
def card(d):
    return verification(d, plan("hague-2025")).set_index("iso3")


def named(page, allies):
    return written.listing([page.names_in_text[iso3] for iso3 in sorted(allies, key=lambda iso3: page.names[iso3])])


def test_the_headline_counts_every_status(page, card):
    counts = card["status"].value_counts()
    words = {status: written.number_word(int(counts[status])) for status in ("met", "ahead", "on path", "behind")}
    # 32 allies less Iceland, which has no forces.
    assert str(prose.headline(page)) == (
        f"{words['met'].capitalize()} of 31 allies measured against “The Hague 2025” have reached its target in "
        f"2026e. {words['ahead'].capitalize()} are ahead "
        f"of the path, {words['on path']} on it and {words['behind']} behind. Spain is treated here as exempt, on "
        "its exchange of letters with the Secretary General of June 2025, "
        "which NATO reads differently."
    )


def test_of_other_figures_the_headline_counts_others(changed):
    changed(SHARES)
    assert "Two of 31 allies measured against “The Hague 2025” have reached its target in 2026e." in str(
        prose.headline(scorecard_page())
    )


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
        f"To be on the path in 2027, the {written.number_word(len(behind))} allies now behind their path would have "
        "to add "
        f"{written.money(behind['next_step_usd_m'].sum(), 'USD')} at the GDP of 2026e"
    )
    largest = behind["next_step_usd_m"].idxmax()
    money = written.money(behind.at[largest, "next_step_usd_m"], "USD")
    assert f"{money}, is that of {page.names_in_text[largest]}" in told
    assert "as GDP grows, the same points cost more" in told


def test_of_other_figures_the_step_of_others_is_added_up(changed):
    changed(SHARES)
    # Lithuania, Estonia and Latvia join the ten that are behind.
    assert "the 13 allies now behind their path" in str(next_step(scorecard_page()))


def test_the_step_of_one_ally_is_not_told_as_that_of_several():
    told = str(next_step(scorecard_page(plan="wales-2014")))
    # Slovenia's 1.61 is the one share below 2.0.
    assert "the one ally now behind its path, Slovenia, would have to add US$" in told and "largest" not in told


def test_pledges_below_the_path_of_their_year_are_all_named(page, card):
    told = str(pledges(page))
    # Shares by name, year and points from the line of that year; the Netherlands' 2.80 − 3.015 is −0.215.
    assert (
        "Five allies have pledged less than the line asks by then, by more than 0.05 points: Belgium (2.00% by 2033, "
        "−1.20), Portugal (2.00% by 2029, "
        "−0.61), the United Kingdom (3.00% by 2034, −0.38), France (2.50% by 2030, −0.27) and the Netherlands (2.80% "
        "by 2030, −0.22)." in told
    )
    assert "Latvia (5.00% by 2026, −0.08)" in told
    assert "whatever its year and whether or not we could verify it" in told


def test_when_pledges_were_recorded_is_read_from_the_table_of_sources(page):
    assert page.scorecard.recorded == page.d.sources.set_index("id").at["burdenshare-pledges", "published"][:7]
    assert "as recorded to November 2026" in str(recorded(page))


def test_the_target_and_where_the_line_starts_are_told(page):
    told = str(prose.summary(page))
    assert told.startswith(
        "“The Hague 2025” asks all but Spain (treated here as exempt) to spend at least 3.5% of GDP on core defence "
        "by 2035."
    )
    assert "from the share an ally had in 2025" in told
    assert "asks allies" not in str(prose.summary(scorecard_page(plan="freeze")))


def test_the_finding_and_the_tiles_count_alike(page, card):
    counts = card["status"].value_counts()
    told = str(prose.finding(page))
    assert told.startswith(
        f"{written.sentence_case(written.number_word(int(counts['behind'])))} of 31 allies are behind"
    )
    assert f"{written.number_word(int(counts['met'] + counts['ahead']))} have reached its target or are ahead." in told
    tiles = [float(tile[0]) for tile in prose.figures(page).paragraphs]
    assert tiles == [counts[status] for status in ("met", "ahead", "on path", "behind")]
    assert prose.figures(scorecard_page(plan="freeze")) is None


def test_every_status_within_the_usual_revision_is_counted(page, card):
    near = card[card["margin_pp"] <= usual_revision(page.d).half + 1e-9]
    told = str(edition_risk.close(page))
    assert f"{written.sentence_case(written.number_word(len(near)))} of 30 statuses" in told
    assert f"{written.decimal(page.scorecard.usual.half, 2)} points" in told


def test_no_pledge_is_said_to_be_kept_in_a_year_that_is_an_estimate(page):
    assert page.origin.status(page.year) == "estimate" and " kept on NATO’s figures" not in str(pledges(page))


def test_an_edition_in_which_paths_begin_has_no_close_cases():
    assert edition_risk.close(scorecard_page(edition="2025-04")) is None


def test_the_review_is_told_at_the_pace_since_the_plan_too(page):
    since = page.scorecard.review_since["status"]
    assert f"{written.number_word(int((since == 'behind').sum()))} would be behind." in str(
        scorecard_ahead.review(page)
    )


def test_changes_since_the_edition_before_are_counted_and_named(page):
    moved = page.scorecard.history.query("changed")
    changes = str(scorecard_ahead.changes(page))
    # Everybody started on the path in 2025: this is the first test, not a change of course.
    assert changes.startswith("In the edition of August 2025 the path had only begun")
    assert f"{written.number_word(len(moved))} allies have another status" in changes
    assert changes.endswith("that edition withholds the last share of Germany.")
    told = str(scorecard_ahead.moves(page))
    assert told.count("From ") == len(moved.groupby(["before", "status"]))
    assert all(page.names_in_text[iso3] in told for iso3 in moved["iso3"])


def test_an_edition_with_nothing_before_it_says_so():
    first = scorecard_page(edition="2025-04")
    assert "no earlier edition" in str(scorecard_ahead.changes(first)) and scorecard_ahead.moves(first) is None


def test_the_review_counts_who_would_have_met_it(page):
    status = page.scorecard.review["status"]
    met, behind = (status.index[status == name] for name in ("met", "behind"))
    told = str(scorecard_ahead.review(page))
    assert (
        f"{written.number_word(len(met))} would have met the target and {written.number_word(len(behind))} would be "
        "behind" in told
    )
    assert all(page.names_in_text[iso3] in told for iso3 in behind)


def test_the_table_has_a_line_for_every_ally_in_the_order_of_its_standing(page, card):
    frame = table(page).frame
    assert len(frame) == 32
    signs = [sign.partition("\u00a0")[2].replace("\u00a0", " ").removesuffix(" ≈") for sign in frame["sign"]]
    assert [
        iso3 for iso3, sign in zip(frame["iso3"], frame["sign"], strict=True) if "≈" in sign
    ] == page.scorecard.close
    assert [STATUSES.index(sign) for sign in signs] == sorted(STATUSES.index(sign) for sign in signs)
    by_name = frame.set_index("name")
    assert str(frame["ally"].iloc[0]) == f"[{frame['name'].iloc[0]}](country/{frame['iso3'].iloc[0]}.html)"
    for iso3, row in card.iterrows():
        for column in ("share", "required_share", "drift_pp", "next_step_pp", "required_pp"):
            assert by_name.at[row["ally"], column] == pytest.approx(row[column], nan_ok=True), (iso3, column)


def test_columns_an_edition_has_nothing_for_are_left_out():
    names = [column.name for column in table(scorecard_page(edition="2024-03")).grid.columns]
    assert "ally" in names and "sign" in names
    full = [column.name for column in table(scorecard_page()).grid.columns]
    assert "next_step_usd_m" in full and "next_step_pp" in names and len(full) == 13
    assert set(names) - {"start"} <= set(full)


def test_paths_that_begin_in_one_year_are_headed_by_it():
    heads = [column.label for column in table(scorecard_page()).grid.columns]
    assert "Path from, 2025" in heads
    # under Wales (2014) Montenegro, North Macedonia, Finland and Sweden begin when they joined
    assert "Path from" in [column.label for column in table(scorecard_page(plan="wales-2014")).grid.columns]


def test_the_table_says_where_each_path_begins_and_what_a_pledge_is_held_against():
    by_name = table(scorecard_page()).frame.set_index("name")
    assert (
        by_name.at["Belgium", "start"] == "2.00%\u00a0in\u00a02025"
        and by_name.at["Iceland", "start"] == written.MISSING
    )
    plain = by_name["pledge"].str.replace("\u00a0", " ")
    # 2.00 by 2033 against 2.00 + 1.50·8/10 = 3.20
    assert plain["Belgium"] == "2.00 by 2033 (−1.20)"
    assert plain[["Luxembourg", "Greece", "Norway", "Spain"]].tolist() == [
        "2.00 by 2025 (spent 2.01)",
        "5.00† by 2035",
        "3.50 by 2035 (as agreed)",
        "2.10 by 2035 (own figure)",
    ]
    assert by_name.at["Belgium", "precedent"].replace("\u00a0", " ") == "20 of 124 (8)"


def test_nobody_is_said_to_be_exempted_by_the_plan():
    page = country_page("ESP")
    told = [page.standing, str(country.headline(page)), str(country_path.special(page))]
    assert all("reated here as exempt" in text for text in told)
    assert not any(words in text for text in told for words in ("lets Spain", "plan exempts", "behind its path"))
    assert country_path.pledges(country_page("ALB")) is None
