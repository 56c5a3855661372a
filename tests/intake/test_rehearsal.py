"""The day NATO publishes, and the day the IMF does, rehearsed from the command line: docs/refresh.md step by step."""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import report
from as_of import BY_HAND, as_of
from report.cli import main
from report.cli.sweeping import values_of
from report.intake import adding
from report.intake.describe import describe
from report.intake.files import read, write
from report.intake.incoming import Stated
from report.outlook.scenario import Scenario
from report.pages import alliance_page, check_parameters
from report.pages.lookup import fact
from report.tables import data_path, load
from report.tables.releases import newest_edition, newest_vintage

from .made import NAMES, october, portal, workbook
from .next_year import rows_of_2027

NOTE = "(e) From this edition, core defence expenditure includes coast guards."
TESTS = Path(__file__).parents[1]
RENAMED, MISSING = "Czech Lands", "HUN"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory):
    """A desk with a copy of the tables and of the seeds, and the two files that have just been published."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(data_path(), root / "before")
    shutil.copytree(data_path(), root / "data")
    shutil.copytree(data_path().parent / "seeds", root / "seeds")
    workbook(root / "def-exp-2027-en.xlsx", rows_of_2027(MISSING), NAMES | {"CZE": RENAMED}, "2025", [NOTE])
    portal(root / "WEOOct2026.csv", october(), "2026-10-13T13:00:00Z")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_DATA", str(root / "data"))
        patch.chdir(root)
        yield root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["data", *arguments])


def state(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()


IMPORT = (
    "import",
    "def-exp-2027-en.xlsx",
    "--edition",
    "2027-07",
    "--accessed",
    "2027-07-15",
    "--name",
    f"{RENAMED}=CZE",
)


def by_a_spreadsheet(file: Path, rows: list[dict[str, str]]) -> None:
    """Saved as a German Excel saves a CSV."""
    with file.open("w", encoding="cp1252", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_an_edition_is_in_after_its_exceptions_were_named(desk: Path) -> None:
    before = state(desk / "data")

    early = run(*IMPORT, "--accessed", "2027-06-30")
    assert "published 2027-07 is after 2027-06-30" in early.output
    stranger = run(*IMPORT[:6])
    assert stranger.exit_code == 2
    assert "sheet 'Table 1', cell A9: expected an ally or an aggregate" in stranger.output
    assert RENAMED in stranger.output

    file = desk / "exceptions-2027-07.csv"
    mine = {"id": "sum_of_allies.2027-07.NATO_TOTAL.2014.spend_usd_current", "reason": "Hungary’s, as in 2026-07."}
    by_a_spreadsheet(file, [{**mine, "checked by": "Eva"}])
    unnamed = run(*IMPORT)
    assert unnamed.exit_code == 2
    assert f"footnote: {NOTE}" in unnamed.output
    assert "prices of 2025" in unnamed.output
    assert "break a rule they should keep: 373 (" in unnamed.output
    assert state(desk / "data") == before, "a refused import changes nothing"
    assert "missing: Hungary: no figure at all" in unnamed.output
    rows = [{name.lstrip("\ufeff"): cell for name, cell in row.items()} for row in read(file)]
    assert {row["reason"] for row in rows if row["test"] == "coverage"} == {"The workbook has no figure of Hungary."}
    sums = [row for row in rows if row["test"] == "sum_of_allies" and row["reason"]]
    assert [(row["id"], row["reason"], row["checked by"]) for row in sums] == [(*mine.values(), "Eva")], (
        "what was written stays; nothing is invented"
    )
    assert run(*IMPORT, "--exceptions", "exeptions.csv").exit_code == 2, "a slip in the file's name is no empty file"
    by_a_spreadsheet(file, [{**row, "reason": row["reason"] or "An invented edition."} for row in rows])

    done = run(*IMPORT, "--exceptions", str(file))
    assert done.exit_code == 0, done.output
    assert "against 2026-07:" in done.output
    assert "  Hungary: figures → no figure" in done.output
    assert "guideline of Wales, 2026" not in done.output, "of the allies that both have, as many meet it"
    assert "members at or above the guideline of Wales, 2027: – → " in done.output
    assert not [path.name for path in desk.iterdir() if path.name.startswith(".data.new")]

    after = state(desk / "data")
    assert "nothing was changed" in run(*IMPORT[:2]).output, "the file is known by its bytes"
    assert "in the tables already, as 2027-07" in run(*IMPORT[:2], "--edition", "2027-08").output
    assert state(desk / "data") == after, "a second import changes nothing"

    assert newest_edition() == "2027-07"
    assert load().edition_info["price_base"] == "2025"
    assert NOTE in load().edition_info["note"]
    assert report.ally(RENAMED) == "CZE"
    source = next(row for row in read(desk / "data" / "sources.csv") if row["id"] == "nato-2027-07")
    assert source["sha256"] == hashlib.sha256((desk / "def-exp-2027-en.xlsx").read_bytes()).hexdigest()
    described = (desk / "data" / "datapackage.json").read_bytes()
    describe(desk / "data")
    assert (desk / "data" / "datapackage.json").read_bytes() == described


def test_the_difference_is_a_page_and_a_table(desk: Path) -> None:
    done = run("diff", "2026-07", "2027-07", "--html", "diff.html")
    assert done.exit_code == 0, done.output
    (desk / "diff.csv").write_text(run("diff", "2026-07", "2027-07", "--csv").output, encoding="utf-8")
    rows = read(desk / "diff.csv")
    assert {row["kind"] for row in rows} >= {"headline", "status"}
    assert {"spend_usd_constant", "gdp_usd_constant"}.isdisjoint(row["measure"] for row in rows), "another price base"
    page = (desk / "diff.html").read_text(encoding="utf-8")
    assert page.count("<table>") == page.count("<caption>") >= 4
    assert "prices and exchange rates of the base year" in page


def test_the_new_edition_is_what_everything_takes_without_being_asked(desk: Path) -> None:
    assert load().edition == check_parameters({})["edition"] == alliance_page().edition == "2027-07"
    assert Scenario().edition == ("2027-07",)
    assert values_of("edition", None) == ["2027-07"]
    assert fact("share_gdp.DEU").id == "2027-07.share_gdp.DEU.2027"
    assert "2027e" in CliRunner().invoke(main, ["cost", "EST"]).output


def test_a_page_is_built_from_the_new_edition(desk: Path) -> None:
    build = ["build", "--country", "EST", "--out", "out"]
    command = [sys.executable, "-m", "report", *build]
    done = subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2027" in (desk / "out" / "country" / "EST.html").read_text(encoding="utf-8")


def test_a_forecast_is_in_with_what_it_says_of_the_past(desk: Path) -> None:
    before = {name: (desk / "data" / name).read_bytes() for name in ("forecasts/growth.csv", "outturns/inflation.csv")}
    known = {"id": "blank.2026-10.POL.2014.PCPIPCH", "reason": "Blank in the IMF's file."}
    write(desk / "known.csv", list(known), [known])
    done = run("import", "WEOOct2026.csv", "--accessed", "2026-10-14", "--exceptions", "known.csv")
    assert done.exit_code == 0, done.output
    assert "against 2026-04:" in done.output
    assert "Germany 2027: " in done.output
    assert newest_vintage() == load().vintage == check_parameters({})["macro"] == Scenario().macro[0] == "2026-10"
    for name, content in before.items():
        assert (desk / "data" / name).read_bytes().startswith(content), "what was there stays byte for byte"
    assert {row["horizon_years"] for row in read(desk / "data" / "outturns" / "inflation.csv")} == {"-1", "-2"}
    again = state(desk / "data")
    assert "nothing was changed" in run("import", "WEOOct2026.csv").output
    assert state(desk / "data") == again


def test_without_what_came_in_the_tables_are_those_of_the_day_before(desk: Path) -> None:
    back = as_of(desk / "data", *BY_HAND, desk / "back")
    assert (newest_edition(back), newest_vintage(back)) == BY_HAND
    before = {file.relative_to(desk / "before"): read(file) for file in (desk / "before").rglob("*.csv")}
    after = {file.relative_to(back): read(file) for file in back.rglob("*.csv")}
    assert {str(name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {
        "accepted.csv",
        "allies.csv",
    }, "Czechia's new name is kept"


def test_answers_worked_out_by_hand_hold_beside_a_newer_edition_and_forecast(desk: Path) -> None:
    stated = ["facts/test_fact.py", "facts/test_band.py", "pages/test_lookup.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(TESTS / name) for name in stated)]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_import_that_fails_half_way_changes_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = desk / "half"
    for name in ("data", "seeds"):
        shutil.copytree(Path(adding.__file__).parents[3] / name, folder / name)
    before = state(folder / "data")

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(adding, "describe", full)
    with (
        pytest.raises(ValueError, match="no space left"),
        adding.arriving(desk / "WEOOct2026.csv", Stated(accessed="2026-10-14"), folder=folder / "data"),
    ):
        pass
    assert state(folder / "data") == before
    assert sorted(path.name for path in folder.iterdir()) == [".data.work", "data", "seeds"]


def test_tables_with_changes_nobody_accepted_take_nothing_in(desk: Path) -> None:
    folder = desk / "changed"
    shutil.copytree(Path(adding.__file__).parents[3] / "data", folder / "data")
    pledges = folder / "data" / "pledges.csv"
    pledges.write_text(
        pledges.read_text(encoding="utf-8").replace(",DEU,core,3.5,", ",DEU,core,3.6,"), encoding="utf-8"
    )
    with (
        pytest.raises(adding.CannotImport, match="is not what was accepted"),
        adding.arriving(desk / "WEOOct2026.csv", Stated(accessed="2026-10-14"), folder=folder / "data"),
    ):
        pass
