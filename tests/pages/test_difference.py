"""Two editions compared say no more than both hold."""

import pytest

from report.pages.difference import difference
from report.tables import load


def headlines(older, newer):
    turns = difference(older, newer).turns
    found = turns[turns["kind"] == "headline"]
    return dict(zip(found["subject"], found["after"], strict=True))


@pytest.mark.parametrize(
    ("older", "newer"), [("2024-03", "2025-04"), ("2025-04", "2023-07"), ("2019-06", "2024-03"), ("2025-10", "2025-04")]
)
def test_editions_and_vintages_without_a_year_in_common_are_compared(older, newer):
    assert set(difference(older, newer).turns["kind"]) <= {"headline", "ally", "guideline", "status", "claim"}


def test_allies_of_whom_one_edition_has_no_figure_make_no_difference():
    assert load("2023-07").panel["share_gdp"].xs(2019, level="year").dropna().index.tolist() == ["GBR"]
    assert not [subject for subject in headlines("2019-06", "2023-07") if "Wales, 2019" in subject]


def test_of_the_allies_that_both_have_those_who_make_the_difference_are_named():
    """At two decimals Slovakia had 2.05 and has 1.74; Sweden, which met no guideline, is in the later edition alone."""
    of = [text for subject, text in headlines("2024-03", "2026-07").items() if "Wales, 2023" in subject]
    assert of == ["10 (without Slovakia)"]
