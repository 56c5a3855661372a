"""The way from page to page. Only pages that exist are linked, so the links are filled in when all pages are there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

SITE = "The burden-sharing briefing"
SLOT = Markup("<!--pages-->{}<!--/pages-->").format(Markup('<span class="brand">{}</span>').format(SITE))
"""The part of a page's banner that the links replace; a page on its own shows the name of the site there."""

_SLOT = re.compile(r"<!--pages-->.*?<!--/pages-->", re.DOTALL)
_GROUPS = {"country": "Allies"}
_ORDER = ("briefing", "country", "scorecard", "sharing", "explorer", "claims", "editions", "methods")
"""Kinds of pages as they stand in the banner; others follow."""
_LABELS = {"sharing": "Who pays"}


class Link(NamedTuple):
    """A page: its path from the top of the build, its name in the list, its kind, and the menu it belongs to (none: the
    bar itself)."""

    href: str
    label: str
    kind: str
    group: str

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands among the others: by kind, then by name."""
        return (_ORDER.index(self.kind) if self.kind in _ORDER else len(_ORDER), _folded(self.label))


def links(pages: Mapping[str, Mapping[str, Any]]) -> list[Link]:
    """All pages in the order of the banner."""
    made = [
        Link(path, _LABELS.get(page["kind"], page["label"]), page["kind"], _GROUPS.get(page["kind"], ""))
        for path, page in pages.items()
    ]
    return sorted(made, key=lambda link: link.place)


def fill(page: str, path: str, all_links: Sequence[Link]) -> str:
    """A page with the links to all pages in its banner. Filling twice gives the same as filling once."""
    content = f"<!--pages-->{_brand(path, all_links)}\n{_list(path, all_links)}<!--/pages-->"
    return _SLOT.sub(lambda _: content, page, count=1)


def _brand(path: str, all_links: Sequence[Link]) -> Markup:
    if any(link.href == "index.html" for link in all_links):
        return Markup('<a class="brand" href="{}index.html">{}</a>').format(_root(path), SITE)
    return Markup('<span class="brand">{}</span>').format(SITE)


def _list(path: str, all_links: Sequence[Link]) -> Markup:
    groups = dict.fromkeys(link.group or link.href for link in all_links)
    single = {link.href: _item(link, path) for link in all_links if not link.group}
    items = Markup("").join(single.get(group) or _menu(group, path, all_links) for group in groups)
    return Markup('<nav id="site-nav" aria-label="Pages"><ul>{}</ul></nav>').format(items)


def _menu(group: str, path: str, all_links: Sequence[Link]) -> Markup:
    items = Markup("").join(_item(link, path) for link in all_links if link.group == group)
    return Markup('<li><details class="menu"><summary>{}</summary><ul>{}</ul></details></li>').format(group, items)


def _item(link: Link, path: str) -> Markup:
    here = Markup(' aria-current="page"') if link.href == path else ""
    iso3 = Markup(' data-iso3="{}"').format(link.href.rpartition("/")[2][:3]) if link.kind == "country" else ""
    return Markup('<li><a href="{}{}"{}{}>{}</a></li>').format(_root(path), link.href, iso3, here, link.label)


def _root(path: str) -> str:
    return "../" * path.count("/")


def _folded(label: str) -> str:
    """A name for sorting: accents apart, small letters."""
    return unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
