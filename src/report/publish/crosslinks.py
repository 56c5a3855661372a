"""Links in the text to other pages of the site. A page may be built without the ones it links to, so a link is dead until the site is
finished: then it gets its address if the page is there, and loses it again if a later build leaves the page out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

from markupsafe import Markup

_TO_A_PAGE = re.compile(r"(?:\.\./)*[\w/-]+\.html(?:#.*)?")
_MADE = re.compile(r'<a data-page="([^"]*)"(?: href="[^"]*")?>')


def is_internal(href: str) -> bool:
    """Whether an address leads to another page of the site: ``../claims.html#000-us-64``."""
    return _TO_A_PAGE.fullmatch(href) is not None


def waiting(href: str, words: Markup) -> Markup:
    """A link that waits for its page."""
    return Markup('<a data-page="{}">{}</a>').format(href, words)


def resolved(text: str, path: str, pages: Collection[str]) -> str:
    """A page with its waiting links alive where the page they lead to is among ``pages``. Resolving twice gives the same as once."""
    return _MADE.sub(lambda made: _opening(made[1], path, pages), text)


def _opening(href: str, path: str, pages: Collection[str]) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href.partition("#")[0]))
    return f'<a data-page="{href}" href="{href}">' if target in pages else f'<a data-page="{href}">'
