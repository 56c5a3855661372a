"""From an executed notebook to a checked :class:`~report.publish.document.Document`.

Only what :mod:`report.shown` knows is published. Cells before the one that shows the page's head speak to whoever opens
the notebook and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count, groupby
from pathlib import PurePath
from typing import Any

from report.facts import packed
from report.publish import markdown
from report.publish.document import Block, Document, Heading, Prose
from report.publish.errors import PublishError
from report.publish.facts import Facts
from report.shown import Explorer, Figure, Head, Incomplete, Ledger, Passage, Table

Placed = tuple[int, Block]
"""A block and the index of the cell it came from."""
_KINDS = (Figure, Table, Ledger, Explorer, Passage)
_RESERVED_IDS = {"main", "contents", "contents-title", "sources", "fact-panel", "page-data", "site-nav"}


def read(nb: Mapping[str, Any]) -> Document:
    """Read and check an executed notebook. Raises :class:`PublishError` naming notebook, cell, thing and remedy."""
    path = nb["metadata"].get("papermill", {}).get("input_path")
    name, cells = PurePath(path).name if path else "notebook", nb["cells"]
    start, page = _declaration(cells, name)
    facts, placed = Facts(nb), []
    for index in range(start, len(cells)):
        with _named(name, index):
            placed += [(index, block) for block in _cell(cells[index], facts)]
    _check_levels(placed, name)
    by_cell: dict[int, list[Block]] = {index: [] for index in range(start, len(cells))}
    for index, block in _with_ids(_with_something_below(placed), name):
        by_cell[index].append(block)
    return Document(page, by_cell, facts.records)


@contextmanager
def _named(notebook: str, index: int) -> Iterator[None]:
    """What is refused within is refused with notebook and cell; cells are counted from one, as people count."""
    try:
        yield
    except Incomplete as error:
        raise PublishError(f"{notebook}, cell {index + 1}: {error}") from None


def _declaration(cells: Sequence[Mapping[str, Any]], name: str) -> tuple[int, Head]:
    for index, cell in enumerate(cells):
        for output in cell.get("outputs", ()):
            if Head.MIME in output.get("data", {}):
                with _named(name, index):
                    return index, Head.read(output["data"])
    remedy = f"show a page declaration ({Head.MIME}) in the first code cell"
    raise PublishError(f"{name}: no cell shows the page it makes: {remedy}")


def _cell(cell: Mapping[str, Any], facts: Facts) -> Iterator[Block]:
    if cell["cell_type"] == "markdown":
        yield from _markdown(cell["source"])
    for output in cell.get("outputs", ()):
        yield from _output(output, facts)


def _markdown(source: str) -> Iterator[Block]:
    for are_headings, run in groupby(markdown.blocks(source), lambda node: node["type"] == "heading"):
        if are_headings:
            yield from (Heading(node["level"], node["children"], "") for node in run)
        else:
            yield Prose(tuple(run))


def _output(output: Mapping[str, Any], facts: Facts) -> Iterator[Block]:
    if output["output_type"] == "error":
        failed = f"the cell failed ({output['ename']}: {output['evalue']})"
        raise Incomplete(f"{failed}: mend the cell and run the notebook again")
    data = output.get("data", {})
    kind = next((one for one in _KINDS if one.MIME in data), None)
    if kind:
        yield kind.read(data, facts.sentence)
    elif "text/markdown" in data:
        yield from _markdown(data["text/markdown"])
    elif data and not {Head.MIME, packed.MIME} & set(data):
        stray = f"the cell shows {', '.join(sorted(data))}, which has no place on a page"
        raise Incomplete(f"{stray}: show a figure, a table or a passage, or end the line with ;")


def _with_something_below(placed: Sequence[Placed]) -> list[Placed]:
    """The blocks without headings that nothing stands below: not every ally has something to say in every section."""
    kept: list[Placed] = []
    for index, block in reversed(placed):
        below = kept[-1][1] if kept else None
        if isinstance(block, Heading) and (
            below is None or (isinstance(below, Heading) and below.level <= block.level)
        ):
            continue
        kept.append((index, block))
    return kept[::-1]


def _with_ids(placed: Sequence[Placed], name: str) -> list[Placed]:
    """Give each heading a stable address that no figure, table or other heading has."""
    taken = set(_RESERVED_IDS)
    for index, id in ((index, getattr(block, "id", "")) for index, block in placed):
        with _named(name, index):
            if id in taken:
                raise Incomplete(f"the id {id!r} is used twice on the page: give each figure and table its own id")
        taken |= {id} - {""}
    return [(index, _addressed(block, taken)) for index, block in placed]


def _addressed(block: Block, taken: set[str]) -> Block:
    if not isinstance(block, Heading):
        return block
    stem = markdown.slug(block.text)
    id = next(name for name in chain([stem], (f"{stem}-{number}" for number in count(2))) if name not in taken)
    taken.add(id)
    return replace(block, id=id)


def _check_levels(placed: Sequence[Placed], name: str) -> None:
    """A reader who walks by headings must not meet a gap: levels start at 2 and grow by one."""
    above = 1
    for index, block in placed:
        if isinstance(block, Heading):
            with _named(name, index):
                if not 2 <= block.level <= above + 1:
                    fault = f"the heading {block.text!r} has level {block.level} after level {above}"
                    raise Incomplete(f"{fault}: give it a level from 2 to {above + 1}")
            above = block.level
