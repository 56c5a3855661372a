"""Tables made by hand: no cell changes in silence, and what stands in two places is the same in both."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from report.intake.accepting import accept
from report.intake.describe import describe
from report.intake.files import read, write
from report.tables import data_path
from report.tables.checks import byhand
from report.tables.store import opened

CORRUPTIONS = [
    ("pledges.csv", "deu-core-3.5-2029", "target_share_gdp", "3.6"),  # 3.5 typed 3.6
    ("pledges.csv", "est-core-5.4-2029", "target_share_gdp", "4.5"),  # digits swapped
    ("pledges.csv", "nld-core-3.5-2035", "target_share_gdp", "0.035"),  # percent as a fraction
    ("pledges.csv", "bel-core-2.5-2034", "target_share_gdp", "25"),  # ten times
    ("pledges.csv", "fra-core-3.5-2035", "target_year", "2036"),  # year shifted
    ("pledges.csv", "swe-core-3.5-2030", "target_year", "2003"),
    ("pledges.csv", "ltu-core-5.0-2026", "iso3", "LVA"),  # allies swapped
    ("pledges.csv", "svk-core-2.0-2026", "iso3", "SVN"),
    ("pledges.csv", "ita-related-0.7-2026", "component", "core"),
    ("pledges.csv", "deu-core-3.5-2029", "announced", "2025-11-25"),  # a day off
    ("pledges.csv", "cze-core-3.0-2030", "superseded_on", "2026-02-27"),
    ("pledges.csv", "usa-core-5.0-2027", "kind", "law"),
    ("pledges.csv", "hun-core-2.0-2026", "confidence", "verified"),
    ("events.csv", "hague-2025", "date", "2025-06-25"),  # 24 typed 25
    ("events.csv", "hague-2025-declaration", "date", "2025-06-24"),
    ("events.csv", "wales-2014-guideline", "value", "2.5"),
    ("events.csv", "trump-2025-demand", "value", "0.05"),
    ("events.csv", "annual-report-2024-us", "value", "46"),
    ("events.csv", "hague-2025-agreeing", "value", "31"),
    ("events.csv", "ankara-2026-pledge", "value", "700000"),
    ("events.csv", "rutte-letter-core-year", "value", "2023"),
    ("events.csv", "hague-2025-membership", "value", "yes"),
    ("costings.csv", "DEU-FP-2029", "value", "176.8"),
    ("costings.csv", "SIPRI-35-TOT", "unit", "USD bn"),
    ("costings.csv", "UK-GOV-25", "published", "2024-02-25"),
    ("comparisons.csv", "FRA-LPM", "years", "2025-2030"),
    ("comparisons.csv", "DEU-5", "who", "DNK"),
    ("plans/hague-2025.toml", "core_target", "value", "3.6"),
    ("plans/seeds-2032.toml", "core_year", "value", "2033"),
    ("plans/hague-2025.toml", "exemptions.ESP.core", "value", "1.2"),
    ("allies.csv", "HRV", "accession", "2009-04-02"),
    ("borders.csv", "FIN RUS", "land_border_km", "1390"),
    ("editions.csv", "2025-08", "cut_off", "2025-03-06"),
    ("seeds/000.toml", "000-trump-five", "value", "4.0"),
    ("seeds/000.toml", "000-trump-five", "speaker", "Mark Rutte"),
    ("seeds/000.toml", "000-trump-five", "subject.event", "wales-2014-guideline"),
    ("seeds/000.toml", "000-agreement-begun", "value", "False"),
    ("seeds/000.toml", "000-agreement-begun", "kind", "fact"),
    ("seeds/000.toml", "000-talks-progress", "statement", "The negotiators were close to five per cent."),
    ("seeds/000.toml", "000-talks-progress", "value", "setback"),
    ("seeds/000.toml", "date", "value", "2025-05-14"),
    ("seeds/000.toml", "publisher", "value", "Reuters"),
    ("seeds/000.toml", "url", "value", "https://example.org"),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("by-hand")
    shutil.copytree(data_path().parent / "seeds", root / "seeds")
    return Path(shutil.copytree(data_path(), root / "data"))


@pytest.fixture
def corrupt(tables: Path):
    """Set one cell; the file is as it was afterwards."""
    before: dict[Path, bytes] = {}

    def change(file: str, key: str, column: str, text: str) -> None:
        path = tables.parent / file if file.startswith("seeds") else tables / file
        before.setdefault(path, path.read_bytes())
        _set_key(path, key, column, text) if path.suffix == ".toml" else _set_cell(path, tables, key, column, text)

    yield change
    for path, content in before.items():
        path.write_bytes(content)


def _set_key(path: Path, key: str, column: str, text: str) -> None:
    """A key of the file, or a field of the claim of that id."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next((place for place, line in enumerate(lines) if line == f'id = "{key}"\n'), 0)
    name, _, inner = (column if start else key.rpartition(".")[2]).partition(".")
    place = next(place for place in range(start, len(lines)) if lines[place].startswith(f"{name} = "))
    value = text.lower() if text in ("True", "False") or text[0].isdigit() else f'"{text}"'
    lines[place] = f"{name} = {{ {inner} = {value} }}\n" if inner else f"{name} = {value}\n"
    path.write_text("".join(lines), encoding="utf-8")


