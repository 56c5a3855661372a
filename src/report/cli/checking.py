"""Whether the tables and the records are sound, in the same words for whoever asks and for a build."""

from __future__ import annotations

from pathlib import Path

import click

from report import ledger, tables
from report.ledger.faults import Fault
from report.ledger.reading import SEEDS, Stamp, seeds_folder, stamp
from report.ledger.sound import every_fault
from report.run.keys.cache import Cache
from report.run.keys.closure import folder as folder_of
from report.run.keys.digest import of_json
from report.tables import check, data_path
from report.tables.errors import BadTable, ReportError

SOUND = "sound"
"""The kind of record a build keeps of tables and claims found sound."""


class NotSound(ReportError):
    """Tables or records that no page can be built from; the message has a line for each fault."""


def show_problems(folder: Path | None) -> int:
    """Every problem of a data folder and the seeds beside it with its remedy; 0 when there is none."""
    problems = found(folder)
    for problem in problems:
        click.echo(problem)
    click.echo("no problems" if not problems else f"{len(problems)} problem{'s' * (len(problems) > 1)}")
    return int(bool(problems))


def refuse_unsound(cache: Path) -> None:
    """Raise :class:`NotSound` for what a build would only trip over in its pages; published figures are not compared again.

    What was found sound is in ``cache`` and not looked at again, two seconds, before a table, a record or a rule changes.
    """
    kept, key = Cache(cache), of_json(_state(data_path()))
    if kept.record(SOUND, key):
        return
    problems = found(None, published=False)
    if problems:
        raise NotSound("\n".join(problems))
    kept.write(SOUND, key, True)


def _state(data: Path) -> list[Stamp]:
    """What soundness depends on: tables, records, and the code that holds them to their rules."""
    rules = [folder_of(room.__name__) for room in (ledger, tables)]
    return [stamp(data, seeds_folder(data)), *(stamp(room, room) for room in rules)]


def found(folder: Path | None, published: bool = True) -> list[str]:
    """A line for each problem of the tables, then of the claims; a seed file that cannot be read or cited is named once."""
    problems = check(folder, published)
    named = {problem.file for problem in problems}
    return [*map(str, problems), *(str(fault) for fault in _faults(folder) if fault.file not in named)]


def _faults(folder: Path | None) -> list[Fault]:
    """The faults of the claims beside the tables; none where there are no seeds, or where the tables cannot be read: that is told already."""
    data = folder or data_path()
    if not (data.resolve().parent / SEEDS).is_dir():
        return []
    try:
        return every_fault(data)
    except BadTable:
        return []
