"""A ledger in print: what comes first, then the rest, each statement with its verdict and what to print, as plain data
for ``page.typ``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report.publish.blocks import Ledger
from report.publish.entries import Entry
from report.publish.markdown import plain


def ledger(block: Ledger) -> dict[str, Any]:
    """All that print shows of a ledger; the rest is in the attached tables."""
    marks = {family.id: family.more for family in block.terms["families"]}
    parts = (("", block.entries[: block.first]), ("All other statements", block.entries[block.first :]))
    return {
        "kind": "ledger",
        "id": block.id,
        "parts": [{"label": label, "entries": [_entry(one, marks) for one in part]} for label, part in parts if part],
        "source": block.source,
        "edition": block.edition,
    }


def _entry(entry: Entry, marks: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "verdict": f"{marks[entry.verdict.more]} {entry.verdict.label}",
        "statement": entry.statement,
        "heading": entry.heading,
        "print": plain(entry.print),
        "note": plain(entry.note),
        "source": entry.in_print,
    }
