"""The web page: nbconvert's HTML exporter with a template of our own.

The template (``templates/briefing``) holds the structure of the page; the filters here turn checked blocks into markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from report.publish import citation, colours, crosslinks, dates, numbers, preview, specs, tiles
from report.publish.blocks import Document
from report.publish.downloads import resources
from report.publish.markdown import Node
from report.publish.navigation import SITE, SLOT

TEMPLATES = Path(__file__).parent / "templates"


class PageExporter(HTMLExporter):
    """nbconvert's exporter, with escaping on by default, without its preprocessors and without its second parse.

    ``HTMLExporter`` reads each finished page back through BeautifulSoup to add alt texts; ours has them, and the pass
    would take several times as long as the rendering itself and rewrite the drawings. Preprocessors are to change
    cells; ours are read already.
    """

    def from_notebook_node(self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any) -> Any:
        """Text and resources of a rendered notebook. ``resources`` brings what the template needs; see
        :func:`render`."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Both as they are: copied whole and checked again for each preprocessor, they took two thirds of an export."""
        return nb, resources

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment


@cache
def _exporter() -> PageExporter:
    exporter = PageExporter(template_name="briefing", extra_template_basedirs=[str(TEMPLATES)])
    for name, function in {
        "prose": prose,
        "brief": brief,
        "embedded": embedded,
        "long_date": dates.long,
        "with_mark": numbers.with_mark,
        "kind": kind,
        "css_text": css_text,
        "packed": specs.packed,
        "tile_key": tiles.legend,
        "ally": crosslinks.ally,
        "foreign": crosslinks.foreign,
        "with_allies": crosslinks.with_allies,
    }.items():
        exporter.register_filter(name, function)
    return exporter


def warm() -> None:
    """Have the templates compiled: 50 ms of a process's first page."""
    for file in sorted((TEMPLATES / "briefing").glob("*.j2")):
        _exporter().environment.get_template(file.name)


def render(nb: NotebookNode, document: Document, drawings: Mapping[str, str]) -> str:
    """The page as HTML text. ``drawings`` holds the chart of each figure by its id."""
    given = {
        "document": document,
        "page": document.page,
        "site": SITE,
        "slot": SLOT,
        "drawings": {id: Markup(svg) for id, svg in drawings.items()},
        "colour_rules": Markup(colours.dark_rules("".join(drawings.values()))),
        "citation": citation.citation(document.page),
        "picture": preview.shown(document),
        "finding": preview.words(document),
        "vintage": citation.vintage(document.page),
        "terms": citation.TERMS,
        "data": page_data(document),
        "places": {id: place for place, id in enumerate(sorted(document.facts))},
    }
    body, _ = _exporter().from_notebook_node(_bare(nb), given)
    return body.strip() + "\n"


def _bare(nb: NotebookNode) -> NotebookNode:
    """The notebook without outputs, which the document holds: nbconvert copies what it exports, 30 ms for a page's
    outputs."""
    return NotebookNode(nb, cells=[NotebookNode(cell, outputs=[]) for cell in nb.cells])


def page_data(document: Document) -> dict[str, Any]:
    """What the site's own index reads back from a page: what it is, its downloads, where its facts are."""
    page = document.page
    about = {
        "slug": page.slug,
        "kind": page.kind,
        "title": page.title,
        "label": page.label,
        "date": page.date,
        "edition": page.edition,
        "macro": page.macro,
        "facts": page.facts,
    }
    return {"page": about, "resources": resources(document)}


def embedded(content: Mapping[str, Any]) -> Markup:
    """Plain data as JSON that can stand inside a script element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def css_text(text: str) -> Markup:
    """Text as the inside of a style sheet's quoted string."""
    return Markup("".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text))


def kind(block: object) -> str:
    """The name of a block's class, by which the template picks its form."""
    return type(block).__name__


def prose(nodes: Iterable[Node]) -> Markup:
    """A Markdown tree as markup."""
    return Markup("").join(_FORMS[node["type"]](node) for node in nodes)


def _wrapped(tag: str) -> Any:
    opening, closing = Markup(f"<{tag}>"), Markup(f"</{tag}>")
    return lambda node: opening + prose(node["children"]) + closing


def _link(node: Node) -> Markup:
    if crosslinks.is_internal(node["href"]):
        return crosslinks.waiting(node["href"], prose(node["children"]))
    return Markup('<a href="{}">{}</a>').format(node["href"], prose(node["children"]))


def _list(node: Node) -> Markup:
    return Markup(_wrapped("ol" if node["ordered"] else "ul")(node))


def _item(node: Node) -> Markup:
    """A list item; one of a single paragraph needs no paragraph of its own."""
    only = node["children"][0] if len(node["children"]) == 1 else node
    return Markup("<li>{}</li>").format(prose(only["children"] if only["type"] == "paragraph" else node["children"]))


def brief(nodes: Iterable[Node], places: Mapping[str, int]) -> Markup:
    """Words and numbers in little room: a number names its fact by the fact's place on the page. For lists of very
    many."""
    return Markup("").join(_brief(node, places) for node in nodes)


def _brief(node: Node, places: Mapping[str, int]) -> Markup:
    if node["type"] != "fact":
        return prose([node])
    return Markup('<span class="{}" data-fact={}>{}</span>').format(
        _fact_class(node), places[node["id"]], prose(node.get("parts", ())) or node["text"]
    )


def _fact(node: Node) -> Markup:
    return Markup('<data class="{}" value="{}" data-fact={}>{}</data>').format(
        _fact_class(node), node["value"], node["id"], prose(node.get("parts", ())) or node["text"]
    )


def _fact_class(node: Node) -> str:
    """Words may break across lines; mere names open too, but do not ask for it."""
    words = () if numbers.is_written(node["value"]) else ("words",)
    return " ".join(("fact", *words, *(("quiet",) if node.get("mere_name") else ())))


_FORMS: Mapping[str, Any] = {
    "text": lambda node: escape(node["text"]),
    "ally": lambda node: crosslinks.ally(node["text"]),
    "code": lambda node: Markup("<code>{}</code>").format(node["text"]),
    "break": lambda node: Markup("<br>"),
    "rule": lambda node: Markup("<hr>"),
    "paragraph": _wrapped("p"),
    "strong": _wrapped("strong"),
    "emphasis": _wrapped("em"),
    "quote": _wrapped("blockquote"),
    "item": _item,
    "list": _list,
    "link": _link,
    "fact": _fact,
}
