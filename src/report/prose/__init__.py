"""Facts in, sentences and tables out.

Modules are loaded when first used: a page is executed again when its own sentences are edited, and not for another's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        briefing,
        burden_sharing,
        claims,
        country,
        editions,
        scorecard,
        scorecard_pledges,
        scorecard_step,
        scorecard_strip,
        scorecard_table,
        sharing_rules,
    )
    from .passage import Passage, TypedNumber, bullets, key_figures, say
    from .table import Column, IncompleteTable, Table

_HOME_OF = {
    "Column": ".table",
    "IncompleteTable": ".table",
    "Passage": ".passage",
    "Table": ".table",
    "TypedNumber": ".passage",
    "bullets": ".passage",
    "key_figures": ".passage",
    "say": ".passage",
}
__all__ = [
    "Column",
    "IncompleteTable",
    "Passage",
    "Table",
    "TypedNumber",
    "briefing",
    "bullets",
    "burden_sharing",
    "claims",
    "country",
    "editions",
    "key_figures",
    "say",
    "scorecard",
    "scorecard_pledges",
    "scorecard_step",
    "scorecard_strip",
    "scorecard_table",
    "sharing_rules",
]
MODULES = tuple(name for name in __all__ if name not in _HOME_OF)


def __getattr__(name: str) -> Any:
    if name in MODULES:
        return import_module("." + name, __name__)
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)
