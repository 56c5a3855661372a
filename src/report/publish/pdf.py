"""The PDF: Typst, from the same checked blocks as the web page.

``templates/page.typ`` holds the whole layout and receives the document as data, so no text of ours is ever parsed as
Typst markup and none needs escaping. The result is PDF/UA-1 (accessible) and PDF/A-3a (archivable, with the data
attached); Typst refuses to write one that is not. Fonts come from the package alone and the clock is the page's date:
equal inputs give equal bytes.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import typst

from report.publish import citation, facts, fonts, numbers, sparks, tiles
from report.publish.document import Block, Document, Heading, Prose
from report.publish.errors import PublishError
from report.publish.navigation import SITE
from report.shown import Explorer, Figure, Head, Ledger, Passage, Statement, Table, plain

ON_SCREEN = "The explorer itself works on the screen: open the page explorer.html in a browser."
TRACE = (
    "Each number of the text opens on the page {page} of the site, with its value, formula and source rows; the "
    "attached facts.json holds the same."
)
FACTS = "facts.json"
MOST_COLUMNS = 8
TEMPLATES = Path(__file__).parent / "templates"
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
    clock = _noon(document.page)
    try:
        made = typeset("page.typ", inputs, format="pdf", pdf_standards=STANDARDS, timestamp=clock)
    except typst.TypstError as error:
        raise _explained(error, document.page) from error
    return _with_row_heads(made)


def typeset(template: str, inputs: dict[str, str], **how: Any) -> bytes:
    """What a template makes of its inputs, which it reads as ``sys.inputs``; ``how`` is typst's."""
    made = _compiler().compile((TEMPLATES / template).read_bytes(), sys_inputs=inputs, **how)
    for _ in range(5):
        # The compiler keeps the layout that its last ten compilations used, 200 MB of ours. Empty ones count, too; as
        # SVG they take a third of the time.
        _compiler().compile(b"", format="svg")
    assert isinstance(made, bytes)
    return made


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


def _noon(page: Head) -> int:
    """Noon of the page's date, Coordinated Universal Time, in seconds: the creation date of the PDF."""
    return int(datetime.combine(page.day, time(12), UTC).timestamp())


def _explained(error: typst.TypstError, page: Head) -> PublishError:
    missing = _MISSING_GLYPH.search(error.message)
    if missing:
        return PublishError(
            f"{page.slug}: {fonts.FAMILY} has no character for {missing[1]!r}: write it with letters the typeface has"
        )
    return PublishError(f"{page.slug}: the PDF could not be made ({error.message}): see page.typ")


def as_data(document: Document, drawings: Mapping[str, str]) -> dict[str, Any]:
    """All that ``page.typ`` prints, as plain data."""
    return {
        "site": SITE,
        "font": fonts.FAMILY,
        "page": _page(document.page),
        "headline": document.opening.headline,
        "keywords": [document.page.title, document.page.edition, "defence expenditure", "NATO"],
        "blocks": [_block(block, drawings) for block in document.blocks],
        "trace": TRACE.format(page=document.page.paths["html"]),
        "sources": document.sources,
        "citation": citation.citation(document.page),
        "terms": " ".join(citation.TERMS),
        "attachments": _attachments(document),
    }


def _fields(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _page(page: Head) -> dict[str, Any]:
    language, _, region = page.lang.partition("-")
    return {
        **_fields(page, "title", "subtitle", "description", "edition"),
        **_fields(page.day, "year", "month", "day"),
        "date": page.long_date,
        "lang": language,
        "region": region or None,
        "vintage": citation.vintage(page),
    }


def _attachments(document: Document) -> list[dict[str, str]]:
    """The data of every figure and table, and every number of the text with what is behind it."""
    data = [
        (f"{one.exhibit.id}.csv", one.csv.decode(), f"Data of “{one.title}”", "text/csv") for one in document.downloads
    ]
    what = "Every number of the text with value, formula and source rows"
    attached = [*data, (FACTS, facts.packed(document.facts), what, "application/json")]
    return [dict(zip(("path", "content", "description", "type"), one, strict=True)) for one in attached]


def _block(block: Block, drawings: Mapping[str, str]) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level - 1, **_fields(block, "children", "id")}
        case Prose():
            return {"kind": "prose", "nodes": block.nodes}
        case Passage(style="headline" | "actions"):  # the one stands as title; the others are for the screen
            return {"kind": "prose", "nodes": []}
        case Passage(style="keyfigures"):
            return {"kind": "key-figures", "columns": sparks.abreast(block), "items": sparks.key_figures(block)}
        case Passage():
            return {"kind": "passage", **_fields(block, "style", "paragraphs")}
        case Explorer():
            return _sentence(ON_SCREEN)
        case Ledger():
            return _ledger(block)
        case Figure():
            return _figure(block, drawings[block.id])
    # A table to look something up in: closed on the page, or of more columns than a page takes at a size people read.
    if block.is_full or (block.layout == "grid" and len(block.grid.columns) > MOST_COLUMNS):
        return _sentence(f"Full table, attached as {block.id}.csv: {block.caption}.")
    return _table(block)


