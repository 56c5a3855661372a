"""Tables: columns, cells with the text readers see and the value a download holds, caption, notes, source, edition."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import zip_longest
from typing import Any, ClassVar, Literal, NamedTuple

import pandas as pd

from report.facts import Fact, Unit, ditto, printed, written
from report.shown import output
from report.shown.output import Bundle, Incomplete, Setting, Text, facts_in, plain, require, texts
from report.shown.passage import Passage

Layout = Literal["grid", "cards", "closed", "map"]
PREVIEW = 40
"""Rows of a table that a notebook shows; the page and its CSV have all."""
MOST_ROWS_READ = 12
"""A table of more rows is one to look something up in."""
MILLION, BILLION, PER_BILLION, BILLIONS_FROM = " million", " billion", 1_000, 10_000
"""Money is kept in millions; a column whose largest sum has this many of them is shown in billions."""
ASKS_MORE = "↑"
"""Sign of a value above that of another column: ▲ is the scorecard’s, and means good there."""


def is_number(value: Any) -> bool:
    """Whether a value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


class Cell(NamedTuple):
    """One cell: the text readers see, the value a download holds; ``parts`` where it is a text whose numbers open."""

    text: str
    value: Any
    parts: Text = ()


@dataclass(frozen=True)
class Column:
    """One column: its name in the frame, the label readers see, its unit, and the decimals of its numbers.

    Without ``digits`` it holds words. ``plus``: gains have a sign. ``small``: on a card, said in the line at its foot.
    ``above``: another column; a value above the one there is marked :data:`ASKS_MORE`. ``per``: what a figure is
    divided by for the eye; the download, in ``unit_in_file``, has it whole. ``number``: a download's cells are numbers.
    """

    name: str
    label: str
    unit: str = ""
    digits: int | None = None
    align: str = "left"
    plus: bool = False
    small: bool = False
    above: str = ""
    per: int = 1
    unit_in_file: str = ""
    number: bool = False

    @classmethod
    def of(cls, name: str, label: str, unit: Unit | None = None, **ways: Any) -> Column:
        """A column of figures in a unit; without one, of words."""
        own: dict[str, Any] = {"unit": unit.label, "digits": unit.digits, "align": "right"} if unit else {}
        return cls(name, label, **own | ways)

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Column:
        """The column from plain data."""
        return cls(**{one.name: record[one.name] for one in fields(cls) if one.name in record})

    def record(self) -> dict[str, Any]:
        """The column as plain data: what is as declared above is left out."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}

    def write(self, value: Any) -> str:
        """The value as text; facts and passages write themselves."""
        if isinstance(value, Fact | Passage):
            return str(value)
        if value is None or value != value:
            return written.MISSING
        if self.digits is None or not is_number(value):
            return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
        return written.figure(float(value) / self.per, self.digits, self.plus)

    def cell(self, value: Any, mark: str = "") -> Cell:
        """The cell of a value; ``mark`` stands before its text."""
        parts = value.paragraphs[0] if isinstance(value, Passage) else (value,) if isinstance(value, Fact) else ()
        text = mark + self.write(value)
        if self.digits is None:
            return Cell(text, text, parts)
        return Cell(text, None if value is None or value != value else round(float(value), 6), parts)

    def cell_written(self, cell: Cell) -> Any:
        """The cell as plain data: words, a number, a number with its text, or a text whose numbers open."""
        if self.digits is None:
            return {"segments": output.written(cell.parts)} if cell.parts else cell.text
        is_bare = cell.value is not None and self.write(cell.value) == cell.text
        return cell.value if is_bare else {"text": cell.text, "value": cell.value}

    def cell_read(self, cell: Any, setting: Setting) -> Cell:
        """The cell from plain data."""
        if isinstance(cell, Mapping) and "segments" in cell:
            text = plain(nodes := setting(cell["segments"]))
            return Cell(text, text, nodes)
        if isinstance(cell, Mapping):
            return Cell(written.typeset(str(cell["text"])), cell.get("value"))
        if self.digits is None:
            return Cell(written.typeset(str(cell)), str(cell))
        return Cell(written.typeset(self.write(cell)), cell)

    def in_billions(self, frame: pd.DataFrame) -> Column:
        """The column as readers see it: large sums of money in billions with one decimal."""
        if MILLION not in self.unit or pd.to_numeric(frame[self.name]).abs().max() < BILLIONS_FROM:
            return self
        unit = self.unit.replace(MILLION, BILLION)
        return replace(self, unit=unit, unit_in_file=self.unit, per=PER_BILLION, digits=1)


@dataclass(frozen=True)
class Grid:
    """Columns and rows; the first column names the rows."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @classmethod
    def made(cls, frame: pd.DataFrame, columns: Sequence[Column]) -> Grid:
        """The rows of a frame as readers see them. Raises :class:`Incomplete` for columns that it lacks."""
        if absent := [column.name for column in columns if column.name not in frame]:
            raise Incomplete(f"the frame of a table has no {' and no '.join(absent)}: give it, or leave the column out")
        shown = [column.in_billions(frame) for column in columns]
        lines = frame.to_dict("records")
        return cls(shown, [[column.cell(row[column.name], _mark(row, column)) for column in shown] for row in lines])

    @classmethod
    def of(cls, columns: Sequence[Column], lines: Iterable[Sequence[Any]]) -> Grid:
        """Columns and lines of values as a download holds them: numbers only in columns of numbers."""
        return cls(columns, [[_in_file(c, value) for c, value in zip(columns, line, strict=True)] for line in lines])

    @classmethod
    def file(cls, frame: pd.DataFrame, columns: Sequence[Column]) -> Grid:
        """The columns of a frame as a download holds them."""
        own = [replace(one, number=pd.api.types.is_numeric_dtype(frame[one.name])) for one in columns]
        held = frame[[one.name for one in columns]]
        return cls.of(own, held.astype(object).where(held.notna(), None).to_numpy().tolist())

    @classmethod
    def file_read(cls, record: Mapping[str, Any]) -> Grid:
        """A download from plain data."""
        columns = [*map(Column.read, record["columns"])]
        lines = (zip(columns, line, strict=True) for line in ditto.read(record["csv"]))
        return cls.of(columns, [[value_of(cell, column.number) for column, cell in line] for line in lines])

    def file_written(self) -> dict[str, Any]:
        """The rows of a download as plain data: as cells of JSON they would be several times as long."""
        lines = ([cell.value for cell in row] for row in self.rows)
        return {"columns": [one.record() for one in self.columns], "csv": ditto.written(lines)}

    @property
    def is_numbers(self) -> bool:
        """Whether all but the names of the rows are numbers: said once for the table instead of in every cell."""
        return all(column.align == "right" for column in self.columns[1:])

    @property
    def facts(self) -> Iterator[Fact]:
        """The facts that its cells print."""
        return (fact for row in self.rows for cell in row for fact in facts_in(cell.parts).values())


