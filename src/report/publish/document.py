"""What a page is made of: what its notebook shows, read and checked, with headings and static text between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from report.publish.downloads import Download
from report.publish.markdown import Node
from report.shown import Explorer, Figure, Head, Ledger, Passage, Table, plain


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


Block = Heading | Prose | Passage | Figure | Table | Ledger | Explorer


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
    def tiles(self) -> list[Passage]:
        """Key figures, across the whole width."""
        return self.of_style("keyfigures")

    @property
    def more(self) -> list[Block]:
        """What stands below the lead: notes, ways on, a caution."""
        above = [*self.of_style("headline", "lead"), *self.tiles, self.hero]
        return [block for block in self.blocks if block not in above]


@dataclass(frozen=True)
class Document:
    """A page ready to be written: its blocks by index of their notebook cell, and the facts they print, by id."""

    page: Head
    cells: Mapping[int, Sequence[Block]]
    facts: Mapping[str, Mapping[str, Any]]

    @property
    def blocks(self) -> list[Block]:
        """All blocks in reading order."""
        return [block for cell in self.cells.values() for block in cell]

    @property
    def opening(self) -> Opening:
        """What stands before the first heading and before anything large but one picture."""
        small = takewhile(
            lambda one: one.hero if isinstance(one, Figure) else isinstance(one, Prose | Passage), self.blocks
        )
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

    @cached_property
    def downloads(self) -> list[Download]:
        """The data of these, as readers get them."""
        return [Download(one, self.page.csv(one.id), self.page.slug) for one in self.exhibits]

    @property
    def sources(self) -> list[str]:
        """What the figures and tables rest on, each source once, our own calculations left out."""
        credits = [part for exhibit in self.exhibits for part in exhibit.source.split("; ")]
        return [credit for credit in dict.fromkeys(credits) if credit != "own calculations"]
