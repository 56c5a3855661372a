"""One ally's treasury: what the plan's extra cost means beside the government's accounts, as frames and facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from report.facts import Fact, Row, Unit, units, written
from report.facts.rows import guideline_fact, macro_rows, spending_rows
from report.kept import kept
from report.outlook.account import Account
from report.outlook.base import ASSUMED
from report.outlook.base import MEASURES as NATO_BASE
from report.outlook.draws import running
from report.outlook.treasury import ESCAPE_ACTIVE, IMF, PRIMARY, RATIOS, break_years, share_of_imf_gdp
from report.outlook.treasury import ESCAPE_MARGIN as ESCAPE_MARGIN
from report.outlook.treasury import ESCAPE_SINCE as ESCAPE_SINCE
from report.pages.frames import Frames

OF_RATIOS = {"extra_percent_revenue": "revenue", "extra_percent_spending": "spending"}
"""What rests on a fiscal ratio of the IMF’s, and so on its last one where the plan ends later."""


@dataclass(frozen=True)
class Treasury:
    """Frames are computed when first asked for; the ally has forces.

    Nothing here carries a range. Points of GDP follow from the plan alone: extra and GDP grow together. Revenue,
    spending and debt are the IMF’s, and the past forecasts held, from which ranges are drawn, are of growth and prices
    only.
    """

    frames: Frames
    iso3: str
    name: str

    @cached_property
    def _own_accounts(self) -> pd.DataFrame:
        frame = self.frames.core_accounts
        return frame[frame["iso3"] == self.iso3]

    @cached_property
    def core(self) -> pd.Series:
        """``treasury`` in the plan's last year, and ``added_pp``: the debt that all extra until then would add."""
        own = self._own_accounts
        # At an interest rate equal to growth, ``debt_path`` by default, debt grows by the sum of the extra shares.
        return own.assign(added_pp=running(own["extra_percent_gdp"])).iloc[-1]

    @cached_property
    def paid(self) -> pd.DataFrame:
        """``financing`` of core spending by year, all of it borrowed."""
        frame = self.frames.financed
        return frame[frame["iso3"] == self.iso3]

    @property
    def pays_implied_rate(self) -> bool:
        """Whether the interest rate is what the debt costs on the IMF's figures; else it is the growth of GDP."""
        return bool(self.paid["rate_source"].iloc[-1] == IMF)

    def rate(self) -> Fact:
        """The interest rate of the plan’s last year: cost of debt on the IMF’s figures, or growth of GDP."""
        row, last = self.paid.iloc[-1], self.fiscal_year
        implied = self.pays_implied_rate
        series = (PRIMARY, RATIOS["balance"], RATIOS["debt"], "NGDP") if implied else ("NGDP",)
        rows = macro_rows(self.frames.d, [self.iso3], [last - 1, last], series)
        return self._of_imf("implied_rate" if implied else "growth_rate", int(row["year"]), float(row["rate"]), rows)

    def interest(self, column: str) -> Fact:
        """Interest of the last year on all extra borrowed, in money or in percent of GDP."""
        row, money = self.paid.iloc[-1], units.ncu_m(str(self.paid["currency"].iloc[-1]))
        paid = self.paid.iloc[1:]
        rows = tuple(
            self._row("financing", f"{year} {name}", value, unit, "report.financing", ".8g")
            for name, unit in (("borrowed_ncu_m", money.label), ("rate", "% a year"))
            for year, value in zip(paid["year"], paid[name], strict=True)
        )
        unit = money if column.endswith("_ncu_m") else None
        return self._of_plan(column, float(row[column]), inputs=(self.rate(),), rows=rows, unit=unit)

    def wider(self) -> Fact:
        """By how much the deficit of the plan’s last year is wider, with the interest, in points of GDP."""
        row, parts = self.paid.iloc[-1], (self.fact("extra_percent_gdp"), self.interest("interest_percent_gdp"))
        value = float(row["balance"] - row["balance_with"])
        return self._of_plan("deficit_wider_pp", value, inputs=(*parts, self.fact("balance")), held=self._held)

    @property
    def point(self) -> pd.Series:
        """``one_point``: one point of GDP in money."""
        return self.frames.points.loc[self.iso3]

    @cached_property
    def room(self) -> pd.Series | None:
        """``escape_room`` in the last year of the EU's escape clause; None outside the EU, without the year it counts
        from, or across a change of NATO’s denominator that the edition gives no spending to see past."""
        if (self.iso3, ESCAPE_SINCE) not in self.frames.d.panel["share_gdp"].dropna().index:
            return None
        if self.is_of_gni and not self.prints_spending(ESCAPE_SINCE):
            return None
        own = self.frames.escape[self.frames.escape["iso3"] == self.iso3]
        return None if own.empty else own.iloc[-1]

    @property
    def precedent(self) -> pd.Series:
        """``precedent``: whether any ally has kept the pace the plan requires."""
        return self.frames.precedents.loc[self.iso3]

    @kept
    def fact(self, column: str) -> Fact:
        """A ratio of core spending in the last year of the plan; made once."""
        if column in RATIOS:
            rows = macro_rows(self.frames.d, [self.iso3], [self.fiscal_year], [RATIOS[column]])
            return self._of_imf(column, self.fiscal_year, float(self.core[column]), rows, kind="published")
        inputs, rows = self._made(column)
        held = self._held if column in OF_RATIOS else ""
        return self._of_plan(column, float(self.core[column]), inputs=inputs, rows=rows, held=held)

    @property
    def _whose(self) -> str:
        return written.possessive(self.name)

    def _of_imf(self, quantity: str, year: int, value: float, rows: tuple[Row, ...], **details: Any) -> Fact:
        """A figure of the IMF’s, or from its figures alone; beyond its last year that year's ratios are used."""
        details |= {"whose": self._whose, "year": year, "held": self._held}
        origin = self.frames.origin
        return origin.projected(quantity, f"{self.iso3}.{year}", value, edition=origin.macro, rows=rows, **details)

    def _of_plan(self, column: str, value: float, quantity: str = "", **details: Any) -> Fact:
        """A figure of core spending, or from it; ``quantity`` is what the column is declared as."""
        words = {"whose": self._whose, "year": int(self.core["year"]), "plan": self.frames.plan.title} | details
        at = f"{self.iso3}.{int(self.core['year'])}.{self.frames.plan.key}.{self.frames.baseline}.core"
        return self.frames.origin.projected(quantity or column, "", value, name=f"{column}.{at}", **words)

    def _of_nato(self, quantity: str, year: int, value: float, rows: tuple[Row, ...], **details: Any) -> Fact:
        """A figure of a year of the edition."""
        words = {"rows": rows, "name_of": self.name, "whose": self._whose} | details
        return self.frames.origin.measured(quantity, f"{self.iso3}.{year}", value, year, **words)

    def _row(self, table: str, key: str, value: float, unit: str, source: str, digits: str) -> Row:
        """A figure of one of our frames as a source row."""
        return Row(f"{table}/{self.frames.plan.id}", f"{self.iso3} {key}", float(format(value, digits)), unit, source)

    def _made(self, column: str) -> tuple[tuple[Fact, ...], tuple[Row, ...]]:
        """What a ratio of the last year is made from; a sum over years lists them."""
        if column == "extra_percent_gdp":
            year, account = int(self.core["year"]), self.account
            return (account.share("core", year), account.against("core", year), account.k(), self.gdp_ratio()), ()
        extra = self.fact("extra_percent_gdp")
        return ((extra,), self._yearly()) if column == "added_pp" else ((extra, self.fact(OF_RATIOS[column])), ())

    def _yearly(self) -> tuple[Row, ...]:
        """The extra of every year after the base year in percent of GDP: what the added debt adds up."""
        own = self._own_accounts.set_index("year")["extra_percent_gdp"]
        label, source = units.PERCENT_GDP.label, "report.treasury"
        return tuple(
            self._row("treasury", f"{year} extra_percent_gdp", value, label, source, ".9g")
            for year, value in own[own.index > own.index.min()].items()
        )

    @cached_property
    def account(self) -> Account:
        """The ally's rows of ``cost``, with what they were computed from."""
        return self.frames.account(self.iso3)

    @cached_property
    def fiscal_year(self) -> int:
        """The year the fiscal ratios are of: the last of the plan, or the last the IMF forecasts if that is earlier."""
        known = self.frames.d.macro_panel.loc[self.iso3, list(RATIOS.values())].dropna().index
        return min(int(known.max()), int(self.core["year"]))

    @property
    def is_held(self) -> bool:
        """Whether the plan ends after the IMF's last year, so that its ratios stand for later ones."""
        return self.fiscal_year < int(self.core["year"])

    @property
    def _held(self) -> str:
        return f"; the IMF’s ratios of {self.fiscal_year} held to {int(self.core['year'])}" if self.is_held else ""

    def gdp_ratio(self) -> Fact:
        """NATO’s GDP of the base year in percent of the IMF’s."""
        year = int(self.point["base_year"])
        rows = spending_rows(self.frames.d, [self.iso3], [year], NATO_BASE)
        rows += macro_rows(self.frames.d, [self.iso3], [year], ["NGDP", "NGDPD"])
        value = 100 * float(self.frames.gdp_ratio[self.iso3])
        return self._of_nato("gdp_nato_over_imf", year, value, rows, edition=self.frames.origin.both)

    def share_of_imf_gdp(self, year: int) -> Fact:
        """Spending of a year over the IMF’s GDP of it: one denominator where NATO’s changes."""
        rows = spending_rows(self.frames.d, [self.iso3], [year], ["spend_ncu_current", "spend_usd_current"])
        rows += macro_rows(self.frames.d, [self.iso3], [year], ["NGDP", "NGDPD"])
        value = float(share_of_imf_gdp(self.frames.d, year)[self.iso3])
        return self._of_nato("share_of_imf_gdp", year, value, rows, edition=self.frames.origin.both)

    @cached_property
    def break_year(self) -> int | None:
        """The first year of another denominator (national income) in NATO’s series of the ally; else None."""
        return break_years(self.frames.d).get(self.iso3)

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
        return bool(spending_rows(self.frames.d, [self.iso3], [year], ["spend_ncu_current"]))

    def money(self, column: str) -> Fact:
        """One point of GDP in money, as NATO's share has it, in the base year."""
        currency, year = str(self.point["currency"]), int(self.point["base_year"])
        own = {"point_ncu_m": units.ncu_m(currency), "per_head_ncu": units.money_a_head(currency)}
        rows = spending_rows(self.frames.d, [self.iso3], [year], NATO_BASE)
        rows += macro_rows(self.frames.d, [self.iso3], [year], ["LP"])
        return self._of_nato(column, year, float(self.point[column]), rows, unit=own.get(column))

    def escape(self, column: str) -> Fact:
        """Rise since the clause's base year, what is left of its room or lies beyond, in its last year."""
        assert self.room is not None
        year, years = int(self.room["year"]), [ESCAPE_SINCE, int(self.point["base_year"])]
        rows = spending_rows(self.frames.d, [self.iso3], years, NATO_BASE)
        rows += macro_rows(self.frames.d, [self.iso3], years, ["NGDP", "NGDPD"])
        inputs: tuple[Fact, ...] = (self.account.share("core", year), self.account.k(), self.gdp_ratio())
        inputs += () if column == "rise_pp" else (guideline_fact("eu-escape"),)
        value = float(self.room[column])
        return self._of_plan(column, value, inputs=inputs, rows=rows, since=ESCAPE_SINCE, year=year)

    def pace(self, column: str, label: str, unit: Unit) -> Fact:
        """One figure of :attr:`precedent`."""
        details = {"unit": unit, "inputs": self.account.targets("core"), "rows": self._share_rows}
        words, value = {"what": label, "who": self.name}, float(self.precedent[column])
        return self._of_plan(f"precedent_{column}", value, "precedent_of_plan", **details, **words)

    @cached_property
    def _share_rows(self) -> tuple[Row, ...]:
        """First and last shares of all allies."""
        d, years = self.frames.d, [int(year) for year in self.frames.d.panel.index.unique("year")]
        return spending_rows(d, d.with_forces(d.last_year), [min(years), max(years)], ["share_gdp"])


def is_active(iso3: str) -> bool:
    """Whether the Council has activated the clause for the ally, by our record."""
    return any(iso3 in group for group in ESCAPE_ACTIVE.values())
