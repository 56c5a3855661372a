"""The PDF: Typst, from the same checked blocks as the web page.

``templates/page.typ`` holds the whole layout and receives the document as data, so no text of ours is ever parsed as
Typst markup and none needs escaping. The result is PDF/UA-1 (accessible) and PDF/A-3a (archivable, with the data
attached); Typst refuses to write one that is not. Fonts come from the package alone and the clock is the page's date:
equal inputs give equal bytes.
"""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import typst

from report.publish import citation, dates, downloads, facts, fonts, numbers, printed
from report.publish.blocks import (
    Block,
    Cell,
    Document,
    Explorer,
    Figure,
    Heading,
    KeyFigures,
    Ledger,
    Page,
    Passage,
    Prose,
    Table,
)
from report.publish.errors import PublishError
from report.publish.navigation import SITE

ON_SCREEN = "The explorer itself works on the screen: open the page explorer.html in a browser."
TRACE = (
    "Each number of the text opens on the page {page} of the site, with its value, formula and source rows; the "
    "attached facts.json holds the same."
)
FACTS = "facts.json"
MOST_COLUMNS = 8
TEMPLATE = Path(__file__).parent / "templates" / "page.typ"
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
# Characters that fit a line, the type size in points at which they do, and whether the page is turned for it.
_SIZES = ((100, 8.5, False), (125, 7.5, False), (155, 8.5, True))
_SMALLEST = (7.0, True)
_GAP, _TEXT_BREAKS = 3, 24
_MISSING_GLYPH = re.compile(r'the text `"(.*)"` could not be displayed')
_SVG_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def render(document: Document, drawings: Mapping[str, str]) -> bytes:
    """The page as PDF. ``drawings`` holds the chart of each figure by its id.

    Raises :class:`PublishError` for a character that the typeface lacks.
    """
    inputs = {"document": json.dumps(as_data(document, drawings), ensure_ascii=False)}
    try:
        made = _compiler().compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=_noon(document.page),
        )
    except typst.TypstError as error:
        raise _explained(error, document.page) from error
    _forget()
    assert isinstance(made, bytes)
    return _with_row_heads(made)


def _with_row_heads(pdf: bytes) -> bytes:
    """The PDF with the first cell of each row tagged as the row's head, which typst's binding does not offer yet."""
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for element in document.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TR" and element.K[0].S == "/TD":
                element.K[0].S = pikepdf.Name.TH
                element.K[0].A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        document.save(changed, deterministic_id=True)
    return changed.getvalue()


def warm() -> None:
    """Have a compiler that has read its fonts."""
    _compiler().compile(f'#set text(font: "{fonts.FAMILY}"); a'.encode(), format="pdf")


@cache
def _compiler() -> typst.Compiler:
    """One compiler for all pages: fonts are read and the layout parsed once."""
    chosen = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.folder()])
    return typst.Compiler(font_paths=chosen, ignore_system_fonts=True)


def _forget() -> None:
    """Let the compiler drop the layout of past pages: it keeps what its last ten compilations used, 200 MB of ours, and
    empty ones count, as SVG for a third of the time."""
    for _ in range(5):
        _compiler().compile(b"", format="svg")


def _noon(page: Page) -> int:
    """Noon of the page's date, Coordinated Universal Time, in seconds: the creation date of the PDF."""
    date = dates.first_day(page.date)
    return int(datetime.datetime(date.year, date.month, date.day, 12, tzinfo=datetime.UTC).timestamp())


def _explained(error: typst.TypstError, page: Page) -> PublishError:
    missing = _MISSING_GLYPH.search(error.message)
    if missing:
        return PublishError(
            f"{page.slug}: {fonts.FAMILY} has no character for {missing[1]!r}: write it with letters the typeface has"
        )
    return PublishError(f"{page.slug}: the PDF could not be made ({error.message}): see {TEMPLATE.name}")


def as_data(document: Document, drawings: Mapping[str, str]) -> dict[str, Any]:
    """All that ``page.typ`` prints, as plain data."""
    return {
        "site": SITE,
        "font": fonts.FAMILY,
        "page": _page(document.page),
        "headline": document.opening.headline,
        "keywords": [document.page.title, document.page.edition, "defence expenditure", "NATO"],
        "blocks": [_block(block, drawings) for block in document.blocks],
        "trace": TRACE.format(page=document.page.html),
        "sources": document.sources,
        "citation": citation.citation(document.page),
        "terms": " ".join(citation.TERMS),
        "attachments": [*map(_attachment, document.exhibits), _facts(document)],
    }


def _page(page: Page) -> dict[str, Any]:
    language, _, region = page.lang.partition("-")
    day = dates.first_day(page.date)
    return {
        "title": page.title,
        "subtitle": page.subtitle,
        "description": page.description,
        "edition": page.edition,
        "date": dates.long(page.date),
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "lang": language,
        "region": region or None,
        "vintage": citation.vintage(page),
    }


