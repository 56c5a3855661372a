"""The parameters of the notebooks: typed, and refused with the nearest valid value before a kernel starts."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from report.outlook import cost
from report.outlook import plan as find_plan
from report.outlook.base import read_baseline
from report.tables import load
from report.tables.errors import ReportError, unknown
from report.tables.groups import one_ally
from report.tables.releases import editions, newest_edition, newest_vintage, vintages

PRICES = ("constant", "current")
DEFAULTS: dict[str, Any] = {
    "edition": None,
    "macro": None,
    "plan": "hague-2025",
    "baseline": "freeze",
    "prices": "constant",
}
"""The defaults of all notebooks; None is the newest complete edition, or vintage. A country's page adds ``country``."""
_EXAMPLES = {"country": "EST", "edition": "2024-06", "macro": "2025-04"}


class BadParameter(ReportError):
    """A parameter has the wrong type."""


def check_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters completed with their defaults, names resolved (``country="Latvia"`` → ``LVA``).

    Raises :class:`BadParameter` for a wrong type, :class:`UnknownName` with the nearest valid value for an unknown
    parameter, country, edition, macro vintage, plan, baseline or price basis.
    """
    refuse_undeclared()
    known = [*DEFAULTS, "country"]
    for name in parameters:
        if name not in known:
            raise unknown("parameter", name, known)
    return {name: _CHECKS[name](value) for name, value in {**DEFAULTS, **parameters}.items()}


def fitting_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """:func:`check_parameters`, and the plan costed on its edition: what would stop a page is refused before any is
    made.

    Raises :class:`ReportError` for a plan that contradicts itself or does not fit where allies stand.
    """
    given = check_parameters(parameters)
    cost(load(given["edition"], given["macro"]), given["plan"], given["baseline"])
    return given


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadParameter(
            f"parameter {name} must be text such as {DEFAULTS.get(name) or _EXAMPLES[name]!r}, "
            f"not {value!r} ({type(value).__name__})"
        )
    return value.strip()


def _one_of(name: str, kind: str, value: Any, known: list[str]) -> str:
    text = _text(name, value)
    if text not in known:
        raise unknown(kind, text, known)
    return text


def _plan(value: Any) -> str:
    name = _text("plan", value)
    return name if name.endswith(".toml") and Path(name).exists() else find_plan(name).id


_CHECKS = {
    "country": lambda value: one_ally(_text("country", value)),
    "edition": lambda value: newest_edition() if value is None else _one_of("edition", "edition", value, editions()),
    "macro": lambda value: newest_vintage() if value is None else _one_of("macro", "macro vintage", value, vintages()),
    "plan": _plan,
    "baseline": read_baseline,
    "prices": lambda value: _one_of("prices", "price basis", value, list(PRICES)),
}


def refuse_undeclared() -> None:
    """Raise :class:`UnknownName` for a parameter that the notebook does not declare; papermill only warns."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    for declaring, injected in pairwise(shell.user_ns.get("In", []) if shell else []):
        if injected.startswith("# Parameters\n"):
            declared = _assigned(declaring)
            for name in _assigned(injected):
                if name not in declared:
                    raise unknown("parameter", name, declared)


def _assigned(cell: str) -> list[str]:
    return re.findall(r"^(\w+) = ", cell, re.MULTILINE)
