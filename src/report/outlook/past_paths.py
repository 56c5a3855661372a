"""GDP paths as an earlier World Economic Outlook saw them, made whole where the copy held has gaps.

The copy of April 2019 lost every level of 1,000 billion and more. GDP in US$ of eight allies is worked back from ratios of the same vintage (source ``…-derived``,
within 0.4 %). Only growth from the base year matters for a path, so the other series are rebuilt from what the vintage does hold for all allies: real growth g and the
deflator P. For GDP in national currency that comes within 0.01 % of what is published; for dollars it misses by 2 % at the median and 14 at most.

    NGDP_R  Π (1 + g/100)                 NGDP  NGDP_R · P
    NGDPD   euro area: NGDP times the dollar rate of the euro that Belgium's two series give; United States: NGDP;
            else NGDP_R · P of the United States, the real exchange rate held, which is the IMF's own convention beyond the near term
"""

from __future__ import annotations

import pandas as pd

from report.tables import Dataset
from report.tables.errors import unknown

SERIES = ("NGDP", "NGDPD", "NGDP_R", "LP")
RATE, ANCHOR = "BEL", "USA"
AHEAD = 5
DERIVED = "-derived"
"""End of the source of a level that was worked back from ratios."""


def past_path(d: Dataset, vintage: str, derived: bool = True) -> pd.DataFrame:
    """An earlier WEO vintage as an own macro path for :func:`report.outlook.cost`: ``iso3, year, indicator, value``, from the vintage's year to five years ahead.

    A series the copy holds in full is the IMF's; one with a gap is replaced as a whole by its rebuilt index. ``derived``: levels worked back from ratios
    count as held. Raises :class:`UnknownName` for a vintage not held.
    """
    held = sorted(d.past_macro["vintage"].unique())
    if vintage not in held:
        raise unknown("earlier vintage", vintage, held)
    published, rebuilt = published_series(d, vintage, derived), rebuilt_series(d, vintage)
    whole = {name: published[name].where(published[name].notna().all(axis=1)) for name in SERIES}
    paths = {name: whole[name].fillna(rebuilt[name]) if name in rebuilt else whole[name] for name in SERIES}
    long = [table.stack().rename("value").reset_index().assign(indicator=name) for name, table in paths.items()]
    return pd.concat(long, ignore_index=True)[["iso3", "year", "indicator", "value"]]


def published_series(d: Dataset, vintage: str, derived: bool = False) -> dict[str, pd.DataFrame]:
    """The series the copy holds, allies × years from the vintage's year on; blank where it has none. ``derived``: with levels worked back from ratios."""
    rows = d.past_macro.query("vintage == @vintage")
    rows = rows[derived | ~rows["source"].str.endswith(DERIVED)]
    years = range(int(vintage[:4]), int(vintage[:4]) + AHEAD + 1)
    wide = {
        name: group.pivot(index="iso3", columns="year", values="value") for name, group in rows.groupby("indicator")
    }
    return {
        name: table.reindex(index=pd.Index(d.allies["iso3"], name="iso3"), columns=pd.Index(years, name="year"))
        for name, table in wide.items()
    }


def rebuilt_series(d: Dataset, vintage: str) -> dict[str, pd.DataFrame]:
    """Indices of GDP, 1 in the vintage's year, from real growth and deflator. Growth 2 and 3 %, deflator 100, 102, 104: NGDP 1, 1.0404, 1.0926."""
    growth = d.forecasts.query("vintage == @vintage and indicator == 'NGDP_RPCH'").pivot(
        index="iso3", columns="year", values="value"
    )
    held = published_series(d, vintage)
    prices = held["NGDP_D"].div(held["NGDP_D"].iloc[:, 0], axis=0)
    pace = (1 + growth.reindex_like(prices) / 100).cumprod(axis=1)
    volume = pace.div(pace.iloc[:, 0], axis=0)
    nominal = volume * prices
    rate = (held["NGDPD"] / held["NGDP"]).loc[RATE]
    dollars = volume.mul(prices.loc[ANCHOR], axis=1)
    euro = d.allies.set_index("iso3")["euro_since"].dt.year.reindex(nominal.index) <= int(vintage[:4])
    return {"NGDP_R": volume, "NGDP": nominal, "NGDPD": dollars.where(~euro, nominal.mul(rate / rate.iloc[0], axis=1))}
