"""The web page: nbconvert's HTML exporter with a template of our own.

The template (``templates/briefing``) holds the structure of the page; the filters here turn checked blocks into markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from report.publish import citation, colours, crosslinks, numbers, preview, sparks, specs, tiles
from report.publish.document import Document
from report.publish.markdown import Node
from report.publish.navigation import SITE, SLOT

TEMPLATES = Path(__file__).parent / "templates"


class PageExporter(HTMLExporter):
    """nbconvert's exporter without its preprocessors and without its second parse.

    ``HTMLExporter`` reads each finished page back through BeautifulSoup to add alt texts; ours has them, and the pass
    would take several times as long as the rendering itself and rewrite the drawings. Preprocessors are to change
    cells; ours are read already.
    """

    def from_notebook_node(self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any) -> Any:
        """Text and resources of a rendered notebook; ``resources`` are what :func:`render` gives the template."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Both as they are: copied whole and checked again for each preprocessor, they took two thirds of an export."""
        return nb, resources


@cache
def _exporter() -> PageExporter:
    exporter = PageExporter(template_name="briefing", extra_template_basedirs=[str(TEMPLATES)])
    environment = exporter.environment
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    names = (crosslinks.ally, crosslinks.foreign, crosslinks.with_allies)
    forms = (sparks.key_figures, sparks.abreast, tiles.tiles, tiles.cards, tiles.legend)
    for function in (prose, brief, embedded, css_text, numbers.with_mark, specs.packed, *forms, *names):
        exporter.register_filter(function.__name__, function)
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
    # Without outputs, which the document holds: nbconvert copies what it exports, 30 ms for a page's outputs.
    bare = NotebookNode(nb, cells=[NotebookNode(cell, outputs=[]) for cell in nb.cells])
    body, _ = _exporter().from_notebook_node(bare, given)
    return body.strip() + "\n"


def page_data(document: Document) -> dict[str, Any]:
    """What the site's own index reads back from a page: what it is, its downloads, where its facts are."""
    page = document.page
    about = {name: getattr(page, name) for name in ("slug", "kind", "title", "date", "edition", "macro")}
    about |= {"label": page.name, "facts": page.paths["facts"]}
    return {"page": about, "resources": [download.resource for download in document.downloads]}


def embedded(content: Mapping[str, Any]) -> Markup:
    """Plain data as JSON that can stand inside a script element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def css_text(text: str) -> Markup:
    """Text as the inside of a style sheet's quoted string."""
    return Markup("".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text))


def prose(nodes: Iterable[Node]) -> Markup:
    """A Markdown tree as markup."""
    return Markup("").join(_FORMS[node["type"]](node) for node in nodes)


def _wrapped(tag: str) -> Any:
    opening, closing = Markup(f"<{tag}>"), Markup(f"</{tag}>")
    return lambda node: opening + prose(node["children"]) + closing


def _item(node: Node) -> Markup:
    """A list item; one of a single paragraph needs no paragraph of its own."""
    only = node["children"][0] if len(node["children"]) == 1 else node
    return Markup("<li>{}</li>").format(prose(only["children"] if only["type"] == "paragraph" else node["children"]))


def brief(nodes: Iterable[Node], places: Mapping[str, int]) -> Markup:
    """Words and numbers in little room, for very long lists: a number names its fact by its place on the page."""
    form = Markup('<span class="{}" data-fact={}>{}</span>')
    return Markup("").join(
        form.format(_fact_class(node), places[node["id"]], _words(node)) if node["type"] == "fact" else prose([node])
        for node in nodes
    )


def _fact(node: Node) -> Markup:
    form = Markup('<data class="{}" value="{}" data-fact={}>{}</data>')
    return form.format(_fact_class(node), node["value"], node["id"], _words(node))


def _words(node: Node) -> Markup | str:
    return prose(node.get("parts", ())) or str(node["text"])


def _fact_class(node: Node) -> str:
    """Words may break across lines; mere names open too, but do not ask for it."""
    is_number = numbers.is_written(node["value"])
    return f"fact{'' if is_number else ' words'}{' quiet' if node.get('mere_name') else ''}"


_TAGS = {"paragraph": "p", "strong": "strong", "emphasis": "em", "quote": "blockquote"}
_FORMS: Mapping[str, Any] = {
    "text": lambda node: escape(node["text"]),
    "ally": lambda node: crosslinks.ally(node["text"]),
    "code": lambda node: Markup("<code>{}</code>").format(node["text"]),
    "break": lambda node: Markup("<br>"),
    "rule": lambda node: Markup("<hr>"),
    **{name: _wrapped(tag) for name, tag in _TAGS.items()},
    "item": _item,
    "list": lambda node: _wrapped("ol" if node["ordered"] else "ul")(node),
    "link": lambda node: crosslinks.link(node["href"], prose(node["children"])),
    "fact": _fact,
}
