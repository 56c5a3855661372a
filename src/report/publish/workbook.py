"""The workbook of a page: every download of it as a sheet, behind a sheet of notes.

Made as the guidance on accessible spreadsheets asks: one table a sheet, its title first, units in the heads, heads that stay in view, no
merged or empty rows within a table. Equal pages give equal bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

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


def workbook(document: Document) -> bytes:
    """The workbook of a page."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = document.page.title, SITE
    names = list(_names(document.exhibits))
    _notes(book.create_sheet("Notes"), document, names)
    for name, exhibit in zip(names, document.exhibits, strict=True):
        if _fits(exhibit):
            _sheet(book.create_sheet(name), exhibit)
    made = io.BytesIO()
    book.save(made)
    return _steady(made, document.page.date)


def _fits(exhibit: Figure | Table) -> bool:
    return len(downloads.grid(exhibit).rows) <= MOST_ROWS


def _names(exhibits: Sequence[Figure | Table]) -> Iterator[str]:
    """A name for each sheet, of the length that spreadsheets allow."""
    taken: set[str] = set()
    for exhibit in exhibits:
        name = exhibit.id[:_LONGEST_NAME]
        if name in taken:
            name = f"{name[: _LONGEST_NAME - 3]}-{len(taken)}"
        taken.add(name)
        yield name


def _notes(sheet: Any, document: Document, names: Sequence[str]) -> None:
    """What the workbook is, how to cite it, and what each sheet holds."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 32, 100
    sheet.append(_heads(sheet, [document.page.title]))
    for line in (*citation.vintage(document.page), ("Cite as", citation.citation(document.page))):
        sheet.append(line)
    for term in citation.TERMS:
        sheet.append(("Terms", term))
    sheet.append(_heads(sheet, ["Sheet", "What it holds"]))
    for name, exhibit in zip(names, document.exhibits, strict=True):
        where = "" if _fits(exhibit) else f" (too long for a sheet: {document.page.csv(exhibit.id)})"
        sheet.append((name, f"{downloads.title(exhibit)}{where}"))
        for note in _remarks(exhibit):
            sheet.append((f"{name}: note", note))


def _remarks(exhibit: Figure | Table) -> list[str]:
    notes = [exhibit.how_to_read, exhibit.note] if isinstance(exhibit, Figure) else exhibit.notes
    return [note for note in notes if note]


def _sheet(sheet: Any, exhibit: Figure | Table) -> None:
    """One table: title, subtitle, source and edition, heads with units, rows at full precision."""
    heads, rows = downloads.values(exhibit)
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    for place, head in enumerate(heads, 1):
        longest = max([len(head) // 2, *(len(str(row[place - 1])) for row in rows[:50])])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, longest + 3)
    sheet.append(_heads(sheet, [downloads.title(exhibit)]))
    sheet.append([exhibit.subtitle])
    sheet.append([f"Source: {exhibit.source} · {exhibit.edition}"])
    sheet.append(_heads(sheet, heads))
    for row in rows:
        sheet.append(row)


def _heads(sheet: Any, words: Sequence[str]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, markdown.typeset(word)) for word in words]
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
