"""A publisher's file as rows of this project's tables, with the records of where it comes from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from report.tables import releases
from report.tables.cells import is_date
from report.tables.errors import ReportError
from report.tables.names import folded
from report.tables.schema import Category, package

from . import nato, weo
from .files import Row, read, sha256
from .foreign import Excel, is_workbook
from .layouts import layouts

HISTORIES = {"growth": "NGDP_RPCH", "inflation": "PCPIPCH"}
HORIZONS = {"forecasts": range(6), "outturns": range(-2, 0)}


ANOTHER = 1.5
"""Two vintages that differ by this factor in a year's GDP at current prices are not in the same currency."""


class CannotImport(ReportError):
    """A file that is understood and cannot be added as it is; the message says what to do."""


@dataclass(frozen=True)
class Stated:
    """What the user says of a file: edition or vintage, days, address, names and currencies of allies."""

    edition: str = ""
    published: str = ""
    url: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    accessed: str = ""


@dataclass(frozen=True)
class Incoming:
    """An edition or a vintage ready to be added: its table, rows for other tables, and what to tell of it."""

    kind: str
    id: str
    columns: tuple[str, ...]
    rows: list[Row]
    added: Mapping[str, list[Row]]
    aliases: Mapping[str, str]
    told: list[str]

    @property
    def table(self) -> str:
        """Path of the table: ``expenditure/2026-07.csv``."""
        return f"{self.kind}/{self.id}.csv"


def understood(file: Path, folder: Path, stated: Stated) -> Incoming:
    """What a file holds: NATO's workbook or an export of the IMF's outlook."""
    if not file.is_file():
        what = "is not a file: name the publisher's workbook or export" if file.exists() else "is not there"
        raise CannotImport(f"{file} {what}")
    _sound(stated)
    if is_workbook(file) and weo.COUNTRIES not in Excel(file).names:
        return _edition(file, folder, stated)
    return _vintage(file, folder, stated)


def _sound(stated: Stated) -> None:
    """Raise CannotImport for what the user says of a file and cannot be."""
    edition = re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", stated.edition, re.ASCII)
    if stated.edition and not edition:
        raise CannotImport(f"--edition {stated.edition} is no year and month: write it like 2027-07")
    for name, day in (("published", stated.published), ("accessed", stated.accessed)):
        if day and not is_date(day):
            raise CannotImport(f"--{name} {day} is no day of the calendar: write it like 2027-07-10")
    if stated.url and not re.match(r"https?://\S+$", stated.url):
        raise CannotImport(f"--url {stated.url} is no address: write it like https://www.nato.int/…")


def _known_as(file: Path, folder: Path, stated: Stated, prefix: str) -> str:
    """The edition or vintage as which this very file is known. Raises CannotImport where another is stated for."""
    sha, sources = sha256(file), read(folder / "sources.csv")
    known = next((row["id"].removeprefix(f"{prefix}-") for row in sources if row["sha256"] == sha), "")
    if known and stated.edition not in ("", known):
        raise CannotImport(
            f"{file.name} is in the tables already, as {known} (the same bytes): it is not {stated.edition} as well. "
            f"If {known} was the wrong name, restore the data folder from version control and import the file again"
        )
    return known


def _names(folder: Path, stated: Stated) -> nato.Names:
    """Names under which allies are known in the data folder, and those the user gives."""
    names, codes = dict[str, str](), dict[str, str]()
    for row in read(folder / "allies.csv"):
        known = (row["iso3"], row["iso2"], row["name"], *row["aliases"].split("|"))
        names |= {folded(name): row["iso3"] for name in known if name}
        codes[row["iso3"]] = row["currency"]
    if wrong := [iso3 for iso3 in [*stated.names.values(), *stated.currencies] if iso3 not in codes]:
        raise CannotImport(f"{wrong[0]} is no ally's ISO 3166-1 alpha-3 code, such as EST")
    given = {folded(name): iso3 for name, iso3 in stated.names.items()}
    return nato.Names(names | given, codes | dict(stated.currencies))


def _categories(folder: Path, kind: str) -> Mapping[str, Category]:
    """Measures or indicators with their units, as the descriptor of the data folder has them."""
    tables = package(folder).tables
    table = tables[f"{kind}-{releases.among(tables, kind)[-1]}"]
    return next(column.categories for column in table.fields if column.categories)


