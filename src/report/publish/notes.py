"""Source notes for print: what a reader of the web page gets by opening a number, a reader of the PDF finds under its note.

A fact is numbered where the text first prints it. Names and dates that are facts only so that no digit is typed get no note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from report.facts import written
from report.publish.markdown import Node

_SHOWN = 3
"""Rows and inputs spelt out in a note; the rest are counted, and stand in facts.json."""

_DECIMALS = 4
_KINDS = {"published": "as published", "computed": "computed", "assumed": "assumption", "projected": "projection"}
_STATES = {"estimate": "NATO estimate"}

Fact = Mapping[str, Any]


class Notes:
    """The notes of one document, numbered as the text goes along."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = facts
        self.numbers: dict[str, int] = {}

    def mark(self, nodes: Iterable[Node]) -> list[Node]:
        """The same text, each number in it carrying the number of its note."""
        return [self._marked(node) for node in nodes]

    def _marked(self, node: Node) -> Node:
        if "children" in node:
            return {**node, "children": self.mark(node["children"])}
        if node["type"] != "fact" or not is_traced(self.facts[node["id"]]):
            return node
        return {**node, "note": self.numbers.setdefault(node["id"], len(self.numbers) + 1)}

    def entries(self) -> list[dict[str, Any]]:
        """The notes themselves, in order: number, what the number is, and the rest as sentences."""
        return [self._entry(number, self.facts[id]) for id, number in self.numbers.items()]

    def _entry(self, number: int, fact: Fact) -> dict[str, Any]:
        made_from = [
            f"{self.facts[id]['label']}, {self.facts[id]['text']}" for id in fact["inputs"] if id in self.facts
        ]
        sentences = [
            _exact(fact),
            fact.get("formula", ""),
            f"From {_few(made_from)}" if made_from else "",
            *_rows(fact["rows"]),
            _standing(fact),
        ]
        return {"number": number, "label": fact["label"], "text": " ".join(f"{s.rstrip('.')}." for s in sentences if s)}


def is_traced(fact: Fact) -> bool:
    """Whether there is more to say of a fact than its words."""
    return fact.get("unit") != "text" or bool(fact["rows"] or fact["inputs"])


def _exact(fact: Fact) -> str:
    held, unit = fact["value"], fact.get("unit", "")
    if not isinstance(held, int | float):
        return ""
    number = written.decimal(held, _DECIMALS).rstrip("0").rstrip(".")
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"


def _standing(fact: Fact) -> str:
    parts = (_KINDS.get(fact.get("kind", "")), _STATES.get(fact.get("status", "")), fact.get("edition"))
    words = "; ".join(part for part in parts if part)
    return words[:1].upper() + words[1:]


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Source rows by table and place: ``expenditure/2026-07, Table 3: EST 2026 share_gdp, …``."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(", ".join(part for part in (row["table"], row.get("locator")) if part), []).append(row["key"])
    return [f"{place}: {_few(keys)}" for place, keys in places.items()]


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "; ".join(names[:_SHOWN]) + more
