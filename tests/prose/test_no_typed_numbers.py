"""The gate: no number is typed into prose, as a digit or as a word; each is a fact that readers can open."""

from pathlib import Path

import nbformat
import pytest
from typed_numbers import in_text, templates

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src/report/prose").glob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ALLOWED = {
    "last three years": "the span of the pace, part of its definition",
    "the three years before": "the span of the pace, part of its definition",
    "to five years ahead": "the horizons the bands are tested at, part of the test",
    "within five per cent": "the yardstick of agreement, part of its definition",
    "every step two years late": "names a scenario",
    "The second half": "counts what the page itself holds",
    "the two sides": "counts what the sentence itself names",
    "half of them": "says what a median is",
    "half of all": "says what a median is",
    "two unlike things": "counts what the sentence itself names",
    "two prices": "counts what the sentence itself names",
    "Two shares": "counts what the sentence itself names",
    "which is zero when burdens are equal": "where a measure begins, part of its definition",
    "from zero in": "where a measure begins, part of its definition",
    "the headline is zero, and no choice changes zero": "says what the plan asks",
    "The ratio of the two": "counts what the sentence itself names",
}
"""Number words that count words of the same text or belong to a definition, each with its reason. Nothing measured may
stand here."""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_template_holds_a_number(module):
    source = module.read_text(encoding="utf-8")
    found = [typed for line, text in templates(source) for typed in in_text(text, line, tuple(ALLOWED))]
    assert not found, found


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_text_of_a_notebook_holds_a_number(notebook):
    cells = [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "markdown"]
    found = {cell.id: in_text(cell.source, 1, tuple(ALLOWED)) for cell in cells}
    assert not any(found.values()), found


def test_the_gate_looks_at_templates_of_every_page():
    looked_at = {module.stem for module in MODULES if list(templates(module.read_text(encoding="utf-8")))}
    assert looked_at >= {"briefing", "claims", "country", "editions", "scorecard"}


def test_every_exception_is_still_needed():
    texts = [" ".join(text.split()) for module in MODULES for _, text in templates(module.read_text(encoding="utf-8"))]
    texts += [cell.source for path in NOTEBOOKS for cell in nbformat.read(path, as_version=4).cells]
    unused = [phrase for phrase in ALLOWED if not any(phrase in text for text in texts)]
    assert unused == []


@pytest.mark.parametrize(
    ("planted", "number"),
    [
        ('say("{n} of 32 allies meet it.", n=n)', "3"),
        ('say("Thirty of the allies meet it.")', "Thirty"),
        ('say("It has doubled twice.", year=year)', "twice"),
        ('say(f"{share} of GDP, up from 2 %", share=share)', "2"),
        ('def f():\n    template = "Eight allies are below {it}."\n    return say(template, it=it)', "Eight"),
        ('say("{verdict}", verdict="Two are left." if few else "None is left.")', "Two"),
        ('say("{n} allies " + ("meet it." if all else "meet it twice."), n=n)', "twice"),
        ('key_figures((fact, "of GDP", "in 2026"))', "2"),
    ],
)
def test_a_planted_number_is_found(planted, number):
    assert next(typed.number for line, text in templates(planted) for typed in in_text(text, line)) == number


@pytest.mark.parametrize(
    "honest",
    [
        'say("{n} of {all} allies meet it.", n=n, all=total)',
        'say("See [the claim](claims.html#000-us-64).")',
        'say("One is as good as another.")',
        'assumed("guideline of 2%", 2.0, unit, "Wales summit, September 2014")',
    ],
)
def test_honest_text_passes(honest):
    assert [typed for line, text in templates(honest) for typed in in_text(text, line)] == []
