"""One ally's treasury: what the plan's extra cost means beside the government's accounts, as frames and facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.facts import Fact, Provenance, Row, Unit, assumed, units, written
from report.facts.rows import macro_rows, spending_rows
from report.outlook import Plan
from report.outlook.lineage import NATO_BASE, plan_facts
from report.outlook.treasury import (
    ESCAPE_ACTIVE,
    ESCAPE_PERCENT,
    ESCAPE_SINCE,
    ESCAPE_YEARS,
    RATIOS,
)
from report.pages.frames import Frames
from report.tables import Dataset

FISCAL = tuple(RATIOS.values())
LABELS: dict[str, tuple[str, Unit, str]] = {
    "extra_percent_gdp": ("extra spending", units.PERCENT_GDP, "(plan share − baseline share) × k"),
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
    "revenue": ("government revenue", units.PERCENT_GDP, "WEO; its last year’s ratio held"),
    "balance": ("government balance", units.PERCENT_GDP, "WEO, net lending; its last year’s ratio held"),
    "balance_if_borrowed": (
        "balance if the extra is borrowed",
        units.PERCENT_GDP,
        "balance − extra, no effect on growth",
    ),
    "debt": ("government debt", units.PERCENT_GDP, "WEO, gross; its last year’s ratio held"),
    "added_pp": (
        "debt added if all extra is borrowed",
        units.POINTS,
        "Σ over years of the extra in percent of GDP: interest equal to nominal growth",
    ),
}


@dataclass(frozen=True)
class Treasury:
    """Frames are computed when first asked for; the ally has forces. Ratios carry no range: shares follow the plan, the fiscal path is the IMF’s."""

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
        return self._last(self.frames.core_accounts)

    @cached_property
    def total(self) -> pd.Series:
        """The same of core and related spending, all of it new money: an upper bound."""
        return self._last(self.frames.total_accounts)

    def _last(self, accounts: pd.DataFrame) -> pd.Series:
        """At an interest rate equal to growth, ``debt_path`` by default, debt grows by the sum of the extra shares."""
        own = accounts[accounts["iso3"] == self.iso3]
        return own.assign(added_pp=own["extra_percent_gdp"].cumsum()).iloc[-1]

    @property
    def point(self) -> pd.Series:
        """``one_point``: one point of GDP in money."""
        return self.frames.points.loc[self.iso3]

    @property
    def past(self) -> pd.Series:
        """``in_past_increases``: the extra beside what the ally has added a year so far."""
        return self.frames.increases.loc[self.iso3]

    @cached_property
    def room(self) -> pd.Series | None:
        """``escape_room`` in the last year of the EU's escape clause; None outside the EU or without the year it counts from."""
        if (self.iso3, ESCAPE_SINCE) not in self.d.panel["share_gdp"].dropna().index:
            return None
        own = self.frames.escape[self.frames.escape["iso3"] == self.iso3]
        return None if own.empty else own.iloc[-1]

    @property
    def precedent(self) -> pd.Series:
        """``precedent``: whether any ally has kept the pace the plan requires."""
        return self.frames.precedents.loc[self.iso3]

    def fact(self, column: str, part: str = "core") -> Fact:
        """A ratio of the last year of the plan, for core or for core and related."""
        row = self.core if part == "core" else self.total
        label, unit, formula = LABELS[column]
        of = "" if column in RATIOS else f", {'core' if part == 'core' else 'core and related'}"
        text = f"{written.possessive(self.name)} {label}{of}, {int(row['year'])}, under “{self.plan.title}”"
        return self._projected(text, float(row[column]), unit, formula, self._account_rows)

    def money(self, column: str) -> Fact:
        """One point of GDP in money, as NATO's share has it, in the base year."""
        currency, year = str(self.point["currency"]), int(self.point["base_year"])
        unit = {"point_ncu_m": units.ncu_m(currency), "point_usd_m": units.USD_M}.get(
            column, units.money_a_head(currency)
        )
        formula = "GDP ÷ 100 × k" + (", over the WEO’s population" if "head" in column else "")
        rows = spending_rows(self.d, [self.iso3], [year], NATO_BASE) + macro_rows(self.d, [self.iso3], [year], ["LP"])
        label = f"one point of {written.possessive(self.name)} GDP{' per inhabitant' if 'head' in column else ''}, {self.origin.year(year)}"
        status = self.origin.status(year)
        return Fact(label, float(self.point[column]), unit, self.origin.edition, status, "computed", formula, rows=rows)

    def increases(self, column: str) -> Fact:
        """What the ally has added a year so far, and how many such years the plan's extra is."""
        year = int(self.point["base_year"])
        years = [int(when) for when in self.d.panel.index.unique("year")]
        rows = spending_rows(self.d, [self.iso3], years, ["spend_usd_constant", "spend_usd_current"])
        yearly = column == "past_increase_usd_m"
        label = "mean yearly rise of spending so far" if yearly else "extra in years of past rises"
        unit = units.usd_m_constant(year) if yearly else units.YEARS
        formula = (
            "mean yearly change at constant prices"
            if yearly
            else "extra in the last year of the plan ÷ mean yearly rise so far"
        )
        text = f"{written.possessive(self.name)} {label}, under “{self.plan.title}”"
        return self._projected(text, float(self.past[column]), unit, formula, rows)

    def escape(self, column: str) -> Fact:
        """Rise of the core share since the clause's base year, or what lies beyond its room, in its last year."""
        assert self.room is not None
        year = int(self.room["year"])
        label = "rise of the core share" if column == "rise_pp" else "rise beyond the room of the EU’s escape clause"
        formula = f"plan share of {year} − NATO’s share of {ESCAPE_SINCE}" + ("" if column == "rise_pp" else " − room")
        rows = spending_rows(self.d, [self.iso3], [ESCAPE_SINCE, int(self.point["base_year"])], ["share_gdp"])
        text = f"{written.possessive(self.name)} {label}, {ESCAPE_SINCE} to {year}, under “{self.plan.title}”"
        return self._projected(text, float(self.room[column]), units.POINTS, formula, rows)

    def pace(self, column: str, label: str, unit: Unit) -> Fact:
        """One figure of :attr:`precedent`."""
        formula = "spans of as many years as the plan leaves, in this edition’s own series"
        text = f"{label}, for {self.name} under “{self.plan.title}”"
        return self._projected(text, float(self.precedent[column]), unit, formula, self._share_rows)

    @cached_property
    def _account_rows(self) -> tuple[Row, ...]:
        """NATO's figures of the base year and the WEO's accounts."""
        last = min(int(self.d.macro["year"].max()), int(self.core["year"]))
        own = spending_rows(self.d, [self.iso3], [int(self.point["base_year"])], NATO_BASE)
        return own + macro_rows(self.d, [self.iso3], [last], FISCAL)

    @cached_property
    def _share_rows(self) -> tuple[Row, ...]:
        """First and last shares of all allies."""
        years = [int(year) for year in self.d.panel.index.unique("year")]
        return spending_rows(self.d, self.d.with_forces(self.d.last_year), [min(years), max(years)], ["share_gdp"])

    def _projected(self, label: str, value: float, unit: Unit, formula: str, rows: tuple[Row, ...]) -> Fact:
        edition = f"{self.origin.edition}; {self.origin.macro}"
        return Fact(label, value, unit, edition, "projection", "projected", formula, plan_facts(self.plan), rows)


def escape_percent() -> Fact:
    """The room of the EU's escape clause, percent of GDP a year."""
    reason = "European Commission, 30 April 2025, IP/25/1121"
    return assumed("room under the EU’s escape clause", ESCAPE_PERCENT, units.PERCENT_GDP, reason).written_as(
        f"{ESCAPE_PERCENT:g}%"
    )


def is_active(iso3: str) -> bool:
    """Whether the Council has activated the clause for the ally."""
    return any(iso3 in group for group in ESCAPE_ACTIVE.values())


ESCAPE_LAST = ESCAPE_YEARS[1]
