"""The files all pages share: style, script, fonts, and the chart library once for the whole site."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from report.publish import library, words
from report.publish.fonts import FAMILY

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("site", "theme", "allies", "exhibits", "readout", "charts", "facts", "ledger")
_EXPLORER = ("explorer-sums", "explorer-model", "explorer-view")
_CUTS = {"text-regular": (400, "normal"), "text-semibold": (600, "normal"), "text-italic": (400, "italic")}


def files() -> dict[str, bytes]:
    """Every shared file by its path in the build."""
    style_sheets = {f"assets/{name}.css": _joined(f"{name}.css") for name in ("style", "explorer", "ledger")}
    return style_sheets | {
        "assets/fonts.css": font_faces().encode(),
        "assets/fonts.js": f"siteFonts={json.dumps(font_faces())}\n".encode(),
        "assets/words.js": words.script().encode(),
        "assets/site.js": _joined(*(f"js/{part}.js" for part in _SCRIPTS)),
        "assets/explorer.js": _joined(*(f"js/{part}.js" for part in _EXPLORER)),
        "assets/vega.js": library.script(),
        "assets/licences.txt": _joined("vega-licence.txt", "fonts/LICENCE.txt"),
    }


def _joined(*names: str) -> bytes:
    return b"\n".join((_STATIC / name).read_bytes() for name in names)


def font_faces() -> str:
    """The fonts inside a style sheet: Firefox lets a page opened from disk load no font files of another folder."""
    faces = (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};font-display:block;'
        f'src:url("data:font/woff2;base64,{base64.b64encode(_joined(f"fonts/{name}.woff2")).decode()}") '
        'format("woff2")}\n'
        for name, (weight, style) in _CUTS.items()
    )
    return "".join(faces)
