"""Executes parameterised notebooks: fast, incrementally, reproducibly, on one machine or many. It knows nothing of what they are about.

    from report.run import Project, Task, build

    tasks = [Task(f"city/{name}", Path("notebooks/city.ipynb"), {"city": name}) for name in ("Oslo", "Rome")]
    project = Project(packages=("mypackage",), inputs={"data": Path("data")}, lock=Path("requirements.lock"), preload=("pandas",))
    result = build(tasks, project, Path("build"), cache=Path(".cache"), render="mypackage.pages:page", site="mypackage.pages:site")
    sys.exit(result.exit_code)

What happens, in the order of the modules:

1. ``task``       Names, outputs and parameters are checked against the notebooks' ``parameters`` cells, before any kernel starts.
2. ``keys``       For each task everything is hashed that its result can depend on: code cells, parameters, our modules it can reach
                  by imports (``closure``), the lock, the interpreter, and the files it read the last time, below the ``inputs``, in the
                  packages or beside the notebook, but for those it made itself. The page depends on that result, on the prose, and on the
                  renderer's modules and what lies beside them. Files are hashed once, by their stamp (``digest``).
3. ``standing``   Same keys as the build in place, and that is whole: nothing is done. Else ``explain`` says why what is made again.
4. ``making``     A new folder is made aside, filled, described in ``manifest.json``, and put in the place of the old one in one step
                  (``swap``). A crash, a full disk or Ctrl-C leaves the old one. One build at a time.
5. ``work``       ``pipeline`` brings each task's files together: from the cache, or from ``engine`` (papermill's parameters and record,
                  nbclient's cells, the same bytes every time) and ``pool`` (warm processes that render). ``cluster`` is the same, on Dask.
6. ``kernels``    Each notebook has a process of its own, forked in milliseconds from a server that has imported ``preload``
                  (``forkserver``, ``provisioner``), in an environment that does not vary (``surroundings``), telling which of the
                  ``inputs`` it reads (``reads``). The same kernel serves Jupyter, papermill and nbval as ``forkserver``.

``sweep`` calls one function over a grid of arguments, on the same workers, into one table. ``verify`` checks a build against its
manifest; ``plan`` tells what a build would do.

The same inputs give the same bytes: times, places, process numbers, memory addresses and random ids do not get into an executed
notebook (places: those of the notebook, inputs, packages, interpreter, home and temporary files); time zone, locale, hash seed,
threads, flags of the interpreter and the user's IPython files do not get into a kernel. A result is kept only if what it was made from
is still as it was when it was read. Not accounted for: other environment variables, files elsewhere, or only looked for (``exists``),
or opened by C libraries and other processes, what ``site`` reads of inputs, modules whose names are put together at run time, and what
notebooks draw at random or ask of the clock or the network; those are theirs to fix. ``preload`` may call functions that fill caches; it
must not change what notebooks compute.

To take it to another project: Python 3.11 or later with jupyter_client, nbclient, ipykernel, papermill and rich; copy this folder into
a package. Builds and sweeps need no more. For Jupyter, papermill and nbval, name that package in ``kernels/spec/kernel.json``, give
kernelspec and provisioner a name of your own there (two packages cannot both register one), and register them in the package's
metadata (see ``[project.entry-points]`` and ``shared-data`` here).
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
