"""The command line: help at once, wrong input refused with the nearest right one, exit codes a script can trust."""

import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from report import __version__
from report.cli import main
from report.facts.packed import pack
from report.tables import data_path
from report.tables.errors import ReportError


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


def test_claims_are_listed_by_text_and_verdict():
    output = run("claims", "--text", "000", "--verdict", "fails").output
    assert "× 000-eight-below-two: fails" in output
    assert output.endswith(f"\n{output.count('× 000-')} claims\n")


def test_claims_for_other_programs():
    lines = run("claims", "--csv", "--verdict", "depends-on-basis").output.splitlines()
    assert lines[0].startswith("id,text,") and any(line.startswith("003-well-above-two,") for line in lines)
    assert not any(line.startswith("001-ten-below-two,") for line in lines)


@pytest.mark.parametrize(("option", "given", "nearest"), [("--verdict", "hold", "holds"), ("--text", "005", "000")])
def test_an_unknown_filter_is_refused_with_the_nearest(option, given, nearest):
    result = run("claims", option, given)
    assert result.exit_code == 2 and nearest in result.output


FACTS = {
    "us-share-2026": {
        "label": "United States’ share",
        "value": 57.0747,
        "text": "57.1%",
        "unit": "%",
        "edition": "NATO, July 2026",
        "status": "estimate",
        "kind": "computed",
        "formula": "US spending ÷ NATO total",
        "inputs": ["us-spending-2026"],
        "rows": [],
        "pages": ["index.html"],
    },
    "us-spending-2026": {
        "label": "United States’ spending",
        "value": 1032900.0,
        "text": "US$1.03 trillion",
        "unit": "US$ million",
        "edition": "NATO, July 2026",
        "status": "estimate",
        "kind": "published",
        "formula": "",
        "inputs": [],
        "rows": [
            {
                "table": "expenditure/2026-07",
                "key": "USA 2026 spend_usd_current",
                "value": 1032900.0,
                "unit": "million USD",
                "source": "nato-2026-07",
                "locator": "Table 2",
            }
        ],
        "pages": ["index.html"],
    },
}


@pytest.fixture
def build(tmp_path):
    (tmp_path / "facts.json").write_text(json.dumps(pack(FACTS)), encoding="utf-8")
    return str(tmp_path)


def test_a_fact_is_printed_with_all_that_is_behind_it(build):
    output = run("fact", "us-share-2026", "--build", build).output
    row = "expenditure/2026-07: USA 2026 spend_usd_current 1032900 million USD (nato-2026-07, Table 2)"
    for words in ("57.0747", "US spending ÷ NATO total", "us-spending-2026: US$1.03 trillion", row, "index.html"):
        assert words in output


@pytest.mark.parametrize("given", ["us-share", "us-share-2025", "spending-2026"])
def test_a_fact_that_is_not_there_is_refused_with_the_nearest(build, given):
    result = run("fact", given, "--build", build)
    assert result.exit_code == 2
    assert ("us-spending-2026" if "spending" in given else "us-share-2026") in result.output


