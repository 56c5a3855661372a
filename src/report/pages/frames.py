"""What all pages of the same tables, plan and baseline share: computed once in a process, also when that process
serves 32 allies.

A notebook's process forked from a warm server finds them filled, which halves what a country page has to compute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import pandas as pd

from report import outlook
from report.burdens import alliance, burden
from report.burdens.parity import parity_path
from report.burdens.quantities import spend_share
from report.facts import Fact, provenance
from report.kept import kept
from report.outlook import Plan, treasury, worth
from report.outlook import plan as find_plan
from report.outlook.account import Account
from report.outlook.backtest import wales_record
from report.outlook.cost import PATHS
from report.outlook.costing import comparisons
from report.outlook.pledged import OWN as PLEDGED
from report.outlook.pledged import pledged as covered_by_pledges
from report.outlook.pledges import JOINT
from report.outlook.precedent import precedent
from report.pages.burden_sharing import BurdenSharing
from report.pages.ranges import Ranges, names_with_groups
from report.pages.scorecard import Scorecard
from report.tables import AGGREGATES, Dataset, guideline

T = TypeVar("T")
PLEDGE_YEAR = 2014
"""Comparisons begin with the Wales pledge, the first year of NATO's current tables."""
TREASURY = ("core_accounts", "financed", "purchase", "absorption", "purchasing_power", "gdp_ratio", "points")
FILLED = ("now", "then", "years", "parts", "money", *TREASURY, "escape", "precedents", "comparisons")
"""What every country page needs."""


def _kept(made: Callable[[Frames], T]) -> cached_property[T]:
    """What is computed from the other frames, when first asked for."""
    return cached_property(made)


def of_plan(made: Callable[..., pd.DataFrame], **options: str) -> cached_property[pd.DataFrame]:
    """The frame that a function makes from tables, plan and baseline."""
    return cached_property(lambda frames: made(frames.d, frames.plan, baseline=frames.baseline, **options))


