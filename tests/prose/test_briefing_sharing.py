"""The United States beside the rest: both price bases where the edition has them, and plain words where it has not."""

from __future__ import annotations

import pytest

from report import pages
from report.prose import parity


def words(edition: str) -> str:
    return parity.sharing(pages.alliance_page(edition=edition))._repr_mimebundle_()["text/markdown"]


def test_an_edition_with_both_is_told_in_both_price_bases():
    told = words("2026-07")
    assert "57.1%" in told and "57.3%" in told  # the known answers of 2026e, current and constant
    assert "prints no" not in told


@pytest.mark.parametrize("edition", ["2024-03", "2025-04"])
def test_a_press_list_is_told_to_print_no_money(edition):
    assert "prints no money" in words(edition)


def test_an_edition_without_gdp_says_so_in_place_of_a_part_of_it():
    told = words("2019-06")
    assert "Its part of allied GDP cannot be given" in told and "The United States spends 3.42% of its GDP" in told
    assert "–" not in told
