"""The one door to seeds/ and data/: typed, checked frames that nobody can change for another.

Names are loaded when first used: most rooms need only the errors, and pandas takes its time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agreements import Guideline, guideline, guidelines
    from .checks import check
    from .dataset import AGGREGATES, Dataset, load
    from .errors import BadTable, Problem, ReportError, UnknownName, unknown
    from .names import ally
    from .schema import data_path

__all__ = [
    "AGGREGATES",
    "BadTable",
    "Dataset",
    "Guideline",
    "Problem",
    "ReportError",
    "UnknownName",
    "ally",
    "check",
    "data_path",
    "guideline",
    "guidelines",
    "load",
    "unknown",
]
_HOME_OF = {
    "AGGREGATES": ".dataset",
    "BadTable": ".errors",
    "Dataset": ".dataset",
    "Guideline": ".agreements",
    "Problem": ".errors",
    "ReportError": ".errors",
    "UnknownName": ".errors",
    "ally": ".names",
    "check": ".checks",
    "data_path": ".schema",
    "guideline": ".agreements",
    "guidelines": ".agreements",
    "load": ".dataset",
    "unknown": ".errors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)
