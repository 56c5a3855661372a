"""The rivals: the stock loop, and the best ordinary way. No PDF, as nbconvert needs TeX or a browser for it.

python -m bench.stock FOLDER IDS        one process of the best ordinary way: papermill through its API, then nbconvert through its own
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from report.run import Task

from .measure import Cost, command, python
from .tasks import pages

PROCESSES = 2


def loop(folder: Path, only: int | None = None) -> tuple[Cost, Cost, int]:
    """(papermill, nbconvert, how many pages): for each page the papermill command, then the nbconvert command, one page
    after the other."""
    chosen = _chosen(folder, only)
    executed = [_execute(folder, task) for task in chosen]
    converted = [
        command(*python("-m", "nbconvert", "--to", "html", "--log-level", "ERROR", folder / _name(task.id)))
        for task in chosen
    ]
    return _total(executed), _total(converted), len(chosen)


def side_by_side(folder: Path, only: int | None = None) -> tuple[Cost, int]:
    """(cost, how many pages): two processes, each with half of the pages, papermill and nbconvert loaded once in
    each."""
    chosen = _chosen(folder, only)
    shares = [",".join(task.id for task in chosen[n::PROCESSES]) for n in range(PROCESSES)]
    each = " & ".join(f"{sys.executable} -m bench.stock {folder} {share}" for share in shares)
    return command("sh", "-c", f"{each} & wait"), len(chosen)


def _chosen(folder: Path, only: int | None) -> list[Task]:
    """The pages to make, evenly chosen, in a fresh folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    every = pages()
    return every[:: len(every) // only][:only] if only else every


def _execute(folder: Path, task: Task) -> Cost:
    given = [part for name, value in task.parameters.items() for part in ("-p", name, str(value))]
    where = ["--cwd", task.notebook.parent, task.notebook, folder / _name(task.id)]
    return command(*python("-m", "papermill", "--no-progress-bar", *where, *given))


def _name(task_id: str) -> str:
    return f"{task_id.replace('/', '-')}.ipynb"


def _total(costs: list[Cost]) -> Cost:
    return Cost(sum(one.wall for one in costs), sum(one.cpu for one in costs), max(one.peak for one in costs))


def main() -> None:
    """Make some pages in this process."""
    from nbconvert import HTMLExporter
    from papermill import execute_notebook

    folder, ids = Path(sys.argv[1]), sys.argv[2].split(",")
    exporter = HTMLExporter()
    for task in (task for task in pages() if task.id in ids):
        where = {"progress_bar": False, "cwd": str(task.notebook.parent)}
        nb = execute_notebook(str(task.notebook), str(folder / _name(task.id)), dict(task.parameters), **where)
        (folder / _name(task.id)).with_suffix(".html").write_text(exporter.from_notebook_node(nb)[0], "utf-8")


if __name__ == "__main__":
    main()
