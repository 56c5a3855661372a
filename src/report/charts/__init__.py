"""Frames in, charts out: every :class:`Figure` carries its message, statistics, source, edition and text alternative.

Modules are loaded when first used: a page is executed again when one of its own charts is edited, and not for another's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        burden_sharing,
        claims,
        composite,
        country,
        editions,
        pace,
        parity,
        road,
        scorecard,
        sharing,
        sharing_rules,
        standing,
    )
    from .figure import Figure, IncompleteFigure

_HOME_OF = {
    "Figure": ".figure",
    "IncompleteFigure": ".figure",
}
__all__ = [
    "Figure",
    "IncompleteFigure",
    "burden_sharing",
    "claims",
    "composite",
    "country",
    "editions",
    "pace",
    "parity",
    "road",
    "scorecard",
    "sharing",
    "sharing_rules",
    "standing",
]
MODULES = tuple(name for name in __all__ if name not in _HOME_OF)


def __getattr__(name: str) -> Any:
    if name in MODULES:
        return import_module("." + name, __name__)
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)
