"""Chart colours for dark pages.

Charts are drawn once, in colours for paper. For a dark page each colour gets a counterpart of the same hue: greys
change places with their opposites; colours are lightened, the darkest most, so that what stands out on paper stands out
on the dark ground; pale tints become dark tints. The pairs are written as style rules that match the colours in the
drawing: one drawing serves both, script or none. Lightness and chroma are those of OKLCH (Ottosson 2020, "A perceptual
color space for image processing").
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

_PAINT = re.compile(r'(?:fill|stroke)="([^"]+)"')
_RGB = re.compile(r"rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)")
_NAMES = {"black": "#000", "white": "#fff", "gray": "#808080", "grey": "#808080", "red": "#f00", "steelblue": "#4682b4"}
_GREY_CHROMA = 0.035
_DARKEST, _PALE = 0.30, 0.86
_DIMMEST, _BRIGHTEST = 0.62, 0.86
_FAINT = 0.40
_GROUND, _PAPER_INK = 0.21, 0.93
_MIRROR_CURVE = 2.2

Linear = tuple[float, float, float]


def dark_rules(drawings: str) -> str:
    """Style rules that recolour all fills and strokes found in the drawings when the page is dark."""
    return "".join(
        f'.chart [{kind}="{paint}"]{{{kind}:light-dark({paint},{dark})}}'
        for paint in sorted(set(_PAINT.findall(drawings)))
        if (dark := counterpart(paint))
        for kind in ("fill", "stroke")
    )


@lru_cache(maxsize=256)
def counterpart(paint: str) -> str | None:
    """The colour to use on a dark page, or None for a paint that is no plain colour (none, a gradient)."""
    rgb = _parse(paint)
    if rgb is None:
        return None
    lightness, chroma, hue = _oklch(rgb)
    parts = _from_oklch(_on_dark(lightness, chroma), chroma, hue)
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in parts)


def _on_dark(lightness: float, chroma: float) -> float:
    """Lightness on a dark page: greys are mirrored between ground and ink, colours by contrast, tints kept faint."""
    if chroma < _GREY_CHROMA:
        return _PAPER_INK - (_PAPER_INK - _GROUND) * lightness**_MIRROR_CURVE
    if lightness > _PALE:
        return _FAINT - (lightness - _PALE)
    paleness = max(0.0, (lightness - _DARKEST) / (_PALE - _DARKEST))
    return _BRIGHTEST - (_BRIGHTEST - _DIMMEST) * paleness


def _parse(paint: str) -> Linear | None:
    paint = _NAMES.get(paint.lower(), paint)
    if match := _RGB.match(paint):
        return tuple(int(part) / 255 for part in match.groups())  # type: ignore[return-value]
    digits = paint.removeprefix("#")
    if paint == digits or len(digits) not in (3, 6):
        return None
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))  # type: ignore[return-value]


def _oklch(rgb: Linear) -> tuple[float, float, float]:
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    l_, m_, s_ = (
        math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b),
        math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b),
        math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b),
    )
    lightness = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b_ = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return lightness, math.hypot(a, b_), math.atan2(b_, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> Linear:
    """Back to sRGB, giving up chroma until the colour exists."""
    while True:
        rgb = _srgb(lightness, chroma * math.cos(hue), chroma * math.sin(hue))
        if chroma < 0.002 or all(-0.001 <= part <= 1.001 for part in rgb):
            return rgb
        chroma *= 0.97


def _srgb(lightness: float, a: float, b: float) -> Linear:
    l_, m_, s_ = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    return (
        _encoded(4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_),
        _encoded(-1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_),
        _encoded(-0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_),
    )


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
