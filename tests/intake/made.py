"""Files in the layouts of NATO and of the IMF, made from tables of this project."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from report.intake.files import read
from report.intake.layouts import layouts, plain
from report.intake.nato import STARRED
from report.tables import data_path

NAMES = {row["iso3"]: row["name"] for row in read(data_path() / "allies.csv")}
AGGREGATES = {code: name for name, code in layouts()["aggregates"].items()}
WORDS = {code: words for words, codes in layouts()["currencies"].items() for code in codes}
WORDS |= {"DKK": "Kroner", "NOK": "Kroner", "RON": "New Lei"}
NOTHING = ("..", "-", None)
Rows = Sequence[Mapping[str, str]]


def october() -> list[dict[str, str]]:
    """April's outlook with another growth in Germany, and all that hangs on it left to April."""
    rows = [dict(row) for row in read(data_path() / "macro" / "2026-04.csv")]
    for row in rows:
        if (row["iso3"], row["indicator"], row["year"]) == ("DEU", "PCPIPCH", "2027"):
            row["value"] = "2.9"
    return rows


def number(text: str) -> float | int:
    return float(text) if "." in text else int(text)


def heading(pattern: str, base: str, definition: str) -> str:
    return plain(pattern).replace("<year>", base).replace("<definition>", definition)


def workbook(
    file: Path,
    rows: Rows,
    names: Mapping[str, str] = NAMES,
    base: str = "2021",
    footnotes: Iterable[str] = (),
    changes: Mapping[tuple[str, str], Any] | None = None,
) -> Path:
    """A workbook in NATO's layout since 2025 from rows of an expenditure table; ``changes`` are cells by sheet and
    place, set last."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    figures: dict[tuple[str, str], dict[int, Mapping[str, str]]] = defaultdict(dict)
    for row in rows:
        figures[row["measure"], row["iso3"]][int(row["year"])] = row
    years = {int(row["year"]): row["status"] == "estimate" for row in rows}
    for table in layouts()["tables"]:
        sheet = book.create_sheet(f"Table {table['number']}")
        title = heading(table["title"], base, "Core defence expenditure")
        sheet.append([f"Table {table['number']}: {title}"])
        if table["unit"]:
            sheet.append([heading(table["unit"], base, "core defence expenditure")])
        for pattern, measure in table["headings"].items():
            block(sheet, heading(pattern, base, "Core defence expenditure"), measure, figures, years, names)
        sheet.append([f"Notes: Figures for {' and '.join(str(y) for y, e in years.items() if e)} are estimates."])
        if table["number"] == "4":
            book.create_sheet("Table 4").append(["Table 4: Core defence expenditure real change"])
    book.create_sheet("Notes")
    for note in footnotes:
        book["Notes"].append([note])
    for (sheet, place), value in (changes or {}).items():
        book[sheet][place] = value
    book.save(file)
    return file


def block(sheet: Any, title: str, measure: str, figures: Mapping, years: Mapping[int, bool], names: Mapping) -> None:
    """A heading, the years, a line for each ally and aggregate, a blank line."""
    sheet.append([title])
    sheet.append([None, *(f"{year}e" if estimate else year for year, estimate in sorted(years.items()))])
    absent = itertools.cycle(NOTHING)
    for iso3, name in {**names, **AGGREGATES}.items():
        held = figures.get((measure, iso3), {})
        if held or (iso3 == "ISL" and measure.startswith("gdp")):
            cells = [number(held[year]["value"]) if year in held else next(absent) for year in sorted(years)]
            sheet.append([label(name, measure, next(iter(held.values()), {})), *cells])
    sheet.append([])


def label(name: str, measure: str, row: Mapping[str, str]) -> str:
    """``Slovenia* (Euros)``."""
    star = "*" if row.get("note") == STARRED else ""
    currency = row["unit"].split()[-1] if measure.startswith("spend_ncu") else ""
    return f"{name}{star}" + (f" ({WORDS[currency]})" if currency else "")


def series(rows: Rows) -> dict[tuple[str, str], dict[str, Mapping[str, str]]]:
    found: dict[tuple[str, str], dict[str, Mapping[str, str]]] = defaultdict(dict)
    for row in rows:
        found[row["iso3"], row["indicator"]][row["year"]] = row
    return found


def last_actual(held: Mapping[str, Mapping[str, str]]) -> str:
    return max((year for year, row in held.items() if row["status"] == "actual"), default="")


def scale(indicator: str) -> str:
    return next(name for name, codes in layouts()["scales"].items() if indicator in codes)


def portal(file: Path, rows: Rows, published: str, changes: Mapping[str, Mapping[str, str]] | None = None) -> Path:
    """The IMF portal's CSV: a line for each series, ``EST.NGDP_R.A``; ``changes`` are cells by series and column."""
    years = [str(year) for year in range(1980, max(int(row["year"]) for row in rows) + 1)]
    header = [
        "DATASET",
        "SERIES_CODE",
        "COUNTRY",
        "FREQUENCY",
        "SCALE",
        "PUBLICATION_DATE",
        "LATEST_ACTUAL_ANNUAL_DATA",
        *years,
    ]
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.DictWriter(text, header)
        writer.writeheader()
        for (iso3, indicator), held in series(rows).items():
            code = f"{iso3}.{indicator}.A"
            cells = {year: row["value"] for year, row in held.items()}
            named = {
                "DATASET": "IMF.RES:WEO(9.0.0)",
                "SERIES_CODE": code,
                "COUNTRY": NAMES[iso3],
                "FREQUENCY": "Annual",
            }
            told = {
                "SCALE": scale(indicator),
                "PUBLICATION_DATE": published,
                "LATEST_ACTUAL_ANNUAL_DATA": last_actual(held),
            }
            writer.writerow({**named, **told, **cells, **(changes or {}).get(code, {})})
        writer.writerow({"SERIES_CODE": "G001.NGDP_RPCH.A", "SCALE": "Units", "PUBLICATION_DATE": published})
    return file


def older(file: Path, rows: Rows) -> Path:
    """The IMF's tab-separated file in UTF-16: thousands separators, ``n/a`` and ``--`` for what there is not."""
    years = [str(year) for year in range(1980, max(int(row["year"]) for row in rows) + 1)]
    header = [
        "WEO Country Code",
        "ISO",
        "WEO Subject Code",
        "Country",
        "Units",
        "Scale",
        *years,
        "Estimates Start After",
    ]
    absent = itertools.cycle(("n/a", "--", ""))
    with file.open("w", encoding="utf-16", newline="") as text:
        writer = csv.writer(text, delimiter="\t")
        writer.writerow(header)
        for (iso3, indicator), held in series(rows).items():
            cells = [thousands(held[year]["value"]) if year in held else next(absent) for year in years]
            units = "" if scale(indicator) == "Units" else scale(indicator)
            writer.writerow(["111", iso3, indicator, NAMES[iso3], "", units, *cells, last_actual(held)])
        writer.writerow(["International Monetary Fund, World Economic Outlook Database"])
    return file


def thousands(text: str) -> str:
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in ("-0", "0", "-") else text
