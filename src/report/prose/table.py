"""Tables for people: caption, units, row header, notes, source and edition, as HTML and as plain data."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from report import facts
from report.facts import Fact, Unit, ditto, printed, written
from report.facts.catalogue import unit_named
from report.pages.head import Headed
from report.prose.passage import Passage
from report.tables.errors import ReportError
from report.tables.texts import words_in

TABLES = Path(__file__).with_name("tables.toml")
MIME = "application/vnd.burdenshare.table+json"
Layout = Literal["grid", "cards", "closed", "map"]


LOW, HIGH = (written.sentence_case(head) for head in (facts.LOW, facts.HIGH))
"""Heads of the columns that hold the ends of ranges."""
ABOUT_ENDS = (
    f"Low and high are the ends of the {facts.likely()} or, at current prices, of that of growth and inflation, "
    "if the plan is carried out as written. Methods say how they are made."
)
PREVIEW = 40
"""Rows of a table that a notebook shows; the page and its CSV have all."""
MILLION, PER_BILLION, BILLIONS_FROM = " million", 1_000, 10_000
"""Money is kept in millions; a column whose largest sum has this many of them is shown in billions."""
ASKS_MORE = "↑"
"""Sign of a value above that of another column: ▲ is the scorecard’s, and means good there."""


class IncompleteTable(ReportError):
    """A table lacks something its reader needs."""


@dataclass(frozen=True)
class Column:
    """One column: its name in the frame, the label readers see, and its unit (without one, text as it is).

    ``small``: on a card, told in the line at its foot. ``above``: another column; a value above the one there is
    marked :data:`ASKS_MORE`.
    """

    name: str
    label: str
    unit: Unit | None = None
    digits: int | None = None
    plus: bool = False
    small: bool = False
    above: str = ""
    per: int = 1
    """What a figure is divided by for the eye: 1,000 where millions show as billions; not in the download."""

    def write(self, value: Any) -> str:
        """The value as text; facts and sentences write themselves."""
        if isinstance(value, Fact | Passage):
            return str(value)
        if self.unit is None:
            return written.MISSING if value is None or value != value else str(value)
        if value is None or value != value:
            return written.MISSING
        return written.figure(float(value) / self.per, self.decimals, self.plus)

    @property
    def decimals(self) -> int:
        """The decimals its numbers are written with."""
        return self.digits if self.digits is not None else self.unit.digits if self.unit else 0

    @property
    def align(self) -> str:
        """Numbers to the right, words to the left."""
        return "left" if self.unit is None else "right"


@dataclass(frozen=True)
class Table:
    """A finished table. ``frame`` holds one row per line and the columns named; the first column is the row header.

    A cell of a column of words may be a fact or a passage of one paragraph: its numbers open, its links lead on. The
    ``layout`` ``cards`` is for rows too long for a line: each is a heading and a list of what its other cells say;
    ``closed`` for a table to look something up in; ``map`` shows allies (name, number, sign and words of a standing)
    as squares laid out like a map. ``download``: the rows and columns of the CSV where it holds more than readers are
    shown.
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
    layout: Layout = "grid"
    download: tuple[pd.DataFrame, Sequence[Column]] | None = None

    @property
    def shown(self) -> list[Column]:
        """The columns as readers see them: large sums of money in billions with one decimal."""
        return [replace(c, per=PER_BILLION, digits=1) if self._is_large(c) else c for c in self.columns]

    def _is_large(self, column: Column) -> bool:
        if column.unit is None or column.unit.currency is None or MILLION not in column.unit.label:
            return False
        return bool(pd.to_numeric(self.frame[column.name]).abs().max() >= BILLIONS_FROM)

    def __post_init__(self) -> None:
        missing = [name for name in ("id", "caption", "source", "edition") if not getattr(self, name).strip()]
        absent = [column.name for column in self.columns if column.name not in self.frame]
        if missing or absent or self.frame.empty:
            raise IncompleteTable(
                f"table {self.id!r} lacks {', '.join(missing + absent) or 'rows'}: give it before the table is shown"
            )

    def record(self) -> dict[str, Any]:
        """The table as plain data for the page: text for the eye, value for the download."""
        columns = self.shown
        return {
            "id": self.id,
            "caption": self.caption,
            "subtitle": self.subtitle,
            "columns": [_described(c) for c in columns],
            "rows": [
                [self._cell(i, c, row[c.name]) for c in columns] for i, row in enumerate(self.frame.to_dict("records"))
            ],
            "row_header": 0,
            "notes": list(self.notes),
            "source": self.source,
            "edition": self.edition,
            "layout": self.layout,
            **({"download": self._download(*self.download)} if self.download else {}),
        }

    def _download(self, frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, Any]:
        """The rows of the CSV."""
        shown = frame[[column.name for column in columns]]
        described = [{**_described(c), "number": pd.api.types.is_numeric_dtype(shown[c.name])} for c in columns]
        return {"columns": described, "csv": ditto.written(shown.astype(object).to_numpy().tolist())}

    def _cell(self, line: int, column: Column, value: Any) -> dict[str, Any] | str | float:
        """A cell as plain data: words, a number, or a number or sentence with what goes with it."""
        if column.unit is None and isinstance(value, Fact | Passage):
            passage = value if isinstance(value, Passage) else Passage(((value,),))
            return {"segments": passage.record()["paragraphs"][0]}
        if column.unit is None:
            return column.write(value)
        number = None if value is None or value != value else round(float(value), 6)
        mark = f"{ASKS_MORE}\u00a0" if column.above and value > self.frame[column.above].iloc[line] else ""
        cell: dict[str, Any] = {"text": mark + column.write(value), "value": number}
        fact = (self.facts or {}).get((line, column.name))
        if fact:
            return {**cell, "fact": fact.id}
        return number if number is not None and column.write(number) == cell["text"] else cell

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        cells = [row[column.name] for row in self.frame.to_dict("records") for column in self.columns]
        inside = [fact for cell in cells if isinstance(cell, Passage) for fact in cell.facts().values()]
        printed.add([*inside, *(cell for cell in cells if isinstance(cell, Fact)), *(self.facts or {}).values()])
        return {MIME: self.record(), "text/html": self.to_html(), "text/plain": f"{self.caption}\n{self.subtitle}"}

    def to_html(self) -> str:
        """A plain accessible table, a line for each row; JupyterLab sets cells to the right by itself."""
        head = "".join(f'<th scope="col">{html.escape(c.label)}</th>' for c in self.columns)
        lines = "\n".join(self._line(row) for row in self.frame.head(PREVIEW).to_dict("records"))
        if (more := len(self.frame) - PREVIEW) > 0:
            words = f"{more} more rows: in the page, its CSV and .frame"
            lines += f'\n<tr><td colspan="{len(self.columns)}">{words}</td></tr>'
        left = [at for at, column in enumerate(self.columns, 1) if column.align == "left"]
        cells = ",".join(f"#{self.id} td:nth-child({at})" for at in left)
        style = f"<style scoped>{cells}{{text-align:left}}</style>"  # said once a column
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>"
        return f"{style}<table id={self.id}>{caption}\n{body}</table>"

    def _line(self, row: Mapping[Any, Any]) -> str:
        first, *rest = self.shown
        cells = "".join(f"<td>{html.escape(c.write(row[c.name]))}</td>" for c in rest)
        return f'<tr><th scope="row">{html.escape(first.write(row[first.name]))}</th>{cells}</tr>'


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
    declared = {"id": name, "source": "{page.origin.nato}", "edition": "{page.origin.edition}"} | words_in(TABLES)[name]
    texts = {key: declared[key].format(**words) for key in ("id", "caption", "subtitle", "source", "edition")}
    shown, more = (_columns(declared.get(kind, ()), units or {}, words) for kind in ("columns", "more"))
    shown = tuple(column for column in (*shown, *columns) if column.name not in without)
    if declared.get("known"):
        shown = tuple(column for column in shown if holds(frame[column.name]))
    said = (*(note.format(**words) for note in declared.get("notes", ())), *notes)
    download = (frame, (*shown, *more)) if more else download
    return Table(
        **texts,
        frame=frame,
        columns=shown,
        notes=tuple(filter(None, said)),
        layout=declared.get("layout", "grid"),
        download=download,
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
        found += make(Column(name, label.format(**words), unit, **ways))
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


def _described(column: Column) -> dict[str, Any]:
    """A column as plain data."""
    described: dict[str, Any] = {"name": column.name, "label": column.label}
    if column.unit:
        described |= {"unit": column.unit.label, "align": column.align, "digits": column.decimals}
    if column.unit and column.per != 1:
        shown = column.unit.label.replace(MILLION, " billion")
        described |= {"unit": shown, "per": column.per, "unit_in_file": column.unit.label}
    return described | {name: True for name in ("plus", "small") if getattr(column, name)}


def is_known(value: object) -> bool:
    """Whether a cell of a frame holds anything."""
    return not bool(pd.isna(value))
