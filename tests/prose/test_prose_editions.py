"""The page of editions says what the newest edition turned: the same as ``burdenshare data diff``."""

from report import pages
from report.pages.difference import difference
from report.prose import editions


def test_what_turned_is_what_the_difference_says():
    page = pages.editions_page()
    older, newer = list(page.datasets)[-2:]
    found = difference(older, newer).turns
    shown = editions.turned(page).frame
    assert shown[["before", "after"]].equals(found[["before", "after"]])
    assert shown["subject"].str.casefold().equals(found["subject"].str.casefold())
    assert {"Headline", "Status"} <= set(shown["kind"])
