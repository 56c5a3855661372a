"""What state tables and records are in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from report.tables.stamps import file_stamp

Stamp = tuple[tuple[str, int, int, int], ...]


def stamp(data: Path, seeds: Path) -> Stamp:
    """What changes when a table or a record does."""
    return stamp_of([*data.rglob("*.*"), *seeds.glob("*.toml")])


def stamp_of(files: Iterable[Path]) -> Stamp:
    """What changes when one of these files does, comes or goes."""
    return tuple((str(file), *file_stamp(file)) for file in sorted(files))
