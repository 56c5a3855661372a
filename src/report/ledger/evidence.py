"""What claims are held against: every edition of NATO's tables, events, pledges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from report.facts import Fact, Provenance, Row, named, provenance, written
from report.facts.catalogue import declared
from report.facts.fact import Value
from report.facts.rows import spending_rows
from report.kept import kept
from report.ledger.record import Claim
from report.tables import AGGREGATES, Dataset, data_path, load
from report.tables.releases import editions

EUROPE_CANADA, ALLIANCE = AGGREGATES
AGGREGATE = {"europe_and_canada": EUROPE_CANADA, "alliance": ALLIANCE}
GDP_PER_HEAD = "gdp_per_capita_usd_constant"
COLUMNS = {"spending": "spend_usd_constant", "gdp_per_head": GDP_PER_HEAD}
"""Record measures that the tables hold under another name; spending is also held at current prices."""
ENOUGH = 0.5
"""An edition answers for a year when it has figures for at least this part of the allies with forces."""


def party(claim: Claim) -> str:
    """The code under which the tables have the subject of a claim: an ally's, or that of one of NATO's own sums."""
    return AGGREGATE.get(claim.subject, claim.subject)


@dataclass(frozen=True)
class Edition:
    """One edition of NATO's tables, as the checks read it."""

    d: Dataset

    @cached_property
    def origin(self) -> Provenance:
        """The edition as facts name it."""
        return provenance(self.d)

    def fact(self, quantity: str, at: object, value: Value, year: int | None = None, **details: Any) -> Fact:
        """A declared quantity of this edition; see :meth:`report.facts.Provenance.measured`."""
        return self.origin.measured(quantity, at, value, year, **details)

    @property
    def label(self) -> Fact:
        """``July 2026``."""
        return declared("edition", "", written.month(self.d.edition), edition=self.origin.edition)

    @kept
    def _values(self, column: str) -> dict[tuple[str, int], float]:
        """Every figure of a measure, by ally and year."""
        known = self.d.panel[column].dropna()
        return {(str(iso3), int(year)): float(one) for (iso3, year), one in known.items()}

    @kept
    def years(self, measure: str) -> list[int]:
        """Years for which the edition has the measure for enough of the allies with forces to speak of all of them."""
        values = self._values(COLUMNS.get(measure, measure))
        known = {year: [(iso3, year) in values for iso3 in self.with_forces(year)] for _, year in values}
        return sorted(year for year, allies in known.items() if sum(allies) >= ENOUGH * len(allies))

    @kept
    def with_forces(self, year: int) -> list[str]:
        """Members of a year that have armed forces."""
        return self.d.with_forces(year)

    def shares(self, year: int, measure: str = "share_gdp") -> pd.Series:
        """The measure of every ally with forces in a year, missing where the edition has none."""
        allies = self.with_forces(year)
        return pd.Series([self.figure(iso3, year, measure) for iso3 in allies], index=allies, name=measure)

    def figure(self, iso3: str, year: int, measure: str = "share_gdp") -> float:
        """One figure, NaN where the edition has none."""
        return self._values(measure).get((iso3, year), float("nan"))

    def when(self, year: int) -> Fact:
        """A year with NATO's "e" where the edition marks it."""
        how = "the edition’s own year header"
        return named(f"year.{year}", f"year {year}", self.origin.year(year), how, self.origin.edition)

    def at(self, year: int) -> dict[str, Fact]:
        """The edition and a year of it, as every sentence about them names them."""
        return {"edition": self.label, "year": self.when(year)}

    def group(self, code: str, year: int) -> list[str]:
        """Members with forces of the alliance, or of Europe and Canada, in a year."""
        return [iso3 for iso3 in self.with_forces(year) if code == ALLIANCE or iso3 != "USA"]

    def total(self, group: str, year: int, measure: str) -> float:
        """The sum over a group's members with forces, NaN when one of them has no figure."""
        return sum(self.figure(iso3, year, measure) for iso3 in self.group(group, year))

    def covers(self, measure: str, *years: int) -> bool:
        """Whether the edition has the measure for enough allies in all these years."""
        return set(years) <= set(self.years(measure))

    @kept
    def _rows(self, measure: str) -> dict[tuple[str, ...], Row]:
        """Pointers to every figure of a measure, by ally and year as text."""
        values = self._values(measure)
        rows = spending_rows(self.d, {iso3 for iso3, _ in values}, {year for _, year in values}, [measure])
        return {tuple(row.key.split()[:2]): row for row in rows}

    def rows(self, allies: Sequence[str], years: Sequence[int], measure: str) -> tuple[Row, ...]:
        """Pointers to the rows behind a figure."""
        found = self._rows(measure)
        return tuple(found[iso3, str(year)] for iso3 in allies for year in years if (iso3, str(year)) in found)


@dataclass(frozen=True)
class Evidence:
    """Editions in the order of their publication, events, pledges, and the claims themselves, by id."""

    editions: tuple[Edition, ...]
    claims: Mapping[str, Claim]

    @property
    def newest(self) -> Edition:
        """The last edition published."""
        return self.editions[-1]

    @cached_property
    def allies(self) -> pd.DataFrame:
        """Allies by iso3."""
        return self.newest.d.allies.set_index("iso3", drop=False)

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened, by id."""
        return self.newest.d.events.set_index("id", drop=False)

    @cached_property
    def pledges(self) -> pd.DataFrame:
        """What allies have agreed on and pledged."""
        return self.newest.d.pledges

    def then_and_now(self, claim: Claim, *before: int) -> list[tuple[Edition, int]]:
        """Every edition with figures for the claim's year (and so many ``before`` it), then the newest for its last."""
        years = (claim.in_year, *(claim.in_year - ago for ago in before))
        then = [(edition, claim.in_year) for edition in self.editions if edition.covers("share_gdp", *years)]
        return [*then, (self.newest, self.newest.d.last_year)]

    def name(self, code: str) -> str:
        """An ally or a group as a sentence names it."""
        groups = {EUROPE_CANADA: "Europe and Canada", ALLIANCE: "NATO"}
        return groups.get(AGGREGATE.get(code, code)) or self.newest.d.names_in_text.get(code, code)

    def who(self, code: str) -> Fact:
        """An ally or a group as a fact that a sentence names."""
        return declared("who", code, self.name(code))

    def names(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Allies as sentences name them, in the order of their names."""
        return tuple(sorted(map(self.name, codes), key=lambda name: name.removeprefix("the ")))


def read_editions(folder: Path) -> tuple[Edition, ...]:
    """Every edition the folder holds, oldest first."""
    return tuple(Edition(load(name, path=folder)) for name in editions(folder))


def folder_of(path: str | Path | None) -> Path:
    """The data folder meant: the one given or the project's."""
    return Path(path) if path is not None else data_path()
