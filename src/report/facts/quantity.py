"""A quantity, declared once: the function that computes it, what readers see of it, and its source rows.

A formula is a function whose parameters are its inputs by name: other quantities, or :class:`Source` columns read from
the tables. From the declaration follow the column of a frame (:meth:`Registry.computed`) and the fact of a cell with
its rows (:meth:`Registry.fact`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from report.facts import written
from report.facts.fact import Fact, Kind
from report.facts.provenance import Provenance
from report.facts.rows import macro_rows, membership_rows, spending_rows
from report.facts.units import Unit
from report.tables import Dataset
from report.tables.errors import unknown

Years = Callable[[int], Iterable[int]]
Whose = Callable[[Dataset, str, int], list[str]]
PUBLISHED = "as NATO publishes it"


def its_own(d: Dataset, subject: str, year: int) -> list[str]:
    """The figures of the subject itself."""
    return [subject]


def of_all(d: Dataset, subject: str, year: int) -> list[str]:
    """The figures of every member with forces."""
    return d.with_forces(year)


def of_party(party: str) -> Whose:
    """The figures of one ally or of one of NATO's own sums, whatever the subject."""
    return lambda d, subject, year: [party]


@dataclass(frozen=True)
class Source:
    """A column of the tables: a ``measure`` of the edition or an ``indicator`` of the vintage, ``years``, ``of`` whom.

    ``joined`` instead: the years of accession, of ``members`` or of those ``with forces``.
    """

    measure: str = ""
    indicator: str = ""
    years: Years = lambda year: (year,)
    of: Whose = its_own
    joined: str = ""


@dataclass(frozen=True)
class Quantity:
    """One quantity; ``label`` has ``{ally}`` and ``{year}`` to fill in; ``compute`` is ``formula`` as code.
    ``unit`` may depend on dataset and ally (national currency). ``source`` is set for a figure published as it is."""

    name: str
    label: str
    unit: Unit | Callable[[Dataset, str], Unit]
    formula: str = PUBLISHED
    compute: Callable[..., Any] | None = None
    source: Source | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of what goes in: the parameters of the formula."""
        return tuple(inspect.signature(self.compute).parameters) if self.compute else ()

    @property
    def kind(self) -> Kind:
        """Whether NATO publishes it or it is computed."""
        return "computed" if self.compute else "published"

    def unit_of(self, d: Dataset, subject: str) -> Unit:
        """The unit for one subject."""
        return self.unit if isinstance(self.unit, Unit) else self.unit(d, subject)

    def labelled(self, who: str, when: str) -> str:
        """The label with the subject's name and the year filled in."""
        return self.label.replace("{ally}’s", written.possessive(who)).format(ally=who, year=when)


@dataclass(frozen=True)
class Registry:
    """Quantities of one kind of row by name, in the frame's order, and the ``sources`` their formulas may name."""

    sources: Mapping[str, Source]
    quantities: dict[str, Quantity] = field(default_factory=dict)

    def published(
        self,
        name: str,
        label: str,
        unit: Unit | Callable[[Dataset, str], Unit],
        measure: str = "",
        indicator: str = "",
        of: Whose = its_own,
    ) -> None:
        """Declare a figure that a table prints; ``measure``: its name there; ``of`` whom, if not of the subject."""
        source = Source(measure or ("" if indicator else name), indicator, of=of)
        formula = "the IMF’s, World Economic Outlook" if indicator else PUBLISHED
        self.quantities[name] = Quantity(name, label, unit, formula, source=source)

    def computed_as(
        self, label: str, unit: Unit, formula: str, name: str = ""
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a function as a quantity, under its own name or another."""

        def declare(compute: Callable[..., Any]) -> Callable[..., Any]:
            called = name or compute.__name__
            self.quantities[called] = Quantity(called, label, unit, formula, compute)
            return compute

        return declare

    def __getitem__(self, name: str) -> Quantity:
        if name not in self.quantities:
            raise unknown("column", name, list(self.quantities))
        return self.quantities[name]

    @property
    def measures(self) -> dict[str, str]:
        """What NATO publishes of them: quantity and measure of the expenditure table."""
        found = {name: one.source for name, one in self.quantities.items() if one.source}
        return {name: source.measure for name, source in found.items() if source.measure}

    def computed(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every quantity by name, computed in the order of declaration from what is given and from those before it."""
        known = dict(given)
        for name, one in self.quantities.items():
            if one.compute:
                known[name] = one.compute(**{wanted: known[wanted] for wanted in one.inputs})
        return {name: known[name] for name in self.quantities}

    def sources_of(self, name: str) -> Iterator[Source]:
        """The columns of the tables that a quantity rests on, its own and through its inputs."""
        one = self.quantities.get(name)
        found = one.source if one else self.sources.get(name)
        if found:
            yield found
        for wanted in one.inputs if one else ():
            yield from self.sources_of(wanted)

    def fact(
        self, d: Dataset, origin: Provenance, name: str, subject: str, year: int, value: float, who: str = ""
    ) -> Fact:
        """A quantity's fact with the rows of its sources; ``who``: the subject's name. Raises ``UnknownName``."""
        one, sources = self[name], tuple(self.sources_of(name))
        subjects = list(dict.fromkeys(ally for source in sources for ally in source.of(d, subject, year)))
        measures = dict.fromkeys(source.measure for source in sources if source.measure)
        years = sorted({when for source in sources if source.measure for when in source.years(year)})
        indicators = dict.fromkeys(source.indicator for source in sources if source.indicator)
        rows = spending_rows(d, subjects, years, measures) + macro_rows(d, subjects, [year], indicators)
        for source in sources:
            rows += membership_rows(d, year, source.joined == "with forces") if source.joined else ()
        id_, label, unit = f"{name}.{subject}.{year}", one.labelled(who, origin.year(year)), one.unit_of(d, subject)
        return Fact(id_, label, value, unit, origin.edition, origin.status(year), one.kind, one.formula, rows=rows)
