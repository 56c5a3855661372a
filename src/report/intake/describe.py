"""Writes datapackage.json (Data Package v2 with Table Schema) from package.toml beside it and the tables themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from report.tables.errors import ReportError
from report.tables.texts import read_toml

from .files import read, sha256

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
AGGREGATES = ["NATO_EUR_CAN", "NATO_TOTAL"]
CONSTRAINTS = ("required", "unique", "enum", "pattern", "minimum", "maximum")
BOOLEANS = {"trueValues": ["true"], "falseValues": ["false"]}

Spec = dict[str, Any]

#: the four histories share one shape; only the meaning of value and the horizons differ.
HISTORY_KEY = ["vintage", "iso3", "year"]
HISTORY_REFERENCES = [
    {"field": "iso3", "resource": "allies", "reference": "iso3"},
    {"field": "source", "resource": "sources", "reference": "id"},
]
AHEAD = "Year of the figure minus year of the vintage."


def history_fields(table: Spec) -> list[Spec]:
    """Fields of a table of forecasts or outturns."""
    low, high = table["horizon"]
    years = {"type": "integer", "required": True, "unit": "year"}
    text = {"type": "string", "required": True}
    return [
        {"name": "vintage", **text, "pattern": r"(19|20)\d\d-(04|10)", "description": "World Economic Outlook."},
        {"name": "iso3", **text, "description": "Ally, as in allies.csv."},
        {"name": "year", **years, "minimum": 1949, "maximum": 2100, "description": "Calendar year of the figure."},
        {"name": "value", "type": "number", "required": True, "unit": "percent", "description": table["history"] + "."},
        {"name": "horizon_years", **years, "unit": "years", "minimum": low, "maximum": high, "description": AHEAD},
        {"name": "source", **text, "description": "Source, an id of sources.csv."},
    ]


def filled(value: Any, identity: str) -> Any:
    """Text with {id} replaced by the edition or vintage, through lists."""
    if isinstance(value, list):
        return [filled(item, identity) for item in value]
    return value.replace("{id}", identity) if isinstance(value, str) else value


def field(spec: Spec, whole: Spec, codes: list[str], identity: str) -> Spec:
    """A Table Schema field; lists of codes and categories are written out."""
    described = {"name": spec["name"], "type": spec["type"], "description": spec["description"]}
    if "unit" in spec:
        described["unit"] = spec["unit"]
    if spec["type"] == "boolean":
        described |= BOOLEANS
    constraints = {name: filled(spec[name], identity) for name in CONSTRAINTS if name in spec}
    if "codes" in spec:
        constraints["enum"] = codes + AGGREGATES
    if "categories" in spec:
        described["categories"] = whole[spec["categories"]]
        constraints["enum"] = [category["value"] for category in whole[spec["categories"]]]
    return described | ({"constraints": constraints} if constraints else {})


def schema(table: Spec, whole: Spec, codes: list[str], identity: str) -> Spec:
    """The Table Schema of one table."""
    specs = table["fields"] if "fields" in table else history_fields(table)
    references = table.get("foreignKeys", HISTORY_REFERENCES if "history" in table else [])
    described: Spec = {
        "$schema": SCHEMA_PROFILE,
        "fields": [field(spec, whole, codes, identity) for spec in specs],
        "missingValues": [""],
        "primaryKey": table.get("primaryKey", HISTORY_KEY),
    }
    keys = [
        {"fields": [key["field"]], "reference": {"resource": key["resource"], "fields": [key["reference"]]}}
        for key in references
    ]
    return described | ({"foreignKeys": keys} if keys else {})


def sources(rows: list[dict[str, str]], known: dict[str, dict[str, str]]) -> list[Spec]:
    """Title and address of each source a table refers to, in the order of sources.csv."""
    used = {row.get("source") for row in rows}
    named = [known[name] for name in known if name in used]
    return [
        {"title": f"{row['publisher']}: {row['title']}"} | ({"path": row["url"]} if row["url"] else {}) for row in named
    ]


def resource(name: str, path: str, table: Spec, whole: Spec, data: Path, identity: str) -> Spec:
    """One tabular resource; copies of published figures also carry their hash, size and number of rows."""
    rows = read(data / path)
    codes = [row["iso3"] for row in read(data / "allies.csv")]
    known = {row["id"]: row for row in read(data / "sources.csv")}
    described: Spec = {
        "name": name,
        "type": "table",
        "path": path,
        "title": filled(table["title"], identity),
        "description": table["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "lineTerminator": "\n", "header": True},
        "licenses": [whole["licences"][table["licence"]]],
    }
    if table.get("published"):
        full = data / path
        described |= {"bytes": full.stat().st_size, "hash": f"sha256:{sha256(full)}", "rows": len(rows)}
    found = sources(rows, known)
    rules = {name: table[name] for name in ("ordered", "ranges", "recomputed") if name in table}
    return described | ({"sources": found} if found else {}) | rules | {"schema": schema(table, whole, codes, identity)}


def members(name: str, table: Spec, data: Path) -> list[tuple[str, str, str]]:
    """(resource name, path, edition or vintage) of a table, which may be a folder of files."""
    folder = data / name
    if folder.is_dir():
        return [(f"{name}-{path.stem}", f"{name}/{path.name}", path.stem) for path in sorted(folder.glob("*.csv"))]
    return [(name, table.get("path", f"{name}.csv"), "")]


def plans(whole: Spec, data: Path) -> list[Spec]:
    """The folder of plans: TOML, not tabular."""
    paths = [f"plans/{path.name}" for path in sorted((data / "plans").glob("*.toml"))]
    described = {
        "name": "plans",
        "path": paths,
        "title": "Plans",
        "description": "Targets with their years, shapes and exemptions, one TOML file per plan.",
        "format": "toml",
        "mediatype": "application/toml",
        "encoding": "utf-8",
        "licenses": [whole["licences"]["own"]],
        "keys": whole["plans"]["keys"],
    }
    return [described] if paths else []


def described(data: Path) -> Spec:
    """What package.toml says. Raises ReportError where it cannot be read."""
    try:
        return read_toml(data / "package.toml")
    except ReportError as error:
        raise ReportError(f"{data / 'package.toml'}: {error}") from None


def package(data: Path) -> Spec:
    """The whole descriptor."""
    whole = described(data)
    resources = [
        resource(full_name, path, table, whole, data, identity)
        for name, table in whole["tables"].items()
        for full_name, path, identity in members(name, table, data)
    ]
    licences = list(whole["licences"].values())
    return {"$schema": PROFILE, **whole["package"], "licenses": licences, "resources": resources + plans(whole, data)}


def describe(data: Path) -> None:
    """Write the descriptor."""
    text = json.dumps(package(data), ensure_ascii=False, indent=1) + "\n"
    (data / "datapackage.json").write_text(text, encoding="utf-8")
