"""The catalogue of bad input, door by door: every kind is a case of a test, and is counted here from the tests
themselves."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from math import prod
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import report
from report.cli import main
from report.tables.errors import ReportError

WORDS: list[tuple[str, tuple[str, ...], str]] = [
    ("unknown command", ("bild",), "No such command 'bild'"),
    ("unknown option", ("cost", "--plann", "core-5"), "No such option"),
    ("option without its value", ("cost", "--plan"), "requires an argument"),
    ("nobody named", ("country",), "Missing argument"),
    ("list of nobody", ("country", ","), "no ally or group is named"),
    ("slip in a name", ("cost", "Estland"), "Known: Albania, Belgium"),
    ("code of sports", ("country", "GER"), "Did you mean 'Germany'?"),
    ("group for an ally", ("fact", "share_gdp.EU"), "unknown ally 'EU'"),
    ("separator that is none", ("cost", "EST;LVA"), "set names apart by spaces or commas"),
    ("no armed forces", ("compare", "ISL"), "no armed forces"),
    ("control character", ("cost", "E\x07ST"), "'E\\x07ST'"),
    ("turned direction", ("cost", "\u202eEST"), "\\u202eEST"),
    ("edition to come", ("cost", "EST", "--edition", "2031-01"), "unknown edition '2031-01'"),
    ("vintage without its zero", ("cost", "EST", "--macro", "2026-4"), "2026-04"),
    ("half a plan's name", ("cost", "EST", "--plan", "hague"), "hague-2025"),
    ("plan that is not there", ("cost", "EST", "--plan", "mine.toml"), "there is no such file"),
    ("unknown baseline", ("cost", "EST", "--baseline", "frozen"), "freeze"),
    ("baseline above all", ("cost", "EST", "--baseline", "200%"), "give percent of GDP"),
    ("unknown prices", ("cost", "EST", "--prices", "real"), "constant"),
    ("unknown component", ("cost", "EST", "--component", "all"), "'all' is not one of"),
    ("target of text", ("cost", "EST", "--target", "much"), "target is 'much'"),
    ("target out of range", ("cost", "EST", "--target", "99"), "from 0.1 to 10"),
    ("year of old", ("cost", "EST", "--target", "3", "--by", "1999"), "year is 1999"),
    ("path that falls", ("cost", "EST", "--points", "2028:4,2030:3"), "do not fall"),
    ("unknown shape", ("cost", "EST", "--shape", "lineer"), "linear"),
    ("growth without end", ("cost", "EST", "--growth", "inf"), "growth is inf"),
    ("delay below zero", ("cost", "EST", "--delay", "-1"), "delay is -1"),
    ("exemption of no kind", ("cost", "EST", "--exempt", "2"), "'2'"),
    ("currencies of a group", ("cost", "EU", "--unit", "ncu"), "do not add up"),
    ("revenue of a group", ("compare", "EU", "--per", "revenue"), "revenue is that of one ally"),
    ("nine side by side", ("compare", *["DEU", "FRA", "ITA", "ESP", "POL", "NLD", "BEL", "SWE", "NOR"]), "8"),
    ("no draws", ("risk", "EST", "--draws", "0"), "draws is 0"),
    ("draws without end", ("risk", "EST", "--draws", "1000000000"), "100,000"),
    ("seed below zero", ("risk", "EST", "--seed", "-1"), "seed is -1"),
    ("year after the plan", ("risk", "EST", "--year", "2036"), "2035"),
    ("parts above the whole", ("financing", "EST", "--taxed", "80", "--cut", "80"), "100"),
    ("part of text", ("financing", "EST", "--taxed", "half"), "not a valid float"),
    ("unknown claims", ("claims", "--verdict", "hold"), "holds"),
    ("unknown text", ("claims", "--text", "005"), "000"),
    ("fact of no form", ("fact", "share"), "an id has edition, quantity, subject and year"),
    ("fact of no quantity", ("fact", "share_gdb.DEU"), "share_gdp"),
    ("fact of a year to come", ("fact", "share_gdp.DEU.2099"), "unknown year"),
    ("no folder of tables", ("plans", "--data", "nowhere"), "does not exist"),
    ("no build", ("verify", "nowhere"), "nowhere"),
    ("difference of nothing", ("data", "diff", "2026-07", "2031-01"), "2031-01"),
    ("edition against a vintage", ("data", "diff", "2026-07", "2026-04"), "2026-04"),
    ("vintage against itself", ("data", "diff", "2026-04", "2026-04"), "given twice"),
    ("no jobs", ("build", "--jobs", "0"), "0 is not in the range"),
    ("nobody to build", ("build", "--country", ","), "no ally or group is named"),
    ("name of nothing", ("country", ""), "give at least one, by name or code\n"),
    ("decimal comma", ("cost", "EST", "--baseline", "2,5%"), "write a decimal point, 2.5%"),
    ("comma of two readings", ("sweep", "--country", "EST", "--baseline", "2,5%"), "write 2.5 for one number, or '2 5' for two"),
    ("margin of nothing", ("escape-room", "DEU", "--margin", "nan"), "margin is nan"),
    ("margin without end", ("escape-room", "DEU", "--margin", "inf"), "margin is inf"),
    ("margin below zero", ("escape-room", "DEU", "--margin", "-1"), "margin is -1: give points of GDP"),
    ("rise since of old", ("escape-room", "DEU", "--since", "1900"), "since is 1900: give a year from 2014 to 2026"),
    ("growth of draws out of range", ("risk", "EST", "--growth", "6"), "growth is 6: give a number from -5 to 5"),
    ("growth of draws of nothing", ("risk", "EST", "--growth", "nan"), "growth is nan"),
    ("figure of no forces", ("fact", "2026-07.share_gdp.ISL.2026"), "there is no such figure"),
    ("figure not published", ("fact", "2025-08.share_gdp.DEU.2025"), "there is no such figure"),
    ("sum of currencies", ("fact", "2026-07.spend_ncu_m.NATO_TOTAL.2026"), "sums of national currencies do not exist"),
    ("sum of currencies ahead", ("fact", "covered_ncu_m.NATO_TOTAL"), "sums of national currencies do not exist"),
    ("ally's figure of a sum", ("fact", "spend_usd_m.NATO_TOTAL.2026"), "a figure of single allies"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "says"), [kind[1:] for kind in WORDS], ids=[kind[0] for kind in WORDS])
def test_bad_words_are_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, list(words))
    assert isinstance(done.exception, SystemExit) and done.exit_code in (1, 2), done.output
    assert says in done.output
    assert len(done.output) < 1_500 and "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []


d = cache(report.load)
CALLS: list[tuple[str, Callable[[], object], str]] = [
    ("edition for tables", lambda: report.burden("2026-07"), "give the tables, as report.load"),
    ("nothing for tables", lambda: report.cost(None, "hague-2025"), "d is None: give the tables"),
    ("number for an edition", lambda: report.load(2026), "edition is 2026: give text"),
    ("edition to come", lambda: report.load("2031-01"), "unknown edition '2031-01'"),
    ("no folder", lambda: report.load(path="nowhere"), "there is no such file"),
    ("number for a folder", lambda: report.load(path=5), "path is 5: give text or a path"),
    ("number for an ally", lambda: report.ally(5), "name is 5: give text"),
    ("number for allies", lambda: report.cost(d(), "hague-2025", allies=5), "allies is 5: give several of them or "
    "text"),
    ("nobody", lambda: report.cost(d(), "hague-2025", allies=[]), "at least one"),
    ("slip in allies", lambda: report.cost(d(), "hague-2025", allies=["Estland"]), "Estonia"),
    ("number for a plan", lambda: report.cost(d(), 3.5), "plan is 3.5: give a plan or text or a path"),
    ("unknown plan", lambda: report.cost(d(), "hague"), "hague-2025"),
    ("year of text", lambda: report.burden(d(), "2026"), "year is '2026': give a whole number"),
    ("year to come", lambda: report.burden(d(), 2099), "2099"),
    ("no years", lambda: report.burden(d(), years=[]), "years is empty"),
    ("year and years", lambda: report.burden(d(), 2026, years=[2025]), "not both"),
    ("growth of text", lambda: report.cost(d(), "hague-2025", growth_shift="-0.5"), "growth_shift is '-0.5': give a "
    "finite number"),
    ("growth of nothing", lambda: report.cost(d(), "hague-2025", growth_shift=float("nan")), "give a finite number"),
    ("growth beyond floats", lambda: report.cost(d(), "hague-2025", growth_shift=10**400), "give a finite number"),
    ("growth past all sense", lambda: report.cost(d(), "hague-2025", growth_shift=1e9), "a year"),
    ("unknown basis", lambda: report.cost(d(), "hague-2025", basis="sipri"), "nato"),
    ("unknown way to extend", lambda: report.cost(d(), "hague-2025", extend="hold"), "hold-last"),
    ("no path of one's own", lambda: report.cost(d(), "hague-2025", macro="nowhere.csv"), "cannot be read"),
    ("number for a path of one's own", lambda: report.cost(d(), "hague-2025", macro=3), "give a frame or text or a path"),
    ("half a draw", lambda: report.risk(d(), "hague-2025", draws=0.5), "draws is 0.5: give a whole number"),
    ("seed of text", lambda: report.risk(d(), "hague-2025", seed="a"), "seed is 'a'"),
    ("unknown centre", lambda: report.risk(d(), "hague-2025", centre="middle"), "outcome"),
    ("rules of text", lambda: report.risk(d(), "hague-2025", rules="all"), "rules is 'all'"),
    ("flag of text", lambda: report.pledged(d(), "hague-2025", drafts="no"), "drafts is 'no': give True or False"),
    ("margin of text", lambda: report.escape_room(d(), "hague-2025", margin="0.5"), "margin is '0.5'"),
    ("changes of text", lambda: report.exchange_rates(d(), "hague-2025", changes="10"), "changes is '10'"),
    ("interest of no kind", lambda: report.debt_path(d(), "hague-2025", interest="ecb"), "interest"),
    ("number for a link", lambda: report.scenario(5), "url is 5: give text"),
    ("no link", lambda: report.scenario("who=DEU&target=3"), "not an explorer link"),
    ("word for a link", lambda: report.scenario("typo"), "not an explorer link"),
    ("records that are not there", lambda: report.claims(seeds="typo"), "no record of claims in typo"),
    ("verdicts on no records", lambda: report.verdicts(seeds="typo"), "no record of claims in typo"),
    ("text for a picture", lambda: report.chart.draw("a"), "frame is 'a': give a frame"),
    ("nothing for a picture", lambda: report.chart.cost(None), "frame is None: give a frame"),
    ("picture of no rows", lambda: report.chart.draw(report.burden(d()).iloc[:0]), "the frame has no rows"),
    ("picture of no figures", lambda: report.chart.draw(report.burden(d(), allies="ISL")), "no row has a figure"),
    ("picture of another frame", lambda: report.chart.cost(report.burden(d())), "take one that report.cost returned"),
    ("unknown column", lambda: report.show(report.burden(d()), "share_gdpp"), "Did you mean 'share_gdp'?"),
    ("margin below zero", lambda: report.escape_room(d(), "hague-2025", margin=-1.0), "margin is -1"),
    ("number for a frame", lambda: report.show(5), "frame is 5: give a frame"),
    ("unknown ending", lambda: report.save(d().allies, "own.ods"), "ends in .xlsx or .csv"),
    ("no years of GDP", lambda: report.costing({}, {"core": 2.0}, {"core": {2030: 3.0}}), "gdp"),
    ("billion years", lambda: report.costing({2026: 1.0, 10**9: 2.0}, {"core": 2.0}, {"core": {2030: 3.0}}), "gdp"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "says"), [kind[1:] for kind in CALLS], ids=[kind[0] for kind in CALLS])
def test_bad_arguments_are_refused_in_a_sentence(call: Callable[[], object], says: str) -> None:
    with pytest.raises(ReportError) as caught:
        call()
    assert says in str(caught.value)
    assert len(str(caught.value)) < 1_500


COUNTED: dict[str, list[str]] = {
    "tables, descriptor, plans and records": [
        "tables/test_bad_input.py::test_bad_input_is_one_clear_fault",
        "tables/test_tables_refusals.py::test_a_wrong_cell_is_named",
        "tables/test_tables_refusals.py::test_a_wrong_shape_is_named",
    ],
    "changes of a plan": ["outlook/test_plan.py::test_contradictions_are_refused_with_the_reason"],
    "imports": [
        "intake/test_bad_files.py::test_a_bad_file_is_refused_in_a_sentence",
        "intake/test_bad_files.py::test_a_bad_option_is_refused_in_a_sentence",
        "intake/test_bad_files.py::test_a_table_of_exceptions_that_is_none_is_refused",
    ],
    "builds": ["run/test_doors.py::test_what_the_system_refuses_is_a_sentence_with_a_remedy"],
    "parameters": [
        "pages/test_parameters.py::test_a_wrong_parameter_names_itself_and_the_remedy",
        "pages/test_parameters.py::test_a_plan_that_contradicts_itself_or_the_edition_is_refused_before_any_page",
    ],
    "links": [
        "outlook/test_scenario.py::test_what_is_unknown_or_impossible_is_set_aside",
        "outlook/test_scenario.py::test_of_several_values_the_others_are_kept",
        "outlook/test_scenario.py::test_what_is_no_link_is_refused",
    ],
    "command line": ["doors/test_catalogue.py::test_bad_words_are_refused_in_a_sentence"],
    "library": ["doors/test_catalogue.py::test_bad_arguments_are_refused_in_a_sentence"],
}


def cases(place: str) -> int:
    """How many cases a test has, by the lists it is run over."""
    file, _, name = place.partition("::")
    marks = getattr(loaded(file), name).pytestmark
    return prod(len(mark.args[1]) for mark in marks if mark.name == "parametrize")


@cache
def loaded(file: str) -> ModuleType:
    """A module of tests, in its package where it has one."""
    path = Path(__file__).parents[1] / file
    package = f"{path.parent.name}." if (path.parent / "__init__.py").exists() else ""
    spec = importlib.util.spec_from_file_location(f"{package}{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_door_has_its_kinds_and_all_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {door: sum(map(cases, places)) for door, places in COUNTED.items()}
    assert min(counts.values()) >= 9 and sum(counts.values()) >= 120
    with capsys.disabled():
        print(f"\n{sum(counts.values())} kinds of bad input at {len(counts)} doors:", counts)
