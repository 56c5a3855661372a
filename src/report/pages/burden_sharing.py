"""How the burden is shared in one edition: frames and facts of inequality, sharing rules and the composite."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.burdens.composite import WEIGHTS, rank_intervals
from report.burdens.inequality import hoover
from report.burdens.lineage_science import rank_fact, rule_fact, sharing_fact, wealth_fact
from report.burdens.output import AID_GDP, composite_measures, military_aid
from report.burdens.ranks import spearman_p, spearman_rho
from report.burdens.sharing_rules import EVEN, allotments, who_pays_less
from report.burdens.yearly import allies_by_year
from report.facts import Fact, Provenance, written
from report.tables import Dataset

RULE_NAMES = {
    "equal-gdp": "same share of GDP",
    "per-head": "same sum per inhabitant",
    "progressive": "richer pay more",
    "common-funding": "by GDP, largest capped",
    "benefit": "by GDP and people",
}
"""The rules of sharing in few words, the same in charts, tables and sentences."""
AID = "ukraine_military_share_gdp"
AID_YEAR = AID_GDP.removeprefix("gdp_")
"""The year of the GDP that aid is a share of."""
MEASURES = {
    "share_gdp": "share of GDP",
    "pace_pp": "rise of that share over three years",
    "equipment_share_3y": "equipment share over three years",
    "personnel_per_thousand": "forces per inhabitant",
    AID: "military aid to Ukraine",
}
"""The measures of the composite in plain words."""


@dataclass(frozen=True)
class BurdenSharing:
    """Frames are computed when first asked for. ``years`` is ``alliance`` since the Wales pledge."""

    d: Dataset
    origin: Provenance
    years: pd.DataFrame

    @cached_property
    def known(self) -> pd.DataFrame:
        """The years in which the edition has spending and GDP of every member with forces; empty for a press list of shares."""
        return self.years[self.years["gini"].notna()].set_index("year", drop=False)

    @property
    def is_known(self) -> bool:
        """Whether any year can be measured."""
        return not self.known.empty

    @property
    def first(self) -> int:
        """The first year that can be measured."""
        return int(self.known.index[0])

    @property
    def last(self) -> int:
        """The last year that can be measured: the edition's own, or an earlier one where it withholds an ally's figures."""
        return int(self.known.index[-1])

    @property
    def basis(self) -> str:
        """``current`` or ``constant`` prices: what the edition has spending and GDP in."""
        return str(self.known["inequality_basis"].iloc[-1])

    def allies(self, year: int) -> pd.DataFrame:
        """Spending, GDP, share and population of the members with forces in a year, with their names."""
        frame = allies_by_year(self.d, "constant" if self.basis == "constant" else "current")
        names = self.d.allies.set_index("iso3")["name"]
        return frame[frame["year"] == year].assign(ally=lambda rows: rows["iso3"].map(names)).reset_index(drop=True)

    @cached_property
    def rules(self) -> pd.DataFrame:
        """``allotments`` of the last year: what each ally would pay under each rule."""
        return allotments(self.allies(self.last))

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """``who_pays_less`` of the last year, indexed by iso3."""
        return who_pays_less(self.rules).set_index("iso3")

    @property
    def close(self) -> pd.DataFrame:
        """The allies whose verdict a small revision could turn."""
        return self.verdicts[self.verdicts["close"]]

    def by_a_hair(self, iso3: str) -> bool:
        """Whether one verdict holds under every rule, but under the nearest of them by so little that a revision could turn it."""
        row = self.verdicts.loc[iso3]
        ends = {0: "harshest_pp", int(row["rules"]): "kindest_pp"}
        nearest = ends.get(int(row["less_under"]))
        return nearest is not None and bool(abs(row[nearest]) <= EVEN)

    @cached_property
    def wealth(self) -> pd.DataFrame:
        """Share of GDP (``share``, percent) and GDP per inhabitant (``head``, US$ thousand at current prices) of members with forces, by iso3."""
        year = self.d.last_year
        macro = self.d.macro_panel[["NGDPD", "LP"]].xs(year, level="year")
        shares = self.d.panel["share_gdp"].xs(year, level="year").reindex(self.d.with_forces(year))
        return pd.DataFrame({"share": shares, "head": (macro["NGDPD"] / macro["LP"]).reindex(shares.index)}).dropna()

    def wealth_fact(self, name: str) -> Fact:
        """``rho`` or ``p`` of the rank correlation between the two columns of ``wealth``."""
        frame = self.wealth
        measure = {"rho": spearman_rho, "p": spearman_p}[name]
        return wealth_fact(self.d, self.origin, name, measure(frame["head"], frame["share"]), frame.index)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """``rank_intervals`` of the composite in the edition's last year; empty where it lacks most of the measures."""
        enough = len(self.weights) >= len(WEIGHTS) - 1
        return rank_intervals(self.measures, self.weights) if enough else pd.DataFrame()

    @cached_property
    def measures(self) -> pd.DataFrame:
        """``composite_measures`` in the edition's last year."""
        return composite_measures(self.d)

    @property
    def weights(self) -> dict[str, float]:
        """The composite's measures that this edition has for most allies, with our weights."""
        known = self.measures.notna().mean()
        return {name: weight for name, weight in WEIGHTS.items() if known[name] > 0.5}

    @property
    def lacking(self) -> dict[str, list[str]]:
        """The ranked allies without a figure, by measure of the composite; measures that none lacks are left out."""
        ranked = self.measures.loc[self.ranks.index, list(self.weights)]
        blank = {name: column.index[column.isna()].tolist() for name, column in ranked.items()}
        return {str(name): allies for name, allies in blank.items() if allies}

    @cached_property
    def aid_months(self) -> tuple[str, str]:
        """First and last month of the aid to Ukraine that is added up, as written: ``January 2022``, ``April 2026``."""
        aid = military_aid(self.d, self.d.last_year)
        return written.month(str(aid["first_month"].min())), written.month(str(aid["last_month"].max()))

    def fact(self, name: str, year: int | None = None) -> Fact:
        """A number of :data:`~report.burdens.lineage_science.SHARING` in a year, by default the last."""
        when = year or self.last
        return sharing_fact(self.d, self.origin, name, self._value(name, when), when, self.basis)

    def _value(self, name: str, year: int) -> float:
        row = self.known.loc[year]
        if name == "hoover":
            allies = self.allies(year)
            return 100 * hoover(allies["spending"], allies["gdp"])
        if name == "between":
            return float(100 * row["theil_between"] / row["theil"])
        if name == "spenders":
            return float(1 / row["hhi"])
        return float(row[name])

    def rule(self, iso3: str, rule: str, column: str) -> Fact:
        """The fact in one cell of ``rules``."""
        row = self.rules[(self.rules["iso3"] == iso3) & (self.rules["rule"] == rule)].iloc[0]
        name = str(self.d.allies.set_index("iso3").loc[iso3, "name"])
        return rule_fact(self.d, self.origin, row, column, name, self.last, self.basis)

    def rank(self, iso3: str, column: str) -> Fact:
        """The fact in one cell of ``ranks``."""
        name = str(self.d.allies.set_index("iso3").loc[iso3, "name"])
        return rank_fact(self.d, self.origin, iso3, name, column, float(self.ranks.loc[iso3, column]), self.weights)
