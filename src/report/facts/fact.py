"""A number that knows where it comes from.

A :class:`Fact` is a value with its unit, the formula that made it in words, the facts that went in, and the rows of the
curated tables underneath. Prose, tables and charts print facts, never bare numbers, so that each figure a reader sees
can be opened down to NATO's or the IMF's own row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from report.facts import units, written
from report.facts.units import Unit
from report.tables.errors import ReportError

Value = float | int | str | tuple[str, ...]
Status = Literal["actual", "estimate", "projection", "assumption"]
Kind = Literal["published", "computed", "assumed", "projected"]
Made = Callable[..., float]
"""A formula as code: called with the values of a fact's inputs, in their order, it gives the fact's own."""
_UNCERTAIN: tuple[Status, ...] = ("actual", "estimate", "projection", "assumption")


class IncompatibleFacts(ReportError):
    """Two facts were combined whose units or editions must not be mixed."""


@dataclass(frozen=True, order=True)
class Row:
    """A pointer to one row of a curated table: which file, which key, what it says, where the source prints it."""

    table: str
    key: str
    value: float | None = None
    unit: str = ""
    source: str = ""
    locator: str = ""

    def record(self) -> dict[str, Any]:
        """The row as plain data, for JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Fact:
    """One statement of value; ``label`` says what it is of, ``band`` how far a projection may be off.

    ``name`` says it in code: quantity, subject, year and, where they matter, plan, baseline and component, joined by
    full stops: ``share_gdp.DEU.2026``. ``made`` is the formula as code, where there is one. ``heading`` is what a panel
    shows above it where the words in the text lean on their neighbours: ``US$392 billion`` for ``US$392``.
    """

    name: str
    label: str
    value: Value
    unit: Unit
    edition: str = ""
    status: Status = "actual"
    kind: Kind = "computed"
    formula: str = ""
    inputs: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    text: str = ""
    band: Band | None = None
    heading: str = ""
    made: Made | None = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Edition and name, ``2026-07.share_gdp.DEU.2026``: wording and value can change, the id stays."""
        edition = "+".join(filter(None, map(written.month_id, self.edition.split(" and "))))
        return ".".join(filter(None, (edition, self.name))).replace(" ", "_")

    def source_rows(self) -> tuple[Row, ...]:
        """Every row of the curated tables this value rests on, own and through its inputs, each once."""
        rows = list(self.rows)
        for fact in self.inputs:
            rows.extend(fact.source_rows())
        return tuple(dict.fromkeys(rows))

    @property
    def is_known(self) -> bool:
        """Whether there is a value: the editions leave some cells empty."""
        return self.value == self.value

    def __str__(self) -> str:
        return self.text or written.value(_kept(self.value), self.unit)

    def written_as(self, text: str) -> Fact:
        """The same fact with other words for it, such as ``just over half``; the value stays behind them."""
        return replace(self, text=text)

    def __float__(self) -> float:
        if isinstance(self.value, str | tuple):
            raise IncompatibleFacts(f"“{self.label}” is not a number: {self.value!r}")
        return float(self.value)

    def record(self) -> dict[str, Any]:
        """The fact as plain data, with its formula, its inputs by id, and its own source rows spelt out."""
        return {
            "id": self.id,
            "label": self.label,
            "value": _kept(self.value),
            "text": str(self),
            "unit": self.unit.label,
            "edition": self.edition,
            "status": self.status,
            "kind": self.kind,
            "formula": self.formula,
            "inputs": [fact.id for fact in self.inputs],
            "rows": [row.record() for row in self.rows],
            **({"band": self.band.record(self.unit)} if self.band else {}),
            **({"heading": self.heading} if self.heading else {}),
        }


def _kept(value: Value) -> Any:
    """The value as plain data, numbers to twelve figures: the last of sixteen depend on the order of adding up."""
    if isinstance(value, tuple):
        return list(value)
    return float(f"{value:.12g}") + 0.0 if isinstance(value, float) else value


def combine(
    name: str,
    label: str,
    value: Value | Made,
    unit: Unit,
    formula: str,
    inputs: Sequence[Fact],
    rows: Iterable[Row] = (),
) -> Fact:
    """A computed fact from others: its edition is theirs (all named), its status the least certain of theirs.
    ``value``: a function of the inputs' values, the formula as code, or what was computed elsewhere."""
    made = value if callable(value) else None
    found = value(*map(float, inputs)) if callable(value) else value
    editions = " and ".join(dict.fromkeys(fact.edition for fact in inputs if fact.edition))
    status: Status = _UNCERTAIN[max((_UNCERTAIN.index(fact.status) for fact in inputs), default=0)]
    kind: Kind = "projected" if status == "projection" else "computed"
    return Fact(name, label, found, unit, editions, status, kind, formula, tuple(inputs), tuple(rows), made=made)


