"""The page of claims: what was said, held against every edition at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from report.facts import Fact, written
from report.ledger import Entry, Ledger, Text, settle
from report.ledger.record import UNKNOWN
from report.pages.editions import EditionsPage

RIGHT = ("holds", "came true")
DEPENDS = ("depends on edition", "depends on basis")
WRONG = ("fails", "did not", "superseded")
OPEN = ("cannot be checked",)
FAMILIES = {"as said": RIGHT, "it depends": DEPENDS, "otherwise": WRONG, "cannot be checked": OPEN}
"""Verdicts by what they mean to a reader in a hurry."""


@dataclass(frozen=True)
class ClaimsPage(EditionsPage):
    """The ledger's page. It speaks over all editions, so it takes no parameters; ``path`` and ``seeds`` name other folders."""

    seeds: Path | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """Every claim, checked."""
        return settle(self.path, self.seeds)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The ledger's entries by the id of their claim."""
        return {entry.claim.id: entry for entry in self.ledger.entries}

    @property
    def texts(self) -> list[Text]:
        """The source texts, in the order of their numbers."""
        return list(dict.fromkeys(entry.claim.text for entry in self.ledger.entries))

    @property
    def counts(self) -> pd.DataFrame:
        """Claims by text and family of verdicts: text, label (number and publisher), family, claims."""
        found = Counter((entry.claim.text.id, entry.verdict) for entry in self.ledger.entries)
        lines = [
            (text.id, f"{text.id}, {publisher(text)}", family, sum(found[text.id, name] for name in members))
            for text in self.texts
            for family, members in FAMILIES.items()
        ]
        return pd.DataFrame(lines, columns=["text", "label", "family", "claims"])

    @property
    def families(self) -> pd.Series:
        """Different statements by family of verdicts."""
        found = Counter(entry.verdict for entry in self.ledger.statements)
        return pd.Series({family: sum(found[name] for name in members) for family, members in FAMILIES.items()})

    @property
    def checkable(self) -> list[Entry]:
        """The different statements that can be checked."""
        return [entry for entry in self.ledger.statements if entry.verdict not in OPEN]

    def header(self) -> dict[str, Any]:
        """Title, dates and identity, for the page's own head."""
        return {
            "slug": "claims",
            "kind": "claims",
            "label": "Claims",
            "title": "What was said, and what was measured",
            "subtitle": "News claims about NATO’s spending target, each held against every edition of NATO’s tables",
            "description": f"Each claim of {news_texts(self.texts)} about NATO’s new spending target, with a verdict by edition and the figure to print instead.",
            **self._common(),
        }


def news_texts(texts: Sequence[Text]) -> str:
    """How many texts there are, in words: ``five news texts``."""
    return f"{written.number_word(len(texts))} news text{'s' * (len(texts) != 1)}"


def named(text: Text) -> str:
    """A text by its number, publisher and day: ``000, Bloomberg News, 13 May 2025``."""
    return f"{text.id}, {publisher(text)}, {written.day(text.date)}"


def publisher(text: Text) -> str:
    """Who published a text; where it does not say, what the text is."""
    return text.name or "unnamed" if text.publisher == UNKNOWN else text.publisher


def facts_of(entry: Entry) -> list[Fact]:
    """Every fact an entry prints, in a fixed order."""
    measured = [finding.measured for finding in entry.findings]
    return [*measured, *entry.print_instead.facts, *entry.note.facts]


def claims_page(path: str | Path | None = None, seeds: str | Path | None = None) -> ClaimsPage:
    """The ledger's page over a data folder and a seeds folder (default: the project's)."""
    return ClaimsPage(Path(path) if path else None, Path(seeds) if seeds else None)
