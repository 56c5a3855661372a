"""How fast each ally's economy grows: indices from one WEO vintage or an own path, kept apart by indicator.

Three money paths, never mixed: ``NGDP`` national currency at current prices, ``NGDPD`` current US dollars (the WEO's
own dollar path), ``NGDP_R`` constant prices; not current-price national currency at the base year's exchange rate. Only
ratios of one indicator to its own base year are used, so a vintage's currency or price base does not matter.

Luxembourg's NATO share is of GNI: its GDP growth moves the GNI of the base year. Canada and the United Kingdom report
fiscal years under the calendar year that holds most of their months; the calendar year's growth moves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.outlook.shapes import Floats, Years
from report.tables import ally
from report.tables.errors import ReportError, unknown

GROWING = ("NGDP", "NGDPD", "NGDP_R", "LP")
RATES = {"NGDP_PCH": "NGDP", "NGDPD_PCH": "NGDPD", "NGDP_RPCH": "NGDP_R", "LP_PCH": "LP"}
"""Growth in percent a year, by the code under which an own path may give it in place of the level."""
EXTENSIONS: dict[str, int] = {"hold-last": 1, "mean-3": 3, "mean-5": 5}
"""Over how many last years the growth is averaged (geometric mean) that is held beyond the data."""
COLUMNS = ("iso3", "year", "indicator", "value")
REAL, NOMINAL = (-50.0, 50.0), (-90.0, 900.0)
LIMITS = {"NGDP": NOMINAL, "NGDPD": NOMINAL, "NGDP_R": REAL}
"""Growth of GDP in percent a year, beyond which an economy is taken for a mistake: at constant prices, and at current
ones, where inflation comes in.

