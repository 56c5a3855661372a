"""Vega-Lite specification → static drawing: the chart as it is printed, and as it stands until (or without) a script.

vl-convert draws without a browser. What it returns is made fit for a page: an accessible name and description, ids that
do not clash with another chart's, no background, no attribute that draws nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree

from report.publish.fonts import FAMILY, folder
from report.shown import Figure

WIDTH = 720
"""Width of static drawings in CSS pixels: the width of the figure column on a desk screen."""

SVG = "http://www.w3.org/2000/svg"
_DECIMALS = re.compile(r"-?\d+\.\d{2,}")
_LOCAL_REFERENCE = re.compile(r"(url\(#|^#)([^)]+)")
_GEOMETRY = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height")
_DEFAULTS = {
    "opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
    "font-family": FAMILY,
    "font-weight": "normal",
    "transform": "translate(0,0)",
}
_INHERITED = {"fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor"}
_UNREAD = {"class", "role", "version", "pointer-events"}


def draw(figure: Figure) -> str:
    """The figure's chart as an SVG element for its page; equal figures give equal text."""
    root = ElementTree.fromstring(_converted(json.dumps(_static(figure.spec), sort_keys=True)))
    _strip(root)
    _rename_ids(root, figure.id)
    _name(root, figure)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _converted(spec: str) -> str:
    """What vl-convert draws: the dearest step of a page, half of it the measuring of each letter of each label."""
    return str(_converter().vegalite_to_svg(spec, vl_version=_version(json.loads(spec)), allowed_base_urls=[]))


def _version(spec: Mapping[str, Any]) -> str | None:
    """The Vega-Lite release the specification was written for, as far as vl-convert has it; else its latest."""
    wanted = re.search(r"/v(\d+)\.(\d+)", str(spec.get("$schema", "")))
    release = f"{wanted[1]}.{wanted[2]}" if wanted else ""
    return release if release in _converter().get_vegalite_versions() else None


def warm() -> None:
    """Start the converter's engine and let it read the fonts."""
    _converted(json.dumps({"mark": "text", "data": {"values": [{}]}, "encoding": {"text": {"value": "a"}}}))


@cache
def _converter() -> Any:
    """vl-convert, measuring text in the font that page and PDF use, so that drawings are alike on every machine."""
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
    return vl_convert


def _static(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification at a fixed width, without background or names for each mark. No text is cut: each limit costs a
    second measurement, a sixth of the time."""
    given, words = {"font": FAMILY, **spec.get("config", {})}, {"labelLimit": 0, "titleLimit": 0}
    free = {"axis": words, "legend": words, "text": {"limit": 0}}
    limits = {part: {**given.get(part, {}), **none} for part, none in free.items()}
    fixed = {**spec, "background": None, "config": {**given, "aria": False, "background": None, **limits}}
    is_one_plot = "mark" in spec or "layer" in spec  # facets and concatenations take their width from their parts
    return fixed | ({"width": WIDTH} if spec.get("width", "container") == "container" and is_one_plot else {})


def _strip(element: ElementTree.Element) -> None:
    """Remove, from the leaves up, whatever leaves no ink, and groups that only wrap."""
    if _kind(element) == "defs":
        return
    for child in element:
        _strip(child)
    element[:] = [kept for child in element for kept in _inked(child)]
    for name, value in list(element.attrib.items()):
        if name.startswith("aria-") or name in _UNREAD or _DEFAULTS.get(name) == value:
            del element.attrib[name]
        elif name in _GEOMETRY:
            element.attrib[name] = _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
    _say_once(element)


def _say_once(element: ElementTree.Element) -> None:
    """What all parts of a group say alike is said by the group, where it may be."""
    if _kind(element) != "g" or len(element) < 2:
        return
    shared = set.intersection(*(set(child.attrib.items()) for child in element))
    for name, value in sorted(shared):
        if name in _INHERITED and name not in element.attrib:
            element.attrib[name] = value
            for child in element:
                del child.attrib[name]


def _inked(element: ElementTree.Element) -> list[ElementTree.Element]:
    kind = _kind(element)
    hidden = element.attrib.get("display") == "none" or element.attrib.get("opacity") == "0"
    uncoloured = kind in ("path", "rect") and not {"fill", "stroke"} & set(element.attrib)
    if hidden or uncoloured:
        return []
    return list(element) if kind == "g" and not element.attrib else [element]


def _kind(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _rename_ids(root: ElementTree.Element, id: str) -> None:
    """Number clip paths and gradients through the drawing: the converter numbers them through its own life."""
    numbered = enumerate((element.attrib["id"] for element in root.iter() if "id" in element.attrib), 1)
    names = {old: f"{id}-part-{number}" for number, old in numbered}
    for element in root.iter():
        for key, value in element.attrib.items():
            renamed = _LOCAL_REFERENCE.sub(lambda found: found[1] + names.get(found[2], found[2]), value)
            element.attrib[key] = names[value] if key == "id" else renamed


def _name(root: ElementTree.Element, figure: Figure) -> None:
    """A name and a description for people who hear the chart; vl-convert drops the specification's own."""
    for place, (kind, words) in enumerate({"title": figure.title, "desc": figure.alt}.items()):
        element = ElementTree.Element(f"{{{SVG}}}{kind}", {"id": f"{figure.id}-svg-{kind}"})
        element.text = words
        root.insert(place, element)
    root.set("role", "img")
    root.set("aria-labelledby", f"{figure.id}-svg-title {figure.id}-svg-desc")
    root.set("font-family", f"{FAMILY}, sans-serif")
