"""The public interface under the distribution's own name: ``import burdenshare`` is ``import report``.

It also finds the package where a file or folder of the reader's own is called ``report``: the package is loaded from
where it lies, not by its name.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / "report"
NAME = "report"


def _load() -> None:
    """Put the package in the place of any other module of its name."""
    spec = spec_from_file_location(NAME, HOME / "__init__.py", submodule_search_locations=[str(HOME)])
    if spec is None or spec.loader is None:
        raise ImportError(f"the package {NAME} is not beside {Path(__file__).parent}: install burdenshare again")
    sys.modules[NAME] = module = module_from_spec(spec)
    spec.loader.exec_module(module)


if Path(getattr(sys.modules.get(NAME), "__file__", None) or "") != HOME / "__init__.py":
    _load()
sys.modules[__name__] = sys.modules[NAME]
