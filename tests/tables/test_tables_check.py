"""The data folder checked whole."""

from __future__ import annotations

import json

import pytest

from report.tables import Problem, check, load
from report.tables.checks import agreement, byhand, files, whole
from report.tables.errors import ChangedTable
from report.tables.store import opened

NATO = "expenditure/2026-07.csv"


def test_all_problems_of_all_tables_come_at_once(folder) -> None:
    folder.change("pledges.csv", 2, ",core,", ",kern,")
    folder.change("ukraine_aid.csv", 2, ",false,", ",no,")
    folder.change("macro/2025-04.csv", 3, ",actual,", ",,")
    folder.write("plans/hague-2025.toml", "title = ")
    found = {(problem.file, problem.row, problem.column) for problem in check(folder.path)}
    assert {
        ("pledges.csv", 2, "component"),
        ("ukraine_aid.csv", 2, "is_ally"),
        ("macro/2025-04.csv", 3, "status"),
    } <= found
    assert any(file == "plans/hague-2025.toml" for file, _, _ in found)


def only(folder, file: str) -> list[Problem]:
    problems = check(folder.path)
    assert {problem.file for problem in problems} == {file}, problems
    return problems


def test_a_published_figure_that_was_changed_is_noticed(folder) -> None:
    row = folder.row_of(NATO, "2026-07,EST,2025,share_gdp,")
    folder.change(NATO, row, ",3.93,", ",3.95,")
    problems = check(folder.path)
    assert (NATO, "the contents are not those described (sha256)") in [
        (problem.file, problem.what) for problem in problems
    ]
    # 1407 / 35847 = 3.92501 percent: 3.95 is 0.02499 too high, and the revision since 2025-08 is 0.02 larger than listed
    # at current prices 1844 / 46988 = 3.92441 percent
    words = [problem.what for problem in problems if problem[:3] == (NATO, row, "value")]
    assert words == [
        "EST 2025 share_gdp breaks the rule share_of_real_gdp by 0.0249854 and is not among the oddities",
        "EST 2025 share_gdp breaks the rule share_of_current_gdp by 0.0255938 and is not among the oddities",
    ]
    (listed,) = [problem for problem in problems if problem.file == "oddities.csv"]
    assert listed.what == "revised_share.2026-07.EST.2025.share_gdp should be 0.55 and it is 0.57"


def test_what_rests_on_a_published_figure_that_was_changed_is_shown_with_a_warning(folder) -> None:
    with pytest.warns(ChangedTable, match=rf"{NATO}: the contents are not those described") as warned:
        folder.change(NATO, folder.row_of(NATO, "2026-07,EST,2025,share_gdp,"), ",3.93,", ",3.95,")
        assert load(path=folder.path).panel.loc[("EST", 2025), "share_gdp"] == 3.95
        load("2025-08", path=folder.path)
    assert len(warned) == 1  # once, and nothing of the edition as published


def test_an_oddity_that_has_mended_itself_is_noticed(folder) -> None:
    # the rule on categories of 2019 has an exception for Lithuania 2012; a list that claims one for Latvia is not true
    row = folder.row_of("oddities.csv", "categories.2019-06.LTU.2012")
    folder.edit("oddities.csv", lambda lines: [*lines[: row - 1], lines[row - 1].replace("LTU", "LVA"), *lines[row:]])
    gone, new = sorted(check(folder.path), reverse=True)
    assert new[:3] == ("expenditure/2019-06.csv", 0, "")
    assert "LTU 2012 all_categories breaks the rule categories by 0.0050974" in new.what
    assert gone == Problem(
        "oddities.csv",
        row,
        "expect",
        "categories.2019-06.LVA.2012.all_categories should be 0.0051 and it is gone",
        "Remove the row if the source has mended itself, else correct it.",
    )


def test_an_oddity_of_another_size_is_noticed(folder) -> None:
    row = folder.row_of("oddities.csv", "gdp_break.2026-07.LUX.2023")
    folder.change("oddities.csv", row, ",-31.98017,", ",-33.0,")
    assert (
        only(folder, "oddities.csv")[0].what
        == "gdp_break.2026-07.LUX.2023.gdp_usd_constant should be -33 and it is -31.9802"
    )


@pytest.mark.parametrize(
    ("rule", "file", "start", "old", "new", "column", "what"),
    [
        (
            agreement.editions,
            "editions.csv",
            "2026-07",
            ",2025,core",
            ",2026,core",
            "status",
            "'estimate' does not fit the first estimate year (483 rows)",
        ),
        (
            agreement.editions,
            "editions.csv",
            "2026-07",
            ",2014,2026,",
            ",2013,2026,",
            "year",
            "first or last year is not that of editions.csv",
        ),
        (
            agreement.editions,
            "editions.csv",
            "2026-07",
            ",complete,2021,",
            ",complete,2020,",
            "price_base",
            "'2021' is not the price base of the edition",
        ),
        (agreement.allies, "allies.csv", "BGR", ",2026-01-01,", ",,", "euro", "true does not fit euro_since"),
        (
            agreement.allies,
            "allies.csv",
            "POL",
            ",true,true,false,,",
            ",true,false,true,2030-01-01,",
            "euro",
            "true but not in the European Union",
        ),
        (agreement.allies, "allies.csv", "MKD", "|FYROM|", "|FYROM|Greece|", "aliases", "names another ally too"),
        (
            agreement.borders,
            "allies.csv",
            "POL",
            ",true,GDP",
            ",false,GDP",
            "borders_russia_belarus",
            "false does not fit borders.csv",
        ),
        (
            agreement.aid,
            "ukraine_aid.csv",
            "AUS,Australia,false,2021-01",
            ",false,",
            ",true,",
            "is_ally",
            "true does not fit allies.csv",
        ),
        (
            agreement.provenance,
            "provenance.csv",
            "pledges.csv",
            "347d6a30",
            "347d6a31",
            "sha256",
            "is not the one in sources.csv",
        ),
        (
            agreement.provenance,
            "provenance.csv",
            "pledges.csv",
            "pledges.csv,policy",
            "promises.csv,policy",
            "table",
            "'promises.csv' is not described",
        ),
    ],
)
def test_tables_that_contradict_each_other_are_noticed(folder, rule, file, start, old, new, column, what) -> None:
    folder.change(file, folder.row_of(file, start), old, new)
    problems = rule(opened(folder.path))
    assert any(problem.column == column and what in problem.what for problem in problems), problems