def check_rows(columns: Sequence[Column], rows: Sequence[Sequence[Any]], thing: str) -> None:
    """Raise :class:`Incomplete` where there is nothing, a row does not fit, or numbers have no unit: neither in their
    head nor row by row in a column of that name."""
    if not columns or not rows:
        raise Incomplete(f"{thing} has no data: give it columns and rows")
    if any(len(row) != len(columns) for row in rows):
        fault = f"{thing} has rows that do not fit its {len(columns)} columns"
        raise Incomplete(f"{fault}: give each row one cell for each column")
    without = [(at, one) for at, one in enumerate(columns) if not one.unit and one.name != "year"]
    bare = [column.label for at, column in without if any(is_number(row[at]) for row in rows)]
    if bare and "unit" not in [column.name for column in columns]:
        raise Incomplete(f"{thing} gives no unit for {', '.join(bare)}: name the unit of each column of numbers")


def _in_file(column: Column, value: Any) -> Cell:
    return Cell(text := str(value), value if column.number or value is None else text)


def value_of(cell: str, number: bool) -> Any:
    """A cell of a CSV as a value: None where it is empty, whole numbers as such."""
    if not number or not cell:
        return cell or None
    return int(cell) if cell.lstrip("-").isdigit() else float(cell)


def _mark(row: Mapping[Any, Any], column: Column) -> str:
    return f"{ASKS_MORE}\u00a0" if column.above and row[column.name] > row[column.above] else ""


