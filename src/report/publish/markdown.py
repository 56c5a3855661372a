"""Markdown as a small tree that both the web page and the PDF are written from.

The tree is plain data: ``{"type": "paragraph", "children": [...]}``. Only what a briefing needs is let through; raw
HTML, images and code blocks are refused, because the one could not be printed and the others would bypass the rules for
figures and code.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import mistune

from report.facts.written import typeset
from report.shown import Incomplete

Node = Mapping[str, Any]
"""One node: ``type``, then ``text`` for leaves or ``children``; links carry ``href``, headings ``level``, lists
``ordered``, facts ``id``."""

_FIRST_STAND_IN, _LAST_STAND_IN = 0xE000, 0xF8FF
_GOES = re.compile(r"https?://|#|(?![^/?#]*:)", re.IGNORECASE)
"""Where a link may lead: to the web, within the page, within the site."""
_STAND_IN = re.compile("([\ue000-\uf8ff])")


class UnsupportedMarkdown(Incomplete):
    """The text uses a construct that has no form on the page."""

    def __init__(self, construct: str) -> None:
        remedy = "use paragraphs, headings, lists, quotations, emphasis and links only"
        super().__init__(f"the text holds a {construct}: {remedy}")


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None)


def blocks(source: str) -> list[Node]:
    """Parse a text of several paragraphs, headings, lists and quotations."""
    tokens = _parser()(source)
    return _nodes(tokens if isinstance(tokens, list) else [])


def sentence(segments: Sequence[str | Node]) -> list[Node]:
    """Parse one paragraph made of Markdown pieces and finished nodes (numbers that can be opened).

    A node stands in the text as one private character while it is parsed, so that emphasis and links may enclose it.
    """
    finished = [segment for segment in segments if not isinstance(segment, str)]
    if len(finished) > _LAST_STAND_IN - _FIRST_STAND_IN:
        raise UnsupportedMarkdown(f"paragraph with {len(finished)} numbers")
    stand_ins = iter(range(_FIRST_STAND_IN, _LAST_STAND_IN))
    source = "".join(
        _STAND_IN.sub("\ufffd", segment) if isinstance(segment, str) else chr(next(stand_ins)) for segment in segments
    )
    return _put_back(_nodes(_parser().inline(source, {})), finished)


def _put_back(nodes: Iterable[Node], finished: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if "children" in node:
            found.append({**node, "children": _put_back(node["children"], finished)})
        else:
            found += [
                finished[ord(piece) - _FIRST_STAND_IN] if _STAND_IN.fullmatch(piece) else {**node, "text": piece}
                for piece in filter(None, _STAND_IN.split(node["text"]))
            ]
    return found


def text(content: str) -> Node:
    """A leaf of plain text."""
    return {"type": "text", "text": typeset(content)}


def _nodes(tokens: Iterable[Mapping[str, Any]]) -> list[Node]:
    return [_node(token) for token in tokens if token["type"] != "blank_line"]


_BRANCHES = {name: name for name in ("paragraph", "strong", "emphasis", "heading", "link", "list")} | {
    "block_text": "paragraph",
    "list_item": "item",
    "block_quote": "quote",
}
_KEPT = {"level": "level", "ordered": "ordered", "url": "href"}
"""Attributes that nodes keep, with their names there."""


def _node(token: Mapping[str, Any]) -> Node:
    kind, attrs = token["type"], token.get("attrs", {})
    if kind == "link" and not _GOES.match(attrs["url"]):
        raise UnsupportedMarkdown(f"link to {attrs['url']}")
    if kind in _BRANCHES:
        own = {name: attrs[key] for key, name in _KEPT.items() if key in attrs}
        return {"type": _BRANCHES[kind], **own, "children": _nodes(token["children"])}
    if kind in ("text", "softbreak"):
        return text(html.unescape(token.get("raw", " ")))
    leaves: dict[str, Node] = {
        "linebreak": {"type": "break", "text": " "},
        "codespan": {"type": "code", "text": token.get("raw")},
        "thematic_break": {"type": "rule"},
    }
    if kind not in leaves:
        raise UnsupportedMarkdown(kind.replace("_", " "))
    return leaves[kind]


def slug(title: str) -> str:
    """A stable address for a heading: ``Türkiye’s road`` → ``turkiyes-road``."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "section"
