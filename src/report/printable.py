"""Text that is safe where it arrives: a terminal obeys control characters, a spreadsheet computes formulas. Imports no
room: every room uses it."""

from __future__ import annotations

import unicodedata
from typing import Any


def is_seen(mark: str) -> bool:
    """Whether a character is seen for what it is; spaces of any width are."""
    return mark.isprintable() or unicodedata.category(mark) == "Zs"


def printable(text: str) -> str:
    """The text with every character that is not seen, but line feeds, as its escape: a bell as ``\\x07``."""
    if text.isprintable():
        return text
    return "".join(mark if mark == "\n" or is_seen(mark) else ascii(mark)[1:-1] for mark in text)


def inert(cell: Any) -> Any:
    """A cell for a spreadsheet: before a text that would be computed, as ``=1+1`` or ``@SUM(A1)``, an apostrophe;
    numbers stay numbers.

    Source: OWASP, CSV Injection.
    """
    if not isinstance(cell, str) or cell[:1] not in set("=+-@\t\r") or _is_number(cell):
        return cell
    return "'" + cell.replace("\r", " ")  # a return alone would end the row


def _is_number(text: str) -> bool:
    """Whether a text is a number, or a dash for none."""
    try:
        float(text)
    except ValueError:
        return text == "-"
    return True