def _set_cell(path: Path, tables: Path, key: str, column: str, text: str) -> None:
    table = next(table for table in opened(tables).tables.values() if table.path == path.name)
    rows = read(path)
    row = next(row for row in rows if " ".join(row[name] for name in table.key) == key)
    assert row[column] != text
    row[column] = text
    write(path, table.columns, rows)


def found_by(rule: Callable, tables: Path) -> list[str]:
    return [str(problem) for problem in rule(opened(tables))]


def test_the_tables_are_as_accepted(tables: Path) -> None:
    assert found_by(byhand.accepted, tables) == []


def test_every_silent_corruption_is_caught_with_its_place(
    tables: Path, corrupt: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    for change in CORRUPTIONS:
        corrupt(*change)
    found = {
        (p.file, p.what.partition(": ")[0], p.column, p.what.split("'")[1]) for p in byhand.accepted(opened(tables))
    }
    assert found == set(CORRUPTIONS)
    seeds = sum(file.startswith("seeds") for file, *_ in found)
    assert len(found) - seeds >= 30 and seeds >= 10
    with capsys.disabled():
        print(f"\n{len(found)} silent corruptions of what is made by hand, {seeds} of them of records, all caught")


def test_a_record_that_is_gone_comes_or_changes_its_fields_is_one_line(tables: Path) -> None:
    record = tables.parent / "seeds/000.toml"
    kept = record.read_text(encoding="utf-8")
    for text, said in (
        (kept.replace('speaker = "Donald Trump"\n', "", 1), "000-trump-five: 'check.name comparator id"),
        (kept.replace('id = "000-trump-five"', 'id = "000-trump-5"'), "000-trump-5 was not accepted yet"),
        (kept.partition("[[claim]]")[0] + "claim = 3\n", "claim was not accepted yet"),
    ):
        record.write_text(text, encoding="utf-8")
        assert said in found_by(byhand.accepted, tables)[0]
    record.unlink()
    found = found_by(byhand.accepted, tables)
    record.write_text(kept, encoding="utf-8")
    assert len(found) == 1 and "seeds/000.toml: all of it, which was accepted, is gone" in found[0]


@pytest.mark.parametrize(
    ("rule", "file", "key", "column", "text", "said"),
    [
        (byhand.pledge_names, "pledges.csv", "deu-core-3.5-2029", "target_share_gdp", "3.6", "should be deu-core-3.6-2029"),
        (byhand.pledge_names, "pledges.csv", "ltu-core-5.0-2026", "iso3", "LVA", "should be lva-core-5.0-2026"),
        (byhand.repeated, "pledges.csv", "esp-core-2.1-2035", "target_share_gdp", "2.2", "exemptions.ESP.core is "
        "2.1, and 2.2"),
        (byhand.repeated, "events.csv", "hague-2025-declaration", "date", "2025-06-24", "nato-core-3.5-2035 is "
        "2025-06-25, and 2025-06-24 in events.csv"),
        (byhand.repeated, "events.csv", "rutte-letter-step", "value", "0.3", "step_pp is 0.2, and 0.3"),
        (byhand.comparisons, "comparisons.csv", "DEU-5", "who", "DNK", "but the estimate is of DEU"),
        (byhand.comparisons, "comparisons.csv", "DEU-5", "per", "tn", "but the estimate is in EUR bn per year"),
        (byhand.calendar, "events.csv", "hague-2025", "until", "2025-06-23", "date 2025-06-24 comes after until "
        "2025-06-23"),
        (byhand.calendar, "pledges.csv", "deu-core-3.5-2029", "announced", "2025-02-30", "2025-02-30 is no day of "
        "the calendar"),
        (byhand.calendar, "pledges.csv", "deu-core-2.6-2026", "announced", "2027-06-24", "comes after target_year "
        "2026"),
        (byhand.ranges, "events.csv", "trump-2025-demand", "value", "0.05", "percent_gdp lies between 0.2 and 10"),
    ],
)  # fmt: skip
def test_a_second_source_or_a_rule_names_what_is_wrong(tables, corrupt, rule, file, key, column, text, said) -> None:
    assert found_by(rule, tables) == []
    corrupt(file, key, column, text)
    problems = found_by(rule, tables)
    assert any(said in problem for problem in problems), problems


def test_accepting_shows_each_change_and_settles_it(tables: Path, corrupt: Callable) -> None:
    corrupt("pledges.csv", "deu-core-3.5-2029", "target_share_gdp", "3.6")
    corrupt("plans/hague-2025.toml", "core_target", "value", "3.6")
    kept = (tables / "accepted.csv").read_bytes()
    changes = accept(tables)
    assert len(changes) == 2
    assert changes[0].startswith("pledges.csv deu-core-3.5-2029: target_share_gdp ")
    assert changes[0].endswith(" → 3.6")
    assert changes[1].startswith("plans/hague-2025.toml core_target: value ")
    assert found_by(byhand.accepted, tables) == []
    assert accept(tables) == []
    (tables / "accepted.csv").write_bytes(kept)


def test_the_checksums_can_be_written_from_nothing_and_after_a_clash(tables: Path) -> None:
    file = tables / "accepted.csv"
    kept = file.read_text(encoding="utf-8")
    for broken in ("table,key,cells\n", kept.replace("\n", "\n<<<<<<< ours\n", 3)):
        file.write_text(broken, encoding="utf-8")
        accept(tables)
        assert file.read_text(encoding="utf-8") == kept
    describe(tables)
    assert (tables / "datapackage.json").read_bytes() == (data_path() / "datapackage.json").read_bytes()