def test_a_price_base_that_does_not_fit_the_measure_is_noticed(folder) -> None:
    row = folder.row_of(NATO, "2026-07,EST,2025,personnel_thousand,")
    folder.change(NATO, row, "persons,,", "persons,2021,")
    assert [problem[:4] for problem in agreement.prices(opened(folder.path))] == [
        (NATO, row, "price_base", "'2021' does not fit the measure")
    ]


def test_two_currencies_of_one_ally_are_noticed(folder) -> None:
    row = folder.row_of(NATO, "2026-07,BGR,2014,spend_ncu_current,")
    folder.change(NATO, row, "million EUR", "million BGN")
    found = agreement.currencies(opened(folder.path))
    assert [(problem.file, problem.column) for problem in found] == [(NATO, "unit")]
    assert "is one of two currencies of the same ally" in found[0].what


def test_an_edition_without_a_table_is_noticed(folder) -> None:
    folder.edit("editions.csv", lambda lines: [*lines, lines[-1].replace("2026-07,", "2027-07,", 1)])
    assert [problem.what for problem in agreement.editions(opened(folder.path))] == ["2027-07 has no table"]


@pytest.mark.parametrize(
    ("text", "column", "what", "remedy"),
    [
        ("core_taget = 3.5", "core_taget", "unknown key 'core_taget'", "Did you mean core_target?"),
        ("[exemptions.ESPA]\ncore = 2.1", "ESPA", "unknown key 'ESPA'", "Did you mean ESP?"),
        ("[set_aside]\nesp-core-2-2025 = 'why'", "esp-core-2-2025", "unknown key", "Did you mean esp-core-2.0-2025?"),
        ("title = ", "", "not TOML", "Correct the file"),
    ],
)
def test_a_faulty_plan_is_noticed(folder, text, column, what, remedy) -> None:
    folder.write("plans/mine.toml", text)
    store = opened(folder.path)
    (problem,) = files.plans(store) + files.plan_names(store)
    assert problem.file == "plans/mine.toml"
    assert problem.column == column
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_sound_plan_of_ones_own_is_no_problem(folder) -> None:
    folder.write("plans/mine.toml", 'title = "Mine"\ncore_target = 3.0\ncore_year = 2030\n')
    store = opened(folder.path)
    assert files.plans(store) + files.plan_names(store) + files.listed(store) == []


def test_a_described_plan_that_is_gone_is_noticed(folder) -> None:
    (folder.path / "plans/freeze.toml").unlink()
    assert [problem[:4] for problem in files.listed(opened(folder.path))] == [
        ("plans/freeze.toml", 0, "", "there is no such file")
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("publisher", "publsher", "publisher", "the key is missing or empty"),
        ('language = "en"', 'language = ""', "language", "the key is missing or empty"),
        ('id = "000"', 'id = "007"', "id", "'007' is not the file's name"),
        ("kind = ", "kind == ", "", "not TOML"),
    ],
)
def test_a_faulty_citation_is_noticed(folder, old, new, column, what) -> None:
    file = folder.path.parent / "seeds/000.toml"
    text = file.read_text(encoding="utf-8")
    head, _, _ = text.partition("[[claim]]")
    assert head.count(old) == 1
    file.write_text(head.replace(old, new), encoding="utf-8")
    assert any(
        problem.file == "seeds/000.toml" and problem.column == column and what in problem.what
        for problem in files.seeds(opened(folder.path))
    )


def test_a_descriptor_that_cannot_be_read_is_the_only_problem(folder) -> None:
    folder.write("datapackage.json", "{")
    assert [problem.file for problem in check(folder.path)] == ["datapackage.json"]


def test_a_table_nobody_describes_is_refused_by_those_that_need_it(folder) -> None:
    package = json.loads((folder.path / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] != "sources"]
    folder.write("datapackage.json", json.dumps(package))
    assert Problem(
        "datapackage.json", 0, "", "no table 'sources' is described", "Restore the file from version control."
    ) in check(folder.path)


def test_the_check_runs_every_rule_there_is() -> None:
    rules = {
        rule
        for room in (agreement, byhand, files)
        for rule in vars(room).values()
        if getattr(rule, "__annotations__", {}).get("return") == "list[Problem]"
    }
    public = {
        rule
        for rule in rules
        if list(rule.__annotations__) == ["store", "return"] and not rule.__name__.startswith("_")
    }
    assert public == set(whole.RULES) - {whole.reconciled}
