"""The words of a PDF, read by its own maps from glyphs to characters: what a reader who copies or searches the text
gets."""

from __future__ import annotations

import re
from functools import cache

import pikepdf

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def words(document: pikepdf.Pdf) -> str:
    """All text of all pages without any white space: where lines break is of no account."""
    return "".join("".join(_shown(page)) for page in document.pages)


def squeezed(text: str) -> str:
    """A text as :func:`words` would give it."""
    return re.sub(r"\s", "", text)


def _shown(page: pikepdf.Page):
    fonts = {name: _map(bytes(font.ToUnicode.read_bytes())) for name, font in page.Resources.Font.items()}
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
            yield squeezed("".join(_decoded(string, font) for string in strings))


def _decoded(string: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(string[at : at + 2], "big"), "") for at in range(0, len(string), 2))


@cache
def _map(cmap: bytes) -> dict[int, str]:
    """Glyphs to characters, from the ``bfchar`` and ``bfrange`` parts of a ToUnicode map."""
    text = cmap.decode("ascii", errors="replace")
    found: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        found |= {int(glyph, 16): _characters(code) for glyph, code in _PAIR.findall(part)}
    for part in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, code in _RANGE.findall(part):
            start = int(first, 16)
            found |= {glyph: chr(int(code, 16) + glyph - start) for glyph in range(start, int(last, 16) + 1)}
    return found


def _characters(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
