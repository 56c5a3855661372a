"""Make the small web fonts in src/report/publish/static/fonts from the full ones of the package font-source-sans-pro.

Run by hand when the typeface or the set of characters changes, in an environment that also has fonttools and brotli:
``python tools/subset_fonts.py``. The licence (SIL OFL 1.1) reserves the name "Source" for unmodified fonts, so the
subsets are renamed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from font_source_sans_pro import font_directory
from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "src" / "report" / "publish" / "static" / "fonts"
CUTS = {"Regular": "text-regular", "Semibold": "text-semibold", "It": "text-italic"}
NAME = "Burden Sans"
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2070, 0x2089),
    (0x20A0, 0x20BF),
    (0x2190, 0x2199),
)
SINGLES = (
    0x2007,
    0x2009,
    0x2020,
    0x2021,
    0x2022,
    0x2026,
    0x202F,
    0x2030,
    0x2032,
    0x2033,
    0x2039,
    0x203A,
    0x2044,
    0x2122,
    0x2206,
    0x2211,
    0x2212,
    0x2248,
)
MORE = (0x2260, 0x2264, 0x2265, 0x25B2, 0x25BC, 0x25CF, 0x2713)
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "pnum", "sups", "subs", "frac", "case"]


def characters() -> set[int]:
    """Latin of all European languages, and the signs a briefing uses."""
    return {code for first, last in RANGES for code in range(first, last + 1)} | set(SINGLES) | set(MORE)


def options() -> Options:
    """Keep kerning and figure styles, drop hints, write WOFF2, leave the clock alone."""
    chosen = Options()
    chosen.flavor = "woff2"
    chosen.hinting = False
    chosen.layout_features = FEATURES
    chosen.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    chosen.recalc_timestamp = False
    return chosen


def rename(font: TTFont) -> None:
    """Replace the reserved name wherever the font states its own."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = NAME.replace(" ", "") if record.nameID == 6 else NAME


def main() -> None:
    """Write the subsets and the licence beside them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for cut, name in CUTS.items():
        chosen = options()
        font = load_font(str(Path(font_directory) / f"SourceSansPro-{cut}.ttf"), chosen)
        subsetter = Subsetter(options=chosen)
        subsetter.populate(unicodes=characters())
        subsetter.subset(font)
        rename(font)
        save_font(font, str(TARGET / f"{name}.woff2"), chosen)
    shutil.copyfile(Path(font_directory) / "LICENSE.txt", TARGET / "LICENCE.txt")


if __name__ == "__main__":
    main()
