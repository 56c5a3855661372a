"""What was said against what was measured: claim records, checks, verdicts."""

from .book import Ledger, claims, settle, verdicts
from .faults import BadClaims, Fault
from .finding import Finding, Sentence
from .pairing import Pairing
from .record import Claim, Text
from .verdict import Entry
