"""Exceptions that no oddity explains yet, as rows for data/oddities.csv: the reason is left to write."""

from __future__ import annotations

import csv
import sys
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from report.facts import written
from report.tables import Dataset, load, releases
from report.tables.oddities import unlisted
from report.tables.reconcile import exceptions
from report.tables.reconcile.exceptions import as_published
from report.tables.reconcile.published import Published

from .files import read

COLUMNS = ["id", "edition", "iso3", "year", "measure", "test", "expect", "tolerance", "reason", "source"]

PUBLISHERS = {"expenditure": "nato", "macro": "imf-weo"}

#: rules that count, and sums of whole millions; all others are percentages
COUNTS = {"coverage", "gap", "blank", "currency"}
SUMS = {"sum_of_allies", "base_year"}

BETWEEN = "revised_"
"""Beginning of the names of rules between editions, whose reasons are of single revisions and are not taken over."""
ABSENT = {"gap": "The workbook has no figure here.", "blank": "The IMF's file has no figure here."}
"""Rules that say no more than that a figure is missing."""
SAME = 0.005


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
    editions = {name: load(edition=name, path=data) for name in releases.editions(data)}
    vintages = {name: load(macro=name, path=data) for name in releases.vintages(data)}
    return _unlisted(editions, vintages)


def _unlisted(editions: Mapping[str, Dataset], vintages: Mapping[str, Dataset]) -> pd.DataFrame:
    listed = next(iter([*editions.values(), *vintages.values()])).oddities
    return unlisted(exceptions(editions, vintages), listed)


def unexplained_rows(data: Path, name: str, reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """Exceptions of one edition or vintage as rows, with the reasons given by id."""
    if name in releases.editions(data):  # and the one before it that is no press list, with which rules compare it
        lists = {row["edition"] for row in read(data / "editions.csv") if row["completeness"] == "press list"}
        compared = [each for each in releases.editions(data) if each <= name and each not in lists][-2:]
        found = _unlisted({each: load(edition=each, path=data) for each in compared}, {})
    else:
        found = _unlisted({}, {name: load(macro=name, path=data)})
    rows = map(row, found[found["edition"] == name].to_dict("records"))
    return [{**each, "reason": reasons.get(each["id"], "")} for each in rows]


def suggested(rows: Sequence[Mapping[str, str]], data: Path) -> list[dict[str, str]]:
    """The rows, with a reason where one is computed to hold: who has no figure; what was said of the same figure."""
    if not rows:
        return []
    name = rows[0]["edition"]
    here = as_published(load(edition=name, path=data)) if name in releases.editions(data) else None
    names = {r["iso3"]: r["name"] for r in read(data / "allies.csv")}
    earlier = {_figure(r): r for r in read(data / "oddities.csv") if r["edition"] != name}
    return [
        {**r, "reason": r["reason"] or _absent(r, here, names) or _repeated(r, earlier.get(_figure(r)))} for r in rows
    ]


def _figure(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("test", "iso3", "year", "measure"))


def _absent(row: Mapping[str, str], here: Published | None, names: Mapping[str, str]) -> str:
    """Of whom there is no figure, for the rules that say no more than that."""
    if row["test"] != "coverage" or here is None:
        return ABSENT.get(row["test"], "")
    year, (figures, _) = int(row["year"]), here.figures(row["iso3"], row["measure"])
    absent = figures.index[figures[year].isna() & here.parts(row["iso3"], row["measure"])[year]]
    return f"The workbook has no figure of {written.listing([names[iso3] for iso3 in absent])}."


def _repeated(row: Mapping[str, str], before: Mapping[str, str] | None) -> str:
    """The reason of the figure's oddity in an earlier edition, if as large at NATO's two decimals and of it alone."""
    if before is None or row["test"] in SUMS or row["test"].startswith(BETWEEN):
        return ""
    alike = abs(float(row["expect"]) - float(before["expect"])) < SAME
    return f"As in {before['edition']}: {before['reason']}" if alike else ""


def list_exceptions(data: Path) -> int:
    """Print the rows to add; exit code 1 when there are any."""
    found = unexplained(data)
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writerows(map(row, found.to_dict("records")))
    return int(len(found) > 0)
