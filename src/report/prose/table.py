"""Tables for people: a caption, units, a row header, notes, source and edition, as accessible HTML and as plain data."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from report.facts import Fact, Unit, written
from report.prose.passage import Passage
from report.tables.errors import ReportError

MIME = "application/vnd.burdenshare.table+json"


ASKS_MORE = "↑"
"""Sign of a value above that of another column: ▲ is the scorecard’s, and means good there."""


class IncompleteTable(ReportError):
    """A table lacks something its reader needs."""


@dataclass(frozen=True)
class Column:
    """One column: its name in the frame, the label readers see, and how its values are written (a unit, or text as it is).

    ``small``: on a card, told in the line at its foot. ``above``: another column; a value above the one there is marked :data:`ASKS_MORE`.
    """

    name: str
    label: str
    unit: Unit | None = None
    digits: int | None = None
    plus: bool = False
    small: bool = False
    above: str = ""

    def write(self, value: Any) -> str:
        """The value as text. Money is written in full so that columns align; facts and sentences write themselves."""
        if isinstance(value, Fact | Passage):
            return str(value)
        if self.unit is None:
            return written.MISSING if value is None or value != value else str(value)
        if value is None or value != value:
            return written.MISSING
        digits = self.unit.digits if self.digits is None else self.digits
        return written.signed(float(value), digits) if self.plus else written.decimal(float(value), digits)

    @property
    def align(self) -> str:
        """Numbers to the right, words to the left."""
        return "left" if self.unit is None else "right"


@dataclass(frozen=True)
class Table:
    """A finished table. ``frame`` holds one row per line and the columns named; the first column is the row header.

    A cell of a column of words may be a fact or a passage of one paragraph: its numbers open, its links lead on. The ``layout`` ``cards`` is for
    rows too long for a line: each is a heading and a list of what its other cells say. ``download``: the rows and columns of the CSV where it holds more
    than readers are shown.
    """

    id: str
    caption: str
    subtitle: str
    frame: pd.DataFrame
    columns: Sequence[Column]
    source: str
    edition: str
    notes: Sequence[str] = ()
    facts: Mapping[tuple[int, str], Fact] | None = None
    layout: Literal["grid", "cards"] = "grid"
    download: tuple[pd.DataFrame, Sequence[Column]] | None = None

    def __post_init__(self) -> None:
        missing = [name for name in ("id", "caption", "source", "edition") if not getattr(self, name).strip()]
        absent = [column.name for column in self.columns if column.name not in self.frame]
        if missing or absent or self.frame.empty:
            raise IncompleteTable(
                f"table {self.id!r} lacks {', '.join(missing + absent) or 'rows'}: give it before the table is shown"
            )

    def record(self) -> dict[str, Any]:
        """The table as plain data for the page: text for the eye, value for the download."""
        return {
            "id": self.id,
            "caption": self.caption,
            "subtitle": self.subtitle,
            "columns": [_described(c) for c in self.columns],
            "rows": [
                [self._cell(i, c, row[c.name]) for c in self.columns]
                for i, row in enumerate(self.frame.to_dict("records"))
            ],
            "row_header": 0,
            "notes": list(self.notes),
            "source": self.source,
            "edition": self.edition,
            "layout": self.layout,
            "facts": {fact.id: fact.record() for fact in self._facts()},
            **({"download": self._download(*self.download)} if self.download else {}),
        }

    def _download(self, frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, Any]:
        """The rows of the CSV as plain values."""
        rows = frame[[column.name for column in columns]].astype(object).to_numpy().tolist()
        return {"columns": [_described(c) for c in columns], "rows": rows}

    def _facts(self) -> list[Fact]:
        """Every fact in a cell, or behind one."""
        cells = [row[column.name] for row in self.frame.to_dict("records") for column in self.columns]
        told = [fact for cell in cells if isinstance(cell, Passage) for fact in cell.facts().values()]
        return [*told, *(cell for cell in cells if isinstance(cell, Fact)), *(self.facts or {}).values()]

    def _cell(self, line: int, column: Column, value: Any) -> dict[str, Any] | str:
        if column.unit is None and isinstance(value, Fact | Passage):
            passage = value if isinstance(value, Passage) else Passage(((value,),))
            return {"text": str(passage), "segments": passage.record()["paragraphs"][0]}
        if column.unit is None:
            return column.write(value)
        number = None if value is None or value != value else round(float(value), 6)
        mark = f"{ASKS_MORE}\u00a0" if column.above and value > self.frame[column.above].iloc[line] else ""
        cell: dict[str, Any] = {"text": mark + column.write(value), "value": number}
        fact = (self.facts or {}).get((line, column.name))
        return {**cell, "fact": fact.id} if fact else cell

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {MIME: self.record(), "text/html": self.to_html(), "text/plain": f"{self.caption}\n{self.subtitle}"}

    def to_html(self) -> str:
        """A plain accessible table, as JupyterLab shows it."""
        head = "".join(f'<th scope="col">{html.escape(c.label)}</th>' for c in self.columns)
        lines = "".join(self._line(row) for row in self.frame.to_dict("records"))
        return f"<table><caption>{html.escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"

    def _line(self, row: Mapping[Any, Any]) -> str:
        first, *rest = self.columns
        cells = "".join(f'<td style="text-align:{c.align}">{html.escape(c.write(row[c.name]))}</td>' for c in rest)
        return f'<tr><th scope="row">{html.escape(first.write(row[first.name]))}</th>{cells}</tr>'


def known_columns(columns: Sequence[Column], frame: pd.DataFrame) -> tuple[Column, ...]:
    """The columns that hold anything: an edition has nothing for some, such as money in a press list."""
    return tuple(column for column in columns if frame[column.name].notna().any())


def _described(column: Column) -> dict[str, Any]:
    """A column as plain data."""
    unit = column.unit.label if column.unit else ""
    described = {"name": column.name, "label": column.label, "unit": unit, "align": column.align}
    return described | ({"small": True} if column.small else {})
