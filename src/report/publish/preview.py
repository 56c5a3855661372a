"""What other sites show beside a link to a page: its finding in words, and its first chart with title and edition."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from report.publish.document import Document
from report.publish.fonts import FAMILY
from report.publish.navigation import SITE
from report.publish.pdf import typeset
from report.shown import Figure, plain

_TITLE = 100
"""Characters of a title that fit its two lines."""


def shown(document: Document) -> Figure | None:
    """The figure of a page's picture, if it has one."""
    return next((block for block in document.blocks if isinstance(block, Figure)), None)


def words(document: Document) -> str:
    """The first paragraph of a page's lead; where it has none, what its notebook says of it."""
    lead = next(iter(document.opening.of_style("lead")), None)
    return plain(lead.paragraphs[0]) if lead else document.page.description


def picture(document: Document, drawings: Mapping[str, str]) -> dict[str, bytes]:
    """The picture as PNG, by its path in the build."""
    if (figure := shown(document)) is None:
        return {}
    title = textwrap.shorten(figure.title, _TITLE, placeholder=" …")
    words = {"font": FAMILY, "title": title, "foot": f"{SITE} · {figure.edition}"}
    inputs = {**words, "chart": drawings[figure.id]}
    return {document.page.paths["picture"]: typeset("picture.typ", inputs, format="png", ppi=72)}