def _edition(file: Path, folder: Path, stated: Stated) -> Incoming:
    """NATO's workbook as an edition."""
    book = nato.read_workbook(file, _names(folder, stated))
    years = [year for year, _ in book.years]
    saved = [day.isoformat() for day in sorted(book.saved) if day.year == years[-1]]
    edition = _known_as(file, folder, stated, "nato") or stated.edition or (saved[0][:7] if saved else "")
    if not edition:
        raise CannotImport(
            f"{file.name} does not say when it was published: name the edition, such as --edition {years[-1]}-07"
        )
    published = stated.published or next((day for day in saved if day.startswith(edition)), edition)
    definition = layouts()["definitions"][book.one("definition").capitalize()]
    title = layouts()["publications"][definition].format(first=years[0], last=years[-1])
    notes = [note for note in book.footnotes if not any(re.fullmatch(usual, note) for usual in layouts()["usual"])]
    row = {
        "edition": edition, "title": title, "published": published, "cut_off": "", "completeness": "complete",
        "price_base": book.one("base"), "first_year": str(years[0]), "last_year": str(years[-1]),
        "first_estimate_year": str(next((year for year, estimate in book.years if estimate), years[-1] + 1)),
        "definition": definition, "source": f"nato-{edition}", "note": " ".join(["NATO's workbook.", *notes]),
    }  # fmt: skip
    rows = _expenditure(book, edition, _categories(folder, "expenditure"))
    told = [
        f"{file.name}: {layouts()['layouts'][book.layout]['what']}, edition {edition}",
        f"{len(rows):,} figures, {years[0]} to {years[-1]}, estimates from {row['first_estimate_year']}; prices of "
        f"{row['price_base']}; {definition}",
        *(f"footnote: {note}" for note in notes),
        *_absent(book, folder, years[-1]),
    ]
    source = _source(file, folder, stated, "nato", edition, title, published)
    return Incoming("expenditure", edition, nato.COLUMNS, rows, {"editions.csv": [row], **source}, stated.names, told)


def _absent(book: nato.Workbook, folder: Path, last: int) -> list[str]:
    """Allies with forces without any figure, and those without a share of GDP in the last year."""
    some = {figure["iso3"] for figure in book.figures}
    shares = {f["iso3"] for f in book.figures if f["measure"] == "share_gdp" and f["year"] == last}
    allies = {row["iso3"]: row["name"] for row in read(folder / "allies.csv") if row["has_forces"] == "true"}
    missing = [name for iso3, name in allies.items() if iso3 not in some]
    without = [name for iso3, name in allies.items() if iso3 in some - shares]
    parts = ((missing, "no figure at all"), (without, f"no share of GDP in {last}"))
    return [f"missing: {', '.join(names)}: {what}" for names, what in parts if names]


def _expenditure(book: nato.Workbook, edition: str, measures: Mapping[str, Category]) -> list[Row]:
    """Rows by ally, measure in NATO's order, year; the two aggregates last."""
    order, base = list(measures), {"constant": book.one("base"), "current": "current", "": ""}

    def place(figure: Mapping[str, Any]) -> tuple[Any, ...]:
        iso3 = figure["iso3"]
        return iso3.startswith("NATO_"), iso3, order.index(figure["measure"]), figure["year"]

    return [
        {
            "edition": edition,
            **{name: str(figure[name]) for name in ("iso3", "year", "measure", "value", "locator", "note")},
            "unit": measures[figure["measure"]].unit.replace("NCU", figure["currency"]),
            "price_base": base[measures[figure["measure"]].prices],
            "status": "estimate" if figure["estimate"] else "actual",
            "source": f"nato-{edition}",
        }
        for figure in sorted(book.figures, key=place)
    ]


