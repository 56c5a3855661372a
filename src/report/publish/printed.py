"""A ledger in print: by text, each claim with its verdict and what to print, as plain data for ``page.typ``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report.publish.blocks import Ledger
from report.publish.entries import Entry
from report.publish.markdown import plain


def ledger(block: Ledger) -> dict[str, Any]:
    """All that print shows of a ledger; the rest is in the attached tables."""
    return {
        "kind": "ledger",
        "id": block.id,
        "texts": [
            {"label": text.label, "about": text.about, "entries": [_entry(entry) for entry in text.entries]}
            for text in block.texts
        ],
        "source": block.source,
        "edition": block.edition,
    }


def _entry(entry: Entry) -> Mapping[str, Any]:
    return {
        "id": entry.id,
        "sign": entry.verdict.sign,
        "verdict": entry.verdict.label,
        "statement": entry.statement,
        "speaker": entry.speaker,
        "heading": entry.heading,
        "print": plain(entry.print),
        "note": plain(entry.note),
        "sources": [source.in_print for source in entry.sources],
    }
