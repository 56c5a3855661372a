"""The committed notebooks: thin, executed, the same each time, without machine traces."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.ListComp, ast.Lambda, ast.If)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"briefing", "country", "explore"}


def test_cells_hold_no_logic(notebook):
    for cell in code(notebook):
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)], cell.id
        assert not re.search(r"\bpublish\b", cell.source), cell.id  # a change of the renderer executes nothing


def test_prose_cells_hold_no_digit(notebook):
    for cell in notebook.cells:
        assert cell.cell_type != "markdown" or not re.search(r"\d", cell.source), cell.id


def test_cells_have_speaking_stable_ids(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z-]+", name) for name in ids), ids


def test_notebooks_are_committed_executed(notebook):
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert not [output for cell in code(notebook) for output in cell.outputs if output.output_type == "error"]


def test_nothing_of_a_machine_or_a_moment_is_kept(notebook):
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


def test_the_parameters_are_those_that_are_checked():
    from report.pages.parameters import DEFAULTS

    for name, extra in (("briefing", {}), ("country", {"country": "EST"})):
        cell = next(
            c
            for c in nbformat.read(ROOT / f"notebooks/{name}.ipynb", 4).cells
            if "parameters" in c.metadata.get("tags", [])
        )
        given = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}
        assert given == {**extra, **DEFAULTS}
