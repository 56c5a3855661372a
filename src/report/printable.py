"""Text that is safe to print: a terminal obeys control characters, and nobody sees marks of direction. Imports no room: errors of every room use it."""

from __future__ import annotations

import unicodedata


def is_seen(mark: str) -> bool:
    """Whether a character is seen for what it is; spaces of any width are."""
    return mark.isprintable() or unicodedata.category(mark) == "Zs"


def printable(text: str) -> str:
    """The text with every character that is not seen, but line feeds, as its escape: a bell as ``\\x07``."""
    if text.isprintable():
        return text
    return "".join(mark if mark == "\n" or is_seen(mark) else ascii(mark)[1:-1] for mark in text)
