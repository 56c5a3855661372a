"""A data folder opened: tables by name, read once, held against their description and against each other."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from report.folders import DESCRIPTOR, data_path, seeds_folder

from .errors import BadTable, ChangedTable, Problem, shown
from .lines import changed, in_rows, not_described
from .names import hint
from .reading import read
from .schema import Files, Reference, Table, package
from .texts import Stamp, file_stamp


@lru_cache(maxsize=64)
def _read_once(table: Table, folder: Path, stamp: Stamp) -> pd.DataFrame:
    frame = read(table, folder)
    warn_of_changes(table, folder)
    return frame


def warn_of_changes(table: Table, folder: Path) -> None:
    """Warn with :class:`ChangedTable` where a copy of published figures is not as described."""
    for problem in changed(table, folder):
        warnings.warn(str(problem), ChangedTable, stacklevel=3)


@dataclass(frozen=True, eq=False)
class Store:
    """Tables of one folder. ``frame`` reads; ``problems`` collects what is wrong with several tables at once."""

    folder: Path
    seeds: Path
    tables: Mapping[str, Table]
    files: Mapping[str, Files]
    _sound: set[str] = field(default_factory=set, repr=False)

    @property
    def stamp(self) -> tuple[object, ...]:
        """What changes when a file of any table does, or their description."""
        return (file_stamp(self.folder / DESCRIPTOR), *self.stamp_of(self.tables))

    def stamp_of(self, names: Iterable[str]) -> tuple[object, ...]:
        """What changes when a file of these tables does."""
        return tuple(file_stamp(self.folder / self.tables[name].path) for name in names)

    def frame(self, name: str) -> pd.DataFrame:
        """The table of that name, as a copy of its own; BadTable when it breaks its description or a reference."""
        found, problems = self._read(name), list[Problem]()
        for reference in () if name in self._sound else self.tables[name].references:
            known = self._read(reference.resource)[reference.target].tolist()
            problems += dangling(self.tables[name].path, found[reference.column], reference, known)
        if problems:
            raise BadTable(problems)
        self._sound.add(name)
        return found.copy(deep=False)

    def _read(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise BadTable([not_described(name)])
        table = self.tables[name]
        return _read_once(table, self.folder, file_stamp(self.folder / table.path))

    def problems(self, names: Iterable[str]) -> list[Problem]:
        """Every fault of the tables named."""
        found: dict[Problem, None] = {}
        for name in names:
            try:
                self.frame(name)
            except BadTable as error:
                found.update(dict.fromkeys(error.problems))
        return list(found)


def dangling(file: str, column: pd.Series, reference: Reference, known: list[str]) -> list[Problem]:
    """What a column refers to and the other table does not have, each with its first row."""
    found, to = [], reference.resource
    for text, count in column[~column.isin(known)].value_counts(sort=False).items():
        row = int((column == text).to_numpy().argmax()) + 2
        what = f"unknown {reference.column} {shown(text)}: not in {to}{in_rows(count)}"
        remedy = hint(str(text), known, f"Correct it, or add it to {to}.")
        found.append(Problem(file, row, reference.column, what, remedy))
    return found


def opened(path: str | Path | None = None, seeds: str | Path | None = None) -> Store:
    """The store of a data folder and the records beside it (default: the project's)."""
    folder = Path(path) if path is not None else data_path()
    described = package(folder)
    return Store(folder, seeds_folder(folder, seeds), described.tables, described.files)
