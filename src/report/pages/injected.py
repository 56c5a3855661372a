"""Parameters that papermill wrote into a notebook."""

from __future__ import annotations

import re
import sys
from itertools import pairwise

from report.tables.errors import unknown


def refuse_undeclared() -> None:
    """Raise :class:`UnknownName` for a parameter that the notebook being run does not declare; papermill itself only warns."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    for declaring, injected in pairwise(shell.user_ns.get("In", []) if shell else []):
        if injected.startswith("# Parameters\n"):
            declared = _assigned(declaring)
            for name in _assigned(injected):
                if name not in declared:
                    raise unknown("parameter", name, declared)


def _assigned(cell: str) -> list[str]:
    return re.findall(r"^(\w+) = ", cell, re.MULTILINE)
