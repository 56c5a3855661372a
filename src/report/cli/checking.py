"""Whether tables, records and parameters are sound, in the same words for whoever asks and for a build.

What was found sound is kept in the cache of builds, and what checks it, 0.35 s of imports, is loaded where something
has to be checked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.folders import PACKAGE, data_path, seeds_folder
from report.run.cache import Cache
from report.run.digest import of_json, stamp

if TYPE_CHECKING:
    from report.ledger.faults import Fault

SOUND = "sound"
"""The kind of record a build keeps of tables and claims found sound."""
ROOMS = ("ledger", "tables", "facts", "burdens")
"""Where the code is that checks them."""


def show_problems(folder: Path | None, form: str | None) -> int:
    """Every problem of a data folder and the seeds beside it with its remedy; 0 when there is none."""
    import pandas as pd

    from report.cli.printing import printed

    problems = found(folder)
    if not printed(pd.DataFrame({"problem": problems}, dtype=str), form):
        count = f"{len(problems)} problem{'s' * (len(problems) > 1)}" if problems else "no problems"
        click.echo("\n".join([*problems, count]))
    return int(bool(problems))


def known_sound(cache: Path) -> str | None:
    """What :func:`refuse_unsound` last returned; None where a table, a record or a rule has changed since, two seconds
    of looking."""
    known = Cache(cache).record(SOUND, _key())
    return None if known is None else str(known)


def refuse_unsound(cache: Path) -> str:
    """Raise :class:`NotSound` for what a build would trip over; published figures are not compared again. Returns what
    is on trial: what was made by hand and nobody has accepted yet, a line each; empty where nothing is."""
    from report.tables.checks import byhand
    from report.tables.errors import BadTable, NotSound
    from report.tables.store import opened

    if problems := found(None, published=False):
        raise NotSound("\n".join(problems))
    on_trial = byhand.accepted(opened())
    Cache(cache).write(SOUND, _key(), said := str(BadTable(on_trial)) if on_trial else "")
    return said


def _key() -> str:
    """What a finding depends on: tables, records, and the code of the rooms that check them."""
    data = data_path()
    code = (file for room in ROOMS for file in (PACKAGE / room).rglob("*.py"))
    files = sorted([*data.rglob("*.*"), *seeds_folder(data).glob("*.toml"), *code])
    return of_json([[str(file), stamp(file)] for file in files if file.is_file()])


def found(folder: Path | None, published: bool = True) -> list[str]:
    """A line for each problem of the tables, then of the claims; a seed file that cannot be read is named once."""
    from report.outlook.plan import unsound
    from report.tables import check
    from report.tables.checks.byhand import ACCEPT

    problems = check(folder, published)
    named = {problem.file for problem in problems if problem.remedy != ACCEPT}
    found = {} if named & {"allies.csv", "datapackage.json"} else unsound(folder)  # plans name allies
    plans = [f"{file}: {what}" for file, what in found.items() if file not in named]
    return [*map(str, problems), *plans, *(str(fault) for fault in _faults(folder) if fault.file not in named)]


def _faults(folder: Path | None) -> list[Fault]:
    """The faults of the claims; none without seeds, or where the tables cannot be read, which is told already."""
    data = folder or data_path()
    if not any(seeds_folder(data).glob("*.toml")):
        return []
    from report.ledger.book import every_fault
    from report.tables.errors import BadTable

    try:
        return every_fault(data)
    except BadTable:
        return []
