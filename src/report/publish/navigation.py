"""The way from page to page. Only pages that exist are linked, so the links are filled in when all pages are there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

SITE = "The burden-sharing briefing"
_NO_FRONT_PAGE = Markup('<span class="brand">{}</span>').format(SITE)
SLOT = Markup("<!--pages-->{}<!--/pages-->").format(_NO_FRONT_PAGE)
"""The part of a page's banner that the links replace; a page on its own shows the name of the site there."""

_SLOT = re.compile(r"<!--pages-->.*?<!--/pages-->", re.DOTALL)
_GROUPS = {"country": "Allies"}
_ORDER = ("briefing", "country", "scorecard", "sharing", "explorer", "claims", "editions", "methods")
"""Kinds of pages as they stand in the banner; others follow."""
_LABELS = {"sharing": "Who pays"}


class Link(NamedTuple):
    """A page: its path in the build, its name in the list, its kind, and its menu (none: the bar itself)."""

    href: str
    label: str
    kind: str
    group: str

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands among the others: by kind, then by name."""
        without_accents = unicodedata.normalize("NFKD", self.label).encode("ascii", "ignore").decode().lower()
        return (_ORDER.index(self.kind) if self.kind in _ORDER else len(_ORDER), without_accents)


def links(pages: Mapping[str, Mapping[str, Any]]) -> list[Link]:
    """All pages in the order of the banner."""
    made = [
        Link(path, _LABELS.get(page["kind"], page["label"]), page["kind"], _GROUPS.get(page["kind"], ""))
        for path, page in pages.items()
    ]
    return sorted(made, key=lambda link: link.place)


def fill(page: str, path: str, all_links: Sequence[Link]) -> str:
    """A page with the links to all pages in its banner. Filling twice gives the same as filling once."""
    brand = _NO_FRONT_PAGE
    if any(link.href == "index.html" for link in all_links):
        brand = Markup('<a class="brand" href="{}index.html">{}</a>').format(_root(path), SITE)
    content = f"<!--pages-->{brand}\n{_list(path, all_links)}<!--/pages-->"
    return _SLOT.sub(lambda _: content, page, count=1)


def _list(path: str, all_links: Sequence[Link]) -> Markup:
    menu = Markup('<li><details class="menu"><summary>{}</summary><ul>{}</ul></details></li>')
    listed: dict[str, Markup] = {}
    for link in all_links:
        place = link.group or link.href
        listed[place] = listed.get(place, Markup("")) + _item(link, path)
    groups = _GROUPS.values()
    items = Markup("").join(menu.format(name, held) if name in groups else held for name, held in listed.items())
    return Markup('<nav id="site-nav" aria-label="Pages"><ul>{}</ul></nav>').format(items)


def _item(link: Link, path: str) -> Markup:
    here = Markup(' aria-current="page"') if link.href == path else ""
    iso3 = Markup(' data-iso3="{}"').format(link.href.rpartition("/")[2][:3]) if link.kind == "country" else ""
    return Markup('<li><a href="{}{}"{}{}>{}</a></li>').format(_root(path), link.href, iso3, here, link.label)


def _root(path: str) -> str:
    return "../" * path.count("/")
