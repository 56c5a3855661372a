"""How the burden is shared in one edition: frames and facts of inequality, sharing rules and the composite."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.burdens.alliance import allies_by_year
from report.burdens.composite import AID_GDP, WEIGHTS, aid_rows, composite_measures, military_aid, rank_intervals
from report.burdens.inequality import hoover
from report.burdens.ranks import SIGNIFICANT as SIGNIFICANT
from report.burdens.ranks import spearman_p, spearman_rho
from report.burdens.sharing_rules import EVEN as EVEN
from report.burdens.sharing_rules import RULES, allotments, who_pays_less
from report.facts import Fact, Provenance, Row, units, written
from report.facts.rows import macro_rows, spending_rows
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
RANKED = ("share_gdp", "equipment_share", "personnel_thousand")
"""What the places rest on in NATO's tables."""
READS = {
    "money": {"current": ("spend_usd_current", "gdp_usd_current"), "constant": ("spend_usd_constant", "share_gdp")},
    "size": {"current": ("gdp_usd_current", "share_gdp"), "constant": ("spend_usd_constant", "share_gdp")},
}
"""What a measure of sharing reads of every member with forces, spending and GDP or GDP and the published share, by
price basis; where an edition prints no GDP at constant prices it is spending over its share."""
BY_HEAD = ("per-head", "progressive", "benefit")
"""The rules that count inhabitants."""


@dataclass(frozen=True)
class BurdenSharing:
    """Frames are computed when first asked for. ``years`` is ``alliance`` since the Wales pledge."""

    d: Dataset
    origin: Provenance
    years: pd.DataFrame

    @cached_property
    def known(self) -> pd.DataFrame:
        """Years with spending and GDP of every member with forces; empty for a press list of shares."""
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
        """The last year that can be measured, which is earlier where the edition withholds an ally's figures."""
        return int(self.known.index[-1])

    @property
    def basis(self) -> str:
        """``current`` or ``constant`` prices: what the edition has spending and GDP in."""
        return str(self.known["inequality_basis"].iloc[-1])

    def allies(self, year: int) -> pd.DataFrame:
        """Spending, GDP, share and population of the members with forces in a year, with their names."""
        frame = allies_by_year(self.d, "constant" if self.basis == "constant" else "current")
        frame = frame[frame["year"] == year].reset_index(drop=True)
        return frame.assign(ally=frame["iso3"].map(self.d.names))

    @cached_property
    def rules(self) -> pd.DataFrame:
        """``allotments`` of the last year: what each ally would pay under each rule."""
        return allotments(self.allies(self.last))

    @property
    def due(self) -> pd.DataFrame:
        """Percent of GDP that each rule asks, a row an ally and a column a rule, and what the ally ``pays``."""
        frame = self.rules.pivot(index="iso3", columns="rule", values="due_share_gdp")
        equal = self.rules[self.rules["rule"] == "equal-gdp"].set_index("iso3")
        return frame.assign(pays=equal["due_share_gdp"] + equal["balance_share_gdp"])

    def common_share(self, rule: str) -> tuple[float, dict[str, float]]:
        """The share of GDP that a rule asks of most allies, as printed, and of whom it asks another."""
        shares = self.due[rule]
        common = float(shares.round(2).mode().iloc[0])
        return common, {str(iso3): float(share) for iso3, share in shares[shares.round(2) != common].items()}

    @cached_property
    def flat_rules(self) -> list[str]:
        """The rules that ask the same of all allies but one at most."""
        return [rule.id for rule in RULES if len(self.common_share(rule.id)[1]) <= 1]

    @property
    def differing_rules(self) -> list[str]:
        """The rules that ask different shares of different allies."""
        return [rule.id for rule in RULES if rule.id not in self.flat_rules]

    def unlike_published(self, by: float) -> dict[str, tuple[float, float]]:
        """Allies whose share here is more than ``by`` points from NATO's: both, by iso3."""
        published = self.allies(self.last).set_index("iso3")["share_gdp"]
        pays = self.due["pays"]
        far = pays.index[(pays - published.reindex(pays.index)).abs() > by]
        return {str(iso3): (float(pays[iso3]), float(published[iso3])) for iso3 in far}

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """``who_pays_less`` of the last year, indexed by iso3."""
        return who_pays_less(self.rules).set_index("iso3")

    @property
    def close(self) -> pd.DataFrame:
        """The allies whose verdict a small revision could turn."""
        return self.verdicts[self.verdicts["close"]]

    def by_a_hair(self, iso3: str) -> bool:
        """Whether one verdict holds under every rule, but so narrowly that a revision could turn it."""
        row = self.verdicts.loc[iso3]
        ends = {0: "harshest_pp", int(row["rules"]): "kindest_pp"}
        nearest = ends.get(int(row["less_under"]))
        return nearest is not None and bool(abs(row[nearest]) <= EVEN)

    @cached_property
    def wealth(self) -> pd.DataFrame:
        """``share`` of GDP, percent, and GDP per ``head``, US$ thousand, of members with forces, by iso3."""
        year = self.d.last_year
        macro = self.d.macro_panel[["NGDPD", "LP"]].xs(year, level="year")
        shares = self.d.panel["share_gdp"].xs(year, level="year").reindex(self.d.with_forces(year))
        return pd.DataFrame({"share": shares, "head": (macro["NGDPD"] / macro["LP"]).reindex(shares.index)}).dropna()

    def wealth_fact(self, name: str) -> Fact:
        """``rho`` or ``p`` of the rank correlation between the two columns of ``wealth``."""
        frame = self.wealth
        measure = {"rho": spearman_rho, "p": spearman_p}[name]
        of, year = frame.index.tolist(), self.d.last_year
        rows = spending_rows(self.d, of, [year], ["share_gdp"]) + macro_rows(self.d, of, [year], ["NGDPD", "LP"])
        value = measure(frame["head"], frame["share"])
        return self.origin.measured(f"wealth_{name}", f"NATO.{year}", value, year, rows=rows)

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
        """A declared measure of sharing in a year, by default the last."""
        when = year or self.last
        rows = self._rows(when, "size" if name.startswith("spearman") else "money")
        return self.origin.measured(name, f"NATO.{when}.{self.basis}", self._value(name, when), when, rows=rows)

    def _rows(self, year: int, reads: str) -> tuple[Row, ...]:
        return spending_rows(self.d, self.d.with_forces(year), [year], READS[reads][self.basis])

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
        year, rows = self.last, self._rows(self.last, "money")
        if rule in BY_HEAD:
            rows += macro_rows(self.d, self.d.with_forces(year), [year], ["LP"])
        constant = self.basis == "constant" and column.endswith("usd_m")
        unit = units.usd_m_constant(self.origin.price_base) if constant else None
        at, words = f"{iso3}.{year}.{rule}.{self.basis}", {"who": self.d.names[iso3], "title": row["title"]}
        return self.origin.measured(column, at, float(row[column]), year, unit=unit, rows=rows, **words)

    def rank(self, iso3: str, column: str) -> Fact:
        """The fact in one cell of ``ranks``, with the ally's own figures that went in."""
        year = self.d.last_year
        rows = spending_rows(self.d, [iso3], range(year - 3, year + 1), RANKED) + aid_rows(self.d, iso3)
        words = {"whose": written.possessive(self.d.names[iso3]), "measures": ", ".join(self.weights)}
        value = float(self.ranks.loc[iso3, column])
        return self.origin.measured(f"composite_{column}", f"{iso3}.{year}", value, year, rows=rows, **words)
