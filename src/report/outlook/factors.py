"""What a draw multiplies a plan's money by, in each money path: the error of GDP and prices, cumulated and as a factor.

    usd_m           exp(growth error + US price error): inflation that the exchange rate makes up for costs no dollars
    usd_m_constant  exp(growth error)
    ncu_m           exp(growth error + own price error)
    ncu_m_constant  exp(growth error)

Errors are cumulated from the macro vintage's first forecast year, or an ally's base year if later. The base year itself
is NATO's figure and carries no range here: how far NATO's own estimates move is measured in
:mod:`report.outlook.backtest`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.outlook.cost import PATHS
from report.outlook.past_errors import FAR, Errors, Floats, Ints, errors_of
from report.outlook.pool import Rules, Truth, centre_of, futures, pool
from report.outlook.stretch import stretch, stretch_of_sum
from report.tables import Dataset
from report.tables.errors import ReportError

ANCHOR = "USA"
"""The ally whose prices move current US dollars."""


class Factors(NamedTuple):
    """Drawn factors of each money path, allies × years × draws: 1 in years the vintage already knows and up to the base
    year; what they are centred on and how far they are widened.

    ``centre`` factors of each path, allies × years; ``stretch`` by year. ``learnt``: what a sum's stretch comes from
    (None where nothing is drawn): the record, its rules, the vintage's year, the allies' rows in it, the years.
    """

    drawn: dict[str, Floats]
    centre: dict[str, Floats]
    stretch: Floats
    learnt: tuple[Errors, Rules, int, list[int], Ints] | None

    def of_sum(
        self, path: str, rows: list[int], amounts: Floats, weights: Floats, chosen: Truth | None = None
    ) -> Floats:
        """The factor of a sum of allies' ``amounts`` (rows × years, or × draws too) in every draw, years × draws;
        ``weights`` of the rows, for its stretch; of the ``chosen`` years.

        F = Σ amount × factor ÷ Σ amount. Draws carry the stretch s of single allies; a sum's own is g: M · (F ÷ M)^(g ÷
        s), M the same mean of the centres. F of 0.9 and M of 0.95 with g ÷ s of 1.2: 0.95 × 0.9474^1.2 = 0.8904. One
        where nothing is summed.
        """
        years = np.arange(len(self.stretch)) if chosen is None else np.flatnonzero(chosen)
        at = np.ix_(np.array(rows, dtype=int), years)
        amounts = (amounts if amounts.ndim == 3 else amounts[:, :, None])[:, at[1][0]]
        if len(rows) == 1:
            return self.drawn[path][at][0]
        whole = amounts.sum(axis=0)
        whole = np.where(whole == 0, np.nan, whole)
        both, drawn = np.broadcast_arrays(amounts, self.drawn[path][at])
        factor = np.einsum("atn,atn->tn", both, drawn) / whole
        centre = (amounts * self.centre[path][at][:, :, None]).sum(axis=0) / whole
        further = (self.stretch_of(rows, weights) / self.stretch)[at[1][0], None]
        return np.nan_to_num(np.where(factor > 0, centre * np.abs(factor / centre) ** further, factor), nan=1.0)

    def stretch_of(self, rows: list[int], weights: Floats) -> Floats:
        """The stretch of the rows' sum by year, their own for a single ally; below zero, of those who save."""
        weights = weights * np.sign(weights.sum())
        if self.learnt is None or len(rows) == 1 or not (weights > 0).any():
            return self.stretch
        errors, rules, now, places, years = self.learnt
        by_ally = np.zeros(len(errors.allies))
        by_ally[[places[row] for row in rows]] = np.maximum(weights, 0)
        ahead = np.maximum(years - now, 0)
        return stretch_of_sum(errors, now, by_ally, rules, int(ahead.max()) + 1)[ahead]


