"""What workers do with executed notebooks: call the project's own functions on them."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..kernels import warm

RENDER, FINISH = f"{__name__}:render", f"{__name__}:finish"

# Renderers use libraries that are not safe in threads (a Dask worker may have several).
_one_at_a_time = threading.Lock()


def render(dotted: str, content: bytes, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The files that ``package.module:function(notebook, folder, **options)`` writes for an executed notebook, by path in the folder."""
    from .nodes import notebook_node

    nb = notebook_node(json.loads(content))
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="page-") as folder:
        warm.resolve(dotted)(nb, Path(folder), **options)
        return files_in(Path(folder))


def finish(dotted: str, folder: str) -> None:
    """Call ``package.module:function(folder)`` once all pages are in the folder of the new build."""
    warm.resolve(dotted)(Path(folder))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path in it."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }
