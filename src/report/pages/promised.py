"""What is promised of the bill, as facts: an ally's own, and the alliance's by how firm the records are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from report.facts import Fact, Row, Unit
from report.facts.rows import budget_rows, macro_rows, pledge_rows, spending_rows
from report.outlook.account import Money
from report.outlook.amounts import cost_fact
from report.outlook.pledged import KINDS as KINDS
from report.outlook.pledged import NONE as NONE
from report.pages.frames import Frames

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
        iso3, year, base = str(row["iso3"]), int(row["year"]), self.frames.account(str(row["iso3"])).base_year
        d, account = self.frames.d, self.frames.account(iso3)
        counted = d.budgets[(d.budgets["counts"].isin(["level", "rise"])) & (d.budgets["iso3"] == iso3)]
        rows = budget_rows(counted[counted["year"].isin([base, year])])
        rows += spending_rows(d, [iso3], [base], ["share_gdp"]) + macro_rows(d, [iso3], [base, year], ["NGDP"])
        words = {"base": base, "year": year, "reading": "lower" if end == "low" else "higher", **account.words}
        value, at = float(row[f"budget_{end}"]), f"{iso3}.{year}"
        return account.origin.projected(
            "budget", "", value, name=f"budget_{end}.{at}", kind="assumed", rows=rows, **words
        )

    def _of_ally(self, what: str, iso3: str) -> Fact:
        bill = self._extra(self.frames, iso3)
        inputs: tuple[Fact, ...] = (
            bill,
            self._extra(self.frames.joint_plans if self.joint else self.frames.own_plans, iso3),
        )
        if what == OPEN:
            inputs = (bill, self._of_ally(COVERED, iso3))
        row = self.table.loc[iso3]
        records = pledge_rows(self.frames.d.pledges, [row["pledge"]]) if row["pledge"] else ()
        return self._made(what, iso3, "", float(row[f"{what}_{self.path}"]), inputs, records)

    def _of_group(self, what: str, group: str, kind: str) -> Fact:
        rows = self.table[[GROUPS[group](iso3) for iso3 in self.table.index]]
        rows = rows[rows["kind"] == kind] if kind else rows
        amounts = rows[f"{what}_{self.path}"]
        table, column, unit = (
            f"pledged/{self.frames.plan.id}{self._counted}",
            f"{what}_{self.path}",
            self._unit(group).label,
        )
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
        words: dict[str, Any] = {
            "joint": self._counted,
            "by_kind": f", by {kind}" if kind else "",
            "each": each,
            "year": self.year,
        }
        details: dict[str, Any] = {"name": name, "unit": self._unit(who), "inputs": inputs, "rows": rows}
        return account.origin.projected(what, "", value, **details, **words, **account.words)

    @property
    def _counted(self) -> str:
        return ", joint pledges counted" * self.joint

    def _unit(self, who: str) -> Unit:
        account = self.frames.account(who)
        currency = "USD" if self.path.startswith("usd") else str(account.rows["currency"].iloc[0])
        return Money(currency, self.path.endswith("_constant"), False).unit(account.base_year)

    def _extra(self, frames: Frames, iso3: str) -> Fact:
        return cost_fact(frames.account(iso3), "core", f"extra_{self.path}", self.year)
