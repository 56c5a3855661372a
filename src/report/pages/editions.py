"""What speaks over all editions at once: the tables of each, and how far each moved the figures of those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from report.burdens.quantities import ALLY
from report.burdens.revisions import (
    LEVELS,
    at_second_hand,
    estimates,
    largest,
    revisions,
    summary,
    two_shares,
    usual_revision,
)
from report.facts import Fact, Provenance, Row, Unit, combine, provenance, units, written
from report.facts.catalogue import declared
from report.facts.rows import spending_rows
from report.pages.difference import Difference, difference, earlier
from report.pages.head import Headed
from report.tables import Dataset, load
from report.tables.releases import editions

UNSEEN = 0.005
"""A move of a share that does not show at the precision NATO publishes."""


def sized(measure: str) -> Unit:
    """The unit in which moves of a measure are counted; see :func:`report.burdens.revisions.size`."""
    points = {"share_gdp": units.POINTS, "real_change": Unit("points_of_rate", "points", 1, "points")}
    return units.PERCENT if measure in LEVELS else points.get(measure, Unit("points_of_share", "points", 1, "points"))


def _by_edition(frame: pd.DataFrame) -> list[Row]:
    counts = frame.groupby("edition").size()
    return [Row(f"expenditure/{edition}", "share_gdp of allies", int(n), "figures") for edition, n in counts.items()]


class NewDefinition(NamedTuple):
    """What the newest edition and the one before count, and how shares moved in settled years and in recent ones."""

    edition: str
    before: str
    counts: str
    counted: str
    settled: pd.DataFrame
    recent: pd.DataFrame

    @property
    def settled_to(self) -> int:
        """The last of the settled years."""
        return int(self.settled["year"].max())


@dataclass(frozen=True)
class EditionsPage(Headed):
    """The editions against each other; without parameters, ``path`` names another data folder."""

    path: Path | None = None
    kind = "editions"

    @cached_property
    def datasets(self) -> Mapping[str, Dataset]:
        """Every edition on record, oldest first."""
        return {edition: load(edition, path=self.path) for edition in editions(self.path)}

    @property
    def d(self) -> Dataset:
        """The newest edition."""
        return list(self.datasets.values())[-1]

    @cached_property
    def origin(self) -> Provenance:
        """Lines of credit of the newest edition."""
        return provenance(self.d)

    @property
    def span(self) -> str:
        """The editions on record, as the page names them: ``NATO, editions from June 2019 to July 2026``."""
        first, *_, last = self.datasets
        return f"NATO, editions from {written.month(first)} to {written.month(last)}"

    @property
    def names(self) -> dict[str, str]:
        """Allies' names by iso3."""
        return self.d.names

    @cached_property
    def moves(self) -> pd.DataFrame:
        """``report.revisions``: each figure against the next edition that has it."""
        return revisions(self.path)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """``report.revisions``: each figure against the newest edition that has it."""
        return revisions(self.path, against="newest")

    @cached_property
    def estimated_shares(self) -> pd.DataFrame:
        """The moves of shares of GDP that an edition marked "e"."""
        return estimates(self.moved).query("measure == 'share_gdp'")

    @cached_property
    def changed(self) -> Difference:
        """What the newest edition changes against the one before it."""
        return difference(earlier("expenditure", self.d.edition, self.path), self.d.edition, self.path)

    @cached_property
    def two_shares(self) -> pd.DataFrame:
        """NATO's share beside the share at current prices, in every edition that has both."""
        frames = [two_shares(d).assign(edition=edition) for edition, d in self.datasets.items()]
        return pd.concat(frames, ignore_index=True)

    @property
    def summary(self) -> pd.DataFrame:
        """How far estimates moved, by measure: ``count, rose, fell, median, mean, largest``."""
        return summary(self.moved).set_index("measure")

    @property
    def at_second_hand(self) -> pd.DataFrame:
        """Moves of first estimates known from the press alone, complete lists first."""
        rows = at_second_hand(self.d)
        return rows.sort_values("sample", key=lambda names: names != "all allies", kind="stable")

    def largest(self, measure: str, number: int) -> pd.DataFrame:
        """The largest moves of a measure from one edition to the next."""
        return largest(self.moves, measure, number)

    @property
    def moved_furthest(self) -> pd.Series:
        """The largest move of an estimated share of GDP."""
        return self.estimated_shares.loc[self.estimated_shares["size"].abs().idxmax()]

    def counted(self, quantity: str) -> Fact:
        """How many shares are ``estimates_restated``, and of these ``_lower``, ``_higher`` or ``_unmoved``."""
        size = self.estimated_shares["size"]
        chosen = {"estimates_lower": size < 0, "estimates_higher": size > 0, "estimates_unmoved": size == 0}
        frame = self.estimated_shares[chosen.get(quantity, size.notna())]
        return declared(quantity, "", len(frame), edition=self.span, rows=_by_edition(frame))

    def typical(self, quantity: str) -> Fact:
        """``median_move`` or ``mean_move`` of estimated shares, or ``median_move_last_year``."""
        if quantity == "median_move_last_year":
            return self.statistic(usual_revision(self.d).moves, quantity)
        return self.statistic(self.estimated_shares, quantity)

    def statistic(self, frame: pd.DataFrame, quantity: str, at: object = "") -> Fact:
        """A declared median, or fall on average, of shares; source rows count the figures behind it by edition."""
        size = frame["size"]
        value = -float(size.mean()) if quantity == "mean_move" else float(size.abs().median())
        details: dict[str, Any] = {"edition": self.span, "status": "estimate", "rows": _by_edition(frame)}
        fact = declared(quantity, at, value, last=at, unit=units.POINTS, **details)
        return fact.written_as("0.01 points") if abs(value) < UNSEEN else fact

    def figure(self, move: pd.Series, later: bool = False) -> Fact:
        """What one edition says, as its own pages have it: the earlier of a revision or the later."""
        which = "later_" if later else ""
        edition, measure, iso3, year = move[f"{which}edition"], move["measure"], move["iso3"], int(move["year"])
        d, quantity = self.datasets[edition], ALLY[measure]
        label = quantity.label.replace("{ally}’s", written.possessive(self.names[iso3]))
        label, unit = label.format(year=provenance(d).year(year)), quantity.unit_of(d, iso3)
        rows, value = spending_rows(d, [iso3], [year], [measure]), float(d.panel.at[(iso3, year), measure])
        name, source, status = f"{measure}.{iso3}.{year}", f"NATO, {written.month(edition)}", move[f"{which}status"]
        fact = Fact(name, label, value, unit, source, status, "published", "as NATO publishes it", rows=rows)
        return fact.written_as(f"{fact} thousand") if fact.unit is units.THOUSAND else fact

    def change(self, move: pd.Series) -> Fact:
        """How far a figure moved, in points or per cent, from what the two editions say."""
        was, now, unit = self.figure(move), self.figure(move, later=True), sized(move["measure"])
        formula = "100 × (later ÷ earlier − 1)" if move["measure"] in LEVELS else "later − earlier, as printed"
        name, label, size = f"move_of_{was.name}", f"move of {was.label}", float(move["size"])
        fact = combine(name, label, size, unit, formula, (was, now))
        return fact.written_as(f"{written.signed(size, unit.digits)}{'%' if unit is units.PERCENT else ' points'}")

    @cached_property
    def new_definition(self) -> NewDefinition | None:
        """What the newest edition counts otherwise; None where it counts the same, or has no settled years."""
        *_, before, now = self.d.editions[self.d.editions["completeness"] != "press list"].to_dict("records")
        settled = self.latest["year"] < int(before["first_estimate_year"]) - 1
        if not settled.any() or settled.all() or now["definition"] == before["definition"]:
            return None
        editions = now["edition"], before["edition"], str(now["definition"]), str(before["definition"])
        return NewDefinition(*editions, self.latest[settled], self.latest[~settled])

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The moves of allies' shares of GDP in the newest edition."""
        rows = self.moves[(self.moves["later_edition"] == self.d.edition) & (self.moves["measure"] == "share_gdp")]
        return rows[~rows["iso3"].str.startswith("NATO_")].assign(size=lambda frame: frame["change"])

    def moved_by(self, cause: str) -> Fact:
        """The allies whose latest shares moved for a cause on record."""
        allies = self.latest.loc[self.latest["cause"] == cause, "iso3"].drop_duplicates().tolist()
        names = sorted(self.d.names_in_text[iso3] for iso3 in allies)
        label = f"allies whose share moved for the cause “{cause}”"
        rows = tuple(Row("revisions_explained", f"{iso3}: {cause}") for iso3 in allies)
        formula = "record of reasons"
        return Fact(f"moved_by.{cause}", label, tuple(names), units.TEXT, self.span, formula=formula, rows=rows)

    def identity(self) -> dict[str, str]:
        """All editions."""
        return {"edition": self.span}


def editions_page(path: str | Path | None = None) -> EditionsPage:
    """The editions' page over a data folder (default: the project's)."""
    return EditionsPage(Path(path) if path else None)
