"""Facts of the answers on one ally's money: what the extra buys, what spending is worth, what others have found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from report.facts import Fact, Row, Unit, combine, counted, named, units, written
from report.facts.catalogue import chosen, declared
from report.facts.rows import macro_rows, spending_rows
from report.outlook.account import Account, cost_fact
from report.outlook.worth import PARTS
from report.pages.frames import Frames
from report.tables import guideline

TROOPS = {"DEU": ("pistorius-2025-low", "pistorius-2025-high")}
"""Events that say how many more soldiers an ally's minister sees a need for, by iso3."""
HEAD = ("spend_ncu_current", "personnel_share", "personnel_thousand")
COST_A_HEAD = "personnel’s part of spending ÷ forces, civilian staff and pensions included"
ON_RECORD = "table of published costings"
GAP = 1.0
"""Points a year by which defence prices rise faster than those of GDP, in the case that is worked out."""


@dataclass(frozen=True)
class Equipment:
    """One ally's equipment money under the plan, prices of its base year; it has a bill and a printed mix."""

    frames: Frames
    iso3: str

    @cached_property
    def bought(self) -> pd.Series:
        """``purchase`` in the plan's last year."""
        frame = self.frames.purchase
        return frame[frame["iso3"] == self.iso3].iloc[-1]

    @cached_property
    def record(self) -> pd.Series:
        """``absorption``: the rise under the plan and the fastest on record."""
        return self.frames.absorption.set_index("iso3").loc[self.iso3]

    @property
    def is_known(self) -> bool:
        """Whether NATO prints what it takes to say it."""
        rises = self.record[["rise_a_year", "record_rise_a_year"]]
        return bool(rises.notna().all() and pd.notna(self.bought["mix_year"]))

    def part(self) -> Fact:
        """The part of the extra of the last year that equipment would take at the mix of today."""
        year, mix_year = int(self.bought["year"]), int(self.bought["mix_year"])
        extra = cost_fact(self._account, "core", "extra_ncu_m_constant", year)
        rows = spending_rows(self.frames.d, [self.iso3], [mix_year], [f"{part}_share" for part in PARTS])
        return self._made("equipment", "equipment_ncu_m_constant", self.bought, (extra,), rows, mix_year=mix_year)

    def rise(self) -> Fact:
        """The rise of equipment money a year under the plan, on average."""
        row, base = self.record, self._account.base_year
        year, unit = int(row["year"]), self._unit.label
        table, amounts = f"absorption/{self.frames.plan.id}", {base: row["equipment_now"], year: row["equipment_then"]}
        rows = tuple(
            Row(table, f"{self.iso3} {when} equipment money", float(f"{amount:.8g}"), unit, "report.absorption")
            for when, amount in amounts.items()
        )
        return self._made("equipment_rise", "rise_a_year", row, (self.part(),), rows, base=base, years=year - base)

    def fastest(self) -> Fact:
        """The fastest rise of equipment money a year over three years in the edition."""
        row, base = self.record, self._account.base_year
        ends = [int(row["record_from"]), int(row["record_to"])]
        rows = spending_rows(self.frames.d, [self.iso3], ends, ["spend_ncu_constant", "equipment_share"])
        rows += spending_rows(self.frames.d, [self.iso3], [base], ["spend_ncu_constant", "spend_ncu_current"])
        words = {"base": base, "first": ends[0], "last": ends[1], "years": ends[1] - ends[0]}
        return self._made("equipment_record", "record_rise_a_year", row, (), tuple(dict.fromkeys(rows)), **words)

    def heads(self) -> Fact:
        """How many people the personnel part of the extra would pay for, if all went to more of the same forces."""
        year, mix_year = int(self.bought["year"]), int(self.bought["mix_year"])
        extra = cost_fact(self._account, "core", "extra_ncu_m_constant", year)
        rows = spending_rows(self.frames.d, [self.iso3], [mix_year], HEAD)
        made = self._made("heads", "heads", self.bought, (extra,), rows, mix_year=mix_year)
        return replace(made, name=made.name.replace("_ncu_m_constant", ""), unit=units.COUNT)

    def troops(self) -> list[tuple[Fact, Fact]]:
        """Numbers of soldiers the ally's minister named, each with its cost a year; the lower first."""
        d, found, mix_year = self.frames.d, [], int(self.bought["mix_year"])
        rows, formula = spending_rows(d, [self.iso3], [mix_year], HEAD), f"number × cost a head, {COST_A_HEAD}"
        for event in TROOPS.get(self.iso3, ()):
            said = d.events.set_index("id").loc[event]
            row = Row("events", event, float(said["value"]), str(said["unit"]), str(said["source_title"]))
            what, value = str(said["what"]), 1000 * float(said["value"])
            number = Fact(event, what, value, units.COUNT, kind="published", formula="as it was said", rows=(row,))
            cost = float(number) * float(self.bought["cost_a_head_ncu"]) / 1e6
            label = f"what {written.decimal(float(number))} more people cost a year"
            name = f"{event}.cost.{mix_year}"
            found.append((number, combine(name, label, cost, self._unit, formula, (number,), rows)))
        return found

    def left(self) -> Fact:
        """What the money of the last year buys if defence prices rise by a point a year more than those of GDP."""
        years = int(self.bought["year"]) - self._account.base_year
        left, inputs, at = 100 / (1 + GAP / 100) ** years, [chosen("price_gap", GAP)], f"{years}.{GAP:g}"
        return declared("bought_percent", at, left, status="assumption", inputs=inputs, years=years, gap=f"{GAP:g}")

    @property
    def _account(self) -> Account:
        return self.frames.account(self.iso3)

    @property
    def _unit(self) -> Unit:
        return units.ncu_m(str(self.bought["currency"]), self._account.base_year)

    def _made(
        self, quantity: str, column: str, row: pd.Series, inputs: tuple[Fact, ...], rows: tuple[Row, ...], **words: int
    ) -> Fact:
        year, plan, account = int(row["year"]), self.frames.plan, self._account
        name = f"{quantity}_ncu_m_constant.{self.iso3}.{year}.{plan.key}.{self.frames.baseline}.core"
        details: dict[str, Any] = {"name": name, "unit": self._unit, "inputs": inputs, "rows": rows, "year": year}
        return account.origin.projected(quantity, "", float(row[column]), **details, **words, **account.words)


