"""The parts of data/README.md that repeat the descriptor and the provenance: written here so that they cannot drift."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .files import read

Spec = dict[str, Any]


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def choice(values: Sequence[object]) -> str:
    """A list of values in words: a single one is the identity of the file it stands in."""
    if len(values) == 1:
        return "that of the file"
    return "one of " + ", ".join(map(str, values)) if len(values) <= 7 else f"one of {len(values)} codes"


def rules(field: Spec) -> str:
    """Constraints of a field in words."""
    given = field.get("constraints", {})
    words = ["required"] if given.get("required") else []
    words += ["unique"] if given.get("unique") else []
    if "enum" in given:
        words.append(choice(given["enum"]))
    if "minimum" in given or "maximum" in given:
        words.append(f"{given.get('minimum', '')} to {given.get('maximum', '')}".strip())
    return "; ".join(words)


def alternatives(texts: Iterable[str]) -> str:
    """Texts of tables of one shape: the one they share, or all that differ."""
    return " / ".join(dict.fromkeys(texts))


def fields(alike: Sequence[Spec]) -> str:
    """Columns of tables of one shape."""
    columns = zip(*(resource["schema"]["fields"] for resource in alike), strict=True)
    rows = (
        [
            f"`{same[0]['name']}`",
            same[0]["type"],
            same[0].get("unit", ""),
            alternatives(field["description"] for field in same),
            alternatives(map(rules, same)),
        ]
        for same in columns
    )
    return table(["column", "type", "unit", "meaning", "rules"], rows)


def categories(resource: Spec) -> str:
    """Codes of one table with their units, or nothing."""
    coded = [field for field in resource["schema"]["fields"] if "categories" in field]
    rows = ([f"`{item['value']}`", item["unit"], item["label"]] for field in coded for item in field["categories"])
    return "\n\n" + table([f"`{coded[0]['name']}`", "unit", "meaning"], rows) if coded else ""


def shape(resource: Spec) -> str:
    """Name under which tables of the same shape share one section: editions, vintages, histories."""
    return re.sub(r"-(\d{4}-\d{2}|growth|inflation)$", "", resource["name"])


def section(name: str, alike: list[Spec]) -> str:
    """Codebook of tables of one shape."""
    first = alike[0]
    paths = ", ".join(f"`{resource['path']}`" for resource in alike)
    key = ", ".join(f"`{column}`" for column in first["schema"].get("primaryKey", []))
    return (
        f"#### {name}\n\n{paths}. {alternatives(resource['description'] for resource in alike)} Key: "
        f"{key}.\n\n{fields(alike)}{categories(first)}"
    )


def codebook(package: Spec) -> str:
    """Every table, column, code and unit."""
    tables = [resource for resource in package["resources"] if "schema" in resource]
    shapes = list(dict.fromkeys(shape(resource) for resource in tables))
    return "\n\n".join(section(name, [resource for resource in tables if shape(resource) == name]) for name in shapes)


def provenance(data: Path) -> str:
    """Each curated table with the file it was made from."""
    rows = read(data / "provenance.csv")
    lines = (
        [f"`{row['table']}`", f"`{row['curated_from']}`", f"`{row['sha256']}`", row["rows_read"], row["rows_written"]]
        for row in rows
    )
    return table(["table", "source file", "sha256 of the source file", "rows read", "rows written"], lines)


def origins(data: Path) -> str:
    """Each source with the public copy it was reached by."""
    rows = read(data / "sources.csv")
    lines = (
        [f"`{row['id']}`", f"{row['publisher']}: {row['title']}, {row['published']}", row["obtained_from"], row["note"]]
        for row in rows
    )
    return table(["source", "publication", "reached by", "note"], lines)


def oddities(data: Path) -> str:
    """How many oddities each rule has, by edition or vintage."""
    counts = Counter((row["test"], row["edition"]) for row in read(data / "oddities.csv"))
    return table(
        ["rule", "edition or vintage", "oddities"],
        ([f"`{test}`", edition, str(n)] for (test, edition), n in sorted(counts.items())),
    )


def replaced(text: str, name: str, part: str) -> str:
    """The text with the part between the two comments of that name written anew."""
    begin, end = f"<!-- {name}: written by python -m tools.curate describe -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{part}\n\n{end}{after}"


def write_codebook(data: Path) -> None:
    """Write the generated parts of README.md anew, where the folder has one."""
    file = data / "README.md"
    if not file.is_file():
        return
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")
    parts = {
        "origins": origins(data),
        "provenance": provenance(data),
        "oddities": oddities(data),
        "codebook": codebook(package),
    }
    for name, part in parts.items():
        text = replaced(text, name, part)
    file.write_text(text, encoding="utf-8")
