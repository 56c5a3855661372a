"""From an executed notebook to a checked :class:`~report.publish.blocks.Document`.

Only outputs of the types in :mod:`report.publish.mime` are published. Cells before the one that shows the page's
declaration speak to whoever opens the notebook and are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import chain, count, groupby, zip_longest
from pathlib import PurePath
from typing import Any

from report.publish import markdown, mime, sparks
from report.publish.blocks import Block, Document, Explorer, Heading, KeyFigure, KeyFigures, Page, Passage, Prose
from report.publish.errors import PublishError, Where
from report.publish.exhibits import figure, required, table
from report.publish.facts import Facts
from report.publish.markdown import Node
from report.publish.register import ledger

Placed = tuple[int, Block]
"""A block and the index of the cell it came from."""
_RESERVED_IDS = {"main", "contents", "contents-title", "sources", "fact-panel", "page-data", "site-nav"}
_STYLES = ("headline", "lead", "p", "note", "caution", "actions", "bullets", "keyfigures")


def read(nb: Mapping[str, Any]) -> Document:
    """Read and check an executed notebook. Raises :class:`PublishError` naming notebook, cell, thing and remedy."""
    path = nb["metadata"].get("papermill", {}).get("input_path")
    name = PurePath(path).name if path else "notebook"
    start, page = _declaration(nb["cells"], name)
    facts = Facts(nb)
    placed = [
        (index, block)
        for index, cell in enumerate(nb["cells"])
        if index >= start
        for block in _cell(cell, Where(name, index + 1), facts)
    ]
    _check_levels(placed, name)
    cells: dict[int, list[Block]] = {index: [] for index in range(start, len(nb["cells"]))}
    for index, block in _with_ids(_with_something_below(placed), name):
        cells[index].append(block)
    return Document(page, cells, facts.records)


def _declaration(cells: Sequence[Mapping[str, Any]], name: str) -> tuple[int, Page]:
    for index, cell in enumerate(cells):
        for output in cell.get("outputs", ()):
            if mime.PAGE in output.get("data", {}):
                return index, _page(output["data"][mime.PAGE], Where(name, index + 1))
    raise PublishError(
        f"{name}: no cell shows the page it makes: show a page declaration ({mime.PAGE}) in the first code cell"
    )


def _page(record: Mapping[str, Any], where: Where) -> Page:
    fields = required(record, ("slug", "kind", "title", "subtitle", "description", "date", "lang"), "the page", where)
    label = {key: (record.get(key) or {}).get("label", "") for key in ("edition", "macro", "plan")}
    if not label["edition"]:
        raise where.error("the page names no edition", "declare it with the edition its figures come from")
    own_name = record.get("label") or ("Briefing" if fields["kind"] == "briefing" else fields["title"])
    page = Page(**fields, **label, label=own_name)
    try:
        _ = page.day
    except ValueError as error:
        remedy = "write it as YYYY-MM-DD, or as YYYY-MM where the day is not known"
        raise where.error(f"the page's date is not a date ({error})", remedy) from None
    return page


def _cell(cell: Mapping[str, Any], where: Where, facts: Facts) -> Iterator[Block]:
    if cell["cell_type"] == "markdown":
        yield from _markdown(cell["source"], where)
    for output in cell.get("outputs", ()):
        yield from _output(output, where, facts)


def _markdown(source: str, where: Where) -> Iterator[Block]:
    nodes = _parsed(markdown.blocks, source, where)
    for are_headings, run in groupby(nodes, lambda node: node["type"] == "heading"):
        if are_headings:
            yield from (Heading(node["level"], node["children"], "") for node in run)
        else:
            yield Prose(tuple(run))


def _parsed(parse: Callable[[Any], list[Node]], source: str | Sequence[str | Node], where: Where) -> list[Node]:
    try:
        return parse(source)
    except markdown.UnsupportedMarkdown as error:
        raise where.error(
            f"the text holds a {error.construct}",
            "use paragraphs, headings, lists, quotations, emphasis and links only",
        ) from None


def _output(output: Mapping[str, Any], where: Where, facts: Facts) -> Iterator[Block]:
    if output["output_type"] == "error":
        raise where.error(
            f"the cell failed ({output['ename']}: {output['evalue']})", "mend the cell and run the notebook again"
        )
    data = output.get("data", {})
    if mime.FIGURE in data:
        yield figure(data[mime.FIGURE], data.get(mime.VEGA_LITE), where)
    elif mime.TABLE in data:
        yield table(data[mime.TABLE], where, facts)
    elif mime.LEDGER in data:
        yield ledger(data[mime.LEDGER], where, facts)
    elif mime.EXPLORER in data:
        yield _explorer(data[mime.EXPLORER], where)
    elif mime.PASSAGE in data:
        yield _passage(data[mime.PASSAGE], where, facts)
    elif mime.MARKDOWN in data:
        yield from _markdown(data[mime.MARKDOWN], where)
    elif data and not {mime.PAGE, mime.FACTS} & set(data):
        raise where.error(
            f"the cell shows {', '.join(sorted(data))}, which has no place on a page",
            "show a figure, a table or a passage, or end the line with ;",
        )


def _explorer(record: Mapping[str, Any], where: Where) -> Explorer:
    """What the page computes from in the reader's browser. The notebook, too small for it, names the function that
    makes it and the digest of what it made. It is made again, and refused where it is not what the notebook saw."""
    module, _, function = record["maker"].partition(":")
    data = getattr(import_module(module), function)()
    if hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest() != record["sha256"]:
        raise where.error("the explorer's data are no longer those the notebook saw", "run the notebook again")
    return Explorer(json.loads(json.dumps(data)))


def _passage(record: Mapping[str, Any], where: Where, facts: Facts) -> Passage | KeyFigures:
    style = record["style"]
    if style not in _STYLES:
        raise where.error(f"a passage has the style {style!r}", f"choose one of {', '.join(_STYLES)}")
    if style != "keyfigures":
        return Passage(style, [_sentence(segments, where, facts) for segments in record["paragraphs"]])
    items = []
    for parts, spark in zip_longest(record["paragraphs"], record.get("sparks") or ()):
        value, label, detail = (_sentence(run, where, facts) for run in (parts[:1], parts[1:2], parts[2:]))
        items.append(KeyFigure(value, label, detail, sparks.drawn(**spark) if spark else ""))
    return KeyFigures(items)


def _sentence(segments: Sequence[Any], where: Where, facts: Facts) -> list[Node]:
    return _parsed(markdown.sentence, facts.parts(segments, where), where)


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
        if id in taken:
            fault, remedy = f"the id {id!r} is used twice on the page", "give each figure and table its own id"
            raise Where(name, index + 1).error(fault, remedy)
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
            if not 2 <= block.level <= above + 1:
                fault = f"the heading {block.text!r} has level {block.level} after level {above}"
                raise Where(name, index + 1).error(fault, f"give it a level from 2 to {above + 1}")
            above = block.level
