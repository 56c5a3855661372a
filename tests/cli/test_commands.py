"""The command line: help at once, wrong input refused with the nearest right one, exit codes a script can trust."""

import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from report import __version__
from report.cli import main
from report.tables import data_path


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_help_lists_the_commands_and_costs_nothing():
    assert all(command in run("--help").output for command in ("build", "country", "plans", "data", "verify"))
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, report.cli; print([m for m in ('pandas', 'altair', 'nbconvert', 'papermill') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "[]"


def test_version():
    assert run("--version").output == f"burdenshare, version {__version__}\n"


def test_plans_are_listed_with_their_targets():
    output = run("plans").output
    assert "hague-2025" in output
    assert "3.5% by 2035" in output


def test_the_tables_are_sound():
    result = run("data", "check")
    assert (result.exit_code, result.output) == (0, "no problems\n")


def test_a_broken_table_is_named_with_row_column_and_remedy(tmp_path):
    shutil.copytree(data_path(), tmp_path / "data")
    table = tmp_path / "data/expenditure/2026-07.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("18788", "eighteen thousand")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("data", "check", str(tmp_path / "data"))
    assert result.exit_code == 1
    assert all(part in result.output for part in ("2026-07.csv", "2", "value", "eighteen thousand"))


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("country", "Estland"), "Estonia"),
        (("build", "--country", "EST Atlantis"), "unknown ally 'Atlantis'"),
        (("build", "--plan", "hague"), "hague-2025"),
        (("build", "--edition", "2026-08"), "2026-07"),
        (("build", "--macro", "2026-4"), "2026-04"),
        (("build", "--baseline", "none"), "freeze"),
        (("build", "--prices", "nominal"), "constant"),
    ],
)
def test_a_wrong_name_is_refused_before_anything_runs(words, nearest, tmp_path):
    result = run(*words, "--out", str(tmp_path / "build"))
    assert result.exit_code == 2
    assert nearest in result.output
    assert not (tmp_path / "build").exists()


def test_names_are_read_as_people_write_them():
    from report.tables.names import names_in

    assert names_in("EST Latvia fr") == ["EST", "LVA", "FRA"]
    assert names_in("United Kingdom, north macedonia Türkiye") == ["GBR", "MKD", "TUR"]
