"""Lists that are read without pandas, saved by a spreadsheet: every command says what is wrong in the words of ``data check``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from report.cli import main
from report.tables.store import opened

pytestmark = pytest.mark.usefixtures("here")
FORMS: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Latin-1": lambda text: text.replace("o", "\u00f6", 3).encode("latin-1", "replace"),
    "nothing": lambda text: b"",
    "half of it": lambda text: text[: len(text) // 2].encode(),
}
COMMANDS = {
    "allies": ("country EST", "build --country EST --out site", "cost EST", "sweep --country EST", "fact share_gdp.EST", "plans"),
    "editions": ("country EST", "cost EST", "fact share_gdp.EST", "compare EST"),
    "guidelines": ("country EST", "fact meeting_2.NATO"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_list_as_a_spreadsheet_saves_it_is_refused_in_the_words_of_data_check(
    desk: Path, name: str, form: str
) -> None:
    file = desk / f"data/{name}.csv"
    file.write_bytes(FORMS[form](file.read_text(encoding="utf-8")))
    said = [str(problem) for problem in opened(desk / "data").problems([name]) if problem.file == file.name]
    for words in COMMANDS[name]:
        done = CliRunner().invoke(main, words.split())
        assert (done.exit_code, done.output.partition("\n")[0]) == (2, f"burdenshare: {said[0]}"), words


def test_a_number_in_words_among_guidelines_is_named(desk: Path) -> None:
    file = desk / "data/guidelines.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",2.0,", ",two,", 1), encoding="utf-8")
    done = CliRunner().invoke(main, ["fact", "meeting_2.NATO"])
    assert done.exit_code == 2 and "guidelines.csv" in done.output and "two" in done.output


@pytest.mark.parametrize("words", [("cost", "EST"), ("plans",), ("data", "check")], ids=" ".join)
def test_the_folder_above_the_tables_is_said_to_be_that(desk: Path, words: tuple[str, ...]) -> None:
    shutil.rmtree(desk / "data/plans") if words == ("plans",) else None
    done = CliRunner().invoke(main, [*words, *([str(desk)] if words[0] == "data" else ["--data", str(desk)])])
    assert done.exit_code in (1, 2) and f"Name its data/: {desk / 'data'}" in done.output


def test_tables_without_records_are_not_given_those_of_the_project(desk: Path) -> None:
    shutil.rmtree(desk / "seeds")
    checked = CliRunner().invoke(main, ["data", "check"])
    assert checked.exit_code == 1 and "seeds: there is no such folder" in checked.output
    for words in ("claims", "claims --csv", "data diff 2025-08 2026-07"):
        done = CliRunner().invoke(main, words.split())
        assert done.exit_code == 2 and "data copy" in done.output and f"no record of claims in {desk}" in done.output
    assert CliRunner().invoke(main, ["cost", "EST"]).exit_code == 0, "what needs no records goes on"


def test_without_plans_nothing_is_said_to_be_known(desk: Path) -> None:
    shutil.rmtree(desk / "data/plans")
    done = CliRunner().invoke(main, ["cost", "EST"])
    assert done.exit_code == 2 and "there is no plan in" in done.output and "Known" not in done.output


def test_a_plan_of_the_name_of_ours_may_start_from_ours(desk: Path) -> None:
    (desk / "mixed.toml").write_text('extends = "mixed"\ntitle = "My mixture"\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["cost", "EST", "--plan", "mixed.toml"])
    assert done.exit_code == 0 and "My mixture" in done.output


def test_own_tables_are_not_described_by_a_command_that_reads_others(desk: Path) -> None:
    file = desk / "data/expenditure/2026-07.csv"
    file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    done = CliRunner().invoke(main, ["data", "check"])
    assert "python -m tools.curate describe --data FOLDER" in done.output
