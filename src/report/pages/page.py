"""One page: its parameters, and lazily the frames and facts that charts, tables and sentences are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from report.kept import kept
from report.outlook import Plan
from report.outlook import plan as find_plan
from report.outlook.account import cost_fact
from report.outlook.base import read_baseline
from report.outlook.paths import Ask, asked
from report.outlook.pledges import FINE, with_pledges
from report.pages.frames import Frames, shared
from report.pages.head import Headed
from report.pages.parameters import DEFAULTS, check_parameters
from report.tables import Dataset, load

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
    def gets_there(self) -> bool:
        """Whether all of whom the common target is asked are at it, or above, when it is due or the plan ends."""
        ask, shares = self.ask(), self.plan_shares
        own = {*ask.exempt, *self.plan_with_pledges.allies}
        at_end = shares.loc[min(ask.year or self.horizon, self.horizon), [iso3 for iso3 in shares if iso3 not in own]]
        return bool(self.is_as_asked and (at_end >= float(ask.share or 0) - FINE).all())

    @cached_property
    def plan_with_pledges(self) -> Plan:
        """The plan with the pledges it counts written out as own figures."""
        return with_pledges(self.plan, self.d)

    @kept
    def ask(self, component: str = "core", iso3: str = "") -> Ask:
        """What the plan asks for a component, of one ally or of all that are not exempt."""
        rows = self.cost.loc[(self.cost["iso3"] == iso3) & (self.cost["component"] == component)]
        base = None if rows.empty else (int(rows["year"].iloc[0]), float(rows["share_gdp"].iloc[0]))
        return asked(self.plan_with_pledges, component, iso3, base)

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

    def below_baseline(self, column: str) -> list[str]:
        """The allies whose extra of the plan's last year, in a column of millions, is below nothing."""
        extra = self.core_at_end[column]
        return extra.index[extra < -0.5].tolist()

    @cached_property
    def excused(self) -> str:
        """The end of a sentence on who had reached the target, where the plan asks nothing of some of them."""
        met = self.scorecard.having("met")
        return "" if all(self.ask("core", iso3).is_something for iso3 in met) else ", or were asked nothing"

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
        return self.d.names

    @property
    def names_in_text(self) -> dict[str, str]:
        """Allies' names as a sentence uses them (“the Netherlands”), by iso3."""
        return self.d.names_in_text

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
        return self._bill(iso3, component, column, year or self.horizon)

    @kept
    def _bill(self, iso3: str, component: str, column: str, year: int) -> Fact:
        return cost_fact(self.frames.account(iso3), component, column, year)

    def bill_without_exemptions(self, iso3: str, column: str) -> Fact | None:
        """:meth:`bill` at the plan's end with all at the common target; None where nobody is exempt."""
        frames = self.frames.without_exemptions
        return None if frames is None else cost_fact(frames.account(iso3), "core", column, self.horizon)

    def when(self, year: int) -> Fact:
        """A year as prose prints it, with NATO's "e" where the edition marks it."""
        text, made = self.origin.year(year), "the edition’s own year header"
        return named(f"year.{year}", f"year {year}", text, made, self.origin.edition)

    def plan_name_fact(self) -> Fact:
        """The plan's title, as a fact, since it may hold figures."""
        plan = self.plan
        return declared("plan", plan.key, f"“{plan.title}”", id=plan.id, source=plan.source or "own")

    @property
    def road(self) -> str:
        """What the plan costs, as a subtitle: the road to what it asks in all, or what it asks instead."""
        ask = self.ask("total")
        if ask.share is not None:
            return f"And what the road to {ask.share:g}% of GDP costs each ally"
        return f"And what {'pledges on record' if ask.by_own else 'holding today’s share of GDP'} would cost each ally"

    def identity(self) -> dict[str, str]:
        """Edition, vintage and plan."""
        return {"edition": self.origin.edition, "macro": self.origin.macro, "plan": self.plan.title}


class SharingPage(Page):
    """How the burden is shared: inequality, size, wealth, rules, ranks and parity."""

    kind = "sharing"


class ScorecardPage(Page):
    """Where each ally stands against the plan."""

    kind = "scorecard"


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
