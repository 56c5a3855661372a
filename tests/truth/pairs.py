"""A selection of cases in which every two values of different parameters meet at least once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

Case = dict[str, Any]


def pairwise_cases(axes: Mapping[str, Sequence[Any]]) -> list[Case]:
    """Greedy: of all combinations take the one with most pairs not yet met, until none is left.

    Two parameters of two values and one of three need six cases instead of twelve. The same axes give the same cases.
    """
    every = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    left = {pair for case in every for pair in _pairs(case)}
    chosen = []
    while left:
        best = max(every, key=lambda case: len(left & _pairs(case)))
        chosen.append(best)
        left -= _pairs(best)
    return chosen


def _pairs(case: Case) -> set[tuple[tuple[str, Any], ...]]:
    return set(combinations(case.items(), 2))
