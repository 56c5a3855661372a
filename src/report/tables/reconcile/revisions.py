"""Rules between editions: what a later edition says about figures an earlier one had, at the precision both print."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from .precision import as_printed
from .published import CATEGORIES, findings, together

#: A revision of a share of GDP by so many points, or of personnel by so many percent, is worth a row in oddities.csv.
SHARE_POINTS = 0.25
PERSONNEL_PERCENT = 15.0

#: Categories of spending four years before the first estimate of the earlier edition are settled; half a point is news.
SETTLED_YEARS = 4
CATEGORY_POINTS = 0.5


def revised_share(later: pd.DataFrame, earlier: pd.DataFrame, first_estimate: int) -> pd.DataFrame:
    """Share of GDP: later minus earlier edition, in points; tolerance 0.25."""
    change = _change(later, earlier, "share_gdp")
    return findings("share_gdp", change, 0 * change + SHARE_POINTS)


def revised_personnel(later: pd.DataFrame, earlier: pd.DataFrame, first_estimate: int) -> pd.DataFrame:
    """Military personnel: later against earlier edition, percent; tolerance 15."""
    people = [as_printed(panel["personnel_thousand"], "personnel_thousand") for panel in (later, earlier)]
    change = (100 * (people[0] / people[1] - 1)).round(9)
    return findings("personnel_thousand", change, 0 * change + PERSONNEL_PERCENT)


def revised_categories(later: pd.DataFrame, earlier: pd.DataFrame, first_estimate: int) -> pd.DataFrame:
    """Categories of settled years: later minus earlier edition, in points; tolerance 0.5."""
    changes = {name: _change(later, earlier, name) for name in CATEGORIES}
    last = first_estimate - SETTLED_YEARS
    settled = {name: one[one.index.get_level_values("year") <= last] for name, one in changes.items()}
    return together([findings(name, change, 0 * change + CATEGORY_POINTS) for name, change in settled.items()])


def _change(later: pd.DataFrame, earlier: pd.DataFrame, measure: str) -> pd.Series:
    return (as_printed(later[measure], measure) - as_printed(earlier[measure], measure)).round(9)


def full(panels: Mapping[str, pd.DataFrame]) -> list[str]:
    """Editions full enough to compare, oldest first: those with personnel, so neither lists nor single allies."""
    return sorted(name for name, panel in panels.items() if panel["personnel_thousand"].notna().any())


RULES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, int], pd.DataFrame]] = {
    rule.__name__: rule for rule in (revised_share, revised_personnel, revised_categories)
}
