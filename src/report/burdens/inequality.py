"""How unequally the burden is spread: Lorenz curve, Gini, Hoover, Theil and Herfindahl–Hirschman index.

All compare spending shares ``e = E/ΣE`` with GDP shares ``y = Y/ΣY`` of the members with forces in one year, both at
current prices and exchange rates. Equal burdens mean the same share of GDP for all, whatever that share is: none of
these says whether the alliance spends enough.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from report.burdens.measures import UnusableNumbers, Vector, matched, shares


def lorenz(spending: ArrayLike, gdp: ArrayLike) -> tuple[Vector, Vector]:
    """The Lorenz curve of burdens: points (x, z) from (0, 0) to (1, 1).

    ``x`` cumulates GDP shares and ``z`` spending shares, allies taken from the lightest burden e/y to the heaviest. The
    diagonal is an equal share of GDP for all.

    Unit: fractions of the alliance's GDP and spending. Range: 0 ≤ z ≤ x ≤ 1, convex. Source: Lorenz (1905), applied to
    defence by Groot & van den Berg (2009), Defence and Peace Economics 20(1), where the diagonal is a constant burden.
    What it is not: a curve over people or over time; each ally weighs by its GDP.
    """
    order = lorenz_order(spending, gdp)
    e, y = shares(spending=spending, gdp=gdp)
    return _from_zero(y[order]), _from_zero(e[order])


def lorenz_order(spending: ArrayLike, gdp: ArrayLike) -> np.ndarray:
    """Positions of the allies from the lightest burden E/Y to the heaviest, ties in the order given."""
    e, y = matched(spending=spending, gdp=gdp)
    if (y <= 0).any():
        raise UnusableNumbers("gdp must be above nothing for every ally: a burden is spending over GDP")
    return np.argsort(e / y, kind="stable")


def _from_zero(parts: Vector) -> Vector:
    return np.concatenate([[0.0], np.cumsum(parts)])


def area_gini(x: Vector, z: Vector) -> float:
    """1 − Σ (x_j − x_{j−1})(z_j + z_{j−1}): twice the area between the diagonal and a curve from (0, 0) to (1, 1), by
    trapezoids."""
    return float(1 - np.sum(np.diff(x) * (z[1:] + z[:-1])))


def gini(spending: ArrayLike, gdp: ArrayLike) -> float:
    """Gini coefficient of burdens: 1 − Σ (x_j − x_{j−1})(z_j + z_{j−1}) on the Lorenz curve of :func:`lorenz`.

    Unit: none. Range: 0 (one share of GDP for all) to 1 − the smallest GDP share (that ally spends it all). Source:
    Groot & van den Berg (2009), Defence and Peace Economics 20(1). What it is not: inequality between allies counted
    alike; a small ally far from the rest barely moves it.
    """
    return area_gini(*lorenz(spending, gdp))


def hoover(spending: ArrayLike, gdp: ArrayLike) -> float:
    """Part of all spending that would have to change hands for every ally to carry the same share of GDP: ½ Σ |e − y|.

    Also the largest vertical distance between the diagonal and the Lorenz curve of :func:`lorenz`. Unit: fraction.
    Range: 0 (equal burdens) to 1 − the smallest GDP share. Source: Hoover (1936), Review of Economics and Statistics
    18(4); the use with GDP shares is ours. What it is not: a bill: it says how much is out of proportion, not who
    should move.
    """
    e, y = shares(spending=spending, gdp=gdp)
    return float(np.abs(e - y).sum() / 2)


def theil(spending: ArrayLike, gdp: ArrayLike) -> float:
    """Theil index of burdens: T = Σ e ln(e/y), with 0 ln 0 = 0.

    Unit: nats. Range: 0 (equal burdens) upwards. Source: Theil (1967), Economics and Information Theory, ch. 4; the use
    with GDP shares is ours. What it is not: bounded or readable as a percentage; use it for its decomposition
    (:func:`theil_parts`).
    """
    e, y = shares(spending=spending, gdp=gdp)
    spent = e > 0
    return float(np.sum(e[spent] * np.log(e[spent] / y[spent])))


def theil_parts(spending: ArrayLike, gdp: ArrayLike, group: ArrayLike) -> tuple[float, float]:
    """Theil's index split in two: (between groups, within groups), which add up to :func:`theil`.

    Between: Σ_g e_g ln(e_g/y_g), the groups taken as single allies. Within: Σ_g e_g T_g, each group's own index
    weighted by its part of spending. With the groups "United States" and "the rest", the first asks how far the two
    stand apart, the second how far Europe and Canada differ among themselves (one ally alone has no inequality within).

    Unit: nats. Range: both ≥ 0. Source: Theil (1967), ch. 4. What it is not: a causal split.
    """
    e, y = shares(spending=spending, gdp=gdp)
    groups = np.asarray(group)
    members = [groups == name for name in dict.fromkeys(groups.tolist())]
    between = theil([e[m].sum() for m in members], [y[m].sum() for m in members])
    within = sum(float(e[m].sum()) * theil(e[m], y[m]) for m in members if e[m].sum() > 0)
    return between, float(within)


def hhi(spending: ArrayLike) -> float:
    """Herfindahl–Hirschman index of spending: Σ e².

    Unit: none (fractions; multiply by 10,000 for the competition-law scale). Range: 1/n (n equal spenders) to 1 (one
    ally spends all); 1/hhi is the number of equal spenders that would be as concentrated. Source: Hirschman (1964),
    American Economic Review 54(5). What it is not: a measure of fairness: it looks at spending alone, so a large ally
    with a light burden raises it too.
    """
    (e,) = shares(spending=spending)
    return float(np.sum(e**2))


def concentration(amount: ArrayLike, gdp: ArrayLike, population: ArrayLike) -> float:
    """Concentration index C of an amount over allies ordered by GDP per head, people as weights.

    C = 1 − Σ (p_j − p_{j−1})(c_j + c_{j−1}), p cumulating population shares and c shares of the amount, from the
    poorest ally per head to the richest. Of GDP itself it is the population-weighted Gini between allies, G_Y.

    Unit: none. Range: −1 (all from the poorest) to 1 (all from the richest). Source: Kakwani (1977), Economic Journal
    87, pp. 71–80. What it is not: inequality between persons: everyone in an ally counts with its average.
    """
    _, y, n = matched(amount=amount, gdp=gdp, population=population)
    if (n <= 0).any():
        raise UnusableNumbers("population must be above nothing for every ally")
    _, place = np.unique(y / n, return_inverse=True)
    c, p = shares(amount=amount, population=population)
    return area_gini(_cumulated(p, place), _cumulated(c, place))


def _cumulated(parts: Vector, place: np.ndarray) -> Vector:
    """Parts summed up the ladder of GDP per head; allies equally rich share a rung, so their order cannot matter."""
    return np.concatenate([[0.0], np.cumsum(np.bincount(place, weights=parts))])


def kakwani(spending: ArrayLike, gdp: ArrayLike, population: ArrayLike) -> float:
    """Kakwani-type progressivity K = C_E − G_Y; a transfer from tax theory of our own, not found in the literature on
    NATO.

    C_E is the concentration index of spending and G_Y that of GDP, both over allies ordered by GDP per head and
    weighted by population. K > 0: the richer bear more than in proportion to GDP (progressive); K = 0: an equal share
    of GDP for all; K < 0: regressive.

    Unit: none. Range: −1 − G_Y to 1 − G_Y. Source: Kakwani (1977), Economic Journal 87, pp. 71–80 (index P = C − G).
    What it is not: a verdict on fairness; a poor frontier state that arms lowers K by its own choice.
    """
    return concentration(spending, gdp, population) - concentration(gdp, gdp, population)
