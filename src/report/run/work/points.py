"""What workers do for a sweep: call a function at some points of a grid and return rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..kernels import warm

COMPUTE = f"{__name__}:compute"
Row = dict[str, Any]


def compute(dotted: str, points: Sequence[Mapping[str, Any]]) -> list[list[Row] | str]:
    """For each point the rows of ``function(**point)``, the point's own values first; or its error, in one line."""
    function = warm.resolve(dotted)
    return [_at(function, point) for point in points]


def _at(function: Any, point: Mapping[str, Any]) -> list[Row] | str:
    """One point of :func:`compute`; an error there does not stop the others."""
    try:
        return [{**point, **row} for row in rows(function(**point))]
    except Exception as error:
        first = str(error).strip().splitlines() or ["no message"]
        return f"{type(error).__name__}: {first[0]}"


def rows(value: Any) -> Iterable[Mapping[str, Any]]:
    """A result as rows: a pandas frame, one mapping, several, or a single value (column ``value``)."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return value.to_dict("records")
    if isinstance(value, Mapping):
        return [value]
    return value if isinstance(value, list | tuple) else [{"value": value}]
