"""``burdenshare sweep``: the same figures as ``report.cost``, every combination told, also those that cannot be
costed."""

from __future__ import annotations

import os

import pandas as pd
import pytest
from click.testing import CliRunner

import report
from report.cli import main


@pytest.fixture
def sweep(tmp_path):
    """Run the command; the result and the table."""

    def run(*options):
        out = tmp_path / "sweep.csv"
        result = CliRunner().invoke(main, ["sweep", "--jobs", "1", "--out", str(out), *options])
        return result, pd.read_csv(out) if out.exists() else None

    return run


def test_rows_are_those_of_cost_for_each_combination_in_order(sweep):
    result, table = sweep("--country", "Latvia EST", "--plan", "hague-2025 core-5", "--baseline", "2%")
    assert result.exit_code == 0 and "4 runs (2 countries × 2 plans)" in result.output
    pairs = table[["country", "plan"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [["LVA", "hague-2025"], ["LVA", "core-5"], ["EST", "hague-2025"], ["EST", "core-5"]]
    theirs = report.cost(report.load(), report.plan("core-5"), baseline="2%", allies="EST")
    ours = table[(table["country"] == "EST") & (table["plan"] == "core-5")]
    assert ours["extra_usd_m"].tolist() == pytest.approx(theirs["extra_usd_m"].tolist(), rel=1e-12)


def test_what_cannot_be_costed_stands_in_the_table_with_its_reason(sweep):
    result, table = sweep("--country", "ISL FIN", "--edition", "2019-06 2026-07")
    assert result.exit_code == 0
    refused = table[table["refused"].notna()].set_index(["country", "edition"])["refused"]
    assert sorted(refused.index) == [
        ("FIN", "2019-06"),
        ("ISL", "2019-06"),
        ("ISL", "2026-07"),
    ]  # Finland joined in 2023
    assert "no share" in refused["FIN", "2019-06"] and "no forces" in refused["ISL", "2026-07"]
    assert table.loc[table["refused"].notna(), "extra_usd_m"].isna().all()


@pytest.mark.parametrize(
    ("option", "wrong", "right"),
    [("--country", "Estonai", "Estonia"), ("--plan", "hage", "hague-2025"), ("--edition", "2026-7", "2026-07")],
)
def test_a_wrong_name_is_refused_with_the_nearest(sweep, option, wrong, right):
    result, table = sweep(option, wrong)
    assert result.exit_code == 2 and f"Did you mean '{right}'" in result.output and table is None


def test_all_means_all_that_are_held():
    from report.cli.sweeping import values_of

    assert values_of("edition", "all") == report.tables.releases.editions() and len(values_of("country", None)) == 32


def test_one_run_is_told_as_one(sweep):
    result, table = sweep("--country", "EST")
    assert result.output.endswith(f"sweep.csv: {len(table)} rows from 1 run\n")
    assert "[1/1] hague-2025 2026-07 2026-04 freeze\n" in result.output


@pytest.mark.parametrize("name", ["foo.xlsx", "foo", "foo.csv.gz"])
def test_a_table_of_another_format_is_refused(tmp_path, name):
    result = CliRunner().invoke(main, ["sweep", "--country", "EST", "--out", str(tmp_path / name)])
    assert result.exit_code == 2 and f"--out {tmp_path / name}: a table is written as .csv" in result.output
    assert not list(tmp_path.iterdir())


def test_a_table_that_no_sweep_made_is_kept_and_a_link_leads_to_the_table(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "letter.csv").write_text("Dear Ann,\n")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("real.csv")
    whys = {
        "folder": "is a directory",
        "letter": "no sweep over country, plan,",
        "pipe": "is no file: name another place",
    }
    for name, why in whys.items():
        result = CliRunner().invoke(main, ["sweep", "--country", "EST", "--out", str(tmp_path / f"{name}.csv")])
        assert result.exit_code == 2 and why in result.output
    assert (tmp_path / "letter.csv").read_text() == "Dear Ann,\n"
    for _ in range(2):  # its own table it replaces, and not the link
        CliRunner().invoke(main, ["sweep", "--country", "EST", "--out", str(tmp_path / "link.csv")])
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "real.csv").read_text().startswith("country,plan,edition,macro,baseline,year,")


@pytest.mark.parametrize("option", ["--country", "--plan", "--edition", "--macro", "--baseline"])
def test_a_list_that_names_nothing_is_refused(sweep, option):
    result, table = sweep(option, ",")
    assert result.exit_code == 2 and "give at least one" in result.output and table is None
