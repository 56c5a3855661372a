"""Executes parameterised notebooks: fast, incrementally, reproducibly, on one machine or many. It knows nothing of what they are about.

    from report.run import Project, Task, build

    tasks = [Task(f"city/{name}", Path("notebooks/city.ipynb"), {"city": name}) for name in ("Oslo", "Rome")]
    project = Project(packages=("mypackage",), inputs={"data": Path("data")}, lock=Path("requirements.lock"))
    result = build(tasks, project, Path("build"), cache=Path(".cache"), render="mypackage.pages:page", site="mypackage.pages:site")
    sys.exit(result.exit_code)

What happens, in the order of the modules:

1. ``task``       Names, outputs and parameters are checked against the notebooks' ``parameters`` cells, before anything runs.
2. ``keys``       Every file of the packages and inputs is hashed, once (``digest``). A task's key is that, its notebook and its parameters.
3. ``standing``   Same keys as the build in place, and that is whole: nothing is done. Else it says why what is made again.
4. ``making``     A new folder is made aside, filled, described in ``manifest.json``, and put in the place of the old one in one step
                  (``swap``). A crash, a full disk or Ctrl-C leaves the old one. One build at a time.
5. ``pipeline``   brings each task's files together, from the cache, or from what it asks of the ``host``, a process of its own in
                  ``surroundings`` that do not vary. ``cluster`` does the same on Dask.
6. ``executing``  In the host papermill runs the notebook with our ``engine``: its ``cells`` run in IPython, in a child (``children``) forked
                  in milliseconds from the standard library's fork-server, which has loaded what all share (``preload``).
7. ``workers``    Other children of that server, kept while the build lasts, render executed notebooks.

``sweep`` calls one function over a grid of arguments, on the same workers, into one table. ``verify`` checks a build against its
manifest; ``plan`` tells what a build would do.

The same inputs give the same bytes: times, places, memory addresses and random ids do not get into an executed notebook (``notebook``);
time zone, locale, hash seed, threads, flags of the interpreter and the user's IPython files do not get into its process. A result is kept
only if what it was made from is as it was when it was hashed. Not accounted for: other environment variables, files that are no inputs,
and what notebooks draw at random or ask of the clock or the network; those are theirs to fix.

To take it to another project: Python 3.11 or later with papermill, IPython and rich; copy this folder into a package.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "BuildResult": ".builder",
    "build": ".builder",
    "plan": ".builder",
    "Project": ".task",
    "Task": ".task",
    "sweep": ".sweeping",
    "SweepResult": ".sweeping",
    "verify": ".manifest",
    "RunError": ".errors",
}
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name], __name__), name)
