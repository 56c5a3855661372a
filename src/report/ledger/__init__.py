"""What was said against what was measured: claim records, checks, verdicts."""

from .book import Ledger, claims, pairs, settle, verdicts
from .faults import BadClaims, Fault
from .finding import Finding
from .pairing import Pairing
from .record import Claim, Text
from .sentence import Sentence
from .verdict import Entry

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
