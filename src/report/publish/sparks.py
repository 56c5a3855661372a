"""Key figures: how many stand abreast, and the small line under one, drawn as plain SVG.

Words beside the line say the same: screen readers skip it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from report.shown import Passage, Spark

WIDTH, HEIGHT, EDGE = 200, 40, 4


def key_figures(passage: Passage) -> list[dict[str, Any]]:
    """The key figures of a passage that has been read: number, what it is, context, and a drawing or nothing."""
    names = ("value", "label", "detail")
    pairs = zip_longest(passage.paragraphs, passage.sparks)
    return [dict(zip(names, parts, strict=True), spark=svg(spark) if spark else "") for parts, spark in pairs]


def abreast(passage: Passage) -> int:
    """Columns that leave no key figure alone in a last row: up to four, three where four would."""
    count = len(passage.paragraphs)
    return count if count <= 4 else 3 if count % 3 == 0 or count % 4 == 1 else 4


def svg(spark: Spark) -> str:
    """The values as a line that ends in a dot, with a wedge to ``low`` and ``high``; nothing for fewer than two."""
    values, ends = spark.values, [end for end in (spark.low, spark.high) if end is not None]
    if len(values) < 2:
        return ""
    lowest, highest = min(*values, *ends), max(*values, *ends)
    points = [
        (EDGE + at * (WIDTH - 2 * EDGE) / (len(values) - 1), _height(value, lowest, highest))
        for at, value in enumerate(values)
    ]
    fan = [points[0], *((WIDTH - EDGE, _height(end, lowest, highest)) for end in ends)]
    wedge = f'<path d="M{_path(fan)}Z" fill="currentColor" opacity=".3"/>' if len(ends) == 2 else ""
    x, y = points[-1]
    return (
        f'<svg class="spark" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
        f'{wedge}<path d="M{_path(points)}" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linejoin="round"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="3.5" fill="currentColor"/></svg>'
    )


def _height(value: float, lowest: float, highest: float) -> float:
    part = (value - lowest) / (highest - lowest) if highest > lowest else 0.5
    return round(HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE), 1)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x:.4g} {y:g}" for x, y in points)
