"""Time and memory as the work grows.

python -m bench.growth sweep RUNS FOLDER        `burdenshare sweep`: one ally's bill per run
python -m bench.growth notebooks RUNS FOLDER    one tiny notebook per run: what the engine adds
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import sys
from pathlib import Path

from report.cli.sweeping import run_sweep
from report.run import Project, Task, build
from report.run.view import Lines
from report.tables.names import codes

SIZES = (32, 320, 3200)
CELLS = (("n = 0", ["parameters"]), ("sum(range(n))", []))


def grid(runs: int) -> dict[str, str]:
    """Options of `burdenshare sweep` for so many runs: 32 allies; then 10 plans and editions; then 10 vintages and
    baselines."""
    more, most = runs > SIZES[0], runs > SIZES[1]
    return {
        "plan": "hague-2025 wales-2014 core-5 freeze mixed" if more else "hague-2025",
        "edition": "2026-07 2024-06" if more else "2026-07",
        "macro": "2026-04 2025-10" if most else "2026-04",
        "baseline": "freeze zero 1.5% 2% 2.5%" if most else "freeze",
    }


def swept(runs: int, folder: Path) -> int:
    """Sweep; the number of runs."""
    options = grid(runs)
    with contextlib.redirect_stderr(io.StringIO()):
        run_sweep(folder / "sweep.csv", None, None, **options)
    return len(codes()) * len(list(itertools.product(*(option.split() for option in options.values()))))


def notebooks(runs: int, folder: Path) -> int:
    """Build so many tiny notebooks; the number built."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {"tags": tags},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for n, (source, tags) in enumerate(CELLS)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps(nb))
    tasks = [Task(f"run/{n}", path, {"n": n}) for n in range(runs)]
    return build(tasks, Project(), folder / "build", cache=folder / "cache", show=Lines(io.StringIO())).executed


def main() -> None:
    """Run one size of one kind."""
    kind, runs, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    print({"sweep": swept, "notebooks": notebooks}[kind](runs, folder))


if __name__ == "__main__":
    main()
