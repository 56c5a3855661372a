"""Notebooks of a build through both: ordinary kernels and our engine give the same outputs. nbval runs all of them in
ordinary kernels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from papermill import execute_notebook

from report.cli.asking import NOTEBOOKS
from report.run.executing import NAME


def outputs(name: str, parameters: dict[str, Any], engine: str | None) -> list[Any]:
    """What each code cell shows, and its number."""
    how: dict[str, Any] = {"engine_name": engine, "progress_bar": False, "cwd": str(NOTEBOOKS)}
    done = execute_notebook(str(NOTEBOOKS / f"{name}.ipynb"), None, parameters, **how)
    cells = [cell for cell in done.cells if cell.cell_type == "code"]
    return json.loads(json.dumps([[cell.execution_count, cell.outputs] for cell in cells]))


@pytest.mark.parametrize(
    ("name", "parameters"), [("scorecard", {"plan": "freeze"}), ("country", {"country": "ISL", "plan": "core-5"})]
)
def test_outputs_are_the_same(name: str, parameters: dict[str, Any]) -> None:
    ordinary = outputs(name, parameters, None)
    assert outputs(name, parameters, NAME) == ordinary and any(shown for _, shown in ordinary)


@pytest.mark.parametrize("engine", [None, NAME])
def test_a_parameter_that_a_notebook_lacks_is_refused(engine: str | None) -> None:
    with pytest.raises(Exception, match="contry"):
        outputs("country", {"contry": "LVA"}, engine)
