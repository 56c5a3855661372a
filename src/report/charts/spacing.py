"""Which points of a scatter chart can carry their names without running into each other, even on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

WIDTH, HEIGHT = 270.0, 350.0
"""Pixels of the plot on a telephone: what fits there fits everywhere."""
LETTER, LINE, REACH, POINT = 6.0, 12.0, 8.0, 4.0
"""Pixels of a letter's width, a line's height, from a point to its name, and a point's radius."""


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    right: float
    low: float
    high: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


def name_sides(names: Sequence[str], x: Sequence[float], y: Sequence[float], floor: float | None = None) -> list[str]:
    """For each point ``right``, ``left``, ``above`` or ``below``, where its name stands, or an empty text where there
    is no room.

    Points come in the order of their importance: earlier ones are given room first. ``x`` and ``y`` are in any linear
    units; ``floor`` is where the upright axis starts, else at the lowest point.
    """
    across, up = WIDTH * _unit(x), HEIGHT * _unit(y, floor)
    taken = [Box(a - POINT, a + POINT, b - POINT, b + POINT) for a, b in zip(across, up, strict=True)]
    sides = []
    for name, a, b in zip(names, across, up, strict=True):
        side, box = place(len(name) * LETTER, float(a), float(b), taken)
        sides.append(side)
        taken += [box] if box else []
    return sides


def _unit(values: Sequence[float], floor: float | None = None) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    low = numbers.min() if floor is None else floor
    spread = numbers.max() - low
    return (numbers - low) / (spread if spread > 0 else 1.0)


def place(length: float, a: float, b: float, taken: list[Box], reach: float = REACH) -> tuple[str, Box | None]:
    """The first side of a point where a name fits inside the plot; ``reach``: pixels from point to name."""
    half, line = length / 2, LINE / 2
    boxes = {
        "right": Box(a + reach, a + reach + length, b - line, b + line),
        "left": Box(a - reach - length, a - reach, b - line, b + line),
        "above": Box(a - half, a + half, b + reach - 2, b + reach + LINE - 2),
        "below": Box(a - half, a + half, b - reach - LINE + 2, b - reach + 2),
    }
    for side, box in boxes.items():
        inside = box.left >= -REACH and box.right <= WIDTH + REACH
        if inside and not any(box.meets(other) for other in taken):
            return side, box
    return "", None


def with_names(frame: pd.DataFrame, x: pd.Series, floor: float) -> pd.DataFrame:
    """``frame`` (``ally``, ``share``; most important first) with the column ``side`` of :func:`name_sides`."""
    return frame.assign(side=name_sides(frame["ally"].tolist(), x.tolist(), frame["share"].tolist(), floor))
