"""Changing one cell in a copy of the data changes the verdicts and sentences that rest on it, and nothing else."""

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from report.folders import seeds_folder
from report.ledger import claims
from report.tables import data_path

CELLS = [
    # file, key, column, new value, claims whose verdict must change
    (
        "expenditure/2025-04.csv",
        {"iso3": "ESP", "year": "2024", "measure": "share_gdp"},
        "value",
        "2.01",
        {"000-eight-below-two", "001-ten-below-two", "004-eight-below-two"},
    ),
    (
        "expenditure/2026-07.csv",
        {"iso3": "ESP", "year": "2025", "measure": "share_gdp"},
        "value",
        "1.90",
        {"000-spain-at-two", "003-spain-two-by-year-end", "004-spain-at-two"},
    ),
    (
        "expenditure/2026-07.csv",
        {"iso3": "USA", "year": "2024", "measure": "spend_usd_current"},
        "value",
        "900000",
        set(),
    ),
    ("expenditure/2026-07.csv", {"iso3": "LTU", "year": "2026", "measure": "share_gdp"}, "value", "4.99", set()),
    (
        "expenditure/2024-06.csv",
        {"iso3": "SVK", "year": "2024", "measure": "share_gdp"},
        "value",
        "1.90",
        {"000-eight-below-two", "004-eight-below-two"},
    ),
    ("events.csv", {"id": "hague-2025-step"}, "value", "yes", {"003-step-open"}),
    ("events.csv", {"id": "istanbul-2025"}, "date", "2025-05-15", {"001-istanbul-thursday"}),
    (
        "pledges.csv",
        {"id": "nato-core-3.5-2035"},
        "target_year",
        "2032",
        {"000-core-by-2032", "001-core-by-2032", "002-core-by-2032", "003-later-deadline", "002-related-after-core"},
    ),
]


def changed_copy(folder: Path, file: str, key: dict[str, str], column: str, value: str) -> Path:
    copy = folder / "data"
    shutil.copytree(data_path(), copy)
    with (copy / file).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        fields, rows = list(reader.fieldnames or []), list(reader)
    chosen = [row for row in rows if all(row[name] == wanted for name, wanted in key.items())]
    assert len(chosen) == 1 and chosen[0][column] != value
    chosen[0][column] = value
    with (copy / file).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return copy


def identified(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines by claim, edition, basis and, where an edition speaks of two years, their order."""
    place = lines.groupby(["id", "edition", "basis"]).cumcount()
    return lines.assign(place=place).set_index(["id", "edition", "basis", "place"]).sort_index()


def rests_on(rows: tuple, file: str, key: dict[str, str]) -> bool:
    table = file.removesuffix(".csv")
    wanted = f"{key['iso3']} {key['year']} {key['measure']}" if "measure" in key else key["id"]
    return any(row.table == table and row.key == wanted for row in rows)


@pytest.fixture(scope="module")
def before():
    """The claims as the tables have them."""
    return identified(claims())


@pytest.mark.parametrize(("file", "key", "column", "value", "turned"), CELLS)
def test_one_cell(before, tmp_path, file, key, column, value, turned):
    after = identified(claims(changed_copy(tmp_path, file, key, column, value), seeds_folder(data_path())))
    assert before.index.equals(after.index)
    dependent = {name for frame in (before, after) for name, rows in frame["rows"].items() if rests_on(rows, file, key)}
    said = ["verdict", "measured", "note", "print_instead"]
    same = (before[said].astype(str) == after[said].astype(str)).all(axis=1)
    changed = set(before.index[~same])
    assert changed and changed <= dependent
    new_verdict = {name for name, *_ in before.index[before["verdict"] != after["verdict"]]}
    assert turned <= new_verdict <= {name for name, *_ in dependent}
    assert (before["print_instead"] != after["print_instead"]).any()
