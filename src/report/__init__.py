"""burdenshare: who carries NATO's defence burden, and what the road to 5 % of GDP costs each ally.

The public interface. Names are loaded when first used, so that ``import report`` costs nothing.

>>> import report
>>> d = report.load()                                            # the newest tables; others: load("2024-06", "2025-04")
>>> now = report.burden(d)                                       # what each ally carries
>>> bill = report.cost(d, "hague-2025")                          # what the plan costs each ally, year by year
>>> likely = report.risk(d, "hague-2025", allies="EST")          # and how uncertain that is

``report.columns(frame)`` says what a frame holds, ``report.show(frame)`` prints it for people, ``report.chart`` draws
it, ``report.save`` keeps it.
"""

from __future__ import annotations

from importlib import import_module
from inspect import isfunction
from typing import Any

__version__ = "0.1.0"
_PUBLIC = {
    "load": "report.tables",
    "check": "report.tables",
    "ally": "report.tables",
    "ReportError": "report.tables",
    "UnknownName": "report.tables",
    "burden": "report.frames.public",
    "alliance": "report.frames.public",
    "verification": "report.frames.public",
    "beside_sipri": "report.frames.public",
    "revisions": "report.burdens.revisions",
    "plan": "report.outlook",
    "plans": "report.outlook",
    "cost": "report.frames.public",
    "costing": "report.frames.public",
    "risk": "report.frames.public",
    "pledged": "report.frames.public",
    "financing": "report.frames.public",
    "debt_path": "report.frames.public",
    "escape_room": "report.frames.public",
    "purchase": "report.frames.public",
    "absorption": "report.frames.public",
    "purchasing_power": "report.frames.public",
    "exchange_rates": "report.frames.public",
    "yardsticks": "report.frames.public",
    "compare": "report.frames.public",
    "scenario": "report.frames.public",
    "claims": "report.ledger",
    "verdicts": "report.ledger",
    "columns": "report.frames.columns",
    "show": "report.frames.shown",
    "save": "report.frames.saved",
    "chart": "report.frames.chart",
    "explore": "report.frames.explore",
}
__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'report' has no attribute {name!r}; it offers {', '.join(sorted(_PUBLIC))}")
    home = import_module(_PUBLIC[name])
    found = getattr(home, name, home)  # chart is a module of functions
    if isfunction(found):
        from report.frames.typed import typed

        found = globals()[name] = typed(found)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
