"""Which editions and macro vintages a data folder holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .lines import texts
from .schema import package


def editions(path: Path | None = None) -> list[str]:
    """Editions of NATO's tables by id (``2026-07``), oldest first."""
    return among(package(path).tables, "expenditure")


def newest_edition(path: Path | None = None) -> str:
    """The newest edition that is complete; the newest of all where none is."""
    complete = {row["edition"] for row in texts("editions", path) if row["completeness"] == "complete"}
    held = editions(path)
    return max(complete.intersection(held) or held)


def newest_vintage(path: Path | None = None) -> str:
    """The newest vintage of the World Economic Outlook."""
    return vintages(path)[-1]


def allies_in(edition: str) -> list[str]:
    """Codes of the allies an edition has figures of, and of those without forces, who never have any."""
    held = {row["iso3"] for row in texts(f"expenditure-{edition}")}
    return [row["iso3"] for row in texts("allies") if row["iso3"] in held or row["has_forces"] == "false"]


def vintages(path: Path | None = None) -> list[str]:
    """Vintages of the World Economic Outlook by id (``2026-04``), oldest first."""
    return among(package(path).tables, "macro")


def among(names: Iterable[str], kind: str) -> list[str]:
    """Ids of the tables of a kind among table names: ``expenditure-2026-07`` gives ``2026-07``."""
    return sorted(name.removeprefix(f"{kind}-") for name in names if name.startswith(f"{kind}-"))
