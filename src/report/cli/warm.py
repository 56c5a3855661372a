"""What a build loads and computes once, in the server that its notebooks' processes are forked from, for all of them to
share."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from report.folders import NOTEBOOKS

MANY = 3
"""From so many pages on it pays to compute beforehand what they share, three seconds, and to rehearse the country
page."""


def libraries() -> None:
    """Load what makes charts and sentences."""
    from report import charts, prose  # noqa: F401
    from report.charts.theme import trusted

    trusted()


def fill(names: str | None, given: Mapping[str, Any]) -> None:
    """Compute the frames of a run's parameters, settle the claims, rehearse the notebook that will run many times; for
    fewer pages it does not pay."""
    from report.cli.asking import worked_out
    from report.ledger import settle
    from report.pages import alliance_page

    asked = worked_out(names, given)
    if len(asked["tasks"]) < MANY:
        return
    parameters = dict(asked["parameters"])
    alliance_page(**parameters).frames.fill()
    settle()
    rehearse(NOTEBOOKS / "country.ipynb", parameters)


def rehearse(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Run a notebook's code once, with a run's parameters, and format what its cells end with, for nobody.

    What it imports late, caches and makes the interpreter specialise, every fork then has: a page of 42 cells takes 0.6
    s of processor time instead of 0.75.
    """
    from IPython.core.formatters import DisplayFormatter

    show = DisplayFormatter().format
    names: dict[str, Any] = {"__name__": "__main__"}
    silent = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    with contextlib.chdir(notebook.parent), silent[0], silent[1], warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those shown count as not shown
        for cell in json.loads(notebook.read_bytes())["cells"]:
            if cell["cell_type"] == "code" and (value := run_cell("".join(cell["source"]), names)) is not None:
                show(value)
            if "parameters" in cell["metadata"].get("tags", []):
                names |= parameters


def run_cell(code: str, names: dict[str, Any]) -> Any:
    """Execute a cell's statements; the value of the last one if it is an expression."""
    tree = ast.parse(code)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return exec(compile(tree, "<rehearsal>", "exec"), names)
    exec(compile(ast.Module(tree.body[:-1], []), "<rehearsal>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<rehearsal>", "eval"), names)
