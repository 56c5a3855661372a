"""How likely a statement about the road ahead is: ``probability(d, plan, statement)``.

A statement is tested in every joint draw of :func:`report.outlook.risk`; its probability is the part of the draws in which it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from report.outlook import exchange as rates
from report.outlook.past_errors import Floats
from report.outlook.plan import Plan
from report.outlook.simulation import Simulation, simulate
from report.tables import Dataset, ally
from report.tables.errors import ReportError, unknown

Truth = npt.NDArray[np.bool_]
QUANTITIES = tuple(
    f"{what}_{path}"
    for what in ("gdp", "level", "extra", "cumulative_extra")
    for path in ("usd_m", "usd_m_constant", "ncu_m", "ncu_m_constant")
)
GROUPS = ("NATO_TOTAL", "NATO_EUR_CAN")


@dataclass(frozen=True)
class Statement:
    """A sentence and its test, which says for each draw whether the sentence holds."""

    text: str
    holds: Callable[[Simulation], Truth]


class Probability(NamedTuple):
    """Part of the draws in which a statement holds, 0 to 1; ``standard_error`` is that of drawing, √(p(1 − p)/n), not of the method.

    ``uncertainty`` says what was drawn, ``exchange`` whether real exchange rates were ``held`` or ``drawn`` too. Where growth alone is drawn and a
    plan fixes shares, a statement about a share is certain: 0 or 1.
    """

    statement: str
    probability: float
    standard_error: float
    draws: int
    uncertainty: str
    exchange: str


def probability(d: Dataset, plan: Plan | str | Path, statement: Statement, **options: Any) -> Probability:
    """The probability of a statement under a plan. ``options`` are those of :func:`report.outlook.risk`. 300 of 1,000 draws: 0.3 ± 0.0145."""
    drawn = simulate(d, plan, **options)
    held = np.atleast_1d(statement.holds(drawn))
    p = float(held.mean())
    return Probability(
        statement.text,
        p,
        standard_error(p, len(held)),
        len(held),
        drawn.uncertainty,
        str(options.get("exchange", rates.HELD)),
    )


def standard_error(probability: float, draws: int) -> float:
    """√(p(1 − p) ÷ n): how far a probability found in n independent draws may lie from that of endless ones.

    Unit: probability. Range: 0 to 1 ÷ (2√n). Source: binomial distribution. What it is not: the uncertainty of the method, which is larger.
    """
    return float(np.sqrt(probability * (1 - probability) / draws))


def extra_exceeds(who: str, percent: float, year: int) -> Statement:
    """“The extra cost exceeds ``percent`` % of GDP in ``year``”, both in current US$ of the same draw."""
    name = _who(who)

    def holds(drawn: Simulation) -> Truth:
        return np.greater(_in(drawn, name, "extra_usd_m", year), percent / 100 * _in(drawn, name, "gdp_usd_m", year))

    return Statement(f"{name}: extra cost exceeds {percent:g} % of GDP in {year}", holds)


def amount_exceeds(who: str, quantity: str, millions: float, year: int) -> Statement:
    """“``quantity`` exceeds this many millions in ``year``”; quantities are those of :func:`report.outlook.risk`."""
    name = _who(who)
    if quantity not in QUANTITIES:
        raise unknown("quantity", quantity, QUANTITIES)
    return Statement(
        f"{name}: {quantity} exceeds {millions:,.0f} million in {year}",
        lambda drawn: np.greater(_in(drawn, name, quantity, year), millions),
    )


def outspends(first: str, second: str, by: int, path: str = "usd_m") -> Statement:
    """“``first`` spends more than ``second`` in some year up to ``by``”, in one money path."""
    one, other = _who(first), _who(second)

    def holds(drawn: Simulation) -> Truth:
        years = drawn.years <= _year(drawn, by)
        more = drawn.of(one, "level", path)[years] > drawn.of(other, "level", path)[years]
        return np.any(more, axis=0)

    return Statement(f"{one} outspends {other} by {by} ({path})", holds)


def _who(name: str) -> str:
    return name if name in GROUPS else ally(name)


def _in(drawn: Simulation, who: str, quantity: str, year: int) -> Floats:
    """A quantity of one year in every draw."""
    what, path = next(
        (what, quantity[len(what) + 1 :])
        for what in ("cumulative_extra", "extra", "level", "gdp")
        if quantity.startswith(f"{what}_")
    )
    column: Floats = drawn.of(who, what, path)[drawn.years == _year(drawn, year)][0]
    return column


def _year(drawn: Simulation, year: int) -> int:
    if year not in drawn.years:
        raise ReportError(
            f"{year} is not among the plan's years, {drawn.years[0]} to {drawn.years[-1]}; change the year or the plan's horizon"
        )
    return year
