"""Facts as an executed notebook and ``facts.json`` carry them: each once, its source rows by table and key, each once.

A fact names runs of rows: ``expenditure/2026-07:EST 2026 share_gdp`` is one row, ``expenditure/2026-07:ALB 2026
share_gdp … USA (31)`` the run of that name in ``runs``, which lists its keys. ``rows`` holds what each row says, by
table; rows of one unit, source and place in it stand together. In a run a word that stands in the key above is a ditto
mark. What a fact does not state is as in ``usual`` for its status and :data:`UNSTATED`; its text, if not stated, is its
value. A formula that several facts have stands once in ``formulas``, and in them by its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from report.facts.ditto import DITTO
from report.facts.fact import Fact
from report.tables.errors import ReportError

MIME = "application/vnd.burdenshare.facts+json"
Record = Mapping[str, Any]
Packed = dict[str, Any]
UNSTATED: Record = {"status": "actual", "kind": "computed", "formula": "", "inputs": [], "rows": []}
"""What a packed fact leaves unstated."""
_OF_KIND = ("unit", "source", "locator")


class TwoFacts(ReportError):
    """One id stands for two different facts."""


def records(facts: Iterable[Fact]) -> dict[str, dict[str, Any]]:
    """The facts and all that went into them as plain data by id, inputs before what they went into.

    Raises :class:`TwoFacts` where one id stands for two facts.
    """
    found: dict[str, tuple[Fact, dict[str, Any]]] = {}
    for fact in facts:
        _gather(fact, found)
    return {id: record for id, (_, record) in found.items()}


def _gather(fact: Fact, found: dict[str, tuple[Fact, dict[str, Any]]]) -> None:
    if fact.id in found and found[fact.id][0] is fact:
        return
    for part in fact.inputs:
        _gather(part, found)
    record = fact.record()
    _, known = found.setdefault(fact.id, (fact, record))
    if not same(known, record):
        raise TwoFacts(f"the fact id {fact.id!r} stands for two different facts: give them different names")


def same(one: Record, other: Record) -> bool:
    """Whether two records are of one fact; its words may differ ("thirty", "Thirty"), nothing else."""
    return {**one, "text": ""} == {**other, "text": ""}


def pack(records: Mapping[str, Record]) -> Packed:
    """Facts by id with rows spelt out, as :func:`records` gives them, in little room; :func:`unpack` undoes it."""
    rows = _Rows()
    usual = _usual(records.values())
    named = {id: {**record, "rows": rows.named(record["rows"])} for id, record in sorted(records.items())}
    counts = Counter(record["formula"] for record in records.values())
    formulas = {one: place for place, one in enumerate(sorted(one for one, times in counts.items() if times > 1))}
    return {
        "usual": usual,
        "formulas": list(formulas),
        "facts": {id: _stated(record, usual[record["status"]], formulas) for id, record in named.items()},
        "runs": {name: _with_dittos(keys) for name, keys in sorted(rows.runs.items())},
        "rows": rows.by_table(),
    }


def _usual(records: Iterable[Record]) -> dict[str, Record]:
    """What most facts of a status share."""
    by_status: dict[str, list[Record]] = {}
    for record in records:
        by_status.setdefault(record["status"], []).append(record)
    most: dict[str, Record] = {}
    for status, found in sorted(by_status.items()):
        values = {name: [record[name] for record in found] for name in ("edition", "kind")}
        most[status] = {name: max(sorted(set(said)), key=said.count) for name, said in values.items()}
    return most


def _with_dittos(keys: Sequence[str]) -> list[str]:
    words = [[], *(key.split(" ") for key in keys)]
    return [" ".join(_marked(one, above)) for above, one in pairwise(words)]


def _marked(words: Sequence[str], above: Sequence[str]) -> list[str]:
    return [DITTO if len(word) > 1 and [word] == above[at : at + 1] else word for at, word in enumerate(words)]


def _without_dittos(keys: Sequence[str]) -> list[str]:
    above: list[str] = []
    found = []
    for key in keys:
        above = [above[at] if word == DITTO else word for at, word in enumerate(key.split(" "))]
        found.append(" ".join(above))
    return found


def _stated(record: Record, usual: Record, formulas: Mapping[str, int]) -> dict[str, Any]:
    unstated = {**UNSTATED, **usual, "text": record["value"]}
    stated = {name: value for name, value in record.items() if name != "id" and unstated.get(name, record) != value}
    return stated | {"formula": formulas[record["formula"]]} if stated.get("formula") in formulas else stated


class _Rows:
    """Rows and runs of rows by their names. Two of one name differ by a number: ``EST 2026 share_gdp #2``."""

    def __init__(self) -> None:
        self.runs: dict[str, list[str]] = {}
        self.rows: dict[tuple[str, str], Record] = {}

    def named(self, rows: Sequence[Record]) -> list[str]:
        """The names of the runs, one a table, that make up these rows."""
        return [self._run(table, list(found)) for table, found in groupby(rows, lambda row: str(row["table"]))]

    def _run(self, table: str, rows: Sequence[Record]) -> str:
        keys = [self._key(table, row) for row in rows]
        if len(keys) == 1:
            return f"{table}:{keys[0]}"
        new = [word for word in keys[-1].split(" ") if word not in keys[0].split(" ")]
        name = f"{table}:{keys[0]} … {' '.join(new)} ({len(keys)})"
        return next(tried for tried in _numbered(name) if self.runs.setdefault(tried, keys) == keys)

    def _key(self, table: str, row: Record) -> str:
        return next(key for key in _numbered(row["key"]) if self.rows.setdefault((table, key), row) == row)

    def by_table(self) -> dict[str, list[dict[str, Any]]]:
        """What the rows say: by table, then by what they have in common, values by key."""
        tables: dict[str, dict[tuple[tuple[str, Any], ...], dict[str, Any]]] = {}
        for (table, key), row in sorted(self.rows.items()):
            told_apart = {"key": row["key"]} if row["key"] != key else {}
            kind = {name: row[name] for name in _OF_KIND if row[name]} | told_apart
            group = tables.setdefault(table, {}).setdefault(tuple(kind.items()), {**kind, "values": {}})
            group["values"][key] = row["value"]
        return {table: list(kinds.values()) for table, kinds in tables.items()}


