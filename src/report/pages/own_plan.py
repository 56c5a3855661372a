"""What one ally itself has said it will spend, beside what the page's plan asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.facts import Fact
from report.outlook.amounts import cost_fact
from report.outlook.pledges import pledges_used
from report.outlook.scorecard.pledges import FINE as FINE
from report.outlook.scorecard.pledges import NAMES, pledge_fact
from report.pages.frames import Frames


@dataclass(frozen=True)
class OwnPlan:
    """An ally's own verified figures for the years ahead, and the path and bill they come to: after the last the share
    is held.

    ``frames`` are those of the plan of national pledges at the page's baseline; ``base_year`` is the ally's own.
    """

    frames: Frames
    iso3: str
    ally: str
    base_year: int

    @cached_property
    def records(self) -> pd.DataFrame:
        """Every pledge that counts, whenever due, the earliest first; columns as ``pledges_held`` names them."""
        used = pledges_used(self.frames.d, self.frames.plan)
        return used[used["used"] & (used["iso3"] == self.iso3)].rename(columns=NAMES).assign(ally=self.ally)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The pledges that count, due after the base year."""
        is_ahead = self.records["pledge_year"].between(self.base_year + 1, self.frames.plan.horizon)
        return self.records[is_ahead.fillna(False)]

    @property
    def proposal(self) -> tuple[Fact, int] | None:
        """The last proposal for years ahead, its share and its year; None where none is on record."""
        rows = self.frames.d.pledges
        ahead = (rows["target_year"] > self.base_year) & rows["superseded_on"].isna()
        rows = rows[ahead.fillna(False) & (rows["iso3"] == self.iso3) & (rows["kind"] == "proposal")]
        if rows.empty:
            return None
        row = rows.rename(columns=NAMES).assign(ally=self.ally).iloc[-1]
        return self.fact(row), int(row["pledge_year"])

    @cached_property
    def shares(self) -> pd.Series:
        """The path: percent of GDP by year."""
        rows = self.frames.cost
        own = rows[(rows["iso3"] == self.iso3) & (rows["component"] == "core")]
        return own.set_index("year")["share_gdp"]

    def reached(self, share: float) -> int | None:
        """The first year in which the path is at a share; None where it never is."""
        there = self.shares.index[self.shares >= share - FINE]
        return None if there.empty else int(there[0])

    @property
    def last(self) -> Fact:
        """The last of the figures."""
        return self.fact(self.figures.iloc[-1])

    def fact(self, row: pd.Series) -> Fact:
        """The share in one row of :attr:`records`."""
        return pledge_fact(row, self.frames.d.pledges)

    @property
    def last_year(self) -> int:
        """The year the last of the figures is for."""
        return int(self.figures["pledge_year"].iloc[-1])

    @property
    def word(self) -> str:
        """What the last of the figures is: a plan, or no more than an announcement."""
        return "announcement" if self.figures["pledge_kind"].iloc[-1] == "announcement" else "plan"

    def money(self, column: str) -> Fact:
        """An amount of core spending on that path in the last year of the page's plan."""
        return cost_fact(self.frames.account(self.iso3), "core", column, self.frames.plan.horizon)
