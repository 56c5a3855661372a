"""The workbook of a page: every download as a sheet that a person, and a screen reader, can find their way in."""

from __future__ import annotations

import io
from dataclasses import replace

import publish_sample as sample
import pytest
from openpyxl import load_workbook

from report.publish import workbook
from report.publish.read import read


@pytest.fixture(scope="module")
def made():
    return workbook.workbook(read(sample.briefing()))


@pytest.fixture(scope="module")
def book(made):
    return load_workbook(io.BytesIO(made))


def test_notes_first_then_a_sheet_for_each_exhibit(book):
    assert book.sheetnames == ["Notes", "ladder", "paths", "panels", "bill", "shares"]
    notes = {row[0]: row[1] for row in book["Notes"].iter_rows(values_only=True) if row[0]}
    assert notes["ladder"] == "All but one ally meet 2%; five are already past 3.5%"
    assert notes["ladder: note"] == "Iceland has no armed forces and is not shown."


def test_a_sheet_has_title_source_units_and_heads_that_stay(book):
    sheet = book["bill"]
    assert sheet["A1"].value == "What the road costs, a year" and "NATO, July 2026" in sheet["A3"].value
    heads = [cell.value for cell in sheet[workbook.HEAD_ROW]]
    assert heads == [
        "Year",
        "Core (% of GDP)",
        "Level (US$ million, current prices)",
        "Above a frozen share (US$ million, current prices)",
    ]
    assert sheet.freeze_panes == "B5" and sheet[workbook.HEAD_ROW][0].font.bold


def test_numbers_are_numbers(book):
    """The sample's second year: 5.1 + 1 / 50 % of GDP, 2,480 + 131 US$ million."""
    row = [cell.value for cell in book["bill"][workbook.HEAD_ROW + 2]]
    assert row == [2027, pytest.approx(5.12), 2611, 37]


def test_no_cell_is_a_formula():
    document = read(sample.briefing())
    figure = document.exhibits[0]
    attack = dict.fromkeys(("title", "subtitle", "note", "source"), "=1+1")
    attacked = replace(figure, rows=[["=1+1"] * len(figure.columns)], **attack)
    made = workbook.workbook(replace(document, cells={0: [attacked]}))
    cells = [cell for sheet in load_workbook(io.BytesIO(made)) for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in cells].count("'=1+1") >= 4


def test_equal_pages_give_equal_bytes(made):
    assert workbook.workbook(read(sample.briefing())) == made


def test_the_site_has_a_workbook_of_all_its_pages_but_those_of_single_allies(built):
    book = load_workbook(built / "data/burdenshare.xlsx")
    assert book.sheetnames[:3] == ["Notes", "briefing-ladder", "briefing-paths"]
    assert not any(name.startswith("country") for name in book.sheetnames)
    listed = {row[0]: row[1:] for row in book["Notes"].iter_rows(values_only=True)}
    assert listed["briefing-bill"] == ("What the road costs, a year", "Briefing")
    sheet = book["briefing-bill"]
    assert sheet.freeze_panes == "B5" and "NATO, July 2026" in sheet["A2"].value
    assert [cell.value for cell in sheet[workbook.HEAD_ROW + 2]] == [2027, pytest.approx(5.12), 2611, 37]


def test_other_sites_are_given_a_picture_of_each_page_and_its_finding(built):
    picture = (built / "briefing.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")) == (1200, 630)
    assert '<meta property="og:image" content="briefing.png">' in (built / "index.html").read_text("utf-8")
    assert all(page.with_suffix(".png").exists() for page in (built / "country").glob("*.html"))
