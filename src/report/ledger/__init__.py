"""What was said against what was measured: claim records, checks, verdicts.

Names are loaded when first used: a build that has nothing to do asks only where the records are.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .book import Entry, Ledger, claims, pairs, settle, verdicts
    from .faults import BadClaims, Fault
    from .finding import Finding
    from .pairing import Pairing
    from .record import Claim, Text
    from .sentence import Sentence

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
_HOME_OF = {
    "BadClaims": ".faults",
    "Claim": ".record",
    "Entry": ".book",
    "Fault": ".faults",
    "Finding": ".finding",
    "Ledger": ".book",
    "Pairing": ".pairing",
    "Sentence": ".sentence",
    "Text": ".record",
    "claims": ".book",
    "pairs": ".book",
    "settle": ".book",
    "verdicts": ".book",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)
