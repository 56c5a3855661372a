"""The environment of a kernel or worker: the same on every machine, in every locale and time zone, whoever calls."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from . import forkserver, reads, warm

LOG = "reads.log"

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
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "JUPYTER_NO_CONFIG": "1",
}
TOP = Path(__file__).resolve().parents[__package__.count(".")]
"""The folder of the package that all this is in."""
KEPT = ("PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONPYCACHEPREFIX")
DROPPED = ("PYTHON", "PYTEST_", "LANG", "LC_", *forkserver.LOOKS)


def worker_environment() -> dict[str, str]:
    """The environment of a process that renders or computes: the same, without a record of what it reads."""
    return _kept() | FIXED


def _kept() -> dict[str, str]:
    """The caller's environment without what changes results, and with the folder of a script that this package lies beside, uninstalled."""
    ours = forkserver.undisturbed()
    kept = {name: value for name, value in ours.items() if name in KEPT or not name.startswith(DROPPED)}
    script = Path(sys.path[0] or ".").resolve() if sys.path else None
    if script == TOP.parent and "site-packages" not in script.parts:
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [kept.get("PYTHONPATH"), str(script)]))
    return kept


def environment(roots: Mapping[str, Path], scratch: Path, session: str = "", beside: str = "") -> dict[str, str]:
    """The caller's environment without what changes results, with what fixes them; IPython's own files go to ``scratch``.

    ``roots`` are the named folders whose reading is recorded in ``scratch/reads.log``, ``beside`` the name of one more, the folder the
    process starts in; kernels of another ``session`` are forked from another server.
    """
    recording = {reads.ROOTS: json.dumps({name: str(folder) for name, folder in roots.items()}), reads.BESIDE: beside}
    own = {warm.SESSION: session, reads.LOG: str(scratch / LOG), "IPYTHONDIR": str(scratch / "ipython")}
    return _kept() | FIXED | recording | own
