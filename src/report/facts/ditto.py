"""Long tables as CSV text in little room: a cell that says what the one above it says is a ditto mark, as in a ledger.

A long cell that its column had further up is a ditto mark with the number of that line, the first being 0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

DITTO = "〃"
_LONG = 8


def written(lines: Iterable[Sequence[Any]]) -> list[str]:
    """Lines of values as lines of CSV with ditto marks; None is an empty cell."""
    found = []
    for line in _marked(lines):
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(line)
        found.append(out.getvalue())
    return found


def _marked(lines: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    first: dict[tuple[int, str], int] = {}
    above: list[str] = []
    for number, line in enumerate(lines):
        cells = ["" if value is None else str(value) for value in line]
        firsts = [first.setdefault((at, cell), number) for at, cell in enumerate(cells)]
        yield [_mark(cell, above[at : at + 1], firsts[at], number) for at, cell in enumerate(cells)]
        above = cells


def _mark(cell: str, above: Sequence[str], first: int, number: int) -> str:
    if cell and [cell] == above:
        return DITTO
    return f"{DITTO}{first}" if first < number and len(cell) > _LONG else cell


def read(written: Iterable[str]) -> list[list[str]]:
    """The lines that :func:`written` wrote, as texts."""
    lines: list[list[str]] = []
    for line in csv.reader(written):
        meant = (lines[int(cell[1:] or -1)][at] if cell.startswith(DITTO) else cell for at, cell in enumerate(line))
        lines.append(list(meant))
    return lines
