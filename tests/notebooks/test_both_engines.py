"""A whole build through both: ordinary kernels and our engine give every page the same outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from papermill import execute_notebook

from report.cli.asking import ALLIANCE, NOTEBOOKS, OVER_ALL_EDITIONS
from report.run.executing import NAME


def outputs(path: Path, parameters: dict[str, Any], engine: str | None) -> list[Any]:
    """What each code cell shows, and its number."""
    how: dict[str, Any] = {"engine_name": engine, "progress_bar": False, "cwd": str(path.parent)}
    done = execute_notebook(str(path), None, parameters, **how)
    cells = [cell for cell in done.cells if cell.cell_type == "code"]
    return json.loads(json.dumps([[cell.execution_count, cell.outputs] for cell in cells]))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [*((name, {}) for name in (*ALLIANCE, *OVER_ALL_EDITIONS)), ("country", {"country": "ISL", "plan": "core-5"})],
)
def test_outputs_are_the_same(name: str, parameters: dict[str, Any]) -> None:
    path = NOTEBOOKS / f"{name}.ipynb"
    assert outputs(path, parameters, NAME) == outputs(path, parameters, None)
