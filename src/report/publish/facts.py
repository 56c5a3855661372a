"""The facts of one page: every number its text prints, each once, with the facts that went into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from report.publish.errors import Where
from report.publish.markdown import Node


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
        return {"type": "fact", "id": segment["fact"], "text": segment["text"], "value": value(record)}


def value(record: Mapping[str, Any]) -> str:
    """The machine-readable value: a number at full precision, or the names of a list."""
    held = record["value"]
    return "; ".join(map(str, held)) if isinstance(held, list | tuple) else str(held)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records are of one fact; its words may differ ("thirty", "Thirty"), nothing else."""
    return {**one, "text": ""} == {**other, "text": ""}


def packed(records: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Facts as a page carries them: source rows, which sums share by the dozen, once each, and by their place from the facts."""
    fields = sorted({name for record in records.values() for row in record["rows"] for name in row})
    places: dict[tuple[Any, ...], int] = {}
    facts = {id: _with_places(record, fields, places) for id, record in sorted(records.items())}
    return {"facts": facts, "row_fields": fields, "rows": [list(row) for row in places]}


def _with_places(
    record: Mapping[str, Any], fields: Sequence[str], places: dict[tuple[Any, ...], int]
) -> dict[str, Any]:
    rows = [tuple(row.get(name) for name in fields) for row in record["rows"]]
    return {**record, "rows": [places.setdefault(row, len(places)) for row in rows]}


def unpacked(page_data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The facts of a page with their source rows spelt out again; undoes :func:`packed`."""
    rows = [dict(zip(page_data["row_fields"], row, strict=True)) for row in page_data["rows"]]
    return {id: {**fact, "rows": [rows[place] for place in fact["rows"]]} for id, fact in page_data["facts"].items()}
