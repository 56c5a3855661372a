"""The facts of one page: every number its text prints, each once, with the facts that went into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from report.facts.packed import MIME, pack, unpack
from report.facts.written import typeset
from report.publish.markdown import Node, sentence
from report.shown import Incomplete, Text


class Facts:
    """The facts that a notebook's outputs print, by id, with all that went into them: what its last cell shows."""

    def __init__(self, nb: Mapping[str, Any]) -> None:
        data = [output.get("data", {}) for cell in nb["cells"] for output in cell.get("outputs", ())]
        shown = [unpack(found[MIME]) for found in data if MIME in found]
        self.records = {id: record for records in shown for id, record in records.items()}

    def sentence(self, text: Text) -> list[Node]:
        """Running text with its Markdown as nodes."""
        return sentence([part if isinstance(part, str) else self._node(part) for part in text])

    def _node(self, segment: Mapping[str, str]) -> Node:
        """A number in running text, with the value behind its words."""
        record = self.records.get(segment["fact"])
        if record is None:
            raise Incomplete(
                f"the text prints {segment['text']!r} as fact {segment['fact']!r}, which the notebook does not bring "
                "along: end the notebook with a cell that shows report.facts.printed, and run it from the top"
            )
        words = {"type": "fact", "id": segment["fact"], "text": typeset(segment["text"]), "value": value(record)}
        # A fact only so that no digit is typed: a name or a date, with nothing behind it.
        is_mere_name = record.get("unit") == "text" and not record["rows"] and not record["inputs"]
        return {**words, "mere_name": True} if is_mere_name else words


def value(record: Mapping[str, Any]) -> str:
    """The machine-readable value: a number at full precision, or the names of a list."""
    held = record["value"]
    return "; ".join(map(str, held)) if isinstance(held, list | tuple) else str(held)


_OPENING = "pageFacts="


def compact(content: Any) -> str:
    """Plain data as JSON without spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def packed(records: Mapping[str, Mapping[str, Any]]) -> str:
    """The facts of a page as JSON (:mod:`report.facts.packed`)."""
    return compact(pack(records)) + "\n"


def script(records: Mapping[str, Mapping[str, Any]]) -> str:
    """The same as a script of its own: data that a page opened from disk may fetch when a number is opened."""
    return _OPENING + packed(records)


def read_script(text: str) -> dict[str, dict[str, Any]]:
    """The facts in what :func:`script` wrote."""
    return unpack(json.loads(text.removeprefix(_OPENING)))
