"""Adding what came in: written aside, checked whole, and put in place at once, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from report.files import write_atomically
from report.folders import seeds_folder
from report.ledger.book import every_fault
from report.run.errors import in_words
from report.run.swap import locked, replacing
from report.tables import check, data_path
from report.tables.checks.byhand import accepted
from report.tables.errors import BadTable, Problem
from report.tables.store import opened
from report.writing import place_for

from .accepting import write_accepted
from .codebook import write_codebook
from .describe import describe
from .exceptions import COLUMNS, unexplained_rows
from .files import Row, add, read, sha256, text_of, write
from .foreign import table_lines
from .incoming import CannotImport, Incoming, Stated, understood

METHOD = "figures copied as text with burdenshare data import; measures, units and price bases named; rows sorted"
SHOWN = 20
"""How many problems an error names."""
DESCRIPTION = "package.toml"
READ = ("allies", "sources", "editions", "oddities")
"""Tables by which a file is understood."""


class NotNamed(CannotImport):
    """Figures break rules they should keep, and nobody has said why; ``rows`` are those still without a reason."""

    def __init__(self, message: str, rows: list[dict[str, str]]) -> None:
        super().__init__(message)
        self.rows = rows


@dataclass(frozen=True)
class Arrived:
    """What an import would make, or has made: folder, whether anything is new, exceptions without and with a reason."""

    incoming: Incoming
    folder: Path
    new: bool
    unnamed: list[dict[str, str]]
    named: list[dict[str, str]]

    def idle(self, reasons: Mapping[str, str]) -> list[str]:
        """Ids among reasons whose figures keep their rules."""
        return sorted(set(reasons) - {row["id"] for row in [*self.unnamed, *self.named]}) if self.new else []


@contextmanager
def arriving(
    file: Path, stated: Stated | None = None, folder: Path | None = None, reasons: Mapping[str, str] | None = None
) -> Iterator[Arrived]:
    """The data folder (default: the project's) with a file's figures, made aside; in place unless an error is raised.

    ``reasons`` names exceptions from the rules, by the id a row of oddities.csv has. A file that is in already changes
    nothing. Raises UnknownLayout for a file that looks different from what is described, CannotImport for anything else
    that does not hold; the folder is then as it was.
    """
    data = (folder or data_path()).resolve()
    if not (data / DESCRIPTION).is_file():
        raise CannotImport(
            f"{data} has no {DESCRIPTION}, which describes its tables: copy it from the project's data folder"
        )
    if problems := opened(data).problems(READ):
        raise BadTable(problems)
    incoming = understood(file, data, stated or Stated())
    if _there(data, incoming):
        yield Arrived(incoming, data, False, [], [])
        return
    _refuse_early(incoming)
    seeds = seeds_folder(data)
    _refuse(file, accepted(opened(data)), [])
    with in_words(), locked(data), replacing(data) as new:
        shutil.copytree(data, new, dirs_exist_ok=True)
        _write(new, incoming, file)
        describe(new)
        rows = unexplained_rows(new, incoming.id, reasons or {})
        add(new / "oddities.csv", rows)
        describe(new)  # once more: the oddities name their source
        write_codebook(new)
        write_accepted(opened(new, seeds))
        unnamed = [row for row in rows if not row["reason"]]
        if not unnamed:
            # The rules over the newest have been applied to it; a later one's comparison with it would be another now.
            is_newest = incoming.id == max(table.stem for table in (new / incoming.kind).glob("*.csv"))
            _refuse(file, check(new, not is_newest, seeds), [str(fault) for fault in every_fault(new, seeds)])
        yield Arrived(incoming, new, True, unnamed, [row for row in rows if row["reason"]])


def _there(data: Path, incoming: Incoming) -> bool:
    """Whether the figures are in the folder already. Raises CannotImport where other figures have their name."""
    file = data / incoming.table
    if not file.is_file():
        _refuse_twin(data, incoming)
        return False
    held, given = read(file), [dict(row) for row in incoming.rows]
    if held == given:
        return True
    differing = sum(row not in held for row in given) if len(given) < 20_000 else len(given)
    raise CannotImport(
        f"{incoming.table} is there with other figures ({differing} differ, {len(held)} rows against {len(given)}). "
        f"An edition is never written over: name the new one, such as --edition {incoming.id[:4]}-12"
    )


def _refuse_early(incoming: Incoming) -> None:
    """Raise CannotImport where the file was obtained before it was published."""
    source = incoming.added["sources.csv"][0]
    published, obtained = source["published"], source["accessed"]
    if published > obtained[: len(published)]:
        remedy = "correct --edition or --published, or the day with --accessed"
        raise CannotImport(f"published {published} is after {obtained}, when the file was obtained: {remedy}")


def _refuse_twin(data: Path, incoming: Incoming) -> None:
    """Raise CannotImport where every figure is that of an edition or vintage that is there under another name."""
    given = [_figure(row) for row in incoming.rows]
    for file in sorted((data / incoming.kind).glob("*.csv")):
        if [_figure(row) for row in read(file)] == given:
            raise CannotImport(
                f"every figure is that of {file.stem}, which is in the tables: it is no edition of its own. If "
                f"{file.stem} was the wrong name, restore the data folder from version control and import the file "
                "again"
            )


def _figure(row: Row) -> list[str]:
    return [row[name] for name in ("iso3", "year", "value")]


def _write(new: Path, incoming: Incoming, file: Path) -> None:
    """The table, its rows in other tables, and where it comes from."""
    write(new / incoming.table, incoming.columns, incoming.rows)
    tables = {incoming.table: incoming.rows, **incoming.added}
    for path, rows in incoming.added.items():
        add(new / path, rows)
    made = {"curated_from": file.name, "sha256": sha256(file), "method": METHOD}
    counts = {path: {"rows_read": str(len(rows)), "rows_written": str(len(rows))} for path, rows in tables.items()}
    add(new / "provenance.csv", ({"table": path, **made, **counts[path]} for path in tables if "/" in path))
    allies = read(new / "allies.csv")
    for name, iso3 in incoming.aliases.items():
        row = next(ally for ally in allies if ally["iso3"] == iso3)
        row["aliases"] = "|".join(part for part in (row["aliases"], name) if part)
    if incoming.aliases:
        write(new / "allies.csv", list(allies[0]), allies)


def _refuse(file: Path, problems: Sequence[Problem], faults: Sequence[str]) -> None:
    """Raise CannotImport for the first problems of the folder made aside."""
    lines = [*map(str, problems), *faults]
    if lines:
        more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        raise CannotImport("\n".join([f"{file.name} does not hold; nothing was changed", *lines[:SHOWN], *more]))


def named(file: Path) -> dict[str, str]:
    """Reasons by id from a user's table with the columns id and reason. Raises CannotImport for another table."""
    return {row["id"]: " ".join(row["reason"].split()) for row in _exceptions(file)}


def _exceptions(file: Path) -> list[dict[str, str]]:
    header, *lines = table_lines(file) or [[]]
    if not {"id", "reason"} <= set(header):
        expected = "a table with the columns id and reason, as the import writes it"
        raise CannotImport(f"{file}: expected {expected}, found {', '.join(header[:8]) or 'nothing'}")
    return [dict(zip_longest(header, line[: len(header)], fillvalue="")) for line in lines if any(line)]


def write_exceptions(file: Path, rows: Sequence[Row]) -> list[Row]:
    """Write exceptions for their column ``reason`` to be filled, with the mark by which Excel knows UTF-8; the rows.

    Of a file that is there already every reason and every other column is kept, and a row that is needed no more stands
    at the end.
    """
    place = place_for(file)  # another table than one of exceptions is refused below
    before = {row["id"]: row for row in _exceptions(file)} if file.exists() else {}
    merged: list[Row] = [{**row, **_own(before.get(row["id"], {}))} for row in rows]
    merged += [row for id, row in before.items() if id not in {row["id"] for row in rows}]
    columns = dict.fromkeys([*COLUMNS, *(name for row in before.values() for name in row)])
    write_atomically(place, text_of(list(columns), merged).encode("utf-8-sig"))
    return merged


def _own(row: Row) -> Row:
    """What a user has written in a row of exceptions."""
    return {name: cell for name, cell in row.items() if cell and (name == "reason" or name not in COLUMNS)}
