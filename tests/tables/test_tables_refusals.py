"""A broken table is refused with file, row, column, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.tables import BadTable, Problem, load

NATO = "expenditure/2026-07.csv"
IMF = "macro/2026-04.csv"


def refused(folder) -> list[Problem]:
    with pytest.raises(BadTable) as caught:
        load("2026-07", "2026-04", path=folder.path)
    return caught.value.problems


def swap(row: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    def how(lines: list[str]) -> list[str]:
        assert old in lines[row - 1]
        return [*lines[: row - 1], lines[row - 1].replace(old, new, 1), *lines[row:]]

    return how


# file, line, text there, text instead, expected column, expected words, expected remedy
CELLS = [
    (NATO, 5, ",17199,", ",n/a,", "value", "'n/a' is not a number", "Write a number."),
    (NATO, 5, ",17199,", ',"171,99",', "value", "'171,99' is not a number", "Write 171.99: decimal point, not comma."),
    (NATO, 5, ",17199,", ",inf,", "value", "'inf' is not a number", "Write a number."),
    (NATO, 5, ",17199,", ",nan,", "value", "'nan' is not a number", "Write a number."),
    (NATO, 5, ",17199,", ",1e999,", "value", "'1e999' is not a number", "Write a number."),
    (NATO, 5, ",17199,", ",,", "value", "the cell is empty", "Fill it, or remove the row."),
    (
        NATO,
        5,
        ",17199,",
        ",-17199,",
        "value",
        "-17199 is out of range for spend_ncu_current",
        "It must lie between 0 and 1e+08.",
    ),
    (NATO, 5, ",2017,", ",2017.0,", "year", "'2017.0' is not a whole number", "Write a whole number."),
    (NATO, 5, ",2017,", ",1917,", "year", "1917 is out of range", "It must lie between 1949 and 2100."),
    (NATO, 5, ",ALB,", ",ALBA,", "iso3", "unknown iso3 'ALBA'", "Did you mean ALB?"),
    (
        NATO,
        5,
        ",spend_ncu_current,",
        ",spend_ncu_curent,",
        "measure",
        "unknown measure 'spend_ncu_curent'",
        "Did you mean spend_ncu_current?",
    ),
    (
        NATO,
        5,
        ",million ALL,",
        ",billion ALL,",
        "unit",
        "'billion ALL' is not the unit of spend_ncu_current",
        "with the currency's ISO 4217 code",
    ),
    (NATO, 5, ",actual,", ",final,", "status", "unknown status 'final'", "actual"),
    (NATO, 5, ",current,actual", ",today,actual", "price_base", "'today' has the wrong form", "It must match"),
    (NATO, 5, "2026-07,ALB", "2025-08,ALB", "edition", "unknown edition '2025-08'", "2026-07"),
    (
        NATO,
        5,
        ",nato-2026-07,",
        ",nato-2027-07,",
        "source",
        "unknown source 'nato-2027-07': not in sources",
        "Did you mean nato-2026-07?",
    ),
    (
        NATO,
        5,
        ",Table 1,",
        ", Table 1,",
        "locator",
        "' Table 1' is not one line of plain text without spaces around it",
        "Write one line",
    ),
    (IMF, 3, ",ALB,", ",XXX,", "iso3", "unknown iso3 'XXX': not in allies", "Correct it, or add it to allies."),
    (IMF, 3, ",NGDP,", ",NGPD,", "indicator", "unknown indicator 'NGPD'", "Did you mean NGDP"),
    (IMF, 3, ",ALL billion,", ",ALL million,", "unit", "'ALL million' is not the unit of NGDP", "Use 'NCU billion'"),
    (
        "allies.csv",
        4,
        ",2004-03-29,",
        ",29/03/2004,",
        "accession",
        "'29/03/2004' is not a date such as 2026-07-10",
        "Write a date",
    ),
    ("allies.csv", 4, ",2004-03-29,", ",2004-02-30,", "accession", "'2004-02-30' is not a date", "Write a date"),
    (
        "allies.csv",
        4,
        ",2004-03-29,",
        ",1939-03-29,",
        "accession",
        "1939-03-29 is out of range",
        "It must not be below 1949-08-24.",
    ),
    (
        "allies.csv",
        4,
        ",true,true,true,",
        ",yes,true,true,",
        "has_forces",
        "'yes' is not true or false",
        "Write true or false.",
    ),
    (
        "allies.csv",
        4,
        "BGR,BG,Bulgaria,",
        "BGR,BE,Bulgaria,",
        "iso2",
        "'BE' occurs more than once",
        "Keep it in one row.",
    ),
    (
        "editions.csv",
        8,
        ",nato-2026-07,",
        ",nato-2026-08,",
        "source",
        "unknown source 'nato-2026-08'",
        "Did you mean nato-2026-07?",
    ),
]


@pytest.mark.parametrize(("file", "row", "old", "new", "column", "what", "remedy"), CELLS)
def test_a_wrong_cell_is_named(folder, file, row, old, new, column, what, remedy) -> None:
    folder.edit(file, swap(row, old, new))
    problems = [
        problem for problem in refused(folder) if (problem.file, problem.row, problem.column) == (file, row, column)
    ]
    assert len(problems) == 1
    assert what in problems[0].what
    assert remedy in problems[0].remedy


def test_every_wrong_cell_is_named_at_once(folder) -> None:
    folder.edit(NATO, swap(5, ",17199,", ",n/a,"))
    folder.edit(NATO, swap(9, ",ALB,", ",ABL,"))
    folder.edit(IMF, swap(3, ",NGDP,", ",GDP,"))
    folder.edit("allies.csv", swap(2, ",ALL,", ",all,"))
    places = [(problem.file, problem.row, problem.column) for problem in refused(folder)]
    assert places == [("allies.csv", 2, "currency"), (NATO, 9, "iso3"), (NATO, 5, "value"), (IMF, 3, "indicator")]


# file, how to break it, line, column, words, remedy
SHAPES = [
    (
        NATO,
        lambda x: [x[0].replace(",unit,", ",units,"), *x[1:]],
        1,
        "unit",
        "the column is missing",
        "Rename units to unit.",
    ),
    (
        NATO,
        lambda x: [line.replace("note\n", "note,extra\n") if line is x[0] else line[:-1] + ",\n" for line in x],
        1,
        "extra",
        "does not have",
        "Remove it",
    ),
    (
        NATO,
        lambda x: [",".join(line.split(",")[1:]) for line in x],
        1,
        "edition",
        "the column is missing",
        "Add the column edition.",
    ),
    (
        NATO,
        lambda x: [x[0].replace("edition,iso3", "iso3,edition"), *x[1:]],
        1,
        "",
        "columns out of order",
        "Order them edition, iso3",
    ),
    (
        NATO,
        lambda x: [x[0].replace("note", "unit"), *x[1:]],
        1,
        "unit",
        "the column occurs twice",
        "Remove one of the two.",
    ),
    (
        NATO,
        lambda x: [line.replace(",", ";") for line in x],
        1,
        "",
        "columns are not separated by commas",
        "CSV with commas",
    ),
    (
        NATO,
        lambda x: [*x[:9], x[9].replace(",million", ""), *x[10:]],
        10,
        "",
        "10 cells where 11 are expected",
        "one cell for each column",
    ),
    (
        NATO,
        lambda x: [*x[:9], x[9][:-1] + ",a,b\n", *x[10:]],
        10,
        "",
        "13 cells where 11 are expected",
        "double quotes",
    ),
    (
        NATO,
        lambda x: [*x[:100], x[100].rstrip("\n")],
        101,
        "",
        "the file ends in the middle of a row",
        "Restore the file",
    ),
    (NATO, lambda x: x[:101], 0, "", "100 rows where the descriptor says 6273", "Restore the file"),
    (NATO, lambda x: x[:1], 0, "", "0 rows where the descriptor says 6273", "Restore the file"),
    (NATO, lambda _: [], 0, "", "the file is empty", "Restore the file"),
    ("allies.csv", lambda x: [*x, x[3]], 34, "iso3", "BGR is already in row 4", "Keep one of the two rows."),
    (
        "editions.csv",
        lambda x: [*x[:3], "\n", *x[3:]],
        4,
        "",
        "0 cells where 12 are expected",
        "one cell for each column",
    ),
]


@pytest.mark.parametrize(("file", "how", "row", "column", "what", "remedy"), SHAPES)
def test_a_wrong_shape_is_named(folder, file, how, row, column, what, remedy) -> None:
    folder.edit(file, how)
    problems = [
        problem for problem in refused(folder) if (problem.file, problem.row, problem.column) == (file, row, column)
    ]
    assert any(what in problem.what and remedy in problem.remedy for problem in problems), refused(folder)


def test_a_duplicate_in_a_published_table_is_named(folder) -> None:
    folder.edit(NATO, lambda x: [*x[:10], x[8], *x[11:]])
    problems = refused(folder)
    assert problems[0][:3] == (NATO, 11, "edition, iso3, year, measure")
    assert problems[0].what == "2026-07 ALB 2021 spend_ncu_current is already in row 9"


def test_a_byte_order_mark_is_named(folder) -> None:
    folder.write(NATO, b"\xef\xbb\xbf" + "".join(folder.lines(NATO)).encode())
    assert refused(folder) == [
        Problem(NATO, 1, "", "the file begins with a byte order mark", "Save it as UTF-8 without one.")
    ]


def test_another_encoding_is_named_with_its_row(folder) -> None:
    row = folder.row_of("allies.csv", "TUR")
    folder.write(
        "allies.csv", "".join(folder.lines("allies.csv")).encode("utf-8").replace("Türkiye".encode(), b"T\xfcrkiye", 1)
    )
    assert Problem("allies.csv", row, "", "byte 0xfc is not UTF-8", "Save the file as UTF-8.") in refused(folder)


def test_a_missing_table_is_named(folder) -> None:
    (folder.path / IMF).unlink()
    problems = refused(folder)
    assert [problem.file for problem in problems] == [IMF]
    assert "there is no such file" in problems[0].what


def test_a_missing_descriptor_is_named(folder) -> None:
    (folder.path / "datapackage.json").unlink()
    assert [problem.file for problem in refused(folder)] == ["datapackage.json"]


def test_a_descriptor_that_is_not_json_is_named_with_its_line(folder) -> None:
    folder.write("datapackage.json", '{\n "resources": [,]\n}\n')
    problems = refused(folder)
    assert problems[0][:2] == ("datapackage.json", 2)


def test_a_descriptor_without_fields_is_named(folder) -> None:
    folder.write(
        "datapackage.json", '{"resources": [{"name": "allies", "path": "allies.csv", "title": "", "schema": {}}]}'
    )
    assert "incomplete description" in refused(folder)[0].what


def test_tables_not_asked_for_are_not_read(folder) -> None:
    folder.write("expenditure/2024-06.csv", "broken")
    folder.write("pledges.csv", "broken")
    d = load("2026-07", "2026-04", path=folder.path)
    assert d.panel.loc[("EST", 2026), "share_gdp"] == 5.1
    with pytest.raises(BadTable, match=r"pledges\.csv"):
        _ = d.pledges


def test_the_description_rules_and_not_the_code(folder) -> None:
    # a bound written into the descriptor is obeyed: no share of GDP above 5 percent would refuse Lithuania's 5.33
    text = (folder.path / "datapackage.json").read_text(encoding="utf-8")
    folder.write("datapackage.json", text.replace('"maximum": 20\n', '"maximum": 5\n'))
    assert [(problem.column, problem.what) for problem in refused(folder)] == [
        ("value", "5.1 is out of range for share_gdp"),
        ("value", "5.33 is out of range for share_gdp"),
    ]


def test_windows_line_ends_are_read(folder) -> None:
    folder.write(NATO, "".join(folder.lines(NATO)).replace("\n", "\r\n"))
    assert load("2026-07", "2026-04", path=folder.path).panel.loc[("EST", 2026), "share_gdp"] == 5.1
