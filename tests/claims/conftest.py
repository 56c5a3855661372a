"""A small data folder, read by the real loader: a few allies, two editions, the figures a test names."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from report.ledger.evidence import Evidence, read_editions
from report.ledger.record import Claim, Text
from report.tables import data_path

EDITIONS = ("2024-06", "2026-07")
TABLES = ("allies", "sources", "editions", "events", "pledges", "oddities", "macro-2026-04")
UNITS = {
    "share_gdp": ("percent of GDP", "{base}"),
    "spend_usd_current": ("million USD", "current"),
    "spend_usd_constant": ("million USD", "{base}"),
    "gdp_usd_current": ("million USD", "current"),
    "personnel_thousand": ("thousand persons", ""),
    "gdp_per_capita_usd_constant": ("thousand USD per person", "{base}"),
}
BASE = {"2024-06": "2015", "2026-07": "2021"}
Figures = Mapping[tuple[str, str, int], float]
"""Measure, ally and year of each figure."""

TEXT = Text("900", "The Example", "A headline", datetime.date(2025, 5, 14), "seeds/900.toml")


def rows_of(table: str) -> tuple[list[str], list[dict[str, str]]]:
    with (data_path() / f"{table}.csv").open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        return list(reader.fieldnames or []), list(reader)


def write(folder: Path, path: str, fields: list[str], rows: list[dict[str, str]]) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    with (folder / path).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def expenditure(edition: str, figures: Figures, fields: list[str]) -> list[dict[str, str]]:
    lines = []
    for (measure, iso3, year), value in figures.items():
        unit, base = UNITS[measure]
        row = dict.fromkeys(fields, "") | {"edition": edition, "iso3": iso3, "year": str(year), "measure": measure}
        row |= {"value": str(value), "unit": unit, "price_base": base.format(base=BASE[edition])}
        lines.append(row | {"status": "actual", "source": f"nato-{edition}", "locator": "a tiny table"})
    return lines


def _any_length(resource: dict) -> dict:
    return {name: value for name, value in resource.items() if name not in ("rows", "hash", "bytes")}


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[..., Evidence]:
    """Evidence from a tiny folder: ``tiny(["POL", "ESP"], {"2026-07": {("share_gdp", "POL", 2024): 3.75}})``."""

    def make(allies: list[str], figures: Mapping[str, Figures], claims: Mapping[str, Claim] | None = None) -> Evidence:
        folder = tmp_path / "data"
        descriptor = json.loads((data_path() / "datapackage.json").read_text(encoding="utf-8"))
        kept = {*TABLES, *(f"expenditure-{edition}" for edition in figures)}
        descriptor["resources"] = [_any_length(item) for item in descriptor["resources"] if item["name"] in kept]
        folder.mkdir()
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        for name in ("sources.csv", "events.csv", "pledges.csv"):
            shutil.copy(data_path() / name, folder / name)
        for table, keep in (("allies", {"iso3": allies}), ("editions", {"edition": list(figures)})):
            fields, rows = rows_of(table)
            column, wanted = next(iter(keep.items()))
            write(folder, f"{table}.csv", fields, [row for row in rows if row[column] in wanted])
        write(folder, "oddities.csv", rows_of("oddities")[0], [])
        fields, rows = rows_of("macro/2026-04")
        write(folder, "macro/2026-04.csv", fields, [row for row in rows if row["iso3"] == allies[0]][:1])
        fields, _ = rows_of("expenditure/2026-07")
        for edition, held in figures.items():
            write(folder, f"expenditure/{edition}.csv", fields, expenditure(edition, held, fields))
        return Evidence(read_editions(folder), claims or {})

    return make


@pytest.fixture
def claim() -> Callable[..., Claim]:
    """A claim with defaults: ``claim(check="level", value=2.0, subjects=("ESP",))``."""

    def make(**given: object) -> Claim:
        defaults = {
            "id": "900-example",
            "text": TEXT,
            "statement": "An example.",
            "subject_kind": "group",
            "subjects": ("allies",),
            "measure": "share_gdp",
            "comparator": "equals",
            "unit": "count",
            "kind": "measured",
            "topic": "guideline",
            "check": "count_below",
            "year": 2024,
            "bases": ("with forces",),
        }
        return Claim(**(defaults | given))  # type: ignore[arg-type]

    return make
