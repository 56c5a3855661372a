"""Tables for people: caption, columns, notes and source, declared in ``tables.toml``, from a frame or from rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from report import facts
from report.facts import Unit, written
from report.facts.catalogue import unit_named
from report.pages.head import NATOS, Headed, filled
from report.shown import Column, Grid, Table

TABLES = Path(__file__).with_name("tables.toml")

LOW, HIGH = (written.sentence_case(head) for head in (facts.LOW, facts.HIGH))
"""Heads of the columns that hold the ends of ranges."""
ABOUT_ENDS = (
    f"Low and high are the ends of the {facts.likely()} or, at current prices, of that of growth and inflation, "
    "if the plan is carried out as written. Methods say how they are made."
)


def described(
    name: str,
    page: Headed,
    rows: pd.DataFrame | Sequence[Mapping[str, object]],
    *,
    columns: Sequence[Column] = (),
    without: Collection[str] = (),
    notes: Sequence[str] = (),
    download: tuple[pd.DataFrame, Sequence[Column]] | None = None,
    units: Mapping[str, Unit] | None = None,
    **words: object,
) -> Table:
    """A table whose words and columns are declared in ``tables.toml``; ``page`` and ``words`` fill them in.

    ``columns`` and ``notes`` follow those declared, ``without`` names columns that this page leaves out; a note that
    comes out empty is left out too. ``units`` by name, where they depend on the page.
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    words = {"low": LOW, "high": HIGH, "about_ends": ABOUT_ENDS, "page": page} | words
    entry = filled(TABLES, name, {"id": name, "notes": ()} | NATOS, **words)
    declared, more = (_columns(entry.pop(kind, ()), units or {}, words) for kind in ("columns", "more"))
    shown = [column for column in (*declared, *columns) if column.name not in without]
    if entry.pop("known", False):
        shown = [column for column in shown if holds(frame[column.name])]
    said = (*(note.format(**words) for note in entry.pop("notes")), *notes)
    file = (frame, (*shown, *more)) if more else download
    return Table(
        **entry,
        grid=Grid.made(frame, shown),
        notes=[note for note in said if note],
        download=Grid.file(*file) if file else None,
        frame=frame,
    )


def _columns(
    declared: Sequence[Sequence[Any]], given: Mapping[str, Unit], words: Mapping[str, object]
) -> tuple[Column, ...]:
    """Columns from their declarations; with ``ends`` each brings the two ends of its range."""
    found: list[Column] = []
    for name, label, *more in declared:
        unit = next((given.get(part) or unit_named(part) for part in more if isinstance(part, str)), None)
        ways = next((dict(part) for part in more if isinstance(part, dict)), {})
        make = with_ends if ways.pop("ends", False) else lambda column: (column,)
        found += make(Column.of(name, label.format(**words), unit, **ways))
    return tuple(found)


def with_ends(column: Column) -> tuple[Column, Column, Column]:
    """A column of money with the two ends of its range."""
    low, high = (
        replace(column, name=f"{column.name}_{end}", label=label) for end, label in (("low", LOW), ("high", HIGH))
    )
    return column, low, high


def holds(column: pd.Series) -> bool:
    """Whether a column holds anything: an edition has nothing for some, such as money in a press list."""
    return bool((column.notna() & (column != written.MISSING)).any())


def is_known(value: object) -> bool:
    """Whether a cell of a frame holds anything."""
    return not bool(pd.isna(value))
