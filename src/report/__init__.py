"""burdenshare: who carries NATO's defence burden, and what the road to 5 % of GDP costs each ally.

The public interface. Names are loaded when first used, so that ``import report`` costs nothing.

>>> import report
>>> d = report.load(edition="2026-07", macro="2026-04")
>>> report.burden(d)                                  # what each ally carries
>>> report.cost(d, report.plan("hague-2025"))         # what the plan costs each ally, year by year
>>> report.risk(d, report.plan("hague-2025"))         # and how uncertain that is
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
_PUBLIC = {
    "load": "report.tables",
    "check": "report.tables",
    "ally": "report.tables",
    "burden": "report.burdens",
    "alliance": "report.burdens",
    "verification": "report.outlook",
    "revisions": "report.burdens.revisions",
    "plan": "report.outlook",
    "plans": "report.outlook",
    "cost": "report.outlook",
    "costing": "report.outlook",
    "risk": "report.outlook.risk",
    "compare": "report.outlook.compare",
    "scenario": "report.outlook.scenario",
    "claims": "report.ledger",
    "verdicts": "report.ledger",
}
__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'report' has no attribute {name!r}; it offers {', '.join(sorted(_PUBLIC))}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
