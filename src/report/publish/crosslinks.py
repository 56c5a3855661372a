"""Links in the text to other pages of the site. A page may be built without the ones it links to, so a link is dead
until the site is finished: then it gets its address if the page is there, and loses it again if a later build leaves
the page out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from markupsafe import Markup

from report.publish import words
from report.publish.markdown import Node

_TO_A_PAGE = re.compile(r"(?:\.\./)*[\w/-]+\.html(?:#.*)?")
_MADE_ALLY = re.compile(r'<a data-ally="(\w+)"(?: href="[^"]*")?>')
_MADE = re.compile(r'<a data-page="([^"]*)"(?: href="[^"]*")?>')


def is_internal(href: str) -> bool:
    """Whether an address leads to another page of the site: ``../claims.html#000-us-64``."""
    return _TO_A_PAGE.fullmatch(href) is not None


def waiting(href: str, words: Markup) -> Markup:
    """A link that waits for its page."""
    return Markup('<a data-page="{}">{}</a>').format(href, words)


def resolved(text: str, path: str, pages: Collection[str]) -> str:
    """A page with its waiting links alive where the page they lead to is among ``pages``. Resolving twice gives the
    same as once."""
    linked = _MADE.sub(lambda made: _opening(made[1], path, pages), text)
    return _MADE_ALLY.sub(lambda made: _ally_opening(made[1], path, pages), linked)


def _opening(href: str, path: str, pages: Collection[str]) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href.partition("#")[0]))
    return f'<a data-page="{href}" href="{href}">' if target in pages else f'<a data-page="{href}">'


def _ally_opening(iso3: str, path: str, pages: Collection[str]) -> str:
    """The way to an ally's page; its own page does not lead to itself."""
    target = f"country/{iso3}.html"
    if target not in pages or target == path:
        return f'<a data-ally="{iso3}">'
    return f'<a data-ally="{iso3}" href="{posixpath.relpath(target, posixpath.dirname(path) or ".")}">'


def ally(name: str) -> Markup | str:
    """A name that stands alone, as in a table: a link that waits for the ally's page; a foreign title says its
    language. Other words stay as they are."""
    iso3 = _codes().get(name)
    return Markup('<a data-ally="{}">{}</a>').format(iso3, name) if iso3 else foreign(name)


def foreign(title: str) -> Markup | str:
    """The title of a source, with its language where that is not the page's."""
    language = words.languages().get(title)
    return Markup('<span lang="{}">{}</span>').format(language, title) if language else title


@cache
def _codes() -> dict[str, str]:
    """Codes of allies by the names the site prints."""
    return {names[0]: iso3 for iso3, names in words.allies().items()}


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(_codes(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b(?!-)")


def with_allies(nodes: Iterable[Node]) -> list[Node]:
    """A tree in which each ally's name is a node of its own, the first time it stands there. Names within links stay as
    they are."""
    seen: set[str] = set()
    return [part for node in nodes for part in _with_allies(node, seen)]


def _with_allies(node: Node, seen: set[str]) -> list[Node]:
    if node["type"] in ("link", "code"):
        return [node]
    if "children" in node:
        return [{**node, "children": [part for child in node["children"] for part in _with_allies(child, seen)]}]
    if node["type"] == "fact":
        return [_named_fact(node, seen)]
    return list(_parts(node, seen)) if node["type"] == "text" else [node]


def _named_fact(node: Node, seen: set[str]) -> Node:
    """A fact that is but an ally's name leads to the ally; one that lists names keeps its rows and leads to each."""
    if node.get("mere_name") and node["text"] in _codes():
        return {"type": "ally", "text": node["text"]}
    if not _names().search(node["text"]):
        return node
    return {**node, "parts": list(_parts({"type": "text", "text": node["text"]}, seen))}


def _parts(node: Node, seen: set[str]) -> Iterator[Node]:
    at = 0
    for found in _names().finditer(node["text"]):
        if found[0] in seen:
            continue
        seen.add(found[0])
        yield {**node, "text": node["text"][at : found.start()]}
        yield {"type": "ally", "text": found[0]}
        at = found.end()
    yield {**node, "text": node["text"][at:]}
