"""The floor: the same cells and the same pages in one process, one after the other, without kernels, messages, files or
checks.

python -m bench.floor BUILD        prints seconds as JSON; BUILD is one of ours, its executed notebooks are rendered
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from report.cli import warm
from report.run import Task, notebook
from report.run.loading import resolve


def main() -> None:
    """Measure and print as JSON."""
    from report.cli.building import RENDER

    from .tasks import pages, wanted

    started = time.perf_counter()
    warm.libraries()
    warm.fill(**wanted().project().arguments)
    importlib.import_module(RENDER.partition(":")[0])
    loaded = time.perf_counter()
    executing(pages())
    executed = time.perf_counter()
    print(
        json.dumps({"import": loaded - started, "execute": executed - loaded, **rendering(Path(sys.argv[1]).resolve())})
    )


def executing(tasks: Sequence[Task]) -> None:
    """Run the code cells of each task in a namespace of its own and format what each ends with."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    for task in tasks:
        os.chdir(task.notebook.parent)
        names: dict[str, Any] = {}
        for cell in notebook.load(task.notebook)["cells"]:
            if cell["cell_type"] == "code":
                value = warm.run_cell(notebook.source(cell), names)
                names.update(task.parameters if "parameters" in notebook.tags(cell) else {})
                if value is not None:
                    shell.display_formatter.format(value)


def rendering(build: Path) -> dict[str, float]:
    """Seconds to render every executed notebook of a build in this process: the first page, all, and by kind of
    work."""
    import nbformat

    from report.cli.building import RENDER

    from .tasks import pages

    render = resolve(RENDER)
    parts = _clocked()
    seconds = []
    for task in pages():
        nb = nbformat.read(build / task.target, as_version=4)
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            render(nb, Path(folder))
            seconds.append(time.perf_counter() - started)
    return {"first": seconds[0], "all": sum(seconds), "each": sorted(seconds)[len(seconds) // 2], **parts}


def _clocked() -> dict[str, float]:
    """Start to add up the time spent in the renderer's three kinds of work; the sums fill while pages are rendered."""
    from report.publish import drawing, html, pdf

    spent: dict[str, float] = {}
    for module, name in ((drawing, "draw"), (html, "render"), (pdf, "render")):
        label = f"{module.__name__.rpartition('.')[2]}.{name}"
        spent[label] = 0.0
        setattr(module, name, _clock(getattr(module, name), spent, label))
    return spent


def _clock(function: Any, spent: dict[str, float], label: str) -> Any:
    """``function``, adding the time it takes to ``spent``."""

    def clocked(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[label] += time.perf_counter() - started

    return clocked


if __name__ == "__main__":
    main()
