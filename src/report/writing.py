"""Files that somebody names to be written. Imports no room: the command line, imports and the library ask it alike."""

from __future__ import annotations

from collections.abc import Callable
from errno import EEXIST, ENOTSUP
from pathlib import Path

from report.folders import DESCRIPTOR, ROOT, SEEDS, data_path, seeds_folder

ENOUGH = 10_000
"""Bytes at the beginning of a file by which it is known."""


def refuse_among_tables(place: Path) -> None:
    """Raise OSError for a place among tables or records: what is written there would change them."""
    data = data_path()
    taken = {folder.resolve() for folder in (data, seeds_folder(data), ROOT / "data", ROOT / SEEDS)}
    whole = place.resolve()
    known = (folder / DESCRIPTOR for folder in (whole, *whole.parents))
    beside = (folder.parent / "data" / DESCRIPTOR for folder in (whole, *whole.parents) if folder.name == SEEDS)
    if taken & {whole, *whole.parents} or any(file.is_file() for file in (*known, *beside)):
        raise OSError(ENOTSUP, "this is among the tables and records, where nothing else is written", str(place))


def place_for(file: Path, ours: Callable[[bytes], bool] = bool, maker: str = "") -> Path:
    """Where to write a file that somebody names: of a link what it leads to.

    ``ours``: whether what is there already, by its first bytes, may be replaced, by default anything; ``maker``: who
    has made no other, such as "no sweep". Raises OSError for a file of others, for a folder or a pipe, and among the
    tables.
    """
    refuse_among_tables(file)
    if file.exists():
        if not file.is_file():
            raise OSError(EEXIST, "it is there, and is no file", str(file))
        with file.open("rb") as held:
            first = held.read(ENOUGH)
        if first and not ours(first):
            raise OSError(EEXIST, f"it is there, and {maker} made it", str(file))
    return file.resolve()
