"""What others have found one ally's target to cost, as facts: their figure beside ours under their assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.facts import Fact, Row, counted, named, units
from report.outlook.comparison import comparisons
from report.tables import Dataset, guideline


@dataclass(frozen=True)
class Costed:
    """Published costings of one ally that say enough to be tried, in its own currency; ``name`` is the ally's."""

    d: Dataset
    iso3: str
    name: str

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``comparisons`` of the ally in money, those of the core guideline last, the latest at the end."""
        found = comparisons(self.d, [self.iso3])
        goal = guideline("core").value
        records = self.d.comparisons.set_index("id").reindex(found["id"])
        core = ((records["start"] == goal) | records["waypoints"].str.endswith(f"={goal:g}")).to_numpy()
        in_money = (records["per"] == "bn").to_numpy()
        found = found.assign(core=core, prices=records["prices"].to_numpy())[in_money & found["ours"].notna()]
        return found.sort_values(["core", "published"], kind="stable")

    @property
    def leading(self) -> pd.Series:
        """The last of the rows."""
        return self.rows.iloc[-1]

    @property
    def base(self) -> int | None:
        """The year whose prices ours is at; None for current ones."""
        basis, _, year = str(self.leading["prices"]).partition(" ")
        return int(year) if basis == "constant" else None

    def count(self) -> Fact:
        """How many such costings are on record."""
        return self._number("costings", "published figures that can be tried", self.rows)

    def near(self) -> Fact:
        """How many of them ours comes within five per cent of."""
        return self._number(
            "costings_near", "of these within five per cent", self.rows[self.rows["verdict"] == "within 5 %"]
        )

    def word(self, column: str) -> Fact:
        """``author`` or ``quantity`` of the leading one, as its table has it."""
        return named(
            f"costing_{column}.{self.leading['id']}",
            column,
            str(self.leading[column]).replace(" %", "%"),
            "table of published costings",
        )

    def money(self, whose: str) -> Fact:
        """The amount of the leading one: ``theirs`` or ``ours``."""
        row, mine = self.leading, whose == "ours"
        source = Row("costings", str(row["id"]), float(row["theirs"]), str(row["unit"]))
        return Fact(
            f"costing_{whose}.{row['id']}",
            f"{row['quantity']}, {self.name}, {'ours under the assumptions of ' if mine else ''}{row['author']}",
            1000 * float(row[whose]),
            units.ncu_m(self.d.currencies[self.iso3], self.base),
            str(row["vintage"]) if mine else "",
            "projection",
            "projected" if mine else "published",
            str(row["reading"]) if mine else "as published",
            rows=(source,),
        )

    def _number(self, name: str, label: str, rows: pd.DataFrame) -> Fact:
        sources = [Row("costings", str(one)) for one in rows["id"]]
        return counted(
            f"{name}.{self.iso3}",
            label,
            len(rows),
            "table of published costings",
            rows=sources or [Row("costings", "all rows")],
        )
