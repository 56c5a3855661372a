"""One index from several measures, how much of its order is the weights' doing, and the output side as far as open
tables say.

Readiness, deployability and how far capability targets are met are classified: there is no open figure to show, and
none is made up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from report.burdens.ally import burden
from report.burdens.measures import UnusableNumbers, Vector
from report.facts import Row
from report.tables import Dataset
from report.tables.errors import unknown

WEIGHTS: Mapping[str, float] = {
    "share_gdp": 0.40,
    "pace_pp": 0.15,
    "equipment_share_3y": 0.15,
    "personnel_per_thousand": 0.15,
    "ukraine_military_share_gdp": 0.15,
}
"""Our weights, a convention: effort first (as the NATO Burden Sharing Project does), the rest alike. Every result is
shown with the interval of ranks that other weights would give."""
DRAWS, SEED = 10_000, 2025
BAND = (0.05, 0.95)


def z_scores(measures: pd.DataFrame) -> pd.DataFrame:
    """z = (x − mean)/sd of each column over the allies that have it; sd over n. A column without spread scores zero for
    all.

    Unit: standard deviations. Range: mean 0, sd 1. Source: the method note of the NATO Burden Sharing Project
    (natoburdensharing.org, Variables and Data). What it is not: robust; one far ally (Lithuania's 5 %) shrinks the
    differences among the rest.
    """
    spread = measures.std(ddof=0)
    rounding = 1e-12 * measures.abs().max()  # equal values can have a mean one bit away from them
    scores = (measures - measures.mean()) / spread.where(spread > rounding)
    return scores.mask(scores.isna() & measures.notna(), 0.0)


def composite(measures: pd.DataFrame, weights: Mapping[str, float] = WEIGHTS) -> pd.Series:
    """Weighted mean of an ally's z-scores, Σ w z / Σ w over the measures it has.

    Unit: standard deviations. Range: about −2 to 3. Source: as :func:`z_scores`; the weights are ours or the caller's.
    What it is not: a measurement: it depends on which measures are in and how they are weighted (see
    :func:`rank_intervals`). Raises :class:`UnknownName` for a weight on a measure that is not there,
    :class:`UnusableNumbers` for weights below zero or all zero.
    """
    scores = z_scores(measures[list(_checked(measures, weights))])
    return pd.Series(_means(scores, np.array([list(weights.values())]))[:, 0], index=measures.index, name="composite")


def _checked(measures: pd.DataFrame, weights: Mapping[str, float]) -> Mapping[str, float]:
    for name in weights:
        if name not in measures:
            raise unknown("measure", name, measures.columns.astype(str))
    if min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise UnusableNumbers("weights must not be negative and must add up to more than nothing")
    return weights


def _means(scores: pd.DataFrame, weights: Vector) -> Vector:
    """Allies × weightings: Σ w z over the measures an ally has, over the weight these carry."""
    z, known = scores.fillna(0).to_numpy(), scores.notna().to_numpy(dtype=float)
    with np.errstate(invalid="ignore"):
        return (z @ weights.T) / (known @ weights.T)


def _ranks(values: Vector) -> Vector:
    """Rank 1 for the highest in each column, equal values sharing the better place."""
    return np.asarray(1 + (values[None, :, :] > values[:, None, :]).sum(axis=1), dtype=np.float64)


def rank_intervals(
    measures: pd.DataFrame,
    weights: Mapping[str, float] = WEIGHTS,
    concentration: float | None = None,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """The composite's ranks (1 = highest), and the ranks other weights would give.

    Allies with fewer than two of the measures are left out. ``concentration`` None draws weights evenly from all that
    add up to one, Dirichlet(1, …, 1); a number c draws them around the stated ones, Dirichlet(c·w). Index as
    ``measures``; columns:

    - ``composite``, ``rank`` under the stated weights; ``measures`` how many the ally has
    - ``rank_p05``, ``rank_p50``, ``rank_p95`` over the drawn weights (90 % of weightings lie between the outer two);
      ``rank_best``, ``rank_worst``
    - ``loo_best``, ``loo_worst`` leaving out one measure at a time under the stated weights
    - ``verdict`` :func:`verdict` of the interval

    Source: weights as random draws after Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society
    A 168(2). What it is not: sampling error; the figures are taken as given and only the weights move.
    """
    chosen = measures[list(_checked(measures, weights))]
    chosen = chosen[chosen.notna().sum(axis=1) >= min(2, len(weights))]
    scores = z_scores(chosen)
    stated = np.array(list(weights.values())) / sum(weights.values())
    alpha = np.ones(len(stated)) if concentration is None else np.maximum(concentration * stated, 1e-9)
    weightings = np.random.default_rng(SEED).dirichlet(alpha, draws)
    drawn = _ranks(_means(scores, weightings))
    one_left_out = (1 - np.eye(len(stated))) * stated if len(stated) > 1 else stated[None, :]
    left_out = _ranks(_means(scores, one_left_out))
    frame = pd.DataFrame({"composite": composite(chosen, weights)})
    frame["rank"] = _ranks(_means(scores, stated[None, :]))[:, 0]
    frame["measures"] = scores.notna().sum(axis=1)
    for name, q in (("p05", BAND[0]), ("p50", 0.5), ("p95", BAND[1])):
        frame[f"rank_{name}"] = np.quantile(drawn, q, axis=1, method="inverted_cdf")
    frame["rank_best"], frame["rank_worst"] = drawn.min(axis=1), drawn.max(axis=1)
    frame["loo_best"], frame["loo_worst"] = left_out.min(axis=1), left_out.max(axis=1)
    ends = zip(frame["rank_p05"], frame["rank_p95"], strict=True)
    frame["verdict"] = [verdict(low, high, len(frame)) for low, high in ends]
    return frame


def verdict(low: float, high: float, allies: int) -> str:
    """How far weights decide an ally's rank, by how many places 90 % of weightings put it in, high − low + 1: ``firm``
    for at most a sixth of the allies, ``any story`` for at least half of them, else ``depends``. 31 allies: at most
    five places, and at least 16."""
    places = high - low + 1
    if places <= allies / 6:
        return "firm"
    return "any story" if places >= allies / 2 else "depends"


YEARS = 3
AID_GDP = "gdp_2021"
"""The measure of the table of aid that its shares are of."""


def trailing_mean(values: pd.DataFrame, year: int) -> pd.Series:
    """Mean of the last three years up to ``year``, years without a figure left out; allies down, years across.

    Equipment is bought in lumps: Norway's share goes from 26.8 % (2025e) to 17.9 % (2026e). Unit: that of the values.
    Source: our convention. What it is not: weighted by spending; a year of low spending counts as much as one of high.
    """
    return values.reindex(columns=range(year - YEARS + 1, year + 1)).mean(axis=1)


def aid_share(amounts: Sequence[float], gdp: float) -> float:
    """100·Σ aid ÷ GDP: every period's allocations on record over one year's GDP, money of one unit.

    Unit: percent of the donor's GDP of 2021, the tracker's own denominator, for all years together. Source: Kiel
    Institute, Ukraine Support Tracker; allocations, not deliveries, without the aid of EU institutions. What it is not:
    a yearly rate, nor a sum to add to spending: the aid a government gives is in its defence expenditure already.
    """
    return 100 * sum(amounts) / gdp


def military_aid(d: Dataset, year: int) -> pd.DataFrame:
    """Military aid allocated to Ukraine since the tracker's record began, in all periods that start up to ``year``;
    index ``iso3``. ``eur_m`` current EUR million; ``share_gdp`` (:func:`aid_share`); ``first_month``, ``last_month`` of
    the periods added up. Allies the tracker does not list are not in the frame."""
    aid = d.ukraine_aid[d.ukraine_aid["is_ally"]]
    gdp = aid[aid["measure"] == AID_GDP].set_index("iso3")["value"]
    by_ally = aid_periods(d, year).groupby("iso3")
    amounts = by_ally["value"].agg(list)
    shares = [aid_share(values, gdp[iso3]) for iso3, values in amounts.items()]
    columns = {"eur_m": 1000 * amounts.map(sum), "share_gdp": pd.Series(shares, amounts.index, float)}
    return pd.DataFrame(columns).join(by_ally.agg(first_month=("first_month", "min"), last_month=("last_month", "max")))


def aid_periods(d: Dataset, year: int) -> pd.DataFrame:
    """The rows that :func:`military_aid` adds up: one for each ally and year, the last of which may be part of one."""
    aid = d.ukraine_aid[d.ukraine_aid["is_ally"] & (d.ukraine_aid["measure"] == "military")]
    first, last = aid["first_month"].str[:4], aid["last_month"].str[:4]
    return aid[(first == last) & (first.astype(int) <= year)]


def aid_rows(d: Dataset, iso3: str) -> tuple[Row, ...]:
    """The rows of the table of aid behind an ally's military aid to Ukraine up to the edition's last year."""
    gdp = d.ukraine_aid[d.ukraine_aid["measure"] == AID_GDP]
    used = pd.concat([table[table["iso3"] == iso3] for table in (aid_periods(d, d.last_year), gdp)])
    keys = [f"{iso3} {row.first_month} to {row.last_month} {row.measure}" for row in used.itertuples()]
    named = zip(keys, used["value"], used["unit"], used["source"], strict=True)
    return tuple(Row("ukraine_aid", *row) for row in named)


def composite_measures(d: Dataset) -> pd.DataFrame:
    """The measures of the default composite (:data:`WEIGHTS`) in the edition's last year, allies with forces down.

    Published share of GDP, three-year pace, three-year equipment share, forces per 1,000 inhabitants, and all military
    aid to Ukraine up to the year in percent of GDP of 2021. The aid is also inside the first: it is counted once as
    money and once as a commitment kept.
    """
    now, when = burden(d).set_index("iso3"), d.last_year
    measures = now[["share_gdp", "pace_pp", "personnel_per_thousand"]].assign(
        equipment_share_3y=trailing_mean(d.panel["equipment_share"].unstack("year").reindex(now.index), when),
        ukraine_military_share_gdp=military_aid(d, when)["share_gdp"].reindex(now.index),
    )
    return measures.loc[now["member"] & now["forces"].astype(bool)].astype(np.float64)
