"""How values are written for people: one place, British English, numbers by babel."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_symbol

from report.facts.units import Unit

LOCALE = Locale("en", "GB")
MISSING = "–"
_MONTHS = tuple(LOCALE.months["format"]["wide"].values())
_EXACTLY = Context(prec=400, rounding=ROUND_HALF_UP)
SCALES = ((1_000_000.0, "trillion"), (1_000.0, "billion"), (1.0, "million"))


@lru_cache(maxsize=1 << 16)  # a country page writes 1,200 numbers, most of them more than once, at 30 µs each
def decimal(value: float, digits: int = 0) -> str:
    """``1234.5`` → ``1,234.5``: fixed decimals, thousands grouped, a true minus sign."""
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return format_decimal(rounded(value, digits), format=pattern, locale=LOCALE).replace("-", "−")


def rounded(value: float, digits: int = 0) -> Decimal:
    """A number as all here print it: half up, away from zero, on the decimal as written (3.015: 3.02); no minus zero.

    ``round`` goes by the binary number behind it, which for 3.015 lies a little lower.
    """
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        return exact
    found = exact.quantize(Decimal(1).scaleb(-digits), context=_EXACTLY)
    return found if found else abs(found)


def for_chart(value: float) -> float:
    """A number as a chart holds it: to twelve figures, and so that the chart writes what :func:`decimal` writes.
    JavaScript's ``toFixed`` rounds the binary number; below a decimal in five the next larger serves."""
    short = float(f"{value:.12g}")
    as_written = Decimal(repr(short))
    is_below = (
        as_written.is_finite()
        and as_written.normalize().as_tuple().digits[-1] == 5
        and abs(Decimal(short)) < abs(as_written)
    )
    return math.nextafter(short, math.copysign(math.inf, short)) if is_below else short


def signed(value: float, digits: int = 0) -> str:
    """As :func:`decimal`, with a plus sign on positive values."""
    text = decimal(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def figure(value: float, digits: int, plus: bool = False) -> str:
    """A figure of a table: as :func:`decimal`, or as :func:`signed` where gains and losses stand in one column."""
    return signed(value, digits) if plus else decimal(value, digits)


def money(millions: float, currency: str) -> str:
    """Millions of ``currency`` at reading scale: ``€1.94 billion``, ``US$440 billion``, three figures."""
    amount = abs(millions)
    if amount < 0.05:
        return f"{symbol(currency)}0"
    size, word = next(((s, w) for s, w in SCALES if amount >= s * 0.9995), SCALES[-1])
    scaled = millions / size
    text = decimal(scaled, _money_digits(abs(scaled), word))
    return f"{_sign(text)}{symbol(currency)}{text.lstrip('−')} {word}"


def _money_digits(scaled: float, word: str) -> int:
    if word == "million":
        return 0 if scaled >= 99.95 else 1
    return 2 if scaled < 9.995 else 1 if (scaled < 999.5 and word == "trillion") or scaled < 99.95 else 0


def _sign(text: str) -> str:
    return "−" if text.startswith("−") else ""


def symbol(currency: str) -> str:
    """The sign a British reader knows (``€``, ``£``, ``US$``), else the code followed by a space."""
    sign = get_currency_symbol(currency, locale=LOCALE)
    return f"{sign} " if sign[-1].isalpha() else sign


def listing(names: Sequence[str]) -> str:
    """Names as a sentence lists them: ``Estonia, Latvia and Poland``; ``none`` for an empty list."""
    return format_list(list(names), style="standard", locale=LOCALE) if names else "none"


def sentence_case(text: str) -> str:
    """The first letter as a capital, as at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def possessive(name: str) -> str:
    """``Spain’s``, ``the Netherlands’``."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def day(value: datetime.date | str) -> str:
    """A date in full: ``3 July 2026``."""
    date = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(date, format="d MMMM y", locale=LOCALE)


def month(value: str) -> str:
    """``2026-07`` → ``July 2026``."""
    return format_date(datetime.date.fromisoformat(f"{value}-01"), format="MMMM y", locale=LOCALE)


_MONTH = re.compile(r"([A-Z][a-z]+) (\d{4})")


@lru_cache(maxsize=1 << 8)
def month_id(text: str) -> str:
    """``NATO, July 2026; IMF …`` → ``2026-07``: the first month a text names, as ids have it; empty without one."""
    found = _MONTH.search(text)
    return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}" if found else ""


def day_or_month(value: str) -> str:
    """``2026-07-10`` → ``10 July 2026``, ``2026-07`` → ``July 2026``; a dash for anything else, such as a blank."""
    known = {10: day, 7: month}.get(len(value))
    return known(value) if known else MISSING


def value(number: float | int | str | Sequence[str] | None, unit: Unit) -> str:
    """Any value in its unit, ready for a sentence or a table cell; a dash where there is none."""
    if isinstance(number, str):
        return number
    if number is None or number != number:
        return MISSING
    if isinstance(number, Sequence):
        return listing(number)
    return _number(float(number), unit)


def _number(number: float, unit: Unit) -> str:
    if unit.family == "year":
        return str(int(number))
    if unit.currency and "head" in unit.name:
        return f"{_sign(decimal(number))}{symbol(unit.currency)}{decimal(abs(number))}"
    if unit.currency:
        return money(number, unit.currency)
    if unit.family in ("percent of GDP", "percent"):
        return f"{decimal(number, unit.digits)}%"
    if unit.family == "points":
        return f"{decimal(number, unit.digits)} points"
    return decimal(number, unit.digits)


def ends(low: float, high: float, unit: Unit) -> tuple[str, str]:
    """The ends of a range: ``US$390`` and ``490 billion``; both in full where they differ in sign or scale."""
    first, last = value(low, unit), value(high, unit)
    if not unit.currency or "−" in first + last:
        return first, last
    sign = symbol(unit.currency)
    number, _, word = first.removeprefix(sign).partition(" ")
    if word and not last.endswith(f" {word}"):
        return first, last
    return f"{sign}{number}", last.removeprefix(sign)


_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_word(number: int) -> str:
    """Small whole numbers as words up to twelve, larger ones in figures, as British newspapers print them."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else decimal(number)


def ordinal(number: int) -> str:
    """``first`` to ``tenth`` in words, then ``11th``, ``22nd``."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    if 1 <= number <= len(words):
        return words[number - 1]
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]%")


def typeset(content: str) -> str:
    """Text as the site prints it, whatever a record has: ``NATO’s``, not ``NATO's``; ``2%``, not ``2 %``."""
    return _PERCENT.sub("%", _APOSTROPHE.sub("’", content))