def test_without_a_build_there_are_no_facts(tmp_path):
    result = run("fact", "us-share-2026", "--build", str(tmp_path))
    assert result.exit_code == 2 and "burdenshare build" in result.output


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A copy of tables and records, with a way to break one; builds and checks read it."""
    for name in ("data", "seeds"):
        shutil.copytree(data_path().parent / name, tmp_path / name)
    monkeypatch.setenv("BURDENSHARE_DATA", str(tmp_path / "data"))

    def change(name, old, new):
        file = tmp_path / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("seeds/002.toml", "value = 5.0", "value = nan", "seeds/002.toml, claim 002-trump-five, field value: nan is"),
        ("seeds/000.toml", 'print_instead = "', 'print_instead = "{nobody} ', "field print_instead: "),
        ("seeds/001.toml", 'cause = "', 'cause = "{nobody} ', "has no figure called {nobody}"),
        ("seeds/003.toml", 'language = "en"', 'language = ""', "seeds/003.toml, column language: the key is missing"),
        ("seeds/003.toml", 'language = "en"', "language = en", "seeds/003.toml: not TOML"),
        ("data/events.csv", ",verified", ",verfied", "verfied"),
    ],
)
def test_what_is_wrong_with_a_record_is_told_before_anything_runs_in_the_words_of_data_check(
    broken, monkeypatch, tmp_path, name, old, new, says
):
    from report.run.work import local

    monkeypatch.setattr(local, "start_server", lambda *_: None)
    monkeypatch.setattr(local, "means", lambda *_: pytest.fail("something runs"))
    (tmp_path / "requirements.lock").write_text("", encoding="utf-8")
    monkeypatch.setattr("report.cli.building.ROOT", tmp_path)  # a cache of its own
    broken(name, old, new)
    checked = run("data", "check")
    *told, count = checked.output.splitlines()
    assert checked.exit_code == 1 and count == ("1 problem" if len(told) == 1 else f"{len(told)} problems")
    assert any(says in line for line in told)
    built = run("build", "--country", "EST", "--out", str(tmp_path / "build"))
    assert (built.exit_code, built.output) == (2, "burdenshare: " + "\n".join(told) + "\n")
    assert not (tmp_path / "build").exists()


def test_what_was_found_sound_is_looked_at_again_only_when_it_has_changed(broken, monkeypatch, tmp_path):
    from report.cli import checking

    checking.refuse_unsound(tmp_path / "cache")
    with monkeypatch.context() as nobody:
        nobody.setattr("report.tables.check", lambda *_: pytest.fail("it looks again"))
        checking.refuse_unsound(tmp_path / "cache")
    broken("seeds/002.toml", "value = 5.0", "value = nan")
    with pytest.raises(checking.NotSound, match="nan is impossible"):
        checking.refuse_unsound(tmp_path / "cache")


def test_parameters_found_good_are_checked_again_only_when_something_has_changed(broken, monkeypatch, tmp_path):
    from report.cli import checking
    from report.pages import parameters

    given = {"plan": "wales-2014", "baseline": "2%"}
    completed = checking.checked_parameters(tmp_path / "cache", given)
    assert completed == parameters.check_parameters(given)
    with monkeypatch.context() as nobody:
        nobody.setattr(parameters, "check_parameters", lambda *_: pytest.fail("it looks again"))
        assert checking.checked_parameters(tmp_path / "cache", given) == completed
    broken("data/plans/wales-2014.toml", "core_target", "core_goal")
    with pytest.raises(ReportError, match="core_goal"):
        checking.checked_parameters(tmp_path / "cache", given)


def test_a_plan_of_your_own_is_read_each_time(tmp_path):
    from report.cli import checking

    own = tmp_path / "own.toml"
    own.write_text('extends = "hague-2025"\ntitle = "Own"\n', "utf-8")
    given = {"plan": str(own)}
    assert checking.checked_parameters(tmp_path / "cache", given)["plan"] == str(own)
    own.unlink()
    with pytest.raises(ReportError):
        checking.checked_parameters(tmp_path / "cache", given)


def test_a_build_with_nothing_to_do_loads_nothing_heavy():
    code = "import sys, report.cli.building; print({'pandas', 'numpy', 'altair', 'nbformat', 'jupyter_client'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_plan_of_your_own_is_found_from_where_you_are_and_its_edits_are_seen(tmp_path, monkeypatch):
    from report.cli import building, checking
    from report.run import build as run_build
    from report.run import plan as run_plan

    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own.toml"
    own.write_text('extends = "hague-2025"\ntitle = "Own"\n', "utf-8")
    parameters = checking.checked_parameters(tmp_path / "cache", {"plan": "own.toml"})
    assert parameters["plan"] == str(own)
    base = tmp_path / "bases" / "base.toml"
    base.parent.mkdir()
    base.write_text('extends = "hague-2025"\ncore_year = 2034\n', "utf-8")
    own.write_text('extends = "bases/base.toml"\ntitle = "Own"\n', "utf-8")
    files = checking.own_files(parameters)
    assert files == {
        "plan own.toml": own,
        "plan base.toml": base,
        "plan hague-2025.toml": data_path() / "plans/hague-2025.toml",
    }
    tasks, project = building.page_tasks(["EST"], parameters), building.project(1, files)
    where = {"out": tmp_path / "build", "cache": tmp_path / "cache"}
    assert run_build(tasks, project, **where).executed == 1
    assert run_build(tasks, project, **where).unchanged
    base.write_text('extends = "hague-2025"\ncore_year = 2033\n', "utf-8")
    [reason] = run_plan(tasks, project, **where)
    assert str(reason) == "country/EST: execute (plan base.toml changed)"
    assert run_build(tasks, project, **where).executed == 1
    own.write_text('extends = "bases/base.toml"\ntitle = "Own, mended"\n', "utf-8")
    [reason] = run_plan(tasks, project, **where)
    assert str(reason) == "country/EST: execute (plan own.toml changed)"


def test_parameters_come_in_one_order_kept_or_not(tmp_path):
    from report.cli import checking

    first, second = (list(checking.checked_parameters(tmp_path / "cache", {})) for _ in range(2))
    assert first == second
