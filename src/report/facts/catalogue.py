"""What a number is: label, unit and formula for readers, declared once in ``catalogue.toml``.

Columns of ``burden`` and ``alliance`` are declared with their formulas as code instead (:mod:`report.facts.quantity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from report.facts import units, written
from report.facts.fact import Fact, Kind, Made, Row, Status, Value, combine
from report.facts.units import Unit
from report.tables.errors import unknown
from report.tables.texts import words_in

_UNITS = {unit.name: unit for unit in vars(units).values() if isinstance(unit, Unit)}
_FILLED = re.compile(r"^\{whose\} | under “\{plan\}”|, \{since\} to \{year\}|(, |, to |from )?\{year\}")


class Entry(NamedTuple):
    """One declaration; ``{names}`` in label and formula are filled in. Money has its unit from where it is printed."""

    label: str
    unit: Unit
    formula: str

    @property
    def plain(self) -> str:
        """The label without whose, when and under which plan."""
        return _FILLED.sub("", self.label).strip(" ,")


def unit_named(name: str) -> Unit:
    """A unit by its name, as declarations give it. Raises :class:`UnknownName`."""
    if name not in _UNITS:
        raise unknown("unit", name, list(_UNITS))
    return _UNITS[name]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Every declaration by quantity."""
    families = words_in(Path(__file__).with_suffix(".toml"))
    return {
        name: Entry(label, unit_named(unit), formula)
        for family in families.values()
        for name, (label, unit, formula) in family.items()
    }


def entry(quantity: str) -> Entry:
    """The declaration of a quantity. Raises :class:`UnknownName` with the nearest."""
    if quantity not in catalogue():
        raise unknown("quantity", quantity, list(catalogue()))
    return catalogue()[quantity]


def declared(
    quantity: str,
    at: object,
    value: Value,
    *,
    of: str = "",
    name: str = "",
    unit: Unit | None = None,
    edition: str = "",
    formula: str = "",
    status: Status = "actual",
    kind: Kind = "computed",
    inputs: Iterable[Fact] = (),
    rows: Iterable[Row] = (),
    text: str = "",
    made: Made | None = None,
    **words: object,
) -> Fact:
    """A fact of a declared quantity.

    ``at``: what follows the quantity in its id: subject, year, plan …; ``of``: what stands before it, such as a claim;
    ``name``: the whole of it instead. ``unit`` and ``formula`` in place of the declared ones. ``words`` fill in label
    and formula. ``made``: the formula as code, which gives the value from the inputs. Raises :class:`UnknownName`.
    """
    found = entry(quantity)
    label, formula = found.label.format(**words), formula or found.formula.format(**words)
    own, parts = name or ".".join(filter(None, (of, quantity, str(at)))), (tuple(inputs), tuple(rows))
    return Fact(own, label, value, unit or found.unit, edition, status, kind, formula, *parts, text=text, made=made)


def combined(
    quantity: str,
    at: object,
    value: Value | Made,
    inputs: Sequence[Fact],
    *,
    name: str = "",
    unit: Unit | None = None,
    rows: Iterable[Row] = (),
    **words: object,
) -> Fact:
    """A declared quantity made of other facts, which give edition, status and kind: see :func:`combine`."""
    found = entry(quantity)
    label, formula = found.label.format(**words), found.formula.format(**words)
    return combine(name or f"{quantity}.{at}", label, value, unit or found.unit, formula, inputs, rows)


def chosen(quantity: str, value: Value, at: object = "", **details: Any) -> Fact:
    """A declared value that we chose: its formula is the reason we give the reader."""
    return declared(quantity, at, value, status="assumption", kind="assumed", **details)


def count_of(quantity: str, at: object, number: int, **details: Any) -> Fact:
    """A declared count, written as a word up to twelve; further details as :func:`declared` takes them."""
    return declared(quantity, at, number, text=written.number_word(number), **details)
