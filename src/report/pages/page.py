"""One page: its parameters, and lazily the frames and facts that charts, tables and sentences are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from report.burdens import burden
from report.burdens.alliance import alliance_fact
from report.burdens.measures import meets
from report.burdens.quantities import ally_fact
from report.burdens.revisions import EditionRisk as EditionRisk
from report.burdens.revisions import edition_risk, predecessor
from report.facts import Fact, named
from report.facts.catalogue import declared
from report.outlook import Plan
from report.outlook import plan as find_plan
from report.outlook.amounts import cost_fact
from report.outlook.base import read_baseline
from report.outlook.paths import Ask, asked
from report.outlook.scorecard.pledges import own_word
from report.pages.frames import Frames, shared
from report.pages.head import Headed
from report.pages.own_plan import OwnPlan
from report.pages.parameters import DEFAULTS, check_parameters
from report.pages.scorecard import SYMBOLS
from report.pages.treasury import Treasury
from report.tables import Dataset, load

STANDING = {
    "met": "at or above what is asked of it",
    "ahead": "ahead of its path",
    "on path": "on its path",
    "behind": "behind its path",
    "exempt": "treated here as exempt",
}
"""Where an ally stands, in words."""
ON_A_LINE = ("ahead", "on path", "behind")
AnyPage = TypeVar("AnyPage", bound="Page")
T = TypeVar("T")


def of_frames(frame: Callable[[Frames], T]) -> cached_property[T]:
    """An attribute of a page that is one of the frames it shares with others, where it is computed and kept."""
    return cached_property(lambda page: frame(page.frames))


@dataclass(frozen=True)
class Page(Headed):
    """The alliance's page. Parameters are checked on creation; frames are computed when first asked for."""

    kind = "briefing"
    edition: str
    macro: str
    plan_name: str
    baseline: str | float
    prices: str

    @cached_property
    def d(self) -> Dataset:
        """The tables of this edition and macro vintage."""
        return load(edition=self.edition, macro=self.macro)

    @cached_property
    def plan(self) -> Plan:
        """The plan that is costed."""
        return find_plan(self.plan_name)

    @property
    def is_as_asked(self) -> bool:
        """Whether the plan's steps come in full and on time, and no other plan takes its place."""
        return not self.plan.delay and self.plan.delivery == 1 and not self.plan.branch

    @cached_property
    def settled_plan(self) -> Plan:
        """The plan with the pledges it counts written out as own figures."""
        return self.plan.with_pledges(self.d)

    def ask(self, component: str = "core", iso3: str = "") -> Ask:
        """What the plan asks for a component, of one ally or of all that are not exempt."""
        if (component, iso3) not in self._asks:
            rows = self.cost.loc[(self.cost["iso3"] == iso3) & (self.cost["component"] == component)]
            standing = None if rows.empty else (int(rows["year"].iloc[0]), float(rows["share_gdp"].iloc[0]))
            self._asks[component, iso3] = asked(self.settled_plan, component, iso3, standing)
        return self._asks[component, iso3]

    @cached_property
    def _asks(self) -> dict[tuple[str, str], Ask]:
        return {}

    @cached_property
    def frames(self) -> Frames:
        """What this page shares with all pages of the same tables, plan and baseline."""
        return shared(self.d, self.plan, self.baseline)

    origin = of_frames(lambda frames: frames.origin)
    now = of_frames(lambda frames: frames.now)
    then = of_frames(lambda frames: frames.then)
    years = of_frames(lambda frames: frames.years)
    shares = of_frames(lambda frames: frames.shares)
    cost = of_frames(lambda frames: frames.cost)
    groups = of_frames(lambda frames: frames.groups)
    wales = of_frames(lambda frames: frames.wales)
    scorecard = of_frames(lambda frames: frames.scorecard)
    parity = of_frames(lambda frames: frames.parity)
    ranges = of_frames(lambda frames: frames.ranges)
    sharing = of_frames(lambda frames: frames.sharing)

    @property
    def plan_shares(self) -> pd.DataFrame:
        """Shares of GDP for defence under the plan, from the base year on, a row per year and a column per ally."""
        core = self.cost[self.cost["component"] == "core"]
        return core.pivot(index="year", columns="iso3", values="share_gdp")

    @property
    def year(self) -> int:
        """The last year of the edition."""
        return self.d.last_year

    @cached_property
    def core_at_end(self) -> pd.DataFrame:
        """``cost`` of core spending in the plan's last year, by iso3."""
        return self.cost[(self.cost["component"] == "core") & (self.cost["year"] == self.horizon)].set_index("iso3")

    @cached_property
    def base_year(self) -> int:
        """The year the page's bill starts from: the first in which every ally has a figure."""
        return self.year if self.groups.empty else int(self.groups["year"].min())

    @property
    def first_year(self) -> int:
        """The first year of ``years``."""
        return int(self.years["year"].iloc[0])

    @property
    def then_year(self) -> int:
        """The year of ``then``."""
        return int(self.then["year"].iloc[0])

    @cached_property
    def edition_risk(self) -> EditionRisk | None:
        """What became of the last edition's count at the guideline, and who stands near it now."""
        return edition_risk(self.d)

    @cached_property
    def edition_before(self) -> Dataset | None:
        """The edition before this one, lists of the press left out."""
        return predecessor(self.d)

    def allies_at(self, share: float) -> list[str]:
        """The members whose share of the last year is at one or above it, at published precision."""
        shares = self.now.loc[self.now["member"]].set_index("iso3")["share_gdp"]
        return shares.index[meets(shares, share)].tolist()

    def starting_before(self, year: int) -> pd.Series:
        """The year an ally's bill starts from, by iso3, for those that start before a year."""
        starts = self.cost.groupby("iso3")["year"].min()
        return starts[starts < year]

    @property
    def horizon(self) -> int:
        """The last year of the plan."""
        return self.plan.horizon

    def money(self, kind: str) -> str:
        """The dollar column of ``cost`` for ``level``, ``extra`` or ``cumulative_extra``, as the page is priced."""
        return f"{kind}_usd_m_constant" if self.prices == "constant" else f"{kind}_usd_m"

    @property
    def names(self) -> dict[str, str]:
        """Allies' names by iso3."""
        return dict(zip(self.d.allies["iso3"], self.d.allies["name"], strict=True))

    @property
    def names_in_text(self) -> dict[str, str]:
        """Allies' names as a sentence uses them (“the Netherlands”), by iso3."""
        return dict(zip(self.d.allies["iso3"], self.d.allies["name_in_text"], strict=True))

    def ally(self, iso3: str, column: str, year: int | None = None) -> Fact:
        """The fact in one cell of ``now``, or of ``burden`` in another year."""
        rows = self.frames.by_ally if year is None else burden(self.d, year).set_index("iso3", drop=False)
        return ally_fact(self.d, self.origin, rows.loc[iso3], column)

    def total(self, column: str, year: int | None = None) -> Fact:
        """The fact in one cell of ``years``."""
        row = self.years.set_index("year", drop=False).loc[year or self.year]
        return alliance_fact(self.d, self.origin, row, column)

    @property
    def baseline_text(self) -> str:
        """What the page's extra is measured against, as a phrase."""
        return self.baseline_from(self.base_year)

    def baseline_from(self, year: int) -> str:
        """What the extra of a bill that starts from a year is measured against, as a phrase."""
        baseline = read_baseline(self.baseline)
        if isinstance(baseline, str):
            return f"holding the {self.origin.year(year)} share of GDP" if baseline == "freeze" else "spending nothing"
        return f"spending {baseline:g}% of GDP"

    def bill(self, iso3: str, component: str, column: str, year: int | None = None) -> Fact:
        """The fact in one cell of ``cost`` or, for a group, of ``groups``; made once."""
        key = iso3, component, column, year or self.horizon
        if key not in self._bills:
            self._bills[key] = cost_fact(self.frames.account(iso3), *key[1:])
        return self._bills[key]

    def bill_without_exemptions(self, iso3: str, column: str) -> Fact | None:
        """:meth:`bill` at the plan's end with all at the common target; None where nobody is exempt."""
        frames = self.frames.without_exemptions
        return None if frames is None else cost_fact(frames.account(iso3), "core", column, self.horizon)

    @cached_property
    def _bills(self) -> dict[tuple[str, str, str, int], Fact]:
        return {}

    def when(self, year: int) -> Fact:
        """A year as prose prints it, with NATO's "e" where the edition marks it."""
        return named(
            f"year.{year}", f"year {year}", self.origin.year(year), "the edition’s own year header", self.origin.edition
        )

    def plan_name_fact(self) -> Fact:
        """The plan's title, as a fact, since it may hold figures."""
        return declared(
            "plan", self.plan.key, f"“{self.plan.title}”", id=self.plan.id, source=self.plan.source or "own"
        )

    @property
    def road(self) -> str:
        """What the plan costs, as a subtitle: the road to what it asks in all, or what it asks instead."""
        ask = self.ask("total")
        if ask.share is not None:
            return f"And what the road to {ask.share:g}% of GDP costs each ally"
        return f"And what {'pledges on record' if ask.by_own else 'holding today’s share of GDP'} would cost each ally"

    def identity(self) -> dict[str, Any]:
        """Edition, vintage and plan, each with its id and its label."""
        return {
            "edition": {"id": self.edition, "label": self.origin.edition},
            "macro": {"id": self.macro, "label": self.origin.macro},
            "plan": {"id": self.plan.id, "label": self.plan.title},
        }


