"""Where circles and names go: moved apart so that none hides another; names where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from report.charts import theme

PHONE_WIDTH, PHONE_HEIGHT = 270.0, 350.0
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
    """The side of each point on which its name stands, or an empty text where there is no room.

    Points come in the order of their importance: earlier ones are given room first. ``x`` and ``y`` are in any linear
    units; ``floor`` is where the upright axis starts, else at the lowest point.
    """
    across, up = PHONE_WIDTH * _unit(x), PHONE_HEIGHT * _unit(y, floor)
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
        inside = box.left >= -REACH and box.right <= PHONE_WIDTH + REACH
        if inside and not any(box.meets(other) for other in taken):
            return side, box
    return "", None


def with_names(frame: pd.DataFrame, x: pd.Series, floor: float) -> pd.DataFrame:
    """``frame`` (``ally``, ``share``; most important first) with the column ``side`` of :func:`name_sides`."""
    return frame.assign(side=name_sides(frame["ally"].tolist(), x.tolist(), frame["share"].tolist(), floor))


WIDTH = 600.0
"""Pixels of the plot for which circles are laid out; a narrower plot shrinks all of it alike."""
LARGEST, SMALLEST = 34.0, 4.5
"""Pixels of the largest and the smallest radius there: a circle smaller than that could not be hit."""
GAP = 1.2
REACHES = (4.0, 16.0)
"""Pixels from a circle to its name."""
_SHRUNK = f"width / {WIDTH:g}"
_NARROW = PHONE_WIDTH / WIDTH
_LEAN = {"right": (1, 0), "left": (-1, 0), "above": (0, -1), "below": (0, 1)}


def radii(sizes: pd.Series, largest: float) -> pd.Series:
    """Radii of circles whose areas are as ``sizes``, ``largest`` the largest; all alike where none is known."""
    if sizes.isna().all() or not largest > 0:
        return pd.Series(2 * SMALLEST, sizes.index)
    return (LARGEST * np.sqrt(sizes.fillna(0) / largest)).clip(lower=SMALLEST)


def apart(x: Sequence[float], radius: Sequence[float]) -> list[float]:
    """How far each circle is moved up (negative) or down: the largest stay, others go to the nearest free place.

    >>> apart([0, 1, 10], [2, 2, 2])[2]
    0.0
    """
    placed: list[tuple[float, float, float]] = []
    moved = [0.0] * len(x)
    for at in sorted(range(len(x)), key=lambda one: (-radius[one], x[one], one)):
        moved[at] = _free(x[at], radius[at], placed)
        placed.append((x[at], moved[at], radius[at]))
    return moved


def _free(x: float, radius: float, placed: list[tuple[float, float, float]]) -> float:
    """The offset nearest to none at which a circle touches no other."""
    near = [(y, (r + radius + GAP) ** 2 - (x - u) ** 2) for u, y, r in placed if abs(x - u) < r + radius + GAP]
    touching = [y + side * np.sqrt(room) for y, room in near for side in (-1, 1)]
    clear = [dy for dy in (0.0, *touching) if all((dy - y) ** 2 >= room - 1e-6 for y, room in near)]
    return float(min(clear, key=lambda dy: (round(abs(dy), 6), dy)))


def laid_out(frame: pd.DataFrame, domain: tuple[float, float]) -> pd.DataFrame:
    """``frame`` (columns ``value``, ``radius``, ``row`` in pixels from the top, ``name``: what a circle is called, or
    nothing) with where its circles and their names go. ``domain``: ends of the axis. Names come in the order of their
    importance; one without room is left out."""
    low, high = domain
    rows = []
    for _, part in frame.groupby("row", sort=True):
        x = (WIDTH * (part["value"] - low) / (high - low)).tolist()
        moved = apart(x, part["radius"].tolist())
        rows.append(part.assign(moved=moved, **_named(part, x, moved)))
    placed = pd.concat(rows)
    return placed.assign(size=(2 * placed["radius"]) ** 2).round(theme.DECIMALS)


def _named(part: pd.DataFrame, x: Sequence[float], moved: Sequence[float]) -> dict[str, list[Any]]:
    """On which side of its circle, and how far from it, each name stands on a telephone, where there is least room."""
    taken = [
        Box((a - r) * _NARROW, (a + r) * _NARROW, (-b - r) * _NARROW, (-b + r) * _NARROW)
        for a, b, r in zip(x, moved, part["radius"], strict=True)
    ]
    found: dict[str, list[Any]] = {"side": [], "reach": []}
    for name, a, b, r in zip(part["name"], x, moved, part["radius"], strict=True):
        side, reach, box = _beside(name, a * _NARROW, -b * _NARROW, r * _NARROW, taken)
        found["side"].append(side)
        found["reach"].append(reach)
        taken += [box] if box else []
    return found


def _beside(name: str, a: float, b: float, r: float, taken: list[Box]) -> tuple[str, float, Box | None]:
    """The side of a circle on which its name stands and how far off; no side where there is no room or no name. A
    large circle may have its name beyond the small ones above or below it."""
    for reach in REACHES[: 2 if r > LARGEST * _NARROW / 2 else 1] if name else ():
        side, box = place(len(name) * LETTER, a, b, taken, r + reach)
        if box and (reach == REACHES[0] or side in ("above", "below")):
            return side, reach, box
    return "", 0.0, None


def circles(placed: pd.DataFrame, x: alt.X, height: int, tips: Sequence[alt.Tooltip]) -> list[theme.Drawing]:
    """Circles and names of :func:`laid_out`, in the colours of its columns; ``height``: pixels of the plot."""
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    shown = (str(tip.shorthand).partition(":")[0] for tip in tips)
    columns = list(dict.fromkeys(["ally", "value", "row", "moved", "size", "colour", *shown]))
    size, up = alt.ExprRef(f"datum.size * pow({_SHRUNK}, 2)"), alt.ExprRef(f"datum.moved * {_SHRUNK}")
    circles = alt.Chart(placed[columns]).mark_circle(opacity=1, stroke="white", strokeWidth=0.7, size=size, yOffset=up)
    circles = circles.encode(x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=list(tips))
    named = placed.loc[placed["side"] != "", ["name", "value", "row", "moved", "radius", "reach", "side", "ink"]]
    texts = [_names(named[named["side"] == side], side, x, y) for side in _LEAN if (named["side"] == side).any()]
    return [circles, *texts]


def _names(named: pd.DataFrame, side: str, x: alt.X, y: alt.Y) -> alt.Chart:
    right, down = _LEAN[side]
    reach = f"(datum.radius * {_SHRUNK} + datum.reach)"
    look: dict[str, Any] = {
        "align": {"right": "left", "left": "right"}.get(side, "center"),
        "baseline": {"above": "bottom", "below": "top"}.get(side, "middle"),
        "xOffset": alt.ExprRef(f"{right} * {reach}"),
        "yOffset": alt.ExprRef(f"datum.moved * {_SHRUNK} + {down} * {reach}"),
    }
    return theme.words(named, x, y, "name", alt.Color("ink:N", scale=None), fontWeight="bold", **look)
