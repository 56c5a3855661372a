"""One ally's page: what the alliance's has, of the ally's own: its bill, pledges, standing and mix of spending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from report.outlook.pledges import own_word
from report.pages.page import Page
from report.pages.parameters import DEFAULTS, check_parameters
from report.pages.promised import FINE, OwnPlan
from report.pages.scorecard import SYMBOLS
from report.pages.treasury import Treasury

STANDING = {
    "met": "at or above what is asked of it",
    "ahead": "ahead of its path",
    "on path": "on its path",
    "behind": "behind its path",
    "exempt": "treated here as exempt",
}
"""Where an ally stands, in words."""
ON_A_LINE = ("ahead", "on path", "behind")
CATEGORIES = {
    "equipment_share": "Equipment",
    "personnel_share": "Personnel",
    "infrastructure_share": "Infrastructure",
    "other_share": "Other",
}
ALIKE = 2
"""So many shares that are the same to the last digit in two years are no coincidence."""


@dataclass(frozen=True)
class CountryPage(Page):
    """One ally's page."""

    iso3: str
    kind = "country"

    @cached_property
    def profile(self) -> pd.Series:
        """The ally's row of the allies table."""
        return self.d.allies.set_index("iso3", drop=False).loc[self.iso3]

    @property
    def name(self) -> str:
        """The ally's name as a heading prints it."""
        return str(self.profile["name"])

    @property
    def name_in_text(self) -> str:
        """The ally's name as a sentence prints it (“the Netherlands”)."""
        return str(self.profile["name_in_text"])

    @cached_property
    def own(self) -> pd.Series:
        """The ally's row of ``now``."""
        return self.frames.by_ally.loc[self.iso3]

    @cached_property
    def own_cost(self) -> pd.DataFrame:
        """The ally's rows of ``cost``; empty for an ally without forces."""
        return self.cost[self.cost["iso3"] == self.iso3]

    @cached_property
    def path(self) -> pd.Series:
        """The ally's core shares under the plan, percent of GDP by year."""
        return self.own_cost[self.own_cost["component"] == "core"].set_index("year")["share_gdp"]

    @property
    def starts_below(self) -> bool:
        """Whether the path begins below what the plan asks of the ally."""
        return bool(self.path.iloc[0] < float(self.ask("core", self.iso3).share or 0) - FINE)

    @cached_property
    def base_year(self) -> int:
        """The ally's own: earlier than the last of an edition that withholds the ally's share of it."""
        return self.year if self.own_cost.empty else int(self.own_cost["year"].min())

    @property
    def pledges_on_record(self) -> pd.DataFrame:
        """What the ally itself has said, with a share of GDP, the newest first."""
        given = own_word(self.d.pledges)
        own = given[(given["iso3"] == self.iso3) & given["target_share_gdp"].notna()]
        return own.sort_values(["announced", "target_year"], ascending=[False, True])

    @cached_property
    def treasury(self) -> Treasury:
        """The plan beside the government's accounts."""
        return Treasury(self.frames, self.iso3, self.name)

    @cached_property
    def has_open_prices(self) -> bool:
        """Whether inflation leaves amounts at current national prices too uncertain to range (Türkiye)."""
        band = self.bill(self.iso3, "core", "level_ncu_m").band
        return band is not None and band.is_open

    def own_column(self, kind: str) -> str:
        """The national-currency column of ``cost``, as the page is priced; constant where current is too uncertain."""
        unit = "ncu" if kind.endswith("per_head") else "ncu_m"
        return f"{kind}_{unit}_constant" if self.prices == "constant" or self.has_open_prices else f"{kind}_{unit}"

    def bill_by_year(self, amounts: Sequence[str]) -> pd.DataFrame:
        """Share and amounts by year, with their ends; ``related_`` before a column is that of related spending."""
        own = {part: rows.set_index("year") for part, rows in self.own_cost.groupby("component")}
        core = own["core"]
        labels = [self.origin.year(year) if year <= self.year else str(year) for year in core.index]
        found = [core[["share_gdp"]].assign(label=labels)]
        for name in amounts:
            column = name.removeprefix("related_")
            part = "core" if column == name else "related"
            ends = self.ranges.yearly(self.iso3, part, column).add_prefix(f"{name}_")
            found.append(own[part][[column]].set_axis([name], axis=1).join(ends))
        return pd.concat(found, axis=1).reset_index(drop=True)

    @cached_property
    def own_plan(self) -> OwnPlan | None:
        """What the ally itself has pledged; None without a verified figure, or on a plan made of pledges."""
        if not self.has_forces or self.plan.pledges != "none" or self.iso3 in self.plan.allies:
            return None
        found = OwnPlan(self.frames.own_plans, self.iso3, self.name, self.base_year)
        return None if found.figures.empty else found

    @property
    def is_exempt(self) -> bool:
        """Whether the ally is treated as exempt under the plan."""
        return self.iso3 in self.plan.exemptions

    @property
    def has_figure(self) -> bool:
        """False where the edition withholds the ally's last share (Germany's 2025e in August 2025)."""
        return bool(pd.notna(self.own["share_gdp"]))

    @property
    def has_record(self) -> bool:
        """Whether the edition has a share of the ally in any year."""
        return bool((self.iso3 in self.d.panel.index) and self.d.panel["share_gdp"].xs(self.iso3).notna().any())

    @property
    def has_forces(self) -> bool:
        """False for Iceland: no spending, no path, no bill."""
        return bool(self.profile["has_forces"])

    @property
    def standing(self) -> str:
        """Mark and words of where the ally stands: ``▲ ahead of its path to 3.5% of GDP by 2035``."""
        row, ask = self.scorecard.card.loc[self.iso3], self.ask("core", self.iso3)
        status = str(row["status"])
        nothing = {"no forces": "no armed forces", "no figure": "no figure for the last year in this edition"}
        if status in nothing:
            return f"{SYMBOLS[status]} {nothing[status]}"
        if not ask.is_something:
            return f"{SYMBOLS['met']} nothing more is asked of it"
        close = "; a usual revision could change that" if self.scorecard.is_close(self.iso3) else ""
        return f"{SYMBOLS[status]} {STANDING[status]}{self._line() if status in ON_A_LINE else ''}{close}"

    def _line(self) -> str:
        """Where the ally's line of the scorecard leads, and from when it counts if it is yet to begin."""
        row = self.scorecard.card.loc[self.iso3]
        due = f" by {row['target_year']:.0f}" if row["target_year"] > self.year else ""
        begins = "" if self.scorecard.is_measured else f", which begins in {self.origin.year(self.year)}"
        return f" to {row['target_share']:g}% of GDP{due}{begins}"


def country_page(country: str, **parameters: Any) -> CountryPage:
    """One ally's page from notebook parameters."""
    given = check_parameters({"country": country, **parameters})
    return CountryPage(*(given[name] for name in (*DEFAULTS, "country")))


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
