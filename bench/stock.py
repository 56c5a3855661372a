"""The stock way: for each page the papermill command, then the nbconvert command. No PDF, as nbconvert needs TeX or a browser for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from .measure import Cost, command, python
from .tasks import pages


def loop(folder: Path, only: int | None = None) -> tuple[Cost, Cost, int]:
    """(papermill, nbconvert, how many pages): what executing and what converting to HTML cost, one page after the other."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    every = pages()
    chosen = every[:: len(every) // only][:only] if only else every
    executed = [_execute(folder, task) for task in chosen]
    converted = [
        command(*python("-m", "nbconvert", "--to", "html", "--log-level", "ERROR", folder / _name(task.id)))
        for task in chosen
    ]
    return _total(executed), _total(converted), len(chosen)


def _execute(folder: Path, task) -> Cost:  # noqa: ANN001
    given = [part for name, value in task.parameters.items() for part in ("-p", name, str(value))]
    run = [
        "papermill",
        "--no-progress-bar",
        "--cwd",
        task.notebook.parent,
        task.notebook,
        folder / _name(task.id),
        *given,
    ]
    return command(*python("-m", *run))


def _name(task_id: str) -> str:
    return f"{task_id.replace('/', '-')}.ipynb"


def _total(costs: list[Cost]) -> Cost:
    return Cost(sum(one.wall for one in costs), sum(one.cpu for one in costs), max(one.peak for one in costs))
