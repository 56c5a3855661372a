"""Which editions and macro vintages a data folder holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .schema import package


def editions(path: Path | None = None) -> list[str]:
    """Editions of NATO's tables by id (``2026-07``), oldest first."""
    return among(package(path).tables, "expenditure")


def vintages(path: Path | None = None) -> list[str]:
    """Vintages of the World Economic Outlook by id (``2026-04``), oldest first."""
    return among(package(path).tables, "macro")


def among(names: Iterable[str], kind: str) -> list[str]:
    """Ids of the tables of a kind among table names: ``expenditure-2026-07`` gives ``2026-07``."""
    return sorted(name.removeprefix(f"{kind}-") for name in names if name.startswith(f"{kind}-"))