class SharingPage(Page):
    """How the burden is shared: inequality, size, wealth, rules, ranks and parity."""

    kind = "sharing"


class ScorecardPage(Page):
    """Where each ally stands against the plan."""

    kind = "scorecard"


@dataclass(frozen=True)
class CountryPage(Page):
    """One ally's page."""

    iso3: str
    kind = "country"

    @cached_property
    def profile(self) -> pd.Series:
        """The ally's row of the allies table."""
        return self.d.allies.set_index("iso3", drop=False).loc[self.iso3]

    @property
    def name(self) -> str:
        """The ally's name as a heading prints it."""
        return str(self.profile["name"])

    @property
    def name_in_text(self) -> str:
        """The ally's name as a sentence prints it (“the Netherlands”)."""
        return str(self.profile["name_in_text"])

    @cached_property
    def own(self) -> pd.Series:
        """The ally's row of ``now``."""
        return self.frames.by_ally.loc[self.iso3]

    @cached_property
    def own_cost(self) -> pd.DataFrame:
        """The ally's rows of ``cost``; empty for an ally without forces."""
        return self.cost[self.cost["iso3"] == self.iso3]

    @cached_property
    def path(self) -> pd.Series:
        """The ally's core shares under the plan, percent of GDP by year."""
        return self.own_cost[self.own_cost["component"] == "core"].set_index("year")["share_gdp"]

    @cached_property
    def base_year(self) -> int:
        """The ally's own: earlier than the last of an edition that withholds the ally's share of it."""
        return self.year if self.own_cost.empty else int(self.own_cost["year"].min())

    @property
    def pledges_on_record(self) -> pd.DataFrame:
        """What the ally itself has said, with a share of GDP, the newest first."""
        given = own_word(self.d.pledges)
        own = given[(given["iso3"] == self.iso3) & given["target_share_gdp"].notna()]
        return own.sort_values(["announced", "target_year"], ascending=[False, True])

    @cached_property
    def treasury(self) -> Treasury:
        """The plan beside the government's accounts."""
        return Treasury(self.frames, self.iso3, self.name)

    @cached_property
    def has_open_prices(self) -> bool:
        """Whether inflation leaves amounts at current national prices too uncertain to range (Türkiye)."""
        band = self.bill(self.iso3, "core", "level_ncu_m").band
        return band is not None and band.is_open

    def own_column(self, kind: str) -> str:
        """The national-currency column of ``cost``, as the page is priced; constant where current is too uncertain."""
        unit = "ncu" if kind.endswith("per_head") else "ncu_m"
        return f"{kind}_{unit}_constant" if self.prices == "constant" or self.has_open_prices else f"{kind}_{unit}"

    def bill_by_year(self, amounts: Sequence[str]) -> pd.DataFrame:
        """Share and amounts by year, with their ends; ``related_`` before a column is that of related spending."""
        own = {part: rows.set_index("year") for part, rows in self.own_cost.groupby("component")}
        core = own["core"]
        labels = [self.origin.year(year) if year <= self.year else str(year) for year in core.index]
        found = [core[["share_gdp"]].assign(label=labels)]
        for name in amounts:
            column = name.removeprefix("related_")
            part = "core" if column == name else "related"
            ends = self.ranges.yearly(self.iso3, part, column).add_prefix(f"{name}_")
            found.append(own[part][[column]].set_axis([name], axis=1).join(ends))
        return pd.concat(found, axis=1).reset_index(drop=True)

    @cached_property
    def own_plan(self) -> OwnPlan | None:
        """What the ally itself has pledged; None without a verified figure, or on a plan made of pledges."""
        if not self.has_forces or self.plan.pledges != "none" or self.iso3 in self.plan.allies:
            return None
        found = OwnPlan(self.frames.own_plans, self.iso3, self.name, self.base_year)
        return None if found.figures.empty else found

    @property
    def is_exempt(self) -> bool:
        """Whether the ally is treated as exempt under the plan."""
        return self.iso3 in self.plan.exemptions

    @property
    def has_figure(self) -> bool:
        """False where the edition withholds the ally's last share (Germany's 2025e in August 2025)."""
        return bool(pd.notna(self.own["share_gdp"]))

    @property
    def has_record(self) -> bool:
        """Whether the edition has a share of the ally in any year."""
        return bool((self.iso3 in self.d.panel.index) and self.d.panel["share_gdp"].xs(self.iso3).notna().any())

    @property
    def has_forces(self) -> bool:
        """False for Iceland: no spending, no path, no bill."""
        return bool(self.profile["has_forces"])

    @property
    def standing(self) -> str:
        """Mark and words of where the ally stands: ``▲ ahead of its path to 3.5% of GDP by 2035``."""
        row, ask = self.scorecard.card.loc[self.iso3], self.ask("core", self.iso3)
        status = str(row["status"])
        if status in ("no forces", "no figure"):
            return (
                f"{SYMBOLS[status]} "
                f"{'no armed forces' if status == 'no forces' else 'no figure for the last year in this edition'}"
            )
        if not ask.is_something:
            return f"{SYMBOLS['met']} nothing more is asked of it"
        close = "; a usual revision could change that" if self.scorecard.is_close(self.iso3) else ""
        return f"{SYMBOLS[status]} {STANDING[status]}{self._line() if status in ON_A_LINE else ''}{close}"

    def _line(self) -> str:
        """Where the ally's line of the scorecard leads, and from when it counts if it is yet to begin."""
        row = self.scorecard.card.loc[self.iso3]
        due = f" by {row['target_year']:.0f}" if row["target_year"] > self.year else ""
        begins = "" if self.scorecard.is_measured else f", which begins in {self.origin.year(self.year)}"
        return f" to {row['target_share']:g}% of GDP{due}{begins}"

    def identity(self) -> dict[str, Any]:
        """The ally beside edition, vintage and plan."""
        return {**super().identity(), "iso3": self.iso3}


def page_of(kind: type[AnyPage], parameters: Mapping[str, Any]) -> AnyPage:
    """A page of the alliance from notebook parameters; see :func:`check_parameters` for what is refused and how."""
    given = check_parameters(parameters)
    return kind(*(given[name] for name in DEFAULTS))


def alliance_page(**parameters: Any) -> Page:
    """The alliance's page from notebook parameters."""
    return page_of(Page, parameters)


def sharing_page(**parameters: Any) -> SharingPage:
    """The page on how the burden is shared, from notebook parameters."""
    return page_of(SharingPage, parameters)


def scorecard_page(**parameters: Any) -> ScorecardPage:
    """The page of the scorecard, from notebook parameters."""
    return page_of(ScorecardPage, parameters)


def country_page(country: str, **parameters: Any) -> CountryPage:
    """One ally's page from notebook parameters."""
    given = check_parameters({"country": country, **parameters})
    return CountryPage(*(given[name] for name in (*DEFAULTS, "country")))
