"""Where records are and what state files are in; imported also when nothing is to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from report.tables import data_path
from report.tables.stamps import file_stamp

SEEDS = "seeds"
Stamp = tuple[tuple[str, int, int, int], ...]


def seeds_folder(data: Path, seeds: str | Path | None = None) -> Path:
    """The folder of the records: the one given, else seeds/ beside the data, else the project's."""
    if seeds is not None:
        return Path(seeds)
    beside = data.resolve().parent / SEEDS
    return beside if beside.is_dir() else data_path().resolve().parent / SEEDS


def stamp(data: Path, seeds: Path) -> Stamp:
    """What changes when a table or a record does."""
    return stamp_of([*data.rglob("*.*"), *seeds.glob("*.toml")])


def stamp_of(files: Iterable[Path]) -> Stamp:
    """What changes when one of these files does, comes or goes."""
    return tuple((str(file), *file_stamp(file)) for file in sorted(files))
