"""What a page is made of: plain, checked values that the web page, the PDF and the downloads are all written from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, NamedTuple

from report.facts import written
from report.publish import tiles
from report.publish.entries import Entry, Term
from report.publish.markdown import Node, plain, slug

MOST_ROWS_READ = 12
"""A table of more rows is one to look something up in."""


@dataclass(frozen=True)
class Page:
    """What a notebook declares about the page it makes; ``edition``, ``macro`` and ``plan`` are the labels readers see,
    ``label`` is the page's name in the list of pages. ``date`` is a day, ``2026-07-10``, or a month where the day is
    not known, ``2024-03``."""

    slug: str
    kind: str
    title: str
    subtitle: str
    description: str
    date: str
    edition: str
    macro: str
    plan: str
    lang: str
    label: str

    @property
    def day(self) -> datetime.date:
        """The day, or the first of a month. Raises ``ValueError`` for anything but ``YYYY-MM-DD`` and ``YYYY-MM``."""
        return datetime.date.fromisoformat(self.date if len(self.date) == len("YYYY-MM-DD") else f"{self.date}-01")

    @property
    def long_date(self) -> str:
        """The date as a British reader writes it: ``10 July 2026``, ``March 2024``."""
        return written.day_or_month(self.date)

    @property
    def html(self) -> str:
        """Path of the web page in the build; the briefing is the front page."""
        return "index.html" if self.kind == "briefing" else f"{self.slug}.html"

    @property
    def pdf(self) -> str:
        """Path of the PDF in the build."""
        return f"{self.slug}.pdf"

    @property
    def picture(self) -> str:
        """Path of the picture that other sites show beside a link to the page."""
        return f"{self.slug}.png"

    @property
    def workbook(self) -> str:
        """Path of the workbook that holds the page's downloads."""
        return f"data/{self.slug}.xlsx"

    @property
    def facts(self) -> str:
        """Path of the script that holds the page's facts, fetched when a reader opens the first number."""
        return f"facts/{self.slug}.js"

    @property
    def data(self) -> str:
        """Path of the script that holds what the page computes from, if it does."""
        return f"facts/{self.slug}-data.js"

    @property
    def root(self) -> str:
        """The way from the page back to the top of the build: ``""`` or ``"../"``."""
        return "../" * self.slug.count("/")

    def csv(self, id: str) -> str:
        """Path in the build of the download behind one figure or table."""
        return f"data/{self.slug}/{id}.csv"


@dataclass(frozen=True)
class Heading:
    """A section heading; ``level`` 2 to 4, because the page title is the only heading of level 1."""

    level: int
    children: Sequence[Node]
    id: str

    @property
    def text(self) -> str:
        """The words of the heading."""
        return plain(self.children)


@dataclass(frozen=True)
class Prose:
    """Static text from a Markdown cell: paragraphs, lists, quotations."""

    nodes: Sequence[Node]


@dataclass(frozen=True)
class Passage:
    """Computed text in one style: ``headline``, ``lead``, ``p``, ``note``, ``caution``, ``actions`` or ``bullets``."""

    style: str
    paragraphs: Sequence[Sequence[Node]]


class KeyFigure(NamedTuple):
    """One headline number: the number, what it is, a line of context, and how it moved as a small SVG, or nothing."""

    value: Sequence[Node]
    label: Sequence[Node]
    detail: Sequence[Node]
    spark: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """The strip of headline numbers."""

    items: Sequence[KeyFigure]

    @property
    def columns(self) -> int:
        """Columns that leave no number alone in a last row: up to four, three where four would."""
        count = len(self.items)
        return count if count <= 4 else 3 if count % 3 == 0 or count % 4 == 1 else 4


class Column(NamedTuple):
    """One column of a table or of the data behind a figure; ``small``: on a card, told in the line at its foot;
    ``unit_in_file``: the unit of the download, where readers are shown a larger one."""

    name: str
    label: str
    unit: str = ""
    align: str = "left"
    small: bool = False
    unit_in_file: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: the text readers see, the value a download holds, and the id of the fact behind it, if there is one.

    A cell of words may be a sentence whose numbers open: ``nodes`` then hold it, ``text`` its words.
    """

    text: str
    value: Any
    fact: str = ""
    nodes: Sequence[Node] = ()


@dataclass(frozen=True)
class Grid:
    """Columns and rows; ``row_header`` is the index of the column that names the rows."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    row_header: int = 0

    @property
    def is_numbers(self) -> bool:
        """Whether all but the names of the rows are numbers: said once for the table instead of in every cell."""
        return all(column.align == "right" for at, column in enumerate(self.columns) if at != self.row_header)


@dataclass(frozen=True)
class Figure:
    """A chart; ``data`` is the table behind it, ``spec`` its Vega-Lite specification; ``hero``: the first picture."""

    id: str
    title: str
    subtitle: str
    alt: str
    source: str
    edition: str
    note: str
    how_to_read: str
    data: Grid
    spec: Mapping[str, Any] = field(repr=False)
    hero: bool = False


