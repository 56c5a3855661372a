"""The wheel holds all that commands need: tables, records, notebooks. It works in an empty folder, and is the same each
time."""

import hashlib
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def wheel(out, **environment):
    command = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out), str(ROOT)]
    subprocess.run(command, check=True, env=os.environ | environment)
    return next(out.glob("burdenshare-*.whl"))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An environment with the wheel in it, which finds other packages where the tests do; and an empty folder."""
    top = tmp_path_factory.mktemp("away")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(top / "env")], check=True)
    python = top / "env/bin/python"
    made = wheel(top / "wheel")
    subprocess.run([*PIP, "--python", str(python), "install", "--no-deps", "--no-index", str(made)], check=True)
    library = next((top / "env/lib").glob("python*/site-packages"))
    (library / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (top / "empty").mkdir()
    return top


def run(place, program, *words, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BURDENSHARE", "PYTHON"))}
    command = [str(place / "env/bin" / program), *words]
    shared = {
        "JUPYTER_PATH": sysconfig.get_path("data") + "/share/jupyter"
    }  # nbconvert's templates, where it is installed
    away = {"XDG_CACHE_HOME": str(place / "cache"), "COVERAGE_PROCESS_START": "", **shared, **environment}
    return subprocess.run(command, cwd=place / "empty", env=kept | away, capture_output=True, text=True, check=False)


def test_the_library_and_the_commands_answer_in_an_empty_folder(place):
    code = "import report; print(report.__file__, len(report.burden(report.load())))"
    said = run(place, "python", "-c", code)
    assert said.stdout.split()[1:] == ["32"] and said.stdout.startswith(str(place)), said.stderr
    said = run(place, "burdenshare", "cost", "EST")
    assert said.returncode == 0 and said.stdout.startswith("Estonia, core"), said.stderr


def test_pages_are_built_there_and_nothing_is_left_beside_the_package(place):
    package = next((place / "env/lib").glob("python*/site-packages/report"))
    before = {file for file in package.rglob("*") if "__pycache__" not in file.parts}
    said = run(place, "burdenshare", "build", "--country", "EST", "--out", "x")
    assert said.returncode == 0, said.stderr
    assert (place / "empty/x/country/EST.html").is_file()
    assert [path.name for path in (place / "empty").iterdir() if not path.name.startswith(".")] == ["x"]
    assert before == {file for file in package.rglob("*") if "__pycache__" not in file.parts}


def test_own_tables_are_a_copy_that_option_or_variable_names(place):
    assert run(place, "burdenshare", "data", "copy", str(place / "mine")).returncode == 0
    allies = place / "mine/data/allies.csv"
    allies.write_text(allies.read_text(encoding="utf-8").replace("Estonia", "Eestimaa"), encoding="utf-8")
    folder = str(place / "mine/data")
    assert run(place, "burdenshare", "cost", "EST", "--data", folder).stdout.startswith("Eestimaa, core")
    assert run(place, "burdenshare", "cost", "EST", BURDENSHARE_DATA=folder).stdout.startswith("Eestimaa, core")
    both = run(place, "burdenshare", "cost", "EST", "--data", folder, BURDENSHARE_DATA=str(place / "nowhere"))
    assert both.stdout.startswith("Eestimaa, core"), "the option wins"


def test_the_package_s_own_tables_are_not_written_to(place):
    said = run(place, "burdenshare", "data", "accept")
    assert said.returncode == 2 and "burdenshare data copy" in said.stderr


@pytest.mark.parametrize("epoch", [{}, {"SOURCE_DATE_EPOCH": "1700000000"}])
def test_the_wheel_is_the_same_each_time(tmp_path, epoch):
    one, other = (hashlib.sha256(wheel(tmp_path / name, **epoch).read_bytes()).hexdigest() for name in "ab")
    assert one == other
