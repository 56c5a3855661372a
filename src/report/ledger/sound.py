"""Every fault of the records, found before a page is written from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from report.ledger.book import Entry, settle
from report.ledger.faults import BadClaims, Fault
from report.ledger.sentence import print_instead


def every_fault(path: str | Path | None = None, seeds: str | Path | None = None) -> list[Fault]:
    """What is wrong with the records of a seeds folder (default: the project's), each fault once; empty when they are sound.

    Sentences are filled too: a figure that a check does not have comes to light only there.
    """
    try:
        ledger = settle(path, seeds)
    except BadClaims as error:
        return error.faults
    found = [fault for entry in ledger.entries for fault in _raised(partial(_sentences, entry))]
    return list(dict.fromkeys([*found, *_raised(lambda: ledger.pairs)]))


def _sentences(entry: Entry) -> list[object]:
    return [print_instead(entry.claim, finding) for finding in entry.findings]


def _raised(made: Callable[[], object]) -> list[Fault]:
    """The faults that making something brings to light."""
    try:
        made()
    except BadClaims as error:
        return error.faults
    return []
