"""A whole build through both: our engine has run its notebooks, ordinary kernels the committed ones, which nbval runs
again; what they show is the same."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from papermill import execute_notebook

from report.cli.asking import NOTEBOOKS
from report.run.executing import NAME

BUILD = os.environ.get("BURDENSHARE_BUILD")
PAGES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "explore")


def through_our_engine(name: str) -> Any:
    """A notebook of the build named by BURDENSHARE_BUILD, or run here."""
    if BUILD is None:
        how = {"engine_name": NAME, "progress_bar": False, "cwd": str(NOTEBOOKS)}
        return execute_notebook(str(NOTEBOOKS / f"{name}.ipynb"), None, **how)
    return nbformat.read(
        Path(BUILD, "notebooks", f"{name if name != 'country' else 'country/EST'}.ipynb"), as_version=4
    )


def outputs(notebook: Any) -> dict[str, Any]:
    """What each code cell shows, but the number it was run as: a build adds a cell with its parameters."""
    cells = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    shown = {cell.id: cell.outputs for cell in cells if cell.cell_type == "code"}
    return json.loads(json.dumps(shown), object_hook=lambda one: one | {"execution_count": 0})


@pytest.mark.parametrize("name", PAGES)
def test_outputs_are_the_same(name: str) -> None:
    ordinary = outputs(nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4))
    assert outputs(through_our_engine(name)) == ordinary and any(ordinary.values())


def test_a_parameter_that_a_notebook_lacks_is_refused_by_an_ordinary_kernel() -> None:
    with pytest.raises(Exception, match="contry"):
        execute_notebook(str(NOTEBOOKS / "country.ipynb"), None, {"contry": "LVA"}, progress_bar=False)
