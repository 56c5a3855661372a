"""Executes parameterised notebooks: fast, incrementally, reproducibly, on one machine or many."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "BuildResult": ".builder",
    "build": ".builder",
    "plan": ".builder",
    "Project": ".task",
    "Task": ".task",
    "sweep": ".sweeping",
    "SweepResult": ".sweeping",
    "verify": ".manifest",
    "RunError": ".errors",
}
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name], __name__), name)