def ally_part(frames: Frames, iso3: str, column: str = "spend_ppp_percent") -> Fact:
    """An ally's part of allied spending in the base year, at purchasing power parity or at market rates."""
    table = frames.purchasing_power.set_index("iso3")
    allies = [iso3 for iso3 in table.index if not iso3.startswith("NATO")]
    year, at_ppp = int(table.at[iso3, "year"]), column == "spend_ppp_percent"
    rows = spending_rows(frames.d, allies, [year], ["spend_usd_current"])
    rows += macro_rows(frames.d, allies, [year], ["NGDPD", "PPPGDP"]) if at_ppp else ()
    name = f"{'us_share_ppp.NATO' if at_ppp and iso3 == 'USA' else f'{column}.{iso3}'}.{year}"
    value, words = float(table.at[iso3, column]), frames.account(iso3).words
    return frames.origin.measured(column, "", value, year, name=name, edition=frames.origin.both, rows=rows, **words)


def price_level(frames: Frames, iso3: str) -> Fact:
    """Prices of an ally's whole economy in percent of American ones, in the base year."""
    row = frames.purchasing_power.set_index("iso3").loc[iso3]
    year, percent = int(row["year"]), 100 * float(row["price_level"])
    rows = macro_rows(frames.d, [iso3], [year], ["NGDPD", "PPPGDP"])
    details: dict[str, Any] = {"edition": frames.origin.macro, "kind": "computed", "text": f"{percent:.0f}%"}
    details |= {"rows": rows, "year": year} | frames.account(iso3).words
    return frames.origin.projected("price_level", f"{iso3}.{year}", percent, **details)


@dataclass(frozen=True)
class Costed:
    """Published costings of one ally that say enough to be tried, in its own currency; ``name`` is the ally's."""

    frames: Frames
    iso3: str
    name: str

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``comparisons`` of the ally in money, those of the core guideline last, the latest at the end."""
        every = self.frames.comparisons
        found = every[every["geography"] == self.iso3]
        goal = guideline("core").value
        records = self.frames.d.comparisons.set_index("id").reindex(found["id"])
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
        near = self.rows[self.rows["verdict"] == "within 5 %"]
        return self._number("costings_near", "of these within five per cent", near)

    def word(self, column: str) -> Fact:
        """``author`` or ``quantity`` of the leading one, as its table has it."""
        text = str(self.leading[column]).replace(" %", "%")
        return named(f"costing_{column}.{self.leading['id']}", column, text, ON_RECORD)

    def money(self, whose: str) -> Fact:
        """The amount of the leading one: ``theirs`` or ``ours``."""
        row, mine = self.leading, whose == "ours"
        label = f"{row['quantity']}, {self.name}, {'ours under the assumptions of ' if mine else ''}{row['author']}"
        unit = units.ncu_m(str(self.frames.d.allies.set_index("iso3").at[self.iso3, "currency"]), self.base)
        rows = (Row("costings", str(row["id"]), float(row["theirs"]), str(row["unit"])),)
        name, value = f"costing_{whose}.{row['id']}", 1000 * float(row[whose])
        fact = Fact(name, label, value, unit, "", "projection", "published", "as published", rows=rows)
        if mine:
            return replace(fact, edition=str(row["vintage"]), kind="projected", formula=str(row["reading"]))
        return fact

    def _number(self, name: str, label: str, rows: pd.DataFrame) -> Fact:
        sources = [Row("costings", one) for one in rows["id"].astype(str)] or [Row("costings", "all rows")]
        return counted(f"{name}.{self.iso3}", label, len(rows), ON_RECORD, rows=sources)
