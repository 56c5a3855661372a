"""The environment of the process that works, and of all it starts: the same on every machine, whoever calls."""

from __future__ import annotations

import json
import os
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
TOP = Path(__file__).resolve().parents[__package__.count(".")]  # the package that all this is in
KEPT = ("PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONPYCACHEPREFIX")
DROPPED = ("PYTHON", "PYTEST_", "LANG", "LC_")


def environment(project: Project, scratch: str) -> dict[str, str]:
    """The caller's environment without what changes results, and with what fixes them; ``scratch`` is for files."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or not name.startswith(DROPPED)}
    if "site-packages" not in TOP.parts:
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(TOP.parent), kept.get("PYTHONPATH")]))
    preload = json.dumps([project.preload, dict(project.arguments)])
    return kept | FIXED | {"IPYTHONDIR": scratch, "TMPDIR": scratch, PRELOAD: preload} | dict(project.environment)
