"""What is promised: an ally's own plan, and what records cover of its bill and of the alliance's, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from report.facts import Fact, Row, Unit
from report.facts.rows import budget_rows, macro_rows, pledge_rows, spending_rows
from report.outlook.account import cost_fact
from report.outlook.pledged import KINDS as KINDS
from report.outlook.pledged import NONE as NONE
from report.outlook.pledges import FINE as FINE
from report.outlook.pledges import NAMES, pledge_fact, pledges_used
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


OWN = "report.pledged"
COVERED, OPEN = "covered", "open"
GROUPS = {"NATO_TOTAL": lambda iso3: True, "NATO_EUR_CAN": lambda iso3: iso3 != "USA"}


@dataclass(frozen=True)
class Promised:
    """Facts of ``frames.pledged`` in one year and one money path, such as ``usd_m_constant``."""

    frames: Frames
    path: str
    year: int
    joint: bool = False
    """Whether the core part of joint pledges is counted, too."""

    @property
    def table(self) -> pd.DataFrame:
        """The year's rows, by iso3."""
        frame = self.frames.joint_pledged if self.joint else self.frames.pledged
        return frame[frame["year"] == self.year].set_index("iso3")

    def fact(self, what: str, iso3: str, kind: str = "") -> Fact:
        """What is covered or open of an ally's or a group's bill; of a group also what records of one kind cover."""
        return self._of_group(what, iso3, kind) if iso3 in GROUPS else self._of_ally(what, iso3)

    def budget(self, row: pd.Series, end: str) -> Fact:
        """The share of GDP that the budget in a row comes to, at its ``low`` or ``high`` reading."""
        d, iso3, year = self.frames.d, str(row["iso3"]), int(row["year"])
        account, base = self.frames.account(iso3), self.frames.account(iso3).base_year
        counted = d.budgets[(d.budgets["counts"].isin(["level", "rise"])) & (d.budgets["iso3"] == iso3)]
        rows = budget_rows(counted[counted["year"].isin([base, year])])
        rows += spending_rows(d, [iso3], [base], ["share_gdp"]) + macro_rows(d, [iso3], [base, year], ["NGDP"])
        words = {"base": base, "year": year, "reading": "lower" if end == "low" else "higher", **account.words}
        value, name = float(row[f"budget_{end}"]), f"budget_{end}.{iso3}.{year}"
        return account.origin.projected("budget", "", value, name=name, kind="assumed", rows=rows, **words)

    def _of_ally(self, what: str, iso3: str) -> Fact:
        own, row = self.frames.joint_plans if self.joint else self.frames.own_plans, self.table.loc[iso3]
        beside = self._of_ally(COVERED, iso3) if what == OPEN else self._extra(own, iso3)
        inputs = (self._extra(self.frames, iso3), beside)
        records = pledge_rows(self.frames.d.pledges, [row["pledge"]]) if row["pledge"] else ()
        return self._made(what, iso3, "", float(row[f"{what}_{self.path}"]), inputs, records)

    def _of_group(self, what: str, group: str, kind: str) -> Fact:
        rows = self.table[[GROUPS[group](iso3) for iso3 in self.table.index]]
        rows = rows[rows["kind"] == kind] if kind else rows
        column, unit = f"{what}_{self.path}", self._unit(group).label
        table, amounts = f"pledged/{self.frames.plan.id}{self._counted}", rows[column]
        added = tuple(
            Row(table, f"{iso3} {self.year} {column}", float(f"{amount:.8g}"), unit, OWN)
            for iso3, amount in amounts.items()
        )
        records = pledge_rows(self.frames.d.pledges, [one for one in rows["pledge"] if one])
        return self._made(what, group, kind, float(amounts.sum()), (), added + records)

    def _made(
        self, what: str, who: str, kind: str, value: float, inputs: tuple[Fact, ...], rows: tuple[Row, ...]
    ) -> Fact:
        account = self.frames.account(who)
        plan, baseline = self.frames.plan, self.frames.baseline
        of_kind = f"_by_{kind.replace(' ', '_')}" if kind else ""
        name = f"{what}{'_joint' * self.joint}{of_kind}_{self.path}.{who}.{self.year}.{plan.key}.{baseline}.core"
        each = f"Σ over the rows {what}_{self.path}; each is " if who in GROUPS else ""
        by_kind = f", by {kind}" if kind else ""
        words = {"joint": self._counted, "by_kind": by_kind, "each": each, "year": self.year, **account.words}
        details: dict[str, Any] = {"name": name, "unit": self._unit(who), "inputs": inputs, "rows": rows}
        return account.origin.projected(what, "", value, **details, **words)

    @property
    def _counted(self) -> str:
        return ", joint pledges counted" * self.joint

    def _unit(self, who: str) -> Unit:
        return self.frames.account(who).unit(self.path)

    def _extra(self, frames: Frames, iso3: str) -> Fact:
        return cost_fact(frames.account(iso3), "core", f"extra_{self.path}", self.year)
