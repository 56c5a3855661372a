"""Where the tables, the records of claims and the notebooks are. Imports nothing: it is asked also when nothing is to
be done."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CLONE = PACKAGE.parents[1]
INSTALLED = not (CLONE / "pyproject.toml").is_file()
"""Whether the package lies in an environment, away from its repository; tables, records and notebooks are then inside
it."""
ROOT = PACKAGE / "project" if INSTALLED else CLONE
NOTEBOOKS = ROOT / "notebooks"
LOCK = None if INSTALLED else ROOT / "requirements.lock"
"""What fixes the versions of others; away from the repository those installed count."""
DESCRIPTOR = "datapackage.json"
"""The file by which a folder of tables is known."""
VARIABLE = "BURDENSHARE_DATA"
SHARED = "BURDENSHARE_SHARED"
"""The variable that names, within a build, the folder in which one of its processes may leave a file for another."""
SEEDS = "seeds"


def data_path() -> Path:
    """Folder of the tables: ``BURDENSHARE_DATA`` (which ``--data`` sets), else the project's own."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else ROOT / "data"


def seeds_folder(data: Path, seeds: str | Path | None = None) -> Path:
    """The folder of the records: the one given, else seeds/ beside the data."""
    return Path(seeds) if seeds is not None else data.resolve().parent / SEEDS


def cache_path() -> Path:
    """Where builds keep what they have computed: .cache of the repository, or the user's own folder of caches."""
    if not INSTALLED:
        return ROOT / ".cache"
    from platformdirs import user_cache_path

    return user_cache_path("burdenshare")
