"""The facts of one page: every number its text prints, each once, with the facts that went into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
        flat = {**record, "inputs": [self._add(part, where) for part in record.get("inputs", ())]}
        known = self.records.setdefault(flat["id"], flat)
        if not same(known, flat):
            raise where.error(f"the fact id {flat['id']!r} stands for two different facts", "give them different labels or formulas")
        return str(flat["id"])

    def node(self, segment: Mapping[str, str], where: Where) -> Node:
        """A number in running text, with the value behind its words."""
        record = self.records.get(segment["fact"])
        if record is None:
            raise where.error(f"the text prints {segment['text']!r} as fact {segment['fact']!r}, which it does not bring along", "hand the fact over with the passage")
        return {"type": "fact", "id": segment["fact"], "text": segment["text"], "value": value(record)}


def value(record: Mapping[str, Any]) -> str:
    """The machine-readable value: a number at full precision, or the names of a list."""
    held = record["value"]
    return "; ".join(map(str, held)) if isinstance(held, list | tuple) else str(held)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records are of one fact; its words may differ ("thirty", "Thirty"), nothing else."""
    return {**one, "text": ""} == {**other, "text": ""}
