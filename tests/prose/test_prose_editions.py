"""The page of editions says what the newest edition turned: the same as ``burdenshare data diff``."""

from report import charts, pages
from report.burdens import revisions
from report.pages.difference import difference
from report.prose import briefing, editions


def test_what_turned_is_what_the_difference_says():
    page = pages.editions_page()
    older, newer = list(page.datasets)[-2:]
    found = difference(older, newer).turns
    shown = editions.turned(page).frame
    assert shown[["before", "after"]].equals(found[["before", "after"]])
    assert shown["subject"].str.casefold().equals(found["subject"].str.casefold())
    assert {"Headline", "Status"} <= set(shown["kind"])


def test_what_an_edition_is_said_to_have_said_is_what_its_own_pages_say():
    # August 2025 printed 3.37882703 for Estonia: the fact is that figure, written 3.38, though moves are taken as printed.
    page = pages.editions_page()
    for _, move in revisions.largest(page.moves, "share_gdp", 12).iterrows():
        for later in (False, True):
            fact = page.figure(move, later)
            edition, measure, iso3, year = fact.id.split(".")
            assert float(fact) == page.datasets[edition].panel.at[(iso3, int(year)), measure]


def test_an_own_edition_names_allies_whose_share_it_prints():
    # August 2025 withholds Germany's share of 2025e: 30 allies are counted, at the prices of 2025, Germany's at those of 2024.
    page = pages.alliance_page(edition="2025-08", plan="core-5")
    assert "In 2025e 30 of 30 allies whose share this edition prints" in str(briefing.lead(page))
    bill = charts.road.bill_by_ally(page)
    assert "at 2025 prices" in bill.subtitle and "Germany at 2024 prices" in bill.note
    assert "2014 to 2025e" in charts.road.paths(page).subtitle
