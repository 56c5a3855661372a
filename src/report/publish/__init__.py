"""From executed notebooks to what readers get: web pages, PDFs, downloads, and the files they share.

Pages are made from the outputs in the notebook alone (see :mod:`report.shown`); nothing is computed here. Heavy
libraries are loaded when the first page is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report.publish.errors import PublishError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["PublishError", "page", "site", "warm"]


def page(nb: NotebookNode, out: Path) -> list[Path]:
    """Write one executed notebook as a web page with its facts, a PDF, a workbook and the CSV behind each figure and
    table.

    ``out`` is the top of the build. Returns the files written, the web page first. Raises :class:`PublishError` naming
    notebook, cell, thing and remedy when something a reader needs is missing.
    """
    from report.publish import drawing, facts, html, pdf, preview, workbook
    from report.publish.read import read
    from report.shown import Explorer, Figure

    document = read(nb)
    drawings = {one.id: drawing.draw(one) for one in document.exhibits if isinstance(one, Figure)}
    content = {
        document.page.paths["html"]: html.render(nb, document, drawings).encode(),
        document.page.paths["pdf"]: pdf.render(document, drawings),
        document.page.paths["workbook"]: workbook.workbook(document),
        document.page.paths["facts"]: facts.script(document.facts).encode(),
    }
    content |= preview.picture(document, drawings)
    for one in (block for block in document.blocks if isinstance(block, Explorer)):
        content[document.page.paths["data"]] = f"explorerData={facts.compact(one.data)}\n".encode()
    content |= {download.path: download.csv for download in document.downloads}
    return [_write(out / path, body) for path, body in content.items()]


def warm() -> None:
    """Load the renderers and set up what each does once in its process, 1.2 s, while the first notebooks run."""
    from report.publish import drawing, html, pdf, read, workbook

    html.warm()
    drawing.warm()
    pdf.warm()


def site(out: Path, notebooks: Sequence[Path] = ()) -> list[Path]:
    """Finish a build: link its pages to each other and write what they share.

    That is ``assets/``, ``data/datapackage.json`` and ``facts.json``, made from the pages found in ``out``;
    ``notebooks`` are not needed. Returns the files written.
    """
    from report.publish import assets, index

    content = index.files(out) | assets.files()
    return [_write(out / path, body) for path, body in content.items()]


def _write(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path
