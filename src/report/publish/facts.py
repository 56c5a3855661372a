"""The facts of one page: every number its text prints, each once, with the facts that went into it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from report.publish.errors import Where
from report.publish.markdown import Node, typeset


class Facts:
    """A growing collection of fact records by id. ``inputs`` may come nested; they are kept flat, as ids."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}

    def add(self, records: Iterable[Mapping[str, Any]], where: Where) -> None:
        """Add records and, through them, all their inputs. One id must stand for one fact."""
        for record in records:
            self._add(record, where)

    def _add(self, record: Mapping[str, Any] | str, where: Where) -> str:
        if isinstance(record, str):
            return record
        flat = {"rows": [], **record, "inputs": [self._add(part, where) for part in record.get("inputs", ())]}
        known = self.records.setdefault(flat["id"], flat)
        if not same(known, flat):
            raise where.error(
                f"the fact id {flat['id']!r} stands for two different facts", "give them different labels or formulas"
            )
        return str(flat["id"])

    def node(self, segment: Mapping[str, str], where: Where) -> Node:
        """A number in running text, with the value behind its words."""
        record = self.records.get(segment["fact"])
        if record is None:
            raise where.error(
                f"the text prints {segment['text']!r} as fact {segment['fact']!r}, which it does not bring along",
                "hand the fact over with the passage",
            )
        words = {"type": "fact", "id": segment["fact"], "text": typeset(segment["text"]), "value": value(record)}
        return {**words, "mere_name": True} if is_mere_name(record) else words


def is_mere_name(record: Mapping[str, Any]) -> bool:
    """Whether it is a fact only so that no digit is typed: a name or a date, with nothing behind it."""
    return record.get("unit") == "text" and not record["rows"] and not record["inputs"]


def value(record: Mapping[str, Any]) -> str:
    """The machine-readable value: a number at full precision, or the names of a list."""
    held = record["value"]
    return "; ".join(map(str, held)) if isinstance(held, list | tuple) else str(held)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records are of one fact; its words may differ ("thirty", "Thirty"), nothing else."""
    return {**one, "text": ""} == {**other, "text": ""}


_OPENING = "pageFacts="


def script(records: Mapping[str, Mapping[str, Any]]) -> str:
    """The facts of a page as a script of its own: data that a page opened from disk may fetch when a number is opened."""
    return _OPENING + json.dumps(packed(records), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def read_script(text: str) -> dict[str, dict[str, Any]]:
    """The facts in what :func:`script` wrote."""
    return unpacked(json.loads(text.removeprefix(_OPENING)))


_MAY_BE_USUAL = ("edition", "formula", "inputs", "kind", "status", "unit")
_OF_ONE_ROW = ("key", "value")


def packed(records: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Facts as a page's script carries them, saying nothing twice.

    Source rows, which sums share by the dozen, stand once each and are named by their place, as are a fact's inputs; what rows have in
    common (table, unit, source, locator) stands once a kind of row; what is usual among the facts stands once.
    """
    ids = sorted(records)
    places = {id: place for place, id in enumerate(ids)}
    kinds, rows = _Places(), _Places()
    facts = {id: _with_places(records[id], places, kinds, rows) for id in ids}
    usual = _usual(list(facts.values()))
    return {
        "facts": {id: _unusual(fact, usual) for id, fact in facts.items()},
        "usual": usual,
        "rows": [list(row) for row in rows],
        "row_kinds": [dict(kind) for kind in kinds],
    }


class _Places(dict[Any, int]):
    """Things by the place they were first given."""

    def of(self, thing: Any) -> int:
        """The place of a thing, the next free one if it is new."""
        return self.setdefault(thing, len(self))


def _with_places(record: Mapping[str, Any], places: Mapping[str, int], kinds: _Places, rows: _Places) -> dict[str, Any]:
    found = [rows.of((kinds.of(_kind(row)), *(row.get(name) for name in _OF_ONE_ROW))) for row in record["rows"]]
    inputs = [places.get(id, id) for id in record["inputs"]]
    return {**record, "inputs": inputs, "rows": found}


def _kind(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, value) for name, value in row.items() if name not in _OF_ONE_ROW)


def _usual(facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The most frequent value of each field that all facts have."""
    shared = [name for name in _MAY_BE_USUAL if facts and all(name in fact for fact in facts)]
    values = {name: [fact[name] for fact in facts] for name in shared}
    return {name: max(held, key=held.count) for name, held in values.items()}


def _unusual(fact: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in fact.items() if k != "id" and not (k in usual and usual[k] == v)}


def unpacked(held: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Packed facts spelt out again; undoes :func:`packed`."""
    ids = list(held["facts"])
    rows = [_row(held["row_kinds"][kind], *rest) for kind, *rest in held["rows"]]
    whole = {id: {**held["usual"], **fact, "id": id} for id, fact in held["facts"].items()}
    return {
        id: {
            **fact,
            "inputs": [ids[place] if isinstance(place, int) else place for place in fact["inputs"]],
            "rows": [rows[place] for place in fact["rows"]],
        }
        for id, fact in whole.items()
    }


def _row(kind: Mapping[str, Any], key: Any, value: Any) -> dict[str, Any]:
    return {**kind, "key": key, "value": value}
