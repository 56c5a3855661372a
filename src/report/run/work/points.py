"""What workers do for a sweep: call a function at some points of a grid and return rows."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import one_line
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
        return [_row(point, row) for row in rows(function(**point))]
    except (Exception, SystemExit) as error:
        return one_line(error)


def _row(point: Mapping[str, Any], row: Mapping[str, Any]) -> Row:
    """A row with the point's values before its own. Raises ValueError for one that has another meaning for them, or cannot be sent."""
    if both := point.keys() & row.keys():
        raise ValueError(f"it returns a column {sorted(both)[0]!r}, which is an argument; call it something else")
    made = {**point, **row}
    pickle.dumps(made)
    return made


def rows(value: Any) -> Iterable[Mapping[str, Any]]:
    """A result as rows: a pandas frame, one mapping, several (also as they come), or a single value (column ``value``)."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return value.to_dict("records")
    if isinstance(value, Mapping):
        return [value]
    return value if isinstance(value, list | tuple | Iterator) else [{"value": value}]
