"""The environment of the process that works, and of all it starts: the same on every machine, in every locale and time zone, whoever calls."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from .loading import PRELOAD
from .task import Project

# One thread per numerical library: sums come out in one order, and processes do not fight for cores.
FIXED = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "80",
    "LINES": "24",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
TOP = Path(__file__).resolve().parents[__package__.count(".")]
"""The folder of the package that all this is in."""
KEPT = ("PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONPYCACHEPREFIX")
DROPPED = ("PYTHON", "PYTEST_", "LANG", "LC_")


def environment(project: Project, scratch: str) -> dict[str, str]:
    """The caller's environment without what changes results, with what fixes them; temporary files and IPython's own go to ``scratch``.

    A script that this package lies beside, uninstalled, has its folder on the path; so does what it starts.
    """
    kept = {name: value for name, value in os.environ.items() if name in KEPT or not name.startswith(DROPPED)}
    if sys.path and Path(sys.path[0] or ".").resolve() == TOP.parent and "site-packages" not in TOP.parts:
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [kept.get("PYTHONPATH"), str(TOP.parent)]))
    preload = json.dumps([project.preload, dict(project.arguments)])
    return kept | FIXED | {"IPYTHONDIR": scratch, "TMPDIR": scratch, PRELOAD: preload} | dict(project.environment)
