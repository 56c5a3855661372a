"""What a build is asked for, worked out once: checked parameters, and the pages they make.

It is kept in the cache of builds under the state of all code and data, so that a build with nothing to do loads none of
what checks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report.folders import LOCK, NOTEBOOKS, SEEDS, SHARED, VARIABLE, data_path, seeds_folder
from report.run.cache import Cache
from report.run.digest import of_json, stamp
from report.run.keys import project_files
from report.run.task import Project, Task

ALLIANCE = ("briefing", "sharing", "scorecard", "methods")
"""Notebooks that make one page each."""
OVER_ALL_EDITIONS = ("claims", "editions", "explorer")
"""Notebooks that speak over every edition, and so take no parameters."""
ALIKE = {"OPENPYXL_LXML": "False"}
"""So that workbooks come out the same where lxml happens to be installed, which openpyxl would write them with."""


@dataclass(frozen=True)
class Wanted:
    """The pages to build, their parameters (``country`` apart), and the files of a plan of your own by input name; and
    how they were :func:`asked_for`."""

    tasks: Sequence[Task]
    parameters: Mapping[str, Any]
    own: Mapping[str, Path]
    asked: Mapping[str, Any]

    def project(self) -> Project:
        """What the pages depend on, and what they share, to be loaded before they are made."""
        return warmed(self.own, self.asked)


def warmed(own: Mapping[str, Path], asked: Mapping[str, Any]) -> Project:
    """The same, also before it is known which pages ``asked`` makes."""
    return project(own, preload="report.cli.warm:libraries", fill="report.cli.warm:fill", arguments=asked)


def project(own: Mapping[str, Path], **more: Any) -> Project:
    """What results depend on besides notebooks and parameters: everywhere the tables that this process reads."""
    folders = {"data": data_path(), SEEDS: seeds_folder(data_path())}  # without records no page is made, but a sweep
    return Project(
        packages=("report",),
        inputs={**{name: folder for name, folder in folders.items() if folder.is_dir()}, **own},
        lock=LOCK,
        renderer="report.publish:warm",
        environment={VARIABLE: str(data_path().resolve()), **ALIKE},
        shared=SHARED,
        **more,
    )


def asked_for(names: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Allies' names (None: all pages) and parameters as they are asked for, from wherever that is."""
    own = own_plan(given)
    return {"names": names, "given": {**given, "plan": str(own)} if own else dict(given)}


def pages_wanted(
    cache: Path, asked: Mapping[str, Any], aside: Executor, begin: Callable[[], None] | None = None
) -> Wanted:
    """What is :func:`asked_for`, worked out ``aside`` if not in the cache; ``begin`` is called before, since then there
    will be something to build.

    Raises ReportError for what is wrong with it.
    """
    kept, key = Cache(cache), of_json([asked, _state(dict(project_files(project({}))))])
    known = kept.record("asked", key)
    if known is None or known["state"] != _state({name: Path(path) for name, path in known["own"].items()}):
        if begin is not None:
            begin()
        known = aside.submit(worked_out, **asked).result()
        kept.write("asked", key, known)
    parameters = dict(known["parameters"])
    tasks = [Task(name, NOTEBOOKS / notebook, dict(values)) for name, notebook, values in known["tasks"]]
    return Wanted(tasks, parameters, {name: Path(path) for name, path in known["own"].items()}, asked)


def own_plan(given: Mapping[str, Any]) -> Path | None:
    """The file of a plan of your own, wherever it is asked for from; None for one of ours."""
    file = Path(str(given.get("plan", "")).strip())
    return file.resolve() if file.suffix == ".toml" and file.is_file() else None


def _state(files: Mapping[str, Path]) -> list[Any]:
    """What changes when one of these files does, comes or goes."""
    return [[name, stamp(file) if file.is_file() else None] for name, file in sorted(files.items())]


def worked_out(names: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The record of what is asked for; parameters as pairs, as they are written into notebooks in their order."""
    from report.pages.parameters import fitting_parameters

    parameters = fitting_parameters(given)
    own = own_files(parameters)
    tasks = [[task.id, task.notebook.name, list(task.parameters.items())] for task in page_tasks(names, parameters)]
    files = {name: str(path) for name, path in own.items()}
    return {"parameters": list(parameters.items()), "tasks": tasks, "own": files, "state": _state(own)}


def own_files(given: Mapping[str, Any]) -> dict[str, Path]:
    """The files of a plan of your own, and those it starts from or turns into, as named inputs; none for ours."""
    if (own := own_plan(given)) is None:
        return {}
    from report.outlook.plan import files_of

    named: dict[str, Path] = {}
    for file in files_of(own):
        named[f"plan {file.name}" if f"plan {file.name}" not in named else f"plan {len(named)} {file.name}"] = file
    return named


def page_tasks(names: str | None, parameters: Mapping[str, Any]) -> list[Task]:
    """The alliance's pages and those of every ally the edition has; only the allies' where allies are named.

    Raises ReportError for a name that is no ally's, and for an ally that the edition has no figures of: it joined
    later.
    """
    from report.tables.groups import allies_of
    from report.tables.releases import allies_in

    there = allies_in(parameters["edition"])
    chosen = there if names is None else [_there(iso3, there, parameters["edition"]) for iso3 in allies_of(names)]
    pages = [Task(f"country/{iso3}", NOTEBOOKS / "country.ipynb", {"country": iso3, **parameters}) for iso3 in chosen]
    if names is not None:
        return pages
    alliance = [Task(name, NOTEBOOKS / f"{name}.ipynb", parameters) for name in ALLIANCE]
    return [*alliance, *(Task(name, NOTEBOOKS / f"{name}.ipynb") for name in OVER_ALL_EDITIONS), *pages]


def _there(iso3: str, there: Sequence[str], edition: str) -> str:
    from report.tables.errors import ReportError
    from report.tables.releases import allies_in, editions

    if iso3 not in there:
        others = [name for name in editions() if iso3 in allies_in(name)]
        raise ReportError(f"NATO's edition {edition} has no figures of {iso3}; these have: {', '.join(others)}")
    return iso3
