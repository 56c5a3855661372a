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

from report.facts.written import typeset
from report.printable import inert
from report.publish import citation, downloads
from report.publish.document import Document
from report.publish.navigation import SITE
from report.shown import Figure

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
    """One download: its id, title, subtitle, source with edition, heads with units, rows in which numbers are numbers,
    and its CSV in the build; what the notes say of it beside its title (``page``) and below (``remarks``)."""

    id: str
    title: str
    subtitle: str
    source: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    file: str
    page: Sequence[str] = ()
    remarks: Sequence[str] = ()

    @property
    def fits(self) -> bool:
        """Whether it is shown: a longer one stays a CSV, which the notes name."""
        return len(self.rows) <= MOST_ROWS


def workbook(document: Document) -> bytes:
    """The workbook of a page: what it is, how to cite it, and its downloads."""
    page, sheets = document.page, []
    for download in document.downloads:
        one = download.exhibit
        texts = (one.id, download.title, one.subtitle, f"{one.source} · {one.edition}")
        remarks = (one.how_to_read, one.note) if isinstance(one, Figure) else one.notes
        sheets.append(Sheet(*texts, *download.values, download.path, remarks=remarks))
    about = [*citation.vintage(page), ("Cite as", citation.citation(page)), *_TERMS]
    return _made(page.title, about, ["Sheet", "What it holds"], sheets, page.date)


def site_workbook(pages: Sequence[Mapping[str, Any]], folder: Path) -> bytes:
    """One workbook for the site: the downloads of all pages but those of single allies, read back from ``folder``.

    ``pages`` are what :func:`report.publish.html.page_data` says of each page.
    """
    sheets = []
    for page in (one for one in pages if one["page"]["kind"] != "country"):
        for held in page["resources"]:
            texts = (held["name"], held["title"], held["description"], held["sources"][0]["title"])
            shown = downloads.sheet(held, (folder / held["path"]).read_text("utf-8"))
            sheets.append(Sheet(*texts, *shown, f"data/{held['path']}", page=[page["page"]["label"]]))
    last = max((page["page"]["date"] for page in pages), default="1980-01")
    return _made(SITE, [*_TERMS, *_ABOUT], ["Sheet", "What it holds", "Page"], sheets, last)


_TERMS = [("Terms", term) for term in citation.TERMS]
_ABOUT = [
    ("About", "The tables of all pages but those of single allies, which have a workbook each beside their page."),
    ("About", "Every sheet has its title, what it counts and its source above the heads; units stand in the heads."),
]


def _made(
    title: str, about: Sequence[tuple[str, str]], heads: Sequence[str], sheets: Sequence[Sheet], date: str
) -> bytes:
    """A workbook: notes that say what it is and what each sheet holds, then the sheets."""
    book, made = Workbook(write_only=True), io.BytesIO()
    book.properties.title, book.properties.creator = title, SITE
    named = list(zip(_names([sheet.id for sheet in sheets]), sheets, strict=True))
    notes = book.create_sheet("Notes")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 32, 100
    notes.append(_heads(notes, [title]))
    for line in about:
        _append(notes, line)
    notes.append(_heads(notes, heads))
    for name, sheet in named:
        long = "" if sheet.fits else f" (too long for a sheet: {sheet.file})"
        _append(notes, (name, f"{sheet.title}{long}", *sheet.page))
        for remark in filter(None, sheet.remarks):
            _append(notes, (f"{name}: note", remark))
    for name, sheet in named:
        if sheet.fits:
            _sheet(book.create_sheet(name), sheet)
    book.save(made)
    return _steady(made, date)


def _names(ids: Sequence[str]) -> Iterator[str]:
    """A name for each sheet, of the length that spreadsheets allow."""
    taken: set[str] = set()
    for id in ids:
        name = id[:_LONGEST_NAME]
        if name in taken:
            name = f"{name[: _LONGEST_NAME - 3]}-{len(taken)}"
        taken.add(name)
        yield name


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
    cells = [WriteOnlyCell(sheet, inert(typeset(word))) for word in words]
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
