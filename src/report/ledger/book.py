"""The ledger: what was said against what was measured, in every edition and on every basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from report.folders import seeds_folder
from report.kept import kept
from report.ledger.checks import CHECKS
from report.ledger.evidence import Evidence, folder_of
from report.ledger.faults import BadClaims, Fault
from report.ledger.finding import Finding, print_instead, remarks, stated
from report.ledger.pairing import Pairing, first_said, pairings, partners
from report.ledger.reading import Stamp, read_evidence, stamp
from report.ledger.record import Claim
from report.ledger.verdict import Entry, verdict


@dataclass(frozen=True)
class Ledger:
    """Every claim of every text, checked."""

    evidence: Evidence

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """One entry a claim, in the order of the texts."""
        return tuple(self._entry(name) for name in self.evidence.claims)

    @kept
    def _entry(self, name: str) -> Entry:
        claim = self.evidence.claims[name]
        return Entry(claim, tuple(CHECKS[claim.check](claim, self.evidence)))

    def about(self, iso3: str) -> tuple[Entry, ...]:
        """The entries whose claim names an ally; no other claim is checked for them."""
        claims = self.evidence.claims.values()
        return tuple(self._entry(c.id) for c in claims if c.subject_kind == "iso3" and iso3 in c.subjects)

    @cached_property
    def pairs(self) -> list[Pairing]:
        """Claims about the same thing."""
        return pairings(self.evidence.claims, {entry.claim.id: entry.findings for entry in self.entries})

    @cached_property
    def said_by(self) -> Mapping[str, list[Entry]]:
        """The entries that make each statement, by the id of the first that does (see ``pairing.first_said``)."""
        first, found = first_said(self.evidence.claims, self.pairs), dict[str, list[Entry]]()
        for entry in self.entries:
            found.setdefault(first[entry.claim.id], []).append(entry)
        return found

    @cached_property
    def statements(self) -> tuple[Entry, ...]:
        """Each statement once, as the text that made it first has it: what percentages are taken over."""
        return tuple(entry for entry in self.entries if entry.claim.id in self.said_by)


@lru_cache(maxsize=4)
def _settled(data: Path, seeds: Path, stamp: Stamp) -> Ledger:
    return Ledger(read_evidence(data, seeds))


def settle(path: str | Path | None = None, seeds: str | Path | None = None) -> Ledger:
    """Check every claim against a data and a seeds folder (default: the project's); anew when a file has changed. A
    wrong record raises :class:`BadClaims` naming file, claim and field."""
    data = folder_of(path)
    records = seeds_folder(data, seeds)
    return _settled(data, records, stamp(data, records))


def claims(path: str | Path | None = None, seeds: str | Path | None = None) -> pd.DataFrame:
    """One row for each claim, edition and basis on which the evidence speaks.

    ``claim`` our words, ``source`` publisher and day, ``verdict``, ``edition`` of NATO's tables (empty where no edition
    matters), ``stated`` and ``measured`` in the unit ``unit``, ``note``; ``id``, ``text``, ``topic``, ``kind``,
    ``basis``, ``print_instead``, ``rows`` (pointers to the curated tables).
    """
    entries = settle(path, seeds).entries
    return pd.DataFrame([_line(entry.claim, finding) for entry in entries for finding in entry.findings])


def _line(claim: Claim, finding: Finding) -> dict[str, Any]:
    return {
        **_identity(claim),
        "verdict": verdict(claim, finding),
        "edition": finding.edition,
        "basis": finding.basis,
        "stated": claim.value,
        "measured": finding.measured.value,
        "unit": claim.unit,
        "note": str(remarks(claim, finding)),
        "print_instead": str(print_instead(claim, finding)),
        "rows": finding.rows,
    }


def _identity(claim: Claim) -> dict[str, Any]:
    named = {"text": claim.text.id, "claim": claim.statement, "source": claim.text.label}
    return {"id": claim.id, **named, "topic": claim.topic, "kind": claim.kind}


def verdicts(path: str | Path | None = None, seeds: str | Path | None = None) -> pd.DataFrame:
    """One row for each claim, with the verdict over all editions and bases.

    Beside the columns of :func:`claims`: ``depends_on`` (edition, basis or both), ``as_asked`` the verdict in the
    edition and on the basis the claim appeals to, ``newest`` the verdict of the newest edition, ``speaker``, ``paired``
    ids of the claims about the same thing. ``measured``, ``edition`` and ``basis`` are those that decide the verdict:
    of the edition the claim names where it can say anything, else the newest; ``print_instead`` is taken from the
    newest.
    """
    found = settle(path, seeds)
    return pd.DataFrame([_entry(entry, found.pairs) for entry in found.entries])


def _entry(entry: Entry, found: Sequence[Pairing]) -> dict[str, Any]:
    claim, beside = entry.claim, entry.decisive
    return {
        **_identity(claim),
        "speaker": claim.speaker,
        "verdict": entry.verdict,
        "depends_on": entry.depends_on,
        "as_asked": verdict(claim, entry.as_asked),
        "newest": verdict(claim, entry.today),
        "edition": beside.edition,
        "basis": beside.basis,
        "stated": claim.value,
        "stated_text": str(stated(claim)),
        "measured": beside.measured.value,
        "measured_text": str(beside.measured),
        "unit": claim.unit,
        "note": str(entry.note),
        "print_instead": str(entry.print_instead),
        "paired": partners(claim, found),
        "rows": entry.rows,
    }


def every_fault(path: str | Path | None = None, seeds: str | Path | None = None) -> list[Fault]:
    """What is wrong with the records of a seeds folder (default: the project's), each fault once; empty if sound.
    Sentences are filled too: a figure that a check does not have comes to light only there."""
    try:
        ledger = settle(path, seeds)
    except BadClaims as error:
        return error.faults
    printed = [(entry.claim, finding) for entry in ledger.entries for finding in entry.findings]
    found = [fault for one in printed for fault in _raised(partial(print_instead, *one))]
    return list(dict.fromkeys([*found, *_raised(lambda: ledger.pairs)]))


def _raised(made: Callable[[], object]) -> list[Fault]:
    """The faults that making something brings to light."""
    try:
        made()
    except BadClaims as error:
        return error.faults
    return []