@dataclass(frozen=True)
class Table:
    """A table for people, with caption, notes, source and edition.

    A cell of words may be a fact or a passage of one paragraph: its numbers open, its links lead on. The ``layout``
    ``cards`` is for rows too long for a line: each is a heading and a list of what its other cells say; ``closed`` for
    a short table to look something up in; ``map`` shows allies (name, number, sign and words of a standing) as squares
    laid out like a map. ``download``: the rows of the CSV where they are more than
    those shown. ``frame``: in the notebook that makes it, what it is made from.
    """

    MIME: ClassVar = "application/vnd.burdenshare.table+json"

    id: str
    caption: str
    subtitle: str
    grid: Grid
    source: str
    edition: str
    notes: Sequence[str] = ()
    layout: Layout = "grid"
    download: Grid | None = None
    frame: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        thing = f"table {self.id or self.caption!r}"
        require(self, thing, "id", "caption", "source", "edition")
        for grid, name in ((self.grid, thing), (self.download, f"the download of {thing}")):
            if grid:
                check_rows(grid.columns, [[cell.value for cell in row] for row in grid.rows], name)

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Table:
        """The table from an output of a notebook."""
        record = bundle[cls.MIME]
        columns, rows = [*map(Column.read, record.get("columns", ()))], record.get("rows", ())
        more = Column("", "")  # a row of too many cells is read whole, and refused
        pairs = (zip_longest(columns[: len(row)], row, fillvalue=more) for row in rows)
        cells = [[column.cell_read(cell, setting) for column, cell in row] for row in pairs]
        return cls(
            **texts(record, "id", "caption", "subtitle", "source", "edition"),
            grid=Grid(columns, cells),
            notes=record.get("notes", ()),
            layout=record.get("layout", "grid"),
            download=Grid.file_read(record["download"]) if "download" in record else None,
        )

    def record(self) -> dict[str, Any]:
        """The table as plain data for the page: text for the eye, value for the download."""
        columns = self.grid.columns
        cells = [[one.cell_written(cell) for one, cell in zip(columns, row, strict=True)] for row in self.grid.rows]
        return {
            **texts(vars(self), "id", "caption", "subtitle", "source", "edition", "layout"),
            "columns": [column.record() for column in columns],
            "rows": cells,
            "notes": list(self.notes),
            **({"download": self.download.file_written()} if self.download else {}),
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.add(self.grid.facts)
        return {self.MIME: self.record(), "text/html": self.to_html(), "text/plain": f"{self.caption}\n{self.subtitle}"}

    def to_html(self) -> str:
        """A plain accessible table, a line for each row; JupyterLab sets cells to the right by itself."""
        columns = self.grid.columns
        head = "".join(f'<th scope="col">{html.escape(c.label)}</th>' for c in columns)
        lines = "\n".join(map(_line, self.grid.rows[:PREVIEW]))
        if (more := len(self.grid.rows) - PREVIEW) > 0:
            words = f"{more} more rows: in the page, its CSV and .frame"
            lines += f'\n<tr><td colspan="{len(columns)}">{words}</td></tr>'
        left = [at for at, column in enumerate(columns, 1) if column.align == "left"]
        cells = ",".join(f"#{self.id} td:nth-child({at})" for at in left)
        style = f"<style scoped>{cells}{{text-align:left}}</style>"  # said once a column
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>"
        return f"{style}<table id={self.id}>{caption}\n{body}</table>"

    @property
    def file(self) -> Grid:
        """What its download holds."""
        return self.download or self.grid

    @property
    def is_full(self) -> bool:
        """Whether it is to be looked up, not read: closed until a reader wants it."""
        return self.layout == "closed" or (self.layout == "grid" and len(self.grid.rows) > MOST_ROWS_READ)

    @property
    def shared_unit(self) -> str:
        """The unit of all columns of numbers, if several have one and the same: said once, not in every column."""
        units = [column.unit for column in self.grid.columns if column.unit]
        return units[0] if len(units) > 1 and len(set(units)) == 1 else ""

    @property
    def line(self) -> str:
        """The line under the caption: the subtitle, and the shared unit if the subtitle does not name it."""
        unit = "" if self.shared_unit in self.subtitle else self.shared_unit
        return ", ".join(part for part in (self.subtitle, unit) if part)


def _line(row: Sequence[Cell]) -> str:
    first, *rest = (html.escape(cell.text) for cell in row)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{text}</td>" for text in rest)}</tr>'
