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


def link(href: str, words: Markup) -> Markup:
    """A link; one to another page of the site, ``../claims.html#000-us-64``, waits for its page."""
    return Markup('<a {}="{}">{}</a>').format("data-page" if _TO_A_PAGE.fullmatch(href) else "href", href, words)


def resolved(text: str, path: str, pages: Collection[str]) -> str:
    """A page with its waiting links alive where the page they lead to is among ``pages``; its own page does not lead to
    itself by an ally's name. Resolving twice gives the same as once."""
    folder = posixpath.dirname(path)

    def to_page(made: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, made[1].partition("#")[0]))
        return f'<a data-page="{made[1]}" href="{made[1]}">' if target in pages else f'<a data-page="{made[1]}">'

    def to_ally(made: re.Match[str]) -> str:
        target = f"country/{made[1]}.html"
        if target not in pages or target == path:
            return f'<a data-ally="{made[1]}">'
        return f'<a data-ally="{made[1]}" href="{posixpath.relpath(target, folder or ".")}">'

    return _MADE_ALLY.sub(to_ally, _MADE.sub(to_page, text))


def ally(name: str) -> Markup | str:
    """A name that stands alone: of an ally a link that waits for its page, of a foreign title its language."""
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


def with_allies(nodes: Iterable[Node], seen: set[str] | None = None) -> list[Node]:
    """A tree in which each ally's name not yet ``seen`` is a node of its own; names within links stay as they are."""
    seen = set() if seen is None else seen
    found: list[Node] = []
    for node in nodes:
        if "children" in node and node["type"] != "link":
            found.append({**node, "children": with_allies(node["children"], seen)})
        elif node["type"] == "text":
            found += _parts(node, seen)
        elif node.get("mere_name") and node["text"] in _codes():
            found.append({"type": "ally", "text": node["text"]})
        elif node["type"] == "fact" and _names().search(node["text"]):
            # A fact that lists names keeps its rows and leads to each.
            found.append({**node, "parts": list(_parts({"type": "text", "text": node["text"]}, seen))})
        else:
            found.append(node)
    return found


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
