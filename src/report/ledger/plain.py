"""Whether the words of a record can be printed as they stand: on a page, in a link, on a terminal."""

from __future__ import annotations

import re

from report.tables.errors import shown

ID = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")
LONGEST_ID = 80
"""Characters of an id."""
_MARKUP = re.compile(r"&#?\w+;|[<>`*\[\]\\]")
_NAMES = re.compile(r"\{[^{}]*\}")
"""Figures named in braces, which are no words."""
PLAIN = "Write it in plain words on one line."
SHAPE = f"Write it in small letters a to z, digits and single hyphens, at most {LONGEST_ID} characters; the file is named alike."


def flaw(text: str) -> str:
    """What cannot be printed in a text: markup, which a page would take for its own, or a character nobody sees; empty when nothing."""
    words = _NAMES.sub("", text)
    unseen = next((mark for mark in words if not mark.isprintable()), "")
    if unseen:
        return f"it holds the character U+{ord(unseen):04X}, which cannot be printed"
    markup = _MARKUP.search(words)
    return f"it holds markup, {markup.group()!r}" if markup else ""


def id_flaw(name: str) -> str:
    """What keeps a claim's id from being an address on the page; empty when nothing does."""
    return "" if ID.fullmatch(name) and len(name) <= LONGEST_ID else f"{shown(name)} cannot be an address on the page"
