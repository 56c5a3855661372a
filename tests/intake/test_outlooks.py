"""Exports of the World Economic Outlook in both forms: the curated rows come back; anything else is refused with row
and column."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from report.intake.files import read, write
from report.intake.incoming import CannotImport, Stated, understood
from report.intake.layouts import UnknownLayout
from report.intake.weo import read_export
from report.tables import data_path

from .made import older, portal


def curated(vintage: str) -> list[dict[str, str]]:
    return read(data_path() / "macro" / f"{vintage}.csv")


ROWS = curated("2026-04")
FEW = [row for row in ROWS if row["iso3"] in ("DEU", "EST")]


def test_the_portals_export_gives_the_curated_rows(tmp_path: Path) -> None:
    found = understood(
        portal(tmp_path / "weo.csv", ROWS, "2026-04-14T13:00:00Z"), data_path(), Stated(accessed="2026-12-01")
    )
    assert found.id == "2026-04"
    assert [dict(row) for row in found.rows] == ROWS
    assert found.added["sources.csv"][0]["published"] == "2026-04-14"
    assert not any("/" in path for path in found.added), "what it expected is in the tables already"


def test_what_an_outlook_expects_is_added_to_the_past_forecasts(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data_path(), tmp_path / "data"))
    history = folder / "forecasts" / "growth.csv"
    rows = read(history)
    write(history, list(rows[0]), [row for row in rows if row["vintage"] != "2026-04"])
    found = understood(portal(tmp_path / "weo.csv", ROWS, "2026-04-14"), folder, Stated(accessed="2026-12-01"))
    assert sorted(found.added["forecasts/growth.csv"], key=place) == sorted(
        (row for row in rows if row["vintage"] == "2026-04"), key=place
    )


def place(row: Mapping[str, str]) -> tuple[str, str]:
    return row["iso3"], row["year"]


def test_the_older_file_gives_the_curated_rows(tmp_path: Path) -> None:
    found = understood(older(tmp_path / "WEOApr2026all.xls", ROWS), data_path(), Stated(accessed="2026-12-01"))
    assert found.id == "2026-04"
    assert [dict(row) for row in found.rows] == ROWS


def test_the_portals_workbook_has_the_same_columns(tmp_path: Path) -> None:
    file = portal(tmp_path / "weo.csv", FEW, "2026-04-14")
    book = openpyxl.Workbook()
    book.active.title = "Countries"
    with file.open(encoding="utf-8-sig", newline="") as text:
        for line in csv.reader(text):
            book.active.append(
                [float(cell) if cell[:1] in "-0123456789" and cell and "-" not in cell[1:] else cell for cell in line]
            )
    book.save(tmp_path / "WEOApr2026all.xlsx")
    one, other = (read_export(tmp_path / name, ["DEU", "EST"], 2014) for name in ("weo.csv", "WEOApr2026all.xlsx"))
    figures = [
        [(f["iso3"], f["indicator"], f["year"], float(f["value"]), f["actual"]) for f in each.figures]
        for each in (one, other)
    ]
    assert figures[0] == figures[1]
    assert len(figures[0]) == len(FEW)


@pytest.mark.parametrize(
    ("series", "column", "text", "message"),
    [
        ("EST.NGDP.A", "SCALE", "Millions", "column SCALE: expected 'Billions' for NGDP, found 'Millions'"),
        ("EST.LP.A", "2030", "1,3", "column 2030: expected a number such as 1,234.5"),
        ("EST.LP.A", "LATEST_ACTUAL_ANNUAL_DATA", "spring", "expected a year such as 2024 or FY2023/24, found "
        "'spring'"),
        ("EST.LP.A", "PUBLICATION_DATE", "2026-10-13", "column PUBLICATION_DATE: expected '2026-04-14' as above"),
        ("EST.LP.A", "SERIES_CODE", "DEU.LP.A", "expected each series once, found 'DEU.LP'"),
        ("EST.LP.A", "SERIES_CODE", "XXX.LP.A", "every series of every ally (1 missing), found 'none for EST.LP'"),
    ],
)  # fmt: skip
def test_an_export_that_differs_is_refused(tmp_path: Path, series: str, column: str, text: str, message: str) -> None:
    file = portal(tmp_path / "weo.csv", FEW, "2026-04-14", {series: {column: text}})
    with pytest.raises(UnknownLayout) as error:
        read_export(file, ["DEU", "EST"], 2014)
    assert message in str(error.value)


def test_fiscal_years_end_in_the_year_that_is_actual_and_more_decimals_are_rounded(tmp_path: Path) -> None:
    changes = {"EST.LP.A": {"LATEST_ACTUAL_ANNUAL_DATA": "FY2023/24", "2024": "1.37462", "2025": "1E+2"}}
    found = read_export(portal(tmp_path / "weo.csv", FEW, "2026-04-14", changes), ["DEU", "EST"], 2014)
    rows = {row["year"]: row for row in found.figures if (row["iso3"], row["indicator"]) == ("EST", "LP")}
    assert (rows[2024]["actual"], rows[2025]["actual"]) == (True, False)
    assert (rows[2024]["value"], rows[2025]["value"]) == ("1.375", "100")


def test_a_file_in_another_currency_is_noticed(tmp_path: Path) -> None:
    # Bulgaria's GDP of 2024 in leva, 1.95583 to the euro, where the newest vintage has euros
    held = next(row for row in ROWS if (row["iso3"], row["indicator"], row["year"]) == ("BGR", "NGDP", "2024"))
    changes = {"BGR.NGDP.A": {"2024": f"{float(held['value']) * 1.95583:.3f}"}}
    file = portal(tmp_path / "weo.csv", ROWS, "2026-10-13", changes)
    with pytest.raises(CannotImport, match="--currency BGR=XXX"):
        understood(file, data_path(), Stated(accessed="2026-12-01"))
    found = understood(file, data_path(), Stated(accessed="2026-12-01", currencies={"BGR": "BGN"}))
    assert {row["unit"] for row in found.rows if (row["iso3"], row["indicator"]) == ("BGR", "NGDP")} == {"BGN billion"}
