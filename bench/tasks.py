"""The real pages, as the command line builds them; and a build of them with folders of our own, to run as a process.

python -m bench.tasks OUT CACHE [--notebooks FOLDER] [--jobs N] [--only id,id] [--mark TEXT] [--plan ID]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from report.run import Task

if TYPE_CHECKING:
    from report.cli.asking import Asked


def wanted(cache: Path | None = None, plan: str | None = None) -> Asked:
    """Every page; ``cache`` as a build has it, by default the project's own."""
    from report.cli.asking import asked
    from report.cli.building import CACHE

    return asked(cache or CACHE, None, {"plan": plan} if plan else {})


def pages() -> list[Task]:
    """Every page, with default parameters."""
    return list(wanted().tasks)


def refuse(cache: Path) -> None:
    """What a build refuses, loaded where something has to be built."""
    from report.cli.checking import refuse_unsound

    refuse_unsound(cache)


def main() -> int:
    """Build; exit code as the command line's."""
    from report.cli.building import RENDER, SITE
    from report.run import build

    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--notebooks", type=Path)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--only", default="")
    parser.add_argument("--mark", default="")
    parser.add_argument("--plan")
    given = parser.parse_args()
    every = wanted(given.cache, given.plan)
    chosen = [task for task in every.tasks if not given.only or task.id in given.only.split(",")]
    if given.notebooks:
        chosen = [replace(task, notebook=given.notebooks / task.notebook.name) for task in chosen]
    result = build(
        chosen,
        replace(every, tasks=chosen).project(),
        given.out,
        cache=given.cache,
        render=RENDER,
        site=SITE,
        jobs=given.jobs,
        versions={"mark": given.mark},
        before=partial(refuse, given.cache),
    )
    print(result.executed, result.rendered, result.unchanged, *result.failures, sep="\n")
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main())
