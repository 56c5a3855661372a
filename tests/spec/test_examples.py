"""The worked examples of the methods page are the spec: what is printed there is run, recomputed and traced here."""

import inspect
import math
import re
from importlib import import_module

import numpy as np
import pytest

from report.pages import worked
from report.tables import data_path

EXAMPLES = [
    pytest.param(example, id=f"{name}: {example.name}")
    for name, family in worked.families().items()
    for example in family
]
CALCULATOR = {
    "ln": math.log,
    "exp": math.exp,
    "floor": math.floor,
    "sqrt": math.sqrt,
    "max": max,
    "min": min,
    "abs": abs,
    "log2": math.log2,
}
SIGNS = {
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "^": "**",
    "[": "(",
    "]": ")",
    "½": "0.5",
    "≤": "<=",
    "≥": ">=",
    "%": "",
    "²": "**2",
}


def calculated(text):
    """What a pocket calculator makes of one side of an equation; None for a label or words."""
    for sign, operator in SIGNS.items():
        text = text.replace(sign, operator)
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("√(", "sqrt(")
    try:
        return eval(text, {"__builtins__": {}}, CALCULATOR)
    except (SyntaxError, NameError, TypeError):
        return None


def without_label(step):
    """``between: 1 + 1 = 2`` without the words before the colon."""
    return step.rpartition(": ")[2]


def decimals(side):
    """Decimals of a plain number; of an expression, as many as there are."""
    number = re.fullmatch(r"−?[\d,]+(?:\.(\d+))?", side.strip().removesuffix("%").strip())
    return len(number[1] or "") if number else 12


def last_values(example):
    """The last side of every step that is a number."""
    sides = [without_label(step).split("=")[-1] for step in example.arithmetic]
    return [value for side in sides if (value := calculated(side)) is not None and not isinstance(value, bool)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_function_returns_what_the_example_says(example):
    found, tolerance = example.found, 0.5 * 10**-example.digits + 1e-12
    if isinstance(example.expected, str | bool):
        assert found == example.expected
    else:
        assert np.asarray(found, dtype=float) == pytest.approx(np.asarray(example.expected, dtype=float), abs=tolerance)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_arithmetic_holds_on_a_pocket_calculator(example):
    for step in map(without_label, example.arithmetic):
        sides = step.split("=") if not re.search("[<>≤≥]", step) else [step]
        values = [calculated(side) for side in sides]
        assert values[-1] is not None, f"{step}: the last side is no number"
        known = [(value, decimals(side)) for value, side in zip(values, sides, strict=True) if value is not None]
        assert len(known) > 1 or known[0][0] is True, f"{step}: nothing is calculated"
        for value, places in known:
            digits = min(places, known[-1][1])
            assert value == pytest.approx(known[-1][0], abs=0.6 * 10**-digits), step


@pytest.mark.parametrize("example", [p for p in EXAMPLES if not isinstance(p.values[0].expected, str | bool)])
def test_the_arithmetic_ends_in_the_result(example):
    wanted = list(np.atleast_1d(np.asarray(example.expected, dtype=float)))
    ends = last_values(example)[-len(wanted) :]
    assert ends == pytest.approx(wanted, abs=0.6 * 10**-example.digits)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_says_formula_unit_source_and_what_it_is_not(example):
    told = example.described
    assert all(told[name] for name in ("formula", "unit", "source", "is_not")), told


@pytest.mark.parametrize("example", [p for p in EXAMPLES if p.values[0].rows])
def test_real_figures_are_those_of_the_tables(example):
    printed = " ".join([example.given, *example.arithmetic]).replace(",", "").replace("−", "-")
    for row in example.rows:
        value = looked_up(row)
        assert any(text in printed for text in (f"{value:.10g}", f"{value:.1f}", f"{value:.2f}", f"{value:.3f}")), (
            row,
            value,
        )


def looked_up(row):
    """The value of ``table key`` in the data folder, such as ``macro/2026-04 EST 2026 LP``."""
    import pandas as pd

    table, iso3, year, name = row.split(" ")
    frame = pd.read_csv(data_path() / f"{table}.csv")
    kind = "measure" if "measure" in frame else "indicator"
    return float(frame[(frame["iso3"] == iso3) & (frame["year"] == int(year)) & (frame[kind] == name)]["value"].iloc[0])


MEASURES = ("measures", "inequality", "ranks", "composite", "parity", "sharing_rules")


@pytest.mark.parametrize("module", MEASURES)
def test_every_public_measure_has_an_example(module):
    found = import_module(f"report.burdens.{module}")
    public = {
        name
        for name, thing in inspect.getmembers(found, inspect.isfunction)
        if thing.__module__ == found.__name__ and not name.startswith("_")
    }
    shown = {p.values[0].function.split(".")[1] for p in EXAMPLES if p.values[0].function.startswith(f"{module}.")}
    assert public - shown - AIDS == set()


AIDS = {
    "lorenz_order",
    "area_gini",
    "allotments",
    "who_pays_less",
    "composite_measures",
    "military_aid",
    "aid_periods",
    "aid_rows",
    "matched",
    "shares",
}
"""Functions that check what goes into the measures, lay out or pick what they give, and are no measures themselves."""


def test_examples_are_told_apart():
    names = [p.values[0].name for p in EXAMPLES]
    assert len(set(names)) == len(names)
    assert not [name for name in names if re.search(r"\d", name)]


def test_a_docstring_is_read_by_its_headings():
    text = """Area: ½·b·h of :func:`~a.b.lorenz`.

    More words. Unit: none. Range: 0 to 1.
    Source: Euclid (300 BC), Elements. What it is not: a ``volume``. Raises nothing."""
    assert worked.sections(text) == {
        "formula": "Area: ½·b·h of lorenz.",
        "unit": "none",
        "span": "0 to 1",
        "source": "Euclid (300 BC), Elements",
        "is_not": "a volume",
    }


def test_unknown_families_and_functions_are_refused():
    with pytest.raises(ValueError, match="inequality"):
        worked.family("inequalty")
    with pytest.raises(ValueError, match="measures"):
        _ = worked.Example("x", "mesures.gini", {}, 1, ()).callable
    with pytest.raises(ValueError, match="no function measures"):
        _ = worked.Example("x", "measures.gin", {}, 1, ()).callable