def _attachment(exhibit: Figure | Table) -> dict[str, str]:
    return {
        "path": f"{exhibit.id}.csv",
        "content": downloads.csv_text(exhibit),
        "description": f"Data of “{downloads.title(exhibit)}”",
        "type": "text/csv",
    }


def _facts(document: Document) -> dict[str, str]:
    """Every number of the text with what is behind it."""
    what = "Every number of the text with value, formula and source rows"
    return {"path": FACTS, "content": facts.packed(document.facts), "description": what, "type": "application/json"}


def _block(block: Block, drawings: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level - 1, "children": block.children, "id": block.id}
    if isinstance(block, Prose):
        return {"kind": "prose", "nodes": block.nodes}
    if isinstance(block, Passage):
        if block.style in ("headline", "actions"):  # the one stands as title; the others are for the screen
            return {"kind": "prose", "nodes": []}
        return {"kind": "passage", "style": block.style, "paragraphs": block.paragraphs}
    if isinstance(block, KeyFigures):
        items = [{name: getattr(item, name) for name in ("value", "label", "detail", "spark")} for item in block.items]
        return {"kind": "key-figures", "columns": block.columns, "items": items}
    if isinstance(block, Explorer):
        return _sentence(ON_SCREEN)
    if isinstance(block, Ledger):
        return printed.ledger(block)
    if isinstance(block, Figure):
        return _figure(block, drawings[block.id])
    return _left_out(block) if _is_to_look_up(block) else _table(block)


def _sentence(text: str) -> dict[str, Any]:
    return {"kind": "prose", "nodes": [{"type": "paragraph", "children": [{"type": "text", "text": text}]}]}


def _is_to_look_up(table: Table) -> bool:
    """Whether a table is for looking something up: closed on the page, or of more columns than a page takes at a size
    people read."""
    return table.is_full or (table.layout == "grid" and len(table.grid.columns) > MOST_COLUMNS)


def _left_out(table: Table) -> dict[str, Any]:
    """A table to look something up in is attached."""
    return _sentence(f"Full table, attached as {table.id}.csv: {table.caption}.")


def _figure(figure: Figure, svg: str) -> dict[str, Any]:
    size = _SVG_SIZE.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    notes = [_note("How to read:", figure.how_to_read), _note("Note:", figure.note)]
    return {
        "kind": "figure",
        "id": figure.id,
        "title": figure.title,
        "subtitle": figure.subtitle,
        "alt": figure.alt,
        "svg": svg,
        "width": width,
        "height": height,
        "notes": [note for note in notes if note["text"]],
        "source": figure.source,
        "edition": figure.edition,
    }


def _note(label: str, text: str) -> dict[str, str]:
    return {"label": label, "text": text}


def _table(table: Table) -> dict[str, Any]:
    """The form a table's layout asks for, within what all of them have."""
    form = {"cards": _cards, "map": _map}.get(table.layout, _grid)
    return {
        "id": table.id,
        "title": table.caption,
        "subtitle": table.line,
        "notes": [_note("Note:", note) for note in table.notes],
        "source": table.source,
        "edition": table.edition,
        **form(table),
    }


def _cards(table: Table) -> dict[str, Any]:
    cards = [{"id": card.id, "name": card.name, "lines": card.lines, "foot": card.foot} for card in table.cards]
    return {"kind": "cards", "cards": cards}


def _map(table: Table) -> dict[str, Any]:
    """The squares of a map, and what their signs mean."""
    return {"kind": "map", "tiles": [one._asdict() for one in table.tiles]}


def _grid(table: Table) -> dict[str, Any]:
    size, landscape = _fit(table)
    return {
        "kind": "table",
        "columns": [
            {"label": column.label, "unit": "" if table.shared_unit else column.unit, "align": column.align}
            for column in table.grid.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.grid.rows],
        "row_header": table.grid.row_header,
        "size": size,
        "landscape": landscape,
        "spread": size == _SIZES[0][1] and all(column.align == "right" for column in table.grid.columns[1:]),
    }


def _cell(cell: Cell) -> Mapping[str, str]:
    return numbers.with_mark(cell.text)._asdict()


def _fit(table: Table) -> tuple[float, bool]:
    """Type size in points and whether to turn the page, by the characters the widest lines need."""
    needed = sum(_needed(table, index) + _GAP for index in range(len(table.grid.columns)))
    return next(((size, turned) for limit, size, turned in _SIZES if needed <= limit), _SMALLEST)


def _needed(table: Table, index: int) -> int:
    """Characters a column needs: its longest number, or its longest text as far as that cannot break into lines."""
    column = table.grid.columns[index]
    cells = max(len(row[index].text) for row in table.grid.rows)
    heading = max(len(word) for word in column.label.split())
    return max(heading, cells if column.align == "right" else min(cells, _TEXT_BREAKS))
