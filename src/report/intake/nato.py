"""NATO's workbook of defence expenditure, in any layout of layouts.toml, as rows of this project's tables."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from report.tables.names import folded

from .foreign import Excel, Line
from .layouts import digits, fits, layouts, plain, unlike

COLUMNS = ("edition", "iso3", "year", "measure", "value", "unit", "price_base", "status", "source", "locator", "note")
YEAR = re.compile(r"((?:19|20)\d\d)(e?)")
STARRED, MEMBERS = "starred in NATO's table", "members of the year"

Years = dict[int, tuple[int, bool]]
"""Column (from zero) → year, and whether NATO marks it as an estimate."""


@dataclass(frozen=True)
class Names:
    """How labels of a workbook are understood: names of allies, folded, and the allies' currencies."""

    allies: Mapping[str, str]
    currencies: Mapping[str, str]


@dataclass
class Workbook:
    """What a workbook says: figures, and what they are stated in."""

    file: Path
    names: Names
    layout: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)
    years: list[tuple[int, bool]] = field(default_factory=list)
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    saved: list[datetime.date] = field(default_factory=list)

    def agree(self, what: str, value: str, place: str) -> None:
        """Note a price base or a definition; refuse one that differs from that of another place."""
        first, known = next(iter(self.said.setdefault(what, {place: value}).items()))
        if known.casefold() != value.casefold():
            raise unlike(self.file, place, f"{known!r} as in {first}", value)

    def note(self, texts: Iterable[str]) -> None:
        """Keep footnotes, each once."""
        self.footnotes = list(dict.fromkeys([*self.footnotes, *texts]))

    def one(self, what: str) -> str:
        """The price base or the definition all tables share."""
        return next(iter(self.said[what].values()))


def read_workbook(file: Path, names: Names) -> Workbook:
    """All tables of a workbook. Raises UnknownLayout for anything it does not expect, with sheet and cell."""
    excel = Excel(file)
    book = Workbook(file, names, saved=excel.saved)
    sheets = {name: excel.lines(name) for name in excel.names}
    book.layout = _recognised(file, sheets)
    for table in layouts()["tables"]:
        _Sheet(book, table, sheets).read()
    for name, lines in sheets.items():
        if name.casefold().startswith("note"):
            book.note(_words(lines))
    return book


def _recognised(file: Path, sheets: Mapping[str, Sequence[Line]]) -> str:
    """The layout whose first sheet is there."""
    known = {name: layout["sheet"].format(number=1) for name, layout in layouts()["layouts"].items()}
    for name, sheet in known.items():
        if sheet in sheets:
            return name
    raise unlike(file, "sheets", f"a sheet {' or '.join(map(repr, known.values()))}", ", ".join(sheets))


