"""The page of claims: what was said, against every edition at once, and the editions against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from report.burdens.revisions import revisions, two_shares
from report.facts import Fact, Provenance, provenance, written
from report.ledger import Entry, Ledger, settle
from report.pages.page import MIME
from report.tables import Dataset


@dataclass(frozen=True)
class ClaimsPage:
    """The ledger's page. It speaks over all editions, so it takes no parameters; ``path`` and ``seeds`` name other folders."""

    path: Path | None = None
    seeds: Path | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """Every claim, checked."""
        return settle(self.path, self.seeds)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The ledger's entries by the id of their claim."""
        return {entry.claim.id: entry for entry in self.ledger.entries}

    @cached_property
    def datasets(self) -> Mapping[str, Dataset]:
        """Every edition held, oldest first."""
        return {edition.id: edition.d for edition in self.ledger.evidence.editions}

    @property
    def d(self) -> Dataset:
        """The newest edition."""
        return self.ledger.evidence.newest.d

    @cached_property
    def origin(self) -> Provenance:
        """Lines of credit of the newest edition."""
        return provenance(self.d)

    @property
    def span(self) -> str:
        """The editions held, as the page names them: ``NATO, editions from June 2019 to July 2026``."""
        first, *_, last = self.datasets
        return f"NATO, editions from {written.month(first)} to {written.month(last)}"

    @property
    def names(self) -> dict[str, str]:
        """Allies' names by iso3."""
        return dict(zip(self.d.allies["iso3"], self.d.allies["name"], strict=True))

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """For each set of source rows (as :meth:`Fact.rows_key` names it) the first claim that rests on it: where its download lists them."""
        found: dict[str, str] = {}
        for entry in self.ledger.entries:
            for fact in facts_of(entry):
                found.setdefault(fact.rows_key(), entry.claim.id)
        return found

    @cached_property
    def moves(self) -> pd.DataFrame:
        """``report.revisions``: each figure against the next edition that has it."""
        return revisions(self.path)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """``report.revisions``: each figure against the newest edition that has it."""
        return revisions(self.path, against="newest")

    @cached_property
    def two_shares(self) -> pd.DataFrame:
        """NATO's share beside the share at current prices, in every edition that has both."""
        frames = [two_shares(d).assign(edition=edition) for edition, d in self.datasets.items()]
        return pd.concat(frames, ignore_index=True)

    def header(self) -> dict[str, Any]:
        """Title, dates and identity, for the page's own head."""
        return {
            "slug": "claims",
            "kind": "claims",
            "label": "Claims",
            "title": "What was said, and what was measured",
            "subtitle": "News claims about NATO’s spending target, each held against every edition of NATO’s tables",
            "description": "Each checkable claim of five news texts about NATO’s new spending target, with a verdict by edition and the figure to print instead.",
            "iso3": None,
            "date": self.origin.published,
            "edition": {"id": "all", "label": self.span},
            "lang": "en-GB",
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        header = self.header()
        return {
            MIME: header,
            "text/html": f"<h1>{header['title']}</h1><p>{header['subtitle']}</p>",
            "text/plain": header["title"],
        }


def facts_of(entry: Entry) -> list[Fact]:
    """Every fact an entry prints, in a fixed order."""
    measured = [finding.measured for finding in entry.findings]
    return [*measured, *entry.print_instead.facts, *entry.note.facts]


def claims_page(path: str | Path | None = None, seeds: str | Path | None = None) -> ClaimsPage:
    """The ledger's page over a data folder and a seeds folder (default: the project's)."""
    return ClaimsPage(Path(path) if path else None, Path(seeds) if seeds else None)
