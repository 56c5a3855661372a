"""The look of every chart: one palette, one typeface, quiet axes, direct labels.

Colours are chosen to differ in lightness as well as hue, so that they survive greyscale print and colour-blind eyes,
and no chart relies on colour alone (3 to 1 on paper at least, 4.5 for words): lines are labelled where they end,
guidelines carry their name, projections are dashed.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
from altair.utils import schemapi

from report.outlook.paths import Ask
from report.tables import guideline as agreed


class Layers:
    """Charts one upon the other, the first lowest: ``alt.layer`` copies each five times to compare parameters.

    A country page's charts take 100 ms of processor time instead of 130. Like a chart it takes its look as attributes.
    """

    layers: tuple[alt.Chart | Layers, ...]
    look: dict[str, Any]

    def __init__(self, *layers: alt.Chart | Layers) -> None:
        vars(self).update(layers=layers, look={})

    def __setattr__(self, name: str, value: Any) -> None:
        self.look[name] = value

    def to_dict(self, **options: Any) -> dict[str, Any]:
        """The Vega-Lite specification; ``options`` as :meth:`altair.Chart.to_dict` takes them."""
        parts = [layer.to_dict(**options) for layer in self.layers]
        datasets = {name: rows for part in parts for name, rows in part.pop("datasets", {}).items()}
        look = {
            name: value.to_dict() if isinstance(value, alt.SchemaBase) else value for name, value in self.look.items()
        }
        look = {name: value for name, value in look.items() if value is not alt.Undefined}
        plain = [{name: value for name, value in part.items() if name not in ("$schema", "config")} for part in parts]
        return {"$schema": alt.SCHEMA_URL, "layer": plain, "datasets": datasets, **look}


Drawing = alt.Chart | Layers

FONT = "Source Sans Pro"
INK = "#3c4854"
DARK = "#17202a"
BLUE = "#1f6fb2"
DEEP = "#0b3c5d"
AMBER = "#cc7722"
RUST = "#a65b12"
"""Amber for words: 4.5 to 1 on paper."""
MUTED = "#84909c"
PALE = "#6399c8"
RULE = "#b4342d"
RIM = {"stroke": "#ffffff", "strokeWidth": 3, "strokeJoin": "round"}
DASH = [5, 3]
HEIGHT_OF_ROW = 17
DECIMALS = 8
"""Decimals of a chart's data: more than any label shows, so that no label is rounded twice."""

_AXIS = {
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": INK,
    "domainColor": MUTED,
    "tickColor": MUTED,
}


def config() -> dict[str, Any]:
    """Vega-Lite configuration shared by all charts."""
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {**_AXIS, "gridColor": "#d5dae0", "gridOpacity": 0.7, "labelLimit": 220},
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "header": {"labelFontSize": 12, "labelColor": INK, "labelFontWeight": "bold"},
        "legend": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelColor": INK,
            "titleColor": INK,
            "orient": "top",
            "title": None,
            "symbolStrokeWidth": 2,
        },
        "text": {"font": FONT, "fontSize": 12, "color": INK},
        "line": {"strokeWidth": 2.2},
    }


def trusted() -> None:
    """Have Altair not hold each part of a chart against its schema as it is made: for a process that only builds pages.

    The charts are the same in every build, and tests make them with the check: 12 ms of a country page's 180.
    """
    schemapi.disable_debug_mode()


def finish(chart: Drawing, height: int | alt.Step | None = None) -> Drawing:
    """Give a finished chart, its caller's own, the shared look and let it fill its container.

    Set on the chart itself: ``properties`` and ``configure`` would each copy all of it, a seventh of the time a
    country page computes.
    """
    look = {"width": "container", "autosize": alt.AutoSizeParams(type="fit-x", contains="padding"), "config": config()}
    for name, value in (look if height is None else {**look, "height": height}).items():
        setattr(chart, name, value)
    return chart


def references(*asks: Ask) -> dict[float, str]:
    """The guidelines of Wales and The Hague, or what plans ask in its place: name by share, percent of GDP."""
    wales, core = agreed("wales"), agreed("core")
    shares = {ask.share: ask.plan_label for ask in asks if ask.share is not None}
    return {wales.value: wales.meeting} | (shares or {core.value: core.meeting})


def rules(*asks: Ask, axis: str = "y", under: tuple[float, float] = (0, 0)) -> list[Drawing]:
    """A line for each of :func:`references`, by its name: below the line where it lies between the shares of ``under``,
    since another line ends just above."""
    low, high = under
    named = ((share, f"{name} {share:g}%") for share, name in references(*asks).items())
    return [guideline(share, name, axis, end=True, under=low < share < high) for share, name in named]


def guideline(value: float, label: str, axis: str = "y", end: bool = False, under: bool = False) -> Drawing:
    """A named reference line, labelled at its left or lower end, or at the other ``end``; over it, or ``under`` it."""
    frame = pd.DataFrame({"at": [value], "name": [label]})
    line = alt.Chart(frame).mark_rule(color=RULE, strokeWidth=1.2, strokeDash=[3, 2])
    look: dict[str, Any] = {"baseline": "bottom", "dy": -3, "color": RULE, "fontSize": 12}
    if axis == "x":
        look |= {"align": "center", "dy": -4} if end else {"align": "center", "baseline": "top", "dy": 4}
        x = alt.X("at:Q")
        return Layers(line.encode(x=x), words(frame, x, alt.YValue(0 if end else "height"), "name", **look))
    look |= {"align": "right", "dx": -2} if end else {"align": "left", "dx": 2}
    look |= {"baseline": "top", "dy": 4} if under else {}
    y = alt.Y("at:Q")
    return Layers(line.encode(y=y), words(frame, alt.XValue("width" if end else 0), y, "name", **look))


def words(
    frame: pd.DataFrame, x: Any, y: Any, column: str = "text", paint: Any = alt.Undefined, **look: Any
) -> alt.Chart:
    """What a column says, where its rows lie; ``look``: how it stands there, as ``mark_text`` takes it."""
    return alt.Chart(frame).mark_text(**look).encode(x=x, y=y, text=alt.Text(f"{column}:N"), color=paint)


def rimmed(words: alt.Chart) -> Layers:
    """Words with a rim of paper, which parts a line that runs through them."""
    look = {name: value for name, value in words.mark.to_dict().items() if name != "type"}
    return Layers(words.mark_text(**look | RIM), words)


def tips(*fields: str | tuple[str, ...]) -> list[alt.Tooltip]:
    """What a mark says where it is pointed at: each a field, or a field with title (or none) and format."""
    made = []
    for field in fields:
        name, title, written = (field, "", "") if isinstance(field, str) else (*field, "")[:3]
        made.append(alt.Tooltip(name, title=title or alt.Undefined, format=written or alt.Undefined))
    return made


def rows(field: str, order: list[str], **axis: Any) -> alt.Y:
    """A row for each ally in an order of our own, by its name alone."""
    return alt.Y(field, sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, **axis))
