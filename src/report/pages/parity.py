"""When Europe and Canada would spend as much as the United States under a page's plan, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from report.burdens.parity import parity
from report.facts import Fact, combine, units
from report.facts.catalogue import declared
from report.outlook.draws import standard_error
from report.outlook.range_facts import assumptions
from report.outlook.risk import DRAWS, SEED
from report.pages.page import Page
from report.pages.ranges import ENDS, Floats

NOT_LESS = "Europe and Canada spend at least as much as the United States"


@dataclass(frozen=True)
class Parity:
    """The year in which the two sides meet; ``flat``: American spending stays at its first sum, at constant prices."""

    page: Page
    flat: bool = False

    @cached_property
    def year(self) -> int | None:
        """The first year on the IMF's path; None where there is none by the plan's end."""
        path = self.page.parity
        return parity(path.assign(us=path["us"].iloc[0]) if self.flat else path).year

    @cached_property
    def drawn(self) -> Floats:
        """The first year in every draw; infinite where there is none."""
        return self.page.ranges.parity_years(self.page.parity["year"].astype(int).tolist(), self.flat)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the likely range of years."""
        low, high = np.quantile(self.drawn, ENDS, method="nearest").tolist()
        return low, high

    @property
    def _name(self) -> str:
        return "held" if self.flat else "plan"

    def chance(self, year: float = float("inf")) -> tuple[Fact, Fact]:
        """Part of the draws in which they meet, by the end or in a year, percent, and its standard error, points."""
        by_end = not np.isfinite(year)
        part = float((np.isfinite(self.drawn) if by_end else self.drawn == year).mean())
        when, at = "" if by_end else f", {year:.0f}", f"{self._name}.{self.page.horizon if by_end else int(year)}"
        what, formula = f"part of the draws with parity{when}", f"draws in which {NOT_LESS} ÷ all draws"
        drawn = assumptions(self.page.d, DRAWS, SEED)
        found = combine(f"parity_chance.{at}", what, 100 * part, units.PERCENT, formula, drawn)
        what, off = f"standard error of the {what}", 100 * standard_error(part, len(self.drawn))
        return found, combine(f"parity_chance_error.{at}", what, off, units.POINTS, "√(p × (1 − p) ÷ draws)", (found,))

    def end(self, year: float) -> Fact:
        """An end of the span of years; draws without parity lie beyond the horizon."""
        text = f"{year:.0f}" if np.isfinite(year) else f"after {self.page.horizon}"
        return declared("parity_end", f"{self._name}.{year:.0f}", text)

    def when(self) -> Fact:
        """The year as a phrase, resting on what Europe and Canada would spend in it."""
        label = f"parity {'with American spending held' if self.flat else 'under the plan'}"
        spent = self.page.bill("NATO_EUR_CAN", "core", "level_usd_m_constant", self.year)
        name, text = f"parity_year.{self._name}.{self.year}", f"would come in {self.year}"
        return combine(name, label, text, units.TEXT, f"first year in which {NOT_LESS}", (spent,))
