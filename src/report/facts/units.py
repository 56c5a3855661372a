"""What a number is counted in, and how people read it.

A unit decides three things: how a value is written, which arithmetic is allowed with it, and what a column header says.
Shares and percentages are held as percent (2.58 means 2.58 %), money in millions, populations in millions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit of measurement.

    ``name`` is the stable key, ``label`` what a column header prints, ``digits`` the decimals shown, ``family`` what
    may be added to or divided by what, ``currency`` the ISO 4217 code where the unit is money.
    """

    name: str
    label: str
    digits: int
    family: str
    currency: str | None = None


PERCENT_GDP = Unit("percent_gdp", "% of GDP", 2, "percent of GDP")
PERCENT = Unit("percent", "%", 1, "percent")
PERCENT_FINE = Unit("percent_fine", "%", 2, "percent")
POINTS = Unit("points", "points of GDP", 2, "points")
POINTS_A_YEAR = Unit("points_a_year", "points of GDP a year", 2, "points")
USD_M = Unit("usd_m", "US$ million, current prices", 0, "USD current", "USD")
COUNT = Unit("count", "number", 0, "count")
RATIO = Unit("ratio", "ratio", 2, "ratio")
YEAR = Unit("year", "year", 0, "year")
YEARS = Unit("years", "years", 0, "years")
USD_A_HEAD = Unit("usd_a_head", "US$, current prices", 0, "USD per head", "USD")
THOUSAND = Unit("thousand", "thousand", 1, "thousand")
PER_THOUSAND = Unit("per_thousand", "per 1,000 inhabitants", 1, "per thousand")
MILLION = Unit("million", "million", 1, "million")
SPENDERS = Unit("spenders", "equal spenders", 1, "count")
FACTOR = Unit("factor", "factor", 4, "ratio")
TEXT = Unit("text", "text", 0, "text")


def usd_m_constant(base: int | str) -> Unit:
    """US dollars in millions at the prices and exchange rates of ``base``."""
    return Unit(f"usd_m_{base}", f"US$ million, {base} prices", 0, f"USD {base}", "USD")


def ncu_m(currency: str, base: int | str | None = None) -> Unit:
    """National currency in millions, at current prices or at the prices of ``base``."""
    prices = "current prices" if base is None else f"{base} prices"
    name, label = f"{currency.lower()}_m_{base or 'current'}", f"{currency} million, {prices}"
    return Unit(name, label, 0, f"{currency} {prices}", currency)


def money_a_head(currency: str, base: int | str | None = None) -> Unit:
    """Money per inhabitant, at current prices or at the prices of ``base``."""
    prices = "current prices" if base is None else f"{base} prices"
    name, coin = f"{currency.lower()}_a_head_{base or 'current'}", "US$" if currency == "USD" else currency
    return Unit(name, f"{coin}, {prices}", 0, f"{currency} a head {prices}", currency)
