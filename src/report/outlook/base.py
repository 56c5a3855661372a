"""Where each ally stands in the base year: share, GDP and the factor k that ties NATO's share to current money."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from report.tables import Dataset
from report.tables.errors import unknown

BASES = ("nato", "nominal")
MEASURES = ("share_gdp", "spend_usd_current", "spend_ncu_current", "gdp_usd_current")
CURRENCY = re.compile(r"\b[A-Z]{3}\b")
FROM_EDITION, ASSUMED, NOMINAL = "edition", "assumed", "nominal basis"


def standing(d: Dataset, base_year: int | None = None, basis: str = "nato") -> pd.DataFrame:
    """One row per ally with forces and a share in the edition, index ``iso3``, in alphabetical order:

    - ``base_year`` its last year with a published share, or the one asked for; ``status`` of that year
    - ``share`` percent of GDP: NATO's published share (basis ``nato``), or spending ÷ GDP at current prices (``nominal``)
    - ``k`` = (spending ÷ GDP at current prices) ÷ published share; 1 on the nominal basis. ``k_source``: ``edition``;
      ``assumed`` where the edition lacks spending or GDP at current prices (k = 1); ``nominal basis``
    - ``gdp_usd``, ``gdp_ncu`` GDP at current prices in millions, such that share/100·k·GDP is NATO's spending figure exactly where there
      is one; else GDP is the WEO's. ``currency`` of the national figures

    Netherlands 2026e: 32,900 ÷ 1,436,621 = 2.290 % of GDP at current prices, published 2.58 %, so k = 0.8876.
    Raises :class:`UnknownName` for an unknown basis.
    """
    if basis not in BASES:
        raise unknown("basis", basis, BASES)
    asked = ("standing", base_year, basis)
    if asked not in d.derived:
        row = _base_rows(d, base_year)
        row["currency"] = _currencies(d, row)
        d.derived[asked] = _money(_macro_gdp(d, row), basis)
    return d.derived[asked].copy()


def _base_rows(d: Dataset, base_year: int | None) -> pd.DataFrame:
    """NATO's figures of each ally's base year."""
    panel = d.panel.reindex(columns=[*MEASURES, "status"]).dropna(subset=["share_gdp"])
    if base_year is not None:
        panel = panel[panel.index.get_level_values("year") == base_year]
    last = panel.reset_index("year").groupby("iso3").tail(1).rename(columns={"year": "base_year"})
    return last[last.index.isin(d.allies.loc[d.allies["has_forces"], "iso3"])].copy()


def _currencies(d: Dataset, row: pd.DataFrame) -> list[str]:
    """ISO 4217 code of each ally's national figures: NATO's unit where it publishes them, else the WEO's."""
    published = row["spend_ncu_current"].notna()
    units = {} if published.all() else _units(d.macro, "indicator", "NGDP")
    units |= _units(d.expenditure, "measure", "spend_ncu_current") if published.any() else {}
    return [units[iso3] for iso3 in row.index]


def _units(frame: pd.DataFrame, column: str, name: str) -> dict[str, str]:
    """The currency in the unit of each ally's figures, such as EUR in "million EUR"."""
    rows = frame.loc[frame[column] == name, ["iso3", "unit"]]
    units = dict(zip(rows["iso3"], rows["unit"], strict=True))
    return {iso3: found[0] for iso3, unit in units.items() if (found := CURRENCY.search(unit))}


def _macro_gdp(d: Dataset, row: pd.DataFrame) -> pd.DataFrame:
    """The WEO's GDP of the base year, in millions."""
    macro = d.macro_panel.reindex(pd.MultiIndex.from_arrays([row.index, row["base_year"]]))
    return row.assign(weo_usd=macro["NGDPD"].to_numpy() * 1000, weo_ncu=macro["NGDP"].to_numpy() * 1000)


def _money(row: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Share, k and GDP of the base year. Where GDP is not published, k = 1 makes spending ÷ share the GDP it implies."""
    published = row["share_gdp"]
    current = 100 * row["spend_usd_current"] / row["gdp_usd_current"]
    known = current.notna()
    nominal = basis == "nominal"
    share = current.where(known, published) if nominal else published
    k = (current / share).where(known, 1.0)
    implied = 100 / (share * k)
    return row[["base_year", "currency", "status"]].assign(
        share=share,
        k=k,
        k_source=np.where(known, NOMINAL if nominal else FROM_EDITION, ASSUMED),
        gdp_usd=row["gdp_usd_current"].where(known, (row["spend_usd_current"] * implied).fillna(row["weo_usd"])),
        gdp_ncu=(row["spend_ncu_current"] * implied).fillna(row["weo_ncu"]),
    )
