"""datapackage.json: sound for an independent tool, complete, and written anew with the same bytes."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from as_of import BY_HAND, as_of
from report.tables import data_path
from report.tables.reconcile import edition, revisions, vintage

ROOT = data_path().parent
PACKAGE: dict[str, Any] = json.loads((data_path() / "datapackage.json").read_text(encoding="utf-8"))
TABLES = [resource for resource in PACKAGE["resources"] if "schema" in resource]
FIELDS = [(table["name"], field) for table in TABLES for field in table["schema"]["fields"]]


def curate(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.curate", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_frictionless_finds_the_package_valid() -> None:
    from frictionless import Package

    report = Package(str(data_path() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:10]
    assert {task.name for task in report.tasks} == {resource["name"] for resource in PACKAGE["resources"]}


def test_every_csv_file_is_described_and_every_description_has_a_file() -> None:
    described = {table["path"] for table in TABLES}
    assert described == {str(path.relative_to(data_path())) for path in data_path().rglob("*.csv")}
    plans = next(resource for resource in PACKAGE["resources"] if resource["name"] == "plans")
    assert plans["path"] == sorted(f"plans/{path.name}" for path in (data_path() / "plans").glob("*.toml"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["name"])
def test_every_table_has_title_description_licence_and_key(table: dict[str, Any]) -> None:
    assert table["title"]
    assert table["description"].endswith(".")
    assert {"name", "title", "path"} <= table["licenses"][0].keys()
    assert set(table["schema"]["primaryKey"]) <= {field["name"] for field in table["schema"]["fields"]}


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table}-{field['name']}" for table, field in FIELDS])
def test_every_column_has_a_meaning_and_every_number_a_unit(table: str, field: dict[str, Any]) -> None:
    assert field["description"].endswith(".")
    if field["type"] in ("number", "integer"):
        columns = [other["name"] for name, other in FIELDS if name == table]
        in_words = any(word in field["description"] for word in ("unit", "kilometres", "discrepancy"))
        assert "unit" in field or "unit" in columns or in_words, f"{table}.{field['name']} has no unit"


@pytest.mark.parametrize("name", ["expenditure", "macro", "forecasts", "outturns", "ukraine_aid"])
def test_copies_of_published_figures_carry_hash_and_length(name: str) -> None:
    copies = [table for table in TABLES if table["name"].startswith(name)]
    assert copies
    assert all({"hash", "bytes", "rows", "sources"} <= table.keys() for table in copies)


def test_every_table_of_nato_has_the_terms_of_nato_and_so_on() -> None:
    terms = {table["name"].split("-")[0]: table["licenses"][0]["name"] for table in TABLES}
    assert terms["expenditure"] == "nato-terms"
    assert terms["macro"] == terms["forecasts"] == terms["outturns"] == "imf-terms"
    assert terms["ukraine_aid"] == "kiel-cite"


def test_descriptor_and_codebook_are_up_to_date(tmp_path: Path) -> None:
    copy = shutil.copytree(data_path(), tmp_path / "data")
    done = curate("describe", "--data", str(copy))
    assert done.returncode == 0, done.stderr
    for name in ("datapackage.json", "README.md"):
        assert (copy / name).read_text(encoding="utf-8") == (data_path() / name).read_text(encoding="utf-8"), (
            f"run: python -m tools.curate describe ({name})"
        )


def test_the_handbook_names_every_table_column_code_and_rule() -> None:
    text = (data_path() / "README.md").read_text(encoding="utf-8")
    columns = {field["name"] for _, field in FIELDS}
    codes = {item["value"] for _, field in FIELDS for item in field.get("categories", [])}
    rules = {*edition.RULES, *revisions.RULES, *vintage.RULES, "currency"}
    assert [name for name in sorted(columns | codes | rules) if f"`{name}`" not in text] == []
    assert [table["path"] for table in TABLES if f"`{table['path']}`" not in text] == []
    overview = text.partition("## What is here")[2].partition("\n\n**")[0]
    assert [table["path"] for table in TABLES if not named_in(overview, table["path"])] == []


def named_in(overview: str, path: str) -> bool:
    """Whether a table is listed, by itself or by its folder."""
    folder = path.partition("/")[0] + "/" if "/" in path else path
    return f"`{folder}" in overview


def shared() -> Path:
    return Path(os.environ.get("BURDENSHARE_SHARED") or ROOT.parent / "shared") / "data"


@pytest.mark.skipif(not shared().is_dir(), reason="the source files are not at hand (BURDENSHARE_SHARED or ../shared)")
def test_curating_again_gives_the_same_bytes(tmp_path: Path) -> None:
    copy = as_of(data_path(), *BY_HAND, tmp_path / "data")  # what was imported since has no source file there
    before = shutil.copytree(copy, tmp_path / "before")
    with (before / "provenance.csv").open(encoding="utf-8", newline="") as file:
        made = [row["table"] for row in csv.DictReader(file) if (shared() / row["curated_from"]).is_file()]
    made = [*dict.fromkeys(made), "provenance.csv"]
    for path in made:
        (copy / path).unlink()
    done = curate("--data", str(copy))
    assert done.returncode == 0, done.stderr
    expected = {path: (before / path).read_bytes() for path in [*made, "datapackage.json", "README.md"]}
    assert [path for path, text in expected.items() if (copy / path).read_bytes() != text] == []


@pytest.mark.skipif(not shared().is_dir(), reason="the source files are not at hand (BURDENSHARE_SHARED or ../shared)")
def test_provenance_holds_the_hashes_of_the_source_files() -> None:
    import hashlib

    for name in ("provenance.csv", "sources.csv"):
        with (data_path() / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                source = shared() / row["curated_from"]
                if row["sha256"] and source.is_file():
                    assert hashlib.sha256(source.read_bytes()).hexdigest() == row["sha256"], row["curated_from"]


def test_without_source_files_curation_says_what_to_do(tmp_path: Path) -> None:
    done = curate(BURDENSHARE_SHARED=str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "set BURDENSHARE_SHARED" in done.stderr


def test_exceptions_not_yet_on_the_list_are_printed_as_rows_to_add(folder) -> None:
    row = folder.row_of("oddities.csv", "rounding.2025-08.POL.2018")
    folder.edit("oddities.csv", lambda lines: [*lines[: row - 1], *lines[row:]])
    done = curate("exceptions", "--data", str(folder.path))
    assert done.returncode == 1
    assert (
        done.stdout
        == "rounding.2025-08.POL.2018.share_gdp,2025-08,POL,2018,share_gdp,rounding,-0.00407,0.00001,,nato-2025-08\n"
    )


def test_nothing_is_printed_when_every_exception_is_explained() -> None:
    done = curate("exceptions")
    assert (done.returncode, done.stdout) == (0, "")
