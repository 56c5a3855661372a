"""Which notebooks run with which parameters, and what is told of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from report import charts, prose
from report.cli.checking import checked_parameters, own_files, refuse_unsound
from report.ledger.folders import seeds_folder
from report.run import BuildResult, Project, Task
from report.run import build as run_build
from report.run import plan as run_plan
from report.run import verify as run_verify
from report.tables import data_path
from report.tables.errors import ReportError
from report.tables.held import allies_in, editions
from report.tables.names import ally, names_in

ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = ROOT / "notebooks"
ALLIANCE = ("briefing", "sharing", "scorecard", "methods")
"""Notebooks that make one page each."""
OVER_ALL_EDITIONS = ("claims", "editions")
"""Notebooks that speak over every edition, and so take no parameters."""
RECORDED = ("altair", "nbconvert", "nbclient", "pandas", "papermill", "typst", "vl-convert-python")
RENDER, SITE = "report.publish:page", "report.publish:site"
RENDERERS = ("report.publish:warm",)
MANY = 6
"""From so many pages on, a rehearsal of the country page, half a second, pays."""


class NotInEdition(ReportError):
    """An edition has no figures of an ally whose page is asked for."""


def allies_named(text: str) -> list[str]:
    """Allies in a line of names, by iso3: ``"EST Latvia fr United Kingdom"``. Raises :class:`UnknownName` with the nearest."""
    return list(dict.fromkeys(names_in(text)))


def build_pages(
    allies: Sequence[str] | None, out: Path, jobs: int | None, scheduler: str | None, explain: bool, **given: Any
) -> None:
    """Build (or explain) the pages and leave with an exit code a script can trust."""
    cache = ROOT / ".cache"
    parameters = checked_parameters(cache, {name: value for name, value in given.items() if value is not None})
    tasks = page_tasks(allies, parameters)
    what = (tasks, project(len(tasks), own_files(parameters)), out)
    steps: dict[str, Any] = {"cache": cache, "render": RENDER, "site": SITE, "versions": _versions()}
    if explain:
        show_reasons(run_plan(*what, **steps))
        return
    result = run_build(
        *what,
        **steps,
        jobs=jobs,
        scheduler=scheduler,
        worker_preload=RENDERERS,
        before=partial(refuse_unsound, cache),
    )
    report_result(result)
    sys.exit(result.exit_code)


def project(pages: int = MANY, own: Mapping[str, Path] = MappingProxyType({})) -> Project:
    """What results depend on besides notebooks and parameters, files of your own among them; warmed up for so many pages."""
    rooms = (f"{room.__name__}.{name}" for room in (charts, prose) for name in room.MODULES)
    shared = (*rooms, "report.charts.theme:trusted", "report.pages.warm:warm")
    return Project(
        packages=("report",),
        inputs={"data": data_path(), "seeds": seeds_folder(data_path()), **own},
        lock=ROOT / "requirements.lock",
        preload=(*shared, str(NOTEBOOKS / "country.ipynb")) if pages >= MANY else shared,
    )


def page_tasks(allies: Sequence[str] | None, parameters: dict[str, Any]) -> list[Task]:
    """The alliance's pages and those of every ally the edition has figures of; only the allies' pages where allies are named.

    Raises :class:`NotInEdition` for an ally named that the edition has no figures of: it joined later.
    """
    held = allies_in(parameters["edition"])
    chosen = held if allies is None else [_held(ally(name), held, parameters["edition"]) for name in allies]
    pages = [Task(f"country/{iso3}", NOTEBOOKS / "country.ipynb", {"country": iso3, **parameters}) for iso3 in chosen]
    if allies is not None:
        return pages
    alliance = [_page_task(name, parameters) for name in ALLIANCE]
    return [*alliance, *(_page_task(name, {}) for name in OVER_ALL_EDITIONS), *pages]


def _held(iso3: str, held: Sequence[str], edition: str) -> str:
    if iso3 not in held:
        others = [name for name in editions() if iso3 in allies_in(name)]
        raise NotInEdition(f"NATO's edition {edition} has no figures of {iso3}; these have: {', '.join(others)}")
    return iso3


def _page_task(name: str, parameters: dict[str, Any]) -> Task:
    return Task(name, NOTEBOOKS / f"{name}.ipynb", parameters)


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("burdenshare", *RECORDED)}


def show_reasons(reasons: Sequence[Any]) -> None:
    """What would be done for each page, and why."""
    for reason in reasons:
        click.echo(str(reason))


def report_result(result: BuildResult) -> None:
    """One closing line; the failures by name, whose causes were told as they happened."""
    if result.interrupted:
        click.echo("stopped. The last good build, if there is one, stays as it was.", err=True)
    elif result.failures:
        names = ", ".join(failure.task for failure in result.failures)
        click.echo(
            f"{len(result.failures)} failed: {names}. The last good build, if there is one, stays as it was.", err=True
        )
    if result.exit_code == 0:
        done = "nothing to do" if result.unchanged else f"{result.executed} run, {result.rendered} rendered"
        click.echo(f"{result.out / _front(result.out)}: {done} in {result.seconds:.1f} s")


def _front(out: Path) -> str:
    pages = [path for path in ("index.html",) if (out / path).exists()]
    return pages[0] if pages else "country"


def verify_build(folder: Path) -> int:
    """Print what differs from the manifest; 0 when nothing does."""
    differences = run_verify(folder)
    for difference in differences:
        click.echo(str(difference))
    number = len(differences)
    click.echo("the build is as its manifest says" if not number else f"{number} difference{'s' * (number > 1)}")
    return int(bool(differences))
