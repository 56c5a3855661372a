"""What lies beside the tables: plans, the seeds' records, and the bytes of published figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import Problem, ReportError, shown
from ..lines import MEANT, RESTORE, changed
from ..names import hint
from ..store import Store
from ..texts import read_toml

SEED_KEYS = {"id", "publisher", "title", "date", "language", "kind", "relation", "url", "note", "sha256", "date_basis"}
SEED_FORMS = {
    "language": (re.compile("[a-z]{2,3}"), "a language by ISO 639, such as en"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a day such as 2025-05-13"),
    "url": (re.compile(r"https?://\S+|none"), "an address such as https://…, or none"),
    "sha256": (re.compile("[0-9a-f]{64}"), "a SHA-256 of 64 hexadecimal digits"),
}
SEED_EXTRAS = {"name", "claim"}


def hashes(store: Store) -> list[Problem]:
    """Copies of published figures are byte for byte those described."""
    there = [table for table in store.tables.values() if (store.folder / table.path).is_file()]
    return [problem for table in there for problem in changed(table, store.folder)]


def toml_of(file: Path, name: str) -> tuple[Mapping[str, Any], list[Problem]]:
    """Contents of a TOML file, and what is wrong with it."""
    try:
        return read_toml(file), []
    except ReportError as error:
        return {}, [Problem(name, 0, "", str(error), "Correct the file, or take it away.")]


def unknown_keys(name: str, given: Collection[str], known: Collection[str]) -> list[Problem]:
    """Keys outside a list, each with the nearest one in it."""
    extra, every = [key for key in given if key not in known], f"Known: {', '.join(sorted(known))}."
    return [Problem(name, 0, key, f"unknown key {key!r}", hint(key, known, every)) for key in extra]


def _plans(store: Store) -> Iterator[tuple[str, Mapping[str, Any], list[Problem]]]:
    for file in sorted((store.folder / "plans").glob("*.toml")):
        name = f"plans/{file.name}"
        yield name, *toml_of(file, name)


def plans(store: Store) -> list[Problem]:
    """Plans are TOML with the keys the descriptor lists."""
    known = store.files["plans"].keys if "plans" in store.files else {}
    return [
        problem for name, given, faults in _plans(store) for problem in [*faults, *unknown_keys(name, given, known)]
    ]


def plan_names(store: Store) -> list[Problem]:
    """Allies and pledges that plans name exist."""
    allies, pledges = set(store.frame("allies")["iso3"]), set(store.frame("pledges")["id"])
    return [
        problem
        for name, given, _ in _plans(store)
        for part, known in (("exemptions", allies), ("set_aside", pledges))
        if isinstance(named := given.get(part), Mapping)
        for problem in unknown_keys(name, named, known)
    ]


def seeds(store: Store) -> list[Problem]:
    """Seeds have their citation records, complete and named after their file."""
    found, folder = [], store.seeds
    if not (files := sorted(folder.glob("*.toml"))):
        what = "there is no record in the folder" if folder.is_dir() else "there is no such folder"
        return [Problem("seeds", 0, "", what, RESTORE.replace("file", "folder"))]
    for file in files:
        name = f"seeds/{file.name}"
        given, problems = toml_of(file, name)
        found += problems or _seed(name, file.stem, given)
    return found


def _seed(name: str, stem: str, given: Mapping[str, Any]) -> list[Problem]:
    missing = sorted(key for key in SEED_KEYS if not str(given.get(key, "")).strip())
    found = [
        Problem(name, 0, key, f"{shown(given[key])} is not {what}", f"Write {what}.")
        for key, (form, what) in SEED_FORMS.items()
        if key not in missing and not form.fullmatch(str(given[key]))
    ]
    remedy = "Fill it; write 'not stated' where the text does not tell."
    found += [Problem(name, 0, key, "the key is missing or empty", remedy) for key in missing]
    found += unknown_keys(name, given, SEED_KEYS | SEED_EXTRAS)
    if given.get("id", stem) != stem:
        found.append(Problem(name, 0, "id", f"{given['id']!r} is not the file's name", f"Write {stem!r}."))
    return found


def undescribed(store: Store) -> list[Problem]:
    """Every table in the folder is described."""
    described = {table.path for table in store.tables.values()}
    there = sorted(file.relative_to(store.folder).as_posix() for file in store.folder.rglob("*.csv"))
    remedy = f"Take it away, or describe it in package.toml. {MEANT}"
    return [Problem(path, 0, "", "the file is not described", remedy) for path in there if path not in described]


def listed(store: Store) -> list[Problem]:
    """Files the descriptor lists beside the tables exist."""
    paths = [path for files in store.files.values() for path in files.paths]
    return [
        Problem(path, 0, "", "there is no such file", f"{RESTORE} {MEANT}")
        for path in paths
        if not (store.folder / path).is_file()
    ]
