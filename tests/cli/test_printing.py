"""What is printed for people and for other programs, the summary of an ally, and what a shell completes."""

import csv
import io
import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner

import report
from report.cli import main

FEW = ("--draws", "50")


def run(*words, **environment):
    return CliRunner(env=environment).invoke(main, list(words))


def test_no_text_of_a_table_for_other_programs_is_a_formula(tmp_path):
    (tmp_path / "own.toml").write_text('extends = "hague-2025"\ntitle = "=1+1"\n', encoding="utf-8")
    table = pd.read_csv(io.StringIO(run("compare", "DEU", "--plan", f"{tmp_path}/own.toml core-5", "--csv").output))
    shown = run("cost", "EST", "--plan", str(tmp_path / "own.toml"), "--csv").output
    assert not any(cell.startswith("=") for line in csv.reader(io.StringIO(shown)) for cell in line)
    assert not any(str(cell).startswith("=") for cell in [*table, *table.to_numpy().ravel()])


@pytest.mark.parametrize(
    "words",
    [
        ("country", "EST", "ISL"),
        ("cost", "EST"),
        ("risk", "EST", *FEW),
        ("compare", "DEU", "FRA"),
        ("plans",),
        ("claims", "--text", "000"),
        ("fact", "share_gdp.EST"),
        ("data", "diff", "2025-08", "2026-07"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_every_table_is_to_be_had_for_other_programs(words):
    comma, told = run(*words, "--csv"), run(*words, "--json")
    assert (comma.exit_code, told.exit_code) == (0, 0), comma.output + told.output
    records = json.loads(told.output)
    records = records if isinstance(records, list) else [records]
    table = pd.read_csv(io.StringIO(comma.output))
    assert len(table) == len(records) and all(list(record) == list(table.columns) for record in records)


def test_the_summary_is_that_of_the_functions(d):
    row = json.loads(run("country", "ESP", "--json").output)[0]
    card = report.verification(d, "hague-2025", allies="ESP").iloc[0]
    now = report.burden(d, allies="ESP").iloc[0]
    last = report.cost(d, "hague-2025", allies="ESP").query("component == 'core' and year == 2035").iloc[0]
    assert (row["share_gdp"], row["rank"]) == (pytest.approx(now["share_gdp"]), now["rank"])
    assert (row["standing"], row["target_share"], row["pledge_share"]) == ("exempt", 2.1, card["pledge_share"])
    assert row["gap_pp"] == pytest.approx(2.1 - now["share_gdp"])
    assert row["extra_ncu_m_constant"] == pytest.approx(last["extra_ncu_m_constant"], abs=1e-5)


@pytest.mark.parametrize("edition", ["2025-08", "2024-03", "2019-06"])
@pytest.mark.parametrize("command", ["country", "cost", "compare", "purchase", "yardsticks", "financing"])
def test_a_figure_the_edition_lacks_is_no_number_in_print(command, edition):
    for ally in ("EST", "DEU"):
        shown = run(command, ally, "--edition", edition)
        assert shown.exit_code == 0 and not re.search(r"\b(nan|NaN|None|NaT|inf)\b", shown.output), shown.output


def test_the_summary_asks_the_plan_and_the_edition():
    assert "3.5% of GDP by 2035" in run("country", "Germany").output
    assert "nothing beyond today’s share" in run("country", "DEU", "--plan", "freeze").output
    old = run("country", "DEU", "--edition", "2025-08", "--prices", "current").output
    assert "no figure" in old and "over holding the 2024e share of GDP" in old and "extra 2025 to 2035" in old
    assert "none, hence no spending" in run("country", "Iceland").output


@pytest.mark.parametrize(
    ("line", "offered"), [("burdenshare cost --plan hag", "hague-2025"), ("burdenshare country E", "EST")]
)
def test_a_shell_completes_allies_plans_and_editions(line, offered):
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1), "_BURDENSHARE_COMPLETE": "bash_complete"}
    said = CliRunner(env=asked).invoke(main, [], prog_name="burdenshare", complete_var="_BURDENSHARE_COMPLETE")
    assert f"plain,{offered}" in said.output.splitlines()
