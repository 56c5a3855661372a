"""How claims are settled: one small function for each way of settling one."""

from report.ledger.checks import counting, events, levels, plans, scale, track
from report.ledger.checks.registry import CHECKS, Check