No member of NATO has come near either since 1949; a GDP that reaches zero falls by 100.
"""
MOVED = {
    "NGDP": "national currency at current prices",
    "NGDPD": "US$ at current prices",
    "NGDP_R": "money at constant prices",
    "LP": "amounts per inhabitant",
}
"""What each series of a macro path moves."""


def levels(
    panel: pd.DataFrame, indicator: str, allies: Sequence[str], years: Years, extend: str = "hold-last"
) -> Floats:
    """The indicator's level, allies × years, extended past the data by ``extend``. NaN where the data have a gap.

    ``panel`` is indexed (iso3, year), one column per indicator. Beyond the last year L with window w: v(L)·g^(y − L),
    g = (v(L)/v(L − w))^(1/w). Raises :class:`UnknownName` for an unknown rule.
    """
    if extend not in EXTENSIONS:
        raise unknown("extension rule", extend, EXTENSIONS)
    table = panel[indicator].unstack("year").reindex(index=pd.Index(allies))
    first, last = min(table.columns.min(), np.min(years)), max(table.columns.max(), np.max(years))
    table = table.reindex(columns=range(int(first), int(last) + 1))
    filled, window = table.to_numpy(float, copy=True), EXTENSIONS[extend]
    for row in filled:  # its trailing blanks, by its own growth
        known = np.flatnonzero(~np.isnan(row))
        if len(known) and known[-1] - window >= 0:
            end = known[-1]
            growth = (row[end] / row[end - window]) ** (1 / window)
            row[end + 1 :] = row[end] * growth ** np.arange(1, len(row) - end)
    return filled[:, np.subtract(years, first)]


def index(
    panel: pd.DataFrame, indicator: str, bases: pd.Series[int], years: Years, extend: str = "hold-last"
) -> Floats:
    """Level of each year over the level of the ally's own base year (``bases``: base year by iso3), allies × years.
    Raises :class:`ReportError` naming ally, indicator and year when a year from the base year on has no value."""
    level = levels(panel, indicator, list(bases.index), years, extend)
    missing = np.isnan(level) & (years[None, :] >= bases.to_numpy()[:, None])
    if missing.any():
        row, column = np.argwhere(missing)[0]
        what = f"{indicator} of {bases.index[row]} has no value for {years[column]}"
        raise ReportError(f"macro data: {what}; choose another vintage or complete the own path")
    return level / level[np.arange(len(level)), bases.to_numpy() - years[0]][:, None]


def shifted(real: Floats, bases: Years, years: Years, points: float) -> Floats:
    """Factor on every GDP path when real growth is ``points`` higher each year after the base year, prices and exchange
    rates unchanged.

    ``real`` is the index of real GDP, allies × years. Growth of 1 % shifted by 0.5 points: after one year 1.015 ÷ 1.010
    = 1.00495.
    """
    growth = real[:, 1:] / real[:, :-1]
    steps = np.where(years[1:] > bases[:, None], (growth + points / 100) / growth, 1.0)
    return np.hstack([np.ones((len(real), 1)), np.cumprod(steps, axis=1)])


class Economy(NamedTuple):
    """A macro panel with the two choices that turn it into paths: the extension rule, points added to real growth."""

    panel: pd.DataFrame
    extend: str = "hold-last"
    growth_shift: float = 0.0

    def indices(self, bases: pd.Series[int], years: Years) -> dict[str, Floats]:
        """Index of each GDP indicator, allies × years, 1 in the ally's base year. Raises :class:`ReportError` where one
        changes by more than ``LIMITS`` from one year to the next."""
        paths = {name: index(self.panel, name, bases, years, self.extend) for name in LIMITS}
        if self.growth_shift:
            factor = shifted(paths["NGDP_R"], bases.to_numpy(), years, self.growth_shift)
            paths = {name: path * factor for name, path in paths.items()}
        for name in reversed(paths):  # real growth first: it is what a shift moves
            change, (low, high) = 100 * (paths[name][:, 1:] / paths[name][:, :-1] - 1), LIMITS[name]
            wrong = (years[1:] > bases.to_numpy()[:, None]) & ~((low <= change) & (change <= high))
            if wrong.any():
                row, column = np.argwhere(wrong)[0]
                what = f"{name} of {bases.index[row]} changes by {change[row, column]:.1f} % in {years[column + 1]}"
                limits = f"such growth must lie between {low:g} and {high:g} % a year"
                remedy = "choose another growth_shift or correct the own path"
                raise ReportError(f"macro path: {what}; {limits}: {remedy}")
        return paths

    def population(self, bases: pd.Series[int], years: Years) -> Floats:
        """Inhabitants in millions, allies × years; blank where the vintage has none (Montenegro's before 2023)."""
        return levels(self.panel, "LP", list(bases.index), years, self.extend)


def with_own_path(panel: pd.DataFrame, own: pd.DataFrame | str | Path | None) -> pd.DataFrame:
    """The macro panel with an own path in place of the vintage's series.

    ``own`` is a frame or CSV with columns iso3, year, indicator, value. Each (ally, indicator) it holds replaces the
    whole series, so it must run without a gap from the base year on; its unit is free, its level need not match the
    vintage. Growth in percent a year may be given instead of levels (:data:`RATES`: ``NGDP_RPCH`` real, ``NGDP_PCH``
    and ``NGDPD_PCH`` nominal, ``LP_PCH`` inhabitants), from any year on: the vintage's level of the year before carries
    it, and the last rate is held beyond. Indicators not given stay: real growth alone moves money at constant prices
    and leaves that at current prices on the vintage (:func:`own_path_words` says so). Raises :class:`ReportError`
    naming file, row or column, :class:`UnknownName` for an unknown ally or indicator.
    """
    if own is None:
        return panel
    read = _read(own)
    rates = read["indicator"].isin(RATES)
    parts = [read[~rates], *(_chained(rows, panel) for _, rows in read[rates].groupby(["iso3", "indicator"]))]
    levels = pd.concat(parts, ignore_index=True)
    if (twice := levels[levels.duplicated(["iso3", "year", "indicator"])]).size:
        what = f"{twice['indicator'].iloc[0]} of {twice['iso3'].iloc[0]} is given as level and as growth"
        raise ReportError(f"own macro path: {what}; keep one")
    given = levels.pivot(index=["iso3", "year"], columns="indicator", values="value")
    replaced = panel.reindex(panel.index.union(given.index)).copy()
    for indicator in given:
        series = given[indicator].dropna()
        rows = replaced.index.get_level_values("iso3").isin(series.index.unique("iso3"))
        replaced.loc[rows, indicator] = series.reindex(replaced.index[rows])
    return replaced


def _chained(rates: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """The levels of one ally's series from its rates, v(y) = v(y − 1)·(1 + rate/100), and the vintage's before them."""
    rates = rates.sort_values("year")
    iso3, code, years = rates["iso3"].iloc[0], rates["indicator"].iloc[0], rates["year"].to_numpy()
    before = panel[RATES[code]].xs(iso3, level="iso3").dropna().loc[: years[0] - 1]
    if (np.diff(years) != 1).any() or before.index.max() != years[0] - 1:
        rule = "must run without a gap from a year after one that the vintage holds"
        raise ReportError(f"own macro path: {code} of {iso3} {rule}")
    chain = before.iloc[-1] * (1 + rates["value"].to_numpy() / 100).cumprod()
    series = pd.concat([before, pd.Series(chain, index=years)])
    return pd.DataFrame({"iso3": iso3, "year": series.index, "indicator": RATES[code], "value": series.to_numpy()})


def own_path_words(own: pd.DataFrame | str | Path | None) -> tuple[str, ...]:
    """Which money an own path moves and which it leaves on the vintage, a sentence for each set of series; nothing
    without an own path. A path of some of its series is not refused: people hold forecasts of real growth alone, from
    which constant prices follow; no inflation is made up for the rest."""
    if own is None:
        return ()
    read = _read(own)
    series = read["indicator"].replace(RATES).groupby(read["iso3"])
    given = series.agg(lambda names: tuple(name for name in MOVED if name in set(names)))
    said = []
    for names, rows in given.groupby(given):
        allies, moved = ", ".join(rows.index), ", ".join(MOVED[name] for name in names)
        left = [words for name, words in MOVED.items() if name not in names]
        stay = f"; {', '.join(left)} stay{'s' * (len(left) == 1)} on the vintage" if left else ""
        said.append(f"own macro path of {allies} ({', '.join(names)}): it moves {moved}{stay}")
    return tuple(said)


def _read(own: pd.DataFrame | str | Path) -> pd.DataFrame:
    """The own path as a checked frame."""
    name = "own macro path" if isinstance(own, pd.DataFrame) else Path(own).name
    try:
        frame = own.copy() if isinstance(own, pd.DataFrame) else pd.read_csv(own)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ReportError(f"{name}: cannot be read ({why}); give a CSV with columns {', '.join(COLUMNS)}") from error
    if absent := [column for column in COLUMNS if column not in frame]:
        raise ReportError(f"{name}: column {absent[0]} is missing; the columns are {', '.join(COLUMNS)}")
    return _checked(name, frame)


def _checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    for given in frame["indicator"].unique():
        if given not in (*GROWING, *RATES):
            raise unknown("indicator", given, (*GROWING, *RATES))
    frame["iso3"] = frame["iso3"].map({given: ally(str(given)) for given in frame["iso3"].unique()})
    for column in ("year", "value"):
        frame[column] = pd.to_numeric(frame[column], errors="coerce")
        _refuse_rows(name, frame, frame[column].isna(), f"{column} is not a number")
    floor = np.where(frame["indicator"].isin(RATES), -100.0, 0.0)
    wrong = ~((frame["value"] > floor) & (frame["value"] < np.inf))
    twice = frame.duplicated(["iso3", "year", "indicator"])
    _refuse_rows(name, frame, wrong, "value is not above 0 and finite, or of growth not above −100")
    _refuse_rows(name, frame, twice, "the same ally, year and indicator stand twice")
    return frame.astype({"year": int})


def _refuse_rows(name: str, frame: pd.DataFrame, wrong: pd.Series[bool], what: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0]) + 2
        raise ReportError(f"{name}, row {row}: {what}; correct it (the header is row 1)")
