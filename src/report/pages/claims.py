"""The page of claims: what was said, compared with every edition at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from report.facts import written
from report.ledger import Entry, Ledger, Text, settle
from report.ledger.record import UNKNOWN
from report.ledger.vocabulary import schema
from report.pages.editions import EditionsPage

FAMILIES = {
    "holds": ("holds", "came true"),
    "depends": ("depends on edition", "depends on basis"),
    "overtaken": ("superseded",),
    "fails": ("fails", "did not"),
    "not settled": ("cannot be checked",),
}
"""Verdicts by what they mean to a reader in a hurry."""
RIGHT, OPEN = FAMILIES["holds"], FAMILIES["not settled"]
WORST_FIRST = ("fails", "overtaken", "depends", "holds")
NOT_TO_BE_CHECKED = "cannot_check"
"""The check of a statement that no figure or record settles."""
UNDECIDED = "undecided"
"""The reason where figures or records bear on a claim and leave it open."""


def family(verdict: str) -> str:
    """The family of a verdict."""
    return next(name for name, members in FAMILIES.items() if verdict in members)


@dataclass(frozen=True)
class ClaimsPage(EditionsPage):
    """The ledger's page, over all editions, so without parameters; ``path`` and ``seeds`` name other folders."""

    seeds: Path | None = None
    kind = "claims"

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
            (text.id, named(text), name, sum(found[text.id, verdict] for verdict in members))
            for text in self.texts
            for name, members in FAMILIES.items()
        ]
        return pd.DataFrame(lines, columns=["text", "label", "family", "claims"])

    @cached_property
    def checkable(self) -> list[Entry]:
        """The different statements that can be checked."""
        return [entry for entry in self.ledger.statements if entry.verdict not in OPEN]

    @cached_property
    def leading(self) -> list[Entry]:
        """Those about money and targets (``first`` in the schema of records), the most repeated first."""
        said_by, measures = self.ledger.said_by, schema()["first"]["measures"]
        found = [entry for entry in self.checkable if entry.claim.measure in measures]
        return sorted(
            found, key=lambda one: (-len(said_by[one.claim.id]), WORST_FIRST.index(family(one.verdict)), one.claim.id)
        )

    @cached_property
    def listed(self) -> list[Entry]:
        """What the page lists, each once: the leading ones, then all that something can settle."""
        first = {one.claim.id for one in self.leading}
        others = (one for one in self.ledger.statements if one.claim.check != NOT_TO_BE_CHECKED)
        return [*self.leading, *(one for one in others if one.claim.id not in first)]

    def unsettled(self, text: Text) -> dict[str, list[Entry]]:
        """A text's claims that are not settled, by reason (``undecided`` where a check leaves it open)."""
        found: dict[str, list[Entry]] = {}
        for entry in self.ledger.entries:
            if entry.claim.text == text and entry.verdict in OPEN:
                found.setdefault(str(entry.claim.arguments.get("reason", UNDECIDED)), []).append(entry)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    @property
    def said_by(self) -> str:
        """Whose claims they are: ``five news texts``."""
        return news_texts(self.texts)

    @property
    def finding(self) -> str:
        """How many statements hold, as the headline has it."""
        holds, money = (sum(one.verdict in RIGHT for one in found) for found in (self.checkable, self.leading))
        of_all = f"{holds} of {len(self.checkable)} statements hold"
        return f"{of_all}; of the {len(self.leading)} about money and targets, {money} do"


def news_texts(texts: Sequence[Text]) -> str:
    """How many texts there are, in words: ``five news texts``."""
    return f"{written.number_word(len(texts))} news text{'s' * (len(texts) != 1)}"


def named(text: Text) -> str:
    """A text by its publisher and day: ``Bloomberg News, 13 May 2025``."""
    return f"{written.sentence_case(publisher(text))}, {written.day(text.date)}"


def publisher(text: Text) -> str:
    """Who published a text; where it does not say, what the text is."""
    return text.name or "unnamed" if text.publisher == UNKNOWN else text.publisher


def claims_page(path: str | Path | None = None, seeds: str | Path | None = None) -> ClaimsPage:
    """The ledger's page over a data folder and a seeds folder (default: the project's)."""
    return ClaimsPage(Path(path) if path else None, Path(seeds) if seeds else None)
