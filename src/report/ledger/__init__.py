"""What was said against what was measured: claim records, checks, verdicts."""

from report.ledger.book import Entry, Ledger, claims, pairs, settle, verdicts
from report.ledger.faults import BadClaims, Fault
from report.ledger.finding import Finding
from report.ledger.pairing import Pairing
from report.ledger.record import Claim, Text
from report.ledger.sentence import Sentence

__all__ = [
    "BadClaims",
    "Claim",
    "Entry",
    "Fault",
    "Finding",
    "Ledger",
    "Pairing",
    "Sentence",
    "Text",
    "claims",
    "pairs",
    "settle",
    "verdicts",
]
