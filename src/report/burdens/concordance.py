"""Do burdens follow benefits? Wilcoxon's signed-rank test on spending shares less benefit shares."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from report.burdens.measures import Vector, matched, shares
from report.burdens.ranks import average_ranks

PROXIES = ("gdp", "population", "exposed_border")
"""What an ally has to lose: its economy, its people, and its land border with Russia and Belarus."""


class SignedRank(NamedTuple):
    """Wilcoxon's sums of ranks, the two-sided exact p-value and the number of pairs that differ."""

    plus: float
    minus: float
    p: float
    n: int


def benefit_share(*proxies: ArrayLike) -> Vector:
    """s = the plain mean of an ally's share in each proxy of what it gains from the alliance; fractions adding up to 1.

    Range: 0 to 1. Source: Sandler & Shimizu (2014), Foreign Policy Analysis, doi 10.1111/j.1743-8594.2012.00192.x, who average shares of GDP,
    population, exposed borders and terrorism risk; we have no open source for the last. What it is not: a valuation of benefits; the equal
    weights are a convention.
    """
    columns = shares(**{f"proxy {i}": proxy for i, proxy in enumerate(proxies, 1)})
    return np.mean(columns, axis=0)


def concordance(spending: ArrayLike, benefit: ArrayLike) -> SignedRank:
    """Wilcoxon signed-rank test on e − s, spending shares less benefit shares.

    No concordance is claimed when p is small: then burdens lie on one side of benefits for most allies (``plus`` sums the ranks of allies
    that pay more than their benefit share, ``minus`` of those that pay less). A large p does not prove concordance.

    Unit: sums of ranks. Range: plus + minus = n(n + 1)/2. Source: Wilcoxon (1945), Biometrics Bulletin 1(6); the use is that of Sandler &
    Shimizu (2014) and Kim & Sandler (2020), Defence and Peace Economics 31(4). What it is not: a test of how far burdens and benefits lie
    apart; shares add up to one on both sides, so allies are not independent of each other.
    """
    e, s = shares(spending=spending, benefit=benefit)
    return signed_rank(e - s)


def signed_rank(differences: ArrayLike) -> SignedRank:
    """Wilcoxon's test that differences are symmetric about zero: zeros dropped, ties given average ranks, p exact over all 2ⁿ signs."""
    (d,) = matched(differences=differences)
    d = d[d != 0]
    ranks = average_ranks(np.abs(d).round(15))
    plus, minus = float(ranks[d > 0].sum()), float(ranks[d < 0].sum())
    return SignedRank(plus, minus, _signs_p(ranks, min(plus, minus)), len(d))


def _signs_p(ranks: Vector, smaller: float) -> float:
    """min(1, 2·P(W ≤ smaller)) over all signs, counted by convolution; doubled ranks are whole numbers even with ties."""
    ways = np.ones(1)
    for step in np.rint(2 * ranks).astype(int):
        ways = np.concatenate([ways, np.zeros(step)]) + np.concatenate([np.zeros(step), ways])
    return float(min(1.0, 2 * ways[: round(2 * smaller) + 1].sum() / ways.sum()))
