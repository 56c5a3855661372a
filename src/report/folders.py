"""Where the tables and the records of claims are. Imports nothing: it is asked also when nothing is to be done."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEDS = "seeds"


def data_path() -> Path:
    """Folder of the tables: ``BURDENSHARE_DATA``, else data/ at the root of the repository."""
    named = os.environ.get("BURDENSHARE_DATA")
    return Path(named) if named else ROOT / "data"


def seeds_folder(data: Path, seeds: str | Path | None = None) -> Path:
    """The folder of the records: the one given, else seeds/ beside the data, else the project's."""
    if seeds is not None:
        return Path(seeds)
    beside = data.resolve().parent / SEEDS
    return beside if beside.is_dir() else data_path().resolve().parent / SEEDS
