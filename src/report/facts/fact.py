"""A number that knows where it comes from.

A :class:`Fact` is a value with its unit, the formula that made it in words, the facts that went in, and the rows of the
curated tables underneath. Prose, tables and charts print facts, never bare numbers, so that each figure a reader sees can be
opened down to NATO's or the IMF's own row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from report.facts import units, written
from report.facts.units import Unit
from report.tables.errors import ReportError

if TYPE_CHECKING:
    from report.facts.band import Band

Value = float | int | str | tuple[str, ...]
Status = Literal["actual", "estimate", "projection", "assumption"]
Kind = Literal["published", "computed", "assumed", "projected"]
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
        return {
            "table": self.table,
            "key": self.key,
            "value": self.value,
            "unit": self.unit,
            "source": self.source,
            "locator": self.locator,
        }


@dataclass(frozen=True)
class Fact:
    """One statement of value. See the module docstring; ``label`` says in words what the value is of, ``band`` how far a projection may be off.

    ``heading`` is what a panel shows above it where the words in the text lean on their neighbours: ``US$392 billion`` for ``US$392``.
    """

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

    @cached_property
    def id(self) -> str:
        """A stable name: what the fact is of, in which edition and unit; not its value, which later editions may change."""
        stem = "-".join("".join(c if c.isalnum() else " " for c in f"{self.label} {self.edition}".lower()).split())
        key = f"{self.label}|{self.edition}|{self.unit.name}|{self.formula}|{self.rows_key()}"
        return f"{stem[:70].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"

    def rows_key(self) -> str:
        """The keys of all source rows, own and inherited, as one string."""
        return ";".join(f"{row.table}:{row.key}" for row in self.source_rows())

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

    def __sub__(self, other: Fact) -> Fact:
        unit = self._same_family(other, "subtract")
        return combine(
            f"{self.label} less {other.label}",
            float(self) - float(other),
            unit,
            f"{self.label} − {other.label}",
            (self, other),
        )

    def __add__(self, other: Fact) -> Fact:
        self._same_family(other, "add")
        return combine(
            f"{self.label} plus {other.label}",
            float(self) + float(other),
            self.unit,
            f"{self.label} + {other.label}",
            (self, other),
        )

    def __truediv__(self, other: Fact) -> Fact:
        if float(other) == 0:
            raise IncompatibleFacts(f"cannot divide “{self.label}” by “{other.label}”: it is zero")
        same = self.unit.family == other.unit.family
        unit = (
            units.RATIO
            if same
            else Unit(
                f"{self.unit.name}_per_{other.unit.name}", f"{self.unit.label} per {other.unit.label}", 2, "quotient"
            )
        )
        return combine(
            f"{self.label} over {other.label}",
            float(self) / float(other),
            unit,
            f"{self.label} ÷ {other.label}",
            (self, other),
        )

    def _same_family(self, other: Fact, verb: str) -> Unit:
        if self.unit.family != other.unit.family:
            raise IncompatibleFacts(
                f"cannot {verb} “{self.label}” ({self.unit.label}) and “{other.label}” ({other.unit.label}): bring them to one unit and price base first"
            )
        return units.POINTS if self.unit.family == "percent of GDP" else self.unit

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
    """The value as plain data, numbers to twelve figures: the last of sixteen depend on the order in which a machine adds up."""
    if isinstance(value, tuple):
        return list(value)
    return float(f"{value:.12g}") + 0.0 if isinstance(value, float) else value


def combine(
    label: str, value: Value, unit: Unit, formula: str, inputs: Sequence[Fact], rows: Iterable[Row] = ()
) -> Fact:
    """A computed fact from others: its edition is theirs (named together if several), its status the least certain of theirs."""
    editions = " and ".join(dict.fromkeys(fact.edition for fact in inputs if fact.edition))
    status: Status = _UNCERTAIN[max((_UNCERTAIN.index(fact.status) for fact in inputs), default=0)]
    kind: Kind = "projected" if status == "projection" else "computed"
    return Fact(label, value, unit, editions, status, kind, formula, tuple(inputs), tuple(rows))


def assumed(label: str, value: Value, unit: Unit, reason: str) -> Fact:
    """A value we chose, with the reason we give the reader."""
    return Fact(label, value, unit, status="assumption", kind="assumed", formula=reason)


def names(
    label: str, of: Sequence[str], formula: str, edition: str = "", status: Status = "actual", rows: Iterable[Row] = ()
) -> Fact:
    """A list of names as a fact, so that the list changes when the data do."""
    return Fact(label, tuple(of), units.TEXT, edition, status, "computed", formula, rows=tuple(rows))


def named(label: str, text: str, formula: str, edition: str = "") -> Fact:
    """Words that hold figures, such as a year with NATO's "e" or the title of a plan, as a fact."""
    return Fact(label, text, units.TEXT, edition, formula=formula)


def counted(
    label: str, number: int, formula: str, edition: str = "", status: Status = "actual", rows: Iterable[Row] = ()
) -> Fact:
    """A count, written as a word up to twelve."""
    return Fact(
        label,
        number,
        units.COUNT,
        edition,
        status,
        "computed",
        formula,
        rows=tuple(rows),
        text=written.number_word(number),
    )
