"""Do richer allies carry more than in proportion? Kakwani's index of tax progressivity, carried over to an alliance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from report.burdens.inequality import area_gini
from report.burdens.vectors import UnusableNumbers, Vector, matched, shares


def concentration(amount: ArrayLike, gdp: ArrayLike, population: ArrayLike) -> float:
    """Concentration index C of an amount over allies ordered by GDP per head, people as weights.

    C = 1 − Σ (p_j − p_{j−1})(c_j + c_{j−1}), p cumulating population shares and c shares of the amount, from the poorest ally per head to the
    richest. Of GDP itself it is the population-weighted Gini between allies, G_Y.

    Unit: none. Range: −1 (all from the poorest) to 1 (all from the richest). Source: Kakwani (1977), Economic Journal 87, pp. 71–80.
    What it is not: inequality between persons: everyone in an ally counts with its average.
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
    """Kakwani-type progressivity K = C_E − G_Y; a transfer from tax theory of our own, not found in the literature on NATO.

    C_E is the concentration index of spending and G_Y that of GDP, both over allies ordered by GDP per head and weighted by population.
    K > 0: the richer bear more than in proportion to GDP (progressive); K = 0: an equal share of GDP for all; K < 0: regressive.

    Unit: none. Range: −1 − G_Y to 1 − G_Y. Source: Kakwani (1977), Economic Journal 87, pp. 71–80 (index P = C − G).
    What it is not: a verdict on fairness; a poor frontier state that arms lowers K by its own choice.
    """
    return concentration(spending, gdp, population) - concentration(gdp, gdp, population)