def names(
    name: str,
    label: str,
    of: Sequence[str],
    formula: str,
    edition: str = "",
    status: Status = "actual",
    rows: Iterable[Row] = (),
) -> Fact:
    """A list of names as a fact, so that the list changes when the data do."""
    return Fact(name, label, tuple(of), units.TEXT, edition, status, "computed", formula, rows=tuple(rows))


def named(name: str, label: str, text: str, formula: str, edition: str = "") -> Fact:
    """Words that hold figures, such as a year with NATO's "e" or the title of a plan, as a fact."""
    return Fact(name, label, text, units.TEXT, edition, formula=formula)


def counted(
    name: str,
    label: str,
    number: int,
    formula: str,
    edition: str = "",
    status: Status = "actual",
    rows: Iterable[Row] = (),
) -> Fact:
    """A count, written as a word up to twelve."""
    fact = Fact(name, label, number, units.COUNT, edition, status, formula=formula, rows=tuple(rows))
    return fact.written_as(written.number_word(number))


TOO_WIDE = 5.0
"""A range whose upper end is more than this many times its lower one says that the amount is unknown; its ends stay in
the panel."""


@dataclass(frozen=True)
class Band:
    """``percent`` of the outcomes lie between ``low`` and ``high``, in the unit of the fact the band belongs to.

    ``drawn`` names what is uncertain in it ("growth"), ``how`` how it was made, both in words a reader sees;
    ``assumptions`` are the choices behind it (draws, seed, method). ``factors`` is what the fact's value is multiplied
    by at either end, the lower end first, so that a reader can recompute both. ``beside`` are the ends of the range
    around the forecast itself.
    """

    low: float
    high: float
    percent: int
    drawn: str
    how: str
    assumptions: tuple[Fact, ...] = ()
    factors: tuple[Fact, Fact] | None = None
    beside: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """What a reader sees a range called: ``likely range (growth only)``."""
        return likely(self.drawn)

    @property
    def phrase(self) -> str:
        """The name as it stands within brackets: ``likely range, growth only:``."""
        return f"likely range, {self.drawn} only:"

    @property
    def is_wide(self) -> bool:
        """Whether there is anything between the ends: nothing extra has no range."""
        return self.high - self.low > 1e-9 + 1e-6 * max(abs(self.low), abs(self.high))

    @property
    def is_open(self) -> bool:
        """Whether the ends are too far apart for an amount: 238 billion to 22.8 trillion, not 392 to 491."""
        return self.low > 0 and self.high / self.low > TOO_WIDE

    def scaled(self, by: float) -> Band:
        """The range of the same amount times ``by``; factors of the ends stay."""
        beside = self.beside and (self.beside[0] * by, self.beside[1] * by)
        return replace(self, low=self.low * by, high=self.high * by, beside=beside)

    def record(self, unit: Unit) -> dict[str, Any]:
        """The band as plain data."""
        return {
            "name": self.name,
            "percent": self.percent,
            "low": self.low,
            "high": self.high,
            "text": _text(self.low, self.high, unit),
            "how": self.how,
            **({"beside": _text(*self.beside, unit)} if self.beside else {}),
            **({"factors": [float(factor) for factor in self.factors]} if self.factors else {}),
        }


LOW, HIGH = "likely range, low", "likely range, high"
"""Heads of what holds the two ends of ranges."""


def likely(drawn: str = "growth") -> str:
    """The one name of a range by what is uncertain in it: ``likely range (growth only)``."""
    return f"likely range ({drawn} only)"


def _text(low: float, high: float, unit: Unit) -> str:
    return " to ".join(written.ends(low, high, unit))


def ends(fact: Fact) -> tuple[Fact, Fact]:
    """The two ends of a fact's band as facts of their own, written to stand side by side: ``US$390``, ``490 billion``.

    Each has a heading of its own that says it in full: ``US$390 billion``. Raises ``ValueError`` for a fact without a
    band.
    """
    band = fact.band
    if band is None:
        raise ValueError(f"“{fact.label}” has no range")
    texts = written.ends(band.low, band.high, fact.unit)
    values = zip(("lower", "upper"), (band.low, band.high), texts, band.factors or (None, None), strict=True)
    low, high = (_end(fact, band, *found) for found in values)
    return low, high


def _end(fact: Fact, band: Band, name: str, value: float, text: str, factor: Fact | None) -> Fact:
    """One end: the fact times its factor where the band brings one, else what the band says of itself."""
    inputs = (fact, factor) if factor else (fact, *band.assumptions)
    whole, label = written.value(value, fact.unit), f"{fact.label}: {name} end of the {band.name}"
    how = f"the figure × its drawn factor at the {name} end" if factor else band.how
    rows, heading = factor.rows if factor else (), "" if whole == text else whole
    made: Made | None = (lambda figure, drawn: figure * drawn) if factor else None
    own, unit, edition = f"{fact.name}.{name}", fact.unit, fact.edition
    end = Fact(own, label, value, unit, edition, "projection", "projected", how, inputs, rows, text)
    return replace(end, heading=heading, made=made)
