"""The methods page: what choices do to the headline, how good ranges were, what was said before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report.facts import Fact
from report.outlook import Plan, alliance_cost
from report.outlook import plan as find_plan
from report.outlook.backtest import METHODS as METHODS
from report.outlook.backtest import PARTS as PARTS
from report.outlook.backtest import TRIALS, backtest, miss_summary, misses, national_record
from report.outlook.calibration import FIRST_TESTED as FIRST_TESTED
from report.outlook.calibration import IN_ALL as IN_ALL
from report.outlook.calibration import ON_FORECAST as ON_FORECAST
from report.outlook.calibration import PUBLISHED_METHOD as PUBLISHED_METHOD
from report.outlook.calibration import REAL as REAL
from report.outlook.calibration import (
    coverage,
    coverage_under,
    held_out,
    held_out_sum,
    interval_scores,
)
from report.outlook.past_errors import FAR as FAR
from report.outlook.past_errors import HORIZONS
from report.outlook.paths import asked
from report.outlook.pool import PULL as PULL
from report.outlook.pool import Rules, typical_size
from report.outlook.precedent import precedent
from report.outlook.range_facts import PERCENT as PERCENT
from report.outlook.range_facts import centre_fact, learnt, pull_fact, stretch_fact, sum_stretch_fact
from report.pages.drawn import centres, drawn_factors, record_by_ally, stretch_by_year
from report.pages.page import Page, of_frames, page_of
from report.tables import guideline, load
from report.tables.held import vintages
from report.tables.texts import words_in

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


@dataclass(frozen=True)
class MethodsPage(Page):
    """The page of methods for one edition, vintage and plan. Frames are computed when first asked for."""

    kind = "methods"

    @cached_property
    def choices(self) -> pd.DataFrame:
        """The headline under other vintages and other choices: one row each, ``label, kind, extra, total`` (core,
        constant US$ million).

        ``change`` is percent of the published extra, ``change_total`` percent of the sum, both blank where
        :attr:`asks_nothing`; the first row is the published choice.
        """
        rows = [("vintage", Choice(name, {}, {}, name)) for name in reversed(vintages())]
        rows += [("choice", choice) for choice in others() if self._applies(choice)]
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
        if (
            self.baseline != "freeze"
            or agreed is None
            or agreed >= core["year"].min()
            or agreed not in self.shares.index
        ):
            return []
        part = 1 - self.shares.loc[agreed].reindex(core.index) / core["share_gdp"]
        if part.isna().any():
            return []
        extra, current = (core[name] * part for name in ("level_usd_m_constant", "level_usd_m"))
        at_end = (core["year"] == self.horizon).to_numpy()
        counted = (core["year"] > self.base_year).to_numpy()
        label = f"counted from the {self.origin.year(agreed)} share, that of the year the plan began"
        amounts = {"extra": extra[at_end].sum(), "total": extra[counted].sum(), "current": current[at_end].sum()}
        return [
            {
                "label": label,
                "kind": "start",
                "published": False,
                **{name: float(sum_) for name, sum_ in amounts.items()},
            }
        ]

    def _applies(self, choice: Choice) -> bool:
        """Shapes are for plans that go to one target in one shape."""
        return "shape" not in choice.plan or self.plan.shape == "linear"

    def _headline(self, kind: str, choice: Choice) -> dict[str, Any]:
        d = self.d if choice.macro in (None, self.macro) else load(self.edition, choice.macro or self.macro)
        other: Plan = find_plan(self.plan, **choice.plan)
        options = {"baseline": self.baseline, **choice.options}
        end = alliance_cost(d, other, **options).query("component == 'core'").groupby("iso3").tail(1).set_index("iso3")
        row = end.loc[TOTAL]
        return {
            "label": choice.label,
            "kind": kind,
            "published": choice.macro == self.macro,
            "extra": float(row["extra_usd_m_constant"]),
            "total": float(row["cumulative_extra_usd_m_constant"]),
            "current": float(row["extra_usd_m"]),
        }

    @cached_property
    def tested(self) -> pd.DataFrame:
        """``held_out``: every range that earlier vintages would have given, with what came."""
        return held_out(self.d)

    @cached_property
    def tested_sums(self) -> pd.DataFrame:
        """``held_out_sum`` of real GDP, each ally weighed by its extra for core defence at the end of the plan."""
        return held_out_sum(self.d, self.ranges.weights)

    @cached_property
    def sum_coverage(self) -> pd.DataFrame:
        """``coverage`` of the alliance's sums by horizon and one to five years ahead."""
        return coverage(self.tested_sums)

    @property
    def far(self) -> int:
        """Years ahead of the plan's end, as far as the record goes."""
        return self.ranges.lean.ahead

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """``coverage`` by horizon and summed up."""
        return coverage(self.tested)

    @cached_property
    def coverage_by_vintage(self) -> pd.DataFrame:
        """``coverage`` of the published method's ranges by vintage, horizons one to five."""
        table = coverage(self.tested, by="vintage")
        return table[(table["method"] == PUBLISHED_METHOD) & (table["band"] == 80)]

    @cached_property
    def unpulled(self) -> float:
        """Percent of real outcomes one to five years ahead inside the ranges without the pull on sizes."""
        return coverage_under(self.d, Rules(pull=0.0))

    @cached_property
    def drawn_factors(self) -> pd.DataFrame:
        """``drawn_factors``: what an amount is multiplied by at each quantile."""
        return drawn_factors(self.ranges)

    @cached_property
    def stretches(self) -> pd.DataFrame:
        """``stretch_by_year``."""
        return stretch_by_year(self.ranges)

    @cached_property
    def records(self) -> pd.DataFrame:
        """``record_by_ally``: whose errors an ally's ranges are drawn from, their size and side."""
        return record_by_ally(self.d)

    @cached_property
    def centres(self) -> pd.DataFrame:
        """``centres``: the bill with ranges around outcomes and around the IMF's path."""
        return centres(self.ranges, self.horizon)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """``interval_scores``."""
        return interval_scores(self.tested)

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

    @cached_property
    def trial_summary(self) -> pd.DataFrame:
        """``miss_summary`` of the trials."""
        return miss_summary(self.trials)

    @cached_property
    def rebuilt_summary(self) -> pd.DataFrame:
        """``trial_summary`` of the first trial on rebuilt GDP alone, without levels worked back from ratios."""
        return miss_summary(backtest(self.d, min(self.trials["edition"]), derived=False))

    @cached_property
    def largest_misses(self) -> pd.DataFrame:
        """The three largest misses of each trial and method in the last year it reaches."""
        last = self.trials.groupby("edition")["year"].transform("max")
        return misses(self.trials[self.trials["year"] == last], top=3)

    @cached_property
    def causes(self) -> pd.Series:
        """Misses in money of more than a tenth in the last year of each trial, counted by their largest part."""
        last = self.trials.groupby("edition")["year"].transform("max")
        large = self.trials[(self.trials["year"] == last) & (self.trials["miss_percent"].abs() > LARGE)]
        return large[list(PARTS)].abs().idxmax(axis=1).value_counts()

    @cached_property
    def national(self) -> pd.DataFrame:
        """``national_record``: pledges whose year has come, superseded ones left out."""
        return national_record(self.d).query("not superseded")

    @cached_property
    def precedents(self) -> pd.DataFrame:
        """``precedent`` of every ally that something is required of, the steepest first."""
        frame = precedent(self.d, self.plan)
        return frame[frame["required_pp"] > 1e-9].sort_values("required_pp", ascending=False).reset_index(drop=True)

    comparisons = of_frames(lambda frames: frames.comparisons)

    @cached_property
    def oddities(self) -> pd.DataFrame:
        """Oddities on record: ``test, reason, count, editions, allies, years``, the most frequent first."""
        groups = self.d.oddities.groupby(["test", "reason"], sort=False)
        frame = groups.agg(
            count=("id", "size"),
            editions=("edition", _listed),
            allies=("iso3", _listed),
            first=("year", "min"),
            last=("year", "max"),
        ).reset_index()
        return frame.sort_values(["count", "test"], ascending=[False, True]).reset_index(drop=True)

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """What is assumed, at which value, on which ground, and how a reader changes it."""
        records = words_in(HERE / "assumptions.toml")["assumption"]
        return pd.DataFrame(
            [
                {**record, "value": HERE_ASSUMED[record["of"]](self) if "of" in record else stated(record)}
                for record in records
            ]
        )

    @cached_property
    def releases(self) -> list[dict[str, Any]]:
        """What changed in each release, the newest first."""
        found: list[dict[str, Any]] = words_in(HERE / "releases.toml")["release"]
        return found


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
