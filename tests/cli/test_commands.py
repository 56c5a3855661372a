"""The command line: help at once, wrong input refused with the nearest right one, exit codes a script can trust."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from report import __version__
from report.cli import main
from report.facts.packed import pack
from report.tables import data_path
from report.tables.errors import NotSound, ReportError

HERE = ThreadPoolExecutor(1)
"""Works in this process, where a build has a process of its own for it."""
pytestmark = pytest.mark.usefixtures("here")


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_help_lists_the_commands_and_costs_nothing():
    assert all(command in run("--help").output for command in ("build", "country", "plans", "data", "verify"))
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, report.cli; print([m for m in ('pandas', 'altair', 'nbconvert', 'papermill') if m in "
            "sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "[]"


def test_version():
    assert run("--version").output == f"burdenshare, version {__version__}\n"


@pytest.mark.parametrize("name", ["report", "burdenshare"])
def test_the_package_runs_as_the_command(name):
    done = subprocess.run([sys.executable, "-m", name, "-V"], capture_output=True, text=True, check=True)
    assert done.stdout == f"burdenshare, version {__version__}\n"


def test_watching_explains_nothing():
    assert run("watch", "EST", "--explain").exit_code == 2


@pytest.mark.parametrize("names", ["", ",", " "])
@pytest.mark.parametrize("command", [["build", "--country"], ["watch"]])
def test_building_nobody_is_refused_before_anything_is_replaced(command, names, tmp_path):
    done = run(*command, names, "--out", str(tmp_path / "build"))
    assert done.exit_code == 2 and "no ally or group is named: give at least one" in done.output
    assert not list(tmp_path.iterdir())


def test_plans_are_listed_with_their_targets():
    output = run("plans").output
    assert "hague-2025" in output
    assert "3.5% by 2035" in output


def test_the_tables_are_sound():
    result = run("data", "check")
    assert (result.exit_code, result.output) == (0, "no problems\n")


@pytest.mark.filterwarnings("default")
def test_a_figure_of_a_table_that_was_changed_is_printed_with_a_warning_beside_it(changed):
    folder = changed({("DEU", 2026, "share_gdp"): 2.96})
    printed = run("fact", "share_gdp.Germany", "--json", "--data", str(folder))
    assert printed.exit_code == 0 and '"value": 2.96' in printed.stdout
    assert printed.stderr.startswith("burdenshare: expenditure/2026-07.csv: the contents are not those described")


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
        (("build", "--country", "Estland"), "Estonia"),
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
    from report.tables.groups import allies_of

    assert allies_of("EST Latvia fr") == ["EST", "LVA", "FRA"]
    assert allies_of("United Kingdom, north macedonia Türkiye") == ["GBR", "MKD", "TUR"]


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
    assert f"not among the 2 facts that {build} prints, on 1 page." in result.output


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
        ("seeds/001.toml", 'cause = "', 'cause = "{nobody} ', "has no figure called {nobody}"),
        ("data/events.csv", ",verified", ",verfied", "verfied"),
    ],
)
def test_what_is_wrong_with_a_record_is_told_before_anything_runs_in_the_words_of_data_check(
    broken, monkeypatch, tmp_path, name, old, new, says
):
    monkeypatch.setattr("report.run.host.Host.begin", lambda *_: None)
    monkeypatch.setattr("report.run.pipeline.Pipeline.run", lambda *_: pytest.fail("something runs"))
    monkeypatch.setattr("report.cli.building.CACHE", tmp_path / "cache")
    broken(name, old, new)
    checked = run("data", "check")
    *told, count = checked.output.splitlines()
    assert checked.exit_code == 1 and count == ("1 problem" if len(told) == 1 else f"{len(told)} problems")
    assert any(says in line for line in told)
    built = run("build", "--country", "EST", "--out", str(tmp_path / "build"))
    unfit = [line for line in told if "burdenshare data accept" not in line]  # a build does not wait for acceptance
    assert (built.exit_code, built.output) == (2, "burdenshare: " + "\n".join(unfit) + "\n")
    assert not (tmp_path / "build").exists()


def test_what_was_found_sound_is_looked_at_again_only_when_it_has_changed(broken, monkeypatch, tmp_path):
    from report.cli import checking

    cache = tmp_path / "cache"
    assert checking.known_sound(cache) is None
    assert checking.refuse_unsound(cache) == checking.known_sound(cache) == ""
    broken("seeds/002.toml", "value = 5.0", "value = nan")
    assert checking.known_sound(cache) is None
    with pytest.raises(NotSound, match="nan is impossible"):
        checking.refuse_unsound(cache)
    assert checking.known_sound(cache) is None


def test_what_was_made_by_hand_and_is_not_accepted_yet_is_said_by_every_build(broken, tmp_path):
    from report.cli import checking

    broken("data/allies.csv", "2024-03-07", "2014-03-07")  # Sweden's accession
    cache = tmp_path / "cache"
    for said in (checking.refuse_unsound(cache), checking.known_sound(cache)):
        assert said.startswith("allies.csv, row 31, column accession: SWE: '2014-03-07' is not what was accepted.")


def test_what_is_asked_for_is_checked_again_only_when_something_has_changed(broken, monkeypatch, tmp_path):
    from report.cli.asking import asked_for, pages_wanted
    from report.pages import parameters

    given = {"plan": "wales-2014", "baseline": "2%"}
    first = pages_wanted(tmp_path / "cache", asked_for("EST", given), HERE)
    assert first.parameters == parameters.fitting_parameters(given)
    with monkeypatch.context() as nobody:
        nobody.setattr(parameters, "fitting_parameters", lambda *_: pytest.fail("it looks again"))
        again = pages_wanted(tmp_path / "cache", asked_for("EST", given), HERE)
        assert again == first and list(again.parameters) == list(first.parameters)
    broken("data/plans/wales-2014.toml", "core_target", "core_goal")
    with pytest.raises(ReportError, match="core_goal"):
        pages_wanted(tmp_path / "cache", asked_for("EST", given), HERE)


def test_a_build_with_nothing_to_do_loads_nothing_heavy():
    code = (
        "import sys, report.cli.building; print({'pandas', 'numpy', 'altair', 'nbformat', 'jupyter_client'} & "
        "set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_plan_of_your_own_is_found_from_where_you_are_and_every_file_behind_it_is_an_input(tmp_path, monkeypatch):
    from report.cli.asking import asked_for, pages_wanted
    from report.run import build as run_build
    from report.run import explain

    monkeypatch.chdir(tmp_path)
    files = {
        "own.toml": 'extends = "bases/base.toml"\ntitle = "Own"\nbranch = {year = 2030, plan = "bases/later.toml"}\n',
        "bases/base.toml": 'extends = "hague-2025"\ncore_year = 2034\n',
        "bases/later.toml": 'extends = "core-5"\n',
    }
    (tmp_path / "bases").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    cache, out = tmp_path / "cache", tmp_path / "build"

    def look(plan="own.toml"):
        wanted = pages_wanted(cache, asked_for("EST", {"plan": plan}), HERE)
        return wanted, [str(reason) for reason in explain(wanted.tasks, wanted.project(), out, cache=cache)]

    wanted, _ = look()
    assert wanted.parameters["plan"] == str(tmp_path / "own.toml")
    assert {name: path.relative_to(path.parents[1]).as_posix() for name, path in wanted.own.items()} == {
        "plan own.toml": f"{tmp_path.name}/own.toml",
        "plan base.toml": "bases/base.toml",
        "plan hague-2025.toml": "plans/hague-2025.toml",
        "plan later.toml": "bases/later.toml",
        "plan core-5.toml": "plans/core-5.toml",
    }
    assert run_build(wanted.tasks, wanted.project(), out, cache=cache).executed == 1
    assert look()[1] == ["country/EST: nothing"]
    for name, text in files.items():
        (tmp_path / name).write_text(text + "summary = 'x'\n", "utf-8")
        assert look()[1] == [f"country/EST: execute (plan {name.removeprefix('bases/')} changed)"]
        (tmp_path / name).write_text(text, "utf-8")
    other = look("hague-2025")[1]  # a run without that plan is not disturbed by one with it
    assert other[0].startswith("country/EST: execute (parameter plan changed") and "Error" not in other[0]
    wanted = pages_wanted(cache, asked_for("EST", {}), HERE)
    assert run_build(wanted.tasks, wanted.project(), out, cache=cache).executed == 1
    (tmp_path / "own.toml").unlink()
    with pytest.raises(ReportError):
        look()


def test_watching_builds_at_once_and_after_a_change_and_says_why(monkeypatch):
    from report.cli import watching

    states = iter([{"a.py": [1]}, {"a.py": [2], "b.py": [1]}, {"a.py": [2], "b.py": [1]}])
    monkeypatch.setattr(watching, "seen", lambda: next(states))
    monkeypatch.setattr(watching, "EVERY", 0)
    monkeypatch.setattr(watching, "built", lambda names, options: f"{names} {' '.join(options)} built")
    result = run("watch", "EST", "LVA", "--plan", "core-5", "--out", "x")
    lines = [line.partition(" ")[2] for line in result.output.splitlines()]
    assert lines == [f"{why}: EST LVA --plan core-5 --out x built" for why in ("first", "a.py changed and 1 more")]


def _printed(stdout, **environment):
    """A command whose output goes to ``stdout``."""
    command = [sys.executable, "-m", "report", "plans"]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=os.environ | environment, check=False)


def test_output_that_cannot_be_written_is_said_in_a_sentence():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = _printed(full)
    assert done.returncode == 2 and done.stderr.startswith(b"burdenshare: output: No space left on device: ")
    assert done.stderr.count(b"\n") == 1


def test_a_terminal_that_lacks_a_sign_shows_a_question_mark():
    done = _printed(subprocess.PIPE, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0 and b"?" in done.stdout


def test_an_interrupt_ends_any_command_with_its_own_exit_code(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("report.cli.listing.show_plans", interrupted)
    assert run("plans").exit_code == 130
