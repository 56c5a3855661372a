"""Do consumer prices stand in well for the GDP deflator? Their forecast errors side by side, where both are held.

Ranges of money at current prices draw errors of consumer-price forecasts, held since 1990, because forecasts of deflators are held for two past vintages only.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.outlook.past_errors import errors_of
from report.outlook.past_paths import published_series
from report.outlook.stretch import came
from report.tables import Dataset


def deflator_errors(d: Dataset) -> pd.DataFrame:
    """Cumulated forecast errors of both price measures, percent: one row per past vintage, ally and horizon whose year is over.

    ``deflator`` = 100·(ln D(y)/D(v) of ``d``'s vintage − the same as forecast then), v the vintage's year; ``consumer`` likewise, 100·Σ e from v + 1.
    """
    vintages = sorted(d.past_macro["vintage"].unique())
    return pd.concat([_side_by_side(d, vintage) for vintage in vintages], ignore_index=True)


def _side_by_side(d: Dataset, vintage: str) -> pd.DataFrame:
    now, season = int(vintage[:4]), vintage[5:]
    said = np.log(published_series(d, vintage)["NGDP_D"])
    is_now = np.log(d.macro_panel["NGDP_D"].unstack("year").reindex(index=said.index, columns=said.columns))
    over = [year for year in said.columns if now < year < int(d.vintage[:4])]
    deflator = (is_now.sub(is_now[now], axis=0) - said.sub(said[now], axis=0))[over]
    errors = errors_of(d, season)
    real, nominal = came(errors, now)
    prices = pd.DataFrame(nominal - real, index=pd.Index(errors.allies, name="iso3"))
    consumer = prices.sub(prices[0], axis=0).rename(columns=lambda h: now + h)[over].rename_axis(columns="year")
    table = pd.DataFrame({"deflator": 100 * deflator.stack(), "consumer": 100 * consumer.stack()}).reset_index()
    return table.assign(vintage=vintage, horizon_years=table["year"] - now)


def deflator_check(d: Dataset) -> pd.DataFrame:
    """By vintage and horizon: ``allies``, ``correlation`` of the two errors, and the median size of each in percent. Türkiye is left out of the correlation."""
    rows = deflator_errors(d)
    keys = ["vintage", "horizon_years"]
    sizes = (
        rows.assign(deflator=rows["deflator"].abs(), consumer=rows["consumer"].abs())
        .groupby(keys)[["deflator", "consumer"]]
        .median()
    )
    rest = rows[rows["iso3"] != "TUR"]
    correlation = rest.groupby(keys)[["deflator", "consumer"]].corr().xs("deflator", level=-1)["consumer"]
    table = sizes.add_prefix("median_").assign(correlation=correlation, allies=rows.groupby(keys).size())
    return table.reset_index()
