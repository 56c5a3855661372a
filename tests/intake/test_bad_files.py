"""A catalogue of bad files and options at the door of an import: each is refused in one sentence before anything is
written."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from report.cli import main
from report.intake import foreign
from report.intake.adding import named, write_exceptions

from .made import portal, workbook
from .test_outlooks import FEW
from .test_workbooks import curated, few

Make = Callable[[Path], object]


def holds(content: bytes) -> Make:
    return lambda file: file.write_bytes(content)


def cell(sheet: str, place: str, value: Any) -> Make:
    """NATO's workbook with one cell changed."""
    return lambda file: workbook(file, few(), changes={(sheet, place): value})


def series(code: str, **cells: str) -> Make:
    """The IMF's export with cells of one series changed."""
    return lambda file: portal(file, FEW, "2026-10-13", {code: cells})


def cut_short(file: Path) -> None:
    workbook(file, few())
    file.write_bytes(file.read_bytes()[:5000])


def other_archive(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")


def broken_sheet(file: Path) -> None:
    """The archive is whole, and one of its sheets is not."""
    workbook(file, few())
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:500]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def empty_book(file: Path) -> None:
    openpyxl.Workbook().save(file)


FILES: list[tuple[str, str, Make, str]] = [
    ("gone", "new.xlsx", lambda file: None, "is not there"),
    ("link to nothing", "new.xlsx", lambda file: file.symlink_to("nowhere"), "is not there"),
    ("pipe", "new.xlsx", os.mkfifo, "is not a file"),
    ("text", "new.xlsx", holds(b"hello"), "a file of another kind"),
    ("empty", "new.xlsx", holds(b""), "found nothing"),
    ("cut short", "new.xlsx", cut_short, "cut short"),
    ("older Excel or a password", "new.xlsx", holds(b"\xd0\xcf\x11\xe0" + bytes(600)), "an older Excel file, or one "
    "with a password"),
    ("picture", "new.png", holds(b"\x89PNG\r\n\x1a\n" + bytes(100)), "text in UTF-8"),
    ("other archive", "new.xlsx", other_archive, "an Excel workbook"),
    ("broken sheet", "new.xlsx", broken_sheet, "an Excel workbook"),
    ("empty workbook", "new.xlsx", empty_book, "expected a sheet"),
    ("formula without a result", "new.xlsx", cell("Table 3", "C5", "=B5*2"), "sheet 'Table 3', cell C5: expected a "
    "formula's result"),
    ("error of a spreadsheet", "new.xlsx", cell("Table 3", "C5", "#REF!"), "cell C5: expected a number"),
    ("decimal comma", "new.xlsx", cell("Table 3", "C5", "1,16"), "cell C5: expected a number"),
    ("true for a figure", "new.xlsx", cell("Table 3", "C5", True), "cell C5: expected a number"),
    ("superscript", "new.xlsx", cell("Table 3", "C5", "1²"), "cell C5: expected a number"),
    ("Arabic digits for a year", "new.xlsx", cell("Table 3", "B4", "٢٠١٤"), "Table 3"),
    ("unknown ally", "new.xlsx", cell("Table 3", "A5", "Ruritania"), "expected an ally or an aggregate"),
    ("huge cell", "new.xlsx", cell("Table 3", "A5", "x" * 30_000), "expected an ally or an aggregate"),
    ("other text", "new.csv", holds(b"a;b\n1;2\n"), "row 1: expected the columns of"),
    ("zero bytes", "new.csv", holds(b"a\0b,c\n"), "text in UTF-8"),
    ("UTF-16 without end", "new.csv", holds(b"\xff\xfea"), "text in UTF-8"),
    ("empty text", "new.csv", holds(b""), "row 1: expected the columns of"),
    ("page of an error", "new.csv", holds(b"<!doctype html><html>404</html>"), "row 1: expected the columns of"),
    ("huge cell of text", "new.csv", holds(b"a,b\n" + b"x" * 300_000), "field larger"),
    ("missing series", "new.csv", lambda file: portal(file, FEW, "2026-10-13"), "every series of every ally"),
    ("other scale", "new.csv", series("EST.NGDP.A", SCALE="Millions"), "'Billions' for NGDP"),
    ("figure beyond all", "new.csv", series("EST.NGDP.A", **{"2020": "-1e400"}), "expected a number such as"),
    ("word for a figure", "new.csv", series("EST.NGDP.A", **{"2020": "many"}), "expected a number such as"),
]  # fmt: skip


