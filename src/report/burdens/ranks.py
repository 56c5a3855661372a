"""Who bears more: rank correlation with GDP (Spearman) and burdens against benefits (Wilcoxon's signed-rank test)."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from report.burdens.measures import Vector, matched, shares

DRAWS = 2_000
"""Permutations drawn, each with all its rotations: 62,000 orders of 31 allies, a standard error of at most 0.002."""
SEED = 1966
"""Seed of the permutations: the year of Olson and Zeckhauser's paper."""
BLOCK = 200
"""Permutations multiplied at a time: products this small stay in one thread, much faster on a busy machine."""
EXACT_UP_TO = 8
"""Up to this many allies all n! orders are counted instead of drawn (8! = 40,320)."""


def average_ranks(values: ArrayLike) -> Vector:
    """Ranks from 1 (smallest), ties sharing the mean of the places they take: 10, 30, 30 → 1, 2.5, 2.5."""
    (numbers,) = matched(values=values)
    _, place, count = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[place]


def spearman_rho(a: ArrayLike, b: ArrayLike) -> float:
    """Spearman's rho: the Pearson correlation of average ranks; nan when one side is all ties or there are fewer than
    two pairs.

    Unit: none. Range: −1 (opposite order) to 1 (same order). Source: Spearman (1904), American Journal of Psychology
    15(1). What it is not: sensitive to distances, only to order; nor proof of cause.
    """
    first, second = matched(a=a, b=b)
    return float(_deviations(average_ranks(first)) @ _deviations(average_ranks(second))) if first.size > 1 else np.nan


def spearman_p(a: ArrayLike, b: ArrayLike, draws: int = DRAWS, seed: int = SEED) -> float:
    """Two-sided p-value of Spearman's rho: how often a random order of ``b`` gives a rho at least as far from zero.

    Exact over all n! orders for up to 8 pairs; above that (1 + hits)/(1 + n·draws) over seeded permutations and their
    rotations, ties kept as they are. Every rotation of a random order is itself a random order, and cheap. Unit:
    probability. Range: above 0 to 1. Source: Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular
    Biology 9(1), for counting the order observed. What it is not: the probability that there is no association.
    """
    rho = spearman_rho(a, b)
    if np.isnan(rho):
        return np.nan
    null = _no_association(_deviations(average_ranks(a)), _deviations(average_ranks(b)), draws, seed)
    hits = int(np.count_nonzero(np.abs(null) >= abs(rho) - 1e-9))
    observed = int(np.size(a) > EXACT_UP_TO)
    return (hits + observed) / (null.size + observed)


def _no_association(first: Vector, second: Vector, draws: int, seed: int) -> Vector:
    """rho for every order of the second ranks, or for seeded orders and their rotations."""
    if second.size <= EXACT_UP_TO:
        return second[_every_order(second.size)] @ first
    places = np.arange(first.size)
    rotations, orders = first[(places[:, None] + places) % first.size], _orders(second.size, draws, seed)
    return np.concatenate([second[block] @ rotations for block in np.array_split(orders, -(-draws // BLOCK))])


def _deviations(ranks: Vector) -> Vector:
    """Ranks less their mean, scaled to length one: their product is a correlation."""
    centred = ranks - ranks.mean()
    length = np.sqrt(centred @ centred)
    return centred / length if length > 0 else np.full_like(centred, np.nan)


@lru_cache(maxsize=8)
def _every_order(n: int) -> np.ndarray:
    return np.array(list(permutations(range(n))), dtype=np.uint8)


@lru_cache(maxsize=64)
def _orders(n: int, draws: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).permuted(np.broadcast_to(np.arange(n, dtype=np.intp), (draws, n)), axis=1)


SIGNIFICANT = 0.05
"""The p-value, two-sided, up to which a result counts as significant here."""


class Association(NamedTuple):
    """A rank correlation with its two-sided p-value and the number of allies."""

    rho: float
    p: float
    n: int


def exploitation(gdp: ArrayLike, share_gdp: ArrayLike) -> Association:
    """Spearman's rho of GDP and defence share of GDP: rho > 0 where larger allies bear the heavier burden.

    Olson and Zeckhauser expect rho > 0 for a pure public good: the ally that gains most provides most and the small
    ride free ("exploitation of the great by the small"). rho near zero agrees with joint products, rho < 0 with threats
    that weigh on small frontier states.

    Unit: none; p is two-sided. Range: −1 to 1. Source: Olson & Zeckhauser (1966), Review of Economics and Statistics
    48(3), pp. 266–279; rank test as in Sandler & Shimizu (2014), Foreign Policy Analysis, doi
    10.1111/j.1743-8594.2012.00192.x. What it is not: a test of who benefits (see :mod:`.concordance`), nor of causes;
    and GDP is a proxy for what an ally has to gain.
    """
    return Association(spearman_rho(gdp, share_gdp), spearman_p(gdp, share_gdp), int(np.size(gdp)))


class SignedRank(NamedTuple):
    """Wilcoxon's sums of ranks, the two-sided exact p-value and the number of pairs that differ."""

    plus: float
    minus: float
    p: float
    n: int


def benefit_share(*proxies: ArrayLike) -> Vector:
    """s = the plain mean of an ally's share in each proxy of what it gains from the alliance; fractions adding up to 1.

    Range: 0 to 1. Source: Sandler & Shimizu (2014), Foreign Policy Analysis, doi 10.1111/j.1743-8594.2012.00192.x, who
    average shares of GDP, population, exposed borders and terrorism risk; we have no open source for the last. What it
    is not: a valuation of benefits; the equal weights are a convention.
    """
    columns = shares(**{f"proxy {i}": proxy for i, proxy in enumerate(proxies, 1)})
    return np.mean(columns, axis=0)


def concordance(spending: ArrayLike, benefit: ArrayLike) -> SignedRank:
    """Wilcoxon signed-rank test on e − s, spending shares less benefit shares.

    No concordance is claimed when p is small: then burdens lie on one side of benefits for most allies (``plus`` sums
    the ranks of allies that pay more than their benefit share, ``minus`` of those that pay less). A large p does not
    prove concordance.

    Unit: sums of ranks. Range: plus + minus = n(n + 1)/2. Source: Wilcoxon (1945), Biometrics Bulletin 1(6); the use is
    that of Sandler & Shimizu (2014) and Kim & Sandler (2020), Defence and Peace Economics 31(4). What it is not: a test
    of how far burdens and benefits lie apart; shares add up to one on both sides, so allies are not independent of each
    other.
    """
    e, s = shares(spending=spending, benefit=benefit)
    return signed_rank(e - s)


def signed_rank(differences: ArrayLike) -> SignedRank:
    """Wilcoxon's test that differences are symmetric about zero: zeros dropped, ties given average ranks, p exact over
    all 2ⁿ signs."""
    (d,) = matched(differences=differences)
    d = d[d != 0]
    ranks = average_ranks(np.abs(d).round(15))
    plus, minus = float(ranks[d > 0].sum()), float(ranks[d < 0].sum())
    return SignedRank(plus, minus, _signs_p(ranks, min(plus, minus)), len(d))


def _signs_p(ranks: Vector, smaller: float) -> float:
    """min(1, 2·P(W ≤ smaller)) over all signs, by convolution; doubled ranks are whole numbers even with ties."""
    ways = np.ones(1)
    for step in np.rint(2 * ranks).astype(int):
        ways = np.concatenate([ways, np.zeros(step)]) + np.concatenate([np.zeros(step), ways])
    return float(min(1.0, 2 * ways[: round(2 * smaller) + 1].sum() / ways.sum()))
