"""A worked example as a reader meets it: formula, numbers, arithmetic, result, and what the measure is and is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from report.facts import written
from report.pages import Page
from report.pages.worked import Example
from report.prose.table import TABLES, described
from report.shown import Table
from report.tables.texts import words_in

CAPTIONS = words_in(TABLES)["labels"]["families"]
NAMES = words_in(TABLES)["labels"]["inputs"]
"""How inputs are called where an example does not describe them itself."""


def cards(page: Page, name: str, examples: Sequence[Example]) -> Table:
    """The examples of a family as a table laid out as cards."""
    return described("worked", page, list(map(card, examples)), family=name, what=CAPTIONS[name])


def card(example: Example) -> dict[str, str]:
    """One example in words."""
    described, inputs = example.described, example.inputs
    called = {name: NAMES.get(name, name.replace("_", " ")) for name in inputs}
    return {
        "name": example.name,
        "formula": typeset(described["formula"]),
        "given": typeset(example.given or ", ".join(f"{called[name]} {_number(inputs[name])}" for name in inputs)),
        "worked": "\n".join(example.arithmetic),
        "result": result(example),
        "unit": typeset(described["unit"] + (f"; range {described['span']}" if described["span"] else "")),
        "source": typeset(described["source"]),
        "is_not": typeset(described["is_not"]),
        "function": f"{example.callable.__module__}.{example.function.partition('.')[2]}",
    }


def _number(value: Any) -> str:
    if isinstance(value, list):
        return written.listing([_number(part) for part in value])
    if isinstance(value, int | float):
        text = f"{value:,.10g}" if abs(value) >= 10_000 else f"{value:g}"
        return text.replace("-", "−")
    return str(value)


def result(example: Example) -> str:
    """What the function returns, at the example's precision, with its unit where the example names one."""
    found = example.found
    if re.match(r"year\b", example.described["unit"]):
        return str(found)
    return f"{_result(found, example.digits)} {example.result}".strip()


def _result(found: Any, digits: int) -> str:
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, list):  # whole numbers among others with many decimals are counts and need none
        whole = [isinstance(part, int | float) and float(part).is_integer() for part in found]
        return "; ".join(
            _result(part, 0 if digits > 2 and is_whole else digits) for part, is_whole in zip(found, whole, strict=True)
        )
    return written.decimal(float(found), digits) if isinstance(found, int | float) else str(found)


def typeset(text: str) -> str:
    """Plain text as it is printed: curly apostrophes, no emphasis marks, a sign for division, indices in brackets."""
    text = re.sub(r"(?<!\w)\*(\w[^*]*)\*", r"\1", text).replace("'", "’")
    text = re.sub(r"\b([A-Za-z])_(?:\{([^}]*)\}|([A-Za-z])\b)", lambda m: f"{m[1]}({m[2] or m[3]})", text)
    return re.sub(r"\bnan\b", "blank", re.sub(r"(?<=\s)/(?=\s)", "÷", text))
