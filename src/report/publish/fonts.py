"""The one typeface of pages, charts and PDFs.

Charts are measured and PDFs are set in the full fonts of the package ``font-source-sans-pro``, never in whatever a
machine has installed. Pages carry small subsets of the same fonts (``static/fonts``, made by
``tools/subset_fonts.py``).
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

FAMILY = "Source Sans Pro"
_CUTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold")


@cache
def folder() -> Path:
    """A folder with exactly the cuts in use.

    The package holds each cut twice (TrueType and OpenType); which of the two a program picks would depend on the order
    of the disk.
    """
    from font_source_sans_pro import font_directory

    chosen = Path(tempfile.mkdtemp(prefix="fonts-"))
    atexit.register(shutil.rmtree, chosen, ignore_errors=True)
    for cut in _CUTS:
        shutil.copyfile(Path(font_directory) / f"SourceSansPro-{cut}.ttf", chosen / f"{cut}.ttf")
    return chosen
