"""Figures printed on coloured cells can be read on white and on dark pages (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import pytest

from report.charts import claims, theme
from report.charts.pace import NEED
from report.charts.scorecard import FILLS, MARKS, TEXT
from report.publish.colours import counterpart

PAPER, GROUND = "#ffffff", "#12161b"
SHADES = [fill for fill in FILLS.values() if fill != "transparent"]


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


@pytest.mark.parametrize("fill", [*SHADES, PAPER])
def test_figures_on_a_cell_are_readable_on_paper(fill):
    assert contrast(theme.INK, fill) >= 4.5 and contrast(TEXT, fill) >= 4.5


@pytest.mark.parametrize("fill", SHADES)
def test_figures_on_a_cell_are_readable_on_a_dark_page(fill):
    assert contrast(counterpart(TEXT), counterpart(fill)) >= 4.5
    assert contrast(counterpart(theme.INK), GROUND) >= 4.5


def test_shades_stay_apart_on_a_dark_page():
    dark = [counterpart(fill) for fill in SHADES]
    assert len(set(dark)) == 3 and all(contrast(shade, GROUND) > 1.2 for shade in dark)


def test_no_verdict_is_told_by_colour_alone():
    assert len({MARKS[verdict] for verdict in ("good", "fair", "poor")}) == 3


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
