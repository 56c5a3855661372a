"""Builds pages, and tells what was done."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from report.cli.asking import asked_for, pages_wanted, warmed
from report.folders import cache_path
from report.run import BuildResult, host_for
from report.run import build as run_build
from report.run import explain as run_explain
from report.run import verify as run_verify

CACHE = cache_path()
RECORDED = ("altair", "nbconvert", "nbclient", "pandas", "papermill", "typst", "vl-convert-python")
RENDER, SITE = "report.publish:page", "report.publish:site"


def build_pages(
    names: str | None, out: Path, jobs: int | None, scheduler: str | None, explain: bool, **given: Any
) -> None:
    """Build (or explain) the pages and leave with an exit code a script can trust."""
    aside = aside_process()
    asked = asked_for(names, {name: value for name, value in given.items() if value is not None})
    with host_for(warmed({}, asked), jobs) as host:
        wanted = pages_wanted(CACHE, asked, aside, None if explain else host.begin)
        what = (wanted.tasks, wanted.project(), out)
        versions = {name: version(name) for name in ("burdenshare", *RECORDED)}
        steps: dict[str, Any] = {"cache": CACHE, "render": RENDER, "site": SITE, "versions": versions}
        if explain:
            with aside:  # it ends before we do
                for reason in run_explain(*what, **steps):
                    click.echo(str(reason))
            return
        before = partial(refuse, CACHE, aside)
        result = run_build(*what, **steps, jobs=jobs, scheduler=scheduler, before=before, host=host)
    report_result(result)
    sys.exit(result.exit_code)


def aside_process() -> ProcessPoolExecutor:
    """A process for what has to read tables before pages are made; it ends, and its 130 MB with it, before they are."""
    spawn = get_context("spawn")
    return ProcessPoolExecutor(1, spawn, initializer=_begin_aside)


def _begin_aside() -> None:
    from report.tables.errors import ChangedTable

    os.nice(5)  # the build waits for what loads meanwhile, not for this
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    warnings.simplefilter("ignore", ChangedTable)  # what it reads is checked before anything is made, and refused


def refuse(cache: Path, aside: ProcessPoolExecutor) -> None:
    """Raise for what no page can be built from, looked for ``aside`` unless found sound; say what is on trial."""
    from report.cli.checking import known_sound, refuse_unsound

    with aside:
        if (on_trial := known_sound(cache)) is None:
            on_trial = aside.submit(refuse_unsound, cache).result()
    for line in on_trial.splitlines():
        click.echo(f"burdenshare: {line}", err=True)


def report_result(result: BuildResult) -> None:
    """One closing line; the failures by name, whose causes were told as they happened."""
    kept = "The last good build, if there is one, stays as it was."
    if result.interrupted:
        click.echo(f"stopped. {kept}", err=True)
    elif result.failures:
        names = ", ".join(failure.task for failure in result.failures)
        click.echo(f"{len(result.failures)} failed: {names}. {kept}", err=True)
    if result.exit_code == 0:
        done = "nothing to do" if result.unchanged else f"{result.executed} run, {result.rendered} rendered"
        front = "index.html" if (result.out / "index.html").exists() else "country"
        click.echo(f"{result.out / front}: {done} in {result.seconds:.1f} s")


def verify_build(folder: Path) -> int:
    """Print what differs from the manifest; 0 when nothing does."""
    differences = run_verify(folder)
    for difference in differences:
        click.echo(str(difference))
    number = len(differences)
    click.echo("the build is as its manifest says" if not number else f"{number} difference{'s' * (number > 1)}")
    return int(bool(differences))
