"""One ally's treasury: what the plan's extra cost means beside the government's accounts, as frames and facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.facts import Fact, Provenance, Row, Unit, units, written
from report.facts.guidelines import guideline_fact
from report.facts.rows import macro_rows, spending_rows
from report.outlook import Plan
from report.outlook.base import ASSUMED
from report.outlook.financing import IMF, PRIMARY
from report.outlook.in_all import running
from report.outlook.lineage import NATO_BASE
from report.outlook.lineage_share import Account, baseline_fact, k_fact, share_fact, target_facts
from report.outlook.treasury import (
    ESCAPE_ACTIVE,
    ESCAPE_SINCE,
    RATIOS,
    break_years,
    share_of_imf_gdp,
)
from report.pages.frames import Frames
from report.tables import Dataset

OF_RATIOS = {"extra_percent_revenue": "revenue", "extra_percent_spending": "spending"}
"""What rests on a fiscal ratio of the IMF’s, and so on its last one where the plan ends later."""
OWN_ACCOUNTS = "report.treasury"
LABELS: dict[str, tuple[str, Unit, str]] = {
    "extra_percent_gdp": (
        "extra spending",
        units.PERCENT_GDP,
        "(plan share − baseline share) × k × NATO’s GDP ÷ the IMF’s, both of the base year (they grow alike)",
    ),
    "extra_percent_revenue": (
        "extra over government revenue",
        units.PERCENT,
        "extra ÷ revenue, both in percent of GDP",
    ),
    "extra_percent_spending": (
        "extra over government spending",
        units.PERCENT,
        "extra ÷ spending, both in percent of GDP",
    ),
    "revenue": ("government revenue", units.PERCENT_GDP, "the IMF’s ratio"),
    "spending": ("government spending", units.PERCENT_GDP, "the IMF’s ratio"),
    "balance": ("government net lending", units.PERCENT_GDP, "the IMF’s ratio; below zero a deficit"),
    "debt": ("government debt", units.PERCENT_GDP, "the IMF’s ratio, gross debt"),
    "added_pp": (
        "debt added if all extra is borrowed",
        units.POINTS,
        "Σ over the years after the base year of the extra in percent of GDP: interest equal to nominal growth, no effect on growth; an upper bound where the IMF’s path holds more defence than the baseline",
    ),
}

ESCAPE = {
    "rise_pp": ("rise of the core share", ""),
    "room_pp": ("room left under the EU’s escape clause", "; what this leaves of the room"),
    "beyond_pp": ("rise beyond the room of the EU’s escape clause", " − room"),
}
"""What is told of the escape clause: its name, and what becomes of the rise."""


@dataclass(frozen=True)
class Treasury:
    """Frames are computed when first asked for; the ally has forces.

    Nothing here carries a range. Points of GDP follow from the plan alone: extra and GDP grow together. Revenue, spending and debt are
    the IMF’s, and the past forecasts held, from which ranges are drawn, are of growth and prices only.
    """

    frames: Frames
    iso3: str
    name: str

    @property
    def d(self) -> Dataset:
        """The tables."""
        return self.frames.d

    @property
    def origin(self) -> Provenance:
        """Edition, macro vintage and lines of credit."""
        return self.frames.origin

    @property
    def plan(self) -> Plan:
        """The plan that is costed."""
        return self.frames.plan

    @cached_property
    def core(self) -> pd.Series:
        """``treasury`` of core spending in the last year of the plan, and ``added_pp``: the debt that all extra up to then would add."""
        accounts = self.frames.core_accounts
        own = accounts[accounts["iso3"] == self.iso3]
        # At an interest rate equal to growth, ``debt_path`` by default, debt grows by the sum of the extra shares.
        return own.assign(added_pp=running(own["extra_percent_gdp"])).iloc[-1]

    @property
    def paid(self) -> pd.DataFrame:
        """``financing`` of core spending by year, all of it borrowed."""
        frame = self.frames.financed
        return frame[frame["iso3"] == self.iso3]

    def rate(self) -> Fact:
        """The interest rate of the plan’s last year: what the government’s debt costs on the IMF’s figures, or the growth of its GDP."""
        row, last = self.paid.iloc[-1], self.fiscal_year
        implied = row["rate_source"] == IMF
        series = (PRIMARY, RATIOS["balance"], RATIOS["debt"], "NGDP") if implied else ("NGDP",)
        formula = (
            "net interest (primary balance − balance) ÷ gross debt of the year before" if implied else "growth of GDP"
        )
        return Fact(
            f"{'implied_rate' if implied else 'growth_rate'}.{self.iso3}.{int(row['year'])}",
            f"{written.possessive(self.name)} interest rate on the added debt, {int(row['year'])}",
            float(row["rate"]),
            units.PERCENT,
            self.origin.macro,
            "projection",
            "projected",
            f"{formula}, at current prices{self._held}",
            rows=macro_rows(self.d, [self.iso3], [last - 1, last], series),
        )

    def interest(self, column: str) -> Fact:
        """Interest of the plan’s last year on all extra borrowed, in money (``interest_ncu_m``) or in percent of GDP (``interest_percent_gdp``)."""
        row, money = self.paid.iloc[-1], units.ncu_m(str(self.paid["currency"].iloc[-1]))
        table = f"financing/{self.plan.id}"
        rows = tuple(
            Row(table, f"{self.iso3} {year} {name}", float(f"{value:.8g}"), unit, "report.financing")
            for name, unit in (("borrowed_ncu_m", money.label), ("rate", "% a year"))
            for year, value in zip(self.paid["year"].iloc[1:], self.paid[name].iloc[1:], strict=True)
        )
        text = (
            f"{written.possessive(self.name)} interest on the added debt, {int(row['year'])}, under “{self.plan.title}”"
        )
        formula = (
            "D(t − 1) × r(t), with D(t) = D(t − 1) × (1 + r(t)) + what is borrowed in t, from nothing in the base year"
        )
        in_money = column.endswith("_ncu_m")
        unit = money if in_money else units.PERCENT_GDP
        return self._projected(
            self._named(column),
            text,
            float(row[column]),
            unit,
            formula + ("" if in_money else "; over the IMF’s GDP"),
            (self.rate(),),
            rows,
        )

    def wider(self) -> Fact:
        """By how much the deficit of the plan’s last year is wider, with the interest, in points of GDP."""
        row = self.paid.iloc[-1]
        text = f"{written.possessive(self.name)} deficit with the extra borrowed less that without, {int(row['year'])}"
        parts = (self.fact("extra_percent_gdp"), self.interest("interest_percent_gdp"), self.fact("balance"))
        value = float(row["balance"] - row["balance_with"])
        return self._projected(
            self._named("deficit_wider_pp"),
            text,
            value,
            units.POINTS,
            f"extra + interest, beside the IMF’s balance{self._held}",
            parts,
            (),
        )

    @property
    def point(self) -> pd.Series:
        """``one_point``: one point of GDP in money."""
        return self.frames.points.loc[self.iso3]

    @cached_property
    def room(self) -> pd.Series | None:
        """``escape_room`` in the last year of the EU's escape clause; None outside the EU, without the year it counts from, or across a change of NATO’s
        denominator that the edition gives no spending to see past."""
        if (self.iso3, ESCAPE_SINCE) not in self.d.panel["share_gdp"].dropna().index:
            return None
        if self.is_of_gni and not self.prints_spending(ESCAPE_SINCE):
            return None
        own = self.frames.escape[self.frames.escape["iso3"] == self.iso3]
        return None if own.empty else own.iloc[-1]

    @property
    def precedent(self) -> pd.Series:
        """``precedent``: whether any ally has kept the pace the plan requires."""
        return self.frames.precedents.loc[self.iso3]

    def fact(self, column: str) -> Fact:
        """A ratio of core spending in the last year of the plan; made once."""
        if column not in self._facts:
            self._facts[column] = self._fact(column)
        return self._facts[column]

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {}

    def _fact(self, column: str) -> Fact:
        label, unit, formula = LABELS[column]
        if column in RATIOS:
            return self._ratio(column, label, unit, formula)
        text = f"{written.possessive(self.name)} {label}, {int(self.core['year'])}, under “{self.plan.title}”"
        held = self._held if column in OF_RATIOS else ""
        inputs, rows = self._made(column)
        return self._projected(self._named(column), text, float(self.core[column]), unit, formula + held, inputs, rows)

    def _named(self, column: str) -> str:
        return f"{column}.{self.iso3}.{int(self.core['year'])}.{self.plan.key}.{self.frames.baseline}.core"

    def _made(self, column: str) -> tuple[tuple[Fact, ...], tuple[Row, ...]]:
        """What a ratio of the last year is made from; a sum over years lists them."""
        if column == "extra_percent_gdp":
            year = int(self.core["year"])
            shares = (make(self.account, "core", year) for make in (share_fact, baseline_fact))
            return (*shares, k_fact(self.account), self.gdp_ratio()), ()
        extra = self.fact("extra_percent_gdp")
        return ((extra,), self._yearly()) if column == "added_pp" else ((extra, self.fact(OF_RATIOS[column])), ())

    def _yearly(self) -> tuple[Row, ...]:
        """The extra of every year after the base year in percent of GDP: what the added debt adds up."""
        own = self.frames.core_accounts
        own = own[own["iso3"] == self.iso3]
        counted = own[own["year"] > own["year"].min()]
        pairs = zip(counted["year"], counted["extra_percent_gdp"], strict=True)
        table, unit = f"treasury/{self.plan.id}", units.PERCENT_GDP.label
        return tuple(
            Row(table, f"{self.iso3} {year} extra_percent_gdp", float(f"{value:.9g}"), unit, OWN_ACCOUNTS)
            for year, value in pairs
        )

    @cached_property
    def account(self) -> Account:
        """The ally's rows of ``cost``, with what they were computed from."""
        return self.frames.account(self.iso3)

    def _ratio(self, column: str, label: str, unit: Unit, formula: str) -> Fact:
        """A fiscal ratio of the IMF’s, under the year it is of: for later years it is held."""
        value, year = float(self.core[column]), self.fiscal_year
        rows = macro_rows(self.d, [self.iso3], [year], [RATIOS[column]])
        text = f"{written.possessive(self.name)} {label}, {year}"
        return Fact(
            f"{column}.{self.iso3}.{year}",
            text,
            value,
            unit,
            self.origin.macro,
            "projection",
            "published",
            formula + self._held,
            rows=rows,
        )

    @cached_property
    def fiscal_year(self) -> int:
        """The year the fiscal ratios are of: the last of the plan, or the last the IMF forecasts if that is earlier."""
        known = self.d.macro_panel.loc[self.iso3, list(RATIOS.values())].dropna().index
        return min(int(known.max()), int(self.core["year"]))

    @property
    def is_held(self) -> bool:
        """Whether the plan ends after the last year that the IMF forecasts, so that the ratios of that year are held."""
        return self.fiscal_year < int(self.core["year"])

    @property
    def _held(self) -> str:
        return f"; the IMF’s ratios of {self.fiscal_year} held to {int(self.core['year'])}" if self.is_held else ""

    def gdp_ratio(self) -> Fact:
        """NATO’s GDP of the base year in percent of the IMF’s."""
        year = int(self.point["base_year"])
        rows = spending_rows(self.d, [self.iso3], [year], NATO_BASE)
        rows += macro_rows(self.d, [self.iso3], [year], ["NGDP", "NGDPD"])
        value = 100 * float(self.frames.gdp_ratio[self.iso3])
        label = f"NATO’s GDP of {self.name} over the IMF’s, {self.origin.year(year)}"
        formula = "spending ÷ (share × k), over the IMF’s GDP, both in national currency at current prices"
        edition = f"{self.origin.edition}; {self.origin.macro}"
        return Fact(
            f"gdp_nato_over_imf.{self.iso3}.{year}",
            label,
            value,
            units.PERCENT,
            edition,
            self.origin.status(year),
            "computed",
            formula,
            rows=rows,
        )

    def share_of_imf_gdp(self, year: int) -> Fact:
        """Spending of a year over the IMF’s GDP of it: one denominator where NATO’s changes."""
        rows = spending_rows(self.d, [self.iso3], [year], ["spend_ncu_current", "spend_usd_current"])
        rows += macro_rows(self.d, [self.iso3], [year], ["NGDP", "NGDPD"])
        label = f"{written.possessive(self.name)} spending over the IMF’s GDP, {self.origin.year(year)}"
        formula = "NATO’s spending ÷ the IMF’s GDP, both in national currency at current prices"
        edition = f"{self.origin.edition}; {self.origin.macro}"
        value = float(share_of_imf_gdp(self.d, year)[self.iso3])
        return Fact(
            f"share_of_imf_gdp.{self.iso3}.{year}",
            label,
            value,
            units.PERCENT_GDP,
            edition,
            self.origin.status(year),
            "computed",
            formula,
            rows=rows,
        )

    @cached_property
    def break_year(self) -> int | None:
        """The first year of another denominator in NATO’s series of the ally (gross national income): by what this or an earlier edition shows; else None."""
        return break_years(self.d).get(self.iso3)

    @property
    def is_of_gni(self) -> bool:
        """Whether NATO’s share of the base year is of gross national income."""
        return self.break_year is not None and int(self.point["base_year"]) >= self.break_year

    @property
    def prints_gdp(self) -> bool:
        """Whether the edition prints the ally’s GDP; else the IMF’s, or spending over its share, stands in."""
        return str(self.frames.cost.set_index("iso3").loc[self.iso3, "k_source"].iloc[0]) != ASSUMED

    def prints_spending(self, year: int) -> bool:
        """Whether the edition prints the ally’s spending of a year at current prices."""
        return bool(spending_rows(self.d, [self.iso3], [year], ["spend_ncu_current"]))

    def money(self, column: str) -> Fact:
        """One point of GDP in money, as NATO's share has it, in the base year."""
        currency, year = str(self.point["currency"]), int(self.point["base_year"])
        unit = {"point_ncu_m": units.ncu_m(currency), "point_usd_m": units.USD_M}.get(
            column, units.money_a_head(currency)
        )
        formula = "GDP ÷ 100 × k" + (", over the WEO’s population" if "head" in column else "")
        rows = spending_rows(self.d, [self.iso3], [year], NATO_BASE) + macro_rows(self.d, [self.iso3], [year], ["LP"])
        head = " per inhabitant" if "head" in column else ""
        label = f"one point of NATO’s share of {self.name}{head}, {self.origin.year(year)}"
        status = self.origin.status(year)
        return Fact(
            f"{column}.{self.iso3}.{year}",
            label,
            float(self.point[column]),
            unit,
            self.origin.edition,
            status,
            "computed",
            formula,
            rows=rows,
        )

    def escape(self, column: str) -> Fact:
        """Rise of the core share since the clause's base year, what is left of its room, or what lies beyond it, in its last year."""
        assert self.room is not None
        year = int(self.room["year"])
        label, of_room = ESCAPE[column]
        formula = (
            f"plan share of {year} × k × NATO’s GDP ÷ the IMF’s (base year) − NATO’s spending of {ESCAPE_SINCE} ÷ the IMF’s GDP"
            + of_room
        )
        years = [ESCAPE_SINCE, int(self.point["base_year"])]
        rows = spending_rows(self.d, [self.iso3], years, NATO_BASE)
        rows += macro_rows(self.d, [self.iso3], years, ["NGDP", "NGDPD"])
        text = f"{written.possessive(self.name)} {label}, {ESCAPE_SINCE} to {year}, under “{self.plan.title}”"
        inputs = (share_fact(self.account, "core", year), k_fact(self.account), self.gdp_ratio())
        room = () if column == "rise_pp" else (guideline_fact("eu-escape"),)
        return self._projected(
            self._named(column), text, float(self.room[column]), units.POINTS, formula, (*inputs, *room), rows
        )

    def pace(self, column: str, label: str, unit: Unit) -> Fact:
        """One figure of :attr:`precedent`."""
        formula = "spans of as many years as the plan leaves, in this edition’s own series"
        text = f"{label}, for {self.name} under “{self.plan.title}”"
        inputs = target_facts(self.account, "core")
        return self._projected(
            self._named(f"precedent_{column}"),
            text,
            float(self.precedent[column]),
            unit,
            formula,
            inputs,
            self._share_rows,
        )

    @cached_property
    def _share_rows(self) -> tuple[Row, ...]:
        """First and last shares of all allies."""
        years = [int(year) for year in self.d.panel.index.unique("year")]
        return spending_rows(self.d, self.d.with_forces(self.d.last_year), [min(years), max(years)], ["share_gdp"])

    def _projected(
        self,
        name: str,
        label: str,
        value: float,
        unit: Unit,
        formula: str,
        inputs: tuple[Fact, ...],
        rows: tuple[Row, ...],
    ) -> Fact:
        edition = f"{self.origin.edition}; {self.origin.macro}"
        return Fact(name, label, value, unit, edition, "projection", "projected", formula, inputs, rows)


def is_active(iso3: str) -> bool:
    """Whether the Council has activated the clause for the ally, by the record held."""
    return any(iso3 in group for group in ESCAPE_ACTIVE.values())
