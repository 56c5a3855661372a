"""What no publisher's file can be compared with: tables, plans and records made by hand, each cell as accepted."""

from __future__ import annotations

import csv
import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from report.folders import SEEDS

from ..cells import is_number
from ..errors import Problem
from ..lines import rows_of, text_of
from ..schema import Table
from ..store import Store
from .files import toml_of

ACCEPTED, FILE = "accepted", "accepted.csv"
COLUMNS = ("table", "key", "cells")
ACCEPT = "Restore it; or, if the change is meant, read it and accept it: burdenshare data accept"
VALUE, CLAIM, FIELDS = "value", "claim", "fields"


@dataclass(frozen=True)
class Entry:
    """A row of a table, a key of a TOML file or a claim of a record: where it stands and its cells as text."""

    row: int
    cells: Mapping[str, str]

    @property
    def digests(self) -> str:
        """Six hexadecimal digits for each cell, in the order of the columns."""
        return " ".join(hashlib.blake2s(text.encode(), digest_size=3).hexdigest() for text in self.cells.values())


Entries = dict[tuple[str, str], Entry]
NOWHERE = Entry(0, {})


def by_hand(store: Store) -> list[Table]:
    """Tables without a publisher's file: those that carry no hash and that the check does not compute again."""
    tables = [table for table in store.tables.values() if table.name != ACCEPTED]
    return [table for table in tables if table.hash is None and not table.recomputed]


def entries(store: Store) -> Entries:
    """Every row of the tables made by hand, every key of the plans and records, and every claim, by file and key."""
    found: Entries = {}
    for table in by_hand(store):
        found |= entries_in(store, table)
    for name, file in toml_files(store).items():
        found |= entries_of_toml(name, toml_of(file, file.name)[0])
    return found


def toml_files(store: Store) -> dict[str, Path]:
    """Plans and records by the name under which they are accepted."""
    folders = {"plans": store.folder / "plans", SEEDS: store.seeds}
    return {f"{kind}/{file.name}": file for kind, place in folders.items() for file in sorted(place.glob("*.toml"))}


def entries_of_toml(name: str, given: Mapping[str, Any]) -> Entries:
    """Keys of a TOML file, and its claims: what each is called, and a cell a field."""
    claims = given.get(CLAIM)
    listed = [one for one in claims if isinstance(one, Mapping)] if isinstance(claims, list) else []
    found = {(name, key): Entry(0, {VALUE: text}) for key, text in _leaves(given) if key != CLAIM or not listed}
    for claim in listed:
        cells = dict(sorted(_leaves(claim)))
        found[name, str(claim.get("id"))] = Entry(0, {FIELDS: " ".join(cells), **cells})
    return found


def entries_in(store: Store, table: Table) -> Entries:
    """Rows of one table of the folder by file and primary key."""
    return entries_of(table, rows_of(table, text_of(table, store.folder)))


def entries_of(table: Table, rows: list[list[str]]) -> Entries:
    """Rows of one table by file and primary key."""
    lines = [dict(zip(table.columns, row, strict=True)) for row in rows]
    return {
        (table.path, " ".join(cells[name] for name in table.key)): Entry(row, cells)
        for row, cells in enumerate(lines, start=2)
    }


def _leaves(given: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(value)


def accepted_rows(store: Store) -> dict[tuple[str, str], str]:
    """What was accepted: the digests of each row's cells, by file and key."""
    with (store.folder / FILE).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == len(COLUMNS)]
    return {(table, key): cells for table, key, cells in rows[1:]}


def accepted(store: Store) -> list[Problem]:
    """Every cell of the tables made by hand, of the plans and of the records is as it was last accepted."""
    if ACCEPTED not in store.tables:
        return []
    store.frame(ACCEPTED)
    now, before = entries(store), accepted_rows(store)
    found = [problem for place, entry in now.items() for problem in _compared(place, entry, before.get(place))]
    held = {file for file, _ in now}
    gone = dict.fromkeys((file, key if file in held else "all of it") for file, key in before if (file, key) not in now)
    return found + [Problem(file, 0, "", f"{key}, which was accepted, is gone", ACCEPT) for file, key in gone]


def _compared(place: tuple[str, str], entry: Entry, before: str | None) -> list[Problem]:
    file, key = place
    if before is None:
        return [Problem(file, entry.row, "", f"{key} was not accepted yet", ACCEPT)]
    return [
        Problem(file, entry.row, column, f"{key}: {entry.cells[column]!r} is not what was accepted", ACCEPT)
        for column in changed_columns(entry, before)
    ]


