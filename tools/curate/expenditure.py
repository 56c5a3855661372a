"""NATO editions: from the copies in shared/data/nato to data/expenditure/<edition>.csv.

Values are copied as text, digit for digit. What changes is the vocabulary: names of measures, units and price bases.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from .files import Row, read, write

EDITIONS = ("2019-06", "2023-07", "2024-03", "2024-06", "2025-04", "2025-08", "2026-07")

COLUMNS = ("edition", "iso3", "year", "measure", "value", "unit", "price_base", "status", "source", "locator", "note")

#: name in the copies -> (name here, unit here, NATO's table); NCU stands for the currency code of the row.
MEASURES = {
    "defexp_ncu_current": ("spend_ncu_current", "million NCU", "Table 1"),
    "defexp_ncu_constant": ("spend_ncu_constant", "million NCU", "Table 1"),
    "defexp_usd_current": ("spend_usd_current", "million USD", "Table 2"),
    "defexp_usd_constant": ("spend_usd_constant", "million USD", "Table 2"),
    "share_gdp": ("share_gdp", "percent of GDP", "Table 3"),
    "real_change": ("real_change", "percent", "Table 3"),
    "gdp_usd_current": ("gdp_usd_current", "million USD", "Table 5"),
    "gdp_usd_constant": ("gdp_usd_constant", "million USD", "Table 5"),
    "gdp_per_capita_usd_constant": ("gdp_per_capita_usd_constant", "thousand USD per person", "Table 6"),
    "defexp_per_capita_usd_constant": ("spend_per_capita_usd_constant", "USD per person", "Table 6"),
    "personnel_thousands": ("personnel_thousand", "thousand persons", "Table 7"),
    "share_equipment": ("equipment_share", "percent of defence expenditure", "Table 8a"),
    "share_personnel": ("personnel_share", "percent of defence expenditure", "Table 8a"),
    "share_infrastructure": ("infrastructure_share", "percent of defence expenditure", "Table 8b"),
    "share_other": ("other_share", "percent of defence expenditure", "Table 8b"),
}

#: editions whose table numbers are known to be those above; the other copies do not keep them.
NUMBERED = {"2024-06", "2025-08", "2026-07"}
LISTS = {"2024-03", "2025-04"}

#: shares of editions known from lists of the press alone: which allies a list names.
FIRST_ESTIMATES = {
    "2016-07": "all allies",
    "2017-06": "all allies",
    "2019-11": "at 2 %",
    "2021-03": "some",
    "2021-06": "some",
    "2022-06": "at 2 %",
}
FIRST_COLUMNS = ("edition", "iso3", "year", "share_gdp", "sample", "confidence", "source_title")

NOTES = {
    "": "",
    "*": "starred in NATO's table",
    "aggregate: MNE from 2017, MKD from 2020, FIN from 2023, SWE from 2024": "members of the year",
    "secondary copy, UK rows only": "",
    "secondary: press list (expressandstar.com 2024-07-10) citing SG Annual Report 2023": "",
    "secondary: press list (knews.media 2025-04-25) of SG Annual Report 2024": "",
    "secondary: press list (knews.media 2025-04-25) of SG Annual Report 2024; country name missing in the stored"
    " excerpt, identified by elimination": "name missing in the copy, identified by elimination",
}


def price_base(unit: str) -> str:
    """Year of the prices a source unit names, ``current``, ``not stated``, or nothing where prices do not enter."""
    if "current prices" in unit:
        return "current"
    if "not stated" in unit:
        return "not stated"
    year = re.search(r"(\d{4}) prices", unit)
    return year.group(1) if year else ""


def unit(measure: str, source_unit: str) -> str:
    """Unit of a measure here, with the row's own currency in place of NCU."""
    currency = re.match(r"million ([A-Z]{3})", source_unit)
    return MEASURES[measure][1].replace("NCU", currency.group(1) if currency else "")


def locator(edition: str, measure: str) -> str:
    """Where in the source the figure stands."""
    if edition in LISTS:
        return "list of allies"
    return MEASURES[measure][2] if edition in NUMBERED else "table number not kept in the copy"


def curated(row: Row) -> Row:
    """One row in this project's vocabulary."""
    edition, measure = row["edition"], row["measure"]
    return {
        "edition": edition,
        "iso3": row["iso3"],
        "year": row["year"],
        "measure": MEASURES[measure][0],
        "value": row["value"],
        "unit": unit(measure, row["unit"]),
        "price_base": price_base(row["unit"]),
        "status": row["status"],
        "source": f"nato-{edition}",
        "locator": locator(edition, measure),
        "note": NOTES[row["footnote"]],
    }


def ordered(rows: list[dict[str, str]]) -> Iterator[Row]:
    """Rows by ally, measure in NATO's table order, year; the two aggregates last."""
    order = {name: place for place, name in enumerate(MEASURES)}
    yield from sorted(
        rows, key=lambda row: (row["iso3"].startswith("NATO_"), row["iso3"], order[row["measure"]], row["year"])
    )


def first_estimates(nato: Path) -> Iterator[Row]:
    """Shares of GDP that the press printed from editions whose tables are not held."""
    for edition, sample in FIRST_ESTIMATES.items():
        for row in read(nato / f"nato_{edition}.csv"):
            if row["measure"] == "share_gdp":
                title = row["footnote"].removeprefix("secondary: ")
                kept = {name: row[name] for name in ("edition", "iso3", "year")}
                yield {
                    **kept,
                    "share_gdp": row["value"],
                    "sample": sample,
                    "confidence": "secondary",
                    "source_title": title,
                }


def curate(shared: Path, data: Path) -> None:
    """Write one table for each NATO edition, and the lists of the press."""
    for edition in EDITIONS:
        rows = read(shared / "nato" / f"nato_{edition}.csv")
        write(data / "expenditure" / f"{edition}.csv", COLUMNS, (curated(row) for row in ordered(rows)))
    write(data / "first_estimates.csv", FIRST_COLUMNS, first_estimates(shared / "nato"))
