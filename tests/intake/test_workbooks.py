"""NATO's workbook in both layouts: the curated rows come back digit for digit; anything else is refused with sheet and
cell."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import openpyxl
import pytest

from report.intake.files import read
from report.intake.incoming import Stated, understood
from report.intake.layouts import UnknownLayout
from report.tables import data_path

from .made import workbook

SHARED = Path(os.environ.get("BURDENSHARE_SHARED") or Path(__file__).parents[3] / "shared") / "data"
REAL = SHARED / "workbooks" / "nato-defence-expenditure-2024-06.xlsx"


def curated(edition: str) -> list[dict[str, str]]:
    return read(data_path() / "expenditure" / f"{edition}.csv")


def few() -> list[dict[str, str]]:
    """Three allies and the aggregates: enough where only the layout matters."""
    return [row for row in curated("2026-07") if row["iso3"] in ("ALB", "BEL", "BGR", "NATO_EUR_CAN", "NATO_TOTAL")]


@pytest.mark.skipif(not REAL.is_file(), reason=f"NATO's workbook of June 2024 is not at hand ({REAL.name})")
def test_the_real_workbook_gives_the_curated_rows_digit_for_digit() -> None:
    found = understood(REAL, data_path(), Stated(accessed="2026-12-01"))
    assert (found.id, len(found.rows)) == ("2024-06", 5_346)
    assert [dict(row) for row in found.rows] == curated("2024-06")


def test_a_workbook_in_the_layout_since_2025_gives_the_curated_rows(tmp_path: Path) -> None:
    note = "(e) Core defence expenditure includes coast guards."
    file = workbook(tmp_path / "def-exp-2026-en.xlsx", curated("2026-07"), footnotes=[note])
    found = understood(file, data_path(), Stated(edition="2026-07", accessed="2026-12-01"))
    assert [dict(row) for row in found.rows] == curated("2026-07")
    stated = found.added["editions.csv"][0]
    held = next(row for row in read(data_path() / "editions.csv") if row["edition"] == "2026-07")
    same = (
        "title",
        "completeness",
        "price_base",
        "first_year",
        "last_year",
        "first_estimate_year",
        "definition",
        "source",
    )
    assert {name: stated[name] for name in same} == {name: held[name] for name in same}
    assert f"footnote: {note}" in found.told


def test_notes_in_brackets_beside_a_name_are_kept(tmp_path: Path) -> None:
    file = workbook(tmp_path / "new.xlsx", few(), changes={("Table 7", "A5"): "Belgium (1) *"})
    found = understood(file, data_path(), Stated(edition="2026-07", accessed="2026-12-01"))
    notes = {row["note"] for row in found.rows if row["iso3"] == "BEL" and row["measure"] == "personnel_thousand"}
    assert notes == {"starred in NATO's table; note (1) in NATO's table"}


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "expected"),
    [
        ("Table 1", "A1", "Table 1: Something else", "'Table 1: <definition>'"),
        ("Table 2", "A2", "Billion US dollars", "the unit 'Million US dollars'"),
        ("Table 2", "A11", "Fixed prices", "a heading ('Current prices and exchange rates' or 'Constant <year> "
        "prices and exchange rates')"),
        ("Table 2", "A11", "Constant 2015 prices and exchange rates", "'2021'"),
        ("Table 3", "D4", "2017", "the years 2014"),
        ("Table 3", "B4", "2014e", "the years 2014"),
        ("Table 3", "A5", "Ruritania", "an ally or an aggregate"),
        ("Table 3", "C5", "1,16", "a number, '..' or '-'"),
        ("Table 3", "A6", "Albania", "each ally once under share_gdp"),
        ("Table 1", "A5", "Albania", "a currency of layouts.toml in brackets"),
        ("Table 7", "A5", None, "no figure, as the line has no name"),
        ("Table 8b", "A3", "Roads", "a heading ('Infrastructure (c)' or 'Other (d)') and a line of years"),
    ],
)  # fmt: skip
def test_an_unknown_layout_is_refused_with_sheet_and_cell(tmp_path, sheet, cell, value, expected) -> None:
    file = workbook(tmp_path / "new.xlsx", few(), changes={(sheet, cell): value})
    with pytest.raises(UnknownLayout) as error:
        understood(file, data_path(), Stated(edition="2026-07", accessed="2026-12-01"))
    message = str(error.value)
    assert message.startswith(f"new.xlsx, sheet '{sheet}', ")
    assert f"expected {expected}" in message


def test_a_sheet_that_is_missing_and_a_file_that_is_no_workbook_are_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path / "new.xlsx", few())
    book = openpyxl.load_workbook(file)
    book.remove(book["Table 5"])
    book.save(file)
    with pytest.raises(UnknownLayout, match="expected a sheet 'Table 5'"):
        understood(file, data_path(), Stated(edition="2026-07", accessed="2026-12-01"))
    (tmp_path / "torn.csv").write_bytes(b"a,b\n1,2\n")
    with pytest.raises(UnknownLayout, match="row 1: expected the columns of"):
        understood(tmp_path / "torn.csv", data_path(), Stated(accessed="2026-12-01"))


def test_the_edition_is_the_month_in_which_the_workbook_of_that_year_was_saved(tmp_path: Path) -> None:
    file = workbook(tmp_path / "new.xlsx", few())
    book = openpyxl.load_workbook(file)
    book.properties.created = datetime.datetime(2026, 7, 9, 10, 0)
    book.save(file)
    found = understood(file, data_path(), Stated(accessed="2026-12-01"))
    assert found.id == "2026-07"
    assert found.added["sources.csv"][0]["published"] == "2026-07-09"