class _Sheet:
    """One table being read from its sheet, line by line."""

    def __init__(self, book: Workbook, table: Mapping[str, Any], sheets: Mapping[str, Sequence[Line]]) -> None:
        layout = layouts()["layouts"][book.layout]
        self.book, self.table = book, table
        self.name = layout["sheet"].format(number=table["number"])
        if self.name not in sheets:
            raise unlike(book.file, "sheets", f"a sheet {self.name!r}", ", ".join(sheets))
        self.lines = sheets[self.name]
        self.title = layout["title"].get(table["number"], layout["title"]["default"])
        self.years: Years = {}
        self.measure = ""
        self.unit = not table["unit"]
        self.seen: set[tuple[str, str]] = set()

    def read(self) -> None:
        """Take the title, then line by line headings, units, years and figures, then the notes."""
        lines = enumerate(self.lines[self._start() :], start=self._start() + 1)
        for number, line in lines:
            texts = [(place, cell.strip()) for place, cell in enumerate(line) if isinstance(cell, str) and cell.strip()]
            if texts and re.match(r"notes?\b|\*", texts[0][1], re.IGNORECASE):
                self.book.note([texts[0][1], *_words(line for _, line in lines)])
                break
            self._line(number, line, texts)
        self._complete()

    def _start(self) -> int:
        """Check the title; the number of lines up to it."""
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", self.title).groups()  # type: ignore[union-attr]
        line = self.lines[int(row) - 1] if int(row) <= len(self.lines) else ()
        place = ord(column) - ord("A")
        found = line[place] if place < len(line) else None
        pattern = f"Table {self.table['number']} ?: ?{self.table['title']}"
        says = fits(pattern, found) if isinstance(found, str) else None
        if says is None:
            raise self._unlike(self.title, f"{plain(pattern)!r}", found)
        self._agree(says, self.title)
        return int(row)

    def _line(self, number: int, line: Line, texts: Sequence[tuple[int, str]]) -> None:
        years = _years(line)
        if years:
            self._take_years(number, years)
        elif self._is_heading(number, line, texts):
            return
        elif any(cell is not None for cell in line):
            self._figures(number, line, texts)

    def _is_heading(self, number: int, line: Line, texts: Sequence[tuple[int, str]]) -> bool:
        """Whether a line is one text alone: a heading or a unit is noted; before the first years also a remark."""
        if len(texts) != 1 or any(cell not in (None, "") for place, cell in enumerate(line) if place != texts[0][0]):
            return False
        text, cell = texts[0][1], self._cell(number, texts[0][0])
        for pattern, measure in self.table["headings"].items():
            if (says := fits(pattern, text)) is not None:
                self.measure = measure
                self._agree(says, cell)
                return True
        if (says := fits(self.table["unit"], text)) is not None:
            self.unit = True
            self._agree(says, cell)
            return True
        if self.years and self._iso3(text) is None:
            raise self._unlike(cell, f"a heading ({self._headings()}) or an ally", text)
        return True

    def _take_years(self, number: int, years: Years) -> None:
        given = list(years.values())
        first = given[0][0]
        expected = [(first + place, estimate) for place, estimate in enumerate(sorted(flag for _, flag in given))]
        if given != (self.book.years or expected):
            words = ", ".join(f"{year}{'e' * estimate}" for year, estimate in self.book.years or expected)
            raise self._unlike(f"row {number}", f"the years {words}", ", ".join(f"{y}{'e' * e}" for y, e in given))
        self.years, self.book.years = years, given

    def _figures(self, number: int, line: Line, texts: Sequence[tuple[int, str]]) -> None:
        first = min(self.years, default=len(line))
        label = next(((place, text) for place, text in texts if place < first), None)
        cells = {place: line[place] for place in self.years if place < len(line)}
        if (
            label is None
        ):  # of no name are NATO's own sums, zero or in error: of no figure, and refused if they hold one
            for place, cell in cells.items():
                if isinstance(cell, int | float) and cell != 0:
                    raise self._unlike(self._cell(number, place), "no figure, as the line has no name", cell)
        elif not self.measure or not self.years:
            raise self._unlike(
                self._cell(number, label[0]), f"a heading ({self._headings()}) and a line of years", label[1]
            )
        else:
            self._ally(number, self._cell(number, label[0]), label[1], cells)

    def _ally(self, number: int, cell: str, label: str, cells: Mapping[int, Any]) -> None:
        iso3 = self._iso3(label)
        if iso3 is None:
            name = re.sub(r"\*|\(.*?\)", " ", label).strip()
            raise self._unlike(cell, f'an ally or an aggregate (if it is one, add --name "{name[:60]}=ISO3")', label)
        if (iso3, self.measure) in self.seen:
            raise self._unlike(cell, f"each ally once under {self.measure}", label)
        self.seen.add((iso3, self.measure))
        common = {"iso3": iso3, "measure": self.measure, "locator": f"Table {self.table['number']}"}
        common |= {"note": _note(iso3, label), "currency": self._currency(cell, iso3, label)}
        for place, value in cells.items():
            if (text := self._value(number, place, value)) is not None:
                year, estimate = self.years[place]
                self.book.figures.append({**common, "year": year, "estimate": estimate, "value": text})

    def _iso3(self, label: str) -> str | None:
        name = re.sub(r"\*|\(.*?\)", " ", label).strip()
        return layouts()["aggregates"].get(" ".join(name.split())) or self.book.names.allies.get(folded(name))

    def _currency(self, cell: str, iso3: str, label: str) -> str:
        """ISO 4217 code of the currency in brackets behind a name of Table 1; nothing elsewhere."""
        if not self.measure.startswith("spend_ncu"):
            return ""
        named = [codes for words in _bracketed(label) if (codes := layouts()["currencies"].get(words))]
        own = self.book.names.currencies.get(iso3, "")
        if not named:
            raise self._unlike(cell, "a currency of layouts.toml in brackets behind the name", label)
        code = own if own in named[0] else named[0][0]
        if code != own and len(named[0]) > 1:
            raise self._unlike(cell, f"the currency of {iso3} ({own})", label)
        return str(code)

    def _value(self, number: int, place: int, value: Any) -> str | None:
        """A figure with the digits of the cell; None where the cell says that there is none."""
        if value is None or (isinstance(value, str) and value.strip() in layouts()["missing"]):
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._unlike(self._cell(number, place), "a number, '..' or '-'", value)
        return digits(value)

    def _complete(self) -> None:
        """Refuse a sheet that lacks a heading or its unit."""
        missing = set(self.table["headings"].values()) - {measure for _, measure in self.seen}
        for pattern, measure in self.table["headings"].items():
            if measure in missing:
                raise self._unlike("column A and after", f"the heading {plain(pattern)!r} with figures under it", None)
        if not self.unit:
            raise self._unlike("below the title", f"the unit {plain(self.table['unit'])!r}", None)

    def _agree(self, says: Mapping[str, str], cell: str) -> None:
        for what, value in says.items():
            self.book.agree(what, value, f"sheet {self.name!r}, cell {cell}")

    def _headings(self) -> str:
        return " or ".join(repr(plain(pattern)) for pattern in self.table["headings"])

    def _cell(self, number: int, place: int) -> str:
        return f"{get_column_letter(place + 1)}{number}"

    def _unlike(self, cell: str, expected: str, found: object) -> Exception:
        where = cell if " " in cell else f"cell {cell}"
        return unlike(self.book.file, f"sheet {self.name!r}, {where}", expected, found)


def _words(lines: Iterable[Line]) -> list[str]:
    """The texts of some lines, page numbers apart."""
    texts = [cell.strip() for line in lines for cell in line if isinstance(cell, str)]
    return [text for text in texts if text and not re.fullmatch(r"-?\d+-?", text)]


def _years(line: Line) -> Years:
    """The years of a line that holds nothing else; empty for any other line."""
    given = [(place, cell) for place, cell in enumerate(line) if cell not in (None, "")]
    found = [
        (place, YEAR.fullmatch(digits(cell) if isinstance(cell, float) else str(cell).strip())) for place, cell in given
    ]
    if len(found) < 2 or not all(match for _, match in found):
        return {}
    return {place: (int(match[1]), bool(match[2])) for place, match in found if match}


def _bracketed(label: str) -> list[str]:
    return [" ".join(words.split()) for words in re.findall(r"\((.*?)\)", label)]


def _note(iso3: str, label: str) -> str:
    """What stands beside a name: NATO's star, notes in brackets, and that aggregates follow membership."""
    if iso3.startswith("NATO_"):
        return MEMBERS
    marks = [f"note ({words}) in NATO's table" for words in _bracketed(label) if words not in layouts()["currencies"]]
    return "; ".join([*([STARRED] if "*" in label else []), *marks])
