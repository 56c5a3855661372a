"""Exceptions that no oddity explains yet, as rows for data/oddities.csv: the reason is left to write."""

from __future__ import annotations

import csv
import sys
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from report.tables import Dataset, held, load
from report.tables.oddities import unlisted
from report.tables.reconcile import exceptions

from .files import read

COLUMNS = ["id", "edition", "iso3", "year", "measure", "test", "expect", "tolerance", "reason", "source"]

PUBLISHERS = {"expenditure": "nato", "macro": "imf-weo"}

#: rules that count, and sums of whole millions; all others are percentages
COUNTS = {"coverage", "gap", "blank", "currency"}
SUMS = {"sum_of_allies", "base_year"}

BETWEEN = "revised_"
"""Beginning of the names of rules between editions, whose reasons are of single revisions and are not taken over."""


def precision(test: str) -> tuple[int, str]:
    """Decimals of the expected discrepancy, and the tolerance that goes with them."""
    if test in COUNTS:
        return 0, "0"
    return (0, "0.5") if test in SUMS else (5, "0.00001")


def row(exception: Mapping[Hashable, Any]) -> dict[str, str]:
    """One exception as a row of oddities.csv."""
    test, where = str(exception["test"]), str(exception["edition"])
    decimals, tolerance = precision(test)
    year = str(exception["year"]) if exception["year"] else ""
    parts = (test, where, str(exception["iso3"]), year, str(exception["measure"]))
    return {
        "id": ".".join(part for part in parts if part),
        **dict(zip(("edition", "iso3", "year", "measure", "test"), (where, *parts[2:], test), strict=True)),
        "expect": f"{exception['discrepancy']:.{decimals}f}",
        "tolerance": tolerance,
        "reason": "",
        "source": f"{PUBLISHERS[exception['table']]}-{where}",
    }


def unexplained(data: Path) -> pd.DataFrame:
    """Exceptions of a data folder that are not on its list."""
    editions = {name: load(edition=name, path=data) for name in held.editions(data)}
    vintages = {name: load(macro=name, path=data) for name in held.vintages(data)}
    return _unlisted(editions, vintages)


def _unlisted(editions: Mapping[str, Dataset], vintages: Mapping[str, Dataset]) -> pd.DataFrame:
    listed = next(iter([*editions.values(), *vintages.values()])).oddities
    return unlisted(exceptions(editions, vintages), listed)


def unexplained_rows(data: Path, name: str, reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """Exceptions of one edition or vintage as rows, with the reasons given by id."""
    if name in held.editions(data):
        found = _unlisted({each: load(edition=each, path=data) for each in _with_the_one_before(data, name)}, {})
    else:
        found = _unlisted({}, {name: load(macro=name, path=data)})
    rows = map(row, found[found["edition"] == name].to_dict("records"))
    return [{**each, "reason": reasons.get(each["id"], "")} for each in rows]


def _with_the_one_before(data: Path, name: str) -> list[str]:
    """An edition and the one before it that is more than a list of shares, which the rules between editions compare."""
    lists = {row["edition"] for row in read(data / "editions.csv") if row["completeness"] == "press list"}
    return [each for each in held.editions(data) if each <= name and each not in lists][-2:]


def suggested(rows: Sequence[Mapping[str, str]], data: Path) -> list[dict[str, str]]:
    """The rows with the reason an earlier edition's oddity of the same rule, ally and measure has, where none is given."""
    earlier = {(r["test"], r["iso3"], r["measure"]): r["reason"] for r in read(data / "oddities.csv")}
    return [
        {
            **r,
            "reason": r["reason"]
            or ("" if r["test"].startswith(BETWEEN) else earlier.get((r["test"], r["iso3"], r["measure"]), "")),
        }
        for r in rows
    ]


def list_exceptions(data: Path) -> int:
    """Print the rows to add; exit code 1 when there are any."""
    found = unexplained(data)
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writerows(map(row, found.to_dict("records")))
    return int(len(found) > 0)
