"""What the methods page shows of the making of ranges: drawn factors, stretch, each ally's record, and ranges with the bias left in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from report.outlook.factors import OUTCOMES
from report.outlook.in_all import in_all
from report.outlook.lineage_risk import PRICES, first_vintage, has_crises, sizes_of, widened
from report.outlook.past_errors import FAR, Floats, errors_of, lean
from report.outlook.peers import PEERS
from report.outlook.pool import PULL, bias, pull_factors
from report.outlook.risk import QUANTILES, quantiles
from report.outlook.simulation import GROUPS, SUMMABLE
from report.pages.ranges import ENDS, Ranges, names_with_groups
from report.tables import Dataset

MONEY = ("usd_m_constant", "usd_m", "ncu_m")
"""Paths with factors of their own; national currency at constant prices has those of dollars at constant prices."""
EXTRA = "extra_usd_m_constant"
LARGEST = 5
DECIMALS = 6


def drawn_factors(ranges: Ranges) -> pd.DataFrame:
    """Quantiles of what an amount on the IMF's path is multiplied by: ``iso3, ally, quantity, prices, year, p10 … p90``.

    An ally's factor of one year is that of GDP, spending and extra alike. What adds up years (``cumulative extra``) or allies has a factor of its own: drawn sum ÷ sum on
    the IMF's path, core part of the plan. The base year's factor is one and left out.
    """
    names = names_with_groups(ranges.d)
    parts = [part for path in MONEY for part in (*_yearly(ranges, path), *_cumulative(ranges, path))]
    parts += [_of_group(ranges, group, kind, path) for group in GROUPS for path in SUMMABLE for kind in KINDS]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["year"] > ranges.d.last_year].round(dict.fromkeys(QUANTILES, DECIMALS))
    return frame.assign(ally=frame["iso3"].map(names)).reset_index(drop=True)


KINDS = {"level": "spending", "extra": "extra", "cumulative_extra": "cumulative extra"}


def _yearly(ranges: Ranges, path: str) -> Iterator[pd.DataFrame]:
    yield _long(ranges, list(ranges.drawn.allies), "GDP, spending, extra", path, quantiles(ranges.drawn.factors[path]))


def _cumulative(ranges: Ranges, path: str) -> Iterator[pd.DataFrame]:
    """Those of sums over years, of every ally that is asked for more."""
    known = ranges.drawn.years >= ranges.bases[:, None]
    amount = np.where(known, ranges.amounts("core", f"extra_{path}"), np.nan)
    whole = in_all(amount)
    asked = np.nansum(np.abs(whole), axis=1) > 0
    drawn, whole = in_all(amount[asked][:, :, None] * ranges.drawn.factors[path][asked]), whole[asked]
    found = np.sort(quantiles(drawn) / np.where(whole == 0, np.nan, whole), axis=0)
    yield _long(
        ranges,
        [iso3 for iso3, yes in zip(ranges.drawn.allies, asked, strict=True) if yes],
        KINDS["cumulative_extra"],
        path,
        found,
    )


def _of_group(ranges: Ranges, group: str, kind: str, path: str) -> pd.DataFrame:
    column = f"{kind}_{path}"
    years = [int(year) for year in ranges.drawn.years]
    found = [
        _ratio(quantiles(ranges.draws(group, "core", column, year)), ranges.point(group, "core", column, year))
        for year in years
    ]
    return _long(ranges, [group], KINDS[kind], path, np.array(found).T[:, None, :])


def _ratio(drawn: Floats, point: float) -> Floats:
    return np.sort(drawn / point) if point else np.full(len(QUANTILES), np.nan)


def _long(ranges: Ranges, who: list[str], quantity: str, path: str, found: Floats) -> pd.DataFrame:
    """Quantiles × allies × years as rows; years in which there is nothing to multiply are left out."""
    years = ranges.drawn.years
    columns = {"iso3": np.repeat(np.array(who, dtype=str), len(years)), "year": np.tile(years, len(who))}
    columns |= {name: block.ravel() for name, block in zip(QUANTILES, found, strict=True)}
    return pd.DataFrame(columns).assign(quantity=quantity, prices=PRICES[path]).dropna(subset=["p50"])


def stretch_by_year(d: Dataset) -> pd.DataFrame:
    """The stretch of the published ranges: ``ahead, year, stretch``; the same for all allies and money paths."""
    ahead = np.arange(FAR)
    return pd.DataFrame({"ahead": ahead, "year": int(d.vintage[:4]) + ahead, "stretch": widened(d)})


def record_by_ally(d: Dataset) -> pd.DataFrame:
    """Each ally's record of real growth: own errors since, whose stand in and why, size, pull, and on which side of the IMF's path outcomes came out.

    ``size`` percent, ``pull`` the factor on its errors, ``below`` percent of outcomes one to five years ahead below the path, ``far_below`` of ``far`` nine years ahead, ``far_mean``
    percent, ``bias`` the mean error that ``centre="outcomes"`` leaves in at nine years: own errors and a peer's.
    """
    errors, now, season = errors_of(d, d.vintage[5:]), int(d.vintage[:4]), d.vintage[5:]
    size, left_in = sizes_of(d), bias(errors, now)[0][:, -1]
    pull = pull_factors(size, PULL)
    names = d.allies.set_index("iso3")["name"]
    rows = []
    for place, iso3 in enumerate(errors.allies):
        own, peer = lean(d, season, iso3), PEERS.get(iso3)
        first = max(first_vintage(errors, table, iso3) for table in ("growth", "inflation"))
        lent = peer and (first > errors.vintages[0] or has_crises(errors, iso3, now))
        rows.append(
            {
                "iso3": iso3,
                "ally": names[iso3],
                "first": first,
                "peer": names[peer.iso3] if peer and lent else "",
                "why": peer.why if peer and lent else "",
            }
            | {
                "size": 100 * size[place],
                "pull": pull[place],
                "below": own.near,
                "far_below": own.far_below,
                "far": own.far,
            }
            | {"far_mean": own.far_mean, "bias": 100 * (np.exp(left_in[place]) - 1)}
        )
    return pd.DataFrame(rows).sort_values("ally").reset_index(drop=True)


def centres(ranges: Ranges, horizon: int) -> pd.DataFrame:
    """The plan's extra for core in its last year with ranges centred on the IMF's path and on outcomes: the alliance, Europe and Canada, the largest allies.

    ``who, point, low, high, mean, low_outcomes, high_outcomes``: ``mean`` is the mean draw around outcomes, constant prices.
    """
    theirs = Ranges(ranges.d, ranges.plan, ranges.cost, OUTCOMES)
    largest = ranges.weights.sort_values(ascending=False).index[:LARGEST]
    names = names_with_groups(ranges.d)
    rows = []
    for who in (*GROUPS, *largest):
        (low, high), drawn = (
            np.quantile(ranges.draws(who, "core", EXTRA, horizon), ENDS),
            theirs.draws(who, "core", EXTRA, horizon),
        )
        below, above = np.quantile(drawn, ENDS)
        rows.append(
            {
                "who": names[who],
                "iso3": who,
                "point": ranges.point(who, "core", EXTRA, horizon),
                "low": low,
                "high": high,
            }
            | {"mean": drawn.mean(), "low_outcomes": below, "high_outcomes": above}
        )
    return pd.DataFrame(rows)
