"""The real pages, as the command line builds them; and a build of them with folders of our own, to run as a process.

python -m bench.tasks OUT CACHE [--notebooks FOLDER] [--jobs N] [--country EST,LVA] [--mark TEXT] [--plan ID]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from report.cli.asking import Wanted, asked_for, pages_wanted, warmed
from report.cli.building import CACHE, RENDER, SITE, aside_process, refuse
from report.folders import NOTEBOOKS
from report.run import Task, build, host_for


def wanted() -> Wanted:
    """Every page, with default parameters."""
    with aside_process() as aside:
        return pages_wanted(CACHE, asked_for(None, {}), aside)


def pages() -> list[Task]:
    """The tasks of these pages."""
    return list(wanted().tasks)


def main() -> int:
    """Build; exit code as the command line's."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--notebooks", type=Path, default=NOTEBOOKS)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--country")
    parser.add_argument("--mark", default="")
    parser.add_argument("--plan")
    given = parser.parse_args()
    aside = aside_process()
    asked = asked_for(given.country, {"plan": given.plan} if given.plan else {})
    with host_for(warmed({}, asked), given.jobs) as host:
        every = pages_wanted(given.cache, asked, aside, host.begin)
        tasks = [replace(task, notebook=given.notebooks / task.notebook.name) for task in every.tasks]
        result = build(
            tasks,
            every.project(),
            given.out,
            cache=given.cache,
            render=RENDER,
            site=SITE,
            jobs=given.jobs,
            versions={"mark": given.mark},
            before=partial(refuse, given.cache, aside),
            host=host,
        )
    print(result.executed, result.rendered, result.unchanged, *result.failures, sep="\n")
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main())
