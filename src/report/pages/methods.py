"""The methods page: what choices do to the headline, how good ranges were, what was said before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from report.facts import Fact
from report.outlook import Plan
from report.outlook import plan as find_plan
from report.outlook.backtest import METHODS as METHODS
from report.outlook.backtest import PARTS as PARTS
from report.outlook.backtest import TRIALS, backtest, miss_summary, misses, national_record
from report.outlook.calibration import FIRST_TESTED as FIRST_TESTED
from report.outlook.calibration import IN_ALL as IN_ALL
from report.outlook.calibration import ON_FORECAST as ON_FORECAST
from report.outlook.calibration import PUBLISHED_METHOD as PUBLISHED_METHOD
from report.outlook.calibration import REAL as REAL
from report.outlook.calibration import coverage, coverage_under, held_out, held_out_sum, interval_scores
from report.outlook.cost import group_cost
from report.outlook.past_errors import FAR, HORIZONS
from report.outlook.paths import asked
from report.outlook.pool import PULL as PULL
from report.outlook.pool import Rules, typical_size
from report.outlook.precedent import precedent
from report.outlook.range_facts import PERCENT as PERCENT
from report.outlook.range_facts import centre_fact, learnt, pull_fact, stretch_fact, sum_stretch_fact
from report.pages.drawn import centres, drawn_factors, record_by_ally, stretch_by_year
from report.pages.page import Page, of_frames, page_of
from report.tables import guideline, load
from report.tables.releases import vintages
from report.tables.texts import words_in

T = TypeVar("T")
HERE = Path(__file__).parent
TOTAL = "NATO_TOTAL"
LARGE = 10.0
"""Percent: a miss in money beyond this is large."""
SMALLEST = 0.5
"""US$ million: an amount below this is printed as zero."""


@dataclass(frozen=True)
class Choice:
    """Another choice than the published one: its name, what it changes in plan and ``cost``, its vintage."""

    label: str
    plan: Mapping[str, Any]
    options: Mapping[str, Any]
    macro: str | None = None


def others() -> tuple[Choice, ...]:
    """Choices whose effect on the headline is shown; each can be made by any reader with one parameter."""
    return (
        Choice("growth one half point higher each year", {}, {"growth_shift": 0.5}),
        Choice("growth one half point lower each year", {}, {"growth_shift": -0.5}),
        Choice("beyond the vintage, mean growth of its last five years", {}, {"extend": "mean-5"}),
        Choice("shares at current prices, k of one", {}, {"basis": "nominal"}),
        Choice("measured against the guideline of Wales for all", {}, {"baseline": guideline("wales").value}),
        Choice("no exemption", {"exemptions": False}, {}),
        Choice("front-loaded", {"shape": "front-loaded"}, {}),
        Choice("back-loaded", {"shape": "back-loaded"}, {}),
        Choice("every step two years late", {"delay": 2}, {}),
        Choice("three quarters of every step made", {"delivery": 0.75}, {}),
    )


SPANS = {"one to five": (1, HORIZONS - 1), "six to nine": (HORIZONS, FAR - 1)}
"""Years ahead that the IMF forecasts, and those beyond them."""


def _kept(made: Callable[[MethodsPage], T]) -> cached_property[T]:
    """An attribute of the page, computed when first asked for."""
    return cached_property(made)


@dataclass(frozen=True)
class MethodsPage(Page):
    """The page of methods for one edition, vintage and plan. Frames are computed when first asked for."""

    kind = "methods"
    comparisons = of_frames(lambda frames: frames.comparisons)
    tested = _kept(lambda page: held_out(page.d))
    """``held_out``: every range that earlier vintages would have given, with what came."""
    tested_sums = _kept(lambda page: held_out_sum(page.d, page.ranges.weights))
    """``held_out_sum`` of real GDP, each ally weighed by its extra for core defence at the end of the plan."""
    sum_coverage = _kept(lambda page: coverage(page.tested_sums))
    """``coverage`` of the alliance's sums by horizon and one to five years ahead."""
    coverage = _kept(lambda page: coverage(page.tested))
    """``coverage`` by horizon and summed up."""
    drawn_factors = _kept(lambda page: drawn_factors(page.ranges))
    """``drawn_factors``: what an amount is multiplied by at each quantile."""
    stretches = _kept(lambda page: stretch_by_year(page.ranges))
    """``stretch_by_year``."""
    records = _kept(lambda page: record_by_ally(page.d))
    """``record_by_ally``: whose errors an ally's ranges are drawn from, their size and side."""
    centres = _kept(lambda page: centres(page.ranges, page.horizon))
    """``centres``: the bill with ranges around outcomes and around the IMF's path."""
    scores = _kept(lambda page: interval_scores(page.tested))
    """``interval_scores``."""
    trial_summary = _kept(lambda page: miss_summary(page.trials))
    """``miss_summary`` of the trials."""
    unpulled = _kept(lambda page: coverage_under(page.d, Rules(pull=0.0)))
    """Percent of real outcomes one to five years ahead inside the ranges without the pull on sizes."""
    rebuilt_summary = _kept(lambda page: miss_summary(backtest(page.d, min(page.trials["edition"]), derived=False)))
    """``trial_summary`` of the first trial on rebuilt GDP alone, without levels worked back from ratios."""
    national = _kept(lambda page: national_record(page.d).query("not superseded"))
    """``national_record``: pledges whose year has come, superseded ones left out."""
    releases = _kept(lambda page: list(words_in(HERE / "releases.toml")["release"]))
    """What changed in each release, the newest first."""

    @cached_property
    def choices(self) -> pd.DataFrame:
        """The headline under other vintages and other choices: one row each, ``label, kind, extra, total`` (core,
        constant US$ million).

        ``change`` is percent of the published extra, ``change_total`` percent of the sum, both blank where
        :attr:`asks_nothing`; the first row is the published choice.
        """
        rows = [("vintage", Choice(name, {}, {}, name)) for name in reversed(vintages())]
        # Shapes are for plans that go to one target in one shape.
        rows += [("choice", one) for one in others() if "shape" not in one.plan or self.plan.shape == "linear"]
        frame = pd.DataFrame([*(self._headline(kind, choice) for kind, choice in rows), *self._since_agreed()])
        published = frame[frame["published"]].iloc[0]
        for change, amount in (("change", "extra"), ("change_total", "total")):
            frame[change] = np.nan if self.asks_nothing else 100 * (frame[amount] / published[amount] - 1)
        return frame

    @property
    def asks_nothing(self) -> bool:
        """Whether the headline is zero, so that no choice changes it by a percentage."""
        return abs(float(self.bill(TOTAL, "core", "extra_usd_m_constant"))) < SMALLEST

    def _since_agreed(self) -> list[dict[str, Any]]:
        """The headline counted from the shares of the year in which the plan was agreed, where its bill starts later,
        from the last shares.

        Extra over an earlier share s = level × (1 − s ÷ plan share), the rise before the base year included in every
        year of the sum, which counts the years after the base year.
        """
        agreed, core = self.plan.agreed_year, self.cost[self.cost["component"] == "core"].set_index("iso3")
        if agreed is None or self.baseline != "freeze" or agreed not in self.shares.index:
            return []
        part = 1 - self.shares.loc[agreed].reindex(core.index) / core["share_gdp"]
        if agreed >= core["year"].min() or part.isna().any():
            return []
        extra, current = (core[name] * part for name in ("level_usd_m_constant", "level_usd_m"))
        at_end = (core["year"] == self.horizon).to_numpy()
        counted = (core["year"] > self.base_year).to_numpy()
        label = f"counted from the {self.origin.year(agreed)} share, that of the year the plan began"
        sums = (extra[at_end].sum(), extra[counted].sum(), current[at_end].sum())
        return [_line(label, "start", False, *sums)]

    def _headline(self, kind: str, choice: Choice) -> dict[str, Any]:
        d = self.d if choice.macro in (None, self.macro) else load(self.edition, choice.macro or self.macro)
        other: Plan = find_plan(self.plan, **choice.plan)
        options = {"baseline": self.baseline, **choice.options}
        end = group_cost(d, other, TOTAL, **options).query("component == 'core'").iloc[-1]
        sums = end[["extra_usd_m_constant", "cumulative_extra_usd_m_constant", "extra_usd_m"]]
        return _line(choice.label, kind, choice.macro == self.macro, *sums)

    @property
    def far(self) -> int:
        """Years ahead of the plan's end, as far as the record goes."""
        return self.ranges.bias.ahead

    @cached_property
    def coverage_by_vintage(self) -> pd.DataFrame:
        """``coverage`` of the published method's ranges by vintage, horizons one to five."""
        table = coverage(self.tested, by="vintage")
        return table[(table["method"] == PUBLISHED_METHOD) & (table["band"] == 80)]

    @cached_property
    def scores_by_centre(self) -> pd.DataFrame:
        """``interval_scores`` by centre, near and far ahead: ``of, ahead, measure, method, score``."""
        parts = {("allies", name): self.tested for name in SPANS} | {("sums", name): self.tested_sums for name in SPANS}
        found = [interval_scores(rows, SPANS[ahead]).assign(of=of, ahead=ahead) for (of, ahead), rows in parts.items()]
        frame = pd.concat(found, ignore_index=True)
        return frame[(frame["band"] == 80) & frame["method"].isin(["vintages", "forecast"])].reset_index(drop=True)

    @property
    def ahead(self) -> int:
        """Years from the vintage to the plan's end."""
        return self.horizon - int(self.macro[:4])

    def pull(self, iso3: str) -> Fact:
        """What an ally's growth errors are multiplied by."""
        return pull_fact(self.d, iso3, self.names[iso3])

    def centre(self, iso3: str) -> Fact:
        """What an ally's draws are centred on in the plan's last year."""
        return centre_fact(self.d, iso3, self.names[iso3], self.ahead)

    def stretch(self, ahead: int) -> Fact:
        """The stretch of single allies' ranges so many years ahead."""
        return stretch_fact(self.d, ahead)

    @property
    def stretch_of_bill(self) -> Fact:
        """The stretch of the alliance's bill in the plan's last year."""
        ahead = min(self.ahead, FAR - 1)
        return sum_stretch_fact(self.d, "bill", "the alliance’s bill", ahead, float(self.stretches.at[ahead, "of_sum"]))

    @property
    def typical_size(self) -> float:
        """The geometric mean of all allies' own sizes of growth errors, percent."""
        return 100 * typical_size(learnt(self.d).sizes)

    def covered(
        self,
        measure: str,
        band: int = 80,
        horizon: int | str = "one to five",
        column: str = "coverage",
        method: str = PUBLISHED_METHOD,
        of_sums: bool = False,
    ) -> float:
        """One cell of ``coverage``, or of ``sum_coverage``."""
        rows = self.sum_coverage if of_sums else self.coverage
        chosen = rows[(rows["method"] == method) & (rows["measure"] == measure) & (rows["band"] == band)]
        return float(chosen.loc[chosen["horizon_years"] == horizon, column].iloc[0])

    def score(self, measure: str, band: int, method: str, column: str = "score") -> float:
        """One cell of ``scores``."""
        return float(self.scores.set_index(["measure", "band", "method"]).loc[(measure, band, method), column])

    @cached_property
    def trials(self) -> pd.DataFrame:
        """``backtest`` of every trial; empty where this edition is no later than the trial's."""
        kept = [name for name in TRIALS if name < self.edition]
        return pd.concat([backtest(self.d, name) for name in kept], ignore_index=True) if kept else pd.DataFrame()

    @property
    def _last_of_trials(self) -> pd.DataFrame:
        return self.trials[self.trials["year"] == self.trials.groupby("edition")["year"].transform("max")]

    @cached_property
    def largest_misses(self) -> pd.DataFrame:
        """The three largest misses of each trial and method in the last year it reaches."""
        return misses(self._last_of_trials, top=3)

    @cached_property
    def causes(self) -> pd.Series:
        """Misses in money of more than a tenth in the last year of each trial, counted by their largest part."""
        last = self._last_of_trials
        return last.loc[last["miss_percent"].abs() > LARGE, list(PARTS)].abs().idxmax(axis=1).value_counts()

    @cached_property
    def precedents(self) -> pd.DataFrame:
        """``precedent`` of every ally that something is required of, the steepest first."""
        frame = precedent(self.d, self.plan)
        return frame[frame["required_pp"] > 1e-9].sort_values("required_pp", ascending=False).reset_index(drop=True)

    @cached_property
    def oddities(self) -> pd.DataFrame:
        """Oddities on record: ``test, reason, count, editions, allies, years``, the most frequent first."""
        counts = {"count": ("id", "size"), "first": ("year", "min"), "last": ("year", "max")}
        names = {"editions": ("edition", _listed), "allies": ("iso3", _listed)}
        frame = self.d.oddities.groupby(["test", "reason"], sort=False).agg(**counts, **names).reset_index()
        return frame.sort_values(["count", "test"], ascending=[False, True]).reset_index(drop=True)

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """What is assumed, at which value, on which ground, and how a reader changes it."""
        records = words_in(HERE / "assumptions.toml")["assumption"]
        values = [HERE_ASSUMED[record["of"]](self) if "of" in record else stated(record) for record in records]
        return pd.DataFrame(records).assign(value=values)


