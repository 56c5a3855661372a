"""The real pages, as the command line builds them; and a build of them with folders of our own, to run as a process.

python -m bench.tasks OUT CACHE [--notebooks FOLDER] [--jobs N] [--only id,id] [--mark TEXT]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from report.run import Project, Task


def pages(cache: Path | None = None) -> list[Task]:
    """Every page, with default parameters; ``cache`` as a build has it, by default the project's own."""
    from report.cli.building import ROOT, page_tasks
    from report.cli.checking import checked_parameters

    return page_tasks(None, checked_parameters(cache or ROOT / ".cache", {}))


def project(count: int | None = None) -> Project:
    """What the pages depend on, warmed up for so many of them, by default all."""
    from report.cli import building

    return building.project() if count is None else building.project(count)


def main() -> int:
    """Build; exit code as the command line's."""
    from report.cli.building import RENDER, RENDERERS, SITE, refuse_unsound
    from report.run import build

    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--notebooks", type=Path)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--only", default="")
    parser.add_argument("--mark", default="")
    given = parser.parse_args()
    chosen = [task for task in pages(given.cache) if not given.only or task.id in given.only.split(",")]
    if given.notebooks:
        chosen = [replace(task, notebook=given.notebooks / task.notebook.name) for task in chosen]
    result = build(
        chosen,
        project(len(chosen)),
        given.out,
        cache=given.cache,
        render=RENDER,
        site=SITE,
        jobs=given.jobs,
        versions={"mark": given.mark},
        worker_preload=RENDERERS,
        before=partial(refuse_unsound, given.cache),
    )
    print(result.executed, result.rendered, result.unchanged, *result.failures, sep="\n")
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main())
