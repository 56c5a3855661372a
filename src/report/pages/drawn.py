"""What the methods page shows of the making of ranges: factors, stretch, each ally's record, both centres."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.outlook import calibration, stretch
from report.outlook.cost import DOLLARS
from report.outlook.draws import in_all
from report.outlook.past_errors import FAR as FAR
from report.outlook.past_errors import HORIZONS as HORIZONS
from report.outlook.past_errors import PEERS, Floats, errors_of
from report.outlook.pool import FORECAST as FORECAST
from report.outlook.pool import HIGH_INFLATION as HIGH_INFLATION
from report.outlook.pool import MEMORY as MEMORY
from report.outlook.pool import OUTCOME as OUTCOME
from report.outlook.pool import PULL as PULL
from report.outlook.pool import Rules, pull_factors
from report.outlook.range_facts import GENERATOR as GENERATOR
from report.outlook.range_facts import PERCENT as PERCENT
from report.outlook.range_facts import PRICES, first_vintage, has_crises, learnt
from report.outlook.risk import DRAWS as DRAWS
from report.outlook.risk import GROUPS, QUANTILES, quantiles
from report.outlook.risk import SEED as SEED
from report.outlook.stretch import BEFORE as BEFORE
from report.outlook.stretch import BEFORE_SUM as BEFORE_SUM
from report.outlook.stretch import CAP as CAP
from report.outlook.stretch import bias, stretch_of_sum
from report.pages.ranges import Ranges, names_with_groups
from report.tables import Dataset

PAST_DRAWS, PAST_SEED, TEST_DRAWS = stretch.DRAWS, stretch.SEED, calibration.DRAWS
"""Draws and seed of the past vintages that the stretch is learnt from, and draws of those that ranges are tested on."""
MONEY = ("usd_m_constant", "usd_m", "ncu_m")
"""Paths with factors of their own; national currency at constant prices has those of dollars at constant prices."""
EXTRA = "extra_usd_m_constant"
LARGEST = 5
DECIMALS = 6


def drawn_factors(ranges: Ranges) -> pd.DataFrame:
    """Quantiles of what an amount on the IMF's path is multiplied by: ``iso3, ally, quantity, prices, year, p10 …
    p90``.

    An ally's factor of one year is that of GDP, spending and extra alike. What adds up years (``cumulative extra``) or
    allies has a factor of its own: drawn sum ÷ sum on the IMF's path, core part of the plan. The base year's factor is
    one and left out.
    """
    names = names_with_groups(ranges.d)
    parts = [part for path in MONEY for part in (_yearly(ranges, path), _cumulative(ranges, path))]
    parts += [_of_group(ranges, group, kind, path) for group in GROUPS for path in DOLLARS for kind in KINDS]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["year"] > ranges.d.last_year].round(dict.fromkeys(QUANTILES, DECIMALS))
    return frame.assign(ally=frame["iso3"].map(names)).reset_index(drop=True)


KINDS = {"level": "spending", "extra": "extra", "cumulative_extra": "cumulative extra"}


def _yearly(ranges: Ranges, path: str) -> pd.DataFrame:
    found = quantiles(ranges.drawn.factors.drawn[path])
    return _long(ranges, list(ranges.drawn.allies), "GDP, spending, extra", path, found)


def _cumulative(ranges: Ranges, path: str) -> pd.DataFrame:
    """Those of sums over years, of every ally that is asked for more."""
    known = ranges.drawn.years >= ranges.bases[:, None]
    amount = np.where(known, ranges.amounts("core", f"extra_{path}"), np.nan)
    whole = in_all(amount)
    adding = np.nansum(np.abs(whole), axis=1) > 0
    drawn, whole = in_all(amount[adding][:, :, None] * ranges.drawn.factors.drawn[path][adding]), whole[adding]
    found = np.sort(quantiles(drawn) / np.where(whole == 0, np.nan, whole), axis=0)
    who = np.array(ranges.drawn.allies)[adding].tolist()
    return _long(ranges, who, KINDS["cumulative_extra"], path, found)


def _of_group(ranges: Ranges, group: str, kind: str, path: str) -> pd.DataFrame:
    found = []
    for year in ranges.drawn.years.tolist():
        of = (group, "core", f"{kind}_{path}", year)
        drawn, point = quantiles(ranges.draws(*of)), ranges.point(*of)
        found.append(np.sort(drawn / point) if point else np.full(len(QUANTILES), np.nan))
    return _long(ranges, [group], KINDS[kind], path, np.array(found).T[:, None, :])


def _long(ranges: Ranges, who: list[str], quantity: str, path: str, found: Floats) -> pd.DataFrame:
    """Quantiles × allies × years as rows; years in which there is nothing to multiply are left out."""
    years = ranges.drawn.years
    columns = {"iso3": np.repeat(np.array(who, dtype=str), len(years)), "year": np.tile(years, len(who))}
    columns |= {name: block.ravel() for name, block in zip(QUANTILES, found, strict=True)}
    return pd.DataFrame(columns).assign(quantity=quantity, prices=PRICES[path]).dropna(subset=["p50"])


def stretch_by_year(ranges: Ranges) -> pd.DataFrame:
    """The stretch of the published ranges, ``ahead, year, stretch``, the same for all allies and money paths;
    ``of_sum`` that of the alliance's bill, ``around_forecast`` both centred on the IMF's path."""
    d, ahead = ranges.d, np.arange(FAR)
    found = {"stretch": learnt(d).stretch, "of_sum": _of_bill(ranges)}
    forecast = {"stretch_forecast": learnt(d).around_forecast, "of_sum_forecast": _of_bill(ranges.around_forecast)}
    return pd.DataFrame({"ahead": ahead, "year": int(d.vintage[:4]) + ahead, **found, **forecast})


def _of_bill(ranges: Ranges) -> Floats:
    """The stretch of the alliance's bill at zero to nine years ahead."""
    errors = errors_of(ranges.d)
    weights = ranges.weights.reindex(list(errors.allies)).fillna(0.0).to_numpy(float)
    return stretch_of_sum(errors, int(ranges.d.vintage[:4]), weights, Rules(centre=ranges.centre))


