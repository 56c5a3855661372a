"""Rebuilds pages whenever a file they may depend on is saved."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from report.cli.asking import project
from report.folders import NOTEBOOKS
from report.run.digest import stamp
from report.run.keys import differences, project_files
from report.tables.groups import allies_of

EVERY = 0.3
"""Seconds between two looks at the files: some hundred of them, three thousandths of a second."""
State = dict[str, list[int]]


def watch(names: str, options: list[str]) -> None:
    """Build these allies' pages now and after each change, in a process that loads the code as it is; until Ctrl-C.

    Raises ReportError at once for names that are nobody's.
    """
    allies_of(names)
    for why in changes():
        click.echo(f"{datetime.now():%H:%M:%S} {why}: {built(names, options)}")


def changes() -> Iterator[str]:
    """Why to build: first of all, then at each change, once files have stayed as they are for a moment."""
    before = seen()
    yield "first"
    while True:
        time.sleep(EVERY)
        now = seen()
        if now != before and now == seen():
            what = differences(*({name: str(state) for name, state in one.items()} for one in (before, now)))
            before = now
            yield what[0] + (f" and {len(what) - 1} more" if len(what) > 1 else "")


def seen() -> State:
    """The state of every file that pages may depend on."""
    notebooks = [(file.name, file) for file in NOTEBOOKS.glob("*.ipynb")]
    files: list[tuple[str, Path]] = [*project_files(project({})), *notebooks]
    found: State = {}
    for name, file in files:
        with contextlib.suppress(OSError):  # the build says what is wrong with it
            found[name] = stamp(file)
    return found


def built(names: str, options: list[str]) -> str:
    """Build; the closing line, or what went wrong."""
    command = [sys.executable, "-m", "report", "build", "--country", names, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (done.stdout if done.returncode == 0 else done.stderr).strip()
    return said.splitlines()[-1] if done.returncode == 0 and said else said or f"ended with exit code {done.returncode}"