def imported(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["data", "import", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(("name", "make", "words"), [kind[1:] for kind in FILES], ids=[kind[0] for kind in FILES])
def test_a_bad_file_is_refused_in_a_sentence(tmp_path: Path, name: str, make: Make, words: str) -> None:
    make(tmp_path / name)
    code, said = imported(str(tmp_path / name), "--edition", "2026-10")
    assert code == 2
    assert words in said
    assert len(said) < 700
    assert said.count("\n") == 1


def test_an_archive_that_unpacks_without_end_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "LARGEST", 1_000)
    workbook(tmp_path / "new.xlsx", few())
    code, said = imported(str(tmp_path / "new.xlsx"))
    assert code == 2
    assert "found more than 1,000 bytes unpacked" in said


OPTIONS = [
    (("--edition", "2027"), "write it like 2027-07"),
    (("--edition", "2027-13"), "write it like 2027-07"),
    (("--edition", "٢٠٢٧-٠٧"), "write it like 2027-07"),
    (("--published", "2027-02-30"), "--published 2027-02-30 is no day"),
    (("--published", "10.7.2027"), "is no day of the calendar"),
    (("--accessed", "yesterday"), "--accessed yesterday is no day"),
    (("--url", "javascript:alert(1)"), "is no address"),
    (("--name", "Ruritania"), "has no '='"),
    (("--name", "Ruritania=XYZ"), "XYZ is no ally's"),
    (("--currency", "XYZ=EUR"), "XYZ is no ally's"),
    (("--accessed", "2020-01-01"), "published 2026-10 is after 2020-01-01"),
]


@pytest.mark.parametrize(("options", "words"), OPTIONS)
def test_a_bad_option_is_refused_in_a_sentence(tmp_path: Path, options: tuple[str, str], words: str) -> None:
    workbook(tmp_path / "new.xlsx", few())
    code, said = imported(str(tmp_path / "new.xlsx"), "--edition", "2026-10", *options)
    assert (code, said.count("\n")) == (2, 1)
    assert words in said


def test_the_figures_of_an_edition_are_no_other_edition(tmp_path: Path) -> None:
    workbook(tmp_path / "new.xlsx", curated("2026-07"))
    code, said = imported(str(tmp_path / "new.xlsx"), "--edition", "2026-10", "--accessed", "2026-12-01")
    assert code == 2
    assert "every figure is that of 2026-07" in said


TABLES: list[tuple[str, Make, str]] = [
    ("without the columns", holds(b"a,b\n1,2\n"), "expected a table with the columns id and reason"),
    ("empty", holds(b""), "found nothing"),
    ("picture", holds(b"\x89PNG\r\n\x1a\n" + bytes(100)), "text in UTF-8"),
    ("workbook of other things", empty_book, "found nothing"),
    ("folder", Path.mkdir, "is a directory"),
    ("gone", lambda file: None, "does not exist"),
]


@pytest.mark.parametrize(("make", "words"), [kind[1:] for kind in TABLES], ids=[kind[0] for kind in TABLES])
def test_a_table_of_exceptions_that_is_none_is_refused(tmp_path: Path, make: Make, words: str) -> None:
    make(tmp_path / "mine.csv")
    code, said = imported("new.xlsx", "--exceptions", str(tmp_path / "mine.csv"))
    assert code == 2
    assert words in said


ASKED = [{"id": "gap.2027-07.PRT.2027.other_share", "test": "gap", "reason": ""}]


@pytest.mark.parametrize(
    "saved",
    [
        "\ufeffid,test,reason\n{id},gap,Not numeric: “–”.\n".encode(),
        "id;test;reason\n{id};gap;Not numeric: “–”.\n".encode("cp1252"),
        "id\ttest\treason\n{id}\tgap\tNot numeric: “–”.\n".encode("utf-16"),
        "id,test,reason\r\n{id},gap,\"Not numeric:\r\n “–”. \"\r\n".encode(),
    ],
    ids=["UTF-8 with its mark", "semicolons in cp1252", "tabs in UTF-16", "two lines in a cell"],
)  # fmt: skip
def test_reasons_are_read_as_a_spreadsheet_saves_them_and_stay(tmp_path: Path, saved: bytes) -> None:
    file, marked = tmp_path / "mine.csv", saved.startswith(b"\xff\xfe")
    code = "utf-16-le" if marked else "ascii"
    file.write_bytes(saved.replace("{id}".encode(code), ASKED[0]["id"].encode(code)))
    assert named(file) == {ASKED[0]["id"]: "Not numeric: “–”."}
    write_exceptions(file, [*ASKED, {"id": "new", "test": "gap", "reason": ""}])
    assert named(file) == {ASKED[0]["id"]: "Not numeric: “–”.", "new": ""}


def test_reasons_may_be_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (("id", "reason"), ("gap.x", "Known.")):
        book.active.append(line)
    book.save(tmp_path / "mine.xlsx")
    assert named(tmp_path / "mine.xlsx") == {"gap.x": "Known."}


def test_the_catalogue_is_long_enough(capsys: pytest.CaptureFixture[str]) -> None:
    count = len(FILES) + len(OPTIONS) + len(TABLES) + 1
    assert count >= 45
    with capsys.disabled():
        print(f"\n{count} kinds of bad input at the door of an import")