def _vintage(file: Path, folder: Path, stated: Stated) -> Incoming:
    """An export of the World Economic Outlook as a vintage, with its forecasts and reports of the two years before."""
    names = _names(folder, stated)
    first = min(int(row["year"]) for row in read(folder / "macro" / f"{releases.newest_vintage(folder)}.csv"))
    export = weo.read_export(file, list(names.currencies), first)
    vintage = _known_as(file, folder, stated, "imf-weo") or stated.edition or weo.vintage_of(export)
    if not vintage:
        raise CannotImport(f"{file.name} does not say which outlook it is: name it, such as --edition 2026-10")
    rows = _macro(export, vintage, names.currencies, _categories(folder, "macro"))
    _same_money(rows, read(folder / "macro" / f"{releases.newest_vintage(folder)}.csv"))
    published = stated.published or export.published or vintage
    title = f"World Economic Outlook, {'April' if vintage.endswith('04') else 'October'} {vintage[:4]}"
    told = [
        f"{file.name}: {layouts()['exports'][export.layout]['what']}, vintage {vintage}",
        f"{len(rows):,} figures, {first} to {max(int(row['year']) for row in rows)}",
    ]
    source = _source(file, folder, stated, "imf-weo", vintage, title, published)
    histories = {  # unless the IMF's historical database has told of the vintage already
        path: new
        for path, new in _histories(rows, vintage).items()
        if all(row["vintage"] != vintage for row in read(folder / path))
    }
    return Incoming("macro", vintage, weo.COLUMNS, rows, {**source, **histories}, stated.names, told)


def _macro(
    export: weo.Export, vintage: str, currencies: Mapping[str, str], indicators: Mapping[str, Category]
) -> list[Row]:
    order = {name: place for place, name in enumerate(indicators)}
    figures = sorted(export.figures, key=lambda f: (f["iso3"], order[f["indicator"]], f["year"]))
    return [
        {
            "vintage": vintage,
            **{name: str(figure[name]) for name in ("iso3", "indicator", "year", "value")},
            "unit": indicators[figure["indicator"]].unit.replace("NCU", currencies[figure["iso3"]]),
            "status": "actual" if figure["actual"] else "projection",
            "source": f"imf-weo-{vintage}",
        }
        for figure in figures
    ]


def _same_money(rows: Iterable[Row], held_rows: Iterable[Row]) -> None:
    """Refuse GDP that is another amount than the newest vintage's in the same currency: the currency has changed."""
    known = {(r["iso3"], r["year"], r["unit"]): float(r["value"]) for r in held_rows if r["indicator"] == "NGDP"}
    for row in rows:
        before = known.get((row["iso3"], row["year"], row["unit"])) if row["indicator"] == "NGDP" else None
        if before and not 1 / ANOTHER < float(row["value"]) / before < ANOTHER:
            raise CannotImport(
                f"GDP of {row['iso3']} in {row['year']} is {row['value']} and was {before:g} {row['unit']}: if the "
                f"file is in another currency, name it: --currency {row['iso3']}=XXX"
            )


def _histories(rows: Iterable[Row], vintage: str) -> dict[str, list[Row]]:
    """Rows for the tables of past forecasts and outturns."""
    found: dict[str, list[Row]] = {f"{kind}/{name}.csv": [] for kind in HORIZONS for name in HISTORIES}
    for row in rows:
        horizon = int(row["year"]) - int(vintage[:4])
        for kind, horizons in HORIZONS.items():
            for name, indicator in HISTORIES.items():
                if row["indicator"] == indicator and horizon in horizons:
                    kept = {column: row[column] for column in ("vintage", "iso3", "year", "value", "source")}
                    found[f"{kind}/{name}.csv"].append({**kept, "horizon_years": str(horizon)})
    return found


def _source(
    file: Path, folder: Path, stated: Stated, prefix: str, identity: str, title: str, published: str
) -> dict[str, list[Row]]:
    """The origin record: a row of sources.csv, terms as in the newest edition or vintage of the same publisher."""
    like: dict[str, Any] = [row for row in read(folder / "sources.csv") if row["id"].startswith(f"{prefix}-2")][-1]
    obtained = stated.accessed or datetime.date.today().isoformat()
    row = {
        **like, "id": f"{prefix}-{identity}", "title": title, "published": published, "url": stated.url,
        "obtained_from": f"the publisher's own file, {file.name}", "accessed": obtained, "curated_from": file.name,
        "sha256": sha256(file), "note": "Imported with burdenshare data import; figures copied as text.",
    }  # fmt: skip
    return {"sources.csv": [row]}
