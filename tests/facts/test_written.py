"""How values are written for people."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts import units, written


@pytest.mark.parametrize(
    ("millions", "currency", "text"),
    [
        (440_060.5, "USD", "US$440 billion"),
        (2_116_159.6, "USD", "US$2.12 trillion"),
        (15_672.5, "USD", "US$15.7 billion"),
        (2_642.4, "EUR", "€2.64 billion"),
        (999.6, "GBP", "£1.00 billion"),
        (913.9, "USD", "US$914 million"),
        (4.2, "EUR", "€4.2 million"),
        (2_660_000, "TRY", "TRY 2.66 trillion"),
        (-1_290, "USD", "−US$1.29 billion"),
        (10.5, "USD", "US$10.5 million"),
        (0.0, "USD", "US$0"),
        (0.01, "EUR", "€0"),
    ],
)
def test_money_is_read_at_three_figures(millions, currency, text):
    assert written.money(millions, currency) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2.58, units.PERCENT_GDP, "2.58%"),
        (57.07, units.PERCENT, "57.1%"),
        (0.209, units.POINTS_A_YEAR, "0.21 points"),
        (-0.06, units.POINTS_A_YEAR, "−0.06 points"),
        (2035, units.YEAR, "2035"),
        (1931.3, units.USD_A_HEAD, "US$1,931"),
        (31, units.COUNT, "31"),
        (math.nan, units.PERCENT, "–"),
        (None, units.USD_M, "–"),
        (("Estonia", "Latvia", "Poland"), units.TEXT, "Estonia, Latvia and Poland"),
        ((), units.TEXT, "none"),
    ],
)
def test_values_in_their_units(value, unit, text):
    assert written.value(value, unit) == text


def test_minus_zero_is_zero():
    assert written.decimal(-0.001, 2) == "0.00"
    assert written.signed(-0.001, 2) == "0.00"
    assert written.signed(0.2, 1) == "+0.2"


def test_dates_names_and_ordinals():
    assert written.day("2026-07-03") == "3 July 2026"
    assert written.month("2026-07") == "July 2026"
    assert written.possessive("Spain") == "Spain’s"
    assert written.possessive("the Netherlands") == "the Netherlands’"
    assert [written.ordinal(n) for n in (1, 10, 11, 12, 21, 22, 23, 24)] == [
        "first",
        "tenth",
        "11th",
        "12th",
        "21st",
        "22nd",
        "23rd",
        "24th",
    ]
    assert [written.number_word(n) for n in (0, 5, 12, 13, 1_000)] == ["none", "five", "twelve", "13", "1,000"]


@given(st.floats(1, 1e9, allow_nan=False))
def test_money_keeps_three_figures_of_the_value(millions):
    number, word = written.money(millions, "USD").removeprefix("US$").split(" ")
    scale = {"trillion": 1e6, "billion": 1e3, "million": 1}[word]
    assert float(number.replace(",", "")) * scale == pytest.approx(millions, rel=0.05 if millions < 10 else 0.006)


FIGURES = st.floats(-1e9, 1e9).map(lambda value: round(value, 6))
NEAR_TIES = st.builds(
    lambda whole, digits: float(f"{whole}5e-{digits}"), st.integers(-(10**6), 10**6), st.integers(0, 5)
)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(3.015, 2, "3.02"), (34.65, 1, "34.7"), (-0.285, 2, "−0.29"), (2.5, 0, "3"), (-0.004, 2, "0.00")],
)
def test_numbers_are_rounded_half_up_as_they_are_written(value, digits, text):
    # the binary numbers lie at 3.01499…, 34.64999… and −0.28499…
    assert written.decimal(value, digits) == text


@given(FIGURES | NEAR_TIES | st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_rounding_is_that_of_decimal_arithmetic(value, digits):
    exact = Decimal(repr(value))
    found = written.rounded(value, digits)
    assert abs(found - exact) <= Decimal(5).scaleb(-digits - 1)
    assert found == exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, context=Context(prec=400))
    assert not (found == 0 and found.is_signed())


@given(FIGURES | NEAR_TIES, st.integers(0, 5))
def test_a_chart_writes_what_a_sentence_writes(value, digits):
    # JavaScript's toFixed: the exact binary number, half away from zero
    binary = Decimal(written.for_chart(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert binary == written.rounded(float(f"{value:.12g}"), digits)


@given(NEAR_TIES, st.integers(0, 3))
def test_sign_and_text_agree(value, digits):
    text = written.signed(value, digits)
    assert text.startswith("+" if text.strip("0.,+−") and value > 0 else "−" if text.strip("0.,+−") else "0")
