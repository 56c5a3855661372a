"""Every notebook runs for every edition and kind of ally: complete, partial and press-list tables, allies with and without forces.

What it shows leaves no gap in a sentence and can be published: figures and tables are whole, numbers are numbers, one fact id stands for one fact.
"""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest

from report.publish.read import read
from report.tables.held import editions, newest_edition

ROOT = Path(__file__).parents[2]
EDITIONS = editions()
KINDS = (newest_edition(), "2025-08", "2024-06", "2024-03")
"""Complete, partial and a press list."""
ALLIES = ("EST", "ESP", "ISL", "USA", "MNE")
ODD = ("DEU", "GBR")
"""Germany's last share is withheld in one edition; the United Kingdom alone has a past in another."""
GAPS = re.compile(r"\bnan\b|\bNone\b(?! of)|\binf\b|NaT|<NA>|\{\w*\}|[a-z] – |^–[a-z]", re.MULTILINE)
"""What a missing number leaves in a sentence: its name in the code, a blank that was not filled, or the dash of an empty cell."""
ALLIANCE = ("briefing", "sharing", "scorecard", "methods")
ALIKE = ("prose.worked(", "drawn.", "calibration.", "published.")
"""Cells of the methods page that are the same for every edition, and slow; they have tests of their own."""


def shown(name, **parameters):
    """What each code cell of a notebook displays when run in one namespace with these parameters, by the cell's id."""
    scope, display = {}, {}
    for cell in nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code" or cell.source.startswith(ALIKE):
            continue
        *statements, last = ast.parse(cell.source).body
        ends_in_value = isinstance(last, ast.Expr)
        body = ast.Module(statements if ends_in_value else [*statements, last], [])
        exec(compile(body, cell.id, "exec"), scope)
        if ends_in_value:
            display[cell.id] = eval(compile(ast.Expression(last.value), cell.id, "eval"), scope)
        if "parameters" in cell.metadata.get("tags", []):
            scope.update(parameters)
    return display


def words(bundle):
    """All that a reader reads of one display: text, titles, notes, cells; numbers behind them left out."""
    texts = [bundle.get("text/plain", ""), bundle.get("text/markdown", "")]
    for kind, record in bundle.items():
        if kind.startswith("application/vnd.burdenshare."):
            texts += [value for value in record.values() if isinstance(value, str)]
            texts += [str(note) for note in record.get("notes") or ()]
            texts += [
                str(cell.get("text", cell.get("segments"))) if isinstance(cell, dict) else str(cell)
                for row in record.get("rows", ())
                for cell in row
            ]
    return "\n".join(texts)


def check(display):
    for cell, value in display.items():
        if value is not None:
            gap = GAPS.search(text := words(value._repr_mimebundle_()))
            assert not gap, f"{cell}: …{text[max(0, gap.start() - 60) : gap.end() + 20]}…"
    assert read(notebook(display)).blocks


def notebook(display):
    """The displays as a kernel leaves them, as JSON proper, which has no word for a number that is none."""
    data = [value._repr_mimebundle_() for value in display.values() if value is not None]
    outputs = [
        {"output_type": "display_data", "data": json.loads(json.dumps(bundle, allow_nan=False))} for bundle in data
    ]
    return {"metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": [output]} for output in outputs]}


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """Whether a sentence has gaps does not hang on how many futures are drawn."""
    monkeypatch.setattr("report.pages.ranges.DRAWS", 400)


@pytest.mark.parametrize(
    ("name", "edition"),
    [(name, edition) for name in ALLIANCE for edition in (KINDS if name == "methods" else EDITIONS)],
)
def test_the_alliance_in_every_kind_of_edition(name, edition):
    display = shown(name, edition=edition)
    check(display)
    assert sum(value is not None for value in display.values()) > len(display) / 2


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("ally", ODD)
def test_an_ally_with_a_series_of_its_own_in_every_edition(ally, edition):
    check(shown("country", country=ally, edition=edition))


@pytest.mark.parametrize("edition", KINDS)
@pytest.mark.parametrize("ally", ALLIES)
def test_an_ally_in_every_kind_of_edition(ally, edition):
    check(shown("country", country=ally, edition=edition))


@pytest.mark.parametrize("plan", ["freeze", "wales-2014", "national-pledges", "plus-0.2"])
def test_the_scorecard_of_other_plans(plan):
    check(shown("scorecard", plan=plan))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("methods", {"plan": "freeze"}),
        ("methods", {"plan": "freeze", "edition": "2025-04"}),
        ("briefing", {"plan": "freeze", "edition": "2025-08"}),
        ("country", {"country": "DEU", "plan": "freeze", "edition": "2025-08"}),
        ("country", {"country": "DEU", "prices": "current", "edition": "2025-08"}),
        ("country", {"country": "USA", "prices": "current"}),
        ("country", {"country": "USA", "prices": "current", "macro": "2025-10"}),
    ],
    ids=str,
)
def test_other_plans_and_prices(name, parameters):
    check(shown(name, **parameters))


def test_iceland_reads_sensibly():
    text = "\n".join(str(value) for value in shown("country", country="ISL").values() if value is not None)
    assert "without armed forces" in text and "rank" in text


def test_spain_is_measured_against_its_own_figure():
    display = shown("country", country="ESP")
    text = "\n".join(map(str, display.values()))
    assert "Treated here as exempt" in text and "a figure of its own" in text
