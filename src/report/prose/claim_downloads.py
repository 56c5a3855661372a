"""The ledger's downloads: every claim, every finding and every row behind them, each as one CSV."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from report.facts import Row, ditto
from report.ledger import Entry, Finding
from report.ledger.finding import stated
from report.ledger.verdict import verdict
from report.pages.claims import ClaimsPage


def downloads(page: ClaimsPage) -> list[dict[str, Any]]:
    """The claims, the findings by edition and basis, and the rows behind them, each as one CSV."""
    entries = page.ledger.entries
    return [
        _download("claims", "Every claim, with its verdict over all editions", _CLAIM, map(_claim_line, entries)),
        _download(
            "findings",
            "Every finding: one line for each claim, edition and basis",
            _FINDING,
            (_finding_line(entry, finding) for entry in entries for finding in entry.findings),
        ),
        _download(
            "rows",
            "The rows of the curated tables behind the claims, each with the claims that rest on it",
            _ROW,
            _row_lines(entries),
        ),
    ]


_NUMBERS = ("value",)
_CLAIM = {
    "id": "Claim",
    "text": "Text",
    "source": "Source",
    "speaker": "Speaker",
    "topic": "Topic",
    "kind": "Kind",
    "claim": "What is claimed, in our words",
    "verdict": "Verdict",
    "depends_on": "Depends on",
    "as_asked": "Verdict in the edition and on the basis it appeals to",
    "stated": "Stated",
    "measured": "Measured, by the edition that decides the verdict",
    "edition": "Edition",
    "basis": "Basis",
    "print_instead": "What to print",
    "note": "Note",
}
_FINDING = {
    "id": "Claim",
    "edition": "Edition",
    "basis": "Basis",
    "verdict": "Verdict",
    "stated": "Stated",
    "measured": "Measured",
    "print_instead": "What to print",
}
_ROW = {
    "table": "Table",
    "row": "Row",
    "value": "Value",
    "unit": "Unit",
    "source": "Source",
    "locator": "Place in the source",
    "claims": "Claims that rest on it",
}


def _claim_line(entry: Entry) -> tuple[str, ...]:
    claim, beside = entry.claim, entry.decisive
    named = (claim.id, claim.text.id, claim.text.label, claim.speaker, claim.topic, claim.kind, claim.statement)
    found = (entry.verdict, entry.depends_on, verdict(claim, entry.as_asked), str(stated(claim)), str(beside.measured))
    return (*named, *found, beside.edition, beside.basis, str(entry.print_instead), str(entry.note))


def _finding_line(entry: Entry, finding: Finding) -> tuple[str, ...]:
    claim = entry.claim
    sentence = str(replace(entry, findings=(finding,)).print_instead)
    return (
        claim.id,
        finding.edition,
        finding.basis,
        verdict(claim, finding),
        str(stated(claim)),
        str(finding.measured),
        sentence,
    )


def _row_lines(entries: Iterable[Entry]) -> Iterator[tuple[Any, ...]]:
    resting: dict[Row, list[str]] = defaultdict(list)
    for entry in entries:
        for row in entry.rows:
            resting[row].append(entry.claim.id)
    return ((*row.record().values(), " ".join(claims)) for row, claims in resting.items())


def _download(name: str, title: str, columns: Mapping[str, str], lines: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A table as CSV text: as cells of JSON it would be several times as long."""
    described = [{"name": column, "label": label, "number": column in _NUMBERS} for column, label in columns.items()]
    return {"id": name, "title": title, "columns": described, "csv": ditto.written(lines)}
