"""Figures printed on coloured cells can be read on white and on dark pages (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from pathlib import Path

import pytest

from report.charts import claims, theme
from report.charts.scorecard import COLOURS, NEED
from report.publish.colours import counterpart

PAPER, GROUND = "#ffffff", "#12161b"
STYLE = (Path(__file__).parents[2] / "src/report/publish/static/style.css").read_text("utf-8")
SQUARES = re.findall(r'\[data-standing="(\w+)[^{]*{ --fill: (#\w+);.*?--on: (#\w+);', STYLE)
"""The squares of the map by standing: ground and ink, the same on both themes."""


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black and 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_by_hand():
    # Black on white: (1 + 0.05) / (0 + 0.05) = 21.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("standing", "fill", "ink"), SQUARES)
def test_words_on_a_square_of_the_map_are_readable(standing, fill, ink):
    assert contrast(ink, fill) >= 4.5


def test_squares_differ_in_lightness_too():
    shades = sorted(luminance(fill) for _, fill, _ in SQUARES)
    assert len(shades) == len({*COLOURS, "met"}) and len(set(shades)) == len(shades)


@pytest.mark.parametrize("colour", [*COLOURS.values(), theme.BLUE, theme.AMBER, theme.MUTED, theme.DEEP])
def test_marks_stand_out_from_both_grounds(colour):
    # WCAG 1.4.11: 3 to 1.
    assert contrast(colour, PAPER) >= 3 and contrast(counterpart(colour), GROUND) >= 3


@pytest.mark.parametrize("ink", [theme.INK, theme.RUST, theme.RULE])
def test_words_of_charts_are_readable_on_both_grounds(ink):
    assert contrast(ink, PAPER) >= 4.5 and contrast(counterpart(ink), GROUND) >= 4.5


def test_bars_and_dots_of_the_pace_stand_out_from_the_page_and_each_other():
    # WCAG 1.4.11: 3 to 1.
    assert contrast(NEED, PAPER) >= 3 and contrast(theme.DARK, NEED) >= 3
    assert contrast(counterpart(NEED), GROUND) >= 3


@pytest.mark.parametrize("family", claims.COLOURS)
def test_numbers_in_the_bars_of_claims_are_readable_on_both_and_the_bars_stand_out(family):
    fill = claims.COLOURS[family]
    assert contrast(claims.NUMBERS, fill) >= 4.5
    assert contrast(counterpart(claims.NUMBERS), counterpart(fill)) >= 4.5
    # WCAG 1.4.11: what is drawn stands out from the page by 3 to 1.
    assert contrast(fill, PAPER) >= 3 and contrast(counterpart(fill), GROUND) >= 3
