"""Files that others have saved, as lines of cells: text as spreadsheets write it, and Excel workbooks."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
from openpyxl.utils import get_column_letter

from .layouts import unlike, unreadable

Found = TypeVar("Found")
Line = tuple[Any, ...]

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a file of Excel before 2007 begins, and one with a password."""
LARGEST = 500_000_000
"""Bytes a workbook may have unpacked; NATO's have 3 million, the IMF's 60."""
SAVE = "an Excel workbook (.xlsx) without a password, or a CSV"


def is_workbook(file: Path) -> bool:
    """Whether a file is an Excel workbook; one that calls itself so and is not is refused."""
    if zipfile.is_zipfile(file):
        return True
    with file.open("rb") as opened:
        begins = opened.read(4)
    if begins == OLD_EXCEL:
        raise unreadable(file, SAVE, "an older Excel file, or one with a password")
    if begins[:2] == b"PK":
        raise unreadable(file, SAVE, "an archive that is cut short: copy or download it again")
    if file.suffix.casefold() in (".xlsx", ".xlsm"):
        raise unreadable(file, SAVE, "a file of another kind" if begins else None)
    return False


def table_lines(file: Path, sheet: str = "") -> list[list[str]]:
    """Lines of a table as text: of a text file, or of a workbook's sheet, the first where none is named."""
    if not is_workbook(file):
        return text_lines(file)
    excel = Excel(file)
    lines = excel.lines(sheet or excel.names[0])
    return [["" if cell is None else str(cell).strip() for cell in line] for line in lines]


def text_lines(file: Path) -> list[list[str]]:
    """Lines of a text file, cells stripped: UTF-8, UTF-16 with its mark or cp1252; commas, semicolons or tabs."""
    text = _decoded(file)
    first = text.partition("\n")[0]
    separator = max("\t;,", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise unreadable(file, "a table as text", str(error)) from None
    return [[cell.strip() for cell in line] for line in lines]


def _decoded(file: Path) -> str:
    raw = file.read_bytes()
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable(file, "text in UTF-8, UTF-16 or cp1252", "other bytes")


class Excel:
    """An Excel workbook: ``names`` of its sheets, days on which it was ``saved``, and a sheet's lines."""

    def __init__(self, file: Path) -> None:
        self.file = file
        calculated = self._guarded(self._has_formulas)
        self._book = self._open(data_only=True)
        self._formulas = self._open(data_only=False) if calculated else None
        self.names: list[str] = [sheet.title for sheet in self._book.worksheets]
        moments = (self._book.properties.created, self._book.properties.modified)
        self.saved: list[datetime.date] = [moment.date() for moment in moments if moment is not None]

    def lines(self, name: str) -> list[Line]:
        """A sheet's lines of cells. Refuses a formula without a result: programs other than Excel may not store any."""
        found = self._read(self._book, name)
        formulas = self._read(self._formulas, name) if self._formulas is not None else []
        for number, (line, written) in enumerate(zip(found, formulas, strict=False), start=1):
            for place, (cell, formula) in enumerate(zip(line, written, strict=False), start=1):
                if cell is None and isinstance(formula, str) and formula.startswith("="):
                    where = f"sheet {name!r}, cell {get_column_letter(place)}{number}"
                    raise unlike(self.file, where, "a formula's result (open and save it in Excel)", formula)
        return found

    def _has_formulas(self) -> bool:
        with zipfile.ZipFile(self.file) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise ValueError(f"more than {LARGEST:,} bytes unpacked")
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            return any(re.search(rb"<f[ >]", archive.read(name)) for name in sheets)

    def _open(self, data_only: bool) -> Any:
        made = partial(openpyxl.load_workbook, read_only=True, data_only=data_only)
        return self._guarded(lambda: made(io.BytesIO(self.file.read_bytes())))

    def _read(self, book: Any, name: str) -> list[Line]:
        def read() -> list[Line]:
            book[name].reset_dimensions()
            return [tuple(line) for line in book[name].iter_rows(values_only=True)]

        return self._guarded(read)

    def _guarded(self, work: Callable[[], Found]) -> Found:
        """What reading gives; whatever a broken archive raises, in one sentence."""
        try:
            return work()
        except Exception as error:
            raise unreadable(self.file, SAVE, str(error) or type(error).__name__) from None