@dataclass(frozen=True)
class Frames:
    """Frames are computed when first asked for. Nobody changes them: they belong to several pages."""

    d: Dataset
    plan: Plan
    baseline: str | float
    alike: Ranges | None = None

    @cached_property
    def then(self) -> pd.DataFrame:
        """``burden`` in the year of the Wales pledge, or the first year the edition holds."""
        first = int(self.d.panel.index.get_level_values("year").min())
        return burden(self.d, max(first, PLEDGE_YEAR))

    @cached_property
    def years(self) -> pd.DataFrame:
        """``alliance`` year by year since the Wales pledge, leaving out years for which the edition has few allies."""
        frame = alliance(self.d)
        enough = frame["reporting"] > frame["members_with_forces"] / 2
        return frame[enough & (frame["year"] >= min(PLEDGE_YEAR, self.d.last_year))].reset_index(drop=True)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Published shares of GDP since the Wales pledge, a row per year and a column per ally."""
        wide = self.d.panel["share_gdp"].drop(index=list(AGGREGATES), level="iso3", errors="ignore").unstack("iso3")
        return wide[wide.index >= min(PLEDGE_YEAR, self.d.last_year)]

    origin = _kept(lambda frames: provenance(frames.d))
    """Edition, macro vintage and lines of credit."""
    now = _kept(lambda frames: burden(frames.d))
    """``burden`` in the last year of the edition."""
    by_ally = _kept(lambda frames: frames.now.set_index("iso3", drop=False))
    """``now`` by iso3, to find one ally's row quickly."""
    own_plans = _kept(lambda frames: frames._said())
    """The frames of what allies themselves have pledged, over the same years and baseline."""
    joint_plans = _kept(lambda frames: frames._said(pledges=JOINT))
    """``own_plans`` with the core part of pledges made for core and related spending together."""
    sharing = _kept(lambda frames: BurdenSharing(frames.d, frames.origin, frames.years))
    """Inequality, sharing rules and the composite; its own frames are kept with it."""
    scorecard = _kept(lambda frames: Scorecard(frames.d, frames.origin, frames.plan))
    """Where each ally stands against the plan; its own frames are kept with it."""
    gdp_ratio = _kept(lambda frames: treasury.gdp_ratio(frames.d, frames.plan.base_year))
    """``gdp_ratio``: NATO's GDP of the base year over the IMF's, by iso3."""
    points = _kept(lambda frames: treasury.one_point(frames.d).set_index("iso3"))
    """``one_point``: one point of GDP in money, indexed by iso3."""
    escape = _kept(lambda frames: treasury.escape_room(frames.d, frames.plan))
    """``escape_room``: room under the EU's escape clause."""
    precedents = _kept(lambda frames: precedent(frames.d, frames.plan).set_index("iso3", drop=False))
    """``precedent``: whether any ally has kept the pace the plan requires, indexed by iso3."""
    comparisons = _kept(lambda frames: comparisons(frames.d))
    """``comparisons``: other people's costings beside ours."""
    cost = of_plan(outlook.cost)
    """``outlook.cost`` of every ally."""
    groups = of_plan(outlook.alliance_cost)
    """``outlook.alliance_cost``: the alliance, Europe and Canada, and the United States."""
    core_accounts = of_plan(treasury.treasury, component="core")
    """``treasury`` of core spending."""
    financed = of_plan(treasury.financing)
    """``financing`` of core spending, all of it borrowed at each ally's implied rate."""
    purchase = of_plan(worth.purchase)
    """``purchase``: what the extra buys at today's mix."""
    absorption = of_plan(worth.absorption)
    """``absorption``: the rise of equipment money against the fastest on record."""
    purchasing_power = of_plan(worth.purchasing_power)
    """``purchasing_power``: spending at market rates and at purchasing power."""
    pledged = of_plan(covered_by_pledges)
    """``pledged``: what allies' own pledges and adopted budgets cover of the bill."""

    @cached_property
    def joint_pledged(self) -> pd.DataFrame:
        """``pledged`` if the joint pledges hold the core part of The Hague."""
        return covered_by_pledges(self.d, self.plan, self.baseline, own=self.joint_plans.plan)

    @cached_property
    def ranges(self) -> Ranges:
        """Likely ranges of the plan's money."""
        return Ranges(self.d, self.plan, self.cost, alike=self.alike)

    @cached_property
    def parity(self) -> pd.DataFrame:
        """``parity_path`` under the plan at constant prices, years in which every ally has a figure."""
        return parity_path(self.cost, money="level_usd_m_constant").dropna().reset_index(drop=True)

    @cached_property
    def money(self) -> pd.DataFrame:
        """``cost`` and ``groups`` by ally or group, component and year, to find one cell quickly."""
        groups = self.groups[~self.groups["iso3"].isin(self.cost["iso3"])]
        rows = pd.concat([self.cost, groups], ignore_index=True)
        return rows.set_index(["iso3", "component", "year"], drop=False).rename_axis([None] * 3).sort_index()

    @kept
    def account(self, iso3: str) -> Account:
        """``money`` of one ally or group, with what it was computed from."""
        names, plan = names_with_groups(self.d), (self.plan, self.baseline)
        return Account(self.d, self.origin, *plan, iso3, names, self.money, self.ranged)

    def ranged(self, fact: Fact, iso3: str, component: str, column: str, year: int) -> Fact:
        """The fact with its range, where it is money of a year to come."""
        if abs(float(fact)) < 1e-9 or not self.ranges.holds(iso3, column):
            return fact
        return replace(fact, band=self.ranges.band(iso3, component, column, year))

    @cached_property
    def wales(self) -> pd.DataFrame | None:
        """``wales_record``: what became of the rise to 2 %; None for an edition that does not span it."""
        years = set(self.d.panel["share_gdp"].dropna().index.unique("year"))
        wales = guideline("wales")
        return wales_record(self.d) if {wales.agreed_year, wales.due_year} <= years else None

    @cached_property
    def without_exemptions(self) -> Frames | None:
        """The frames with every ally at the common target; None where the plan exempts no ally with a figure."""
        if not set(self.plan.exemptions) & set(self.cost["iso3"]):
            return None
        return Frames(self.d, find_plan(self.plan, exemptions=False), self.baseline, self.ranges)

    def _said(self, **changes: str) -> Frames:
        own = find_plan(PLEDGED, horizon=self.plan.horizon, base_year=self.plan.base_year, **changes)
        return Frames(self.d, own, self.baseline, self.ranges)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """Each ally's part of allied spending, percent, by year, in years that have it of most allies."""
        spent = self.d.panel["spend_usd_current"].unstack("iso3")
        parts = {
            year: spend_share(spent.loc[year], spent.columns.isin(self.d.with_forces(year)))
            for year in self.years["year"]
        }
        return pd.DataFrame(parts).T

    def fill(self) -> None:
        """Compute what every country page needs."""
        for name in FILLED:
            getattr(self, name)
        plans = [frames for frames in (self, self.own_plans, self.without_exemptions) if frames is not None]
        one = self.ranges.drawn.allies[0]
        every = [ranges for frames in plans for ranges in (frames.ranges, frames.ranges.around_forecast)]
        for name in ("core_accounts", "gdp_ratio", "points", "escape"):
            getattr(self.own_plans, name)
        _ = (
            self.pledged,
            self.joint_pledged,
            self.joint_plans.money,
            self.scorecard.card,
            self.scorecard.pledges,
            self.scorecard.checked.lines,
            self.scorecard.checked.now,
            *(frames.money for frames in plans),
            *(ranges.ends(one, "core", f"extra_{path}", self.plan.horizon) for ranges in every for path in PATHS),
            self.d.expenditure_rows,
            self.d.macro_rows,
        )
        _ = self.sharing.is_known and self.sharing.verdicts


KEPT: dict[tuple[object, ...], Frames] = {}


def shared(d: Dataset, plan: Plan, baseline: str | float) -> Frames:
    """The frames of these tables, kept for the next page; made anew when tables or plan have changed."""
    key = (d, d.stamp, repr(plan), baseline)
    if key not in KEPT:
        KEPT.clear()
        KEPT[key] = Frames(d, plan, baseline)
    return KEPT[key]