def _numbered(name: str) -> Iterable[str]:
    yield name
    yield from (f"{name} #{number}" for number in range(2, 1_000_000))


def unpack(packed: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Packed facts spelt out again, by id."""
    rows = {f"{table}:{key}": row for table, kinds in packed["rows"].items() for key, row in _spelt(table, kinds)}
    for name, keys in packed["runs"].items():
        table = name.partition(":")[0]
        rows[name] = [rows[f"{table}:{key}"][0] for key in _without_dittos(keys)]
    return {id: _whole(id, fact, packed, rows) for id, fact in packed["facts"].items()}


def _spelt(table: str, kinds: Sequence[Record]) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    for kind in kinds:
        common = {name: kind.get(name, "") for name in _OF_KIND}
        for key, value in kind["values"].items():
            yield key, [{"table": table, "key": kind.get("key", key), "value": value, **common}]


def _whole(
    id: str, stated: Record, packed: Mapping[str, Any], rows: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """A packed fact with what is usual for its status, its formula if that stands in the list, and its rows."""
    fact = {"id": id, "text": stated["value"], **UNSTATED}
    fact |= {**packed["usual"][stated.get("status", UNSTATED["status"])], **stated}
    if isinstance(fact["formula"], int):
        fact["formula"] = packed["formulas"][fact["formula"]]
    return fact | {"rows": [row for name in stated.get("rows", ()) for row in rows[name]]}


class Printed:
    """Facts in the order in which outputs first printed them. Showing a page's declaration begins anew."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []

    def begin(self) -> None:
        """Forget what an earlier page, or an earlier run of this one, has printed."""
        self._facts.clear()

    def add(self, facts: Iterable[Fact]) -> None:
        """Note facts that an output prints."""
        self._facts.extend(facts)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        found = pack(records(self._facts))
        rows = sum(len(kind["values"]) for kinds in found["rows"].values() for kind in kinds)
        return {MIME: found, "text/plain": f"{len(found['facts'])} facts from {rows} source rows"}


printed = Printed()
"""What the page at hand has printed: a notebook runs in a process of its own."""