class Card(NamedTuple):
    """A row of a table as a card: address, name, what its other cells say line by line, and the line at its foot."""

    id: str
    name: str
    lines: Sequence[tuple[str, Sequence[str]]]
    foot: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """A table for people, with caption, notes, source and edition; ``layout`` is ``grid``, ``open`` for a long one that
    is not closed, ``closed`` for a short one that is, ``cards`` for rows too long for a line, or ``map`` for allies as
    squares.

    ``download`` holds the rows of the CSV where they are more than those shown.
    """

    id: str
    caption: str
    subtitle: str
    grid: Grid
    notes: Sequence[str]
    source: str
    edition: str
    layout: str = "grid"
    download: Grid | None = None

    @property
    def is_full(self) -> bool:
        """Whether it is to be looked up, not read: closed until a reader wants it, unless ``layout`` is ``open``."""
        return self.layout == "closed" or (self.layout == "grid" and len(self.grid.rows) > MOST_ROWS_READ)

    @property
    def tiles(self) -> list[tiles.Tile]:
        """The rows as squares, from the top of the map down: name, figure and standing are the first three columns."""
        squares = [tiles.tile(*(cell.text for cell in row[:3])) for row in self.grid.rows]
        return sorted(squares, key=lambda one: (one.row, one.column))

    @property
    def cards(self) -> list[Card]:
        """The rows as cards; empty cells are left out."""
        cards = []
        for row in self.grid.rows:
            name = row[self.grid.row_header].text
            filled = [pair for pair in zip(self.grid.columns, row, strict=True) if pair[1].text not in ("", name)]
            lines = [(column.label, cell.text.split("\n")) for column, cell in filled if not column.small]
            foot = [(column.label, cell.text) for column, cell in filled if column.small]
            cards.append(Card(f"{self.id}-{slug(name)}", name, lines, foot))
        return cards

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


@dataclass(frozen=True)
class Ledger:
    """Statements with their verdicts: the ``first`` of them as cards, the others compact; ``terms`` by what they are
    found (texts, topics, allies, families, verdicts); ``tables`` are only downloaded."""

    id: str
    title: str
    source: str
    edition: str
    entries: Sequence[Entry]
    first: int
    terms: Mapping[str, Sequence[Term]]
    tables: Sequence[Table] = field(repr=False)


@dataclass(frozen=True)
class Explorer:
    """Scenarios computed in the reader's browser, from plain data."""

    data: Mapping[str, Any] = field(repr=False)


Block = Heading | Prose | Passage | KeyFigures | Figure | Table | Ledger | Explorer


@dataclass(frozen=True)
class Opening:
    """The first screen: the finding as title, lead sentences with one picture beside them, what else, and tiles."""

    blocks: Sequence[Block]

    def of_style(self, *styles: str) -> list[Passage]:
        """The passages in one of some styles."""
        return [block for block in self.blocks if isinstance(block, Passage) and block.style in styles]

    @property
    def headline(self) -> Sequence[Node]:
        """The finding, or nothing where the title is to stand."""
        return next((passage.paragraphs[0] for passage in self.of_style("headline")), ())

    @property
    def hero(self) -> Figure | None:
        """The picture beside the lead, if there is one."""
        return next((block for block in self.blocks if isinstance(block, Figure)), None)

    @property
    def tiles(self) -> list[KeyFigures]:
        """Key figures, across the whole width."""
        return [block for block in self.blocks if isinstance(block, KeyFigures)]

    @property
    def more(self) -> list[Block]:
        """What stands below the lead: notes, ways on, a caution."""
        above = [*self.of_style("headline", "lead"), *self.tiles, self.hero]
        return [block for block in self.blocks if block not in above]


@dataclass(frozen=True)
class Document:
    """A page ready to be written: its blocks by index of their notebook cell, and the facts they print, by id."""

    page: Page
    cells: Mapping[int, Sequence[Block]]
    facts: Mapping[str, Mapping[str, Any]]

    @property
    def blocks(self) -> list[Block]:
        """All blocks in reading order."""
        return [block for cell in self.cells.values() for block in cell]

    @property
    def opening(self) -> Opening:
        """What stands before the first heading and before anything large but one picture."""
        texts = Prose | Passage | KeyFigures
        small = takewhile(lambda one: one.hero if isinstance(one, Figure) else isinstance(one, texts), self.blocks)
        return Opening([*small])

    @property
    def body(self) -> Mapping[int, Sequence[Block]]:
        """The blocks after the opening, by index of their cell."""
        opening = set(map(id, self.opening.blocks))
        return {index: [block for block in cell if id(block) not in opening] for index, cell in self.cells.items()}

    @property
    def styles(self) -> list[str]:
        """Style sheets beside the one of all pages."""
        kinds = {type(block) for block in self.blocks}
        return [name for kind, name in ((Explorer, "explorer"), (Ledger, "ledger")) if kind in kinds]

    @property
    def headings(self) -> list[Heading]:
        """All headings in reading order, for the contents."""
        return [block for block in self.blocks if isinstance(block, Heading)]

    @property
    def exhibits(self) -> list[Figure | Table]:
        """All figures and tables in reading order, with those that are only downloaded."""
        shown = [block.tables if isinstance(block, Ledger) else [block] for block in self.blocks]
        return [one for blocks in shown for one in blocks if isinstance(one, Figure | Table)]

    @property
    def sources(self) -> list[str]:
        """What the figures and tables rest on, each source once, our own calculations left out."""
        credits = [part for exhibit in self.exhibits for part in exhibit.source.split("; ")]
        return [credit for credit in dict.fromkeys(credits) if credit != "own calculations"]
