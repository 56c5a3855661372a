"""What the IMF's forecasts missed by since 1990, by vintage, ally and horizon: the raw material of every range.

An error is in log points, e = ln(1 + outturn/100) − ln(1 + forecast/100), so that errors of growth rates add up to the
error of the level. Source: WEO forecast vintages and outturns in ``data/forecasts`` and ``data/outturns``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from report.tables import Dataset
from report.tables.errors import unknown


class Peer(NamedTuple):
    """The ally whose errors are borrowed and the reason for the choice."""

    iso3: str
    why: str


PEERS: dict[str, Peer] = {
    "ALB": Peer("GRC", "largest neighbouring economy in the euro area"),
    "BGR": Peer("GRC", "neighbour; euro area since 2026, a currency board before"),
    "CZE": Peer("DEU", "main trading partner"),
    "EST": Peer("FIN", "main trading partner; euro area"),
    "HRV": Peer("ITA", "main trading partner; euro area"),
    "HUN": Peer("DEU", "main trading partner"),
    "ISL": Peer("NOR", "small open resource economy with its own currency"),
    "LTU": Peer("FIN", "northern euro area"),
    "LUX": Peer("BEL", "currency union with Belgium since 1921"),
    "LVA": Peer("FIN", "northern euro area"),
    "MKD": Peer("GRC", "neighbour; currency tied to the euro"),
    "MNE": Peer("GRC", "region; uses the euro"),
    "POL": Peer("DEU", "main trading partner"),
    "ROU": Peer("GRC", "region"),
    "SVK": Peer("DEU", "main trading partner; euro area"),
    "SVN": Peer("DEU", "main trading partner; euro area"),
    "TUR": Peer("GRC", "neighbour"),
}
"""Borrower to lender. Lenders without a row of their own have a complete record since 1990, checked by a test."""


def lender(iso3: str) -> str:
    """The ally that lends errors to ``iso3``; Germany, the largest European economy, to those without a row."""
    return PEERS[iso3].iso3 if iso3 in PEERS else "DEU"


Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]

HORIZONS = 6
"""The current year and five years ahead, which every vintage covers."""
FAR = 10
"""Horizons that are scored: beyond the fifth year ahead a vintage's last growth rate is held, as in
:mod:`report.outlook.macro`."""
VARIABLES = {"growth": "NGDP_RPCH", "prices": "PCPIPCH"}
"""Real GDP growth, and consumer prices in place of the GDP deflator, of which no forecasts before 2019 are held."""
SEASONS = {"04": "spring", "10": "autumn"}


def log_growth(percent: pd.Series) -> pd.Series:
    """A percentage change as a log change: ln(1 + g/100). 2 % is 0.0198."""
    return np.log1p(percent / 100)


def outturns(d: Dataset) -> pd.DataFrame:
    """What growth and inflation of a year turned out to be, one row per indicator, ally and year, in percent.

    ``first`` is the figure of the first autumn WEO after the year, by when most national accounts are out; for the
    latest year, whose autumn WEO is not held, that of the spring before. ``flash`` is that of the first spring WEO.
    """
    reported = d.outturns.query("horizon_years == -1").assign(season=lambda frame: frame["vintage"].str[-2:])
    table = reported.pivot(index=["indicator", "iso3", "year"], columns="season", values="value")
    return pd.DataFrame({"first": table["10"].fillna(table["04"]), "flash": table["04"].fillna(table["10"])})


def forecast_errors(d: Dataset) -> pd.DataFrame:
    """Every forecast with its outturn and error, long.

    ``vintage``, ``season`` spring | autumn, ``iso3``, ``year``, ``horizon_years``, ``indicator``, ``forecast`` and
    ``outturn`` in percent, ``flash`` the first spring's figure, ``error`` and ``flash_error`` in log points. Forecasts
    of years to come have no outturn. Horizons 6 to 9 are not the IMF's: the rate of the fifth year ahead, held.
    """
    frame = _carried(d.forecasts.rename(columns={"value": "forecast"}).drop(columns="source"))
    frame = frame.join(outturns(d).rename(columns={"first": "outturn"}), on=["indicator", "iso3", "year"])
    said = log_growth(frame["forecast"])
    errors = {"error": log_growth(frame["outturn"]) - said, "flash_error": log_growth(frame["flash"]) - said}
    return frame.assign(season=frame["vintage"].str[-2:].map(SEASONS), **errors)


def _carried(frame: pd.DataFrame) -> pd.DataFrame:
    """The forecasts with those of the last horizon carried on."""
    horizon = frame["horizon_years"]
    last = frame[horizon == HORIZONS - 1]
    further = range(1, FAR - HORIZONS + 1)
    carried = [last.assign(year=last["year"] + more, horizon_years=HORIZONS - 1 + more) for more in further]
    parts = [frame[horizon.between(0, HORIZONS - 1)], *carried]
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True, eq=False)
class Errors:
    """The errors of one season's vintages as arrays vintages × allies × horizons 0 to 9, NaN where there is none. One
    record is made for each state of the tables, so that what is learnt from it can be kept by it.

    ``growth`` and ``prices`` against the first outturn, ``growth_flash`` and ``prices_flash`` against the flash;
    ``inflation`` the outturn in percent. ``vintages`` are years: in ``season`` "04" 2026 stands for April 2026.
    """

    season: str
    vintages: Ints
    allies: tuple[str, ...]
    growth: Floats
    prices: Floats
    growth_flash: Floats
    prices_flash: Floats
    inflation: Floats

    @property
    def years(self) -> Ints:
        """The year each error belongs to, vintages × horizons."""
        return self.vintages[:, None] + np.arange(FAR)


_KEPT: dict[tuple[object, ...], Errors] = {}
"""By folder, state of the two tables and season: editions and macro vintages share them."""


def errors_of(d: Dataset, season: str = "") -> Errors:
    """The errors of the spring ("04") or autumn ("10") vintages, by default those of ``d``'s own season. Raises
    :class:`UnknownName` for another season."""
    season = season or d.vintage[5:]
    if season not in SEASONS:
        raise unknown("season", season, SEASONS)
    key = (d.path, d.histories_stamp, season)
    if key not in _KEPT:
        _KEPT[key] = _errors(d, season)
    return _KEPT[key]


def _errors(d: Dataset, season: str) -> Errors:
    frame = forecast_errors(d)
    frame = frame[frame["season"] == SEASONS[season]]
    vintages = np.array(sorted(frame["vintage"].unique()))
    allies = tuple(sorted(frame["iso3"].unique()))
    place = (
        np.searchsorted(vintages, frame["vintage"].to_numpy(str)),
        np.searchsorted(allies, frame["iso3"].to_numpy(str)),
        frame["horizon_years"].to_numpy(int),
    )

    def cube(indicator: str, column: str) -> Floats:
        rows = (frame["indicator"] == VARIABLES[indicator]).to_numpy()
        filled = np.full((len(vintages), len(allies), FAR), np.nan)
        filled[tuple(axis[rows] for axis in place)] = frame[column].to_numpy(float)[rows]
        return filled

    cubes = {name: cube(name, "error") for name in VARIABLES}
    cubes |= {f"{name}_flash": cube(name, "flash_error") for name in VARIABLES}
    years = np.array([int(vintage[:4]) for vintage in vintages])
    return Errors(season, years, allies, inflation=cube("prices", "outturn"), **cubes)
