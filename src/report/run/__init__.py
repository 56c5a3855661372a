"""Executes parameterised notebooks, fast, incrementally, reproducibly, on one machine or many. Knows no subject.

    from report.run import Project, Task, build

    tasks = [Task(f"city/{name}", Path("notebooks/city.ipynb"), {"city": name}) for name in ("Oslo", "Rome")]
    project = Project(packages=("mypackage",), inputs={"data": Path("data")}, lock=Path("requirements.lock"))
    steps = {"render": "mypackage.pages:page", "site": "mypackage.pages:site"}
    result = build(tasks, project, Path("build"), cache=Path(".cache"), **steps)
    sys.exit(result.exit_code)

What happens, in the order of the modules:

1. ``task``       Names and parameters are checked against the notebooks' ``parameters`` cells, before anything runs.
2. ``keys``       Every file of the packages and inputs is hashed, once. A key is that, notebook and parameters.
3. ``freshness``   Same keys as the build in place, and that is whole: nothing is done. Else it says why.
4. ``builder``    A new folder is made aside, filled, described in ``manifest.json``, and put in the place of the old
                  one in one step (``swap``). A crash, a full disk or Ctrl-C leaves the old one. One build at a time.
5. ``pipeline``   brings each task's files together, from the ``cache``, or from what it asks of the ``host``, a process
                  of its own in an environment that does not vary, with a scratch folder; ``cluster`` does so on Dask.
6. ``executing``  In the host papermill runs the notebook with our ``engine``: its ``cells`` run in IPython, in a child
                  (``children``) forked from the standard library's fork-server, once ``preload`` and ``fill`` are done.
7. ``workers``    Other children of that server, kept while the build lasts, render executed notebooks.

``fan_out`` calls one function with many arguments, on the same workers. ``verify`` checks a build against its manifest;
``explain`` says what a build would do.

The same inputs give the same bytes: times, places, memory addresses and random ids do not get into an executed notebook
(``notebook``); time zone, locale, hash seed, threads, flags of the interpreter and the user's IPython files do not get
into its process. A result is kept only if what it was made from is as it was when it was hashed. Not accounted for:
other environment variables, files that are no inputs, and what notebooks draw at random or ask the clock.

To take it to another project: Python 3.11 or later with papermill, IPython and rich; copy this folder, and
``files.py`` and ``printable.py`` beside it, into a package.
"""

from .builder import BuildResult, build, explain, host_for
from .errors import RunError
from .manifest import verify
from .many import fan_out
from .task import Project, Task

__all__ = ["BuildResult", "Project", "RunError", "Task", "build", "explain", "fan_out", "host_for", "verify"]