def record_by_ally(d: Dataset) -> pd.DataFrame:
    """Each ally's record of real growth: own errors since, whose stand in and why, size, pull, and on which side of
    the IMF's path outcomes came out.

    ``size`` percent, ``pull`` the factor on its errors, ``below`` percent of outcomes one to five years ahead below
    the path, ``far_below`` of ``far`` nine years ahead, ``far_mean`` percent, ``centre`` what its draws are centred on
    at nine years, off the path: own errors and a peer's, half pulled to the median ally's.
    """
    errors, now = errors_of(d), int(d.vintage[:4])
    size, centre = learnt(d).sizes, learnt(d).centres[:, -1]
    pull = pull_factors(size, PULL)
    names, rows = d.names, []
    for place, iso3 in enumerate(errors.allies):
        own, peer = bias(errors, iso3), PEERS.get(iso3)
        first = max(first_vintage(errors, table, iso3) for table in ("growth", "inflation"))
        lent = peer and (first > errors.vintages[0] or has_crises(errors, iso3, now))
        stands_in = {"peer": names[peer.iso3], "why": peer.why} if peer and lent else {"peer": "", "why": ""}
        sizes = {"size": 100 * size[place], "pull": pull[place], "centre": 100 * (np.exp(centre[place]) - 1)}
        sides = {"below": own.near, "far_below": own.far_below, "far": own.far, "far_mean": own.far_mean}
        rows.append({"iso3": iso3, "ally": names[iso3], "first": first} | stands_in | sizes | sides)
    return pd.DataFrame(rows).sort_values("ally").reset_index(drop=True)


def centres(ranges: Ranges, horizon: int) -> pd.DataFrame:
    """The plan's extra for core in its last year with ranges centred on outcomes and on the IMF's path: the alliance,
    Europe and Canada, the largest allies.

    ``who, iso3, point, mean, low, high, low_forecast, high_forecast``: ``mean`` is the mean draw around outcomes,
    constant prices.
    """
    largest = ranges.weights.sort_values(ascending=False).index[:LARGEST]
    names = names_with_groups(ranges.d)
    rows = []
    for who in (*GROUPS, *largest):
        of = (who, "core", EXTRA, horizon)
        (low, high), (below, above) = ranges.ends(*of), ranges.around_forecast.ends(*of)
        drawn = {"point": ranges.point(*of), "mean": ranges.draws(*of).mean(), "low": low, "high": high}
        rows.append({"who": names[who], "iso3": who, **drawn, "low_forecast": below, "high_forecast": above})
    return pd.DataFrame(rows)
