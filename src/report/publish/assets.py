"""The files all pages share: style, script, fonts, and the chart library once for the whole site."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path

from report.publish import library, words

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("site", "theme", "allies", "exhibits", "readout", "charts", "facts", "ledger")
_EXPLORER = ("explorer-sums", "explorer-model", "explorer-view")
_CUTS = {"text-regular": (400, "normal"), "text-semibold": (600, "normal"), "text-italic": (400, "italic")}


def files() -> dict[str, bytes]:
    """Every shared file by its path in the build."""
    return {
        "assets/style.css": (_STATIC / "style.css").read_bytes(),
        "assets/fonts.css": font_faces().encode(),
        "assets/fonts.js": f"siteFonts={json.dumps(font_faces())}\n".encode(),
        "assets/words.js": words.script().encode(),
        "assets/site.js": script().encode(),
        "assets/explorer.css": (_STATIC / "explorer.css").read_bytes(),
        "assets/ledger.css": (_STATIC / "ledger.css").read_bytes(),
        "assets/explorer.js": script(_EXPLORER).encode(),
        "assets/vega.js": library.script(),
        "assets/licences.txt": b"\n".join(
            (_STATIC / name).read_bytes() for name in ("vega-licence.txt", "fonts/LICENCE.txt")
        ),
    }


def script(parts: Iterable[str] = _SCRIPTS) -> str:
    """The site's own script, or the explorer's: small parts, each in a file of its own."""
    return "\n".join((_STATIC / "js" / f"{part}.js").read_text(encoding="utf-8") for part in parts)


def font_faces() -> str:
    """The fonts inside a style sheet: a page opened from disk may load style sheets, but in Firefox no font files from
    another folder."""
    from report.publish.fonts import FAMILY

    return "".join(_face(FAMILY, name, weight, style) for name, (weight, style) in _CUTS.items())


def _face(family: str, name: str, weight: int, style: str) -> str:
    content = base64.b64encode((_STATIC / "fonts" / f"{name}.woff2").read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:block;'
        f'src:url("data:font/woff2;base64,{content}") format("woff2")}}\n'
    )