def _line(label: str, kind: str, published: bool, extra: float, total: float, current: float) -> dict[str, Any]:
    """A row of :attr:`MethodsPage.choices`."""
    sums = {"extra": float(extra), "total": float(total), "current": float(current)}
    return {"label": label, "kind": kind, "published": published, **sums}


def _exempt(page: MethodsPage) -> str:
    """Who is exempt, with what and by when."""
    exempt = [(page.names_in_text[iso3], asked(page.plan, iso3=iso3)) for iso3 in page.ask().exempt]
    return "; ".join(f"{name}: {ask.share:g}% of GDP by {ask.year}" for name, ask in exempt) or "none"


HERE_ASSUMED: dict[str, Callable[[MethodsPage], str]] = {
    "base year": lambda page: str(page.plan.base_year or "each ally’s last year with a published share in the edition"),
    "shape": lambda page: page.ask().shape_words or "none: the plan asks for no common share",
    "allies above": lambda page: "fall to it" if page.plan.may_cut else "stay where they are",
    "exemptions": _exempt,
    "baseline": lambda page: page.baseline_text,
    "related start": lambda page: f"{page.plan.related_start:g}% of GDP" if page.plan.related_start else "nothing",
    "new money": lambda page: "all of it" if page.plan.new_money == 1 else f"{100 * page.plan.new_money:g}% of it",
}
"""What the page at hand assumes, by the name in assumptions.toml."""


def stated(record: Mapping[str, Any]) -> str:
    """The value of an assumption in words; ``{}`` stands for the constant or guideline it names."""
    if "guideline" in record:
        found = guideline(record["guideline"])
        return str(record["value"]).format(f"{found.value:g}", found.due_year)
    if "constant" not in record:
        return str(record["value"])
    module, _, name = str(record["constant"]).partition(":")
    value = getattr(import_module(module), name)
    return str(record["value"]).format(f"{value:,}" if isinstance(value, int) and value > 9999 else _written(value))


def _written(value: Any) -> str:
    if isinstance(value, tuple | list):
        return " to ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _listed(values: pd.Series) -> list[str]:
    """Distinct values in order."""
    return sorted({str(value) for value in values})


def methods_page(**parameters: Any) -> MethodsPage:
    """The methods page from notebook parameters."""
    return page_of(MethodsPage, parameters)
