"""The workbook of a page: every download of it as a sheet, behind a sheet of notes.

Made as the guidance on accessible spreadsheets asks: one table a sheet, its title first, units in the heads, heads that
stay in view, no merged or empty rows within a table. Equal pages give equal bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from report.printable import inert
from report.publish import citation, downloads, markdown
from report.publish.blocks import Document, Figure, Table
from report.publish.navigation import SITE

_BOLD = Font(bold=True)
_LONGEST_NAME = 31
_WIDEST = 40
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
MOST_ROWS = 1000
"""A table of more rows stays a CSV, which the notes name: workbooks are for people, and take the build time."""
HEAD_ROW = 4
"""The row of a sheet that holds its heads: title, subtitle and source stand above."""


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows: title, subtitle, source with edition, heads with units, and rows in which numbers are
    numbers."""

    title: str
    subtitle: str
    source: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def workbook(document: Document) -> bytes:
    """The workbook of a page."""
    book = _book(document.page.title)
    names = list(_names([exhibit.id for exhibit in document.exhibits]))
    _notes(book.create_sheet("Notes"), document, names)
    for name, exhibit in zip(names, document.exhibits, strict=True):
        if _fits(exhibit):
            source = f"{exhibit.source} · {exhibit.edition}"
            shown = Sheet(downloads.title(exhibit), exhibit.subtitle, source, *downloads.values(exhibit))
            _sheet(book.create_sheet(name), shown)
    return _saved(book, document.page.date)


def site_workbook(pages: Sequence[Mapping[str, Any]], folder: Path) -> bytes:
    """One workbook for the site: the downloads of all pages but those of single allies, read back from ``folder``.

    ``pages`` are what :func:`report.publish.html.page_data` says of each page.
    """
    book = _book(SITE)
    held = [
        (page["page"], resource)
        for page in pages
        if page["page"]["kind"] != "country"
        for resource in page["resources"]
    ]
    names = list(_names([resource["name"] for _, resource in held]))
    sheets = [downloads.sheet(resource, (folder / resource["path"]).read_text("utf-8")) for _, resource in held]
    notes = book.create_sheet("Notes")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 32, 100
    notes.append(_heads(notes, [SITE]))
    for term in (*citation.TERMS, *_ABOUT):
        notes.append(("Terms" if term in citation.TERMS else "About", term))
    notes.append(_heads(notes, ["Sheet", "What it holds", "Page"]))
    for name, (page, resource), (_, rows) in zip(names, held, sheets, strict=True):
        long = f" (too long for a sheet: data/{resource['path']})" if len(rows) > MOST_ROWS else ""
        _append(notes, (name, f"{resource['title']}{long}", page["label"]))
    for name, (_, resource), (heads, rows) in zip(names, held, sheets, strict=True):
        if len(rows) <= MOST_ROWS:
            credit = resource["sources"][0]["title"]
            _sheet(book.create_sheet(name), Sheet(resource["title"], resource["description"], credit, heads, rows))
    return _saved(book, max((page["page"]["date"] for page in pages), default="1980-01"))


_ABOUT = (
    "The tables of all pages but those of single allies, which have a workbook each beside their page.",
    "Every sheet has its title, what it counts and its source above the heads; units stand in the heads.",
)


def _book(title: str) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, SITE
    return book


def _saved(book: Workbook, date: str) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return _steady(made, date)


def _fits(exhibit: Figure | Table) -> bool:
    return len(downloads.grid(exhibit).rows) <= MOST_ROWS


def _names(ids: Sequence[str]) -> Iterator[str]:
    """A name for each sheet, of the length that spreadsheets allow."""
    taken: set[str] = set()
    for id in ids:
        name = id[:_LONGEST_NAME]
        if name in taken:
            name = f"{name[: _LONGEST_NAME - 3]}-{len(taken)}"
        taken.add(name)
        yield name


def _notes(sheet: Any, document: Document, names: Sequence[str]) -> None:
    """What the workbook is, how to cite it, and what each sheet holds."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 32, 100
    sheet.append(_heads(sheet, [document.page.title]))
    for line in (*citation.vintage(document.page), ("Cite as", citation.citation(document.page))):
        _append(sheet, line)
    for term in citation.TERMS:
        sheet.append(("Terms", term))
    sheet.append(_heads(sheet, ["Sheet", "What it holds"]))
    for name, exhibit in zip(names, document.exhibits, strict=True):
        where = "" if _fits(exhibit) else f" (too long for a sheet: {document.page.csv(exhibit.id)})"
        _append(sheet, (name, f"{downloads.title(exhibit)}{where}"))
        for note in _remarks(exhibit):
            _append(sheet, (f"{name}: note", note))


def _remarks(exhibit: Figure | Table) -> list[str]:
    notes = [exhibit.how_to_read, exhibit.note] if isinstance(exhibit, Figure) else exhibit.notes
    return [note for note in notes if note]


def _sheet(sheet: Any, shown: Sheet) -> None:
    """One table: title, subtitle, source and edition, heads with units, rows at full precision."""
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    for place, head in enumerate(shown.heads, 1):
        longest = max([len(head) // 2, *(len(str(row[place - 1])) for row in shown.rows[:50])])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, longest + 3)
    sheet.append(_heads(sheet, [shown.title]))
    _append(sheet, [shown.subtitle])
    sheet.append([f"Source: {shown.source}"])
    sheet.append(_heads(sheet, shown.heads))
    for row in shown.rows:
        _append(sheet, row)


def _append(sheet: Any, cells: Sequence[Any]) -> None:
    """A row in which no text is a formula."""
    sheet.append([inert(cell) for cell in cells])


def _heads(sheet: Any, words: Sequence[str]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, inert(markdown.typeset(word))) for word in words]
    for cell in cells:
        cell.font = _BOLD
    return cells


def _steady(made: io.BytesIO, date: str) -> bytes:
    """The file without the hour it was made at: neither in its properties nor in its archive."""
    stamp = f"{date if len(date) == len('2026-07-10') else f'{date}-01'}T00:00:00Z".encode()
    out = io.BytesIO()
    with ZipFile(made) as held, ZipFile(out, "w") as kept:
        for name in held.namelist():
            body = held.read(name)
            if name == "docProps/core.xml":
                body = _STAMP.sub(lambda found: found[1] + stamp, body)
            kept.writestr(ZipInfo(name, _NO_TIME), body, ZIP_DEFLATED)
    return out.getvalue()
