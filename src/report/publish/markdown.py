"""Markdown as a small tree that both the web page and the PDF are written from.

The tree is plain data: ``{"type": "paragraph", "children": [...]}``. Only what a briefing needs is let through; raw
HTML, images and code blocks are refused, because the one could not be printed and the others would bypass the rules for
figures and code.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import mistune

Node = Mapping[str, Any]
"""One node: ``type``, then ``text`` for leaves or ``children``; links carry ``href``, headings ``level``, lists
``ordered``, facts ``id``."""

_FIRST_STAND_IN, _LAST_STAND_IN = 0xE000, 0xF8FF
_GOES = re.compile(r"https?://|#|(?![^/?#]*:)", re.IGNORECASE)
"""Where a link may lead: to the web, within the page, within the site."""
_STAND_IN = re.compile("([\ue000-\uf8ff])")


class UnsupportedMarkdown(ValueError):
    """The text uses a construct that has no form on the page; ``construct`` names it."""

    def __init__(self, construct: str) -> None:
        super().__init__(construct)
        self.construct = construct


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
    return [part for node in nodes for part in _with_finished(node, finished)]


def _with_finished(node: Node, finished: Sequence[Node]) -> list[Node]:
    if "children" in node:
        return [{**node, "children": _put_back(node["children"], finished)}]
    pieces = _STAND_IN.split(node["text"])
    return [
        finished[ord(piece) - _FIRST_STAND_IN] if _STAND_IN.fullmatch(piece) else {**node, "text": piece}
        for piece in pieces
        if piece
    ]


def text(content: str) -> Node:
    """A leaf of plain text."""
    return {"type": "text", "text": typeset(content)}


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]%")


def typeset(content: str) -> str:
    """Text as the site prints it, also where a record or a table has it otherwise: ``NATO’s``, not ``NATO's``; ``2%``,
    not ``2 %``."""
    return _PERCENT.sub("%", _APOSTROPHE.sub("’", content))


def _nodes(tokens: Iterable[Mapping[str, Any]]) -> list[Node]:
    return [node for token in tokens for node in _node(token)]


def _node(token: Mapping[str, Any]) -> list[Node]:
    kind = token["type"]
    if kind not in _RULES:
        raise UnsupportedMarkdown(kind.replace("_", " "))
    return _RULES[kind](token)


def _nothing(token: Mapping[str, Any]) -> list[Node]:
    return []


def _leaf(kind: str) -> Callable[[Mapping[str, Any]], list[Node]]:
    shown = typeset if kind == "text" else str
    return lambda token: [{"type": kind, "text": shown(html.unescape(token.get("raw", " ")))}]


def _branch(kind: str) -> Callable[[Mapping[str, Any]], list[Node]]:
    return lambda token: [{"type": kind, "children": _nodes(token["children"])}]


def _heading(token: Mapping[str, Any]) -> list[Node]:
    return [{"type": "heading", "level": token["attrs"]["level"], "children": _nodes(token["children"])}]


def _link(token: Mapping[str, Any]) -> list[Node]:
    href = token["attrs"]["url"]
    if not _GOES.match(href):
        raise UnsupportedMarkdown(f"link to {href}")
    return [{"type": "link", "href": href, "children": _nodes(token["children"])}]


def _list(token: Mapping[str, Any]) -> list[Node]:
    return [{"type": "list", "ordered": token["attrs"]["ordered"], "children": _nodes(token["children"])}]


_RULES: Mapping[str, Callable[[Mapping[str, Any]], list[Node]]] = {
    "blank_line": _nothing,
    "text": _leaf("text"),
    "softbreak": _leaf("text"),
    "linebreak": _leaf("break"),
    "codespan": lambda token: [{"type": "code", "text": token["raw"]}],
    "paragraph": _branch("paragraph"),
    "block_text": _branch("paragraph"),
    "strong": _branch("strong"),
    "emphasis": _branch("emphasis"),
    "list_item": _branch("item"),
    "block_quote": _branch("quote"),
    "thematic_break": lambda token: [{"type": "rule"}],
    "heading": _heading,
    "link": _link,
    "list": _list,
}


def plain(nodes: Iterable[Node]) -> str:
    """The words of a tree without their markup."""
    return "".join(node["text"] if "text" in node else plain(node.get("children", ())) for node in nodes)


def slug(title: str) -> str:
    """A stable address for a heading: ``Türkiye’s road`` → ``turkiyes-road``."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "section"
