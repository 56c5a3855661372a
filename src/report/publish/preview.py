"""What other sites show beside a link to a page: its finding in words, and its first chart with title and edition."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from markupsafe import escape

from report.publish import drawing
from report.publish.document import Document
from report.publish.fonts import FAMILY
from report.publish.navigation import SITE
from report.shown import Figure, plain

WIDTH, HEIGHT = 1200, 630
"""The size that sites ask for, in pixels."""
_MARGIN, _LINE, _ACROSS, _LINES = 40, 52, 50, 2
"""Pixels round the picture and from line to line, characters that fit a line of the title, and its lines."""
_SIZE = re.compile(r'<svg ([^>]*?)width="[\d.]+" height="[\d.]+"')


def shown(document: Document) -> Figure | None:
    """The figure of a page's picture, if it has one."""
    return next((block for block in document.blocks if isinstance(block, Figure)), None)


def words(document: Document) -> str:
    """The first paragraph of a page's lead; where it has none, what its notebook says of it."""
    lead = next(iter(document.opening.of_style("lead")), None)
    return plain(lead.paragraphs[0]) if lead else document.page.description


def picture(document: Document, drawings: Mapping[str, str]) -> dict[str, bytes]:
    """The picture as PNG, by its path in the build."""
    figure = shown(document)
    return {document.page.paths["picture"]: drawing.png(_composed(figure, drawings[figure.id]))} if figure else {}


def _composed(figure: Figure, chart: str) -> str:
    title = textwrap.wrap(figure.title, _ACROSS, max_lines=_LINES, placeholder=" …")
    top = _MARGIN + _LINE * len(title) + 16
    place = f'x="{_MARGIN}" y="{top}" width="{WIDTH - 2 * _MARGIN}" height="{HEIGHT - top - 64}"'
    placed = _SIZE.sub(lambda found: f"<svg {found[1]}{place}", chart, count=1)
    lines = "".join(_text(_MARGIN + _LINE * number, 44, 600, line) for number, line in enumerate(title, 1))
    return (
        f'<svg xmlns="{drawing.SVG}" width="{WIDTH}" height="{HEIGHT}" font-family="{FAMILY}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{lines}{placed}'
        f"{_text(HEIGHT - 24, 24, 400, f'{SITE} · {figure.edition}')}</svg>"
    )


def _text(y: float, size: int, weight: int, line: str) -> str:
    return f'<text x="{_MARGIN}" y="{y}" font-size="{size}" font-weight="{weight}" fill="#17202a">{escape(line)}</text>'
