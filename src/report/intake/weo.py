"""An export of the IMF's World Economic Outlook, in any form of layouts.toml, as rows of this project's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from .foreign import table_lines
from .layouts import layouts, unlike

COLUMNS = ("vintage", "iso3", "indicator", "year", "value", "unit", "status", "source")
MISSING = ("", "n/a", "--", "-", "..")
NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?([eE][+-]?\d+)?")
MONTHS = {"jan": 4, "apr": 4, "oct": 10, "sep": 10}
"""Spring outlooks are labelled 04 and autumn ones 10, whatever month they appeared in."""
PRECISION = Decimal("0.001")
"""The IMF publishes three decimals; an export that gives more is rounded to them."""
COUNTRIES = "Countries"
"""The sheet of the portal's workbook that holds the same columns as its CSV."""


@dataclass
class Export:
    """What an export says of the allies."""

    file: Path
    layout: str
    header: list[str]
    published: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)


def read_export(file: Path, allies: Sequence[str], first_year: int) -> Export:
    """The allies' figures from a year on. Raises UnknownLayout for anything it does not expect, with row and column."""
    lines = table_lines(file, COUNTRIES)
    export = Export(file, _recognised(file, lines[0] if lines else []), lines[0])
    wanted = {(iso3, code) for iso3 in allies for codes in layouts()["scales"].values() for code in codes}
    found: set[tuple[str, str]] = set()
    for number, line in enumerate(lines[1:], start=2):
        cells = dict(zip(export.header, line, strict=False))
        if (key := _series(export, cells)) not in wanted:
            continue
        if key in found:
            raise unlike(file, f"row {number}", "each series once", ".".join(key))
        found.add(key)
        export.figures += _figures(export, number, cells, key, first_year)
    if missing := sorted(wanted - found):
        shown, expected = ", ".join(".".join(key) for key in missing[:5]), "every series of every ally"
        raise unlike(file, "the whole file", f"{expected} ({len(missing)} missing)", f"none for {shown}")
    return export


def vintage_of(export: Export) -> str:
    """Year and month of the outlook, from its day or the file's name (WEOApr2020all.xls); empty where neither tells."""
    if day := re.match(r"(20\d\d)-(\d\d)", export.published):
        return f"{day[1]}-{'04' if int(day[2]) <= 6 else '10'}"
    named = re.search(r"(jan|apr|sep|oct)[a-z]*[ _-]?(20\d\d)", export.file.name.casefold())
    return f"{named[2]}-{MONTHS[named[1]]:02}" if named else ""


def _recognised(file: Path, header: Sequence[str]) -> str:
    """The form whose columns are all there."""
    given = {name.strip() for name in header}
    for name, columns in layouts()["exports"].items():
        if given.issuperset(value for key, value in columns.items() if key not in ("what", "published")):
            return str(name)
    columns = {each["what"]: [v for k, v in each.items() if k != "what"] for each in layouts()["exports"].values()}
    expected = " or ".join(f"{what} ({', '.join(names)})" for what, names in columns.items())
    raise unlike(file, "row 1", f"the columns of {expected}", ", ".join(list(header)[:8]))


def _series(export: Export, cells: Mapping[str, str]) -> tuple[str, str]:
    """Ally and indicator of a line: ``EST.NGDP_R.A`` in one column, or in two."""
    columns = layouts()["exports"][export.layout]
    if "series" in columns:
        parts = cells.get(columns["series"], "").split(".")
        return (parts[0], parts[1]) if len(parts) == 3 and parts[2] == "A" else ("", "")
    return cells.get(columns["iso3"], ""), cells.get(columns["indicator"], "")


def _figures(
    export: Export, number: int, cells: Mapping[str, str], key: tuple[str, str], first_year: int
) -> Iterator[dict[str, Any]]:
    columns = layouts()["exports"][export.layout]
    _scaled(export, number, cells.get(columns["scale"], ""), key[1])
    published = cells.get(columns.get("published", ""), "")[:10]
    export.published = export.published or published
    if published != export.published:
        place = f"row {number}, column {columns['published']}"
        raise unlike(export.file, place, f"{export.published!r} as above", published)
    actual, whose = (
        _latest_actual(export, number, cells.get(columns["actual"], "")),
        {"iso3": key[0], "indicator": key[1]},
    )
    years = [name for name in export.header if re.fullmatch(r"(19|20)\d\d", name) and int(name) >= first_year]
    for year in years:
        if value := _value(export, number, year, cells.get(year, "")):
            yield {**whose, "year": int(year), "value": value, "actual": int(year) <= actual}


def _scaled(export: Export, number: int, scale: str, indicator: str) -> None:
    """Refuse a series in another scale than its indicator's; percentages need not name one."""
    expected = next(name for name, codes in layouts()["scales"].items() if indicator in codes)
    if scale != expected and not (expected == "Units" and scale == ""):
        column = layouts()["exports"][export.layout]["scale"]
        raise unlike(export.file, f"row {number}, column {column}", f"{expected!r} for {indicator}", scale)


def _latest_actual(export: Export, number: int, text: str) -> int:
    """Last year that is no estimate: ``2024``, ``FY2023/24`` (the year it ends in); 0 where none is given."""
    found = re.fullmatch(r"(?:FY)?(\d{4})(?:\.0|/\d\d)?|0?", text)
    if found is None:
        column = layouts()["exports"][export.layout]["actual"]
        raise unlike(export.file, f"row {number}, column {column}", "a year such as 2024 or FY2023/24", text)
    return int(found[1] or 0) + ("/" in text)


LARGEST = Decimal("1e18")
"""No figure of the outlook comes near: the largest, GDP in national currencies, is in billions."""


def _value(export: Export, number: int, year: str, text: str) -> str:
    """A figure with the file's digits, thousands separators removed; empty where the IMF has none."""
    if text in MISSING:
        return ""
    if not NUMBER.fullmatch(text) or not abs(Decimal(text.replace(",", ""))) < LARGEST:
        raise unlike(export.file, f"row {number}, column {year}", "a number such as 1,234.5, n/a or --", text)
    plain = text.replace(",", "")
    value = Decimal(plain)
    long = -int(value.as_tuple().exponent) > 3 or "e" in plain.casefold()
    return format(value.quantize(PRECISION).normalize(), "f") if long else plain
