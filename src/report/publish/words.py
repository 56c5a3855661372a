"""The words behind codes that a page's readers meet: names of allies, measures, sources, as ``data/`` has them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from report.facts.written import typeset
from report.publish.facts import compact
from report.tables import data_path


def script() -> str:
    """A script that sets ``siteWords``: allies with all their names, labels of measures, sources with addresses."""
    sources = {row["id"]: [f"{row['publisher']}, {row['title']}", row["url"]] for row in _rows("sources.csv")}
    words = {"allies": allies(), "measures": dict(_labels()), "sources": sources}
    return f"siteWords={compact(words)}\n"


@cache
def allies() -> dict[str, list[str]]:
    """Names of each ally by its three-letter code: as in lists, as in sentences, and what else people type."""
    names = ("name", "name_in_text", "aliases", "iso2")
    listed = {row["iso3"]: "|".join(row[name] for name in names).split("|") for row in _rows("allies.csv")}
    return {iso3: list(dict.fromkeys(filter(None, found))) for iso3, found in listed.items()}


@cache
def languages() -> dict[str, str]:
    """The language of each title of a source that is not English, by the title as a page sets it."""
    rows = [row for name in ("pledges.csv", "costings.csv") for row in _rows(name)]
    return {typeset(row["source_title"]): row["source_language"] for row in rows if row["source_language"]}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (data_path() / name).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _labels() -> Iterator[tuple[str, str]]:
    """The label of every category that the data package describes in words."""
    package: dict[str, Any] = json.loads((data_path() / "datapackage.json").read_text("utf-8"))
    for table in package["resources"]:
        for field in table.get("schema", {}).get("fields", ()):
            for category in field.get("categories", ()):
                if isinstance(category, dict) and "label" in category:
                    yield category["value"], category["label"]