def changed_columns(entry: Entry, before: str) -> list[str]:
    """Columns whose cells are not those accepted; all of them where the columns themselves have changed."""
    pairs = list(zip(entry.cells, entry.digests.split(), before.split(), strict=False))
    if len(before.split()) != len(entry.cells):
        return list(entry.cells)
    return [column for column, now, then in pairs if now != then]


def repeated(store: Store) -> list[Problem]:
    """Figures that stand in two places (repeated.csv) are the same in both."""
    if "repeated" not in store.tables:
        return []
    held, found = entries(store), []
    for number, row in enumerate(store.frame("repeated").to_dict("records"), start=2):
        place = held.get((row["table"], row["key"]), NOWHERE)
        one = place.cells.get(row["column"])
        other = held.get((row["other_table"], row["other_key"]), NOWHERE).cells.get(row["other_column"])
        if one is None or other is None:
            what = "names a table, key or column that is not there"
            found.append(Problem("repeated.csv", number, "", what, "Correct the row."))
        elif not (Decimal(one) == Decimal(other) if is_number(one) and is_number(other) else one == other):
            what = f"{row['key']} is {one}, and {other} in {row['other_table']}, {row['other_key']}"
            remedy = "Correct the one that is wrong: they are the same figure."
            found.append(Problem(row["table"], place.row, row["column"], what, remedy))
    return found


def pledge_names(store: Store) -> list[Problem]:
    """The id of a pledge repeats ally, component, target and year: ``deu-core-3.5-2029``."""
    found = []
    for (file, key), entry in entries_in(store, store.tables["pledges"]).items():
        parts = [entry.cells[name] for name in ("iso3", "component", "target_share_gdp", "target_year")]
        named = "-".join(part for part in parts if part).lower().replace("nato_total", "nato")
        if named != key:
            what = f"{key} should be {named} by its own columns"
            found.append(Problem(file, entry.row, "id", what, "Correct the column that is wrong, or the id."))
    return found


def comparisons(store: Store) -> list[Problem]:
    """A comparison has the scale of the estimate it is of and, where that is of one ally, its ally."""
    costings = store.frame("costings").set_index("id")
    found = []
    for number, row in enumerate(store.frame("comparisons").to_dict("records"), start=2):
        estimate = costings.loc[row["id"]]
        if row["per"] and row["per"] not in estimate["unit"].split():
            what = f"{row['per']!r}, but the estimate is in {estimate['unit']}"
            found.append(Problem("comparisons.csv", number, "per", what, "Correct one of the two."))
        if row["who"] and len(estimate["geography"]) == 3 and row["who"] != estimate["geography"]:
            what = f"{row['who']!r}, but the estimate is of {estimate['geography']}"
            found.append(Problem("comparisons.csv", number, "who", what, "Correct one of the two."))
    return found


def calendar(store: Store) -> list[Problem]:
    """Days are of the calendar and in the stated order; a year or month counts as its earliest or latest day."""
    return [
        problem
        for table in store.tables.values()
        if table.ordered
        for (file, key), entry in entries_in(store, table).items()
        for problem in _out_of_order(file, key, entry, table.ordered)
    ]


def _out_of_order(file: str, key: str, entry: Entry, pairs: Iterable[tuple[str, str]]) -> list[Problem]:
    found = []
    for pair in pairs:
        first, last = (entry.cells[name] for name in pair)
        wrong = [name for name in pair if entry.cells[name] and not _is_day(entry.cells[name])]
        if wrong:
            what = f"{key}: {entry.cells[wrong[0]]} is no day of the calendar"
            found.append(Problem(file, entry.row, wrong[0], what, "Write a day that exists, such as 2026-07-10."))
        elif first and last and first[: len(last)] > last[: len(first)]:
            what = f"{key}: {pair[0]} {first} comes after {pair[1]} {last}"
            found.append(Problem(file, entry.row, pair[0], what, "Correct one of the two."))
    return found


def _is_day(text: str) -> bool:
    """Whether a year, a month or a day is one of the calendar."""
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def ranges(store: Store) -> list[Problem]:
    """Figures lie in the range the descriptor states for their unit."""
    found = []
    for table in [table for table in store.tables.values() if table.ranges]:
        for (file, key), entry in entries_in(store, table).items():
            for rule in [rule for rule in table.ranges if entry.cells[rule["where"]] == rule["is"]]:
                text, low, high = entry.cells[rule["column"]], rule["minimum"], rule["maximum"]
                if not (is_number(text) and low <= float(text) <= high):
                    what, remedy = f"{key}: {text} is out of range", f"{rule['is']} lies between {low:g} and {high:g}."
                    found.append(Problem(file, entry.row, rule["column"], what, remedy))
    return found