def factors(
    d: Dataset, base_years: dict[str, int], years: Ints, draws: int, seed: int, exchange: str, rules: Rules
) -> Factors:
    """The factors of the allies of ``base_years`` in ``years``, centred and pooled by ``rules``."""
    now, season = int(d.vintage[:4]), d.vintage[5:]
    errors, rng = errors_of(d, season), np.random.default_rng(seed)
    span = max(int(years[-1]) - now + 1, 1)
    widening = stretch(errors, now, rules, span)
    drawn = futures(pool(errors, now, rules), span, draws, rng, widening)
    rows = [errors.allies.index(iso3) for iso3 in base_years]
    bases = list(base_years.values())
    anchor = [errors.allies.index(ANCHOR)] * (len(rows) if len(set(bases)) > 1 else 1)

    def of(cube: Floats, at: list[int]) -> Floats:
        return placed(cube, at, bases[: len(at)], now, years)

    walk = None
    if exchange == DRAWN:
        changes = walks(real_changes(d.macro_panel, list(base_years), now), span, draws, rng)
        walk = of(changes, list(range(len(rows))))
    beyond = ((0, 0), (0, max(span - FAR, 0)))  # beyond the horizons of the record the last centre stays
    centres = (np.pad(mean, beyond, mode="edge")[:, :span] for mean in centre_of(errors, now, rules))
    growth, prices = (mean[:, :, None] for mean in centres)
    centre = _paths(of(growth, rows), of(prices, anchor), of(prices, rows))
    for cube, mean in zip(drawn, (growth, prices), strict=True):
        cube += mean
    paths = _paths(of(drawn.growth, rows), of(drawn.prices, anchor), of(drawn.prices, rows), walk)
    ahead = np.maximum(years - now, 0)
    centred = {name: mean[:, :, 0] for name, mean in centre.items()}
    return Factors(paths, centred, widening[ahead], (errors, rules, now, rows, years))


def _paths(growth: Floats, dollar: Floats, own: Floats, walk: Floats | None = None) -> dict[str, Floats]:
    """Factors of the four money paths from the logs of growth and prices (``dollar`` may have one row for all allies);
    works in place, since each is 25 MB."""
    dollar = dollar + growth if walk is None else dollar + growth + walk
    own += growth
    constant, dollars, national = (np.exp(logs, out=logs) for logs in (growth, dollar, own))
    return {"usd_m": dollars, "usd_m_constant": constant, "ncu_m": national, "ncu_m_constant": constant}


def placed(cumulated: Floats, rows: list[int], bases: list[int], now: int, years: Ints) -> Floats:
    """Cumulated errors from year ``now`` on, set into ``years``: counted from each row's base year if that is later, 0
    up to it.

    Errors 0.01, 0.03, 0.06 from 2026, base year 2026: 0, 0.03, 0.06. Base year 2027: 0, 0, 0.05, for 2026's error is
    past.
    """
    placed = np.zeros((len(rows), len(years), cumulated.shape[2]))
    for block, row, base in zip(placed, rows, bases, strict=True):
        ahead = years > max(base, now - 1)
        block[ahead] = cumulated[row, years[ahead] - now]
        if base > now:
            block[ahead] -= cumulated[row, base - 1 - now]
    return placed


def certain(allies: int, years: int) -> Factors:
    """No uncertainty of growth and prices: one draw of factor 1 everywhere."""
    drawn, centre = np.ones((allies, years, 1)), np.ones((allies, years))
    return Factors(dict.fromkeys(PATHS, drawn), dict.fromkeys(PATHS, centre), np.ones(years), None)


HELD, DRAWN = "held", "drawn"
"""How real exchange rates against the dollar move, in current US dollars: as the IMF has them, about where they are, or
drawn (:func:`walks`)."""


def real_changes(panel: pd.DataFrame, allies: Sequence[str], before: int) -> Floats:
    """Yearly log changes of each ally's real exchange rate, less their mean; allies × years up to ``before``.

    q = (NGDPD ÷ NGDP_R) of the ally over that of the United States, so that own inflation is not counted as a loss of
    value. ``panel`` is a macro panel indexed (iso3, year). Raises :class:`ReportError` for fewer than two past years.
    """
    past = panel[panel.index.get_level_values("year") < before]
    price: pd.DataFrame = (past["NGDPD"] / past["NGDP_R"]).unstack("year")
    against = pd.DataFrame(np.log(price.div(price.loc["USA"])), index=price.index, columns=price.columns)
    changes = against.diff(axis=1).dropna(axis=1, how="all").reindex(list(allies)).dropna(axis=1, how="any")
    if changes.shape[1] < 2:
        raise ReportError("the macro data hold too few past years to draw exchange rates from; use exchange='held'")
    return changes.sub(changes.mean(axis=1), axis=0).to_numpy(float)


def walks(changes: Floats, years: int, draws: int, rng: np.random.Generator) -> Floats:
    """Cumulated log changes, allies × years × draws; whole years are drawn, so allies move together: a random walk
    without drift, the widest honest reading. Real exchange rates do return to their means, slowly (Rogoff 1996, Journal
    of Economic Literature 34, three to five years for half the way)."""
    return np.cumsum(changes[:, rng.integers(changes.shape[1], size=(years, draws))], axis=1)
