"""What an ally's spending buys, by NATO's four categories, in the years for which the edition gives all four."""

from __future__ import annotations

import pandas as pd

from report.pages.page import CountryPage

CATEGORIES = {
    "equipment_share": "Equipment",
    "personnel_share": "Personnel",
    "infrastructure_share": "Infrastructure",
    "other_share": "Other",
}
ALIKE = 2
"""So many shares that are the same to the last digit in two years are no coincidence."""


def breakdown(page: CountryPage) -> pd.DataFrame:
    """Shares of spending by year and category, percent; no rows without forces or where none is printed."""
    own = page.d.panel.xs(page.iso3) if page.has_forces else pd.DataFrame(columns=list(CATEGORIES))
    return own.reindex(columns=list(CATEGORIES)).dropna().rename(columns=CATEGORIES)


def last_breakdown(page: CountryPage) -> int | None:
    """The last year of :func:`breakdown`."""
    years = breakdown(page).index
    return None if years.empty else int(years.max())


def carried_over(frame: pd.DataFrame) -> list[str]:
    """Categories of a :func:`breakdown` whose last share NATO prints as that of the year before, to the last digit, if
    there are several.

    Türkiye 2025e and 2026e: personnel 36.97 and infrastructure 3.99 in both.
    """
    if len(frame) < 2:
        return []
    same = frame.columns[frame.iloc[-1] == frame.iloc[-2]].tolist()
    return same if len(same) >= ALIKE else []
