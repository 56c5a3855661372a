"""The scorecard of one edition and plan: frames and facts, in the order in which a reader should see the allies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from report.burdens.revisions import Usual, usual_revision
from report.facts import Fact, Provenance, Row, units
from report.facts.rows import pledge_rows, spending_rows
from report.outlook import Plan, scorecard
from report.outlook.pledges import highest_pledges, pledge_fact, pledges_add_up, proposed_only, shortfalls
from report.outlook.scorecard import STATUSES as STATUSES
from report.outlook.scorecard import STEP_RULE as STEP_RULE
from report.outlook.scorecard import TOLERANCE as TOLERANCE
from report.tables import Dataset, load

SYMBOLS = {"met": "✓", "ahead": "▲", "on path": "→", "behind": "▼", "exempt": "§", "no forces": "·", "no figure": "?"}
"""A sign beside each status, so that colour is never alone."""
CLOSE = "≈"
"""The sign of a status that a usual revision could turn."""


@dataclass(frozen=True)
class Scorecard:
    """Frames are computed when first asked for."""

    d: Dataset
    origin: Provenance
    plan: Plan

    @cached_property
    def card(self) -> pd.DataFrame:
        """``verification`` by iso3: best status first, within it the furthest ahead of its path first."""
        frame = scorecard.verification(self.d, self.plan)
        frame["order"] = frame["status"].map(STATUSES.index)
        if not self.has_series:
            frame[["precedent_share", "own_best_pp"]] = float("nan")
        return frame.sort_values(["order", "drift_pp"], ascending=[True, False]).set_index("iso3", drop=False)

    @cached_property
    def review(self) -> pd.DataFrame:
        """``review`` by iso3: the card at the plan's review if every ally kept its pace of three years."""
        frame = scorecard.review(self.d, self.plan).set_index("iso3", drop=False)
        return frame if self.has_series else frame.assign(status="no figure")

    @cached_property
    def review_since(self) -> pd.DataFrame:
        """The same at the pace since the plan was agreed; no status where nothing lies between."""
        return scorecard.review(self.d, self.plan, since=self.agreed).set_index("iso3", drop=False)

    @property
    def agreed(self) -> int:
        """The year in which the plan was agreed; the edition's last for a plan without one."""
        return self.plan.agreed_year or self.d.last_year

    @cached_property
    def pledges(self) -> pd.DataFrame:
        """Every pledge in force and what it is compared with, with ``ally`` and the ends of its path."""
        ends = self.card[["ally", "year", "start_year"]]
        return scorecard.pledges_held(self.d, self.plan).join(ends, on="iso3", how="inner").reset_index(drop=True)

    @property
    def short(self) -> pd.DataFrame:
        """Pledges in force below their checking line by more than the tolerance."""
        return shortfalls(self.pledges, TOLERANCE)

    def joint_shares(self, now: pd.DataFrame) -> dict[str, Fact]:
        """Joint shares of GDP ``pledged``, ``asked`` in the end and ``now``; none where an ally's GDP is unknown."""
        gdp, card = now.set_index("iso3")["gdp_usd_m"], self.card.reset_index(drop=True)
        if gdp.reindex(card.loc[card["share"].notna(), "iso3"]).isna().any():
            return {}
        own, pledged = self.d.pledges, highest_pledges(self.d.pledges, self.plan)
        last = own[own["component"].eq("core") & own["iso3"].isin(pledged.index) & own["superseded_on"].isna()]
        records = pledge_rows(own, last.loc[last["target_share_gdp"] == last["iso3"].map(pledged), "id"])
        what = {"pledged": "at own pledges", "asked": "at what the plan asks", "now": "today"}
        sums = pledges_add_up(card, pledged, gdp, self.plan.may_cut)
        return {name: self._joint(name, what[name], sums[name], records * (name == "pledged")) for name in what}

    def _joint(self, name: str, what: str, value: float, records: tuple[Row, ...]) -> Fact:
        year = self.d.last_year
        label = f"joint share of GDP {what}, “{self.plan.title}”, {self.origin.year(year)}"
        formula = "mean of shares weighted by GDP; today’s share where it is higher or no pledge is on record"
        rows = spending_rows(self.d, self.d.with_forces(year), [year], ["share_gdp", "gdp_usd_current"]) + records
        name, made = f"joint_share_{name}.NATO.{year}.{self.plan.key}", (self.origin.edition, self.origin.status(year))
        return Fact(name, label, value, units.PERCENT_GDP, *made, formula=formula, rows=rows)

    @cached_property
    def usual(self) -> Usual:
        """How far shares of an edition's last year moved later."""
        return usual_revision(self.d)

    def is_close(self, iso3: str) -> bool:
        """Whether a usual revision could turn an ally's status."""
        return iso3 in self.close

    @cached_property
    def close(self) -> list[str]:
        """The allies whose status a usual revision could turn, in the card's order."""
        return self.card.index[self.card["within_revision"].fillna(False).astype(bool)].tolist()

    @property
    def proposed(self) -> list[str]:
        """Allies of which nothing but a proposal is on record."""
        return proposed_only(self.d.pledges)

    @property
    def recorded(self) -> str:
        """The month in which the table of pledges was last brought up to date: ``2026-11``."""
        return self.d.recorded("pledges")

    @property
    def has_series(self) -> bool:
        """Whether most allies have a share in more than one year: without, there is neither a pace nor a precedent."""
        shares = self.d.panel["share_gdp"].unstack("year").reindex(self.d.with_forces(self.d.last_year))
        return bool((shares.notna().sum(axis=1) > 1).mean() > 0.5)

    @cached_property
    def before(self) -> Dataset | None:
        """The last fuller edition before this one that reaches the year in which the plan was agreed."""
        rows = self.d.editions
        older = rows[(rows["edition"] < self.d.edition) & (rows["completeness"] != "press list")]
        reaching = older[older["last_year"] >= self.agreed].sort_values("edition")
        return None if reaching.empty else load(str(reaching["edition"].iloc[-1]), self.d.vintage, self.d.path)

    @cached_property
    def history(self) -> pd.DataFrame:
        """``verification_history`` of the edition before and this one; empty without one."""
        editions = [self.before, self.d] if self.before is not None else []
        return scorecard.verification_history(editions, self.plan) if editions else pd.DataFrame()

    @property
    def is_measured(self) -> bool:
        """Whether any path is under way: none is where the edition ends before the plan was agreed."""
        return bool((self.card.loc[self.card["share"].notna(), "start_year"] < self.d.last_year).any())

    @property
    def start_year(self) -> int | None:
        """The year in which every path begins; None where they begin in different years."""
        years = self.card["start_year"].dropna().unique()
        return int(years[0]) if len(years) == 1 else None

    @property
    def review_year(self) -> int:
        """The year of the review."""
        return int(self.review["year"].iloc[0])

    def having(self, status: str) -> list[str]:
        """The allies of a status, by iso3, in the card's order."""
        return self.card.index[self.card["status"] == status].tolist()

    @cached_property
    def checked(self) -> scorecard.Checked:
        """The plan beside this edition, from which facts are made."""
        return scorecard.Checked(self.d, self.origin, self.plan)

    def fact(self, iso3: str, column: str) -> Fact:
        """The fact in one cell of ``card``."""
        return scorecard.card_fact(self.checked, self.card.loc[iso3], column)

    def pledge(self, row: pd.Series) -> Fact:
        """A pledge in force, a row of ``pledges`` or of ``card``."""
        return pledge_fact(row, self.d.pledges)

    def required(self, iso3: str, year: int) -> Fact:
        """What an ally's checking line requires in a year."""
        return scorecard.required_fact(self.checked, self.card.loc[iso3], year)