def _sentence(words: str) -> dict[str, Any]:
    return {"kind": "prose", "nodes": [{"type": "paragraph", "children": [{"type": "text", "text": words}]}]}


def _ledger(block: Ledger) -> dict[str, Any]:
    """What comes first, then the rest, each statement with its verdict and what to print; tables hold all else."""
    entries = [_statement(block, one) for one in block.statements]
    parts = {"": entries[: block.first], "All other statements": entries[block.first :]}
    shown = [{"label": label, "entries": part} for label, part in parts.items() if part]
    return {"kind": "ledger", "parts": shown, **_fields(block, "id", "source", "edition")}


def _statement(block: Ledger, one: Statement) -> dict[str, Any]:
    verdict = block.terms["verdicts"][one.verdict]
    by_hand = (f"{source.title} ({source.confidence})" for source in map(block.sources.__getitem__, one.sources))
    return {
        "verdict": f"{block.terms['families'][verdict.more].more} {verdict.label}",
        **_fields(one, "statement", "heading"),
        "print": plain(one.print),
        "note": plain(one.note),
        "source": "; ".join([block.said_in(one), *by_hand]),
    }


def _figure(figure: Figure, svg: str) -> dict[str, Any]:
    size = _SVG_SIZE.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    notes = {"How to read:": figure.how_to_read, "Note:": figure.note}
    return {
        "kind": "figure",
        **_fields(figure, "id", "title", "subtitle", "alt", "source", "edition"),
        "svg": svg,
        "width": width,
        "height": height,
        "notes": [{"label": label, "text": note} for label, note in notes.items() if note],
    }


def _table(table: Table) -> dict[str, Any]:
    """The form a table's layout asks for, within what all of them have."""
    if table.layout == "cards":
        form: dict[str, Any] = {"kind": "cards", "cards": tiles.cards(table)}
    elif table.layout == "map":
        form = {"kind": "map", "tiles": [tile._asdict() for tile in tiles.tiles(table)]}
    else:
        form = _grid(table)
    return {
        **_fields(table, "id", "source", "edition"),
        "title": table.caption,
        "subtitle": table.line,
        "notes": [{"label": "Note:", "text": note} for note in table.notes],
        **form,
    }


def _grid(table: Table) -> dict[str, Any]:
    size, landscape = _fit(table)
    return {
        "kind": "table",
        "columns": [
            {"label": column.label, "unit": "" if table.shared_unit else column.unit, "align": column.align}
            for column in table.grid.columns
        ],
        "rows": [[numbers.with_mark(cell.text)._asdict() for cell in row] for row in table.grid.rows],
        "size": size,
        "landscape": landscape,
        "spread": size == _SIZES[0][1] and all(column.align == "right" for column in table.grid.columns[1:]),
    }


def _fit(table: Table) -> tuple[float, bool]:
    """Type size in points and whether to turn the page, by the characters the widest lines need: of each column its
    longest number, or its longest text as far as that cannot break into lines."""
    needed = 0
    for index, column in enumerate(table.grid.columns):
        cells = max(len(row[index].text) for row in table.grid.rows)
        heading = max(len(word) for word in column.label.split())
        needed += _GAP + max(heading, cells if column.align == "right" else min(cells, _TEXT_BREAKS))
    return next(((size, turned) for limit, size, turned in _SIZES if needed <= limit), _SMALLEST)
