"""Accepting tables, plans and records made by hand: what has changed since the last time, and checksums anew."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

from report.tables.checks.byhand import (
    COLUMNS,
    FILE,
    Entry,
    accepted_rows,
    by_hand,
    changed_columns,
    entries,
    entries_of,
    entries_of_toml,
    toml_files,
)
from report.tables.store import Store, opened

from .files import write


def accept(folder: Path | None) -> list[str]:
    """Accept a data folder's tables made by hand, plans and records as they are; a line for each change."""
    store = opened(folder)
    changes = list(changed(store))
    write_accepted(store)
    return changes


def write_accepted(store: Store) -> None:
    """Write the checksums of the tables made by hand as they are."""
    rows = [dict(zip(COLUMNS, (*place, entry.digests), strict=True)) for place, entry in sorted(entries(store).items())]
    write(store.folder / FILE, COLUMNS, rows)


def changed(store: Store) -> Iterator[str]:
    """What differs from the tables as accepted: ``pledges.csv deu-core-3.5-2029: target_share_gdp 3.5 → 3.6``."""
    before, now = (accepted_rows(store) if (store.folder / FILE).is_file() else {}), entries(store)
    committed = _committed(store) if set(before) else {}
    for place, entry in now.items():
        name = " ".join(place)
        if place not in before:
            yield f"{name}: new: {', '.join(text for text in entry.cells.values() if text)}"
            continue
        for column in changed_columns(entry, before[place]):
            then = _before(committed.get(place), column, before[place])
            yield f"{name}: {column} {then} → {entry.cells[column] or 'nothing'}"
    yield from (f"{' '.join(place)}: gone" for place in before if place not in now)


def _before(committed: Entry | None, column: str, digests: str) -> str:
    """The cell as accepted, where version control still has it."""
    if committed is None or column in changed_columns(committed, digests):
        return "(what was accepted is not in the last commit)"
    return committed.cells[column] or "nothing"


def _committed(store: Store) -> dict[tuple[str, str], Entry]:
    """Rows, keys and claims in the last commit; none where there is no version control."""
    found: dict[tuple[str, str], Entry] = {}
    for table in by_hand(store):
        lines = list(csv.reader(io.StringIO(_in_last_commit(store.folder / table.path), newline="")))
        if lines and lines[0] == table.columns:
            found |= entries_of(table, lines[1:])
    for name, file in toml_files(store).items():
        with contextlib.suppress(tomllib.TOMLDecodeError):
            found |= entries_of_toml(name, tomllib.loads(_in_last_commit(file)))
    return found


def _in_last_commit(file: Path) -> str:
    show = ["git", "-C", str(file.parent), "show", f"HEAD:./{file.name}"]
    try:
        return subprocess.run(show, capture_output=True, check=True).stdout.decode("utf-8")
    except (OSError, subprocess.CalledProcessError, UnicodeDecodeError):
        return ""
