"""The slope from 2014 to the plan's last year: who is named at its ends, and between which shares the middle half
lies."""

import pytest

from report import charts, pages


def page(plan="hague-2025", edition="2026-07"):
    return pages.sharing_page(edition=edition, macro="2026-04", plan=plan, baseline="freeze", prices="constant")


def names(figure, year):
    found = (rows for rows in figure.spec["datasets"].values() if "name" in rows[0] and rows[0]["year"] == year)
    return {row["name"]: row["share"] for row in next(found)}


def test_allies_at_one_point_stand_there_by_their_number():
    # Of 31 allies Spain ends at its own 2.1, Lithuania, Estonia, Latvia, Poland and Greece above 3.5: 25 at 3.5.
    # Greece (3.65) and Latvia (4.92) have no room: 0.15 and 0.18 points are less than a line of text.
    ends = {"25 allies": 3.5, "Lithuania": 5.33, "Estonia": 5.1, "Poland": 4.68, "Spain": 2.1}
    assert names(charts.everyone.slope(page()), "2035") == pytest.approx(ends)


def test_the_headline_is_the_middle_half():
    # 2014, sorted: of 31 shares the quartiles lie halfway between 8th and 9th lowest (0.98 both) and 23rd and 24th (1.50, 1.51).
    title = charts.everyone.slope(page()).title
    assert title == "Half of all allies: 0.98 to 1.51% of GDP in 2014, 2.09 to 3.17% in 2026e, 3.50% in 2035"


def test_an_ally_without_a_figure_is_named():
    assert "want of a figure: Germany" in charts.everyone.slope(page(edition="2025-08")).note
