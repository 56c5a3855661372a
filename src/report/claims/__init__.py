"""What was said against what was measured: claim records, checks, verdicts.

``report.claims()`` is this room's main table; the module itself can be called, so that the name works whether the room has been
imported or not.
"""

import sys
from types import ModuleType
from typing import Any

from report.claims.faults import BadClaims, Fault
from report.claims.finding import Finding
from report.claims.ledger import Entry, Ledger, claims, ledger, pairs, settle
from report.claims.pairs import Pairing
from report.claims.record import Claim, Text
from report.claims.sentence import Sentence

__all__ = ["BadClaims", "Claim", "Entry", "Fault", "Finding", "Ledger", "Pairing", "Sentence", "Text", "claims", "ledger", "pairs", "settle"]


class _Room(ModuleType):
    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return claims(*arguments, **named)


sys.modules[__name__].__class__ = _Room
