"""Whether tables, records and parameters are sound, in the same words for whoever asks and for a build.

What was found sound is kept in the cache of builds, and what checks it, 0.35 s of imports, is loaded where something has to be checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.ledger.folders import SEEDS, Stamp, seeds_folder, stamp, stamp_of
from report.run.keys.cache import Cache
from report.run.keys.closure import folder as folder_of
from report.run.keys.digest import of_json
from report.tables import data_path
from report.tables.errors import BadTable, ReportError

if TYPE_CHECKING:
    from report.ledger.faults import Fault

SOUND, PARAMETERS = "sound", "parameters"
"""The kinds of record a build keeps of tables and claims found sound, and of parameters completed."""


class NotSound(ReportError):
    """Tables or records that no page can be built from; the message has a line for each fault."""


def show_problems(folder: Path | None) -> int:
    """Every problem of a data folder and the seeds beside it with its remedy; 0 when there is none."""
    problems = found(folder)
    for problem in problems:
        click.echo(problem)
    click.echo("no problems" if not problems else f"{len(problems)} problem{'s' * (len(problems) > 1)}")
    return int(bool(problems))


def checked_parameters(cache: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`report.pages.parameters.fitting_parameters` makes of parameters; a plan of your own is read anew each time."""
    own = own_plan(given)
    if own is not None:
        return _completed({**given, "plan": str(own)})
    kept, key = Cache(cache), of_json([dict(given), _state(data_path(), "report")])
    known = kept.record(PARAMETERS, key)
    if known is None:
        known = list(_completed(given).items())  # in order: papermill writes them as they come
        kept.write(PARAMETERS, key, known)
    return dict(known)


def _completed(given: Mapping[str, Any]) -> dict[str, Any]:
    from report.pages.parameters import fitting_parameters

    return fitting_parameters(given)


def own_files(parameters: Mapping[str, Any]) -> dict[str, Path]:
    """The files of a plan of your own and of those it extends, as named inputs of a build; none for a plan of ours."""
    if (own := own_plan(parameters)) is None:
        return {}
    from report.outlook.plan import files_of

    named: dict[str, Path] = {}
    for file in files_of(own):
        named[f"plan {file.name}" if f"plan {file.name}" not in named else f"plan {len(named)} {file.name}"] = file
    return named


def own_plan(parameters: Mapping[str, Any]) -> Path | None:
    """The file of a plan of your own, wherever it is asked for from; None for one of ours."""
    file = Path(str(parameters.get("plan", "")).strip())
    return file.resolve() if file.suffix == ".toml" and file.is_file() else None


def refuse_unsound(cache: Path) -> None:
    """Raise :class:`NotSound` for what a build would only trip over in its pages; published figures are not compared again.

    What was found sound is not looked at again, two seconds, before a table, a record or a rule changes.
    """
    kept, key = (
        Cache(cache),
        of_json(_state(data_path(), "report.ledger", "report.tables", "report.facts", "report.burdens")),
    )
    if kept.record(SOUND, key):
        return
    problems = found(None, published=False)
    if problems:
        raise NotSound("\n".join(problems))
    kept.write(SOUND, key, True)


def _state(data: Path, *rooms: str) -> list[Stamp]:
    """What a finding depends on: tables, records, and the code of the rooms that check them."""
    return [stamp(data, seeds_folder(data)), *(stamp_of(folder_of(room).rglob("*.py")) for room in rooms)]


def found(folder: Path | None, published: bool = True) -> list[str]:
    """A line for each problem of the tables, then of the claims; a seed file that cannot be read or cited is named once."""
    from report.tables import check

    problems = check(folder, published)
    named = {problem.file for problem in problems}
    return [*map(str, problems), *(str(fault) for fault in _faults(folder) if fault.file not in named)]


def _faults(folder: Path | None) -> list[Fault]:
    """The faults of the claims beside the tables; none where there are no seeds, or where the tables cannot be read: that is told already."""
    data = folder or data_path()
    if not (data.resolve().parent / SEEDS).is_dir():
        return []
    from report.ledger.sound import every_fault

    try:
        return every_fault(data)
    except BadTable:
        return []
