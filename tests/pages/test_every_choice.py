"""Whatever edition, plan and prices the command line takes, each cell of the pages shows something that can be published."""

from __future__ import annotations

import ast
import functools
import json
from pathlib import Path
from typing import Any

import pytest

from report.cli.building import NOTEBOOKS
from report.pages.parameters import check_parameters
from report.publish.read import read
from report.tables.held import editions

PAGES = (("methods", None), ("briefing", None), ("country", "DEU"), ("country", "GBR"))
"""Germany's last share is withheld in one edition, the United Kingdom alone has a past in another."""
LEFT_OUT = ("prose.worked(", "drawn.", "calibration.", "published.")
"""Cells of the methods page that are the same for every edition, and slow: their families have tests of their own."""
OTHER_CHOICES = (
    ("methods", {"plan": "freeze"}),
    ("country", {"country": "DEU", "plan": "freeze", "edition": "2025-08"}),
    ("country", {"country": "USA", "prices": "current"}),
    ("country", {"country": "DEU", "prices": "current", "edition": "2025-08"}),
)


@functools.cache
def cells(notebook: Path) -> list[tuple[str, str]]:
    held = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in held]
    return [(kind, source) for kind, source in found if not source.startswith(LEFT_OUT)]


def shown(name: str, **parameters: str) -> dict[str, Any]:
    """The notebook as a kernel would leave it: each code cell run in turn, the value of its last line shown."""
    scope: dict[str, Any] = {}
    made = []
    for place, (kind, source) in enumerate(cells(NOTEBOOKS / f"{name}.ipynb")):
        outputs = _run(source, scope) if kind == "code" else []
        scope |= check_parameters(parameters) if place == 0 else {}
        made.append({"cell_type": kind, "source": source, "outputs": outputs})
    return {"metadata": {"papermill": {"input_path": f"{name}.ipynb"}}, "cells": made}


def _run(source: str, scope: dict[str, Any]) -> list[dict[str, Any]]:
    *lines, last = ast.parse(source).body
    exec(compile(ast.Module(lines, []), "cell", "exec"), scope)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "cell", "exec"), scope)
        return []
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), scope)
    if value is None:
        return []
    # What readers open must be JSON proper: a number that is none would be printed as a dash and break facts.json.
    data = json.loads(json.dumps(value._repr_mimebundle_(), allow_nan=False))
    return [{"output_type": "display_data", "data": data}]


@pytest.mark.parametrize("edition", editions())
def test_an_edition_has_all_its_pages(edition):
    for name, country in PAGES:
        own = {"country": country} if country else {}
        assert read(shown(name, edition=edition, **own)).blocks


@pytest.mark.parametrize(("name", "parameters"), OTHER_CHOICES, ids=str)
def test_so_has_a_plan_and_a_price_basis(name, parameters):
    assert read(shown(name, **parameters)).blocks
